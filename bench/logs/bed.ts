import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type KnownId, type Log, makeLog } from './generator.ts';
import type { Peers } from './peers.ts';
import { memoryOf, type Program, type ServerClient, start } from './server-client.ts';

const SEED = 1;
const POLL_MS = 10;

/** What building an index took. */
export interface Indexing {
  seconds: number;
  /** Highest memory of the process, in bytes. */
  memory: number;
  /** Bytes on disk. */
  size: number;
}

/** What every measure works on: the logs, the program, the peers, and folders for its state. */
export class Bed {
  readonly program: Program;
  readonly peers: Peers;
  /** The log of all the lines. */
  readonly log: Log;
  /** A log of a tenth of them. */
  readonly tenth: Log;
  /** Things worth knowing beside the table. */
  readonly notes: string[] = [];
  readonly #folder: string;
  readonly #kept = new Map<Log, { state: string; took: Indexing }>();

  constructor(folder: string, lines: number, program: Program, peers: Peers) {
    this.program = program;
    this.peers = peers;
    this.log = this.makeLog(folder, lines);
    this.tenth = this.makeLog(folder, Math.ceil(lines / 10));
    mkdirSync(join(folder, 'run'), { recursive: true });
    this.#folder = mkdtempSync(join(folder, 'run', 'run-'));
  }

  /** A log of so many lines. */
  makeLog(folder: string, lines: number): Log {
    return makeLog(folder, lines, SEED);
  }

  /** A path in the folder of this run, for what is thrown away with it. */
  scratch(name: string): string {
    return join(this.#folder, name);
  }

  /** A folder for state that nobody has used. */
  freshState(): string {
    return mkdtempSync(this.scratch('state-'));
  }

  /** The state folder of a log that is indexed; it is indexed once in a run. */
  async indexed(log: Log): Promise<string> {
    const kept = this.#kept.get(log);
    if (kept !== undefined) return kept.state;
    const state = this.freshState();
    this.#kept.set(log, { state, took: await this.index(log.path, state) });
    return state;
  }

  /** Builds the index of a log with the `index` command. */
  async index(path: string, state: string): Promise<Indexing> {
    return await buildIndex(this.program, path, state);
  }

  /** Throws away what this run has written, but not the logs. */
  clean(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Builds the index of logs with the `index` command. */
export async function buildIndex(program: Program, path: string, state: string): Promise<Indexing> {
  const begin = performance.now();
  const child = start(program, state, ['index', '--logs', path]);
  let memory = 0;
  let said = '';
  const poll = setInterval(() => {
    memory = Math.max(memory, memoryOf(child.pid, 'VmHWM') || 0);
  }, POLL_MS);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
  }
  const code = await new Promise((resolve) => child.on('close', resolve));
  const seconds = (performance.now() - begin) / 1_000;
  clearInterval(poll);
  if (code !== 0) throw new Error(`The index command ended with ${code}: ${said.slice(0, 500)}`);
  return { seconds, memory, size: indexSize(state) };
}

/** Looks an id up and holds the answer against what the log has. @returns the milliseconds of the call */
export async function timedLookup(server: ServerClient, { id, lines }: KnownId): Promise<number> {
  const begin = performance.now();
  const total = await server.lookUp(id);
  const took = performance.now() - begin;
  if (total !== lines) throw new Error(`${id} stands in ${lines} lines, but the lookup found ${total}`);
  return took;
}

/** Bytes of the index in a state folder; a file that goes while it is looked at counts as none. */
export function indexSize(state: string): number {
  const folder = join(state, 'error-catalog-mcp', 'index');
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const sizes = files.map(({ parentPath, name }) =>
    statSync(join(parentPath, name), { throwIfNoEntry: false }),
  );
  return sizes.reduce((sum, each) => sum + (each?.size ?? 0), 0);
}

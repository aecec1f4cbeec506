import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Calls, Ready, Reply } from './contract.ts';

/** A running ClickHouse of the test's own: its real engine, behind its HTTP interface. */
export interface RunningEngine extends Calls {
  /** Where it keeps its data. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** Inserts rows, or text in JSONEachRow; points in time may be written as in ISO 8601. */
  insert(table: string, rows: readonly object[] | string): Promise<void>;
  /** Ends the engine; its port refuses, and nothing of it stays behind. */
  stop(): Promise<void>;
}

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Starts an engine with an empty data directory. Stop it. */
export async function startEngine(): Promise<RunningEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'clickhouse-engine-'));
  const main = join(folder, 'main.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const child = fork(main, [packageFolder, folder], {
    // Every query that runs takes one of these threads.
    env: { PATH: process.env['PATH'], TZ: 'UTC', UV_THREADPOOL_SIZE: '64' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const channel = new Channel(child);
  const clear = () => rmSync(folder, { recursive: true, force: true });
  const { port } = await channel.ready.catch((error) => {
    clear();
    throw error;
  });

  const call =
    <Name extends keyof Calls>(name: Name) =>
    (...args: Parameters<Calls[Name]>) =>
      channel.call(name, args) as ReturnType<Calls[Name]>;
  const exec = call('exec');
  return {
    folder,
    host: '127.0.0.1',
    port,
    url: `http://127.0.0.1:${port}`,
    exec,
    addUser: call('addUser'),
    running: call('running'),
    served: call('served'),
    connections: call('connections'),
    fault: call('fault'),
    clearFaults: call('clearFaults'),
    refuse: call('refuse'),
    accept: call('accept'),
    async insert(table, rows) {
      const text = typeof rows === 'string' ? rows : rows.map((row) => JSON.stringify(row)).join('\n');
      await exec(
        `INSERT INTO ${table} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow\n${text}`,
      );
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
      clear();
    },
  };
}

/** Calls over the IPC channel, and their answers. */
class Channel {
  readonly ready: Promise<Ready>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #next = 1;
  #stderr = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-4_000);
    });
    this.ready = new Promise((resolve, reject) => {
      child.on('message', (message: Reply | Ready) => {
        if ('port' in message) resolve(message);
        else this.#waiting.get(message.id)?.(message);
      });
      child.on('close', () => {
        reject(new Error(this.#gone()));
        for (const [id, answer] of this.#waiting) answer({ id, error: this.#gone() });
      });
    });
  }

  async call(name: keyof Calls, args: unknown[]): Promise<unknown> {
    const id = this.#next;
    this.#next += 1;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, name, args }, (error) => {
        if (error !== null) resolve({ id, error: this.#gone() });
      });
    });
    this.#waiting.delete(id);
    if ('error' in reply) throw new Error(reply.error);
    return reply.value;
  }

  #gone(): string {
    return `The engine's process has ended. ${this.#stderr}`;
  }
}

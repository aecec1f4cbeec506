import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTime } from './in-time.ts';
import type { HostedServer, ToolCall } from './servers.ts';

const NEWLINE = 0x0a;

/** What a server answers to a request. */
export interface Reply {
  id: number;
  result: Record<string, unknown>;
}

/** The replies to some requests, in the order of the requests. */
export interface Exchange {
  /** From before the first request was written until the end of the last reply had come. */
  ms: number;
  replies: Reply[];
}

/** What every process gets, and nothing else: some variables make Node.js itself start three times slower. */
export function environment(home: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: home, XDG_STATE_HOME: home };
}

/** A host with one server, spoken to in bare lines, so that little of the time is the host's own. */
export class Host {
  readonly child: ChildProcessWithoutNullStreams;
  /** From before the process was started until the reply to `initialize` had come, in milliseconds. */
  startMs = Number.NaN;
  /** What the server says of itself. */
  greeting: Record<string, unknown> = {};
  stderr = '';
  readonly #exited: Promise<unknown>;
  readonly #closed: Promise<unknown>;
  readonly #begin: number;
  #nextId = 1;
  #chunks: Buffer[] = [];
  #missing = 0;
  #settle: { resolve: () => void; reject: (error: Error) => void } | null = null;

  private constructor({ args, env }: HostedServer) {
    const home = mkdtempSync(join(tmpdir(), 'error-catalog-host-'));
    const all = { ...environment(home), ...env?.(home) };
    this.#begin = performance.now();
    this.child = spawn(process.execPath, args, { env: all });
    this.child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    this.child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
    this.child.stdin.on('error', () => {});
    this.#exited = once(this.child, 'exit');
    this.#closed = once(this.child, 'close').then(() => {
      this.#settle?.reject(new Error(`The server ended. ${this.stderr}`));
      rmSync(home, { recursive: true, force: true });
    });
  }

  /** Starts a server in an empty home of its own and greets it. */
  static async start(server: HostedServer): Promise<Host> {
    const host = new Host(server);
    try {
      await host.#greet();
    } catch (error) {
      await host.kill();
      throw error;
    }
    return host;
  }

  /**
   * Writes requests all at once and waits for their replies.
   *
   * @throws Error if one is refused, or if the server writes anything but these replies
   */
  async exchange(requests: readonly { method: string; params?: object }[]): Promise<Exchange> {
    const first = this.#nextId;
    this.#nextId += requests.length;
    const lines = requests.map((each, at) => JSON.stringify({ jsonrpc: '2.0', id: first + at, ...each }));
    const text = `${lines.join('\n')}\n`;
    this.#missing = requests.length;
    const all = new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const begin = performance.now();
    this.child.stdin.write(text);
    await inTime(all, () => `There is no reply. ${this.stderr}`);
    const ms = performance.now() - begin;
    return { ms, replies: this.#replies(first, requests.length) };
  }

  /** The same call so many times at once. */
  async call({ name, args }: ToolCall, times = 1): Promise<Exchange> {
    const request = { method: 'tools/call', params: { name, arguments: args } };
    const exchange = await this.exchange(Array<typeof request>(times).fill(request));
    const failed = exchange.replies.find(({ result }) => result['isError'] === true);
    if (failed !== undefined) throw new Error(`${name} failed: ${JSON.stringify(failed.result)}`);
    return exchange;
  }

  /**
   * Ends stdin, as a host does, and reads what the server still says.
   *
   * @returns the milliseconds until the process is gone
   */
  async close(): Promise<number> {
    const begin = performance.now();
    this.child.stdin.end();
    await inTime(this.#exited, () => `The process stays. ${this.stderr}`);
    const ms = performance.now() - begin;
    await inTime(this.#closed, () => 'The output stays open.');
    return ms;
  }

  /** Ends the process at once, if it is still there, and removes its home. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#closed;
  }

  async #greet(): Promise<void> {
    const clientInfo = { name: 'bench', version: '1' };
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const { replies } = await this.exchange([{ method: 'initialize', params }]);
    this.startMs = performance.now() - this.#begin;
    this.greeting = replies[0]?.result ?? {};
    this.child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.#missing--;
    if (this.#missing <= 0) this.#settle?.resolve();
  }

  /** Read only once the clock stands. */
  #replies(first: number, count: number): Reply[] {
    const lines = Buffer.concat(this.#chunks).toString('utf8').trim().split('\n');
    this.#chunks = [];
    this.#settle = null;
    const byId = new Map(lines.map((line) => [(JSON.parse(line) as Reply).id, line]));
    return Array.from({ length: count }, (_, at) => {
      const reply = JSON.parse(byId.get(first + at) ?? '{}') as Partial<Reply>;
      if (reply.result === undefined) throw new Error(`Instead of a reply there came ${lines[at]}`);
      return { id: first + at, result: reply.result };
    });
  }
}

/** Does something with a server that was started for it, and leaves no process behind. */
export async function withHost<T>(server: HostedServer, job: (host: Host) => Promise<T>): Promise<T> {
  const host = await Host.start(server);
  try {
    return await job(host);
  } finally {
    await host.kill();
  }
}

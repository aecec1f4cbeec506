import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { checkAnswer } from './answer-schemas.ts';
import { preloading } from './preload.ts';
import { sandboxed } from './sandbox.ts';

/** The built entry, as a host starts it. */
export const ENTRY = fileURLToPath(new URL('../../dist/entry.cjs', import.meta.url));
export const SAMPLE_LOGS = fileURLToPath(new URL('../../samples/logs', import.meta.url));

const MAKE_SAMPLES = fileURLToPath(new URL('../../scripts/make-sample-logs.mjs', import.meta.url));

/** A fresh folder with the sample logs, moved so that they end within the last minute. */
export function recentSampleLogs(): string {
  const folder = freshFolder();
  execFileSync(process.execPath, [MAKE_SAMPLES, folder, '--recent'], {
    env: preloading(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return folder;
}

export interface Reply {
  id: unknown;
  result?: Record<string, unknown> & { content?: { text: string }[]; isError?: boolean };
  error?: { code: number; message: string; data?: unknown };
}

/** A fresh folder for the server's state, so that tests share nothing. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'error-catalog-'));
}

export function environment(stateFolder: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: stateFolder,
    XDG_STATE_HOME: stateFolder,
    ...preloading(),
    ...sandboxed(stateFolder),
  };
}

/** The built server as a process that is spoken to in raw lines, for what no client library would send. */
export class RawServer {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: string[] = [];
  /** What `lines` say, as far as somebody has asked. */
  readonly #messages: Reply[] = [];
  stderr = '';
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  #wake: (() => void)[] = [];
  #nextId = 1;

  constructor(args: readonly string[] = [], stateFolder = freshFolder(), entry = ENTRY, uid?: number) {
    const as = uid === undefined ? {} : { uid, gid: uid };
    this.child = spawn(process.execPath, [entry, ...args], { env: environment(stateFolder), ...as });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(line);
      for (const wake of this.#wake.splice(0)) wake();
    });
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.child.stdin.on('error', () => {});
    this.exited = new Promise((resolve) => {
      this.child.on('close', (code, signal) => {
        for (const wake of this.#wake.splice(0)) wake();
        resolve({ code, signal });
      });
    });
  }

  static async initialized(...args: ConstructorParameters<typeof RawServer>): Promise<RawServer> {
    const server = new RawServer(...args);
    await server.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });
    server.write('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    return server;
  }

  write(line: string | Buffer): void {
    this.child.stdin.write(line);
    this.child.stdin.write('\n');
  }

  request(method: string, params?: unknown): Promise<Reply> {
    const id = `t${this.#nextId++}`;
    this.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return this.reply((message) => message.id === id);
  }

  /** Calls a tool; what it answers has to fit the schema that is published. */
  async call(name: string, args?: unknown): Promise<Reply> {
    const reply = await this.request('tools/call', { name, arguments: args });
    const { isError = false, structuredContent } = reply.result ?? { isError: true };
    if (!isError) checkAnswer(name, structuredContent);
    return reply;
  }

  /** The first line written, past or future, that fits; rejects if the process ends without it. */
  async reply(fits: (message: Reply) => boolean): Promise<Reply> {
    for (let next = 0; ; ) {
      for (; next < this.lines.length; next++) {
        this.#messages[next] ??= JSON.parse(this.lines[next] ?? '') as Reply;
        if (fits(this.#messages[next] as Reply)) return this.#messages[next] as Reply;
      }
      if (this.child.exitCode !== null)
        throw new Error(`The server ended without that reply. ${this.stderr}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Ends stdin, as a host does, and waits for the process to go. */
  async close(): Promise<{ code: number | null; signal: string | null }> {
    this.child.stdin.end();
    return await this.exited;
  }
}

/** The `{error:{…}}` that a reply carries, as a tool's error result or as `data` of a JSON-RPC error. */
export function errorOf({ result, error }: Reply): { code: string; message: string; request_id: string } {
  const wire = error === undefined ? JSON.parse(result?.content?.[0]?.text ?? '{}') : error.data;
  return (wire as { error: { code: string; message: string; request_id: string } }).error;
}

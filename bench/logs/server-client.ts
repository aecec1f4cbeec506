import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface ToolResult {
  isError?: boolean;
  content: { text: string }[];
  structuredContent?: { total?: number };
}

interface Reply {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

/** A reply that takes longer never comes. */
const LONGEST_REPLY_MS = 120_000;

/** The program under test, as a host starts it. */
export interface Program {
  /** The built entry. */
  entry: string;
}

/** Starts the program with a folder for its state. */
export function start({ entry }: Program, stateFolder: string, args: readonly string[]) {
  const env = { PATH: process.env['PATH'] ?? '', HOME: stateFolder, XDG_STATE_HOME: stateFolder };
  return spawn(process.execPath, [entry, ...args], { env });
}

/** The MCP server over stdio, spoken to in bare lines so that little of the time is the client's. */
export class ServerClient {
  readonly child: ChildProcessWithoutNullStreams;
  #waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  #nextId = 1;
  #unread: string[] = [];
  #stderr = '';

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => this.#receive(chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#stderr += chunk;
    });
    child.stdin.on('error', () => {});
    child.on('close', () => {
      const error = new Error(`The server ended. ${this.#stderr}`);
      for (const { reject } of this.#waiting.values()) reject(error);
    });
  }

  /** A server that has answered `initialize`. */
  static async started(...how: Parameters<typeof start>): Promise<ServerClient> {
    const client = new ServerClient(start(...how));
    const clientInfo = { name: 'bench', version: '1' };
    await client.#request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    client.#write({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return client;
  }

  /** How many lines carry the id; none if the server says that it is not to be found. */
  async lookUp(id: string): Promise<number> {
    const { isError, structuredContent, content } = await this.call('lookup_request', { request_id: id });
    const text = content[0]?.text ?? '';
    if (isError === true && text.includes('"code":"not_found"')) return 0;
    if (structuredContent?.total === undefined) throw new Error(`A lookup failed: ${text}`);
    return structuredContent.total;
  }

  /** Has an error explained. */
  async explain(error: string): Promise<void> {
    const { isError, content } = await this.call('explain_error', { error });
    if (isError === true) throw new Error(`explain_error failed: ${content[0]?.text}`);
  }

  /** Memory that the process holds, in bytes; NaN where the system has no /proc. */
  memory(): number {
    return memoryOf(this.child.pid, 'VmRSS');
  }

  /** Ends the process at once, whatever it is at. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'close');
  }

  /** Calls a tool; a failure of the tool is a result too. */
  async call(name: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    return (await this.#request('tools/call', { name, arguments: args })) as ToolResult;
  }

  async #request(method: string, params: unknown): Promise<unknown> {
    const id = this.#nextId++;
    const reply = new Promise<Reply>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#write({ jsonrpc: '2.0', id, method, params });
    const late = () => this.#waiting.get(id)?.reject(new Error(`No reply to ${method}. ${this.#stderr}`));
    const timer = setTimeout(late, LONGEST_REPLY_MS);
    const { result, error } = await reply.finally(() => clearTimeout(timer));
    if (error !== undefined) throw new Error(`${method} was refused: ${error.message}`);
    return result;
  }

  #write(message: unknown): void {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #receive(chunk: string): void {
    const parts = chunk.split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      const reply = JSON.parse(this.#unread.join('') + part) as Reply;
      this.#unread = [];
      this.#waiting.get(reply.id ?? 0)?.resolve(reply);
      this.#waiting.delete(reply.id ?? 0);
    }
    this.#unread.push(rest);
  }
}

/** A memory figure of a process with all its threads, in bytes: now (`VmRSS`) or at its highest (`VmHWM`). */
export function memoryOf(pid: number | undefined, figure: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return 1_024 * Number(new RegExp(`${figure}:\\s*(\\d+)`).exec(status)?.[1]);
  } catch {
    return Number.NaN;
  }
}

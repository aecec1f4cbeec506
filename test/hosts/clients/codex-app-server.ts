import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { scriptOf } from '../installed.ts';

interface Message {
  id?: number;
  method?: string;
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

/** Codex without its screen: the process that its editor extensions speak to, in lines of JSON-RPC. */
export class CodexAppServer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #ended: Promise<never>;
  #nextId = 1;

  constructor(cwd: string, env: Record<string, string>) {
    this.#child = spawn(process.execPath, [scriptOf('@openai/codex', 'codex'), 'app-server'], { cwd, env });
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const message: Message = JSON.parse(line);
      // What has a method is a request or a notification of Codex's own.
      if (message.id !== undefined && !message.method) this.#waiting.get(message.id)?.(message);
    });
    const said = text(this.#child.stderr);
    this.#ended = once(this.#child, 'close').then(async ([code]): Promise<never> => {
      throw new Error(`Codex ended with code ${code}. ${await said}`);
    });
    this.#ended.catch(() => {});
  }

  /** Rejects with the code and data of the error that Codex answers, or if it ends instead. */
  async request<Result>(method: string, params: object): Promise<Result> {
    const id = this.#nextId++;
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#write({ id, method, params });
    const { result, error } = await Promise.race([answered, this.#ended]);
    if (error) throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
    return result as Result;
  }

  notify(method: string): void {
    this.#write({ method });
  }

  /** Ends its stdin, upon which it goes. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#ended.catch(() => {});
  }

  #write(message: object): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }
}

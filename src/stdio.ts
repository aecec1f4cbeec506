import { nextTick } from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { type Message, type Refusal, readMessage, refuseLong } from './json-rpc.ts';
import { type InputLine, LineReader } from './line-reader.ts';

/** A line is read up to this size; a paste of 9 MB fits even when every byte of it is escaped. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** So many lines are taken before others get their turn: of thousands at once, few are then under way at a time. */
const LINES_A_TURN = 16;

/** How long replies that are owed may take after the input has ended, in ms: nobody may be left to read them. */
const LONGEST_GOODBYE = 5_000;

interface StdioOptions {
  input: Readable;
  output: Writable;
  /** Notes a refused line and gives the `data` of the JSON-RPC error that answers it. */
  onRefusal(refusal: Refusal): Promise<unknown>;
  /** Told when the input has ended: whatever waits for more of it is to be ended. */
  onEnd(): void;
}

/**
 * The SDK's transport over stdio, kept to what hosts rely on: every line is answered or refused, input
 * is not read while the reader of the output is behind, and when the input ends the replies that are
 * owed are written before it closes.
 */
export class StdioTransport {
  onmessage?: ((message: Message) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;

  readonly #options: StdioOptions;
  readonly #reader = new LineReader(LONGEST_LINE);
  /** How many replies are owed to each id; a host may use one twice. */
  readonly #owed = new Map<string | number, number>();
  /** The lines that were read and are not taken yet; input is paused meanwhile. */
  #lines: Iterator<InputLine> | null = null;
  #isFull = false;
  #refusing = 0;
  /** The input is at its end, but not all that was read of it is taken. */
  #isEnding = false;
  #ended = false;
  #closed = false;
  #unsent: string[] = [];

  constructor(options: StdioOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    const { input, output } = this.#options;
    input.on('data', (chunk: Buffer) => {
      this.#lines = this.#reader.push(chunk);
      this.#takeTurn();
      if (this.#lines !== null) input.pause();
    });
    input.on('end', () => {
      this.#isEnding = true;
      setTimeout(() => this.close(), LONGEST_GOODBYE).unref();
      this.#goOn();
    });
    input.on('error', () => this.close());
    output.on('drain', () => {
      this.#isFull = false;
      this.#goOn();
    });
    output.on('error', () => this.close());
    return Promise.resolve();
  }

  /** Sends a message; a reply that is no longer owed, as the request was cancelled, is dropped. */
  send(message: Message): Promise<void> {
    const { id, method } = message;
    if (method === undefined && id !== undefined && !this.#settle(id)) return Promise.resolve();
    this.#write(message);
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#options.input.pause();
      this.onclose?.();
    }
    return Promise.resolve();
  }

  #takeTurn(): void {
    for (let taken = 0; taken < LINES_A_TURN && this.#lines !== null; taken++) {
      const next = this.#lines.next();
      if (next.done) this.#lines = null;
      else this.#take(next.value);
    }
    if (this.#lines !== null) setImmediate(() => this.#goOn());
  }

  /** Takes what was read, then reads on; waits while the reader of the output is behind. */
  #goOn(): void {
    if (this.#isFull || this.#closed || this.#ended) return;
    if (this.#lines !== null) this.#takeTurn();
    if (this.#lines !== null) return;
    if (this.#isEnding) this.#end();
    else this.#options.input.resume();
  }

  #end(): void {
    for (const line of this.#reader.end()) this.#take(line);
    this.#ended = true;
    this.#options.onEnd();
    this.#closeWhenDone();
  }

  #take(line: InputLine): void {
    if (!('text' in line)) {
      void this.#refuse(refuseLong(line.head, line.tail, line.bytes, LONGEST_LINE));
      return;
    }
    const read = readMessage(line.text);
    if ('refusal' in read) void this.#refuse(read.refusal);
    else if (read.message !== null) this.#deliver(read.message);
  }

  #deliver(message: Message): void {
    const { id, method, params } = message;
    if (id !== undefined && method !== undefined) this.#owed.set(id, (this.#owed.get(id) ?? 0) + 1);
    this.onmessage?.(message);
    if (id === undefined && method === 'notifications/cancelled') {
      this.#settle(params?.['requestId'] as string | number);
      this.#closeWhenDone();
    }
  }

  async #refuse(refusal: Refusal): Promise<void> {
    this.#refusing++;
    const data = await this.#options.onRefusal(refusal);
    this.#refusing--;
    const { rpc, id, problem } = refusal;
    // An id that could not be read is left out: the protocol's schema knows no null (MCP, "Error Responses").
    const known = id === null ? {} : { id };
    this.#write({ jsonrpc: '2.0', ...known, error: { code: rpc, message: problem, data } });
  }

  /** Takes one owed reply off the books; false if none was owed. */
  #settle(id: string | number): boolean {
    const owed = this.#owed.get(id);
    if (owed === undefined) return false;
    if (owed > 1) this.#owed.set(id, owed - 1);
    else this.#owed.delete(id);
    return true;
  }

  /** Replies of one turn of the event loop leave in one write. */
  #write(message: object): void {
    if (this.#unsent.push(JSON.stringify(message)) > 1) return;
    nextTick(() => {
      const lines = this.#unsent;
      this.#unsent = [];
      if (this.#closed) return;
      const room = this.#options.output.write(`${lines.join('\n')}\n`, () => this.#closeWhenDone());
      if (room) return;
      this.#isFull = true;
      this.#options.input.pause();
    });
  }

  #closeWhenDone(): void {
    const idle = this.#owed.size === 0 && this.#refusing === 0 && this.#unsent.length === 0;
    if (this.#ended && idle && this.#options.output.writableLength === 0) void this.close();
  }
}

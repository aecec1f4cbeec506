import { nextTick } from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { type Message, type Refusal, readMessage, refuseLong } from './json-rpc.ts';

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

/** A line of the input, or what is kept of one that was too long to keep. */
export type InputLine = { text: string } | { head: string; tail: string; bytes: number };

const NEWLINE = 0x0a;
const KEPT_OF_LONG = 1_024;

/**
 * Cuts a byte stream into lines, in bounded memory: of a line over `limit` bytes only its first and
 * last 1,024 bytes are kept, and the stream goes on behind it.
 */
export class LineReader {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #long: { head: Buffer; tail: Buffer } | null = null;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines that `chunk` completes; blank lines are none. */
  *push(chunk: Buffer): Generator<InputLine> {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#add(chunk.subarray(from, at));
      from = at + 1;
      yield* this.end();
    }
    this.#add(chunk.subarray(from));
  }

  /** The line that the stream ended in without a newline, if any. */
  *end(): Generator<InputLine> {
    const bytes = this.#bytes;
    const long = this.#long;
    const [first, ...others] = this.#chunks;
    const whole = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#chunks);
    const text = long === null ? whole.toString('utf8').trim() : '';
    this.#chunks = [];
    this.#bytes = 0;
    this.#long = null;
    if (long !== null)
      yield { head: long.head.toString('latin1'), tail: long.tail.toString('latin1'), bytes };
    else if (text !== '') yield { text };
  }

  #add(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#long !== null) {
      this.#long.tail = lastOf(Buffer.concat([this.#long.tail, lastOf(part)]));
    } else {
      this.#chunks.push(part);
      if (this.#bytes > this.#limit) this.#giveUp();
    }
  }

  #giveUp(): void {
    const whole = Buffer.concat(this.#chunks);
    this.#long = { head: Buffer.from(whole.subarray(0, KEPT_OF_LONG)), tail: lastOf(whole) };
    this.#chunks = [];
  }
}

/** A copy, so that the large buffer it is cut from can be freed. */
function lastOf(buffer: Buffer): Buffer {
  return Buffer.from(buffer.subarray(Math.max(0, buffer.length - KEPT_OF_LONG)));
}

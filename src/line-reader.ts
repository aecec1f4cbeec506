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

/** Reads what ClickHouse answers, within bounds: whatever listens at its address may send anything, without end. */

/** How many bytes a row may have. A longer one is passed over, but for one that no table has. */
const LONGEST_ROW = 4 * 1_048_576;
const LONGEST_PASSED = 256 * 1_048_576;
/** How many bytes of an exception are read. */
const LONGEST_EXCEPTION = 65_536;
const LINE_FEED = 10;

/** An exception of ClickHouse, without its text, which may hold parts of queries and rows. */
export class Exception extends Error {
  readonly code: number;
  /** `UNKNOWN_TABLE`; empty where the text tells none. */
  readonly type: string;

  constructor(code: number, type: string) {
    super('ClickHouse threw an exception.');
    this.code = code;
    this.type = type;
  }
}

export interface Answer {
  status: number | undefined;
  headers: Readonly<Record<string, unknown>>;
  stream: AsyncIterable<Buffer>;
}

/**
 * The texts of the rows of an answer in one of the formats of a line for each row; null for one that is too long.
 * Whoever stops reading closes the connection.
 *
 * @throws Exception if ClickHouse threw one, before or behind rows
 * @throws SyntaxError if the answer is of another form, and whatever the connection breaks off with
 */
export async function* rowsOf({ status = 0, headers, stream }: Answer): AsyncGenerator<string | null> {
  // Nothing else was asked for, and a few bytes may unfold to any number.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new SyntaxError('It is compressed.');
  const code = headers['x-clickhouse-exception-code'];
  if (status < 200 || status > 299 || code !== undefined)
    throw exceptionIn(await beginningOf(stream), code) ?? new Error('The answer is none of ClickHouse.');
  let exception: string | null = null;
  try {
    for await (const line of linesOf(stream)) {
      const text: string | null = line?.toString() ?? null;
      if (exception === null && (text === null || (text.startsWith('[') && text.endsWith(']')))) {
        yield text;
      } else if (exception !== null || text?.trim() !== '') {
        exception = `${exception ?? ''}${text ?? ''}\n`;
        if (exception.length > LONGEST_EXCEPTION) break;
      }
    }
  } catch (thrown) {
    // Behind an exception, ClickHouse breaks the connection off.
    throw (exception === null ? null : exceptionIn(exception)) ?? thrown;
  }
  if (exception !== null) throw exceptionIn(exception) ?? new SyntaxError('A row has another form.');
}

async function beginningOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    parts.push(chunk);
    length += chunk.length;
    if (length > LONGEST_EXCEPTION) break;
  }
  return Buffer.concat(parts).toString();
}

/** The lines of a stream without their line feeds; null for one that is longer than a row may be. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    length += part.length;
    if (length <= LONGEST_ROW) parts.push(part);
    else parts = [];
    if (length > LONGEST_PASSED) throw new SyntaxError('A row has no end.');
  };
  const take = () => {
    const line = length > LONGEST_ROW ? null : Buffer.concat(parts);
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}

/** The exception that a text tells. Its name stands at the end, as all before it may hold anything. */
function exceptionIn(text: string, known?: unknown): Exception | null {
  const code = String(known ?? /\bCode: (\d{1,6})[.,] (?:DB::|e\.code)/.exec(text)?.[1]);
  const [, type = ''] = /\(([A-Z][A-Z0-9_]{2,79})\) \(version [^()]{1,60}[()]/.exec(text.slice(-400)) ?? [];
  return /^\d{1,6}$/.test(code) ? new Exception(Number(code), type) : null;
}

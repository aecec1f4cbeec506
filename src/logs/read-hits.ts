import { setImmediate } from 'node:timers/promises';
import type { LogEvent } from './files/events.ts';
import type { LineHit } from './files/line-search.ts';
import { fieldsBelow } from './line/below.ts';
import type { ParsedLine } from './line/common-terms.ts';
import { readFieldLines } from './line/field-lines.ts';
import { NO_ID_NAMES, ownId } from './line/ids.ts';
import { readPairs } from './line/logfmt.ts';
import { parseLongLine } from './line/long-line.ts';
import { type LineContext, parseLine, parseRecord } from './line/parse-line.ts';
import { safeLine } from './line/safe-line.ts';
import { isTroubledLevel, type LogLine } from './log.ts';
import type { LogQuery } from './scan.ts';
import { foldStack, isFrame } from './stack.ts';
import { tokenTest } from './token.ts';

/** A line that was found, and where. */
export interface FileHit {
  /** The place of the file among the files. */
  file: number;
  name: string;
  hit: LineHit;
}

type FileRecord = ParsedLine & { file: number };

/** How many raw bytes are parsed before other calls get their turn. */
const PARSE_SLICE = 131_072;

/** What is looked for. */
type Wanted = Pick<LogQuery, 'id' | 'idNames' | 'ownNames'>;

/**
 * The records of the lines that were found, in their order, each safe to show. Lines of one event are one record; its
 * other lines stand in `rest.stack`. Rejects with the signal's reason.
 */
export async function readHits(
  hits: readonly FileHit[],
  wanted: Wanted,
  signal: AbortSignal | undefined,
): Promise<FileRecord[]> {
  const hasId = tokenTest(wanted.id, wanted.idNames);
  const events = new Set<string>();
  const records: FileRecord[] = [];
  let bytes = 0;
  for (const { file, name, hit } of hits) {
    // An event stands where it begins, whichever of its lines has the id.
    const begin = hit.number - hit.above;
    const event = `${file}:${begin}`;
    if (events.has(event)) continue;
    events.add(event);
    const source = `${name}:${begin}`;
    records.push(...recordsOf(hit, { source, ...wanted }, hasId).map((record) => ({ ...record, file })));
    bytes += hit.bytes.length;
    if (bytes > PARSE_SLICE) {
      bytes = 0;
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return withTraces(records).map((record) => ({ ...record, line: safeLine(record.line, wanted.ownNames) }));
}

function recordsOf(
  { bytes, long, event, header, modified }: LineHit,
  wanted: LineContext & { id: string },
  hasId: (text: string) => boolean,
): ParsedLine[] {
  const context = {
    ...wanted,
    ...(header !== undefined && { header }),
    ...(modified !== undefined && { modified }),
  };
  const head = bytes.toString('utf8');
  if (long) {
    const { window, at, offset, length } = long;
    const before = window.subarray(0, at).toString('utf8');
    const behind = window.subarray(at).toString('utf8');
    const toEnd = offset - at + window.length === length;
    return parseLongLine({ head, before, behind, offset, length, toEnd }, context);
  }
  const whole = event?.event() ?? { text: head, following: [] };
  if (
    hasId(whole.text) ||
    fieldsBelow(whole.following).fields.some(({ name, value }) => hasId(`${name}=${value}`))
  )
    return readEvent(whole, context);
  // The id stands in a line that continues the event.
  const { id: _, ...others } = context;
  return readEvent(whole, others)
    .slice(-1)
    .map((record) => {
      const isOthers = namesAnother(record.line, hasId, wanted);
      return isOthers ? { ...record, line: { ...record.line, mentioned_in: 'stack' } } : record;
    });
}

/** The records of an event: fields that stand below its head are its own, the other lines are its `stack`. */
export function readEvent({ text, following }: LogEvent, context: LineContext): ParsedLine[] {
  const record = readFieldLines(text, following);
  if (record !== null) return parseRecord(record, context);
  const { fields: below, lines } = fieldsBelow(following);
  const stack = foldStack(lines, SHOWN);
  return parseLine(text, { ...context, below }).map((record) => withStack(record, stack));
}

/** How much of the lines below the head of an event is kept. */
const SHOWN = { lines: 60, size: 8_192 };

/** A line with words in it. */
const SAYS = /[A-Za-z]{2}.{0,200} [A-Za-z]/;

function withStack(record: ParsedLine, stack: readonly string[]): ParsedLine {
  if (stack.length === 0) return record;
  const { line } = record;
  // A head that says nothing leaves it to the lines below it.
  const said =
    line.message === undefined && line.status === undefined
      ? stack.find((row) => SAYS.test(row) && !isFrame(row))
      : undefined;
  return {
    ...record,
    line: { ...line, ...(said !== undefined && { message: said.trim() }), rest: { ...line.rest, stack } },
  };
}

/** Whether a record has the id of a request of its own, which is not the one that is looked for. */
function namesAnother(
  { rest = {}, message = '' }: LogLine,
  hasId: (text: string) => boolean,
  { idNames = NO_ID_NAMES }: LineContext,
): boolean {
  // Of a line of text with pairs in it, the message is the whole line.
  const pairs = readPairs(message).fields.map(({ name, value }) => [name, value] as const);
  const own = [...Object.entries(rest), ...pairs].filter(([name, value]) => {
    const known = ownId(name, idNames);
    return known?.kind === 'request' && known.sure && !/^(?:|-|null|none|0+)$/i.test(String(value));
  });
  return own.length > 0 && !own.some(([name, value]) => hasId(`${name}=${String(value)}`));
}

/** What stands in front of a message, such as the ids that Rails tags its lines with. */
const TAGS = /^(?:\[[^\]]{1,200}\]\s*)+/;
/** How many nanoseconds lie between the lines of one trace at most. */
const TOGETHER = 1_000_000_000n;

/** `records` of which those that are but a frame, or nothing, belong to the error before them. */
function withTraces(records: readonly FileRecord[]): FileRecord[] {
  const whole: FileRecord[] = [];
  for (const record of records) {
    const error = whole.at(-1);
    const frame = error && isOfTrace(error, record) ? frameOf(record.line) : null;
    if (error === undefined || frame === null) {
      whole.push(record);
      continue;
    }
    const { line } = error;
    const stack = [line.rest?.['stack'] ?? [], frame, record.line.rest?.['stack'] ?? []].flat();
    const kept = stack.filter((each): each is string => typeof each === 'string' && each !== '');
    whole[whole.length - 1] = { ...error, ...withStack({ ...error, line }, kept) };
  }
  return whole;
}

function isOfTrace(error: FileRecord, { line, ns, file }: FileRecord): boolean {
  if (file !== error.file || !isTroubledLevel(error.line)) return false;
  // In formats without levels only the exception shows that it is one.
  if (line.level !== error.line.level && (line.level !== undefined || line.time !== null)) return false;
  if (line.status !== undefined || line.code !== undefined || line.mentioned_in !== undefined) return false;
  return ns === null || error.ns === null || (ns >= error.ns && ns - error.ns < TOGETHER);
}

/** The frame that a line of text is, '' if it says nothing; null for any other. */
function frameOf({ message = '', duration_ms, method, rest = {} }: LogLine): string | null {
  const text = message.replace(TAGS, '').trimEnd();
  if (isFrame(text)) return text;
  const isBlank = duration_ms === undefined && method === undefined && Object.keys(rest).length < 4;
  return text.trim() === '' && isBlank ? text : null;
}

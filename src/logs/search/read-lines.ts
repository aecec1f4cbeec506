import { LINE_FEED } from '../../base/text.ts';
import { isPlainId, type OwnNames } from '../../redact/redact.ts';
import { isWholeJson, type LogEvent, linesAbove, mayBeWithin, openEvent } from '../files/events.ts';
import { type IdNames, ownIdOf } from '../line/ids.ts';
import { safeLine } from '../line/safe-line.ts';
import { readEvent } from '../read-hits.ts';
import type { quickCalls, quickRuling } from '../tally/quick-failure.ts';
import { probeOf, sharedScanner } from '../wasm/byte-scanner.ts';
import type { Hit } from './hits.ts';
import { type Clues, clueText, type Matcher } from './matcher.ts';
import { type FileTerms, timeOf, type Window } from './places.ts';

/** What lines are looked for, made ready once for a search. */
export interface LineQuery {
  clues: Clues;
  matcher: Matcher;
  window: Window;
  idNames: IdNames;
  ownNames: OwnNames;
  /** The id of the request whose lines are wanted; undefined for those of any. */
  id: string | undefined;
  /** Whether a line of JSON surely shows no failure of the kind that is wanted; null where no failure is. */
  isRuledOut: ReturnType<typeof quickRuling> | null;
  /** Reads a failing line of JSON in brief; null where more is wanted. */
  inBrief: ReturnType<typeof quickCalls> | null;
}

/** A line that matches; `at` is its place in the bytes that were searched. */
export interface Match extends Pick<Hit, 'line' | 'id' | 'ns' | 'texts'> {
  at: number;
}

/** How far in front of a line without a time the last one with a time is looked for, in lines. */
const MOST_BEFORE = 50;

/** The file whose lines are read. */
interface Source {
  name: string;
  terms: FileTerms;
}

/** What came of reading lines, beside those that match. */
interface LinesRead {
  /** How many match but show no time, where a stretch of time is wanted. */
  untimed: number;
  /** Whether some were not read, as they are too old. */
  isCut: boolean;
}

/**
 * Tells of the records in `bytes`, which are whole lines of `source`, those that match, from the last to the first. From one on
 * whose time is too old, none are read.
 */
export function readLines(
  bytes: Buffer,
  source: Source,
  query: LineQuery,
  onMatch: (match: Match) => void,
  isTooOld: (time: () => bigint | null) => boolean = () => false,
): LinesRead {
  const found: LinesRead = { untimed: 0, isCut: false };
  const records = new Map<number, RawRecord>();
  let upTo = 0;
  for (const { start, end } of candidates(bytes, query.clues)) {
    if (start < upTo) continue;
    const record = recordAt(bytes, start, end);
    upTo = record.end;
    if (!records.has(record.start)) records.set(record.start, record);
  }
  for (const record of [...records.values()].toReversed()) {
    found.isCut = isTooOld(() => timeOf(record.event.text, source.terms));
    if (found.isCut) break;
    found.untimed += matchRecord(record, bytes, source, query, onMatch);
  }
  return found;
}

/** The lines that the clues allow, in order. */
function* candidates(bytes: Buffer, clues: Clues): Generator<{ start: number; end: number }> {
  const { lead, passes, oneOf } = clues;
  const texts = oneOf.length === 0 && lead?.uncased ? [lead.uncased] : oneOf;
  if (texts.length > 0) {
    for (const place of linesWith(bytes, texts))
      if (mayMatch(bytes.subarray(place.start, place.end), clues)) yield place;
    return;
  }
  const text = clueText(bytes);
  for (let at = 0; at < text.length; ) {
    const hit = lead === null ? at : lead.next(text, at);
    if (hit === -1) return;
    const start = hit === 0 ? 0 : text.lastIndexOf('\n', hit - 1) + 1;
    const feed = text.indexOf('\n', hit);
    const end = feed === -1 ? text.length : feed;
    if (end > start && passes(text.slice(start, end))) yield { start, end };
    at = end + 1;
  }
}

/** The lines that hold one of `texts`, in order: without making a text of the others. */
function* linesWith(bytes: Buffer, texts: readonly string[]): Generator<{ start: number; end: number }> {
  const next = placesOf(bytes, texts).map((place) => ({ place, at: -1 }));
  for (let from = 0; from < bytes.length; ) {
    let hit = bytes.length;
    for (const each of next) {
      if (each.at < from) each.at = each.place(from);
      hit = Math.min(hit, each.at);
    }
    if (hit === bytes.length) return;
    const feed = bytes.indexOf(LINE_FEED, hit);
    const end = feed === -1 ? bytes.length : feed;
    yield { start: hit === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, hit - 1) + 1, end };
    from = end + 1;
  }
}

/** For texts, each in several cases, where one begins from a place on; the length of `bytes` if nowhere. */
function placesOf(bytes: Buffer, texts: readonly string[]): ((from: number) => number)[] {
  const scanner = sharedScanner(bytes.length, bytes.length);
  const isScanned = scanner !== null && bytes.length <= scanner.memory.length;
  const isCopied = isScanned && bytes.buffer !== scanner.memory.buffer;
  if (isCopied) scanner.memory.set(bytes);
  const text = isCopied ? scanner.memory.subarray(0, bytes.length) : bytes;
  return [...new Set(texts.map((each) => each.toLowerCase()))].flatMap((lower) => {
    const needles = texts.filter((each) => each.toLowerCase() === lower).map((each) => Buffer.from(each));
    const probe = isScanned ? probeOf(needles) : null;
    // They hold until the next scan.
    const places = probe && scanner?.scan(text, probe).places?.slice();
    if (!places)
      return needles.map((needle) => (from: number) => {
        const at = bytes.indexOf(needle, from);
        return at === -1 ? bytes.length : at;
      });
    let index = 0;
    return [
      (from: number) => {
        for (; index < places.length; index += 1) {
          const at = places[index] ?? 0;
          if (at >= from && needles.some((needle) => startsAt(bytes, needle, at))) return at;
        }
        return bytes.length;
      },
    ];
  });
}

function startsAt(bytes: Buffer, needle: Buffer, at: number): boolean {
  return at + needle.length <= bytes.length && needle.compare(bytes, at, at + needle.length) === 0;
}

/** Whether the clues allow a line. */
export function mayMatch(line: Buffer, { lead, passes }: Clues): boolean {
  const text = clueText(line);
  return (lead === null || lead.next(text, 0) !== -1) && passes(text);
}

interface RawRecord {
  /** The place of its first line. */
  start: number;
  /** The place up to which all lines are its own. */
  end: number;
  event: LogEvent;
  /** All of its lines as they stand there. */
  raw: string;
}

/** How many lines above one that continues an event are looked at for its beginning: few first, then all there may be. */
const LOOKS_ABOVE = [8, 500] as const;
/** How many lines an event is followed. */
const LONGEST_EVENT = 500;

/** The event that the line from `start` to `end` belongs to, as far as it stands in `bytes`. */
function recordAt(bytes: Buffer, start: number, end: number): RawRecord {
  const line = bytes.toString('utf8', start, end);
  if (isRecord(line)) return { start, end, event: { text: line, following: [] }, raw: line };
  const above = mayBeWithin(line) ? linesOfEventAbove(bytes, start, line) : [];
  const lines = [...above.map(({ text }) => text), line];
  const [head = line, ...others] = lines;
  const event = openEvent(head);
  for (const each of others) event.add(each);
  let upTo = end;
  for (let at = end + 1; at < bytes.length && lines.length < LONGEST_EVENT; ) {
    const feed = bytes.indexOf('\n', at);
    const to = feed === -1 ? bytes.length : feed;
    const next = bytes.toString('utf8', at, to);
    const taken = event.add(next);
    if (taken === 'ended') break;
    if (taken === 'taken') lines.push(next);
    if (taken === 'taken' && upTo === at - 1) upTo = to;
    at = to + 1;
  }
  return { start: above[0]?.start ?? start, end: upTo, event: event.event(), raw: lines.join('\n') };
}

/** Whether a line of JSON is a record of its own. */
export function isRecord(line: string): boolean {
  return isWholeJson(line) && !line.includes('"log"');
}

function linesOfEventAbove(bytes: Buffer, start: number, line: string): { start: number; text: string }[] {
  for (const most of LOOKS_ABOVE) {
    const above: { start: number; text: string }[] = [];
    for (let at = start; at > 0 && above.length < most; at = above[0]?.start ?? 0)
      above.unshift(lineBefore(bytes, at));
    const texts = above.map(({ text }) => text);
    const count = linesAbove(line, texts, above.length < most || most === LOOKS_ABOVE[1]);
    if (count !== null) return count === 0 ? [] : above.slice(-count);
  }
  return [];
}

function lineBefore(bytes: Buffer, start: number): { start: number; text: string } {
  const begin = start < 2 ? 0 : bytes.lastIndexOf('\n', start - 2) + 1;
  return { start: begin, text: bytes.toString('utf8', begin, start - 1) };
}

/** Gives how many of its lines match but show no time, where a stretch of time is wanted. */
function matchRecord(
  { start, event, raw }: RawRecord,
  bytes: Buffer,
  { name, terms }: Source,
  { matcher, window, idNames, ownNames, id: wanted, isRuledOut, inBrief }: LineQuery,
  onMatch: (match: Match) => void,
): number {
  const isAlone = (isRuledOut !== null || inBrief !== null) && isRecord(raw);
  if (isAlone && isRuledOut?.(raw)) return 0;
  const brief = isAlone && inBrief !== null ? inBrief(raw) : 'unsure';
  if (brief === null) return 0;
  // Another id may be hidden where it is shown.
  if (brief !== 'unsure' && isPlainId(brief.id)) {
    const { id, ...line } = brief;
    const ns = BigInt(Date.parse(line.time ?? '')) * 1_000_000n;
    if (isWithin(ns, window) && matcher.fits(line)) onMatch({ line, id, ns, at: start });
    return 0;
  }
  let untimed = 0;
  const records = readEvent(event, { ...terms, source: name, idNames, ownNames });
  for (const { line, ns } of records) {
    if ((ns !== null && !isWithin(ns, window)) || !matcher.fits(line)) continue;
    // What is shown decides, so that nobody learns of a secret by asking for it.
    const safe = safeLine(line, ownNames);
    if (!matcher.fits(safe) || !matcher.holdsWords(raw, safe, records.length === 1)) continue;
    const texts = matcher.textsIn(raw, safe, records.length === 1);
    if (texts?.length === 0) continue;
    const id = ownIdOf(safe, idNames);
    if (wanted !== undefined && id !== wanted) continue;
    const time = ns ?? timeBefore(bytes, start, terms);
    if (!isWithin(time, window)) {
      if (time === null) untimed += 1;
      continue;
    }
    onMatch({ line: safe, id, ns: time, at: start, ...(texts && { texts }) });
  }
  return untimed;
}

/** Whether a moment lies in a stretch of time; one that is not known lies in none that has an end. */
function isWithin(ns: bigint | null, { since, until }: Window): boolean {
  if (ns === null) return since === null && until === null;
  return (since === null || ns >= since) && (until === null || ns <= until);
}

function timeBefore(bytes: Buffer, start: number, terms: FileTerms): bigint | null {
  let at = start;
  for (let tried = 0; tried < MOST_BEFORE && at > 0; tried += 1) {
    const line = lineBefore(bytes, at);
    const ns = timeOf(line.text, terms);
    if (ns !== null) return ns;
    at = line.start;
  }
  return null;
}

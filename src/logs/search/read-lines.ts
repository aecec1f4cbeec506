import type { OwnNames } from '../../redact/redact.ts';
import { continues } from '../files/events.ts';
import { type IdNames, ownIdOf } from '../line/ids.ts';
import { parseLine } from '../line/parse-line.ts';
import { safeLine } from '../line/safe-line.ts';
import type { SearchedLine } from '../log.ts';
import { type Clues, clueText } from './clues.ts';
import type { Matcher } from './matcher.ts';
import { type FileTerms, timeOf, type Window } from './places.ts';

/** What lines are looked for, made ready once for a search. */
export interface LineQuery {
  clues: Clues;
  matcher: Matcher;
  window: Window;
  idNames: IdNames;
  ownNames: OwnNames;
}

/** A line that matches; `at` is its place in the bytes that were searched. */
export interface Match extends SearchedLine {
  at: number;
}

export interface LinesRead {
  matches: Match[];
  /** How many match but show no time, where a stretch of time is wanted. */
  untimed: number;
}

/** How far in front of a line without a time the last one with a time is looked for, in lines. */
const MOST_BEFORE = 50;
/** How many lines of a record, such as a stack trace, are gone back to its head. */
const LONGEST_RECORD = 200;
/** How many of the lines that continue a record are shown. */
const MOST_SHOWN = 20;

/** The file whose lines are read. */
interface Source {
  name: string;
  terms: FileTerms;
}

/** The records in `bytes`, which are whole lines of `source`, that match; in the order of the file. */
export function readLines(bytes: Buffer, source: Source, query: LineQuery): LinesRead {
  const found: LinesRead = { matches: [], untimed: 0 };
  const done = new Set<number>();
  for (const { start, end } of candidates(bytes, query.clues)) {
    const record = recordAt(bytes, start, end);
    if (done.has(record.start)) continue;
    done.add(record.start);
    matchRecord(record, bytes, source, query, found);
  }
  return found;
}

/** The lines that the clues allow, in order. */
function* candidates(bytes: Buffer, { lead, passes }: Clues): Generator<{ start: number; end: number }> {
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

interface RawRecord {
  /** The place of its first line. */
  start: number;
  head: string;
  /** What follows on it, up to the line that was found. */
  following: string[];
}

/** The record that the line from `start` to `end` belongs to: a frame of a stack trace to the line above the trace. */
function recordAt(bytes: Buffer, start: number, end: number): RawRecord {
  const line = bytes.toString('utf8', start, end);
  const following: string[] = [];
  let record: RawRecord = { start, head: line, following };
  while (continues(record.head) && record.start > 0 && following.length < LONGEST_RECORD) {
    following.unshift(record.head.trimEnd());
    const above = lineBefore(bytes, record.start);
    record = { start: above.start, head: above.text, following };
  }
  return continues(record.head) ? { start, head: line, following: [] } : record;
}

function lineBefore(bytes: Buffer, start: number): { start: number; text: string } {
  const begin = start < 2 ? 0 : bytes.lastIndexOf('\n', start - 2) + 1;
  return { start: begin, text: bytes.toString('utf8', begin, start - 1) };
}

function matchRecord(
  { start, head, following }: RawRecord,
  bytes: Buffer,
  { name, terms }: Source,
  { matcher, window, idNames, ownNames }: LineQuery,
  found: LinesRead,
): void {
  const records = parseLine(head, { ...terms, source: name, idNames, ownNames });
  const raw = [head, ...following].join('\n');
  for (const { line, ns } of records) {
    if (!matcher.fits(line)) continue;
    if (following.length > 0) line.rest = { ...line.rest, stack: following.slice(-MOST_SHOWN) };
    // What is shown decides, so that nobody learns of a secret by asking for it.
    const safe = safeLine(line, ownNames);
    if (!matcher.fits(safe) || !matcher.holdsWords(raw, safe, records.length === 1)) continue;
    const time = ns ?? timeBefore(bytes, start, terms);
    if (!isWithin(time, window)) {
      if (time === null) found.untimed += 1;
      continue;
    }
    found.matches.push({ line: safe, id: ownIdOf(safe, idNames), ns: time, at: start });
  }
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

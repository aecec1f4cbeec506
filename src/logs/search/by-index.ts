import { LINE_FEED } from '../../base/text.ts';
import { roleOf } from '../files/events.ts';
import { countLineFeeds } from '../files/line-search.ts';
import { readAt } from '../files/open-file.ts';
import type { FeedsNear, Sifted, Sought } from '../index/log-index.ts';
import type { IdNames } from '../line/ids.ts';
import type { SearchCriteria } from '../log.ts';
import { idHash } from '../wasm/id-scanner.ts';
import { segmentsOfPath } from './matcher.ts';
import { type FileTerms, type Range, timeOf } from './places.ts';
import { isRecord, type LineQuery } from './read-lines.ts';

/** What the index leaves of a log to be read for a search. */

const FAILING = 400;

/** What the index knows of the lines that `criteria` describe; null if it is nothing. */
export function soughtOf(
  { id, path, status, code, workspace, within }: SearchCriteria,
  { idNames, ownNames }: Pick<LineQuery, 'idNames' | 'ownNames'>,
): Sought | null {
  const ids = [...(id === undefined ? [] : [idHash(id, idNames)]), ...tokensOf(path, idNames)];
  const tokens = ids.filter((hash) => hash !== null);
  const isFailure = code !== undefined || (status !== undefined && status.from >= FAILING);
  // What is redacted by its name may be another field's term then.
  if (!isFailure || ownNames.size > 0) return tokens.length === 0 ? null : { tokens, mayBe: null };
  const side = within ?? workspace;
  return {
    tokens,
    mayBe: (kind) =>
      kind === null ||
      ((status === undefined ||
        (kind.status !== null && kind.status >= status.from && kind.status <= status.to)) &&
        (code === undefined || isSame(kind.code, code)) &&
        (side === undefined || kind.workspace === null || isSame(kind.workspace, side))),
  };
}

function isSame(one: string | null, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

function tokensOf(path: string | undefined, names: IdNames): (number | null)[] {
  return path === undefined
    ? []
    : segmentsOfPath(path).map((segment) => (/^\d+$/.test(segment) ? null : idHash(segment, names)));
}

/** A part of a file of which only the events round some places are read, the last first; what lies between is ruled out. */
export interface Sieved extends Range {
  /** Those that are left, ascending. */
  spots: Range[];
  /** All from here on has been dealt with. */
  reached: number;
}

/** `range` of an open file in parts, in order: those that the index sieves, and what is read as a whole. */
export function sieved(
  file: number,
  range: Range,
  { end, spots }: Sifted,
  terms: FileTerms,
): (Range | Sieved)[] {
  const to = Math.min(range.to, end);
  if (to <= range.from) return [range];
  const found = spots(range.from, to).map((spot) => ({
    from: Math.max(range.from, spot.start),
    to: Math.min(to, spot.end),
  }));
  const bytes = found.reduce((sum, spot) => sum + Math.max(LEAST_READ, spot.to - spot.from), 0);
  // One pass over all is as quick then.
  if (bytes > (to - range.from) / 2) return [range];
  // What stands behind may continue the last event that is indexed.
  const rest = to === range.to ? to : (eventsRound(file, { from: to, to: to + 1 }, range, terms)?.from ?? to);
  const sieve = { from: range.from, to: rest, spots: found, reached: found.length === 0 ? range.from : rest };
  return rest === range.to ? [sieve] : [sieve, { from: rest, to: range.to }];
}

/** How much is read on either side of a spot, at first and at most. */
export const ROUND = 2_048;
const MOST_ROUND = 1_048_576;
const LEAST_READ = 2 * ROUND;
/** How many lines are gone back for the beginning of an event, and for a line with a time; and how many one is followed. */
const MOST_BACK = 60;
const LONGEST_EVENT = 500;

/**
 * The whole events, within `bounds`, that the lines of a spot belong to: nothing of a line that is too long. Null if the
 * file was cut meanwhile. They stand in `into` if they fit.
 */
export function eventsRound(
  file: number,
  { from, to }: Range,
  bounds: Range,
  terms: FileTerms,
  into?: Buffer,
): (Range & { bytes: Buffer }) | null {
  for (let round = ROUND; ; round *= 8) {
    const begin = Math.max(bounds.from, from - round);
    const end = Math.min(bounds.to, to + round);
    const bytes = readAt(file, begin, end - begin, into);
    if (bytes.length < end - begin) return null;
    const first = eventStart(bytes, from - begin, begin === bounds.from, terms);
    const last = eventEnd(bytes, to - begin, end === bounds.to);
    if (round < MOST_ROUND && !(first.isSure && last.isSure)) continue;
    const isWhole = first.at !== null && last.at !== null;
    const [start, stop] = isWhole ? [first.at ?? 0, last.at ?? 0] : [from - begin, from - begin];
    return { from: begin + start, to: begin + stop, bytes: bytes.subarray(start, stop) };
  }
}

/** The line of a spot if it is a record of its own that shows its time; null where that is not sure. */
export function recordAt(file: number, { from, to }: Range, bounds: Range): Buffer | null {
  if (to > from + 1) return null;
  const begin = Math.max(bounds.from, from - 1);
  const bytes = readAt(file, begin, Math.min(bounds.to, from + ROUND) - begin);
  const start = from - begin;
  const end = bytes.indexOf(LINE_FEED, start);
  if (end === -1 || (start > 0 && bytes[0] !== LINE_FEED)) return null;
  const line = bytes.subarray(start, end);
  const text = line.toString('utf8');
  return isRecord(text) && SHOWS_TIME.test(text) ? line : null;
}

/** What is taken for a time, where to read it would cost more than to look. */
const SHOWS_TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d|"(?:time|ts|timestamp)":"?1\d{9}/;

/** A border of an event: the start of a line, null if none is in the bytes; not sure where it may lie outside of them. */
interface Border {
  at: number | null;
  isSure: boolean;
}

/** The start of the event in which the byte at `place` stands, and of a line with a time if one is near. */
function eventStart(bytes: Buffer, place: number, isAll: boolean, terms: FileTerms): Border {
  let at: number | null = null;
  let start = lineStart(bytes, place);
  let own: string | null = null;
  for (let back = 0; back < MOST_BACK && start > 0; back += 1) {
    at = start;
    const line = bytes.toString('utf8', start, lineEnd(bytes, start));
    const { stream, begins } = roleOf(line);
    own ??= stream;
    // Lines of other streams may stand between.
    if (stream === own && begins && (SHOWS_TIME.test(line) || timeOf(line, terms) !== null))
      return { at, isSure: true };
    start = lineStart(bytes, start - 1);
  }
  return start > 0 || !isAll ? { at, isSure: start > 0 } : { at: 0, isSure: true };
}

/** The end of the event in which the byte before `place` stands. */
function eventEnd(bytes: Buffer, place: number, isAll: boolean): Border {
  const { stream: own } = roleOf(
    bytes.toString('utf8', lineStart(bytes, place - 1), lineEnd(bytes, place - 1)),
  );
  let end = lineEnd(bytes, place - 1) + 1;
  for (let count = 0; count < LONGEST_EVENT && end < bytes.length; count += 1) {
    const next = lineEnd(bytes, end);
    if (next === bytes.length && !isAll) return { at: end, isSure: false };
    const { stream, begins } = roleOf(bytes.toString('utf8', end, next));
    if (stream === own && begins) return { at: end, isSure: true };
    end = next + 1;
  }
  if (end < bytes.length || isAll) return { at: Math.min(end, bytes.length), isSure: true };
  return { at: end === bytes.length ? end : null, isSure: false };
}

function lineStart(bytes: Buffer, place: number): number {
  return place === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, place - 1) + 1;
}

/** Where the line ends in which the byte at `place` stands: its line feed, or the end. */
function lineEnd(bytes: Buffer, place: number): number {
  const feed = bytes.indexOf(LINE_FEED, place);
  return feed === -1 ? bytes.length : feed;
}

const CHUNK = 1_048_576;

/** How many lines of an open file end before `place`, from where `feedsNear` tells it on. */
export function feedsBefore(file: number, feedsNear: FeedsNear, place: number): number {
  let { at, feeds } = feedsNear(place);
  while (at < place) {
    const bytes = readAt(file, at, Math.min(CHUNK, place - at));
    if (bytes.length === 0) break;
    feeds += countLineFeeds(bytes, 0, bytes.length);
    at += bytes.length;
  }
  return feeds;
}

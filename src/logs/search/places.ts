import { LINE_FEED } from '../../base/text.ts';
import { readAt } from '../files/open-file.ts';
import { type LineContext, timesIn } from '../line/parse-line.ts';
import type { SearchCriteria } from '../log.ts';

/**
 * Where in a plain log file a stretch of time stands, found without reading what lies between: lines stand nearly in the
 * order of their times. Where they do not (several logs in one file), more is read, never less.
 */

const KIB = 1_024;

/** How many places of a file are looked at, at most, to learn how its times run. */
const MOST_PLACES = 64;
const LEAST_STEP = 64 * KIB;
/** How far from its place a line may stand that began earlier or was written late. */
const WIDER = 128 * KIB;
const MOST_WIDER = 16 * KIB * KIB;
/** How many lines of a stretch are looked at to see whether there are still some of the time that is wanted. */
const LOOKS = 16;
/** Times that go back by more than this say that the file is not in order, in nanoseconds. */
const DISORDER = 60_000_000_000n;
/** How many lines are tried for a time at one place: a stack trace may stand there. */
const MOST_TRIED = 20;
const FIRST_READ = 8 * KIB;
const LONGEST_READ = 1_024 * KIB;

/** What a file says of all of its lines: the names of their columns, the year of their times. */
export type FileTerms = Pick<LineContext, 'header' | 'modified'>;

interface Place {
  /** The start of a line. */
  start: number;
  /** The time of the first line from there on that shows one, in nanoseconds since 1970. */
  ns: bigint | null;
}

/** How the times of a file run from its beginning to its end. */
export interface Course {
  /** By `start`; the first is that of the beginning. */
  places: readonly Place[];
  /** The time of the last line that shows one. */
  last: bigint | null;
  size: number;
  terms: FileTerms;
  /** Whether the times never go back by much, as far as these places tell. */
  isOrdered: boolean;
  /** All places that were looked at. */
  seen: Seen;
}

/** Places by where they were looked for. */
export type Seen = Map<number, Place | null>;
/** How many are remembered of a file. */
const MOST_SEEN = 1_024;

/** A part of a file: whole lines. In bytes. */
export interface Range {
  from: number;
  to: number;
}

/** A stretch of time, in nanoseconds since 1970; null for no beginning or no end. */
export interface Window {
  since: bigint | null;
  until: bigint | null;
}

const MS = 1_000_000n;

/** The stretch of time that criteria name. */
export function windowOf({ since = null, until = null }: SearchCriteria): Window {
  return {
    since: since === null ? null : BigInt(Math.floor(since)) * MS,
    // To the end of its millisecond.
    until: until === null ? null : BigInt(Math.floor(until)) * MS + MS - 1n,
  };
}

/**
 * Looks at a few places of an open file of `size` bytes, whose last line that shows a time is of `last`. What was `seen` of
 * it when it was shorter is not looked at again.
 */
export function courseOf(
  file: number,
  size: number,
  last: bigint | null,
  terms: FileTerms,
  seen: Seen = new Map(),
): Course {
  // The same places, while a file grows.
  const step = LEAST_STEP * 2 ** Math.max(0, Math.ceil(Math.log2(size / MOST_PLACES / LEAST_STEP)));
  const places: Place[] = [];
  for (let at = 0; at < size; at += step) {
    const place = placeAt(file, at, { size, terms, seen });
    if (place !== null && place.start > (places.at(-1)?.start ?? -1)) places.push(place);
  }
  const times = [...places.map(({ ns }) => ns), last].filter((ns) => ns !== null);
  const isOrdered = times.every((ns, index) => index === 0 || !isBack(times[index - 1] ?? ns, ns));
  return { places, last, size, terms, isOrdered, seen };
}

/** The newest time that the places of a file show before `end`, or next behind it; null where none shows one. */
export function newestBefore({ places, last, size }: Course, end: number): bigint | null {
  const next = places.find(({ start }) => start >= end);
  const before = places.filter(({ start }) => start < end);
  const times = [...before, next].map((place) => place?.ns ?? null);
  return newest(end >= size || next === undefined ? [...times, last] : times);
}

/** The newest of some times. */
export function newest(times: readonly (bigint | null)[]): bigint | null {
  return times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}

/** The parts of an open file in which lines of a stretch of time may stand, in order. */
export function rangesFor(file: number, course: Course, window: Window): Range[] {
  if (window.since === null && window.until === null)
    return course.size === 0 ? [] : [{ from: 0, to: course.size }];
  const ranges: Range[] = [];
  for (const { from, to, first, last } of stretchesOf(course)) {
    if (first !== null && last !== null && !isBack(first, last)) {
      const [low, high] = first < last ? [first, last] : [last, first];
      const isBefore = window.since !== null && high < window.since;
      const isBehind = window.until !== null && low > window.until;
      if (isBefore || isBehind) continue;
    }
    const before = ranges.at(-1);
    if (before?.to === from) before.to = to;
    else ranges.push({ from, to });
  }
  if (ranges.length === 0) ranges.push(...gapOf(course, window));
  return joined(ranges.map((range) => widened(file, course, narrowed(file, course, range, window), window)));
}

/** A part of a file between two places, with the times at its ends. */
interface Stretch extends Range {
  first: bigint | null;
  last: bigint | null;
}

function stretchesOf({ places, last, size }: Course): Stretch[] {
  return places.map(({ start, ns }, index) => {
    const next = places[index + 1];
    return { from: start, to: next?.start ?? size, first: ns, last: next === undefined ? last : next.ns };
  });
}

/** Where the times leap over the whole window, lines of it may still stand, out of order, at that place. */
function gapOf({ places, size }: Course, { since }: Window): Range[] {
  if (since === null) return [];
  const next = places.find(({ ns }) => ns !== null && ns >= since);
  const at = next?.start ?? size;
  return [{ from: at, to: at }];
}

/** `range` without what stands before and behind the window at its ends. */
function narrowed(file: number, course: Course, range: Range, { since, until }: Window): Range {
  if (!course.isOrdered) return range;
  let { from, to } = range;
  if (since !== null) {
    // All before `low` is older.
    let [low, high] = stepsIn(from, to);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const place = placeAt(file, middle * LEAST_STEP, course);
      if (place?.ns != null && place.ns < since) low = middle;
      else high = middle;
    }
    from = low * LEAST_STEP;
  }
  if (until !== null) {
    // All from `high` on is newer.
    let [low, high] = stepsIn(from, to);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const place = placeAt(file, middle * LEAST_STEP, course);
      if (place?.ns != null && place.ns > until) high = middle;
      else low = middle;
    }
    to = Math.min(course.size, high * LEAST_STEP);
  }
  return { from, to };
}

/** Between which steps a part of a file lies: what is looked at there serves other searches too. */
function stepsIn(from: number, to: number): [low: number, high: number] {
  return [Math.floor(from / LEAST_STEP), Math.ceil(to / LEAST_STEP)];
}

/** `range` with as much on either side as may hold lines of the window that are out of order. */
function widened(file: number, course: Course, { from, to }: Range, window: Window): Range {
  const { size } = course;
  let start = Math.max(0, from - WIDER);
  while (start > 0 && from - start < MOST_WIDER && holdsSome(file, course, start - LEAST_STEP, start, window))
    start = Math.max(0, start - LEAST_STEP);
  let end = Math.min(size, to + WIDER);
  while (end < size && end - to < MOST_WIDER && holdsSome(file, course, end, end + LEAST_STEP, window))
    end = Math.min(size, end + LEAST_STEP);
  return {
    from: start === 0 ? 0 : (placeAt(file, start, course)?.start ?? start),
    to: end === size ? size : (placeAt(file, end, course)?.start ?? size),
  };
}

function holdsSome(
  file: number,
  course: Course,
  from: number,
  to: number,
  { since, until }: Window,
): boolean {
  const begin = Math.max(0, from);
  const end = Math.min(to, course.size);
  const step = Math.max(1, Math.floor((end - begin) / LOOKS));
  for (let at = begin; at < end; at += step) {
    const ns = placeAt(file, at, course)?.ns ?? null;
    if (ns !== null && (since === null || ns >= since) && (until === null || ns <= until)) return true;
  }
  return false;
}

function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const range of ranges) {
    const before = all.at(-1);
    if (before !== undefined && range.from <= before.to) before.to = Math.max(before.to, range.to);
    else all.push({ ...range });
  }
  return all;
}

function isBack(before: bigint, behind: bigint): boolean {
  return before - behind > DISORDER;
}

/** The first line that begins at `at` or behind it, and its time or that of the next one with a time; null if none begins. */
function placeAt(file: number, at: number, course: Pick<Course, 'size' | 'terms' | 'seen'>): Place | null {
  const { seen } = course;
  const known = seen.get(at);
  if (known !== undefined) return known;
  const place = lookAt(file, at, course);
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(at, place);
  return place;
}

function lookAt(file: number, at: number, { size, terms }: Pick<Course, 'size' | 'terms'>): Place | null {
  const from = Math.max(0, at - 1);
  for (let length = FIRST_READ; ; length *= 8) {
    const bytes = readAt(file, from, Math.min(length, size - from));
    const start = at === 0 ? 0 : bytes.indexOf(LINE_FEED) + 1;
    const isAll = from + bytes.length >= size || length >= LONGEST_READ;
    if (start === 0 && at > 0) {
      if (isAll) return null;
      continue;
    }
    if (from + start >= size) return null;
    const ns = firstTime(bytes, start, isAll, terms);
    // Where the first line is longer than what was read, more of it is needed.
    if (ns !== null || isAll || bytes.indexOf(LINE_FEED, start) !== -1) return { start: from + start, ns };
  }
}

function firstTime(bytes: Buffer, from: number, isAll: boolean, terms: FileTerms): bigint | null {
  let start = from;
  for (let tried = 0; tried < MOST_TRIED && start < bytes.length; tried += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    if (feed === -1 && !isAll) return null;
    const end = feed === -1 ? bytes.length : feed;
    const ns = timeOf(bytes.toString('utf8', start, end), terms);
    if (ns !== null) return ns;
    start = end + 1;
  }
  return null;
}

/** The time of a raw line, by its first record that shows one. */
export function timeOf(text: string, terms: FileTerms): bigint | null {
  const [, day, time, fraction = '', epoch] = PLAIN.exec(text) ?? [];
  if (epoch !== undefined) return BigInt(epoch) * MS;
  const ms = day === undefined ? Number.NaN : Date.parse(`${day}T${time}Z`);
  if (!Number.isNaN(ms)) return BigInt(ms) * MS + BigInt(fraction.padEnd(9, '0'));
  return timesIn(text, terms)[0] ?? null;
}

/** A time in UTC at the beginning, as most logs have it, or as pino writes it: it need not be looked for. */
const PLAIN =
  /^(?:(?:\{"(?:time|timestamp|ts|@timestamp)":")?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(?:Z[", ]| (?:TRACE|DEBUG|INFO|WARN|ERROR)\b)|\{"level":\d0,"time":(1\d{12}),)/;

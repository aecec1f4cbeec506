import { type BigIntStats, closeSync, fstatSync } from 'node:fs';
import { LINE_FEED } from '../../base/text.ts';
import { decompress, formOf, type LogForm, widening } from '../files/decompress.ts';
import { headerOf, mayBeWithin } from '../files/events.ts';
import {
  fileKey,
  isSystemError,
  lasting,
  type OpenFile,
  openFile,
  type Problem,
  passing,
  problemOf,
  readAt,
  withFile,
} from '../files/open-file.ts';
import type { SourceFile } from '../files/sources.ts';
import { edgesOf, type TimeSpan, timeSpan } from '../files/time-span.ts';
import { IDENTITY_SIZE, identityOf } from '../index/index-folder.ts';
import type { FeedsNear, LogIndex, Sought } from '../index/log-index.ts';
import { feedFrom } from '../scan.ts';
import { sharedScanner } from '../wasm/byte-scanner.ts';
import { eventsRound, feedsBefore, ROUND, recordAt, type Sieved, sieved } from './by-index.ts';
import type { Clues } from './matcher.ts';
import {
  type Course,
  courseOf,
  type FileTerms,
  newest,
  newestBefore,
  type Range,
  rangesFor,
  timeOf,
  type Window,
} from './places.ts';
import { mayMatch } from './read-lines.ts';

/** One log file, read block by block from its end to its beginning; a compressed one is read whole, from its beginning. */
export interface FileReader {
  name: string;
  /** The place of the file among the files. */
  file: number;
  /** Which file it is, where it may be there under other names too. */
  key: string | null;
  /** Which file it is; null if it could not be opened, or is not plain text. */
  plainKey: string | null;
  /** The newest time that what is unread may show, in nanoseconds since 1970; null where it shows none. */
  upper: bigint | null;
  /** Bytes of the file that are still to be read for the window. */
  left: number;
  /** Why the file, or the rest of it, could not be searched. */
  problem: Problem | null;
  /** How many lines were passed over, as they are too long. */
  passedOver: number;
  /** The times that its ends show. */
  span: TimeSpan;
  terms: FileTerms;
  /** How many lines the parts had that were read by the index, or ruled out. Throws what `node:fs` throws. */
  sieved(): number;
  /** Hands over the next block of whole lines. Rejects with the reason of the signal, or with what `node:fs` throws. */
  step(take: Take, signal: AbortSignal | undefined): Promise<void>;
}

/**
 * Takes whole lines, which may be overwritten afterwards; `at` is the place of the first of them in the text of the file.
 * Those of a part that is sieved are counted by `sieved`. `isOlderLeft`: there will be another step, with older lines than
 * those of this one. False if no more are wanted.
 */
export type Take = (lines: Buffer, at: number, of?: { isSieved?: boolean; isOlderLeft?: boolean }) => boolean;

/** Longer lines are skipped. */
const LONGEST_LINE = 1_048_576;
/** A file no longer than this is read whole, without looking for its times first. */
const SHORT = 128 * 1_024;
/** The first blocks are smaller: what is wanted may stand at the end. */
const FIRST_BLOCK = 16 * 1_024;
/** How long after the time of its last line a log may be written, in nanoseconds. */
const WRITTEN_AFTER = 300_000_000_000n;
/** How far a time without a zone may lie from the clock of the file, in nanoseconds. */
const FARTHEST_ZONE = 54_000_000_000_000n;

/** How far a line may stand from where its time belongs, in nanoseconds: several writers are seldom in order. */
const FARTHEST_DISORDER = 3_600_000_000_000n;

/** What is looked for, as far as it matters how a file is read. */
export interface Reading {
  window: Window;
  /** How many bytes a block has at most. */
  block: number;
  /** Null without one. */
  index: LogIndex | null;
  /** What the index knows of the lines that are looked for; null if it is nothing. */
  known: { index: LogIndex; sought: Sought } | null;
  clues: Clues;
}

interface Looked {
  form: LogForm;
  identity: string;
  /** The last bytes of it. */
  tail: Buffer;
  course: Course;
  span: TimeSpan;
}

/** What was learnt of files that have not changed since. */
const known = new Map<string, Looked & { state: string }>();
const MOST_KNOWN = 1_000;

/** A reader of the file for the lines of a stretch of time. Never throws what `node:fs` throws: see `problem`. */
export function fileReader({ path, name }: SourceFile, file: number, reading: Reading): FileReader {
  const reader: FileReader = {
    ...{
      name,
      file,
      key: null,
      plainKey: null,
      upper: null,
      left: 0,
      problem: null,
      passedOver: 0,
      span: { from: null, to: null },
      terms: {},
      sieved: () => 0,
    },
    step: () => Promise.resolve(),
  };
  try {
    const handle = openFile(path);
    try {
      const stats = fstatSync(handle.fd, { bigint: true });
      if (!stats.isFile()) return { ...reader, problem: NO_FILE };
      if (stats.nlink > 1n && stats.ino !== 0n) reader.key = fileKey(stats);
      const looked = lookAt(handle.fd, stats);
      const { form } = looked;
      reader.terms = looked.course.terms;
      if (form.kind === 'unreadable') return { ...reader, problem: lasting(form.reason) };
      const whole = { path, key: fileKey(stats), size: Number(stats.size), written: stats.mtimeNs };
      if (form.kind === 'compressed') {
        const span = reading.index?.coverCompressed(handle.fd, whole.size, [])?.span;
        if (span !== undefined && isBeside(span, reading.window)) return reader;
      }
      if (form.kind !== 'plain') {
        const { index, sought } = reading.known ?? {};
        const sifted =
          form.kind === 'compressed' && sought && index?.siftCompressed(handle.fd, whole.size, sought);
        if (sifted && sifted.spots(0, sifted.end).length === 0)
          return { ...reader, sieved: () => sifted.lines };
        return forwards(reader, whole, form, reading);
      }
      reader.plainKey = whole.key;
      const ranges = rangesFor(handle.fd, looked.course, reading.window);
      return backwards(
        reader,
        whole,
        looked,
        leftOf(handle.fd, whole.size, looked, ranges, reading),
        reading,
      );
    } finally {
      closeSync(handle.fd);
    }
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { ...reader, problem: problemOf(error) };
  }
}

/** Whether all lines of a log whose ends show `span` lie outside of a window. */
function isBeside({ from, to }: TimeSpan, { since, until }: Window): boolean {
  return (
    (since !== null && to !== null && to + FARTHEST_DISORDER < since) ||
    (until !== null && from !== null && from - FARTHEST_DISORDER > until)
  );
}

/** What is left to be read of a file. */
interface Left {
  parts: readonly (Range | Sieved)[];
  /** Set where parts are sieved. */
  feedsNear?: FeedsNear;
}

/** Of the ranges of an open file those parts that the index does not rule out. */
function leftOf(
  file: number,
  size: number,
  { identity, course: { terms } }: Looked,
  ranges: readonly Range[],
  { known: by }: Reading,
): Left {
  // What the columns of a log mean, the index does not know.
  if (
    by === null ||
    ranges.length === 0 ||
    size < IDENTITY_SIZE ||
    (by.sought.mayBe !== null && terms.header !== undefined)
  )
    return { parts: ranges };
  const sifted = by.index.sift({ file, size, identity }, by.sought);
  return {
    feedsNear: sifted.feedsNear,
    parts: ranges.flatMap((range) => sieved(file, range, sifted, terms)),
  };
}

const NO_FILE = passing('It is not a regular file any more. Search again.');
const REPLACED = passing('It was truncated or replaced while it was read. Search again.');

interface Whole {
  path: string;
  key: string;
  size: number;
  /** When it was last written to, in nanoseconds since 1970. */
  written: bigint;
}

function lookAt(file: number, stats: BigIntStats): Looked {
  const key = fileKey(stats);
  const state = `${stats.size} ${stats.mtimeNs}`;
  const before = known.get(key);
  if (before?.state === state) return before;
  const size = Number(stats.size);
  const first = readAt(file, 0, IDENTITY_SIZE);
  const form = formOf(first);
  const header = headerOf(first) || null;
  const terms: FileTerms = { modified: Number(stats.mtimeMs), ...(header !== null && { header }) };
  const isPlain = form.kind === 'plain';
  const span = isPlain ? timeSpan(edgesOf(file, { start: 0, end: size })) : { from: null, to: null };
  const identity = identityOf(first);
  const tail = readAt(file, Math.max(0, size - TAIL), Math.min(size, TAIL));
  const course =
    isPlain && size > SHORT
      ? courseOf(
          file,
          size,
          span.to,
          terms,
          before?.identity === identity ? seenBefore(file, before) : new Map(),
        )
      : unknownCourse(size, terms);
  const fresh = { form, identity, tail, state, course, span };
  known.delete(key);
  known.set(key, fresh);
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
  return fresh;
}

const TAIL = 512;
/** What is nearer to its end may be seen otherwise once a file has grown. */
const NEAR_END = 1_048_576;

/** What was seen of a file that has only grown since; nothing where its text is another one now. */
function seenBefore(file: number, { course: { seen, size }, tail }: Looked): Course['seen'] {
  const hasGrown = readAt(file, Math.max(0, size - TAIL), tail.length).equals(tail);
  return new Map(hasGrown ? [...seen].filter(([at]) => at < size - NEAR_END) : []);
}

/** Of a file whose times are not looked for: all of it may be of any time. */
function unknownCourse(size: number, terms: FileTerms): Course {
  const places = size === 0 ? [] : [{ start: 0, ns: null }];
  return { places, last: null, size, terms, isOrdered: false, seen: new Map() };
}

function backwards(
  reader: FileReader,
  whole: Whole,
  { course, span }: Looked,
  { parts: all, feedsNear }: Left,
  { block, clues }: Reading,
): FileReader {
  const sieves = all.filter((part) => 'spots' in part);
  const ranges = all.filter((part) => !('spots' in part) || part.spots.length > 0);
  const upperAt = (end: number) =>
    course.size > SHORT ? newestBefore(course, end) : newest([span.from, span.to]);
  const lastEnd = () => {
    const part = ranges.at(-1);
    return (part !== undefined && 'spots' in part ? part.spots.at(-1)?.to : part?.to) ?? 0;
  };
  let end = lastEnd();
  /** The end of a line whose beginning stands in front of the blocks that were read. */
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  let size = Math.min(block, FIRST_BLOCK);

  /** The whole lines of a block, of those that end in it. What was read stands at the beginning of `room`. */
  const linesOf = (room: Buffer, length: number, isStart: boolean): { lines: Buffer; skipped: number } => {
    const bytes = room.subarray(0, length);
    const first = isStart ? 0 : firstEvent(bytes);
    if (first === 0 && !isStart) {
      if (!isTooLong && rest.length + bytes.length > LONGEST_LINE) {
        isTooLong = true;
        self.passedOver += 1;
      }
      rest = isTooLong ? Buffer.alloc(0) : Buffer.concat([bytes, rest]);
      return { lines: rest.subarray(0, 0), skipped: 0 };
    }
    // What is left of a line that was too long ends here.
    const last = isTooLong ? Math.max(first, bytes.lastIndexOf(LINE_FEED) + 1) : bytes.length;
    const before = Buffer.from(bytes.subarray(0, first));
    rest.copy(room, last);
    const lines = room.subarray(first, last + rest.length);
    rest = before;
    isTooLong = false;
    return { lines, skipped: first };
  };

  /** Room for a block and what stands behind it: what is scanned soon is read where it is scanned. */
  const roomFor = (length: number): Buffer => {
    const memory = sharedScanner(length, length)?.memory;
    return memory !== undefined && length <= memory.length ? memory : Buffer.allocUnsafe(length);
  };

  /** Where the events round one spot after the other stand. */
  let around = Buffer.alloc(0);

  /** Hands over the events round the last spots of a part. Gives those of the last of them; null if the file was replaced. */
  const takeSpots = (file: number, part: Sieved, take: Take): Buffer | null => {
    let lines: Buffer = Buffer.alloc(0);
    const isOlderLeft = course.isOrdered && part.spots.length > SPOTS_AT_ONCE;
    for (let count = 0, taken = 0; count < SPOTS_AT_ONCE && taken < block; count += 1) {
      const spot = part.spots.pop();
      if (spot === undefined) break;
      self.left -= spot.to - spot.from;
      if (spot.from >= part.reached) continue;
      const bounds = { from: part.from, to: part.reached };
      const alone = recordAt(file, spot, bounds);
      if (alone !== null && !mayMatch(alone, clues)) {
        part.reached = spot.from;
        continue;
      }
      const within = { from: spot.from, to: Math.min(spot.to, bounds.to) };
      const size = within.to - within.from + 2 * ROUND;
      if (size > around.length) around = Buffer.allocUnsafe(size);
      const found = eventsRound(file, within, bounds, course.terms, around);
      if (found === null) return null;
      if (found.bytes.length === 0) self.passedOver += 1;
      part.reached = found.from;
      lines = found.bytes;
      taken += lines.length;
      if (lines.length > 0) take(lines, found.from, { isSieved: true, isOlderLeft });
    }
    return lines;
  };

  const stepSpots = (part: Sieved, take: Take): void => {
    const { fd } = openFile(whole.path);
    try {
      const isSame = fileKey(fstatSync(fd, { bigint: true })) === whole.key;
      const lines = isSame ? takeSpots(fd, part, take) : null;
      if (lines === null) {
        Object.assign(self, { left: 0, problem: REPLACED });
        return;
      }
      if (part.spots.length === 0) {
        part.reached = part.from;
        ranges.pop();
      }
      end = lastEnd();
      self.upper = (course.isOrdered ? firstTime(lines, course.terms) : null) ?? upperAt(end);
    } finally {
      closeSync(fd);
    }
  };

  const self: FileReader = {
    ...reader,
    span,
    upper: upperAt(end),
    left: ranges
      .flatMap((part) => ('spots' in part ? part.spots : [part]))
      .reduce((sum, { from, to }) => sum + to - from, 0),
    sieved() {
      if (feedsNear === undefined || sieves.length === 0) return 0;
      return withFile(whole.path, (file) => {
        const before = (place: number) => feedsBefore(file, feedsNear, place);
        return sieves.reduce((sum, { to, reached }) => sum + before(to) - before(reached), 0);
      });
    },
    step(take) {
      const range = ranges.at(-1);
      if (range === undefined) return Promise.resolve();
      if ('spots' in range) {
        stepSpots(range, take);
        return Promise.resolve();
      }
      const start = Math.max(range.from, end - size);
      size = Math.min(block, 2 * size);
      const length = end - start;
      const room = roomFor(length + rest.length);
      const bytes = readAgain(whole, start, length, room);
      if (bytes === null || bytes.length < length) {
        Object.assign(self, { left: 0, problem: REPLACED });
        return Promise.resolve();
      }
      self.left -= bytes.length;
      const isStart = start === range.from;
      const { lines, skipped } = linesOf(room, length, isStart);
      end = start;
      if (isStart) {
        ranges.pop();
        end = lastEnd();
      }
      self.upper =
        course.isOrdered && !isStart ? (firstTime(lines, course.terms) ?? self.upper) : upperAt(end);
      if (lines.length > 0) take(lines, start + skipped, { isOlderLeft: course.isOrdered && !isStart });
      return Promise.resolve();
    },
  };
  return self;
}

/** How many spots are read before it is asked whether that is enough. */
const SPOTS_AT_ONCE = 64;

/** How many lines of a block are tried for the beginning of an event, and in how many bytes. */
const MOST_WITHIN = 60;
const FARTHEST_WITHIN = 64 * 1_024;

/** Where the first event of a block begins, whose first line is cut: what stands before it belongs to the block before. */
function firstEvent(bytes: Buffer): number {
  const first = bytes.indexOf(LINE_FEED) + 1;
  let start = first;
  for (let tried = 0; tried < MOST_WITHIN && start > 0 && start - first < FARTHEST_WITHIN; tried += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    if (feed === -1) break;
    if (!mayBeWithin(bytes.toString('utf8', start, feed))) return start;
    start = feed + 1;
  }
  return first;
}

/** Bytes of the file of this key; null if another one is at its path. Throws what `node:fs` throws. */
function readAgain({ path, key }: Whole, at: number, size: number, into: Buffer): Buffer | null {
  const { fd } = openFile(path);
  try {
    return fileKey(fstatSync(fd, { bigint: true })) === key ? readAt(fd, at, size, into) : null;
  } finally {
    closeSync(fd);
  }
}

/** How many lines of a block are tried for a time. */
const MOST_TRIED = 20;

function firstTime(lines: Buffer, terms: FileTerms): bigint | null {
  let start = 0;
  for (let tried = 0; tried < MOST_TRIED && start < lines.length; tried += 1) {
    const feed = lines.indexOf(LINE_FEED, start);
    const end = feed === -1 ? lines.length : feed;
    const ns = timeOf(lines.toString('utf8', start, end), terms);
    if (ns !== null) return ns;
    start = end + 1;
  }
  return null;
}

/** A file that can be read only from its beginning on, in one step: compressed, or in UTF-16. */
function forwards(
  reader: FileReader,
  whole: Whole,
  form: Exclude<LogForm, { kind: 'plain' | 'unreadable' }>,
  { window: { since, until } }: Reading,
): FileReader {
  const isOlder = since !== null && whole.written + FARTHEST_ZONE < since;
  const self: FileReader = {
    ...reader,
    upper: whole.written + WRITTEN_AFTER,
    left: isOlder ? 0 : whole.size,
    async step(take, signal) {
      self.left = 0;
      const stop = new AbortController();
      const lines = wholeLines(
        (text, at) => {
          const first = at === 0 && until !== null ? firstTime(text, reader.terms) : null;
          const isNewer = first !== null && until !== null && first - FARTHEST_ZONE > until;
          if (signal?.aborted || isNewer || !take(text, at)) stop.abort();
        },
        () => {
          self.passedOver += 1;
        },
      );
      const handle = openFile(whole.path);
      try {
        self.problem = await readForwards(handle, whole.size, form, lines, stop.signal);
        lines.end();
      } catch (error) {
        signal?.throwIfAborted();
        if (!stop.signal.aborted) throw error;
      } finally {
        closeSync(handle.fd);
      }
    },
  };
  return self;
}

async function readForwards(
  handle: OpenFile,
  size: number,
  form: Exclude<LogForm, { kind: 'plain' | 'unreadable' }>,
  lines: Pick<WholeLines, 'feed'>,
  signal: AbortSignal,
): Promise<Problem | null> {
  if (form.kind === 'compressed') return await decompress(handle, size, form.compression, lines, signal);
  const isWhole = await feedFrom(handle, 0, size, widening(lines, form.encoding), {
    signal,
    onBytes: () => {},
  });
  return isWhole ? null : REPLACED;
}

interface WholeLines {
  /** Takes the next bytes of a text. They may be overwritten afterwards. */
  feed(chunk: Buffer): void;
  /** Ends the last line, if it has no line feed. Call once. */
  end(): void;
}

/** Cuts a text that comes in chunks into blocks of whole lines; tells of each that is too long, and passes it over. */
function wholeLines(take: (lines: Buffer, at: number) => void, onTooLong: () => void): WholeLines {
  let rest: Buffer = Buffer.alloc(0);
  let at = 0;
  let isTooLong = false;
  return {
    feed(chunk) {
      let bytes = chunk;
      if (isTooLong) {
        const feed = chunk.indexOf(LINE_FEED) + 1;
        at += feed === 0 ? chunk.length : feed;
        if (feed === 0) return;
        isTooLong = false;
        bytes = chunk.subarray(feed);
      }
      const joined = Buffer.concat([rest, bytes]);
      const end = joined.lastIndexOf(LINE_FEED) + 1;
      if (end > 0) take(joined.subarray(0, end), at);
      at += end;
      rest = Buffer.from(joined.subarray(end));
      if (rest.length <= LONGEST_LINE) return;
      at += rest.length;
      rest = Buffer.alloc(0);
      isTooLong = true;
      onTooLong();
    },
    end() {
      if (rest.length > 0) take(rest, at);
    },
  };
}

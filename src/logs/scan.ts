import { type BigIntStats, closeSync, fstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { LINE_FEED, utf16Of } from '../base/text.ts';
import type { OwnNames } from '../redact/redact.ts';
import { type Compression, compressionOf, decompress, widening } from './files/decompress.ts';
import { headerOf, mayChange } from './files/events.ts';
import {
  type LineHit,
  type LineSearch,
  type LookBehind,
  lineSearch,
  SEARCH_LIMITS,
} from './files/line-search.ts';
import {
  fileKey,
  isSystemError,
  lasting,
  type OpenFile,
  openFile,
  type Problem,
  passing,
  problemOf,
  READ_SIZE,
  readAt,
  type Take,
  takeAtOnce,
  takeInTurn,
} from './files/open-file.ts';
import { type CleanStretch, type Sieve, startSieve } from './files/sieve.ts';
import { edgesOf, type TimeSpan, timeSpan } from './files/time-span.ts';
import { IDENTITY_SIZE, identityOf } from './index/index-folder.ts';
import type { LogIndex, Region } from './index/log-index.ts';
import type { IdNames } from './line/ids.ts';
import { idForms } from './token.ts';
import { idHash } from './wasm/id-scanner.ts';

/** The times are read from the ends of the file. */
const REGION_LIMITS = { ...SEARCH_LIMITS, edge: 0 };

/** Reasons that the caller acts on. */
export const CUT_WHILE_READ = passing(
  'It was cut while it was read, so its end is missing. Look the request up again.',
);
export const ALREADY_SEARCHED: Problem = {
  reason: 'It is the same file as another one, which is searched.',
};

/** What is looked for, and by what means. */
export interface LogQuery {
  id: string;
  /** Further names that hold ids of requests. */
  idNames: IdNames;
  /** Names of further fields whose values are redacted. */
  ownNames: OwnNames;
  index: LogIndex | null;
  signal: AbortSignal | undefined;
  /** Told how many bytes of a file have been dealt with. */
  onBytes: (count: number) => void;
  /** Files with several names that were searched already. */
  seen: Set<string>;
}

/** What came of the search of one file. */
export interface Scanned {
  /** Why the file, or the rest of it, could not be searched. */
  problem: Problem | null;
  lines: number;
  span: TimeSpan;
  /** How many bytes were read because no index covers them. */
  unindexed: number;
  /** Which file it was, so that a rotation under the search is noticed; null if it could not be opened. */
  key: string | null;
}

const NOTHING: Scanned = { problem: null, lines: 0, span: { from: null, to: null }, unindexed: 0, key: null };

/**
 * Searches the file at `path`, reporting each line once through `onHit`, in order; compressed files and UTF-16 (told
 * by their first bytes) are decoded.
 *
 * Reads no further than the file's size when it was opened, so a growing file comes to an end. Rejects with the
 * reason of the quest's signal if that is set off.
 */
export async function scanFile(
  path: string,
  quest: LogQuery,
  onHit: (hit: LineHit) => void,
): Promise<Scanned> {
  const { signal } = quest;
  signal?.throwIfAborted();
  let handle: OpenFile;
  try {
    handle = openFile(path);
  } catch (error) {
    return { ...NOTHING, problem: problemOf(error) };
  }
  const raw = rawSearch(quest, onHit);
  try {
    return await scanHandle(handle, quest, raw);
  } catch (error) {
    signal?.throwIfAborted();
    if (!isSystemError(error)) throw error;
    const extent = 'What was read before counts.';
    return { ...NOTHING, ...raw.told(), problem: { ...problemOf(error), extent } };
  } finally {
    closeSync(handle.fd);
  }
}

async function scanHandle(handle: OpenFile, quest: LogQuery, raw: RawSearch): Promise<Scanned> {
  const stats = fstatSync(handle.fd, { bigint: true });
  if (!stats.isFile())
    return { ...NOTHING, problem: passing('It is not a regular file any more. Look the request up again.') };
  const key = fileKey(stats);
  raw.modified = Number(stats.mtimeMs);
  if (isSeen(stats, quest.seen)) return { ...NOTHING, problem: ALREADY_SEARCHED };
  const size = Number(stats.size);
  const first = readAt(handle.fd, 0, IDENTITY_SIZE);
  const compression = compressionOf(first);
  if (typeof compression === 'string') return { ...NOTHING, key, problem: lasting(compression) };
  const scanned = await (compression
    ? scanCompressed(handle, size, compression, quest, raw)
    : scanPlain(handle, size, first, quest, raw));
  return { ...scanned, key };
}

async function scanPlain(
  handle: OpenFile,
  size: number,
  first: Buffer,
  quest: LogQuery,
  raw: RawSearch,
): Promise<Scanned> {
  const utf16 = utf16Of(first);
  const log = { file: handle.fd, size, identity: identityOf(first) };
  const hashes = quest.index && !utf16 ? hashesOf(quest) : null;
  const known = hashes === null ? null : (quest.index?.cover(log, hashes) ?? null);
  if (known && known.end === size && known.regions.length === 0) {
    quest.onBytes(size);
    return { ...NOTHING, lines: known.lines, span: spanOf(handle.fd, size, known.of) };
  }
  raw.linesBefore = known?.lines ?? 0;
  raw.header = utf16 ? null : headerOf(first);
  let searchedTo = 0;
  for (const region of known?.regions ?? []) {
    // One long line may reach over many regions.
    if (region.to <= searchedTo) continue;
    const from = startOfLine(handle.fd, region.from);
    const search = lineSearch(quest.id, (hit) => raw.report(hit, region.feedsBefore), {
      ...{ limits: REGION_LIMITS, names: quest.idNames, lookBehind: before(handle.fd, from) },
      isHeaded: () => mayChange(raw.header),
    });
    const reached = await searchRegion(handle.fd, size, { from, to: region.to }, search, quest.signal);
    if (reached === null) return { ...NOTHING, problem: CUT_WHILE_READ };
    searchedTo = reached;
  }
  const start = known?.end ?? 0;
  if (!utf16) raw.readBehind(before(handle.fd, start));
  const sink = utf16 ? widening(raw.search, utf16) : raw.search;
  quest.onBytes(start);
  const whole = await feedFrom(handle, start, size, sink, quest);
  raw.search.end();
  const told = raw.told();
  return {
    ...NOTHING,
    ...told,
    ...(start > 0 && { span: spanOf(handle.fd, size, start === size ? known?.of : undefined) }),
    unindexed: utf16 ? 0 : size - start,
    problem: whole ? null : CUT_WHILE_READ,
  };
}

/** Under which hashes an index holds the id, in any of its forms; null if not all of these are sure to be in it. */
function hashesOf({ id, idNames }: Pick<LogQuery, 'id' | 'idNames'>): number[] | null {
  const hashes = idForms(id).map((form) => idHash(form, idNames));
  return hashes.every((hash) => hash !== null) ? hashes : null;
}

/** The times of logs that are indexed to their end, by what the index says they hold. */
const spans = new Map<string, TimeSpan>();
const MAX_SPANS = 1_000;

function spanOf(file: number, size: number, of: string | undefined): TimeSpan {
  const span = (of !== undefined && spans.get(of)) || timeSpan(edgesOf(file, { start: 0, end: size }));
  if (of !== undefined) spans.set(of, span);
  const [oldest] = spans.keys();
  if (spans.size > MAX_SPANS && oldest !== undefined) spans.delete(oldest);
  return span;
}

async function scanCompressed(
  handle: OpenFile,
  size: number,
  compression: Compression,
  { index, signal, onBytes, ...wanted }: LogQuery,
  raw: RawSearch,
): Promise<Scanned> {
  const hashes = index && hashesOf(wanted);
  const known = hashes === null ? null : (index?.coverCompressed(handle.fd, size, hashes) ?? null);
  // Where the id may stand, all is decompressed: there is no reading from the middle.
  if (known && known.regions.length === 0) return { ...NOTHING, lines: known.lines, span: known.span };
  let isFirst = true;
  const feed = (bytes: Buffer): void => {
    if (isFirst) raw.header = headerOf(bytes);
    isFirst = false;
    raw.search.feed(bytes);
  };
  const sink = { feed, onRead: onBytes };
  const problem = await decompress(handle, size, compression, sink, signal);
  raw.search.end();
  return { ...NOTHING, ...raw.told(), unindexed: known ? 0 : size, problem };
}

/** Whether the file was read before under another name; only where the platform gives inode numbers. */
function isSeen({ dev, ino, nlink }: BigIntStats, seen: Set<string>): boolean {
  if (ino === 0n || nlink < 2n) return false;
  const key = `${dev}:${ino}`;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

/** What stands before a place of an open file, where the place is counted from `start` on. */
function before(file: number, start: number): LookBehind {
  return (place, size) => {
    const from = Math.max(0, start + place - size);
    return readAt(file, from, start + place - from);
  };
}

/** The search of what no index covers, and of what comes before it. */
interface RawSearch {
  readonly search: LineSearch;
  /** How many lines stand before the first that is searched. */
  linesBefore: number;
  /** The names of the columns at the beginning of the file, '' if they come later; null where it gives none. */
  header: string | null;
  /** When the file was last written, in milliseconds since the epoch; null if that is not known yet. */
  modified: number | null;
  /** Has what stands behind read from the file instead of kept in memory. Call it before `search` is first asked for. */
  readBehind(read: LookBehind): void;
  /** Reports a line that is found elsewhere, behind `linesBefore` others; each line once. */
  report(hit: LineHit, linesBefore: number): void;
  /** How many lines there were, and their times. */
  told(): { lines: number; span: TimeSpan };
}

/** A search for what is asked in one file; `onHit` gets each line once, in order, numbered as in the file. */
function rawSearch({ id, idNames }: LogQuery, onHit: (hit: LineHit) => void): RawSearch {
  let last = 0;
  let search: LineSearch | null = null;
  let lookBehind: LookBehind | null = null;
  const raw: RawSearch = {
    // Most files are known to hold nothing of what is looked for, and need none.
    get search() {
      search ??= lineSearch(id, (hit) => raw.report(hit, raw.linesBefore), {
        ...{ names: idNames, lookBehind },
        isHeaded: () => mayChange(raw.header),
      });
      return search;
    },
    linesBefore: 0,
    header: null,
    modified: null,
    readBehind(read) {
      lookBehind = read;
    },
    report(hit, linesBefore) {
      const number = linesBefore + hit.number;
      if (number <= last) return;
      last = number;
      hit.number = number;
      if (raw.header) hit.header ??= raw.header;
      if (raw.modified !== null) hit.modified = raw.modified;
      onHit(hit);
    },
    told() {
      return { lines: raw.linesBefore + raw.search.lines(), span: timeSpan(raw.search.edges()) };
    },
  };
  return raw;
}

/** How much is read at once behind a region, for the end of its last line and what continues that. */
const BEHIND = 16 * 1024;
/** A longer line does not continue a stack trace. */
const LONGEST_TRACE_LINE = 1_048_576;
const STEP_BACK = 4 * 1024;
const LONGEST_STEP_BACK = 1_048_576;

/** Where regions are read to, of all searches: a buffer for each would be memory that waits to be collected. */
const REGION = Buffer.allocUnsafeSlow(READ_SIZE);

/** How much is read without keeping others waiting, once a read lasted long. */
const WAITED_FOR = 16 * 1024 * 1024;

/**
 * Searches the lines from `from` (where one begins) to that in which `to` stands, in an open file of `size` bytes, and what continues their last one. Gives the end
 * of the last line that was searched, or null if the file was cut meanwhile.
 */
async function searchRegion(
  file: number,
  size: number,
  { from, to }: Pick<Region, 'from' | 'to'>,
  search: LineSearch,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  let position = from;
  while (position < size) {
    const wanted = Math.min(READ_SIZE, size - position, Math.max(to - position, 0) + BEHIND);
    // The search copies what it keeps, before other searches have their turn.
    const chunk = readAt(file, position, wanted, REGION);
    if (chunk.length === 0) return null;
    // The last line is that in which the region ends; it may be much longer.
    const feed = position + chunk.length < to ? -1 : chunk.indexOf(LINE_FEED, Math.max(0, to - 1 - position));
    search.feed(feed === -1 ? chunk : chunk.subarray(0, feed + 1));
    if (feed !== -1) {
      position += feed + 1;
      followBehind(file, position, size, search);
      break;
    }
    position += chunk.length;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return position;
}

/** Offers what stands behind the searched lines as the continuation of the last one that was found. */
function followBehind(file: number, start: number, size: number, search: LineSearch): void {
  if (!search.follow(Buffer.alloc(0))) return;
  let position = start;
  let rest = Buffer.alloc(0);
  while (position < size && rest.length < LONGEST_TRACE_LINE) {
    const chunk = readAt(file, position, Math.min(BEHIND, size - position));
    if (chunk.length === 0) return;
    position += chunk.length;
    const text = Buffer.concat([rest, chunk]);
    const end = position === size ? text.length : text.lastIndexOf(LINE_FEED) + 1;
    if (!search.follow(text.subarray(0, end))) return;
    rest = text.subarray(end);
  }
}

/** The start of the line in which the byte at `position` stands. */
function startOfLine(file: number, position: number): number {
  let step = STEP_BACK;
  for (let end = position; end > 0; ) {
    const start = Math.max(0, end - step);
    const feed = readAt(file, start, end - start).lastIndexOf(LINE_FEED);
    if (feed !== -1) return start + feed + 1;
    end = start;
    step = Math.min(step * 2, LONGEST_STEP_BACK);
  }
  return 0;
}

/** What a search is fed with, and where it can pass over bytes what that takes. */
type Fed = Pick<LineSearch, 'feed'> & Partial<Pick<LineSearch, 'needles' | 'pass'>>;

/** So much is read at once before a second thread is started: a disk is not read at two places. */
const READ_FIRST = 16 * 1024 * 1024;

/**
 * Feeds an open file from `start` up to `size`; `sieve` starts a second thread where that is worth it. Returns false if the
 * file was cut meanwhile.
 */
export async function feedFrom(
  handle: OpenFile,
  start: number,
  size: number,
  search: Fed,
  { signal, onBytes }: Pick<LogQuery, 'signal' | 'onBytes'>,
  begin = startSieve,
  readFirst = READ_FIRST,
): Promise<boolean> {
  const take: Take = (bytes) => {
    search.feed(bytes);
    onBytes(bytes.length);
  };
  if (size - start <= READ_SIZE) {
    const rest = readAt(handle.fd, start, size - start);
    take(rest);
    return rest.length === size - start;
  }
  let position = start;
  let sieve: Sieve | null = null;
  let isTried = search.needles === undefined;
  try {
    while (position < size) {
      const clean = sieve?.cleanFrom(position);
      if (clean) position = passOver(handle.fd, position, clean, search, take, onBytes);
      const until = sieve?.endOf(position) ?? (isTried ? size : Math.min(size, start + readFirst));
      position = await takeAtOnce(handle.fd, position, until, take, signal);
      if (position === until) {
        if (!isTried) sieve = begin(handle.fd, position, size, search.needles ?? []);
        isTried = true;
        continue;
      }
      isTried = true;
      const behind = Math.min(size, position + WAITED_FOR);
      position = await takeInTurn(handle, position, behind, take, signal);
      if (position < behind) return false;
    }
  } finally {
    await sieve?.stop();
  }
  return true;
}

/** How much is read at once to find the end of a line. */
const TO_LINE_END = 4 * 1024;

/** Has the search pass over what is clean, once the line in which it stands is at its end. Gives the place where it is then. */
function passOver(
  file: number,
  position: number,
  { end, feeds }: CleanStretch,
  search: Fed,
  take: Take,
  onBytes: (count: number) => void,
): number {
  let at = position;
  for (;;) {
    const bytes = readAt(file, at, Math.min(TO_LINE_END, end - at));
    const feed = bytes.indexOf(LINE_FEED);
    const line = feed === -1 ? bytes : bytes.subarray(0, feed + 1);
    if (line.length === 0) return at;
    take(line);
    at += line.length;
    if (feed !== -1) break;
  }
  if (search.pass?.(end - at, feeds - 1) !== true) return at;
  onBytes(end - at);
  return end;
}

import { type BigIntStats, closeSync, fstatSync } from 'node:fs';
import { type Compression, compressionOf, decompress } from './decompress.ts';
import { edgesOf } from './edges.ts';
import { fileKey } from './file-key.ts';
import { IDENTITY_SIZE, identityOf, readAt } from './index/log-identity.ts';
import type { LogIndex } from './index/log-index.ts';
import { idHash } from './index/scanner/id-rule.ts';
import { type LineHit, lineSearch, SEARCH_LIMITS } from './line-search.ts';
import { type OpenFile, openFile } from './open-file.ts';
import { feedFrom, searchRegion } from './plain-search.ts';
import { isSystemError, lasting, type Problem, passing, problemOf } from './problems.ts';
import { type RawSearch, rawSearch } from './raw-search.ts';
import { type TimeSpan, timeSpan } from './time-span.ts';
import { utf16Of, widening } from './utf16.ts';

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
export interface Quest {
  id: string;
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
export async function scanFile(path: string, quest: Quest, onHit: (hit: LineHit) => void): Promise<Scanned> {
  const { signal } = quest;
  signal?.throwIfAborted();
  let handle: OpenFile;
  try {
    handle = openFile(path);
  } catch (error) {
    return { ...NOTHING, problem: problemOf(error) };
  }
  const raw = rawSearch(quest.id, onHit);
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

async function scanHandle(handle: OpenFile, quest: Quest, raw: RawSearch): Promise<Scanned> {
  const stats = fstatSync(handle.fd, { bigint: true });
  if (!stats.isFile())
    return { ...NOTHING, problem: passing('It is not a regular file any more. Look the request up again.') };
  const key = fileKey(stats);
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
  quest: Quest,
  raw: RawSearch,
): Promise<Scanned> {
  const utf16 = utf16Of(first);
  const log = { file: handle.fd, size, identity: identityOf(first) };
  const hash = quest.index && !utf16 ? idHash(quest.id) : null;
  const known = hash === null ? null : (quest.index?.cover(log, hash) ?? null);
  raw.linesBefore = known?.lines ?? 0;
  let searchedTo = 0;
  for (const region of known?.regions ?? []) {
    // One long line may reach over many regions.
    if (region.to <= searchedTo) continue;
    const search = lineSearch(quest.id, (hit) => raw.report(hit, region.feedsBefore), REGION_LIMITS);
    const reached = await searchRegion(handle.fd, size, region, search, quest.signal);
    if (reached === null) return { ...NOTHING, problem: CUT_WHILE_READ };
    searchedTo = reached;
  }
  const start = known?.end ?? 0;
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
  { id, index, signal, onBytes }: Quest,
  raw: RawSearch,
): Promise<Scanned> {
  const hash = index && idHash(id);
  const known = hash === null ? null : (index?.coverCompressed(handle.fd, size, hash) ?? null);
  // Where the id may stand, all is decompressed: there is no reading from the middle.
  if (known && known.regions.length === 0) return { ...NOTHING, lines: known.lines, span: known.span };
  const sink = { feed: raw.search.feed, onRead: onBytes };
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

import { closeSync, fstatSync } from 'node:fs';
import { count } from '../../base/text.ts';
import { countLineFeeds } from '../files/line-search.ts';
import { fileKey, isSystemError, letOthersIn, openFile, problemOf, readAt } from '../files/open-file.ts';
import { expandSources } from '../files/sources.ts';
import { IDENTITY_SIZE, identityOf } from '../index/index-folder.ts';
import type { LogIndex } from '../index/log-index.ts';
import { isoOf } from '../line/time.ts';
import type { FindOptions, LogLine, SearchCriteria, SearchedBack, SearchFound, Skipped } from '../log.ts';
import { tidySkipped } from '../merge-logs.ts';
import { quickCalls, quickRuling } from '../tally/quick-failure.ts';
import { writtenAs } from '../token.ts';
import { sharedScanner } from '../wasm/byte-scanner.ts';
import { soughtOf } from './by-index.ts';
import { type FileReader, fileReader } from './file-reader.ts';
import { DEFAULT_LIMIT, type Hit, newestHits, newestOfEach } from './hits.ts';
import { cluesOf, matcherOf } from './matcher.ts';
import { newest, windowOf } from './places.ts';
import { type LineQuery, type Match, readLines } from './read-lines.ts';

/** How much one search reads by default: bytes of text, and milliseconds. */
const MOST_BYTES = 4 * 1_073_741_824;
const MOST_MS = 10_000;
/** This much is read however long it takes: what a short log says must not depend on how busy the machine is. */
const LEAST_BYTES = 8 * 1_048_576;

/** How much newer a line may be than one behind it in the same file, in nanoseconds. */
const OUT_OF_ORDER = 2_000_000_000n;
/** Bytes per block: fewer where every line of it is read. */
const BLOCK = 256 * 1_024;
const SMALL_BLOCK = 64 * 1_024;

/**
 * The newest lines behind `paths` that match.
 *
 * All files are read side by side from their ends. The next block is always of the file that may hold the newest line, until
 * enough is found or a limit is reached. So what is recent is found soon, however large the logs are.
 */
export async function searchFiles(
  paths: readonly string[],
  criteria: SearchCriteria,
  { index = null, ...names }: Pick<LineQuery, 'idNames' | 'ownNames'> & { index?: LogIndex | null },
  { signal, onProgress }: FindOptions = {},
): Promise<SearchFound> {
  signal?.throwIfAborted();
  const began = performance.now();
  const { limit = DEFAULT_LIMIT, most: { bytes: mostBytes = MOST_BYTES, ms: mostMs = MOST_MS } = {} } =
    criteria;
  const query: LineQuery = {
    clues: cluesOf(criteria),
    matcher: matcherOf(criteria, names.ownNames),
    window: windowOf(criteria),
    id: criteria.id,
    isRuledOut: rulingFor(criteria, names),
    inBrief: canBeBrief(criteria) && names.ownNames.size === 0 ? quickCalls(names.idNames) : null,
    ...names,
  };
  const sought = index === null ? null : soughtOf(criteria, names);
  const ofEach = criteria.eachOf && newestOfEach(criteria.eachOf, limit);
  const hits = ofEach ?? newestHits(limit);
  const { files, skipped } = await expandSources(paths);
  const readers: FileReader[] = [];
  const keys = new Set<string>();
  for (const [place, file] of files.entries()) {
    const reader = fileReader(file, place, {
      window: query.window,
      block: query.clues.lead || ofEach ? BLOCK : SMALL_BLOCK,
      index,
      known: index && sought && { index, sought },
      clues: query.clues,
    });
    if (reader.key === null || !keys.has(reader.key)) readers.push(reader);
    if (reader.key !== null) keys.add(reader.key);
    await letOthersIn();
    signal?.throwIfAborted();
  }
  const told = { bytes: 0, lines: 0, untimed: 0 };
  const feedsBefore = new Map<number, { at: number; feeds: number }>();
  const read = new Set<FileReader>();
  let stopped: SearchedBack['stopped'] = null;
  let isAnyCut = false;
  const isLate = () => told.bytes >= LEAST_BYTES && performance.now() - began >= mostMs;

  for (let next = newestOf(readers); next !== null; next = newestOf(readers)) {
    const reader = next;
    const upper = reader.upper === null ? null : reader.upper + OUT_OF_ORDER;
    if (hits.suffice(upper)) stopped = 'enough';
    else if (told.bytes >= mostBytes) stopped = 'bytes';
    else if (isLate()) stopped = 'time';
    if (stopped !== null) break;
    if (ofEach && query.clues.oneOf.length > 0)
      query.clues = { ...query.clues, oneOf: writtenAs(ofEach.lacking(upper)) };
    read.add(reader);
    try {
      await reader.step((lines, at, { isSieved = false, isOlderLeft = false } = {}) => {
        told.bytes += lines.length;
        if (!isSieved) told.lines += feedsIn(lines, told.bytes) + (lines.at(-1) === 10 ? 0 : 1);
        const before = feedsBefore.get(reader.file) ?? { at: 0, feeds: 0 };
        // Of what is read from its beginning on, the numbers of lines are known at once.
        const isNext = before.at === at;
        const onMatch = ({ at: place, ...match }: Match): void =>
          hits.add({
            ...match,
            file: reader.file,
            place: at + place,
            ...(isNext && { number: before.feeds + countLineFeeds(lines, 0, place) + 1 }),
          });
        // Where older lines are left, it will be seen before the next step that these are enough.
        const isTooOld = (time: () => bigint | null): boolean => {
          const ns = isOlderLeft && hits.isFull() ? time() : null;
          return ns !== null && hits.suffice(ns + OUT_OF_ORDER);
        };
        const { untimed, isCut } = readLines(lines, reader, query, onMatch, isTooOld);
        isAnyCut ||= isCut;
        if (isNext)
          feedsBefore.set(reader.file, {
            at: at + lines.length,
            feeds: before.feeds + feedsIn(lines, told.bytes),
          });
        told.untimed += untimed;
        return told.bytes < mostBytes && !isLate();
      }, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isSystemError(error)) throw error;
      Object.assign(reader, {
        left: 0,
        problem: { ...problemOf(error), extent: 'What was read before counts.' },
      });
    }
    onProgress?.(
      told.bytes,
      Math.min(mostBytes, told.bytes + readers.reduce((sum, { left }) => sum + left, 0)),
    );
    await letOthersIn();
    signal?.throwIfAborted();
  }
  if (isAnyCut || hits.isCut()) stopped ??= 'enough';
  for (const reader of readers) {
    const lines = linesSieved(reader);
    if (lines > 0) read.add(reader);
    told.lines += lines;
  }
  const problems: Skipped[] = readers.flatMap(({ name, problem }) =>
    problem === null ? [] : [{ source: name, ...problem }],
  );
  // To people of one workspace nothing is told of lines that may be another's.
  const passedOver = criteria.within === undefined ? readers.filter((reader) => reader.passedOver > 0) : [];
  problems.push(
    ...passedOver.map(({ name, passedOver: many }) => ({
      source: name,
      reason: `${count(many, 'line')} of more than 1 MiB; a lookup by id finds those too.`,
      extent: 'Its other lines were searched.',
    })),
  );
  const items = hits.items();
  if (criteria.isNumbered === true) {
    const unnamed = items.filter(({ id }) => id === null).slice(0, MOST_NUMBERED);
    const byFile = new Map(readers.map((reader) => [reader.file, reader]));
    const fileOf = (file: number) => {
      const key = byFile.get(file)?.plainKey ?? null;
      const path = files[file]?.path;
      return key === null || path === undefined ? null : { path, key };
    };
    await numberHits(unnamed, fileOf, index, signal);
  }
  return {
    lines: items.map(({ line, id, ns, number }) => ({
      line:
        criteria.isNumbered === true && id === null && number !== undefined ? numbered(line, number) : line,
      id,
      ns,
    })),
    searched: {
      files: read.size,
      ...told,
      stopped,
      ...spanOf(readers, stopped),
      skipped: tidySkipped([...skipped, ...problems], names.ownNames),
    },
  };
}

/** How many line feeds stand in `lines`, of a search that has read `all` bytes. */
function feedsIn(lines: Buffer, all: number): number {
  const scanner = sharedScanner(all, lines.length);
  return scanner === null || lines.length > scanner.memory.length
    ? countLineFeeds(lines, 0, lines.length)
    : scanner.feedsIn(lines);
}

/** Whether a line in brief tells whether it matches. */
function canBeBrief(criteria: SearchCriteria): boolean {
  const { isBrief, text, eachOf, within, id, workspace } = criteria;
  const needsMore = [text, eachOf, within, id, workspace].some((each) => each !== undefined);
  return isBrief === true && (criteria.isFailure === true || namesFailure(criteria)) && !needsMore;
}

/** Whether each line that matches names a code or a failing status. */
function namesFailure({ code, status }: SearchCriteria): boolean {
  return code !== undefined || (status?.from ?? 0) >= 400;
}

function rulingFor(criteria: SearchCriteria, { idNames, ownNames }: Pick<LineQuery, 'idNames' | 'ownNames'>) {
  const isNamed = namesFailure(criteria);
  // What is redacted by its name may be another field's term then.
  return ownNames.size === 0 && (isNamed || criteria.isFailure === true)
    ? quickRuling(idNames, !isNamed)
    : null;
}

/** See `FileReader.sieved`; none where the file is gone since. */
function linesSieved(reader: FileReader): number {
  try {
    return reader.sieved();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return 0;
  }
}

/** How many lines get numbers: no page shows more. */
const MOST_NUMBERED = 60;

function numbered(line: LogLine, number: number): LogLine {
  return { ...line, source: `${line.source}:${number}` };
}

/** The reader that may hold the newest line of those that are not done; one of which no time is known comes last. */
function newestOf(readers: readonly FileReader[]): FileReader | null {
  let found: FileReader | null = null;
  for (const reader of readers) {
    if (reader.left <= 0) continue;
    if (found === null || isNewer(reader.upper, found.upper)) found = reader;
  }
  return found;
}

function isNewer(a: bigint | null, b: bigint | null): boolean {
  return a !== null && (b === null || a > b);
}

/** From when to when was searched: where it stopped, from the newest moment that may stand in what is unread. */
function spanOf(
  readers: readonly FileReader[],
  stopped: SearchedBack['stopped'],
): { from: string | null; to: string | null } {
  const to = newest(readers.map(({ span }) => span.to));
  const unread = newest(readers.filter(({ left }) => left > 0).map(({ upper }) => upper));
  const froms = readers.flatMap(({ span }) => span.from ?? []).toSorted((a, b) => (a < b ? -1 : 1));
  const from = stopped === null ? (froms[0] ?? null) : (unread ?? froms[0] ?? null);
  return { from: from === null ? null : isoOf(from), to: to === null ? null : isoOf(to) };
}

/** How much text is read to number the lines of one search, in bytes. */
const MOST_READ = 256 * 1_048_576;
const CHUNK = 1_048_576;

/** A plain file in which lines were found. */
interface NumberedFile {
  path: string;
  /** See `fileKey`: another file may be at the path by now. */
  key: string;
}

/**
 * Gives `hits` the numbers of their lines, from 1 on, where they have none. The index knows how many lines stand before
 * each of its blocks, so that little has to be counted; what is too much to count stays without a number.
 */
async function numberHits(
  hits: readonly Hit[],
  fileOf: (file: number) => NumberedFile | null,
  index: LogIndex | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  const unread = { bytes: MOST_READ };
  const unknown = hits.filter(({ number }) => number === undefined);
  for (const file of new Set(unknown.map((hit) => hit.file))) {
    const found = unknown.filter((hit) => hit.file === file);
    const at = fileOf(file);
    if (at === null) continue;
    try {
      await numberIn(at, found, index, unread, signal);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
}

async function numberIn(
  { path, key }: NumberedFile,
  hits: readonly Hit[],
  index: LogIndex | null,
  unread: { bytes: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { fd } = openFile(path);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (fileKey(stats) !== key) return;
    const log = { file: fd, size: Number(stats.size), identity: identityOf(readAt(fd, 0, IDENTITY_SIZE)) };
    let place = 0;
    let feeds = 0;
    const feedsNear = index?.feedsNear(log) ?? (() => ({ at: 0, feeds: 0 }));
    for (const hit of hits.toSorted((a, b) => a.place - b.place)) {
      const known = feedsNear(hit.place);
      if (known.at > place) [place, feeds] = [known.at, known.feeds];
      while (place < hit.place) {
        const size = Math.min(CHUNK, hit.place - place);
        unread.bytes -= size;
        if (unread.bytes < 0) return;
        const bytes = readAt(fd, place, size);
        if (bytes.length < size) return;
        feeds += countLineFeeds(bytes, 0, size);
        place += size;
        await letOthersIn();
        signal?.throwIfAborted();
      }
      hit.number = feeds + 1;
    }
  } finally {
    closeSync(fd);
  }
}

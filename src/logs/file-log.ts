import { statSync } from 'node:fs';
import { attempt } from '../base/objects.ts';
import { NO_OWN_NAMES, type OwnNames } from '../redact/redact.ts';
import type { LineHit } from './files/line-search.ts';
import { fileKey, letOthersIn } from './files/open-file.ts';
import { expandSources, type SourceFile } from './files/sources.ts';
import type { TimeSpan } from './files/time-span.ts';
import type { LogIndex } from './index/log-index.ts';
import { type IdNames, NO_ID_NAMES } from './line/ids.ts';
import { isoOf } from './line/time.ts';
import type { FindOptions, Found, RequestLog, SearchCriteria, Searched } from './log.ts';
import { type BoundedList, bounded, boundedList, eachApart, inTimeOrder, tidySkipped } from './merge-logs.ts';
import { type FileHit, readHits } from './read-hits.ts';
import { ALREADY_SEARCHED, CUT_WHILE_READ, type LogQuery, type Scanned, scanFile } from './scan.ts';
import { searchFiles } from './search/search-files.ts';
import { PLAIN } from './token.ts';

/** How much one lookup keeps: lines, and bytes of raw lines. One line may hold many records, which are bounded once more. */
const MAX_LINES = 1_000;
const MAX_BYTES = 8 * 1_048_576;

/** How many files are read at once: most of the time of a small file is waiting for the system. */
const CONCURRENT = 8;

/** How often a search is done at most, where logs are rotated under it. */
const MAX_TRIES = 3;

interface FileLogOptions {
  /** Files, folders and globs, as a person configured them. */
  paths: readonly string[];
  /** Further names that hold ids of requests; none if left out. */
  idNames?: IdNames;
  /** Names of further fields whose values are redacted; none if left out. */
  ownNames?: OwnNames;
  /** What makes the search fast; without it every byte is read. */
  index?: LogIndex;
  /** Lines that carry the id but do not pass this are left out before they are read. */
  wants?: (line: Buffer) => boolean;
  /** Told that a search begins; what it gives is called when that has ended. */
  onSearch?: () => () => void;
  /** Told after each search how many bytes were read because no index covers them. */
  onSearched?: (unindexed: number) => void;
}

/**
 * The log files behind `paths`, as a `RequestLog`.
 *
 * Every lookup reads the paths and files anew, so it finds what was written just before. Memory is bounded by the
 * lines that are kept, not by the files. Every line is safe to show: see `safeLine`.
 */
export function fileLog({
  paths,
  idNames = NO_ID_NAMES,
  ownNames = NO_OWN_NAMES,
  index,
  wants = () => true,
  onSearch,
  onSearched,
}: FileLogOptions): RequestLog {
  const searchOnce = async (id: string, { signal, onProgress }: FindOptions) => {
    const { files, skipped } = await expandSources(paths);
    const onBytes = onProgress ? counting(files, onProgress) : () => {};
    const quest = { id, idNames, ownNames, index: index ?? null, signal, onBytes, seen: new Set<string>() };
    const found = await scanFiles(files, quest, wants);
    return { files, skipped, ...found };
  };
  const searchAll = async (id: string, options: FindOptions) => {
    const onEnd = onSearch?.();
    try {
      let searched = await searchOnce(id, options);
      // Where a log was rotated meanwhile, its lines stand in another file now.
      for (let tries = 1; tries < MAX_TRIES && (await isRotated(paths, searched)); tries += 1) {
        searched = await searchOnce(id, options);
      }
      return searched;
    } finally {
      onEnd?.();
    }
  };
  return {
    async find(id, options = {}) {
      const { signal } = options;
      signal?.throwIfAborted();
      const searched = await searchAll(id, options);
      const { hits, omitted: dropped, scanned, names, skipped } = searched;
      onSearched?.(scanned.reduce((sum, { unindexed }) => sum + unindexed, 0));
      const records = await readHits(hits, { id, idNames, ownNames }, signal);
      const { kept, omitted } = bounded(inTimeOrder(records));
      return {
        lines: kept.map(({ line }) => line),
        moments: kept.map(({ ns }) => ns),
        omitted: dropped + omitted,
        searched: summaryOf(scanned, spanOf(records), names, skipped, ownNames),
      } satisfies Found;
    },
    search(criteria, options) {
      const search = (of: SearchCriteria) =>
        searchFiles(paths, of, { idNames, ownNames, index: index ?? null }, options);
      return isWrittenPlainly(criteria) ? search(criteria) : eachApart(criteria, search);
    },
  };
}

/** Whether texts of which one must stand in a line stand there as they are, without escapes. */
function isWrittenPlainly({ eachOf = [] }: SearchCriteria): boolean {
  return eachOf.every((text) => PLAIN.test(text));
}

async function scanFiles(files: readonly SourceFile[], quest: LogQuery, wants: (line: Buffer) => boolean) {
  const hits = boundedList<FileHit>(MAX_LINES, MAX_BYTES);
  const waiting = new Map<number, BoundedList<FileHit>>();
  let next = 0;
  let omitted = 0;
  const scanned = await mapConcurrently(files, CONCURRENT, async ({ path, name }, file) => {
    const ofFile = boundedList<FileHit>(MAX_LINES, MAX_BYTES);
    await letOthersIn();
    const outcome = await scanFile(path, quest, (hit) => {
      if (hit.long || wants(hit.bytes)) ofFile.add({ file, name, hit }, sizeOf(hit));
    });
    waiting.set(file, ofFile);
    // In the order of the files: which hits are kept must not depend on which file is read faster.
    for (let ready = waiting.get(next); ready; ready = waiting.get(next)) {
      for (const item of ready.items()) hits.add(item, sizeOf(item.hit));
      omitted += ready.omitted();
      waiting.delete(next);
      next += 1;
    }
    return outcome;
  });
  return {
    hits: hits.items(),
    omitted: omitted + hits.omitted(),
    scanned,
    names: files.map(({ name }) => name),
  };
}

/** Adds up bytes, and tells the sum of what all files hold. */
function counting(files: readonly SourceFile[], onProgress: (done: number, total: number) => void) {
  const total = files.reduce((sum, { path }) => sum + sizeNow(path), 0);
  let done = 0;
  return (count: number): void => {
    done += count;
    onProgress(Math.min(done, total), total);
  };
}

function sizeOf({ bytes, long }: LineHit): number {
  return bytes.length + (long?.window.length ?? 0);
}

/** What a search went through: `all` of the files, by their `names`, the times of what was `found`, and what was skipped before. */
function summaryOf(
  all: readonly Scanned[],
  found: TimeSpan,
  names: readonly string[],
  skipped: Searched['skipped'],
  own: OwnNames,
): Searched {
  const scanned = all.filter(({ problem }) => problem !== ALREADY_SEARCHED);
  const problems = all.flatMap(({ problem }, index) =>
    problem === null || problem === ALREADY_SEARCHED ? [] : [{ source: names[index] ?? '', ...problem }],
  );
  return {
    // A file of which nothing could be read was not searched.
    files: scanned.filter(({ problem, lines }) => problem === null || lines > 0).length,
    lines: scanned.reduce((sum, file) => sum + file.lines, 0),
    ...coverage([...scanned.map(({ span }) => span), found]),
    skipped: tidySkipped([...skipped, ...problems], own),
  };
}

/** From when to when lines were found: they were searched, wherever they stand in their files. */
function spanOf(records: readonly { ns: bigint | null }[]): TimeSpan {
  const times = records
    .flatMap(({ ns }) => (ns === null ? [] : [ns]))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { from: times[0] ?? null, to: times.at(-1) ?? null };
}

function coverage(spans: readonly TimeSpan[]): { from: string | null; to: string | null } {
  let from: bigint | null = null;
  let to: bigint | null = null;
  for (const span of spans) {
    if (span.from !== null && (from === null || span.from < from)) from = span.from;
    if (span.to !== null && (to === null || span.to > to)) to = span.to;
  }
  return { from: from === null ? null : isoOf(from), to: to === null ? null : isoOf(to) };
}

/** Whether the files behind `paths` are others than those that were searched, or one was cut. */
async function isRotated(
  paths: readonly string[],
  { files, scanned }: { files: readonly SourceFile[]; scanned: readonly Scanned[] },
): Promise<boolean> {
  if (scanned.some(({ problem }) => problem === CUT_WHILE_READ)) return true;
  const now = (await expandSources(paths)).files;
  if (now.length !== files.length) return true;
  return now.some(({ path }, index) => {
    const key = scanned[index]?.key ?? null;
    return path !== files[index]?.path || (key !== null && key !== keyOf(path));
  });
}

function keyOf(path: string): string | null {
  const stats = attempt(() => statSync(path, { bigint: true }));
  return stats && fileKey(stats);
}

/** How many bytes the file at `path` has now; 0 if it cannot be asked. */
function sizeNow(path: string): number {
  return Number(attempt(() => statSync(path, { bigint: true }))?.size ?? 0);
}

/** `Promise.all` of `act` over `items`, at most `width` at once; the results in the order of `items`. */
async function mapConcurrently<T, R>(
  items: readonly T[],
  width: number,
  act: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const work = async () => {
    for (const [index, item] of queue) results[index] = await act(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  return results;
}

import { bounded } from '../bounded.ts';
import { type Keeper, keeper } from '../keeper.ts';
import type { FindOptions, Found, RequestLog } from '../request-log.ts';
import { inTimeOrder } from '../time-order.ts';
import type { LogIndex } from './index/log-index.ts';
import type { LineHit } from './line-search.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { type FileHit, parseHits } from './parse-hits.ts';
import { isRotated, sizeNow } from './rotation.ts';
import { type Quest, scanFile } from './scan.ts';
import { letOthersIn } from './search/let-others-in.ts';
import { expandSources, type SourceFile } from './sources.ts';
import { summaryOf } from './summary.ts';

/** How much one lookup keeps: lines, and bytes of raw lines. One line may hold many records, which are bounded once more. */
const MAX_LINES = 1_000;
const MAX_BYTES = 8 * 1_048_576;

/** How many files are read at once: most of the time of a small file is waiting for the system. */
const CONCURRENT = 8;

/** How often a search is done at most, where logs are rotated under it. */
const MAX_TRIES = 3;

export interface FileLogOptions {
  /** Files, folders and globs, as a person configured them. */
  paths: readonly string[];
  /** What makes the search fast; without it every byte is read. */
  index?: LogIndex;
  /** Lines that carry the id but do not pass this are left out before they are read. */
  wants?: (line: Buffer) => boolean;
  /** Told after each search how many bytes were read because no index covers them. */
  onSearched?: (unindexed: number) => void;
}

/**
 * The log files behind `paths`, as a `RequestLog`.
 *
 * Every lookup reads the paths and files anew, so it finds what was written just before. Memory is bounded by the
 * lines that are kept, not by the files. Every line is safe to show: see `safeLine`.
 */
export function fileLog({ paths, index, wants = () => true, onSearched }: FileLogOptions): RequestLog {
  const searchOnce = async (id: string, { signal, onProgress }: FindOptions) => {
    const { files, skipped } = await expandSources(paths);
    const onBytes = onProgress ? counting(files, onProgress) : () => {};
    const quest = { id, index: index ?? null, signal, onBytes, seen: new Set<string>() };
    const found = await scanFiles(files, quest, wants);
    return { files, skipped, ...found };
  };
  return {
    async find(id, options = {}) {
      const { signal } = options;
      signal?.throwIfAborted();
      let searched = await searchOnce(id, options);
      // Where a log was rotated meanwhile, its lines stand in another file now.
      for (let tries = 1; tries < MAX_TRIES && (await isRotated(paths, searched)); tries += 1) {
        searched = await searchOnce(id, options);
      }
      const { hits, omitted: dropped, scanned, names, skipped } = searched;
      onSearched?.(scanned.reduce((sum, { unindexed }) => sum + unindexed, 0));
      const records = await parseHits(hits, id, signal);
      const { kept, omitted } = bounded(inTimeOrder(records));
      return {
        lines: kept.map(({ line }) => line),
        moments: kept.map(({ ns }) => ns),
        omitted: dropped + omitted,
        searched: summaryOf(scanned, names, skipped),
      } satisfies Found;
    },
  };
}

async function scanFiles(files: readonly SourceFile[], quest: Quest, wants: (line: Buffer) => boolean) {
  const hits = keeper<FileHit>(MAX_LINES, MAX_BYTES);
  const waiting = new Map<number, Keeper<FileHit>>();
  let next = 0;
  let omitted = 0;
  const scanned = await mapConcurrently(files, CONCURRENT, async ({ path, name }, file) => {
    const ofFile = keeper<FileHit>(MAX_LINES, MAX_BYTES);
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

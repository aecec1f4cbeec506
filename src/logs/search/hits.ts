import type { SearchedLine } from '../log.ts';

/** A line that was found, and where, so that lines of the same time keep their order. */
export interface Hit extends SearchedLine {
  file: number;
  /** Where it begins in the text of its file, in bytes. */
  place: number;
  /** The number of its line, from 1 on; left out where it is not known. */
  number?: number;
}

/** Keeps the newest of the lines that are added. */
export interface Hits {
  add(hit: Hit): void;
  /** Whether as many as are wanted are at least as new as `upper`; never where that is not known. */
  suffice(upper: bigint | null): boolean;
  /** The newest first; those without any time last. */
  items(): Hit[];
  /** Whether any of the lines that were added were dropped. */
  isCut(): boolean;
}

/** How many lines a search returns by default. */
export const DEFAULT_LIMIT = 100;

export function newestHits(limit: number): Hits {
  let kept: Hit[] = [];
  let isSorted = true;
  let isCut = false;
  const tidy = (): void => {
    if (isSorted) return;
    kept.sort(newestFirst);
    isSorted = true;
    if (kept.length <= limit) return;
    isCut = true;
    kept = kept.slice(0, limit);
  };
  return {
    add(hit) {
      kept.push(hit);
      isSorted = false;
      if (kept.length > 2 * limit + 100) tidy();
    },
    suffice(upper) {
      if (kept.length < limit) return false;
      tidy();
      const last = kept.at(-1)?.ns ?? null;
      return last !== null && upper !== null && last > upper;
    },
    items() {
      tidy();
      return kept;
    },
    isCut() {
      tidy();
      return isCut;
    },
  };
}

/** For sorting: the newest first, lines without any time last, of the same time the later in its file first. */
function newestFirst(a: Hit, b: Hit): number {
  if (a.ns !== b.ns) {
    if (a.ns === null) return 1;
    if (b.ns === null) return -1;
    return a.ns > b.ns ? -1 : 1;
  }
  return a.file - b.file || b.place - a.place;
}

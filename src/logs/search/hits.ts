import type { SearchedLine } from '../log.ts';

/** A line that was found, and where, so that lines of the same time keep their order. */
export interface Hit extends SearchedLine {
  file: number;
  /** Where it begins in the text of its file, in bytes. */
  place: number;
  /** The number of its line, from 1 on; left out where it is not known. */
  number?: number;
  /** Which of the texts of `eachOf` stand in it. */
  texts?: readonly string[];
}

/** Keeps the newest of the lines that are added. */
export interface Hits {
  add(hit: Hit): void;
  /** Whether there are as many as are wanted, of whatever time. */
  isFull(): boolean;
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
    isFull: () => kept.length >= limit,
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

/** As `newestHits`, for each of some texts by itself, in their order; a line in which several stand is given once. */
export function newestOfEach(
  texts: readonly string[],
  limit: number,
): Hits & {
  /** Those of which there are not yet enough that are at least as new as `upper`. */
  lacking(upper: bigint | null): string[];
} {
  const each = new Map(texts.map((text) => [text, newestHits(limit)]));
  const all = [...each.values()];
  return {
    add(hit) {
      for (const text of hit.texts ?? []) each.get(text)?.add(hit);
    },
    isFull: () => all.every((hits) => hits.isFull()),
    lacking: (upper) => texts.filter((text) => each.get(text)?.suffice(upper) === false),
    suffice: (upper) => all.every((hits) => hits.suffice(upper)),
    items: () => [...new Set(all.flatMap((hits) => hits.items()))],
    isCut: () => all.some((hits) => hits.isCut()),
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

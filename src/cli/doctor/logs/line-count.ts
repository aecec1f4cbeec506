import { countLineFeeds } from '../../../requests/files/count-lines.ts';
import { readAt } from '../../../requests/files/index/log-identity.ts';
import type { LogFacts } from '../../coverage.ts';

/** How many lines there are; `isExact` is false where it is an estimate. */
export interface LineCount {
  lines: number;
  isExact: boolean;
}

/** How many bytes are read to count lines that no index has counted: a moment's worth. */
const MOST_READ = 128 * 1_048_576;
const STEP = 1_048_576;
const LINE_FEED = 10;

/** Counts lines within one budget for all files. */
export interface LineCounter {
  /** The lines of an open log; null where that would take decompressing it. `average` is in bytes a line. */
  count(file: number, facts: LogFacts, average: number | null): LineCount | null;
}

/** A counter that reads at most 128 MB; it estimates what lies behind. */
export function lineCounter(): LineCounter {
  let left = MOST_READ;
  return {
    count(file, { form, size, lines, linesUpTo }, average) {
      if (form.kind === 'compressed') return lines > 0 ? { lines, isExact: true } : null;
      const rest = size - linesUpTo;
      if (form.kind !== 'plain' || rest > left) {
        return average === null ? null : { lines: lines + Math.round(rest / average), isExact: false };
      }
      left -= rest;
      return { lines: lines + linesIn(file, linesUpTo, size), isExact: true };
    },
  };
}

/** A last line without a line feed is one too. */
function linesIn(file: number, start: number, end: number): number {
  let lines = 0;
  let last = LINE_FEED;
  for (let from = start; from < end; ) {
    const bytes = readAt(file, from, Math.min(STEP, end - from));
    if (bytes.length === 0) break;
    lines += countLineFeeds(bytes, 0, bytes.length);
    last = bytes.at(-1) ?? LINE_FEED;
    from += bytes.length;
  }
  return last === LINE_FEED ? lines : lines + 1;
}

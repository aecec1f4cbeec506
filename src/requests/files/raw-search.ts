import { type LineHit, type LineSearch, lineSearch } from './line-search.ts';
import { type TimeSpan, timeSpan } from './time-span.ts';

/** The search of what no index covers, and of what comes before it. */
export interface RawSearch {
  search: LineSearch;
  /** How many lines stand before the first that is searched. */
  linesBefore: number;
  /** Reports a line that is found elsewhere, behind `linesBefore` others; each line once. */
  report(hit: LineHit, linesBefore: number): void;
  /** How many lines there were, and their times. */
  told(): { lines: number; span: TimeSpan };
}

/** A search for `id` in one file; `onHit` gets each line once, in order, numbered as in the file. */
export function rawSearch(id: string, onHit: (hit: LineHit) => void): RawSearch {
  let last = 0;
  const raw: RawSearch = {
    search: lineSearch(id, (hit) => raw.report(hit, raw.linesBefore)),
    linesBefore: 0,
    report(hit, linesBefore) {
      const number = linesBefore + hit.number;
      if (number <= last) return;
      last = number;
      hit.number = number;
      onHit(hit);
    },
    told() {
      return { lines: raw.linesBefore + raw.search.lines(), span: timeSpan(raw.search.edges()) };
    },
  };
  return raw;
}

import { edgeKeeper } from './edge-keeper.ts';
import { EDGE, type Edges } from './edges.ts';
import { type Following, following } from './following.ts';
import { type LongHit, type LongLine, longLine } from './long-line.ts';
import { lineScan, type ScannerFor } from './search/line-scan.ts';
import { sharedScanner } from './search/shared-scanner.ts';
import { tokenFinder } from './token-finder.ts';

const LINE_FEED = 10;

/** Sizes in bytes. */
export interface SearchLimits {
  /** The longest line that is kept whole. */
  line: number;
  /** How much is kept of the beginning of a longer one. */
  head: number;
  /** How much is kept on either side of the id in a longer one. */
  window: number;
  /** How much of the beginning and of the end of the whole text is kept. */
  edge: number;
}

export const SEARCH_LIMITS: SearchLimits = { line: 1_048_576, head: 16_384, window: 65_536, edge: EDGE };

/** A line in which the id stands as a whole token. */
export interface LineHit {
  /** Counted from 1. */
  number: number;
  /** The line without its line feed; of a line that was too long, its beginning. */
  bytes: Buffer;
  /** Set for a line that was too long: the bytes round the id, and the id's place. */
  long?: Omit<LongHit, 'head'>;
  /** Lines behind it that continue its record (a stack trace); filled while the search goes on. */
  following?: string[];
}

export interface LineSearch {
  /** Takes the next bytes. They may be overwritten afterwards: what is kept is copied. */
  feed(chunk: Buffer): void;
  /** Ends the last line, if it has no line feed. Call once. */
  end(): void;
  /**
   * Offers lines behind the searched ones to the record that was found last, as its continuation; the last of them
   * may be without its line feed. False once the record is complete: no more need be offered.
   */
  follow(lines: Buffer): boolean;
  /** How many lines there were so far; an unended last line counts once it is ended. */
  lines(): number;
  /** The first and last bytes of what was fed, up to `edge` each; `whole` if the tail begins with a line. */
  edges(): Edges;
}

/**
 * Searches text that comes in chunks for lines with `id`, each reported once through `onHit`, in order.
 *
 * Works on raw bytes: lines without the id are neither decoded nor copied, so any encoding and any rubbish will do.
 * Memory is bounded by `limits`, whatever the length of a line.
 */
export function lineSearch(
  id: string,
  onHit: (hit: LineHit) => void,
  limits: SearchLimits = SEARCH_LIMITS,
  scannerFor: ScannerFor = sharedScanner,
): LineSearch {
  const finder = tokenFinder(id);
  const look = lineScan(finder, scannerFor);
  const edge = edgeKeeper(limits.edge);
  let lines = 0;
  let total = 0;
  let pending: Buffer[] = [];
  let pendingLength = 0;
  let long: LongLine | null = null;
  let open: Following | null = null;

  const report = (hit: LineHit): void => {
    onHit(hit);
    open = following(hit);
  };

  /** Offers the whole lines from `start` up to `end` to the record that was found last. */
  const follow = (bytes: Buffer, start: number, end: number): void => {
    let from = start;
    while (open && from < end) {
      const feed = bytes.indexOf(LINE_FEED, from);
      if (!open.add(bytes.subarray(from, feed === -1 ? end : feed))) open = null;
      from = feed === -1 ? end : feed + 1;
    }
  };

  /** Takes bytes of a line whose end is not in this chunk, or of one that began in an earlier chunk. */
  const append = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (!long && pendingLength + bytes.length > limits.line) {
      long = longLine(finder, limits.head, limits.window);
      for (const piece of pending) long.feed(piece);
      pending = [];
    }
    if (long) long.feed(bytes);
    else pending.push(Buffer.from(bytes));
    pendingLength += bytes.length;
  };

  const endPending = (): void => {
    lines += 1;
    if (long) {
      const found = long.end();
      if (found) {
        const { head, ...place } = found;
        report({ number: lines, bytes: head, long: place });
      } else {
        open = null;
      }
    } else if (pendingLength > 0) {
      const [first = Buffer.alloc(0)] = pending;
      const bytes = pending.length === 1 ? first : Buffer.concat(pending);
      if (finder.cursor(bytes).next(0)) report({ number: lines, bytes });
      else if (open && !open.add(bytes)) open = null;
    }
    long = null;
    pending = [];
    pendingLength = 0;
  };

  /** Searches lines that are whole in `bytes`, each with its line feed. */
  const searchLines = (bytes: Buffer): void => {
    const { cursor, feeds } = look(bytes, total);
    let done = 0;
    for (let hit = cursor.next(0); hit; hit = cursor.next(done)) {
      const start = bytes.lastIndexOf(LINE_FEED, hit.start) + 1;
      const end = bytes.indexOf(LINE_FEED, hit.start);
      lines += feeds(done, start);
      follow(bytes, done, start);
      if (end - start > limits.line) {
        append(bytes.subarray(start, end));
        endPending();
      } else {
        lines += 1;
        report({ number: lines, bytes: Buffer.from(bytes.subarray(start, end)) });
      }
      done = end + 1;
      if (done >= bytes.length) return;
    }
    lines += feeds(done, bytes.length);
    follow(bytes, done, bytes.length);
  };

  return {
    feed(chunk) {
      total += chunk.length;
      edge.feed(chunk);
      let from = 0;
      if (pendingLength > 0) {
        const end = chunk.indexOf(LINE_FEED);
        append(end === -1 ? chunk : chunk.subarray(0, end));
        if (end === -1) return;
        endPending();
        from = end + 1;
      }
      const lastEnd = chunk.lastIndexOf(LINE_FEED) + 1;
      if (lastEnd > from) searchLines(chunk.subarray(from, lastEnd));
      append(chunk.subarray(Math.max(from, lastEnd)));
    },
    end() {
      if (pendingLength > 0) endPending();
    },
    follow(behind) {
      // A line with the id is a hit of its own.
      const hit = finder.cursor(behind).next(0);
      const end = hit ? behind.lastIndexOf(LINE_FEED, hit.start) + 1 : behind.length;
      follow(behind, 0, end);
      if (hit) open = null;
      return open !== null;
    },
    lines: () => lines,
    edges: edge.edges,
  };
}

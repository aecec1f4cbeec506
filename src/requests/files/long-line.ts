import { CONTEXT_BEHIND } from '../token.ts';
import type { TokenFinder } from './token-finder.ts';

/** What is kept of a line that is too long to be kept whole. */
export interface LongHit {
  head: Buffer;
  /** The bytes round the id. */
  window: Buffer;
  /** Where the id stands in the window, and in the line. */
  at: number;
  offset: number;
  /** Of the whole line, in bytes. */
  length: number;
}

export interface LongLine {
  /** Takes the next bytes of the line. */
  feed(bytes: Buffer): void;
  /** At the end of the line: what is kept of it, or null if the id does not stand in it. */
  end(): LongHit | null;
}

/** Searches one line of any length piece by piece, in memory bounded by `headSize` and `windowSize`. */
export function longLine(finder: TokenFinder, headSize: number, windowSize: number): LongLine {
  // Enough to find an id across two pieces, to see what stands before it, and to show it with its window.
  const overlap = finder.longest + finder.context + windowSize;
  let length = 0;
  let head = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  let window: Buffer | null = null;
  let missing = 0;
  let at = 0;
  let offset = 0;

  const search = (bytes: Buffer, isEnd: boolean): number => {
    // The first bytes of the tail only show what stands before an id, unless the line begins with them.
    const from = length === bytes.length ? 0 : Math.min(finder.context, bytes.length);
    const hit = finder.cursor(bytes).next(from);
    if (!hit) return -1;
    // Whether the id ends here can only be said when the next bytes are there.
    if (hit.end + CONTEXT_BEHIND > bytes.length && !isEnd) return -1;
    at = Math.min(hit.start, windowSize);
    offset = length - bytes.length + hit.start;
    const end = Math.min(bytes.length, hit.end + windowSize);
    window = Buffer.from(bytes.subarray(Math.max(0, hit.start - windowSize), end));
    missing = hit.end + windowSize - end;
    return end;
  };

  return {
    feed(bytes) {
      if (head.length < headSize) head = Buffer.concat([head, bytes.subarray(0, headSize - head.length)]);
      length += bytes.length;
      if (window) {
        window = Buffer.concat([window, bytes.subarray(0, missing)]);
        missing = Math.max(0, missing - bytes.length);
        return;
      }
      const joined = tail.length === 0 ? bytes : Buffer.concat([tail, bytes]);
      if (search(joined, false) === -1) {
        tail = Buffer.from(joined.subarray(Math.max(0, joined.length - overlap)));
      }
    },
    end() {
      if (!window) search(tail, true);
      return window && { head, window, at, offset, length };
    },
  };
}

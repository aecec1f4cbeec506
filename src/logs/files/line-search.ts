import { type IdNames, NO_ID_NAMES } from '../line/ids.ts';
import { keeper } from '../merge-logs.ts';
import { CONTEXT_BEFORE, CONTEXT_BEHIND, tokenRule } from '../token.ts';
import { type ByteScanner, probeOf, sharedScanner } from '../wasm/byte-scanner.ts';
import { EDGE, type Edges, edgeKeeper } from './time-span.ts';

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
  names: IdNames = NO_ID_NAMES,
): LineSearch {
  const finder = tokenFinder(id, names);
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

/** What is kept of a line that is too long to be kept whole. */
interface LongHit {
  head: Buffer;
  /** The bytes round the id. */
  window: Buffer;
  /** Where the id stands in the window, and in the line. */
  at: number;
  offset: number;
  /** Of the whole line, in bytes. */
  length: number;
}

interface LongLine {
  /** Takes the next bytes of the line. */
  feed(bytes: Buffer): void;
  /** At the end of the line: what is kept of it, or null if the id does not stand in it. */
  end(): LongHit | null;
}

/** Searches one line of any length piece by piece, in memory bounded by `headSize` and `windowSize`. */
function longLine(finder: TokenFinder, headSize: number, windowSize: number): LongLine {
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

export interface TokenHit {
  start: number;
  end: number;
}

/** Steps through the hits in one stretch of bytes. */
interface TokenCursor {
  /** The first hit that starts at `from` or behind it; null if there is none. `from` never goes back. */
  next(from: number): TokenHit | null;
}

interface TokenFinder {
  /** The spellings of the id. */
  needles: readonly Buffer[];
  /** The length of the longest spelling, in bytes. */
  longest: number;
  /** How many bytes before an id say whether it stands alone. */
  context: number;
  /** Looks for the id in `bytes`; the ends of `bytes` count as the ends of a token. */
  cursor(bytes: Buffer): TokenCursor;
  /** As `cursor`, if it is known that a spelling begins nowhere but at one of these places, which are in order. */
  cursorAmong(bytes: Buffer, places: Uint32Array): TokenCursor;
}

/** Finds an id, in each of its spellings and as a whole token, in raw bytes. */
export function tokenFinder(id: string, names: IdNames = NO_ID_NAMES): TokenFinder {
  const rule = tokenRule(id, names);
  const needles = rule.spellings.map((spelling) => Buffer.from(spelling, 'utf8'));

  const find = (bytes: Buffer, needle: Buffer, from: number): number => {
    const at = (index: number) => bytes[index];
    let start = bytes.indexOf(needle, from);
    while (start !== -1 && !rule.standsAlone(at, start, start + needle.length)) {
      start = bytes.indexOf(needle, start + 1);
    }
    return start;
  };

  return {
    needles,
    longest: Math.max(0, ...needles.map((needle) => needle.length)),
    context: CONTEXT_BEFORE,
    cursor(bytes) {
      // A spelling is looked for anew only when its last hit is passed, so a rare one costs one search.
      const hits = needles.map((needle) => ({ needle, start: find(bytes, needle, 0) }));
      return {
        next(from) {
          let first: TokenHit | null = null;
          for (const hit of hits) {
            if (hit.start !== -1 && hit.start < from) hit.start = find(bytes, hit.needle, from);
            if (hit.start !== -1 && (first === null || hit.start < first.start)) {
              first = { start: hit.start, end: hit.start + hit.needle.length };
            }
          }
          return first;
        },
      };
    },
    cursorAmong(bytes, places) {
      const at = (index: number) => bytes[index];
      const isHit = (needle: Buffer, start: number) =>
        needle.every((byte, index) => bytes[start + index] === byte) &&
        rule.standsAlone(at, start, start + needle.length);
      let passed = 0;
      return {
        next(from) {
          for (; passed < places.length; passed += 1) {
            const start = places[passed] ?? 0;
            const needle = start < from ? undefined : needles.find((each) => isHit(each, start));
            if (needle) return { start, end: start + needle.length };
          }
          return null;
        },
      };
    },
  };
}

/** Four line feeds, to compare four bytes at once. */
const FOUR = 0x0a0a0a0a;

/** How many line feeds stand in `bytes` from `start` up to `end`. */
export function countLineFeeds(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  let index = start;
  for (; index < end && (bytes.byteOffset + index) % 4 !== 0; index += 1) {
    if (bytes[index] === LINE_FEED) count += 1;
  }
  if (index >= end) return count;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + index, (end - index) >> 2);
  for (let word = 0; word < words.length; word += 1) {
    const differs = (words[word] ?? 0) ^ FOUR;
    // The high bit of each byte that is zero, exact for all four (Warren, Hacker's Delight, 6–1).
    const zeros = ~(((differs & 0x7f7f7f7f) + 0x7f7f7f7f) | differs | 0x7f7f7f7f);
    if (zeros !== 0) count += Math.imul((zeros >>> 7) & 0x01010101, 0x01010101) >>> 24;
  }
  for (index += words.length * 4; index < end; index += 1) {
    if (bytes[index] === LINE_FEED) count += 1;
  }
  return count;
}

const MAX_KEPT = 20;
const MAX_BYTES = 4_096;
/** How many lines are looked at: the error itself stands at the end of a long trace. */
const MAX_SEEN = 200;

/** What continues the record of the line before: indented lines, frames, causes. */
const CONTINUES = /^(?:[ \t]+\S|at |Traceback \(most recent|Caused by:|\.\.\.)/;
/** An exception by its full name (Java), and any behind a Traceback (Python). */
const FULL_NAME = /^[a-z][\w$]*(?:\.[\w$]+)+(?:Exception|Error)\b/;
const ANY_NAME = /^[A-Za-z_][\w.]{0,200}(?::(?: |$)|\r?$)/;

/** Takes the lines behind a hit, as long as they continue its record. */
interface Following {
  /** Returns false for a line that does not continue the record: no more may be added then. */
  add(line: Buffer): boolean;
}

/** Collects into `hit.following`, the first and the last of what follows. Null for a record that cannot go on. */
function following(hit: LineHit): Following | null {
  if (hit.long || (/^\s*[{[]"?/.test(hit.bytes.toString('latin1', 0, 8)) && hit.bytes.at(-1) === 0x7d))
    return null;
  const kept = keeper<string>(MAX_KEPT, MAX_BYTES);
  let seen = 0;
  let inTraceback = /Traceback \(most recent/.test(hit.bytes.toString('latin1', 0, 2_000));
  return {
    add(bytes) {
      const start = bytes.toString('utf8', 0, 1_000);
      const isName = FULL_NAME.test(start) || (inTraceback && ANY_NAME.test(start));
      if (seen === MAX_SEEN || !(isName || CONTINUES.test(start))) return false;
      if (start.startsWith('Traceback')) inTraceback = true;
      else if (isName) inTraceback = false;
      seen += 1;
      const line = start.trimEnd();
      kept.add(line, line.length);
      hit.following = kept.items();
      return true;
    },
  };
}

/** What is known of one stretch of bytes, until the next is looked at. */
export interface Looked {
  cursor: TokenCursor;
  /** How many line feeds stand from `from` up to `to`. */
  feeds(from: number, to: number): number;
}

/** Gives the scanner for a text of `size` bytes, in a search that was fed `fed` bytes; null means to do without. */
export type ScannerFor = (fed: number, size: number) => ByteScanner | null;

/**
 * Looks for ids and line feeds in one pass over the bytes, by the scanner where there is one; what it finds, and
 * whatever it cannot do, is left to `finder`.
 */
function lineScan(finder: TokenFinder, scannerFor: ScannerFor) {
  const probe = probeOf(finder.needles);
  return (bytes: Buffer, fed: number): Looked => {
    const scanner = probe && scannerFor(fed, bytes.length);
    if (scanner && bytes.length <= scanner.memory.length) {
      const { places, feeds } = scanner.scan(bytes, probe);
      return { cursor: places ? finder.cursorAmong(bytes, places) : finder.cursor(bytes), feeds };
    }
    return { cursor: finder.cursor(bytes), feeds: (from, to) => countLineFeeds(bytes, from, to) };
  };
}

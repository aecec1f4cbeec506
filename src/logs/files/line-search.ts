import { LINE_FEED } from '../../base/text.ts';
import { type IdNames, NO_ID_NAMES } from '../line/ids.ts';
import { CONTEXT_BEFORE, CONTEXT_BEHIND, tokenRule } from '../token.ts';
import { type ByteScanner, probeOf, sharedScanner } from '../wasm/byte-scanner.ts';
import { headerIn, linesAbove, mayBeWithin, type OpenEvent, openEvent } from './events.ts';
import { EDGE, type Edges, edgeKeeper } from './time-span.ts';

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
  /** Set if the line was too long: the bytes round the id, and where the id stands in them. */
  long?: Omit<LongHit, 'head'>;
  /** How many lines above it its event begins; 0 where it begins one itself. */
  above: number;
  /**
   * The event that it stands in, which grows while the search goes on. Left out for a line that was too long, and for
   * one that continues the event of the hit before.
   */
  event?: OpenEvent;
  /** The names of the columns (`#Fields: …`) that hold for it, in a file that gives them. */
  header?: string;
  /** When its file was last written, in milliseconds since the epoch. */
  modified?: number;
}

export interface LineSearch {
  /** Takes the next bytes. They may be overwritten afterwards: what is kept is copied. */
  feed(chunk: Buffer): void;
  /** Ends the last line if it has no line feed. Call it once. */
  end(): void;
  /**
   * Offers the lines that follow to the record found last, as its continuation; the last of them may lack its line
   * feed. False once the record is complete and no more are needed.
   */
  follow(lines: Buffer): boolean;
  /** What it looks for: in every line with the id stands one of these. */
  needles: readonly Uint8Array[];
  /**
   * Passes over so many bytes of so many whole lines in which no needle stands; false if it must see them, as the line or
   * the event before is not at its end. What is fed afterwards must be longer than `edge`.
   */
  pass(bytes: number, count: number): boolean;
  /** How many lines there were so far; a last line without a line feed counts once `end` is called. */
  lines(): number;
  /** The first and last bytes of what was fed, up to `edge` each; `whole` if the tail begins with a line. */
  edges(): Edges;
}

/** Gives the bytes before a place of the text, counted from the first byte that is fed: at most `size` of them. */
export type LookBehind = (place: number, size: number) => Buffer;

/** How far above a hit the beginning of its event is looked for, in bytes, and how often in one search. */
const ABOVE = 65_536;
const FIRST_ABOVE = 8_192;
const MOST_LOOKS = 4_000;

/** What a search may be given besides the id. */
export interface SearchOptions {
  limits?: SearchLimits;
  scannerFor?: ScannerFor;
  /** Further names that hold ids. */
  names?: IdNames;
  /** What stands before a place; without it, or where it gives null, the end of what was fed is kept in memory. */
  lookBehind?: LookBehind | null;
  /** Whether lines that begin with `#` name the columns of those below. Asked at each hit. */
  isHeaded?: () => boolean;
}

/**
 * Searches text that comes in chunks for lines with `id`, each reported once through `onHit`, in order.
 *
 * Works on raw bytes: lines without the id are neither decoded nor copied, so any encoding and binary data will do.
 * Memory is bounded by `limits`, whatever the length of a line.
 */
export function lineSearch(
  id: string,
  onHit: (hit: LineHit) => void,
  {
    limits = SEARCH_LIMITS,
    scannerFor = sharedScanner,
    names = NO_ID_NAMES,
    lookBehind = null,
    isHeaded = () => false,
  }: SearchOptions = {},
): LineSearch {
  const finder = tokenFinder(id, names);
  const look = lineScan(finder, scannerFor);
  const edge = edgeKeeper(limits.edge);
  let lines = 0;
  let total = 0;
  let pending: Buffer[] = [];
  let pendingLength = 0;
  let long: LongLine | null = null;
  let pendingAt = 0;
  let open: { event: OpenEvent; first: number } | null = null;
  const tail = lookBehind === null ? tailKeeper(ABOVE) : null;
  const before: LookBehind = lookBehind ?? ((place, size) => tail?.before(place, size) ?? EMPTY);
  /** A line above which no event begins; a hit right after it need not look either. */
  let withoutHead = 0;
  let looks = 0;
  let header: { line: string | null; upTo: number } | null = null;

  /** The whole lines within so many bytes before a place, the nearest last. */
  const linesBefore = (place: number, size: number): string[] => {
    const bytes = before(place, size);
    const lines = bytes.toString().split('\n');
    // Nothing follows the last line feed; the first piece may be the end of a longer line.
    lines.pop();
    if (bytes.length === size) lines.shift();
    return lines;
  };

  /** The names of the columns at a place, as far as they are given near above it or were at the hit before. */
  const headerAt = (place: number): string | null => {
    const size = Math.min(ABOVE, place - (header?.upTo ?? Number.NEGATIVE_INFINITY));
    const line = headerIn(linesBefore(place, Math.max(0, size) + 1)) ?? header?.line ?? null;
    header = { line, upTo: place };
    return line;
  };

  const report = (hit: Omit<LineHit, 'above'>, place: number): void => {
    const names = isHeaded() ? headerAt(place) : null;
    const known = { ...hit, ...(names !== null && { header: names }) };
    if (hit.long !== undefined) {
      open = null;
      onHit({ ...known, above: 0 });
      return;
    }
    const line = hit.bytes.toString();
    if (open?.event.add(line) === 'taken') {
      onHit({ ...known, above: hit.number - open.first });
      return;
    }
    const above = headOf(line, hit.number, place);
    const event = openEvent(above[0] ?? line);
    for (const each of above.slice(1)) event.add(each);
    if (above.length > 0) event.add(line);
    open = { event, first: hit.number - above.length };
    onHit({ ...known, above: above.length, event });
  };

  /** The lines of the event above a hit; empty if it begins one, or none is found near it. */
  const headOf = (line: string, number: number, place: number): string[] => {
    if (!mayBeWithin(line)) return [];
    if ((withoutHead > 0 && number - 1 === withoutHead) || looks === MOST_LOOKS) {
      withoutHead = number;
      return [];
    }
    looks += 1;
    for (const size of [FIRST_ABOVE, ABOVE]) {
      const lines = linesBefore(place, size);
      const count = linesAbove(line, lines, size === ABOVE);
      if (count === null) continue;
      if (count === 0) withoutHead = number;
      return count === 0 ? [] : lines.slice(-count);
    }
    return [];
  };

  /** Offers the whole lines from `start` up to `end` to the event that was found last. */
  const follow = (bytes: Buffer, start: number, end: number): void => {
    let from = start;
    while (open && from < end) {
      const feed = bytes.indexOf(LINE_FEED, from);
      const to = feed === -1 ? end : feed;
      if (to - from > limits.line || open.event.add(bytes.toString('utf8', from, to)) === 'ended')
        open = null;
      from = to + 1;
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
        report({ number: lines, bytes: head, long: place }, pendingAt);
      } else {
        open = null;
      }
    } else if (pendingLength > 0) {
      const [first = Buffer.alloc(0)] = pending;
      const bytes = pending.length === 1 ? first : Buffer.concat(pending);
      if (finder.cursor(bytes).next(0)) report({ number: lines, bytes }, pendingAt);
      else follow(bytes, 0, bytes.length);
    }
    long = null;
    pending = [];
    pendingLength = 0;
  };

  /** Searches lines that are whole in `bytes`, each with its line feed. */
  const searchLines = (bytes: Buffer, place: number): void => {
    const { cursor, feeds } = look(bytes, total);
    let done = 0;
    for (let hit = cursor.next(0); hit; hit = cursor.next(done)) {
      const start = bytes.lastIndexOf(LINE_FEED, hit.start) + 1;
      const end = bytes.indexOf(LINE_FEED, hit.start);
      lines += feeds(done, start);
      follow(bytes, done, start);
      if (end - start > limits.line) {
        pendingAt = place + start;
        append(bytes.subarray(start, end));
        endPending();
      } else {
        lines += 1;
        report({ number: lines, bytes: Buffer.from(bytes.subarray(start, end)) }, place + start);
      }
      done = end + 1;
      if (done >= bytes.length) return;
    }
    lines += feeds(done, bytes.length);
    follow(bytes, done, bytes.length);
  };

  return {
    feed(chunk) {
      const place = total;
      total += chunk.length;
      edge.feed(chunk);
      tail?.now(chunk, place);
      let from = 0;
      if (pendingLength > 0) {
        const end = chunk.indexOf(LINE_FEED);
        append(end === -1 ? chunk : chunk.subarray(0, end));
        if (end !== -1) {
          endPending();
          from = end + 1;
        }
      }
      if (pendingLength === 0) {
        const lastEnd = chunk.lastIndexOf(LINE_FEED) + 1;
        if (lastEnd > from) searchLines(chunk.subarray(from, lastEnd), place + from);
        pendingAt = place + Math.max(from, lastEnd);
        append(chunk.subarray(Math.max(from, lastEnd)));
      }
      tail?.done(chunk);
    },
    end() {
      if (pendingLength > 0) endPending();
    },
    follow(more) {
      follow(more, 0, more.length);
      return open !== null;
    },
    needles: finder.needles,
    pass(bytes, count) {
      if (pendingLength > 0 || open !== null || tail !== null) return false;
      total += bytes;
      lines += count;
      return true;
    },
    lines: () => lines,
    edges: edge.edges,
  };
}

const EMPTY = Buffer.alloc(0);

/** Keeps the end of what was fed, so that it can be looked at again. */
function tailKeeper(size: number) {
  let tail: Buffer = EMPTY;
  let chunk: Buffer = EMPTY;
  let start = 0;
  return {
    /** Called with each chunk, and the place where it begins, before it is searched. */
    now(bytes: Buffer, place: number): void {
      chunk = bytes;
      start = place;
    },
    /** Called once it is searched: it will then be overwritten. */
    done(bytes: Buffer): void {
      tail = Buffer.concat([
        tail.subarray(Math.max(0, tail.length + bytes.length - size)),
        bytes.subarray(-size),
      ]);
      chunk = EMPTY;
      start += bytes.length;
    },
    before(place: number, most: number): Buffer {
      const all = Buffer.concat([tail, chunk.subarray(0, Math.max(0, place - start))]);
      const end = all.length - Math.max(0, start - place);
      return all.subarray(Math.max(0, end - most), Math.max(0, end));
    },
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

/** Steps through the hits in a stretch of bytes. */
interface TokenCursor {
  /** The first hit at `from` or after it; null if there is none. `from` never decreases. */
  next(from: number): TokenHit | null;
}

interface TokenFinder {
  /** Every spelling of the id contains one of these. */
  needles: readonly Buffer[];
  /** The length of the longest spelling, in bytes. */
  longest: number;
  /** How many bytes before an id say whether it stands alone. */
  context: number;
  /** Looks for the id in `bytes`; the ends of `bytes` count as the ends of a token. */
  cursor(bytes: Buffer): TokenCursor;
  /** Like `cursor`, where a needle can begin only at one of these places, which are in order. */
  cursorAmong(bytes: Buffer, places: Uint32Array): TokenCursor;
}

/** Finds an id, in each of its spellings and as a whole token, in raw bytes. */
export function tokenFinder(id: string, names: IdNames = NO_ID_NAMES): TokenFinder {
  const rule = tokenRule(id, names);
  const needles = rule.needles.map((needle) => Buffer.from(needle, 'utf8'));

  /** The first hit of a needle at `from` or after it. */
  const find = (bytes: Buffer, needle: Buffer, from: number): TokenHit | null => {
    const at = (index: number) => bytes[index];
    for (let place = bytes.indexOf(needle, from); place !== -1; place = bytes.indexOf(needle, place + 1)) {
      const hit = rule.placeOf(at, place, place + needle.length);
      if (hit && hit.start >= from) return hit;
    }
    return null;
  };

  return {
    needles,
    longest: Math.max(0, ...rule.spellings.map((spelling) => Buffer.byteLength(spelling))),
    context: CONTEXT_BEFORE,
    cursor(bytes) {
      // A needle is looked for anew only when its last hit is passed, so a rare one costs one search.
      const hits = needles.map((needle) => ({ needle, hit: find(bytes, needle, 0) }));
      return {
        next(from) {
          let first: TokenHit | null = null;
          for (const each of hits) {
            if (each.hit !== null && each.hit.start < from) each.hit = find(bytes, each.needle, from);
            if (each.hit !== null && (first === null || each.hit.start < first.start)) first = each.hit;
          }
          return first;
        },
      };
    },
    cursorAmong(bytes, places) {
      const at = (index: number) => bytes[index];
      const hitOf = (needle: Buffer, place: number) =>
        needle.every((byte, index) => bytes[place + index] === byte)
          ? rule.placeOf(at, place, place + needle.length)
          : null;
      let passed = 0;
      return {
        next(from) {
          for (; passed < places.length; passed += 1) {
            const place = places[passed] ?? 0;
            if (place < from) continue;
            for (const needle of needles) {
              const hit = hitOf(needle, place);
              if (hit && hit.start >= from) return hit;
            }
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

import { CONTEXT_BEFORE, tokenRule } from '../token.ts';

export interface TokenHit {
  start: number;
  end: number;
}

/** Steps through the hits in one stretch of bytes. */
export interface TokenCursor {
  /** The first hit that starts at `from` or behind it; null if there is none. `from` never goes back. */
  next(from: number): TokenHit | null;
}

export interface TokenFinder {
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
export function tokenFinder(id: string): TokenFinder {
  const rule = tokenRule(id);
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

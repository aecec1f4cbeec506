/** What of a needle is compared while a text is passed over, and what where that is found. */
export interface Probe {
  /** A byte of the needle, and where it stands in it. */
  first: number;
  offset: number;
  /** Another one, and how far behind the first; the same one where there is no other. */
  second: number;
  apart: number;
  /** Bytes of the needle from `compared` on, and which of them count (255) or not (0). */
  pattern: Uint8Array;
  mask: Uint8Array;
  compared: number;
}

const PATTERN_SIZE = 16;

/** No further than this is a needle looked at, so that its bytes stand near each other. */
const LONGEST = 64;

/** What is common in logs, the commonest first; what is not listed is rare. */
const COMMON = Buffer.from('"e rtasoi:dcpn0,1lm2uh_.-/3kg45q697bwv8f');

/**
 * What tells every place where one of `needles` may begin: what they have in common. Null if they begin differently
 * and share no byte at its place.
 */
export function probeOf(needles: readonly Uint8Array[]): Probe | null {
  const [needle] = needles;
  if (needle === undefined) return null;
  const length = Math.min(LONGEST, needle.length);
  // Behind the end of a shorter one nothing is shared.
  const isShared = (index: number) => needles.every((each) => each[index] === needle[index]);
  const shared = Array.from({ length }, (_, index) => index).filter(isShared);
  // What ids begin with is often the same in all of them: a kind, or the time.
  const latter = shared.filter((index) => index >= length / 2);
  const rarest = (latter.length > 1 ? latter : shared)
    .sort((a, b) => rarity(needle[b]) - rarity(needle[a]))
    .slice(0, 2)
    .sort((a, b) => a - b);
  const offset = rarest[0];
  if (offset === undefined) return null;
  const behind = rarest[1] ?? offset;
  const compared = Math.max(0, length - PATTERN_SIZE);
  const window = Array.from({ length: PATTERN_SIZE }, (_, index) => compared + index);
  return {
    first: needle[offset] ?? 0,
    offset,
    second: needle[behind] ?? 0,
    apart: behind - offset,
    pattern: Uint8Array.from(window, (index) => needle[index] ?? 0),
    mask: Uint8Array.from(window, (index) => (shared.includes(index) ? 255 : 0)),
    compared,
  };
}

function rarity(byte: number | undefined): number {
  const rank = byte === undefined ? -1 : COMMON.indexOf(byte);
  return rank === -1 ? COMMON.length : rank;
}

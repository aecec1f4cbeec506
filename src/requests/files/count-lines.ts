const LINE_FEED = 10;

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

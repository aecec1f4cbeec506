/**
 * The byte scanner: AssemblyScript, compiled to WebAssembly with SIMD by `scripts/compile-wasm.mjs`.
 *
 * One pass counts line feeds and compares two bytes of the needle; only where both stand, 16 bytes of it are compared.
 */

// Where things stand in memory.
const PATTERN: usize = 64;
const MASK: usize = 80;
const PLACES: usize = 128;
const MAX_PLACES: usize = 16384;
/** A multiple of 64. Bytes in front of the text and behind it may be read; they change nothing. */
const TEXT: usize = PLACES + MAX_PLACES * 4 + 192;
const MAX_TEXT: usize = 1048576;

/** How many times 64 bytes are counted together: each of 16 columns holds at most 252 feeds then. */
const AT_ONCE: usize = 63 * 64;

let placeCount: usize = 0;

export function patternAt(): usize {
  return PATTERN;
}
export function placesAt(): usize {
  return PLACES;
}
export function maxPlaces(): usize {
  return MAX_PLACES;
}
export function textAt(): usize {
  return TEXT;
}
export function maxText(): usize {
  return MAX_TEXT;
}
export function places(): usize {
  return placeCount;
}

/** The sum of 16 columns. */
@inline
function sum(columns: v128): u32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(columns));
  return <u32>(i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3));
}

/** Notes the places of `mask`, one bit for each byte from `at` on, at which the pattern stands. */
function note(at: usize, mask: u32, start: usize, compared: usize): void {
  for (; mask != 0; mask &= mask - 1) {
    const place = at + <usize>ctz(mask);
    // What begins before the text is no place in it.
    if (<isize>place < <isize>start) continue;
    const differs = v128.xor(v128.load(place + compared), v128.load(PATTERN));
    if (v128.any_true(v128.and(differs, v128.load(MASK)))) continue;
    if (placeCount < MAX_PLACES) store<u32>(PLACES + placeCount * 4, <u32>(place - start));
    placeCount += 1;
  }
}

/** How many line feeds stand from `start` up to `end`. */
export function count(start: usize, end: usize): u32 {
  const feed = i8x16.splat(10);
  let feeds: u32 = 0;
  let at = start;
  const whole = start + ((end - start) & ~15);
  while (at < whole) {
    const until = min(whole, at + 255 * 16);
    let columns = i8x16.splat(0);
    for (; at < until; at += 16) columns = i8x16.sub(columns, i8x16.eq(v128.load(at), feed));
    feeds += sum(columns);
  }
  for (; at < end; at += 1) feeds += <u32>(load<u8>(at) == 10);
  return feeds;
}

/**
 * Counts the line feeds from `start` up to `end`, and notes where in it the needle may begin: where `first` stands
 * `offset` bytes behind, `second` `apart` bytes behind that, and the pattern `compared` bytes behind.
 */
export function scan(start: usize, end: usize, offset: usize, first: i32, apart: usize, second: i32, compared: usize): u32 {
  placeCount = 0;
  const one = i8x16.splat(<i8>first);
  const two = i8x16.splat(<i8>second);
  const feed = i8x16.splat(10);
  let feeds: u32 = 0;
  let at = start;
  const whole = start + ((end - start) & ~63);
  while (at < whole) {
    const until = min(whole, at + AT_ONCE);
    let columns = i8x16.splat(0);
    for (; at < until; at += 64) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const d = v128.load(at, 48);
      const behind = at + apart;
      const inA = v128.and(i8x16.eq(a, one), i8x16.eq(v128.load(behind), two));
      const inB = v128.and(i8x16.eq(b, one), i8x16.eq(v128.load(behind, 16), two));
      const inC = v128.and(i8x16.eq(c, one), i8x16.eq(v128.load(behind, 32), two));
      const inD = v128.and(i8x16.eq(d, one), i8x16.eq(v128.load(behind, 48), two));
      columns = i8x16.sub(columns, i8x16.add(i8x16.add(i8x16.eq(a, feed), i8x16.eq(b, feed)), i8x16.add(i8x16.eq(c, feed), i8x16.eq(d, feed))));
      if (v128.any_true(v128.or(v128.or(inA, inB), v128.or(inC, inD)))) {
        note(at - offset, i8x16.bitmask(inA), start, compared);
        note(at - offset + 16, i8x16.bitmask(inB), start, compared);
        note(at - offset + 32, i8x16.bitmask(inC), start, compared);
        note(at - offset + 48, i8x16.bitmask(inD), start, compared);
      }
    }
    feeds += sum(columns);
  }
  for (; at < end; at += 1) {
    const byte = load<u8>(at);
    feeds += <u32>(byte == 10);
    if (byte == <u8>first && load<u8>(at + apart) == <u8>second) note(at - offset, 1, start, compared);
  }
  return feeds;
}

/**
 * Fits lines to templates: a part of the id scanner's module, as the lines stand in its memory.
 *
 * Templates are a tree that `line-template.ts` writes. A node: the next node beside it and the first below it, the first
 * end, the kind of its value, and the bytes before that value, with their number in front. An end: the next one, the
 * number of its template, and the bytes behind the last value, with their number. An address of 0 stands for none.
 */

/** 16 bytes of ones, and 16 of zeros behind them. */
export const ONES_THEN_ZEROS: usize = 192;

const NEXT: usize = 0;
const BELOW: usize = 4;
const ENDS: usize = 8;
const KIND: usize = 12;
const BYTES: usize = 16;

const NUMBER: usize = 4;
const TAIL: usize = 8;

/** The kinds of values: a scalar, a text, and a text that is read, which must be ASCII. */
const SCALAR: u32 = 0;
const READ_TEXT: u32 = 2;

/**
 * The number of the template under `root` that the line from `start` to `end` fits, where a line feed stands; -1 if it
 * fits none. Writes where each value begins and ends, counted from `base`, to `places`.
 */
export function match(root: usize, start: usize, end: usize, base: usize, places: usize): i32 {
  let node = root;
  let at = start;
  let child = <usize>load<u32>(node, BELOW);
  while (child != 0) {
    const from = behind(child + BYTES, at);
    const kind = load<u32>(child, KIND);
    let to: usize = 0;
    if (from != 0) to = kind == SCALAR ? scalarEnd(from) : textEnd(from, kind == READ_TEXT);
    if (to == 0) {
      child = <usize>load<u32>(child, NEXT);
      continue;
    }
    store<u32>(places, <u32>(from - base));
    store<u32>(places, <u32>(to - base), 4);
    places += 8;
    at = to;
    node = child;
    child = <usize>load<u32>(node, BELOW);
  }
  for (let tail = <usize>load<u32>(node, ENDS); tail != 0; tail = <usize>load<u32>(tail, NEXT)) {
    if (behind(tail + TAIL, at) == end) return load<i32>(tail, NUMBER);
  }
  return -1;
}

/** The place behind the bytes at `pattern`, if they stand at `at`; 0 if not. */
export function behind(pattern: usize, at: usize): usize {
  let left = <usize>load<u32>(pattern);
  pattern += 4;
  for (; left >= 16; left -= 16, pattern += 16, at += 16) {
    if (v128.any_true(v128.xor(v128.load(pattern), v128.load(at)))) return 0;
  }
  const differs = v128.xor(v128.load(pattern), v128.load(at));
  return v128.any_true(v128.and(differs, v128.load(ONES_THEN_ZEROS + 16 - left))) ? 0 : at + left;
}

/** Where a text ends that begins at `from`; 0 if there is an escape or a body in it, or a byte that cannot be read. */
function textEnd(from: usize, isRead: bool): usize {
  let at = from;
  let stops: u32 = 0;
  for (; stops == 0; at += 16) {
    const bytes = v128.load(at);
    const marks = v128.or(
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      i8x16.eq(bytes, i8x16.splat(0x7b)),
    );
    // Signed, what is not ASCII is less.
    const others = isRead
      ? v128.or(i8x16.lt_s(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x7f)))
      : i8x16.lt_u(bytes, i8x16.splat(0x20));
    stops = <u32>i8x16.bitmask(v128.or(marks, others));
  }
  const end = at - 16 + <usize>ctz(stops);
  return load<u8>(end) == 0x22 ? end : 0;
}

/** The end of a number of few digits, or of a word; 0 for anything else. */
function scalarEnd(from: usize): usize {
  const four = load<u32>(from);
  if (four == 0x65757274 || four == 0x6c6c756e) return from + 4;
  if (four == 0x736c6166 && load<u8>(from, 4) == 0x65) return from + 5;
  const whole = from + <usize>(load<u8>(from) == 0x2d);
  let at = digitsEnd(whole);
  const count = at - whole;
  if (count == 0 || count > 15 || (count > 1 && load<u8>(whole) == 0x30)) return 0;
  if (load<u8>(at) == 0x2e) {
    const last = digitsEnd(at + 1);
    // The parser keeps the digits of large numbers.
    if (last == at + 1 || count > 9) return 0;
    at = last;
  }
  return at;
}

function digitsEnd(from: usize): usize {
  let at = from;
  while (<u32>load<u8>(at) - 0x30 < 10) at += 1;
  return at;
}

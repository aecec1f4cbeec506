/**
 * The id scanner: AssemblyScript, which `scripts/compile-wasm.mjs` makes WebAssembly with SIMD of.
 *
 * Its rules are those of the plain scanner; a test holds the two together. It goes over 4 KB at a time, in passes
 * that are short loops with few branches: masks of the kinds of bytes, from these the ends of runs that are worth a
 * look, and then these runs one by one.
 */

import { behind, match, ONES_THEN_ZEROS } from './line-match.as';

/** Bytes in front of the text that may be read as its context. */
const CONTEXT: usize = 64;

// Where things stand in memory. `TEXT` is what the caller fills; the rest it reads.
const LANES: usize = 224;
const VECTORS: usize = 256;
/** What each byte may be in front of a run: see the numbers below. */
const BEFORE: usize = 512;
const DEDUPE: usize = 1024;
const DEDUPE_SLOTS: usize = 2048;
const FEEDS: usize = DEDUPE + DEDUPE_SLOTS * 4;
const MAX_BLOCKS: usize = 64;
const FLAGS: usize = FEEDS + MAX_BLOCKS * 4;
const MAX_FLAGS: usize = 65536;
/** How many groups of 64 bytes are looked at together: a column of these holds at most 252 feeds. */
const MAX_GROUPS: usize = 63;
/** Masks of words and digits: 8 bytes for each group, and in front for the one before. */
const WORDS: usize = FLAGS + MAX_FLAGS * 4 + 8;
const DIGITS: usize = WORDS + (MAX_GROUPS + 2) * 8;
/** What was found in these groups: of marks the group and its columns, else places in the text. */
const MARKS: usize = DIGITS + (MAX_GROUPS + 2) * 8;
const ENDS: usize = MARKS + (MAX_GROUPS + 1) * 8;
const NUMBERS: usize = ENDS + MAX_GROUPS * 16 * 4;
/** What stands behind the text, while zeros stand in its place. */
const BEHIND: usize = NUMBERS + MAX_GROUPS * 32 * 4;
const PADDING: usize = 256;
const PAIRS: usize = BEHIND + PADDING;
const MAX_PAIRS: usize = 524288;
const TEXT: usize = PAIRS + (MAX_PAIRS + 1) * 8 + CONTEXT;
const MAX_TEXT: usize = 1310720;
const BASE: usize = TEXT - CONTEXT;
/** What `lineAt` found: where the line begins and ends, and the places of its values. */
const FOUND: usize = TEXT + MAX_TEXT + PADDING * 2;
const MAX_FOUND: usize = 256;
/** The tree of the templates, and room for it. */
const TEMPLATES: usize = FOUND + MAX_FOUND * 4;
const TEMPLATES_SIZE: usize = 393216;
/** Texts that have numbers: slots with their addresses, and of each its number and its bytes, with how many there are. */
const NAME_SLOTS: usize = TEMPLATES + TEMPLATES_SIZE;
const MAX_NAMES: u32 = 8192;
const NAMES: usize = NAME_SLOTS + <usize>MAX_NAMES * 8;
const NAMES_END: usize = NAMES + 262144;

/** It begins an escape whose last bytes are in the run. */
const ESCAPES: u8 = 1;
/** It belongs to a color whose last bytes are in the run, and stands in front of such a byte. */
const COLORS: u8 = 2;
const BEFORE_COLORS: u8 = 4;
/** It stands between a name and its value. */
const SEPARATES: u8 = 8;

const MIN_LENGTH: usize = 6;
const MAX_LENGTH: usize = 128;
const MIN_HEX_PIECE: usize = 16;
const BLOCK_BITS: u32 = 16;

const K1: u32 = 0x9e3779b1;
const K2: u32 = 0x85ebca6b;
const K3: u32 = 0xc2b2ae35;
const K4: u32 = 0x27d4eb2f;

let nameCount: u32 = 0;
let namesEnd: usize = NAMES;
let pairCount: u32 = 0;
let flagCount: u32 = 0;
let textStart: usize = 0;
let textOffset: u32 = 0;
let textEnd: usize = 0;

export function textAt(): usize {
  return TEXT;
}
export function pairsAt(): usize {
  return PAIRS;
}
export function flagsAt(): usize {
  return FLAGS;
}
export function feedsAt(): usize {
  return FEEDS;
}
export function foundAt(): usize {
  return FOUND;
}
export function templatesAt(): usize {
  return TEMPLATES;
}
export function templatesSize(): usize {
  return TEMPLATES_SIZE;
}
export function maxPairs(): u32 {
  return <u32>MAX_PAIRS;
}
export function maxFlags(): u32 {
  return <u32>MAX_FLAGS;
}
export function pairs(): u32 {
  return pairCount;
}
export function flags(): u32 {
  return flagCount;
}

@inline
function isDigit(c: u32): bool {
  return c - 0x30 < 10;
}

@inline
function isHex(c: u32): bool {
  return c - 0x30 < 10 || (c | 0x20) - 0x61 < 6;
}

@inline
function isLetter(c: u32): bool {
  return (c | 0x20) - 0x61 < 26;
}

@inline
function isWord(c: u32): bool {
  return isDigit(c) || isLetter(c) || c == 0x2d || c == 0x5f;
}

@inline
function mix(state: v128, bytes: v128): v128 {
  const mixed = i32x4.mul(v128.xor(state, v128.or(bytes, kept(0))), kept(12));
  return v128.xor(mixed, i32x4.shr_u(mixed, 15));
}

/** The bytes of the long token that was hashed last, laid over each other, and the lowest of them. */
let seen: v128 = i8x16.splat(0);
let lowest: v128 = i8x16.splat(0);

/** The hash that its lanes make. */
@inline
function hashFrom(state: v128): u32 {
  const product = i32x4.mul(state, v128.load(LANES));
  const halves = i32x4.add(product, i8x16.shuffle(product, product, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const hash = <u32>i32x4.extract_lane(halves, 0) + <u32>i32x4.extract_lane(halves, 1);
  return ((hash ^ (hash >> 15)) * K2) >> 4;
}

/** The bytes of a token of fewer than 16, and zeros for what stands behind it. */
@inline
function shortBytes(start: usize, length: usize): v128 {
  return v128.and(v128.load(start), v128.load(ONES_THEN_ZEROS + 16 - length));
}

@inline
function shortHash(bytes: v128, length: usize): u32 {
  return hashFrom(mix(i32x4.splat(<u32>length), bytes));
}

/** The hash of a token of 16 bytes or more: it takes 16 at a time, the last 16 once more. Case does not count. */
@inline
function longHash(start: usize, length: usize): u32 {
  let state = i32x4.splat(<u32>length);
  const last = start + length - 16;
  const lastBytes = v128.load(last);
  let all = lastBytes;
  let low = lastBytes;
  let at = start;
  do {
    const bytes = v128.load(at);
    all = v128.or(all, bytes);
    low = i8x16.min_u(low, bytes);
    state = mix(state, bytes);
    at += 16;
  } while (at < last);
  seen = all;
  lowest = low;
  return hashFrom(mix(state, lastBytes));
}

/** The hash of any token, where that is seldom needed: it is large. */
function hashApart(start: usize, length: usize): u32 {
  if (length >= 16) return longHash(start, length);
  seen = shortBytes(start, length);
  return shortHash(seen, length);
}

/** Whether there is a letter or `_` among the bytes of a token. */
@inline
function hasLetters(bytes: v128): bool {
  return v128.any_true(v128.and(bytes, kept(13)));
}

/** Whether the long token that was hashed last has a hyphen: no other word byte is as low. */
@inline
function sawHyphen(): bool {
  return v128.any_true(i8x16.eq(lowest, kept(5)));
}

@inline
function emit(start: usize, hash: u32): void {
  const block = (<u32>(start - textStart) + textOffset) >> BLOCK_BITS;
  const slot = DEDUPE + (<usize>hash & (DEDUPE_SLOTS - 1)) * 4;
  const mark = ((hash >> 11) | (block << 17)) + 1;
  // The caller sees by the count that there was no room.
  const pair = PAIRS + <usize>min<u32>(pairCount, <u32>MAX_PAIRS) * 8;
  store<u32>(pair, hash);
  store<u32>(pair, block, 4);
  pairCount += <u32>(load<u32>(slot) != mark);
  store<u32>(slot, mark);
}

/** Whether the byte at `at` may be `what` in front of a run. */
@inline
function mayBe(at: usize, what: u8): bool {
  return (load<u8>(BEFORE + <usize>load<u8>(at)) & what) != 0;
}

/** Whether a name that may hold ids stands in front: `id`, `ids`, `trace`, `request`, `req`, `span`, `ray` …, `value`. */
function followsName(start: usize): bool {
  let at = start - 1;
  let left: i32 = 20;
  while (left > 0 && mayBe(at, SEPARATES)) {
    left -= 1;
    at -= 1;
  }
  const last = <u32>load<u8>(at);
  // Latin-1 has a space of its own.
  if (last >= 0x80) return true;
  if (left == 20) return false;
  // More than is looked at may stand between, or a color.
  if (left == 0 || (last | 0x20) == 0x6d) return true;
  const two = twoAt(at);
  return (
    two == 0x6964 || two == 0x6473 || two == 0x7374 || two == 0x6571 || two == 0x6f6e || two == 0x6365 ||
    two == 0x6e74 || two == 0x616e || two == 0x6179 || two == 0x7565
  );
}

/** The byte at `at` and the one in front of it, in lower case. */
@inline
function twoAt(at: usize): u32 {
  return (((<u32>load<u8>(at - 1)) | 0x20) << 8) | (<u32>load<u8>(at) | 0x20);
}

@inline
function digitsAt(start: usize, end: usize): usize {
  let at = start;
  while (at < end && isDigit(<u32>load<u8>(at))) at += 1;
  return at - start;
}

/** A token that may hold no digit, but stands where an integer is indexed without a name. */
function maybeToken(start: usize, end: usize): void {
  const length = end - start;
  if (length < MIN_LENGTH || length > MAX_LENGTH) return;
  const digits = digitsAt(start, end);
  let at = start;
  while (at < end && !isDigit(<u32>load<u8>(at))) at += 1;
  if (at == end) return;
  const hash = hashApart(start, length);
  if (digits == length || (length - digits > 2 && hasLetters(seen))) emit(start, hash);
}

/** Where the piece that begins at `start` ends: at a hyphen, or with its run. */
@inline
function pieceEnd(start: usize, end: usize): usize {
  let at = start;
  while (at < end && load<u8>(at) != 0x2d) at += 1;
  return at;
}

/** Hex ids may stand between hyphens; other ids are whole runs. */
function hexPiece(start: usize, end: usize): void {
  if (end < start + MIN_HEX_PIECE) return;
  for (let at = start; at < end; at += 1) if (!isHex(<u32>load<u8>(at))) return;
  maybeToken(start, end);
}

/** In a UUID no piece is long enough to be looked at. */
@inline
function isUuid(start: usize, end: usize): bool {
  return end - start == 36 && load<u8>(start, 8) == 0x2d && load<u8>(start, 13) == 0x2d && load<u8>(start, 23) == 0x2d;
}

/** A run of six word bytes or more that holds a digit, beginning with `digits` of them. */
@inline
function run(start: usize, end: usize, digits: usize): void {
  const length = end - start;
  const before = <u32>load<u8>(start - 1);
  let hasPieces = length > MAX_LENGTH;
  // Few digits with much behind them are no number.
  if (digits >= length) {
    if (length <= MAX_LENGTH && followsName(start)) emit(start, hashApart(start, length));
  } else if (length < 16) {
    const bytes = shortBytes(start, length);
    if (length > digits + 2 && hasLetters(bytes)) emit(start, shortHash(bytes, length));
  } else if (length <= MAX_LENGTH) {
    const hash = longHash(start, length);
    if (length > digits + 2 && hasLetters(seen)) emit(start, hash);
    hasPieces = length > MIN_HEX_PIECE && sawHyphen() && !isUuid(start, end);
  }
  if (hasPieces || mayBe(start - 1, ESCAPES) || (mayBe(start - 1, COLORS) && mayBe(start - 2, BEFORE_COLORS)))
    parts(start, end, before);
}

/** The tokens in a run that are not the whole of it: behind an escape, and between hyphens. */
function parts(start: usize, end: usize, before: u32): void {
  const firstEnd = pieceEnd(start, end);
  if (firstEnd < end) hexPiece(start, firstEnd);
  if (before == 0x5c) behindBackslash(start, end, firstEnd);
  else if (before == 0x25) behindPercent(start, end, firstEnd);
  else if (before == 0x5b || before == 0x3b || before == 0x3a || before == 0x3f) behindColor(start, end, firstEnd);
  let from = firstEnd + 1;
  while (from < end) {
    const to = pieceEnd(from, end);
    hexPiece(from, to);
    from = to + 1;
  }
}

/** What stands behind an escape in the same run. */
function rest(start: usize, end: usize, firstEnd: usize): void {
  if (start >= end) return;
  maybeToken(start, end);
  if (firstEnd < end) hexPiece(start, firstEnd);
}

/** Behind `\n`, `\u0026`, `\x00`. */
function behindBackslash(start: usize, end: usize, firstEnd: usize): void {
  const c = <u32>load<u8>(start) | 0x20;
  if (c == 0x6e || c == 0x72 || c == 0x74 || c == 0x62 || c == 0x66) return rest(start + 1, end, firstEnd);
  const size: usize = c == 0x75 ? 5 : c == 0x78 ? 3 : 0;
  if (size == 0) return;
  for (let at = start + 1; at < start + size; at += 1) if (!isHex(<u32>load<u8>(at))) return;
  // A quote may be written as `\\u0022`.
  if (size == 5 && isStatusNumber(start + 5, textEnd)) flag(start);
  rest(start + size, end, firstEnd);
}

/** Behind `%3D`, and what is escaped once or more again: `%253D`. */
function behindPercent(start: usize, end: usize, firstEnd: usize): void {
  for (let at = start; at <= start + 6 && at + 2 <= end; at += 2) {
    if (!isHex(<u32>load<u8>(at)) || !isHex(<u32>load<u8>(at, 1))) return;
    rest(at + 2, end, firstEnd);
    if (load<u16>(at) != 0x3532) return;
  }
}

/** Behind a color, raw or escaped: ESC, `\u001b`, `\x1b`, `\033` or `\e`, a bracket, numbers, and a letter. */
function behindColor(start: usize, end: usize, firstEnd: usize): void {
  const bracket = skipParameters(start - 1);
  const last = <u32>load<u8>(bracket - 1);
  if (load<u8>(bracket) != 0x5b) return;
  if (last != 0x1b && last != 0x33 && (last | 0x20) != 0x62 && (last | 0x20) != 0x65) return;
  let at = start;
  while (at < end && isDigit(<u32>load<u8>(at))) at += 1;
  if (at < end && isLetter(<u32>load<u8>(at))) rest(at + 1, end, firstEnd);
}

/** From `at` back over what stands between the bracket and the letter of a control sequence. */
function skipParameters(at: usize): usize {
  for (let left: i32 = 20; left > 0; left -= 1, at -= 1) {
    const c = <u32>load<u8>(at);
    if (!isDigit(c) && c != 0x3a && c != 0x3b && c != 0x3f) break;
  }
  return at;
}

@inline
function isQuote(c: u32): bool {
  return c == 0x22 || c == 0x5c || c == 0x27;
}

@inline
function isBlank(c: u32): bool {
  return c == 0x20 || c == 0x09 || c == 0x0d;
}

/** Whether the byte at `at` is the end of an escape (`\n`) or of a control sequence. */
function endsEscape(at: usize): bool {
  if (!isLetter(<u32>load<u8>(at))) return false;
  return load<u8>(at - 1) == 0x5c || load<u8>(skipParameters(at - 1)) == 0x5b;
}

/** Whether a number of three digits from 400 on stands at `at` and ends there, in a text that ends at `end`. */
function isStatusNumber(at: usize, end: usize): bool {
  if (at + 3 > end) return false;
  if (load<u8>(at) < 0x34 || !isDigit(<u32>load<u8>(at)) || !isDigit(<u32>load<u8>(at, 1)) || !isDigit(<u32>load<u8>(at, 2)))
    return false;
  return at + 3 == end || load<u8>(at, 3) == 0x2d || !isWord(<u32>load<u8>(at, 3));
}

/** Flags the line if the number of three digits at `at` may be a failing status. */
function status(at: usize, end: usize): void {
  // Most are numbers in JSON under another name.
  const front = load<u32>(at - 4) | 0x2020;
  const ending = front & 0xffff;
  if (front >> 16 == 0x3a22 && ending != 0x7375 && ending != 0x6564 && ending != 0x6575 && ending != 0x7073) {
    if (isLetter(ending & 0xff) && isLetter(ending >> 8) && load<u8>(at, 3) != 0x20) return;
  }
  if (!isStatusNumber(at, end)) return;
  const before = <u32>load<u8>(at - 1);
  if (isWord(before)) {
    if ((at + 3 == end || !isWord(<u32>load<u8>(at, 3))) && endsEscape(at - 1)) flag(at);
    return;
  }
  // White space, or one of `:="[|`.
  if (before > 0x20 && before != 0x3a && before != 0x3d && before != 0x22 && before != 0x5b && before != 0x7c) {
    // Squid: `TCP_MISS/502 `.
    if (before == 0x2f && <u32>load<u8>(at - 2) - 0x41 < 26 && load<u8>(at, 3) == 0x20) flag(at);
    return;
  }
  let name = at - 1;
  while (isQuote(<u32>load<u8>(name))) name -= 1;
  if (load<u8>(name) == 0x3d) {
    name -= 1;
  } else {
    while (isBlank(<u32>load<u8>(name))) name -= 1;
    // `/"a": 404 12 ms` may be a path in front of its status.
    if (load<u8>(name) != 0x3a || load<u8>(at, 3) == 0x20) return flag(at);
    name -= 1;
    while (isBlank(<u32>load<u8>(name))) name -= 1;
    if (!isQuote(<u32>load<u8>(name))) return flag(at);
    while (isQuote(<u32>load<u8>(name))) name -= 1;
  }
  const two = twoAt(name);
  // The names are `status`, `code`, `resp`, and `value` of a pair.
  if (two == 0x7573 || two == 0x6465 || two == 0x7370 || two == 0x7565) return flag(at);
  if (!isWord(<u32>load<u8>(name)) || endsEscape(name)) flag(at);
}

/** Notes a place in a line that may say an error. */
@inline
function flag(at: usize): void {
  if (flagCount < <u32>MAX_FLAGS) store<u32>(FLAGS + <usize>flagCount * 4, <u32>(at - textStart));
  flagCount += 1;
}

/** Flags the line if `err` as the beginning of a name, of which `at` is the second byte, or `code` as the end of one stands there. */
function word(at: usize, end: usize): void {
  if ((<u32>load<u8>(at) | 0x20) == 0x72) {
    if (at + 1 < end && (<u32>load<u8>(at - 1) | 0x20) == 0x65) {
      if (!isLetter(<u32>load<u8>(at - 2)) || endsEscape(at - 2)) flag(at);
    }
    return;
  }
  if (at + 3 >= end || (<u32>load<u8>(at, 3) | 0x20) != 0x65) return;
  if (at + 4 < end && isWord(<u32>load<u8>(at, 4))) return;
  const before = <u32>load<u8>(at - 1);
  if (isWord(before)) {
    // `errorcode` and `error_code` say `err` too.
    if (isDigit(before) || endsEscape(at - 1)) flag(at);
  } else if (before == 0x2e) {
    // What only wraps the fields of a line: `attributes`, `fields`, `data`, `extra`, `context`, `ctx`, `payload` …
    const two = twoAt(at - 2);
    if (
      two == 0x6573 || two == 0x6473 || two == 0x7461 || two == 0x7261 || two == 0x7874 || two == 0x7478 ||
      two == 0x6164 || two == 0x7264 || two == 0x6463
    )
      flag(at);
  } else {
    flag(at);
  }
}

/** What `word` may flag begins at `at`. */
@inline
function beginsMark(at: usize): bool {
  const two = <u32>load<u16>(at) | 0x2020;
  return two == 0x7272 || (two == 0x6f63 && (<u32>load<u8>(at, 2) | 0x20) == 0x64);
}

/** Flags what stands in a column of the 64 bytes at `pos`: the bytes whose places differ by a multiple of 16. */
function columns(pos: usize, column: u32): void {
  for (; column != 0; column &= column - 1) {
    const first = pos + <usize>ctz(column);
    for (let at = first; at < first + 64; at += 16) if (beginsMark(at)) word(at, textEnd);
  }
}

/** The vectors that `classify` needs: as constants they would be made anew for every 16 bytes. */
@inline
function keep(index: usize, value: i8): void {
  v128.store(VECTORS + index * 16, i8x16.splat(value));
}

@inline
function kept(index: usize): v128 {
  return v128.load(VECTORS + index * 16);
}

/** The feeds that `classify` saw, in each of 16 columns. */
let feedColumns: v128 = i8x16.splat(0);

/**
 * Writes the masks of `count` groups of 64 bytes from `pos` on: which bytes are word bytes, and which digits. Lists
 * the groups with places at which `word` must look, and gives the end of that list.
 */
function classify(pos: usize, count: usize): usize {
  const fold = kept(0);
  const toLetter = kept(1);
  const letters = kept(2);
  const toDigit = kept(3);
  const tenDigits = kept(4);
  const hyphen = kept(5);
  const under = kept(6);
  const r = kept(7);
  const c = kept(8);
  const o = kept(9);
  const d = kept(10);
  const feed = kept(11);
  let feeds = i8x16.splat(0);
  let list = MARKS;
  let bits: usize = 0;
  const until = pos + count * 64;
  for (; pos < until; pos += 64) {
    let marks: v128 = i8x16.splat(0);
    for (let part: usize = 0; part < 64; part += 16) {
      const bytes = v128.load(pos + part);
      const low = v128.or(bytes, fold);
      // Signed comparisons are the cheap ones: each range is moved to the lowest numbers.
      const digit = i8x16.lt_s(i8x16.add(bytes, toDigit), tenDigits);
      const letter = i8x16.lt_s(i8x16.add(low, toLetter), letters);
      const other = v128.or(i8x16.eq(bytes, hyphen), i8x16.eq(bytes, under));
      store<u16>(WORDS + bits, <u16>i8x16.bitmask(v128.or(v128.or(digit, letter), other)));
      store<u16>(DIGITS + bits, <u16>i8x16.bitmask(digit));
      bits += 2;
      feeds = i8x16.sub(feeds, i8x16.eq(bytes, feed));
      const second = v128.or(v128.load(pos + part, 1), fold);
      const third = v128.or(v128.load(pos + part, 2), fold);
      const cod = v128.and(v128.and(i8x16.eq(low, c), i8x16.eq(second, o)), i8x16.eq(third, d));
      marks = v128.or(marks, v128.or(v128.and(i8x16.eq(low, r), i8x16.eq(second, r)), cod));
    }
    const column = <u32>i8x16.bitmask(marks);
    store<u32>(list, <u32>pos);
    store<u32>(list, column, 4);
    list += <usize>(column != 0) << 3;
  }
  feedColumns = feeds;
  return list;
}

/** The sum of the feeds that `classify` saw. */
@inline
function feedsSeen(): u32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(feedColumns));
  return <u32>(i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1) + i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3));
}

// The masks of the group before, of which `findRuns` carries bits into the next: words, two and six of them, digits, the first digits.
let wordsBefore: u64 = 0;
let twoBefore: u64 = 0;
let sixBefore: u64 = 0;
let digitsBefore: u64 = 0;
let firstBefore: u64 = 0;
let ripple: u64 = 0;

// The ends of the lists that `findRuns` writes.
let endsEnd: usize = 0;
let numbersEnd: usize = 0;

/** `mask` one byte further, and what of the group before comes in. */
@inline
function moved(mask: u64, before: u64, by: u64): u64 {
  return mask << by | before >> (64 - by);
}

/**
 * Lists, of the `count` groups from `pos` on, the ends of the runs of six word bytes or more that hold a digit, and
 * the numbers of three digits from 400 on at the beginning or the end of a run.
 */
function findRuns(pos: usize, count: usize): void {
  let w1 = wordsBefore;
  let two1 = twoBefore;
  let six1 = sixBefore;
  let d1 = digitsBefore;
  let first1 = firstBefore;
  let carry = ripple;
  let ends = ENDS;
  let numbers = NUMBERS;
  for (let slot: usize = 0; slot < count * 8; slot += 8, pos += 64) {
    const w = load<u64>(WORDS + slot);
    const d = load<u64>(DIGITS + slot);

    // Each bit stands at the last byte of its two, or six, word bytes.
    const behindWord = moved(w, w1, 1);
    const two = w & behindWord;
    const six = two & moved(two, two1, 2) & moved(two, two1, 4);

    // Adding its start to a run without its digits carries up to the first digit, or if there is none behind the run.
    const rest = w & ~d;
    const sum = rest + (w & ~behindWord);
    const total = sum + carry;
    carry = <u64>(sum < rest) | <u64>(total < sum);
    const end = ~w & moved(six, six1, 1) & ~total;

    // A mask seldom has more bits than two; a loop from the start would be a guess that often fails.
    store<u32>(ends, <u32>(pos + <usize>ctz(end)));
    let more = end & (end - 1);
    store<u32>(ends, <u32>(pos + <usize>ctz(more)), 4);
    ends += <usize>popcnt(end) * 4;
    more &= more - 1;
    if (more != 0) {
      do {
        store<u32>(ends - <usize>popcnt(more) * 4, <u32>(pos + <usize>ctz(more)));
        more &= more - 1;
      } while (more != 0);
    }

    // Where three digits may end, and none at either side; `status` looks at the one between.
    const behindDigit = moved(d, d1, 1);
    const first = d & ~behindDigit;
    let number = ~d & behindDigit & moved(first, first1, 3) & ~(w & moved(w, w1, 4));
    if (number != 0) {
      do {
        const at = pos + <usize>ctz(number) - 3;
        store<u32>(numbers, <u32>at);
        numbers += <usize>(load<u8>(at) >= 0x34) << 2;
        number &= number - 1;
      } while (number != 0);
    }

    w1 = w;
    two1 = two;
    six1 = six;
    d1 = d;
    first1 = first;
  }
  wordsBefore = w1;
  twoBefore = two1;
  sixBefore = six1;
  digitsBefore = d1;
  firstBefore = first1;
  ripple = carry;
  endsEnd = ends;
  numbersEnd = numbers;
}

/** Indexes the runs that `findRuns` listed; the first slot stands for the bytes from `pos` on. */
function indexRuns(pos: usize): void {
  for (let list = ENDS; list < endsEnd; list += 4) {
    const end = <usize>load<u32>(list);
    // The masks of the 57 bytes up to the last of the run, or more; that one is on top.
    const last = <isize>(end - 1 - pos);
    const words = <usize>clz(~(load<u64>(WORDS - 7 + <usize>(last >> 3)) << (7 - <u64>(last & 7))));
    if (words < 57) {
      const first = last + 1 - <isize>words;
      run(end - words, end, <usize>ctz(~(load<u64>(DIGITS + <usize>(first >> 3)) >> <u64>(first & 7))));
    } else {
      longRun(end);
    }
  }
}

/** A run that is too long for the masks. */
function longRun(end: usize): void {
  let start = end;
  while (start > textStart && isWord(<u32>load<u8>(start - 1))) start -= 1;
  run(start, end, digitsAt(start, end));
}

/** What the byte `c` may be in front of a run. */
function kindBefore(c: u32): u8 {
  let kind: u8 = 0;
  if (c == 0x5c || c == 0x25) kind |= ESCAPES;
  const isColor = c == 0x5b || c == 0x3b || c == 0x3a || c == 0x3f;
  if (isColor) kind |= COLORS;
  const beginsColor = c == 0x1b || (c | 0x20) == 0x62 || (c | 0x20) == 0x65;
  if (isColor || beginsColor || isDigit(c)) kind |= BEFORE_COLORS;
  const isSpace = c == 0x20 || (c - 0x09 < 5 && c != 0x0a);
  const isMark = c == 0x3a || c == 0x3d || c == 0x23 || c == 0x28 || c == 0x5b || c == 0x7b || c == 0x5d;
  if (isSpace || isMark || isQuote(c) || c == 0x2e || c == 0x2d || c == 0x5f) kind |= SEPARATES;
  return kind;
}

/** Forgets what was found before: call it when a segment begins. */
export function reset(): void {
  keep(0, 0x20);
  keep(1, <i8>(0x80 - 0x61));
  keep(2, <i8>(0x80 + 26));
  keep(3, <i8>(0x80 - 0x30));
  keep(4, <i8>(0x80 + 10));
  keep(5, 0x2d);
  keep(6, 0x5f);
  keep(7, 0x72);
  keep(8, 0x63);
  keep(9, 0x6f);
  keep(10, 0x64);
  keep(11, 0x0a);
  v128.store(VECTORS + 12 * 16, i32x4.splat(K1));
  keep(13, 0x40);
  v128.store(LANES, i32x4(K1, K2, K3, K4));
  v128.store(ONES_THEN_ZEROS, i8x16.splat(-1));
  v128.store(ONES_THEN_ZEROS + 16, i8x16.splat(0));
  for (let byte: usize = 0; byte < 256; byte += 1) store<u8>(BEFORE + byte, kindBefore(<u32>byte));
  memory.fill(DEDUPE, 0, DEDUPE_SLOTS * 4);
}

/**
 * Scans `length` bytes of the text from `from`, which stand at `offset` in the segment. Pairs, flags and feeds are
 * those of this call; the feeds begin with the block in which `offset` stands.
 */
export function scan(from: usize, length: usize, offset: u32): void {
  pairCount = 0;
  flagCount = 0;
  textStart = TEXT + from;
  textOffset = offset;
  const end = textStart + length;
  textEnd = end;
  // Zeros end the last run, so nothing else needs to know where the text ends.
  memory.copy(BEHIND, end, PADDING);
  memory.fill(end, 0, PADDING);
  store<u64>(WORDS - 8, 0);
  wordsBefore = 0;
  twoBefore = 0;
  sixBefore = 0;
  digitsBefore = 0;
  firstBefore = 0;
  ripple = 0;

  memory.fill(FEEDS, 0, MAX_BLOCKS * 4);
  let feedsAt = FEEDS;
  let feeds: u32 = 0;
  let blockEnd = textStart + <usize>((((offset >> BLOCK_BITS) + 1) << BLOCK_BITS) - offset);
  let left = (length >> 6) + 1;
  let pos = textStart;
  while (left > 0) {
    let count = min(min(left, MAX_GROUPS), (blockEnd - pos + 63) >> 6);
    const marksEnd = classify(pos, count);
    for (let mark = MARKS; mark < marksEnd; mark += 8) columns(<usize>load<u32>(mark), load<u32>(mark, 4));
    findRuns(pos, count);
    for (let number = NUMBERS; number < numbersEnd; number += 4) status(<usize>load<u32>(number), end);
    indexRuns(pos);
    feeds += feedsSeen();
    pos += count * 64;
    left -= count;
    if (pos >= blockEnd) {
      let behind: u32 = 0;
      for (let at = blockEnd; at < pos; at += 1) behind += <u32>(load<u8>(at) == 0x0a);
      store<u32>(feedsAt, feeds - behind);
      feedsAt += 4;
      feeds = behind;
      blockEnd += <usize>1 << BLOCK_BITS;
    }
    // A run may begin in the group before.
    store<u64>(WORDS - 8, wordsBefore);
    store<u64>(DIGITS - 8, digitsBefore);
  }
  store<u32>(feedsAt, feeds);
  memory.copy(end, BEHIND, PADDING);
}

/**
 * Finds the line in which a byte of the text stands that was scanned last, and the template that it fits: gives its
 * number, or -1 if there is none. Places count from the context in front of the memory's text; a line that has no line
 * feed ends at -1.
 */
export function lineAt(place: u32): i32 {
  const feed = kept(11);
  let start = textStart + <usize>place;
  for (; start > textStart; start -= 16) {
    const feeds = <u32>i8x16.bitmask(i8x16.eq(v128.load(start - 16), feed));
    if (feeds == 0) continue;
    start -= <usize>clz(feeds << 16);
    break;
  }
  start = max(start, textStart);
  let end = textStart + <usize>place;
  let feeds: u32 = 0;
  for (; end < textEnd; end += 16) {
    feeds = <u32>i8x16.bitmask(i8x16.eq(v128.load(end), feed));
    if (feeds != 0) break;
  }
  end += <usize>ctz(feeds);
  store<u32>(FOUND, <u32>(start - BASE));
  if (feeds == 0 || end >= textEnd) {
    store<i32>(FOUND, -1, 4);
    return -1;
  }
  store<u32>(FOUND, <u32>(end - BASE), 4);
  return match(TEMPLATES, start, end, BASE, FOUND + 8);
}

/** Forgets which texts have numbers. */
export function forgetNames(): void {
  memory.fill(NAME_SLOTS, 0, <usize>MAX_NAMES * 8);
  nameCount = 0;
  namesEnd = NAMES;
}

/** The number, from 1 on, of the text from `start` to `end`, the same for the same text; 0 where there is no room for it. */
export function nameAt(start: usize, end: usize): u32 {
  const at = BASE + start;
  const length = end - start;
  if (length > MAX_LENGTH) return 0;
  let slot = <usize>hashApart(at, length);
  for (; ; slot += 1) {
    const place = NAME_SLOTS + (slot & (MAX_NAMES * 2 - 1)) * 4;
    const known = <usize>load<u32>(place);
    if (known != 0) {
      if (load<u32>(known, 4) == <u32>length && behind(known + 4, at) != 0) return load<u32>(known);
      continue;
    }
    if (nameCount == MAX_NAMES || namesEnd + 8 + length > NAMES_END) return 0;
    nameCount += 1;
    store<u32>(place, <u32>namesEnd);
    store<u32>(namesEnd, nameCount);
    store<u32>(namesEnd, <u32>length, 4);
    memory.copy(namesEnd + 8, at, length);
    namesEnd += (8 + length + 3) & ~3;
    return nameCount;
  }
}

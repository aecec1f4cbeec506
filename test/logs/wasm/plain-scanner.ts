/** The scanner in plain JavaScript: the oracle that the built one is held to. */
import {
  BLOCK_BITS,
  CONTEXT,
  HASH_BITS,
  MAX_TEXT,
  MAX_TOKEN,
  MIN_TOKEN,
  type Scanned,
  type Scanner,
  tokenHash,
} from '../../../src/logs/wasm/id-scanner.ts';

const MAX_FLAGS = 65_536;
const SEEN_SLOTS = 2048;

/** A scanner that needs nothing but JavaScript. */
export function plainScanner(): Scanner {
  const memory = new Uint8Array(CONTEXT + MAX_TEXT);
  /** The last pair of each of these slots, so that few are given twice. */
  const seen = new Float64Array(SEEN_SLOTS);

  const scan = (from: number, length: number, offset: number): Scanned => {
    const end = from + length;
    if (from < CONTEXT || end > memory.length) throw new RangeError('The text is not within the memory.');
    const pairs: number[] = [];
    const flagged: number[] = [];
    const feeds = new Uint32Array(blockOf(offset + Math.max(length, 1) - 1) - blockOf(offset) + 1);

    const emit = (start: number, tokenEnd: number) => {
      const hash = tokenHash(memory, start, tokenEnd - start);
      const block = blockOf(offset + start - from);
      const slot = hash & (SEEN_SLOTS - 1);
      const mark = (block + 1) * 2 ** HASH_BITS + hash;
      if (seen[slot] === mark) return;
      seen[slot] = mark;
      pairs.push(hash, block);
    };

    const countFeed = (at: number) => {
      const index = blockOf(offset + at - from) - blockOf(offset);
      feeds[index] = (feeds[index] ?? 0) + 1;
    };

    const scanRun = (start: number): number => {
      let kinds = 0;
      let at = start;
      for (; at < end; at += 1) {
        const kind = KINDS[memory[at] ?? 0] ?? 0;
        if ((kind & WORD) === 0) break;
        kinds |= kind;
        if ((kind & MARK) !== 0 && isErrorWord(memory, at, end)) flagged.push(at - from);
      }
      if ((kinds & DIGIT) !== 0) {
        const isStatus =
          isFailingStatus(memory, start, end) ||
          (isLetter(memory[at - 4]) && isFailingStatus(memory, at - 3, end)) ||
          isEscapedStatus(memory, start, at);
        if (isStatus) flagged.push(start - from);
        if (at - start >= MIN_TOKEN) emitTokens(memory, start, at, emit);
      }
      return at;
    };

    for (let at = from; at < end; ) {
      if (isWord(memory[at])) {
        at = scanRun(at);
      } else {
        if (memory[at] === LINE_FEED) countFeed(at);
        at += 1;
      }
    }
    return {
      pairs: Uint32Array.from(pairs),
      feeds,
      flagged: flagged.length > MAX_FLAGS ? null : Uint32Array.from(flagged),
    };
  };

  return {
    memory,
    reset: () => {
      seen.fill(0);
    },
    scan,
  };
}

function blockOf(place: number): number {
  return place >>> BLOCK_BITS;
}

/** Which tokens of a run of word bytes are indexed: the rules that `id-scan.as.ts` follows too. */

/** Takes a token that is to be indexed. */
type Emit = (start: number, end: number) => void;

const MIN_HEX_PIECE = 16;

/** How many bytes between a name and its value are looked at; behind more, any integer counts as an id. */
const MAX_BETWEEN = 20;

const BETWEEN = bytesOf(' \t\r\v\f:=#"\'\\([{].-_');

/**
 * How names end that may hold ids: `id`, `ids`, `request`, `req`, `correlation`, `trace`, `traceparent`, `span`,
 * `ray`, and `value`, `stringValue` and the like, in front of which the name stands as another value.
 */
const NAME_ENDS = new Set(['id', 'ds', 'st', 'eq', 'on', 'ce', 'nt', 'an', 'ay', 'ue']);

/** What stands in front of a run whose first bytes may be the last of an escape. */
const MAY_END_ESCAPE = bytesOf('\\%[;:?');

/** Emits what is indexed of the run from `start` to `end`, in the order of the first bytes. */
function emitTokens(bytes: Uint8Array, start: number, end: number, emit: Emit): void {
  if (isIndexed(bytes, start, end) || (isInteger(bytes, start, end) && followsName(bytes, start)))
    emit(start, end);
  const firstEnd = pieceEnd(bytes, start, end);
  if (firstEnd < end) emitHexPiece(bytes, start, firstEnd, emit);
  if (MAY_END_ESCAPE.has(bytes[start - 1] ?? 0)) {
    for (const behind of escapeEnds(bytes, start, end)) {
      if (isIndexed(bytes, behind, end) || isInteger(bytes, behind, end)) emit(behind, end);
      if (firstEnd < end) emitHexPiece(bytes, behind, firstEnd, emit);
    }
  }
  for (let from = firstEnd + 1; from < end; ) {
    const to = pieceEnd(bytes, from, end);
    emitHexPiece(bytes, from, to, emit);
    from = to + 1;
  }
}

/** Where the piece that begins at `start` ends: at a hyphen, or with its run. */
function pieceEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== HYPHEN) at += 1;
  return at;
}

/** Whether a token looks like an id, wherever it stands. */
function isIndexed(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < MIN_TOKEN || end - start > MAX_TOKEN) return false;
  const leading = digitsAt(bytes, start, end);
  if (leading > 0 && end - start - leading <= 2) return false;
  let hasDigit = false;
  let hasLetter = false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (isDigit(byte)) hasDigit = true;
    else if (byte !== HYPHEN) hasLetter = true;
  }
  return hasDigit && hasLetter;
}

function isInteger(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= MIN_TOKEN && end - start <= MAX_TOKEN && digitsAt(bytes, start, end) === end - start;
}

function digitsAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at])) at += 1;
  return at - start;
}

/** Hex ids may stand between hyphens; other ids are whole runs. */
function emitHexPiece(bytes: Uint8Array, start: number, end: number, emit: Emit): void {
  if (end - start < MIN_HEX_PIECE) return;
  for (let at = start; at < end; at += 1) if (!isHex(bytes[at])) return;
  if (isIndexed(bytes, start, end) || isInteger(bytes, start, end)) emit(start, end);
}

/** Whether a name that may hold ids stands in front of the value at `start`. */
function followsName(bytes: Uint8Array, start: number): boolean {
  let at = start - 1;
  while (start - 1 - at < MAX_BETWEEN && BETWEEN.has(bytes[at] ?? 0)) at -= 1;
  const last = bytes[at] ?? 0;
  // Latin-1 has a space of its own.
  if (last >= 0x80) return true;
  if (at === start - 1) return false;
  if (start - 1 - at === MAX_BETWEEN) return true;
  const ending = String.fromCharCode(bytes[at - 1] ?? 0, last).toLowerCase();
  // A color may stand between.
  return ending.endsWith('m') || NAME_ENDS.has(ending);
}

/** Where a token may begin behind an escape whose last bytes are the first of the run at `start`. */
function escapeEnds(bytes: Uint8Array, start: number, end: number): number[] {
  const before = bytes[start - 1];
  if (before === BACKSLASH) return escapeEnd(bytes, start);
  if (before === 0x25) return percentEnds(bytes, start, end);
  const letter = start + digitsAt(bytes, start, end);
  return isLetter(bytes[letter]) && letter < end && followsColor(bytes, start) ? [letter + 1] : [];
}

/** `\n`, `\u0026`, `\x00`. */
function escapeEnd(bytes: Uint8Array, start: number): number[] {
  const kind = String.fromCharCode(bytes[start] ?? 0).toLowerCase();
  if ('nrtbf'.includes(kind)) return [start + 1];
  const digits = kind === 'u' ? 4 : kind === 'x' ? 2 : 0;
  const isWhole = digits > 0 && bytes.subarray(start + 1, start + 1 + digits).every(isHex);
  return isWhole ? [start + 1 + digits] : [];
}

/** `%3D`, and escaped once or more again `%253D`. */
function percentEnds(bytes: Uint8Array, start: number, end: number): number[] {
  const ends: number[] = [];
  for (let at = start; at <= start + 6 && at + 2 <= end; at += 2) {
    if (!isHex(bytes[at]) || !isHex(bytes[at + 1])) break;
    ends.push(at + 2);
    if (bytes[at] !== 0x32 || bytes[at + 1] !== 0x35) break;
  }
  return ends;
}

/** Whether the bytes in front begin a control sequence: ESC, `\u001b`, `\x1b`, `\033` or `\e`, a bracket, numbers. */
function followsColor(bytes: Uint8Array, start: number): boolean {
  let at = start - 1;
  while (start - 1 - at < 20 && isParameter(bytes[at])) at -= 1;
  if (bytes[at] !== 0x5b) return false;
  const last = bytes[at - 1] ?? 0;
  return last === 0x1b || last === 0x33 || (last | 0x20) === 0x62 || (last | 0x20) === 0x65;
}

/** What stands between the bracket and the letter of a control sequence. */
function isParameter(byte: number | undefined): boolean {
  return isDigit(byte) || byte === 0x3b || byte === 0x3a || byte === 0x3f;
}

function bytesOf(text: string): Set<number> {
  return new Set(Buffer.from(text, 'latin1'));
}

/** Which places of a line say that it may name an error or a failing status: as in `id-scan.as.ts`. */

const SPACE = 0x20;
const TAB = 9;
const COLON = 0x3a;
const PERIOD = 0x2e;

/** What may stand right before a status: white space, or one of `:="[|`. */
const BEFORE_STATUS = new Set(Buffer.from(':="[|', 'latin1'));

/** How the objects are called that only wrap the fields of a line, by their last two letters: `fields.code`. */
const WRAPPER_ENDS = new Set(['es', 'ds', 'ta', 'ra', 'xt', 'tx', 'ad', 'rd', 'dc']);

/** How names end that may hold a status: `status`, `code`, `resp`, and `value`, `intValue` of a pair. */
const STATUS_NAME_ENDS = new Set(['us', 'de', 'sp', 'ue']);

/** Whether `err` as the beginning of a name, of which `at` is the second byte, or `code` as the end of one stands there. */
function isErrorWord(bytes: Uint8Array, at: number, end: number): boolean {
  const first = fold(bytes[at]);
  if (first === 'r') {
    if (at + 1 >= end || fold(bytes[at + 1]) !== 'r' || fold(bytes[at - 1]) !== 'e') return false;
    return !isLetter(bytes[at - 2]) || endsEscape(bytes, at - 2);
  }
  if (first !== 'c' || at + 3 >= end) return false;
  if (fold(bytes[at + 1]) !== 'o' || fold(bytes[at + 2]) !== 'd' || fold(bytes[at + 3]) !== 'e') return false;
  if (at + 4 < end && isWord(bytes[at + 4])) return false;
  const before = bytes[at - 1];
  // `errorcode` and `error_code` say `err` too.
  if (isWord(before)) return isDigit(before) || endsEscape(bytes, at - 1);
  return before !== PERIOD || WRAPPER_ENDS.has(fold(bytes[at - 3]) + fold(bytes[at - 2]));
}

/** Whether the three bytes at `at` may be a status of 400 or more. */
function isFailingStatus(bytes: Uint8Array, at: number, end: number): boolean {
  if (!isStatusNumber(bytes, at, end)) return false;
  const before = bytes[at - 1] ?? 0;
  if (isWord(before)) return (at + 3 === end || !isWord(bytes[at + 3])) && endsEscape(bytes, at - 1);
  // Squid: `TCP_MISS/502 `.
  if (before === 0x2f) return isCapital(bytes[at - 2]) && bytes[at + 3] === SPACE;
  if (before > SPACE && !BEFORE_STATUS.has(before)) return false;
  const name = nameBefore(bytes, at);
  if (name === null) return true;
  if (STATUS_NAME_ENDS.has(fold(bytes[name - 1]) + fold(bytes[name]))) return true;
  return !isWord(bytes[name]) || endsEscape(bytes, name);
}

/** Whether the run at `start` is a status in quotes that are written as `\u0022`. */
function isEscapedStatus(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    bytes[start - 1] === BACKSLASH &&
    fold(bytes[start]) === 'u' &&
    bytes.subarray(start + 1, start + 5).every(isHex) &&
    isStatusNumber(bytes, start + 5, end)
  );
}

/** Whether a number of three digits from 400 on stands at `at`, and ends there. */
function isStatusNumber(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 3 > end || (bytes[at] ?? 0) < 0x34) return false;
  if (!isDigit(bytes[at]) || !isDigit(bytes[at + 1]) || !isDigit(bytes[at + 2])) return false;
  const behind = at + 3 < end ? bytes[at + 3] : undefined;
  return behind === HYPHEN || !isWord(behind);
}

/** Where the name ends whose value surely stands at `at` (`name=`, `"name": "`); null if there is none. */
function nameBefore(bytes: Uint8Array, at: number): number | null {
  let index = at - 1;
  while (isQuote(bytes[index])) index -= 1;
  if (bytes[index] === 0x3d) return index - 1;
  while (isBlank(bytes[index])) index -= 1;
  // `/"a": 404 12 ms` may be a path in front of its status.
  if (bytes[index] !== COLON || bytes[at + 3] === SPACE) return null;
  index -= 1;
  while (isBlank(bytes[index])) index -= 1;
  if (!isQuote(bytes[index])) return null;
  while (isQuote(bytes[index])) index -= 1;
  return index;
}

/** Whether the word byte at `at` is the end of an escape (`\n`) or of a control sequence. */
function endsEscape(bytes: Uint8Array, at: number): boolean {
  if (!isLetter(bytes[at])) return false;
  let index = at - 1;
  if (bytes[index] === BACKSLASH) return true;
  while (at - 1 - index < 20 && isParameter(bytes[index])) index -= 1;
  return bytes[index] === 0x5b;
}

function isCapital(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}

function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === BACKSLASH || byte === 0x27;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === 13;
}

function fold(byte: number | undefined): string {
  return String.fromCharCode((byte ?? 0) | 0x20);
}

/** What a byte is to the scanner. */

const LINE_FEED = 10;
const BACKSLASH = 0x5c;
const HYPHEN = 0x2d;

const DIGIT = 1;
const LETTER = 2;
const WORD = 4;
const HEX = 8;
/** A byte at which `err` or `code` may be seen: its first `r`, its `c`. */
const MARK = 16;

/** The bits above of each byte, for loops over all bytes. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  return (
    (/[0-9]/.test(char) ? DIGIT : 0) |
    (/[A-Za-z]/.test(char) ? LETTER : 0) |
    (/[A-Za-z0-9_-]/.test(char) ? WORD : 0) |
    (/[0-9A-Fa-f]/.test(char) ? HEX : 0) |
    (/[RrCc]/.test(char) ? MARK : 0)
  );
});

/** A byte, or undefined outside of the text. */
type Byte = number | undefined;

function isDigit(byte: Byte): boolean {
  return is(byte, DIGIT);
}

function isLetter(byte: Byte): boolean {
  return is(byte, LETTER);
}

/** What runs consist of: letters, digits, `_` and `-`. */
function isWord(byte: Byte): boolean {
  return is(byte, WORD);
}

function isHex(byte: Byte): boolean {
  return is(byte, HEX);
}

function is(byte: Byte, kind: number): boolean {
  return byte !== undefined && ((KINDS[byte] ?? 0) & kind) !== 0;
}

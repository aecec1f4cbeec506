/** Which places of a line say that it may name an error or a failing status: as in `scanner.as.ts`. */

import { BACKSLASH, HYPHEN, isDigit, isHex, isLetter, isWord } from './byte-kinds.ts';
import { isParameter } from './plain-tokens.ts';

const SPACE = 0x20;
const TAB = 9;
const COLON = 0x3a;
const PERIOD = 0x2e;

/** What may stand right before a status: white space, or one of `:="[|`. */
const BEFORE_STATUS = new Set(Buffer.from(':="[|', 'latin1'));

/** How the objects are called that only wrap the fields of a line, by their last two letters: `fields.code`. */
const WRAPPER_ENDS = new Set(['es', 'ds', 'ta', 'ra', 'xt', 'tx', 'ad', 'rd', 'dc']);

/** How names end that may hold a status: `status`, `code`, and `value`, `intValue` of a pair. */
const STATUS_NAME_ENDS = new Set(['us', 'de', 'ue']);

/** Whether `err` as the beginning of a name, of which `at` is the second byte, or `code` as the end of one stands there. */
export function isErrorWord(bytes: Uint8Array, at: number, end: number): boolean {
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
export function isFailingStatus(bytes: Uint8Array, at: number, end: number): boolean {
  if (!isStatusNumber(bytes, at, end)) return false;
  const before = bytes[at - 1] ?? 0;
  if (isWord(before)) return (at + 3 === end || !isWord(bytes[at + 3])) && endsEscape(bytes, at - 1);
  if (before > SPACE && !BEFORE_STATUS.has(before)) return false;
  const name = nameBefore(bytes, at);
  if (name === null) return true;
  if (STATUS_NAME_ENDS.has(fold(bytes[name - 1]) + fold(bytes[name]))) return true;
  return !isWord(bytes[name]) || endsEscape(bytes, name);
}

/** Whether the run at `start` is a status in quotes that are written as `\u0022`. */
export function isEscapedStatus(bytes: Uint8Array, start: number, end: number): boolean {
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

function isQuote(byte: number | undefined): boolean {
  return byte === 0x22 || byte === BACKSLASH || byte === 0x27;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === 13;
}

function fold(byte: number | undefined): string {
  return String.fromCharCode((byte ?? 0) | 0x20);
}

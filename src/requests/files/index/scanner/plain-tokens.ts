/** Which tokens of a run of word bytes are indexed: the rules that `scanner.as.ts` follows too. */

import { BACKSLASH, HYPHEN, isDigit, isHex, isLetter } from './byte-kinds.ts';
import { MAX_TOKEN, MIN_TOKEN } from './id-rule.ts';

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
export function emitTokens(bytes: Uint8Array, start: number, end: number, emit: Emit): void {
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
  // A colour may stand between.
  return ending.endsWith('m') || NAME_ENDS.has(ending);
}

/** Where a token may begin behind an escape whose last bytes are the first of the run at `start`. */
function escapeEnds(bytes: Uint8Array, start: number, end: number): number[] {
  const before = bytes[start - 1];
  if (before === BACKSLASH) return escapeEnd(bytes, start);
  if (before === 0x25) return percentEnds(bytes, start, end);
  const letter = start + digitsAt(bytes, start, end);
  return isLetter(bytes[letter]) && letter < end && followsColour(bytes, start) ? [letter + 1] : [];
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
function followsColour(bytes: Uint8Array, start: number): boolean {
  let at = start - 1;
  while (start - 1 - at < 20 && isParameter(bytes[at])) at -= 1;
  if (bytes[at] !== 0x5b) return false;
  const last = bytes[at - 1] ?? 0;
  return last === 0x1b || last === 0x33 || (last | 0x20) === 0x62 || (last | 0x20) === 0x65;
}

/** What stands between the bracket and the letter of a control sequence. */
export function isParameter(byte: number | undefined): boolean {
  return isDigit(byte) || byte === 0x3b || byte === 0x3a || byte === 0x3f;
}

function bytesOf(text: string): Set<number> {
  return new Set(Buffer.from(text, 'latin1'));
}

/** In bytes of UTF-8, and in units of UTF-16. */
export const LINE_FEED = 10;

/** At most `length` characters of `text`; a character of two units is kept whole or left out. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** The index of the quote that closes the string opened at `open` (-1: before the text); the length of the text if none does. */
export function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close !== -1) {
    let slashes = 0;
    while (text[close - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return close;
    close = text.indexOf('"', close + 1);
  }
  return text.length;
}

/** The words of a table, which white space parts. */
export function wordList(words: string): readonly string[] {
  return words.trim().split(/\s+/);
}

/** The same where only it counts which there are. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(wordList(words));
}

/** `text` without its percent-encoding; null where that is not UTF-8, or is broken off. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Whether `text` is a UUID as RFC 9562 writes one, in either case. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

/**
 * `text` without the characters of a class at its beginning: `trimStart(value, /["'\s]/)`. The class takes one unit of
 * UTF-16 and has no flag `g` or `y`.
 */
export function trimStart(text: string, unwanted: RegExp): string {
  let from = 0;
  while (from < text.length && unwanted.test(text.charAt(from))) from += 1;
  return text.slice(from);
}

/** The same at its end: `/[class]+$/` would try every run of such characters that stands elsewhere in the text. */
export function trimEnd(text: string, unwanted: RegExp): string {
  let to = text.length;
  while (to > 0 && unwanted.test(text.charAt(to - 1))) to -= 1;
  return text.slice(0, to);
}

/** The same at both ends. */
export function trim(text: string, unwanted: RegExp): string {
  return trimEnd(trimStart(text, unwanted), unwanted);
}

/** A regular expression's source that matches `text` itself. */
export function asPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}

/** A whole number with its digits in groups: `5,790`. By hand, as the first call of `toLocaleString` takes 20 ms. */
export function group(many: number): string {
  return String(many).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 error`, `5,790 errors` */
export function count(many: number, what: string): string {
  return `${group(many)} ${what}${many === 1 ? '' : 's'}`;
}

/** Byte order marks, and which byte of a unit is zero in text of Latin letters. */
const UTF_16 = [
  { name: 'utf-16le', magic: [0xff, 0xfe], zero: 1 },
  { name: 'utf-16be', magic: [0xfe, 0xff], zero: 0 },
] as const;
const SAMPLED = 256;

export type Utf16 = (typeof UTF_16)[number]['name'];

/** The encoding of text in UTF-16, by its first bytes; null for any other. */
export function utf16Of(first: Uint8Array): Utf16 | null {
  const found = UTF_16.find(({ magic, zero }) => {
    return magic.every((byte, index) => first[index] === byte) && isWide(first, zero);
  });
  return found?.name ?? null;
}

/** Whether the bytes read as 16-bit units of mostly Latin text: a stray FF FE alone does not make a file UTF-16. */
function isWide(bytes: Uint8Array, zero: 0 | 1): boolean {
  const sample = bytes.subarray(2, 2 + SAMPLED);
  const zeros = sample.filter((byte, index) => index % 2 === zero && byte === 0).length;
  return zeros * 4 >= sample.length;
}

/** What does not show, and how it is written so that it does. */

/**
 * What does not show, or changes how its neighbors show: controls (so ANSI escapes and line feeds), format characters
 * (bidi, zero-width, tags), lone surrogates, private use, line and paragraph separators, and all that Unicode marks as
 * ignorable (variation selectors, fillers); the blank braille pattern and what is no character.
 */
const HIDDEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800`;
const EVERY_HIDDEN = new RegExp(`[${HIDDEN}]`, 'gu');

/**
 * A value that was refused may be refused for a space that looks like another; in prose such spaces are usual, as French
 * and Japanese are written with them, and stay.
 */
const HIDDEN_IN_VALUE = String.raw`[${HIDDEN}]|(?! )\p{Zs}`;
const IN_VALUE = new RegExp(HIDDEN_IN_VALUE, 'u');
const EVERY_IN_VALUE = new RegExp(HIDDEN_IN_VALUE, 'gu');

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A character that does not show, as it is written in a string: `\n`, `\u202e`, `\u{e0041}`. */
export function escapeOf(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) return short;
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}

/** `text` on one line, with every character that does not show written as an escape: `\n`, `\u202e`, `\u{e0041}`. */
export function visible(text: string): string {
  return text.replace(EVERY_HIDDEN, escapeOf);
}

/** The same of a text of several lines, which stay apart. */
export function visibleLines(text: string): string {
  return text.replaceAll('\r\n', '\n').split('\n').map(visible).join('\n');
}

const HIDDEN_IN_LINES = new RegExp(`(?![\\n\\r\\t])[${HIDDEN}]`, 'gu');

/** `text` without the characters that do not show; line feeds and tabs stay. */
export function withoutHidden(text: string): string {
  return text.replace(HIDDEN_IN_LINES, '');
}

/** Whether a character of a value does not show, or is a space other than the usual one. */
export function isHiddenInValue(char: string): boolean {
  return IN_VALUE.test(char);
}

/** `visible` for a value that was refused: spaces other than the usual one are written as escapes too. */
export function visibleValue(text: string): string {
  return text.replace(EVERY_IN_VALUE, escapeOf);
}

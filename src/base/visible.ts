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

/** Whether a character of a value does not show, or is a space other than the usual one. */
export function isHiddenInValue(char: string): boolean {
  return IN_VALUE.test(char);
}

/** `visible` for a value that was refused: spaces other than the usual one are written as escapes too. */
export function visibleValue(text: string): string {
  return text.replace(EVERY_IN_VALUE, escapeOf);
}

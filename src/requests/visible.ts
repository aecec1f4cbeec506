/** Makes text from outside safe to show to a person and to a language model. */

import { createHash } from 'node:crypto';
import { escapeOf } from '../text/escape.ts';

/**
 * What does not show, or changes how its neighbours show: controls (so ANSI escapes and line feeds), format
 * characters (bidi, zero-width, tags), lone surrogates, private use, line and paragraph separators, and all that
 * Unicode marks as ignorable (variation selectors, fillers); the blank braille pattern and what is no character.
 */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;

/** `text` on one line, with every character that does not show written as an escape: `\n`, `\u202e`, `\u{e0041}`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escapeOf);
}

/** The same of a text of several lines, which stay apart. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/**
 * `text` between two lines that it cannot forge: they hold a hash that does not stand in it.
 *
 * The same text always gets the same fence.
 */
export function fence(text: string): string {
  let marker = markerOf(text, 0);
  for (let attempt = 1; text.includes(marker); attempt += 1) marker = markerOf(text, attempt);
  return `<log ${marker}>\n${text}\n</log ${marker}>`;
}

function markerOf(text: string, attempt: number): string {
  return createHash('sha256').update(`${attempt}:`).update(text).digest('hex').slice(0, 12);
}

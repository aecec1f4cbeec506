/** How a finding repeats what it was given: without secrets, visible, on one line, cut. */

import { escapeOf, isHiddenInValue, visibleValue } from '../base/text.ts';
import { holdsLoweredKey, REDACTED, redactGiven } from '../redact/redact.ts';

/** What is looked at before a cut: enough for any line that is shown. */
const LOOKED_AT = 4096;

/** `text` made visible and cut to `max` characters; the cut is announced. Secrets are left in: see `quote`. */
function cut(text: string, max = 60): string {
  const head = text.slice(0, LOOKED_AT);
  let shown = '';
  for (const char of head) {
    const next = isHiddenInValue(char) ? escapeOf(char) : char;
    if (shown.length + next.length > max) return `${shown}… (cut, ${text.length} characters)`;
    shown += next;
  }
  return text.length > head.length ? `${shown}… (cut, ${text.length} characters)` : shown;
}

/** Whether `text` holds what is not to be repeated: nothing may be made from such a text. */
export function holdsSecret(text: string): boolean {
  const head = text.slice(0, LOOKED_AT);
  return redactGiven(head) !== head;
}

/**
 * The quotes round what a finding repeats, until `withQuotes` knows where that comes from. They are private characters,
 * which are made visible in every text that is quoted, so that none can hold them.
 */
const OPEN = '\ue000';
const CLOSE = '\ue001';
const QUOTATION = /\ue000([^\ue000\ue001]*)\ue001/g;

/** A finding's message with its quotations written as `write` says. */
export function withQuotes(message: string, write: (text: string) => string): string {
  return message.replace(QUOTATION, (_, text: string) => write(text));
}

/** `text` in quotes, without secrets, visible, and cut to `max` characters. */
export function quote(text: string, max = 60): string {
  const safe = redactGiven(text.slice(0, LOOKED_AT));
  return inQuotes(cut(text.length > LOOKED_AT ? `${safe}…` : safe, max), text);
}

/** The same of what is known to hold no secret. */
export function quoteWhole(text: string, max = 60): string {
  return inQuotes(cut(text, max), text);
}

function inQuotes(shown: string, text: string): string {
  const at = shown.indexOf('… (cut, ');
  const [whole, note] =
    at < 0 ? [shown, ''] : [`${shown.slice(0, at)}…`, ` (cut, ${text.length} characters)`];
  return `${OPEN}${whole}${CLOSE}${note}`;
}

/** Like `quote`, for a scheme or host that a parser lower-cased: readers can still make out a key in it. */
export function quoteLowered(text: string, max = 60): string {
  return holdsLoweredKey(text.slice(0, LOOKED_AT)) ? REDACTED : quote(text, max);
}

/** `text` as a suggestion, or nothing if it would repeat a secret, hide characters or be too long to be whole. */
export function suggest(text: string | null): { suggestion?: string } {
  if (text === null || text === '' || text.length > 300) return {};
  return !holdsSecret(text) && visibleValue(text) === text ? { suggestion: text } : {};
}

/** A character as it is named in a sentence: `'_'`, `space`, `'é' (U+00E9)`, `U+200B`. */
export function charName(char: string): string {
  if (char === ' ') return 'space';
  if (char === '\n') return 'line feed';
  if (char === '\t') return 'tab';
  const codePoint = char.codePointAt(0) ?? 0;
  if (codePoint > 0x20 && codePoint < 0x7f) return `'${char}'`;
  const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return isHiddenInValue(char) || /\p{M}/u.test(char) ? name : `'${char}' (${name})`;
}

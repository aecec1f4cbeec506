/**
 * The one door for words that leave: secrets are hidden, what does not show is made visible, what is long is cut.
 *
 * A value from outside (a caller's word, an id, a name of a file) passes `safe` or `named` where it enters a sentence.
 * Behind that, every way out has its last pass, so that a new tool cannot forget it: `safeData` over what a tool
 * answers, before it is printed (`defineTool`); `safeLines` over the message of a failure (`failuresInto`), over
 * prompts and resources (`methodsOf`) and over what a person reads in the terminal (`sayTrouble`, `dress`).
 */

import { createHash } from 'node:crypto';
import { isObject } from '../is-object.ts';
import { redactKeys, redactText } from '../requests/redact.ts';
import { escapeOf } from '../text/escape.ts';
import { hasIdShape, hasNameShape, hasValueShape } from './plain.ts';

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
  return text.replaceAll('\r\n', '\n').split('\n').map(visible).join('\n');
}

/** `text` if it is no longer than `max`, else its beginning and how much more there is. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not between the halves of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text[max - 1] ?? '') ? max - 1 : max;
  return `${text.slice(0, end)}… [${(text.length - end).toLocaleString('en-US')} more characters]`;
}

/** How many characters of a value from outside are shown where nothing else is said. */
const LONGEST_VALUE = 200;

/**
 * A value from outside on one line: without secrets, visible, at most `max` characters of it.
 *
 * In this order: a cut first could leave half a secret that no rule knows, and escapes lengthen.
 */
export function safe(text: string, max: number = LONGEST_VALUE): string {
  return cut(visible(redactText(text)), max);
}

/** A text of several lines that stay apart: without secrets, visible, at most `max` characters of it. */
export function safeLines(text: string, max: number): string {
  return cut(visibleLines(redactText(text)), max);
}

/**
 * How a sentence names what is not ours, such as a tool that does not exist: in quotes if its shape is plain, else by its
 * length, as words from outside must not read like ours.
 */
export function named(text: string): string {
  if (!hasNameShape(text)) return lengthOf(text);
  return redactText(text) === text ? `'${text}'` : "'[redacted]'";
}

/** The same of a value from a log that a finding quotes, such as an address; it is without secrets, and may end in `…`. */
export function quoted(text: string): string {
  return isPlainValue(text.replace(/…$/, '')) ? `'${text}'` : lengthOf(text);
}

/** Whether a value from a log that a finding repeats may stand among our own words. */
export function isPlainValue(text: string): boolean {
  return hasValueShape(text);
}

function lengthOf({ length }: string): string {
  return `[${length} characters]`;
}

/** The same of a request id. */
export function namedId(id: string): string {
  if (!hasIdShape(id)) return lengthOf(id);
  return redactText(id) === id ? `'${id}'` : "'[redacted]'";
}

/** Whether a name, such as a code that only a log knows, may stand among our own words. */
export function isPlainName(name: string): boolean {
  return hasNameShape(name) && redactText(name) === name;
}

/** Whether a request id may stand among our own words: whoever sent the request chose it. */
export function isPlainId(id: string): boolean {
  return hasIdShape(id) && redactText(id) === id;
}

/**
 * Data as it may leave: in every text of it, names of members included, keys are hidden and what does not show is made
 * visible; lines of a text stay apart. Gives `data` itself where there is nothing to do.
 *
 * Keys by their shape alone: catalogs and our own words speak of secrets by name.
 */
export function safeData<Data>(data: Data): Data {
  return mapTexts(data, safeText) as Data;
}

/** Data to be printed line by line: what follows a line break in a text is indented, so that it begins no line of ours. */
export function withIndents<Data>(data: Data): Data {
  return mapTexts(data, (text) => (text.includes('\n') ? text.replaceAll('\n', '\n    ') : text)) as Data;
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) {
    const mapped = value.map((each) => mapTexts(each, map));
    return mapped.some((each, index) => each !== value[index]) ? mapped : value;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const mapped = entries.map(([name, each]) => [map(name), mapTexts(each, map)] as const);
  const isSame = mapped.every(([name, each], index) => {
    const [ownName, own] = entries[index] ?? [];
    return name === ownName && each === own;
  });
  return isSame ? value : Object.fromEntries(mapped);
}

/** Texts that were looked through: those of a catalog leave again and again. Nothing that is configured changes them. */
const known = new Map<string, string>();
let knownLength = 0;
const LONGEST_KNOWN = 4_000;
const MOST_KNOWN = 1_000_000;

function safeText(text: string): string {
  if (text.length > LONGEST_KNOWN) return visibleLines(redactKeys(text));
  const before = known.get(text);
  if (before !== undefined) return before;
  const shown = visibleLines(redactKeys(text));
  knownLength += text.length;
  if (knownLength > MOST_KNOWN) {
    known.clear();
    knownLength = text.length;
  }
  known.set(text, shown === text ? text : shown);
  return shown;
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

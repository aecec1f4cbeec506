import { jsonIn } from '../../base/objects.ts';
import { looksRandom } from '../../redact/redact.ts';
import type { Field } from './json.ts';

/** What a text says in pairs, and in words. */
export interface Pairs {
  fields: Field[];
  /** The words, if they stand together: before the first pair, after the last, or between two; else empty. */
  words: string;
  /** Whether words stand in several places, so that the text only makes sense as a whole. */
  mixed: boolean;
}

const KEY = /[A-Za-z_@][\w.@/-]{0,99}=/y;

const COOKIE_HEADER = /(?:set-)?cookie2?:(?=\s)/iy;

const UNIT = /^ (?:ns|us|µs|ms|s|sec|secs|seconds|msec|msecs)(?:\s|$)/;

/** Names whose values are prose, of several words even where nobody put them in quotes. */
const PROSE =
  /^(?:msg|message|err|error|reason|details?|description|error_?(?:description|message|msg)|cause|exception)$/i;

/**
 * Finds the `key=value` pairs of a text (logfmt); values with spaces stand in quotes. A comma or a semicolon between
 * pairs belongs to neither.
 */
export function readPairs(text: string): Pairs {
  const fields: Field[] = [];
  const runs: { start: number; end: number }[] = [];
  let index = skipSpaces(text, 0);
  while (index < text.length) {
    const key = keyAt(text, index);
    if (key === undefined) {
      const end = isCookieHeader(text, index) ? lineEnd(text, index) : wordEnd(text, index);
      const last = runs.at(-1);
      if (last && text.slice(last.end, index).trim() === '') last.end = end;
      else runs.push({ start: index, end });
      index = end;
    } else {
      const name = key.slice(0, -1);
      const { value, end } = readValue(text, index + key.length, PROSE.test(name));
      fields.push({ name, value });
      index = end;
    }
    index = skipSpaces(text, index);
  }
  const [run, ...more] = runs;
  const words = run && more.length === 0 ? text.slice(run.start, run.end) : '';
  // `Executed (Failed, Id=7, Duration=34ms)`: pairs in brackets are a part of the sentence.
  const isOpen = fields.length > 0 && isUnclosed(words);
  if (isOpen) for (const field of fields) field.value = withoutClosing(field.value);
  return { fields, words: isOpen ? '' : words, mixed: more.length > 0 || isOpen };
}

/** Whether a bracket is opened in a text and not closed. */
function isUnclosed(text: string): boolean {
  const open = Math.max(text.lastIndexOf('('), text.lastIndexOf('['));
  return open !== -1 && !/[)\]]/.test(text.slice(open));
}

function withoutClosing(value: Field['value']): Field['value'] {
  const isClosing = typeof value === 'string' && /[)\]][.,;]?$/.test(value) && !/[([]/.test(value);
  return isClosing ? value.replace(/[)\]]{1,4}[.,;]?$/, '') : value;
}

/** What a cookie header holds does not count as pairs of the line: it is hidden as a whole. */
function isCookieHeader(text: string, index: number): boolean {
  COOKIE_HEADER.lastIndex = index;
  return COOKIE_HEADER.test(text);
}

function lineEnd(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end === -1 ? text.length : end;
}

function keyAt(text: string, index: number): string | undefined {
  KEY.lastIndex = index;
  const key = KEY.exec(text)?.[0];
  if (key === undefined) return undefined;
  const isPadded = /^=?(?:[\s"',;]|$)/.test(text.slice(index + key.length, index + key.length + 2));
  // The end of a Base64 credential is not a name.
  return isPadded && looksRandom(key) ? undefined : key;
}

function readValue(text: string, start: number, isProse: boolean): { value: string; end: number } {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const end = closing(text, start, quote);
    // An apostrophe may be part of a word.
    if (quote === '"' || (end < text.length && /^(?:[\s,;]|$)/.test(text.slice(end + 1, end + 2)))) {
      const behind = Math.min(end + 1, text.length);
      return {
        value: unquote(text.slice(start, end + 1), quote),
        end: isSeparator(text, behind) ? behind + 1 : behind,
      };
    }
  }
  let end = text.startsWith(MAP, start) ? mapEnd(text, start) : wordEnd(text, start);
  // A number and its unit: `latency=34 ms`.
  if (/^[\d.]{1,20}$/.test(text.slice(start, end)) && UNIT.test(text.slice(end, end + 9)))
    end = wordEnd(text, end + 1);
  if (isProse) end = proseEnd(text, end);
  const isParted = end - start > 1 && isSeparator(text, end - 1);
  return { value: text.slice(start, isParted ? end - 1 : end), end };
}

/** How a map begins as Go prints it: `map[code:500 error:map[reason:out of stock]]`. */
const MAP = 'map[';
const LONGEST_MAP = 2_000;

/** The end of a map that begins at `start`; that of its first word if nothing closes it. */
function mapEnd(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length && index - start < LONGEST_MAP; index += 1) {
    if (text[index] === '[') depth += 1;
    if (text[index] === ']') depth -= 1;
    if (depth === 0 && text[index] === ']') return index + 1;
  }
  return wordEnd(text, start);
}

/** The members of a field that holds such a map; its text stays in that field. */
export function mapFields({ name, value }: Field): Field[] {
  if (typeof value !== 'string' || !value.startsWith(MAP) || !value.endsWith(']')) return [];
  const inside = value.slice(MAP.length, -1);
  const members: Field[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index <= inside.length; index += 1) {
    if (inside[index] === '[') depth += 1;
    if (inside[index] === ']') depth -= 1;
    const isEnd =
      index === inside.length ||
      (inside[index] === ' ' && /^ [\w-]{1,60}:/.test(inside.slice(index, index + 62)));
    if (!isEnd || depth > 0) continue;
    const [, key, own = ''] = /^([\w-]{1,60}):([\s\S]*)$/.exec(inside.slice(from, index)) ?? [];
    if (key !== undefined) members.push({ name: `${name}.${key}`, value: own });
    from = index + 1;
  }
  return members.flatMap((member) => {
    const inner = mapFields(member);
    return inner.length > 0 ? inner : [member];
  });
}

/** Whether a comma or a semicolon stands at `index`, with another pair behind it. */
function isSeparator(text: string, index: number): boolean {
  if (text[index] !== ',' && text[index] !== ';') return false;
  const next = skipSpaces(text, index + 1);
  return next > index + 1 && keyAt(text, next) !== undefined;
}

/** The end of the words from `index` on, up to the next pair. */
function proseEnd(text: string, index: number): number {
  let end = index;
  for (;;) {
    const next = skipSpaces(text, end);
    if (next >= text.length || keyAt(text, next) !== undefined) return end;
    end = wordEnd(text, next);
  }
}

function closing(text: string, start: number, quote: string): number {
  let end = start + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  return end;
}

function unquote(quoted: string, quote: string): string {
  const value = quote === '"' ? jsonIn(quoted) : undefined;
  if (typeof value === 'string') return value;
  // Not every logger escapes as JSON does.
  const inner = quoted.slice(1, quoted.length > 1 && quoted.endsWith(quote) ? -1 : undefined);
  return inner.replace(/\\(["'\\])/g, '$1');
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isSpace(text, end)) end += 1;
  return end;
}

function skipSpaces(text: string, from: number): number {
  let index = from;
  while (index < text.length && isSpace(text, index)) index += 1;
  return index;
}

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || (code >= 9 && code <= 13);
}

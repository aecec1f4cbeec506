/**
 * Redacts by name in free text: `password=…`, `"client_secret":"…"` (also in JSON inside a JSON string),
 * `Authorization: …`, `?code=…&…`, also percent-encoded.
 */

import { looksRandom } from './looks-random.ts';
import { isSecretName, REDACTED } from './secret-names.ts';

/** A maximal run that may be a name; runs do not overlap, so the search is linear. */
const NAME = /[A-Za-z_][\w.-]*/g;

/** What may stand between a name and its value: a closing quote or bracket, then `=`, `:`, `=>` or `%3D`. */
const SEPARATOR = /(\\{0,15}["']|\]|%(?:25){0,4}5D)?[ \t]{0,8}(=>?|:|%(?:25){0,4}3D)[ \t]{0,8}/iy;

/** Schemes whose credentials are one word (RFC 9110, 11.4), and those that have a list of parameters. */
const ONE_WORD_SCHEME = /^(?:Bearer|Basic|Token|ApiKey|Negotiate|DPoP|GNAP|PrivateToken)$/i;
const LIST_SCHEME = /^(?:Digest|OAuth|Hawk|Signature|AWS4-HMAC-SHA256|SCRAM-SHA-\d+)$/i;

/** Values that are no secret under any name. */
const EMPTY_VALUE = /^(?:null|undefined|true|false|nil|None)$/;

/** A sentence about the field: `client_secret: is required`. */
const PROSE =
  /^(?:must|is|was|are|has|required|missing|invalid|expired|not|no|revoked|too|cannot|unknown|malformed|should|may|does|did)$/i;

/** Parameters of a URL or form that are secret there but ordinary names elsewhere. */
const URL_SECRETS = new Set(['key', 'code', 'ticket']);

/** How much of a value is looked at to tell an error code from an OAuth authorization code. */
const MAX_CODE = 256;

/** Replaces the values of secret names in `text` by `[redacted]`. */
export function redactKeyValues(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match; match = NAME.exec(text)) {
    const start = nameStart(text, match.index);
    const end = match.index + match[0].length;
    SEPARATOR.lastIndex = end;
    const separator = SEPARATOR.exec(text);
    if (!separator) continue;
    const from = end + separator[0].length;
    const pair: Pair = {
      text,
      name: text.slice(start, end),
      start,
      sign: separator[2] ?? '=',
      isJson: /["']$/.test(separator[1] ?? ''),
      from,
    };
    const value = secretValue(pair);
    if (value) {
      parts.push(text.slice(copied, value.start), REDACTED);
      copied = value.end;
      NAME.lastIndex = value.end;
    } else {
      NAME.lastIndex = from;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(copied);
}

interface Pair {
  text: string;
  name: string;
  /** Where the name starts. */
  start: number;
  sign: string;
  /** Whether the name stands in quotes, so that a value without quotes is a number or a word of JSON. */
  isJson: boolean;
  /** Where the value begins. */
  from: number;
}

interface Span {
  start: number;
  end: number;
}

/** A run behind a percent-encoded character may begin with that character's digits: `%3Fcode`, `%5Btoken`. */
function nameStart(text: string, start: number): number {
  const before = text.slice(Math.max(0, start - 12), start);
  const digits = text.slice(start, start + 2);
  if (/%(?:25){0,4}[0-9A-F]$/i.test(before) && /^[0-9A-F]/i.test(digits)) return start + 1;
  return /%(?:25){0,4}$/.test(before) && /^[0-9A-F]{2}/i.test(digits) ? start + 2 : start;
}

function secretValue(pair: Pair): Span | null {
  const name = pair.name.toLowerCase();
  if (isSecretName(pair.name)) {
    const span = valueSpan(pair, name);
    const value = pair.text.slice(span.start, span.end);
    return isNoSecret(value) || (pair.sign === ':' && PROSE.test(value)) ? null : span;
  }
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (!URL_SECRETS.has(last)) return null;
  if (pair.sign.startsWith('%') || (pair.sign === '=' && isInQuery(pair))) {
    const span = valueSpan(pair, name);
    return isNoSecret(pair.text.slice(span.start, span.end)) ? null : span;
  }
  return last === 'code' ? randomCode(pair) : null;
}

function isNoSecret(value: string): boolean {
  return value === '' || value.startsWith(REDACTED) || EMPTY_VALUE.test(value);
}

/** Whether the name stands behind `?` or `&`, or is the first of a form (`code=…&…`). */
function isInQuery({ text, start, from }: Pair): boolean {
  if (/(?:[?&#]|&amp;|%(?:25){0,4}(?:3F|26|23))$/i.test(text.slice(Math.max(0, start - 14), start)))
    return true;
  // These characters also end a value, so that no text is looked at twice.
  const isFirst = start === 0 || /[\s"']/.test(text[start - 1] ?? '');
  return isFirst && text[unquotedEnd(text, from)] === '&';
}

function randomCode({ text, from, sign }: Pair): Span | null {
  const open = /^\\{0,15}["'`]?/.exec(text.slice(from, from + 17))?.[0].length ?? 0;
  const start = from + open;
  const value = /^[^\s&"'`<>\\]*/.exec(text.slice(start, start + MAX_CODE))?.[0] ?? '';
  if (isNoSecret(value) || isErrorCode(value, open === 0 ? sign : ':')) return null;
  return { start, end: unquotedEnd(text, start) };
}

/** In `code=…` of logfmt and `"code": …` of JSON: a word or a short number is an error code. */
function isErrorCode(value: string, sign: string): boolean {
  if (looksRandom(value)) return false;
  return sign !== '=' || /^(?:[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)*|-?\d{1,6})[,;.)\]}]*$/.test(value);
}

function valueSpan(pair: Pair, name: string): Span {
  const { text, from } = pair;
  const quote = /^(\\{0,15})(["'`])/.exec(text.slice(from, from + 17));
  if (quote) {
    const start = from + quote[0].length;
    return { start, end: quotedEnd(text, start, quote[1]?.length ?? 0, quote[2] ?? '"') };
  }
  const open = text[from];
  if (open === '{' || open === '[') {
    if (text.startsWith(REDACTED, from)) return { start: from, end: from + REDACTED.length };
    return { start: from, end: bracketEnd(text, from) };
  }
  if (pair.sign.startsWith('%')) return { start: from, end: encodedEnd(text, from) };
  if (pair.isJson) return { start: from, end: matchEnd(/[^\s,}\]"'\\]*/y, text, from) };
  if (/cookie/.test(name)) return { start: from, end: cookieEnd(text, from) };
  return { start: from, end: credentialsEnd(text, from) };
}

/** The closing quote has exactly as many backslashes as the opening one; fewer close an outer string. */
function quotedEnd(text: string, start: number, slashes: number, quote: string): number {
  let index = text.indexOf(quote, start);
  while (index !== -1) {
    let count = 0;
    while (index - count > start && text[index - 1 - count] === '\\') count += 1;
    // An even number of further backslashes are themselves escaped text.
    if (slashes === 0 ? count % 2 === 0 : count <= slashes) return index - Math.min(count, slashes);
    index = text.indexOf(quote, index + 1);
  }
  return text.length;
}

function bracketEnd(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}

function encodedEnd(text: string, from: number): number {
  return matchEnd(/(?:%(?!(?:25){0,4}(?:26|23|22|20|0A|0D))|[^\s&"'<>\\%])*/iy, text, from);
}

function cookieEnd(text: string, from: number): number {
  let end = unquotedEnd(text, from);
  while (text[end - 1] === ';' && text[end] === ' ') end = unquotedEnd(text, end + 1);
  return end;
}

function credentialsEnd(text: string, from: number): number {
  const end = unquotedEnd(text, from);
  const word = text.slice(from, end);
  if (LIST_SCHEME.test(word)) return matchEnd(/[^\r\n]*/y, text, end);
  if (!ONE_WORD_SCHEME.test(word) || !/[ +]/.test(text[end] ?? '')) return end;
  return unquotedEnd(text, end + 1);
}

function unquotedEnd(text: string, from: number): number {
  return matchEnd(/[^\s&"'<>\\]*/y, text, from);
}

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

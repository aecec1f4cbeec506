/** Tells OAuth authorization codes from error codes: both stand under `code`. */

import { looksRandom } from './looks-random.ts';
import { REDACTED } from './secret-names.ts';
import { matchEnd, type Pair, type Span, unquotedEnd, valueSpan } from './value-span.ts';

/** Parameters of a URL or form that are secret there but ordinary names elsewhere. */
const URL_SECRETS = new Set(['key', 'code', 'ticket']);

/** How much of a value is looked at to tell an error code from an authorization code. */
const MAX_CODE = 128;

/** Objects that hold what a request carried. */
const CARRIER = /(?:^|[^a-z])(?:query|params|body|form|querystring|query_?params|form_?data)$/i;
const OPENED = /\\{0,15}["']?\s{0,4}[:=]\s{0,4}\\{0,15}["']?$/;

/** Whether `name` is that of a parameter named `code`, as `query.code`. */
export function isCarriedCode(name: string): boolean {
  if (!/\.code$/i.test(name) || /(?:^|\.)(?:res|response|err|error)\./i.test(name)) return false;
  return CARRIER.test(name.slice(0, -'.code'.length));
}

/** A code of several words, or a status. */
export function isPlainCode(value: string): boolean {
  return /^(?:[a-z]{2,}(?:_[a-z]+)+|\d{3})$/.test(value);
}

/** The value of `code=`, `key=` or `ticket=` if it is a secret where it stands. */
export function parameterValue(pair: Pair): Span | null {
  const name = pair.name.toLowerCase();
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (!URL_SECRETS.has(last)) return null;
  const isCarried = last === 'code' && isInCarrier(pair);
  if (isCarried || pair.sign.startsWith('%') || (pair.sign === '=' && isInQuery(pair))) {
    const span = valueSpan(pair);
    const value = pair.text.slice(span.start, span.end);
    const isPlain = isPlainCode(value) || /^(?:null|undefined|None|true|false)$/.test(value);
    return value === '' || isPlain || value.startsWith(REDACTED) ? null : span;
  }
  return last === 'code' ? randomCode(pair) : null;
}

function isInCarrier({ text, name, start }: Pair): boolean {
  if (isCarriedCode(name)) return true;
  if (!/[{,"'\s]/.test(text[start - 1] ?? '')) return false;
  const window = text.slice(Math.max(0, start - 96), start);
  const open = window.lastIndexOf('{');
  if (open === -1 || window.includes('}', open)) return false;
  return CARRIER.test(window.slice(Math.max(0, open - 48), open).replace(OPENED, ''));
}

/** Whether the name stands behind `?` or `&`, or is the first of a form (`code=…&…`). */
function isInQuery({ text, start, from }: Pair): boolean {
  if (/(?:[?&#]|&amp;|%(?:25){0,4}(?:3F|26|23))$/i.test(text.slice(Math.max(0, start - 14), start)))
    return true;
  // These characters also end a value, so that no text is looked at twice.
  const isFirst = start === 0 || /[\s"']/.test(text[start - 1] ?? '');
  return isFirst && text[matchEnd(/[^\s&"'<>\\]*/y, text, from)] === '&';
}

function randomCode({ text, from, sign }: Pair): Span | null {
  const open = /^\\{0,15}["'`]?/.exec(text.slice(from, from + 17))?.[0].length ?? 0;
  const start = from + open;
  const value = /^[^\s&"'`<>\\]*/.exec(text.slice(start, start + MAX_CODE))?.[0] ?? '';
  if (value === '' || value.startsWith(REDACTED) || isErrorCode(value, open === 0 ? sign : ':')) return null;
  return { start, end: unquotedEnd(text, start) };
}

/** In `code=…` of logfmt and `"code": …` of JSON: a word or a short number is an error code. */
function isErrorCode(value: string, sign: string): boolean {
  if (looksRandom(value)) return false;
  return sign !== '=' || /^(?:[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)*|-?\d{1,6})[,;.)\]}]*$/.test(value);
}

/**
 * Redacts by name in free text: `password=…`, `"client_secret":"…"` (also in JSON inside a JSON string),
 * `Authorization: …`, `?code=…&…`, also percent-encoded.
 */

import { parameterValue } from './codes.ts';
import { isErrorName, isHarmlessValue, isProse, isRemark, isScope } from './harmless.ts';
import { looksGenerated } from './looks-random.ts';
import { DECISION_FIELDS, PLAIN_KEY_OWNERS } from './name-lists.ts';
import { isGuardedName, isSecretName, mayHoldSecret, REDACTED } from './secret-names.ts';
import { isListedValue, namedBehind, namedSecret, standsBeside } from './siblings.ts';
import { type Pair, quotedSpan, type Span, valueSpan } from './value-span.ts';

/** A maximal run that may be a name, of any script; runs do not overlap, so the search is linear. */
const NAME = /[A-Za-z_\u00c0-\u1fff\u3040-\ud7ff][\w.\u00c0-\u1fff\u3040-\ud7ff-]*/g;

/**
 * What may stand between a name and its value: a closing quote or bracket, then `=`, `:`, `=>` or `%3D`; in a list a
 * comma, if both are quoted.
 */
const SEPARATOR =
  /(\\{0,15}["'`]|\]|%(?:25){0,4}5D)?[ \t]{0,64}(=>?|:=?|%(?:25){0,4}3D|(?<=["']),(?=[ \t]{0,8}b?\\{0,15}["']))[ \t]{0,64}/iy;

/** The private part of a JSON Web Key (RFC 7518, 6), base64url of 256 bits or more. */
const JWK_PART = /^(?:d|p|q|dp|dq|qi|k)$/;
const JWK_VALUE = /^[A-Za-z0-9_-]{40,}$/;

/** Replaces the values of secret names in `text` by `[redacted]`. */
export function redactKeyValues(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  let namedAt = -1;
  let named = '';
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match; match = NAME.exec(text)) {
    const end = match.index + match[0].length;
    SEPARATOR.lastIndex = end;
    const separator = SEPARATOR.exec(text);
    if (!separator) continue;
    const start = nameStart(text, match.index, end);
    const from = end + separator[0].length;
    const pair: Pair = {
      text,
      name: text.slice(start, end),
      start,
      sign: separator[2] ?? '=',
      isJson: /["']$/.test(separator[1] ?? ''),
      from,
    };
    const secret = namedSecret(pair);
    if (secret !== null) [namedAt, named] = [from, secret];
    // A secret of its own ends what was named before: its value may hide where that object ends.
    else if (pair.sign !== ',' && isSecretName(pair.name)) namedAt = -1;
    const value = secretValue(pair, namedAt, named);
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

/** Whether `name` is that of a private part of a JSON Web Key, and the value may be one. */
export function isJwkSecret(name: string, value: string): boolean {
  return JWK_PART.test(name.slice(name.lastIndexOf('.') + 1)) && JWK_VALUE.test(value);
}

/** What is left of an escape behind its backslash. */
const ESCAPE = /^(?:u[\da-f]{4}|x[\da-f]{2}|[nrtbf])/i;

/** A run behind a percent-encoded character may begin with that character's digits: `%3Fcode`, `%5Btoken`. */
function nameStart(text: string, start: number, end: number): number {
  const before = text.slice(Math.max(0, start - 12), start);
  // `\nsigning_key`, but `\token` may be a name as it stands.
  const escaped = text[start - 1] === '\\' ? (ESCAPE.exec(text.slice(start, end))?.[0].length ?? 0) : 0;
  if (escaped > 0 && !isSecretName(text.slice(start, end))) return start + escaped;
  const digits = text.slice(start, start + 2);
  if (/%(?:25){0,4}[0-9A-F]$/i.test(before) && /^[0-9A-F]/i.test(digits)) return start + 1;
  return /%(?:25){0,4}$/.test(before) && /^[0-9A-F]{2}/i.test(digits) ? start + 2 : start;
}

function secretValue(pair: Pair, namedAt: number, named: string): Span | null {
  const { text, name, from } = pair;
  if (pair.sign === ',') return listedValue(pair);
  if (isSecretName(name)) return isNoField(pair) ? null : unlessHarmless(pair);
  if (standsBeside(pair, namedAt)) return unlessHarmless({ ...pair, name: named });
  const span = pair.isJson && JWK_PART.test(name) ? quotedSpan(text, from) : namedBehind(pair);
  if (
    span &&
    (JWK_PART.test(name) ? isJwkSecret(name, text.slice(span.start, span.end)) : span.end > span.start)
  ) {
    return text.startsWith(REDACTED, span.start) ? null : span;
  }
  return parameterValue(pair) ?? guardedValue(pair);
}

/** A generated value under a name that also holds plain ones: `acme_key=…`, `acme API key: …`, `session=…`. */
function guardedValue(pair: Pair): Span | null {
  if (!isGuardedName(pair.name) && !isSpelledKey(pair)) return null;
  return isNoField(pair) ? null : generatedSpan(pair);
}

/** How far a value that may stay is followed: it is looked at again for what stands in it. */
const FOLLOWED = 128;

/** The same of a list; what an object holds has names of its own. */
const FOLLOWED_LIST = 64;

/** The value of `pair` if it looks generated, by its beginning. */
function generatedSpan(pair: Pair): Span | null {
  const open = pair.text[pair.from];
  if (open === '{') return null;
  if (open === '[') {
    const list = pair.text.slice(pair.from, pair.from + FOLLOWED_LIST);
    return looksGenerated(list) ? valueSpan(pair) : null;
  }
  const base = Math.max(0, pair.start - 2);
  const text = pair.text.slice(base, pair.from + FOLLOWED);
  const near = { ...pair, text, start: pair.start - base, from: pair.from - base };
  const { start, end } = valueSpan(near);
  return looksGenerated(text.slice(start, end)) ? valueSpan(pair) : null;
}

/** A key whose owner stands before it as a word of its own. */
function isSpelledKey({ text, name, start, sign }: Pair): boolean {
  if (sign !== ':' || !/^(?:key|id)$/i.test(name)) return false;
  const before = /([A-Za-z]{2,24})[ -]$/.exec(text.slice(Math.max(0, start - 26), start))?.[1] ?? '';
  return /^key$/i.test(name)
    ? before !== '' && !PLAIN_KEY_OWNERS.has(before.toLowerCase())
    : /^(?:session|sess)$/i.test(before);
}

function unlessHarmless(pair: Pair): Span | null {
  const { text, name, from, sign } = pair;
  if (!isSecretName(name)) return generatedSpan(pair);
  if (sign === ':' && !pair.isJson && isProse(name, text, from)) return null;
  if (sign === ':' && text[from - 1] === ':' && isScope(name, text.slice(from, from + 24))) return null;
  if (isDecision(pair)) return null;
  const span = valueSpan(pair);
  const value = text.slice(span.start, span.end);
  return isHarmlessValue(name, value) || isRemark(name, value) ? null : span;
}

/** `"authorization":{"action":…`: what was asked for, as audit logs tell it; what is secret in it has its own name. */
function isDecision({ text, name, from }: Pair): boolean {
  if (!/authori[sz]ation$/i.test(name)) return false;
  const first =
    /^\\{0,15}["']?\{\s{0,8}\\{0,15}["']?([A-Za-z]{1,24})/.exec(text.slice(from, from + 80))?.[1] ?? '';
  return DECISION_FIELDS.has(first.toLowerCase());
}

/** The end of a path (`POST /oauth/token: 400`), a file of a stack frame, or an error code before its message. */
function isNoField({ text, name, start, sign, isJson, from }: Pair): boolean {
  if (sign !== ':' || isJson) return false;
  if (text[start - 1] === '/' && text[start - 2] !== '/') return true;
  // `Token::parse` of Rust, C++ and PHP.
  if (text[start - 1] === ':' || text[from] === ':') return true;
  if (
    /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kts?|php|cs|fs|vb|scala|swift|groovy|clj|dart|lua|erl|hs|cc|cpp|[ch]|log|json|ya?ml|md|txt|vue|exs?)$/i.test(
      name,
    )
  )
    return true;
  return /\s/.test(text[from - 1] ?? '') && isErrorName(name);
}

function listedValue({ text, name, start, from }: Pair): Span | null {
  if (!mayHoldSecret(name)) return null;
  const span = quotedSpan(text, from);
  // `"name":"password","value":"…"` under `headers`: the word behind the comma is a name itself.
  if (!span || /^\\{0,15}["']\s{0,8}:/.test(text.slice(span.end, span.end + 25))) return null;
  const value = text.slice(span.start, Math.min(span.end, span.start + 128));
  if (value === '' || value.startsWith(REDACTED)) return null;
  if (!isSecretName(name) && !looksGenerated(value)) return null;
  return isListedValue(value, text.slice(Math.max(0, start - 200), start)) ? span : null;
}

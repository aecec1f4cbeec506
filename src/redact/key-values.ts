/**
 * Redacts by name in free text: `password=…`, `"client_secret":"…"` (also in JSON inside a JSON string),
 * `Authorization: …`, `?code=…&…`, also percent-encoded.
 */

import { isIdentifier } from '../base/code-shape.ts';
import { trimEnd } from '../base/text.ts';
import {
  isErrorName,
  isHarmlessValue,
  isOutcome,
  isProse,
  isRemark,
  isScope,
  looksGenerated,
  looksRandom,
} from './harmless.ts';
import {
  DECISION_FIELDS,
  isGuardedName,
  isOwnName,
  isPossibleSecretName,
  isSecretName,
  type OwnNames,
  PLAIN_KEY_OWNERS,
  REDACTED,
} from './names.ts';

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
export function redactKeyValues(text: string, own: OwnNames): string {
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
    const start = nameStart(text, match.index, end, own);
    const from = end + separator[0].length;
    const pair: Pair = {
      own,
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
    else if (pair.sign !== ',' && isSecretName(pair.name, own)) namedAt = -1;
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
function nameStart(text: string, start: number, end: number, own: OwnNames): number {
  const before = text.slice(Math.max(0, start - 12), start);
  // `\nsigning_key`, but `\token` may be a name as it stands.
  const escaped = text[start - 1] === '\\' ? (ESCAPE.exec(text.slice(start, end))?.[0].length ?? 0) : 0;
  if (escaped > 0 && !isSecretName(text.slice(start, end), own)) return start + escaped;
  const digits = text.slice(start, start + 2);
  if (/%(?:25){0,4}[0-9A-F]$/i.test(before) && /^[0-9A-F]/i.test(digits)) return start + 1;
  return /%(?:25){0,4}$/.test(before) && /^[0-9A-F]{2}/i.test(digits) ? start + 2 : start;
}

function secretValue(pair: Pair, namedAt: number, named: string): Span | null {
  const { own, text, name, from } = pair;
  if (pair.sign === ',') return listedValue(pair);
  if (isSecretName(name, own)) return isNoField(pair) ? null : unlessHarmless(pair);
  if (isBeside(pair, namedAt)) return unlessHarmless({ ...pair, name: named });
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
  const { own, text, name, from, sign } = pair;
  if (!isSecretName(name, own)) return generatedSpan(pair);
  if (sign === ':' && !pair.isJson && isProse(name, text, from, own)) return null;
  if (sign === ':' && text[from - 1] === ':' && isScope(name, text.slice(from, from + 24), own)) return null;
  if (isDecision(pair)) return null;
  const span = valueSpan(pair);
  const value = text.slice(span.start, span.end);
  return isHarmlessValue(name, value, own) || isRemark(name, value, own) ? null : span;
}

/** `"authorization":{"action":…`: what was asked for, as audit logs tell it; what is secret in it has its own name. */
function isDecision({ text, name, from }: Pair): boolean {
  if (!/authori[sz]ation$/i.test(name)) return false;
  const first =
    /^\\{0,15}["']?\{\s{0,8}\\{0,15}["']?([A-Za-z]{1,24})/.exec(text.slice(from, from + 80))?.[1] ?? '';
  return DECISION_FIELDS.has(first.toLowerCase());
}

/** The end of a path (`POST /oauth/token: 400`), a file of a stack frame, or an error code before its message. */
function isNoField({ own, text, name, start, sign, isJson, from }: Pair): boolean {
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
  return /\s/.test(text[from - 1] ?? '') && isErrorName(name, own);
}

function listedValue({ own, text, name, start, from }: Pair): Span | null {
  if (!isPossibleSecretName(name, own)) return null;
  const span = quotedSpan(text, from);
  // `"name":"password","value":"…"` under `headers`: the word behind the comma is a name itself.
  if (!span || /^\\{0,15}["']\s{0,8}:/.test(text.slice(span.end, span.end + 25))) return null;
  const value = text.slice(span.start, Math.min(span.end, span.start + 128));
  if (value === '' || value.startsWith(REDACTED)) return null;
  if (!isSecretName(name, own) && !looksGenerated(value)) return null;
  return isListedValue(value, text.slice(Math.max(0, start - 200), start)) ? span : null;
}

/** Finds where the value of a secret name begins and ends. */

/** A name with what separates it from its value, in a text. */
interface Pair {
  /** Names of further fields that are redacted. */
  own: OwnNames;
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

/** Schemes that have a list of parameters (RFC 9110, 11.4). */
const LIST_SCHEME = /^(?:Digest|OAuth|Hawk|Signature|AWS4-HMAC-SHA256|SCRAM-SHA-\d+)$/i;

/** Schemes that stand before a value under any name; `authorization` takes any word for one. */
const SCHEME = /^(?:Bearer|Basic|Token|ApiKey|Negotiate|DPoP|GNAP|PrivateToken|SSWS)$/i;

/** A quote, in Rust's `Some("…")` and Python's `b'…'` too. */
const OPENING = /(?:[A-Za-z]{1,12}\((?=\\{0,15}["'`])|[bru]{1,2}(?=\\{0,15}["']))?(\\{0,15})(["'`])/iy;

/** A scalar alone on the line below its name (YAML). */
const NEXT_LINE = /(?:[|>][+-]?)?[ \t]{0,64}\r?\n[ \t]{0,64}(?:- )?(?=[^\s:]{1,512}[ \t]{0,16}(?:[\r\n]|$))/y;

/**
 * A value without quotes. A quote, `<`, `;` or `,` ends it unless the value goes on behind it; a backslash unless it
 * begins an escape.
 */
const UNQUOTED =
  /(?:[^\s&"'<>\\;,]|["'](?=[A-Za-z0-9])|<(?=[A-Za-z0-9])|\\(?![nrtu"'\\/])|[;,](?!\s{0,4}[A-Za-z_][\w.-]{0,40}=))*/y;

/** How far a value with blanks is followed in a form or connection string. */
const MAX_BLANKS = 256;

/** A value of words behind a colon: up to the end of its line, or to the next name. */
const WORDS = /(?:(?!\s{1,4}[\w.-]{1,64}=|[,;&]\s{0,4}[\w.-]{1,64}\s?[:=])(?:[^\r\n"'`\\]|'(?=[a-z])))*/y;

function valueSpan(pair: Pair): Span {
  const { text, sign } = pair;
  const from = sign === ':' && !pair.isJson ? matchEnd(NEXT_LINE, text, pair.from) : pair.from;
  const quoted = quotedSpan(text, from);
  if (quoted) return quoted;
  const open = text[from];
  if (open === '{' || open === '[') {
    if (text.startsWith(REDACTED, from)) return { start: from, end: from + REDACTED.length };
    return { start: from, end: bracketEnd(text, from) };
  }
  if (sign.startsWith('%')) return { start: from, end: encodedEnd(text, from, sign) };
  if (pair.isJson) return { start: from, end: matchEnd(/[^\s,}\]"'\\]*/y, text, from) };
  if (text[pair.start - 1] === ';' && /sess/i.test(pair.name)) {
    // A parameter of a URL's path: `/x;jsessionid=1?a=1`.
    return { start: from, end: matchEnd(/[^\s&"'<>\\?;/#,]*/y, text, from) };
  }
  if (sign === ':' && isOwnName(pair.name, pair.own))
    return { start: from, end: matchEnd(WORDS, text, from) };
  if (/cookie/i.test(pair.name)) return { start: from, end: cookieEnd(text, from) };
  if (/phrase|mnemonic/i.test(pair.name)) {
    return { start: from, end: matchEnd(/[^\r\n,;&"'<>\\=:]*[^\s,;&"'<>\\=:]/y, text, from) };
  }
  return { start: from, end: Math.max(credentialsEnd(pair, from), formEnd(pair, from)) };
}

/** The text within the quotes that open at `from`; null if none do. */
function quotedSpan(text: string, from: number): Span | null {
  OPENING.lastIndex = from;
  const quote = OPENING.exec(text);
  if (!quote) return null;
  const start = from + quote[0].length;
  return { start, end: quotedEnd(text, start, quote[1]?.length ?? 0, quote[2] ?? '"') };
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

/** Where the bracket that opens at `start` is closed; what stands in quotes closes none. */
function bracketEnd(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    // Only behind what JSON has before a string: an apostrophe opens none.
    if (/[[{,:\s]/.test(text[index - 1] ?? '') && (char === '"' || char === '\\')) {
      const quoted = quotedSpan(text, index);
      if (quoted) index = quoted.end;
    }
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}

/** What is encoded more often than the `sign` before the value is a part of the value. */
const ENCODED = [0, 1, 2, 3, 4].map(
  (times) => new RegExp(`(?:%(?!(?:25){0,${times}}(?:26|23|22|20|0A|0D))|[^\\s&"'<>\\\\%])*`, 'iy'),
);

function encodedEnd(text: string, from: number, sign: string): number {
  const times = (sign.length - '%3D'.length) / '25'.length;
  return matchEnd(ENCODED[times] ?? /[^\s&"'<>\\]*/y, text, from);
}

/** Cookies go on behind `; `, and behind a comma or within the date of `Expires`. */
function cookieEnd(text: string, from: number): number {
  let end = matchEnd(/[^\s"'\\]*/y, text, from);
  for (;;) {
    const isContinuation = /[;,]/.test(text[end - 1] ?? '')
      ? / (?=[^\s"'\\])/y
      : / \d\d:\d\d:\d\d| (?:GMT|UTC)\b;?/y;
    const next = matchEnd(isContinuation, text, end);
    if (next === end) return end;
    end = matchEnd(/[^\s"'\\]*/y, text, matchEnd(/\d\d? [A-Z][a-z]{2} \d{4}/y, text, next));
  }
}

function credentialsEnd({ text, name }: Pair, from: number): number {
  const end = unquotedEnd(text, from);
  const word = text.slice(from, Math.min(end, from + 64));
  if (LIST_SCHEME.test(word)) return matchEnd(/[^\r\n]*/y, text, end);
  const isScheme =
    SCHEME.test(word) || (/auth/i.test(name) && /^[A-Za-z][A-Za-z-]*$/.test(word) && !isOutcome(word));
  if (!isScheme || end === from) return end;
  // `Bearer token abc` is a slip that is often seen.
  const next = matchEnd(/(?:[ \t+]{1,64}(?:token|key|credentials)(?=[ \t]))?[ \t+]{1,64}/iy, text, end);
  if (next === end) return end;
  // The scheme alone is no secret.
  if (text.startsWith(REDACTED, next) || /^<[\w -]{1,24}>/.test(text.slice(next, next + 26))) return from;
  const quoted = quotedSpan(text, next);
  if (quoted) return Math.min(text.length, quoted.end + 1);
  const credentials = unquotedEnd(text, next);
  const found = text.slice(next, Math.min(credentials, next + 64));
  // The next field or a remark, not the credentials: `status=401`, `Host:`, `(attempt 2)`.
  const isField =
    /^(?:[\w.-]+(?:=[^=]|:$)|\()/.test(found) || /=["']/.test(text.slice(credentials - 1, credentials + 1));
  return isField ? end : credentials;
}

/** The end of a value with blanks in `a=1&password=x y&b=2` and `Server=h;Password=x y;…`; -1 if it has none. */
function formEnd({ text, start, sign }: Pair, from: number): number {
  if (sign !== '=') return -1;
  const [rest = ''] = /^[^=\r\n]*/.exec(text.slice(from, from + MAX_BLANKS)) ?? [];
  if (text[start - 1] === ';' || /; ?$/.test(text.slice(Math.max(0, start - 2), start))) {
    const end = /^([^;"=]*);(?:\s*[A-Za-z][\w .-]*$|\s*["']|\s*$)/.exec(rest);
    if (end) return from + (end[1]?.length ?? 0);
  }
  const form = /^([^&"=]*)&[\w.[\]-]+$/.exec(rest);
  return form && text[from + rest.length] === '=' ? from + (form[1]?.length ?? 0) : -1;
}

function unquotedEnd(text: string, from: number): number {
  return matchEnd(UNQUOTED, text, from);
}

export function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

/** Values whose name stands beside them: `{"name":"password","value":"…"}`, `["Authorization","…"]`. */

/** Names that hold the name of what stands beside them. */
export const NAMING = /(?:^|\.)(?:k|key|name|header|field|param|parameter|loc|path)$/i;

/** Names that hold the value beside it. */
const BESIDE = /(?:^|\.)(?:v|val|value|input)$/i;

/** How far behind a name its value may begin: pydantic puts a message between the two. */
const MAX_APART = 400;

const BEHIND =
  /(\\{0,15}["'])?\s{0,8},\s{0,8}\\{0,15}["']?(?:k|key|name|header|field|param)\\{0,15}["']?\s{0,4}[:=]\s{0,4}\\{0,15}["']([^\s"'\\,:={}[\]]{1,64})\\{0,15}["']/iy;

/** The secret that a naming field (`"name": "password"`, `"loc": ["body", "password"]`) names; null if it names none. */
function namedSecret({ own, text, name, from }: Pair): string | null {
  if (!NAMING.test(name)) return null;
  const window = text.slice(from, from + 160);
  const list = /^\[([^\]]*)\]/.exec(window)?.[1];
  const named = /^\\{0,15}["']([^\s"'\\,:={}[\]]{1,64})\\{0,15}["']$/.exec(
    list?.slice(list.lastIndexOf(',') + 1).trim() ??
      /^\\{0,15}["'][^\s"'\\,:={}[\]]{1,64}\\{0,15}["']/.exec(window)?.[0] ??
      '',
  );
  return named?.[1] !== undefined && isPossibleSecretName(named[1], own) ? named[1] : null;
}

/** Whether `pair` holds the value of the secret that was named at `namedAt`, in the same object. */
function isBeside(pair: Pair, namedAt: number): boolean {
  if (namedAt < 0 || pair.start - namedAt > MAX_APART || !BESIDE.test(pair.name)) return false;
  return !pair.text.slice(namedAt, pair.start).includes('}');
}

/** The value in `{"value":"…","name":"password"}`: the name may stand behind. */
function namedBehind(pair: Pair): Span | null {
  if (!BESIDE.test(pair.name)) return null;
  const span = quotedSpan(pair.text, pair.from);
  if (!span) return null;
  BEHIND.lastIndex = span.end;
  const name = BEHIND.exec(pair.text)?.[2];
  if (name === undefined || !isPossibleSecretName(name, pair.own)) return null;
  return isHarmlessValue(name, pair.text.slice(span.start, span.end), pair.own) ? null : span;
}

/** Names of fields and headers, as lists of them hold. */
const NAME_LIKE =
  /^(?:[a-z]+(?:[_-][a-z]+)*|[A-Z][a-z]+(?:-[A-Z][a-z]+)*|[A-Z]+(?:_[A-Z]+)*|[a-z]+(?:[A-Z][a-z]+)+)$/;

const COMMON_HEADER =
  /^(?:accept|host|cookie|origin|referer|user-agent|range|date|etag|vary|.{1,40}-.{1,40})$/i;

/** Whether `value` behind a secret `name` in a list is its value, and not one more name of a list of names. */
export function isListedValue(value: string, before: string): boolean {
  if (!NAME_LIKE.test(value)) return true;
  if (/\($|\(b$/.test(before.replace(/\\{0,15}["']$/, ''))) return true;
  return (
    /headers|trailers/i.test(before) &&
    !/allow|required|missing|expose|vary/i.test(before) &&
    !COMMON_HEADER.test(value)
  );
}

/** Tells OAuth authorization codes from error codes: both stand under `code`. */

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

/** A code of several plain words, or a number of three digits: no secret is made of these alone. */
export function isPlainCode(value: string): boolean {
  return /^(?:[a-z]{2,}(?:_[a-z]+)+|\d{3})$/.test(value);
}

/** The value of `code=`, `key=` or `ticket=` if it is a secret where it stands. */
function parameterValue(pair: Pair): Span | null {
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
  if (sign !== '=') return true;
  const bare = trimEnd(value, /[,;.)\]}]/);
  return isIdentifier(bare) || /^-?\d{1,6}$/.test(bare);
}

/** Finds where the value of a secret name begins and ends. */

import { isOutcome } from './harmless.ts';
import { isOwnName } from './own-names.ts';
import { REDACTED } from './secret-names.ts';

/** A name with what separates it from its value, in a text. */
export interface Pair {
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

export interface Span {
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

export function valueSpan(pair: Pair): Span {
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
  if (sign === ':' && isOwnName(pair.name)) return { start: from, end: matchEnd(WORDS, text, from) };
  if (/cookie/i.test(pair.name)) return { start: from, end: cookieEnd(text, from) };
  if (/phrase|mnemonic/i.test(pair.name)) {
    return { start: from, end: matchEnd(/[^\r\n,;&"'<>\\=:]*[^\s,;&"'<>\\=:]/y, text, from) };
  }
  return { start: from, end: Math.max(credentialsEnd(pair, from), formEnd(pair, from)) };
}

/** The text within the quotes that open at `from`; null if none do. */
export function quotedSpan(text: string, from: number): Span | null {
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
    const goesOn = /[;,]/.test(text[end - 1] ?? '') ? / (?=[^\s"'\\])/y : / \d\d:\d\d:\d\d| (?:GMT|UTC)\b;?/y;
    const next = matchEnd(goesOn, text, end);
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

export function unquotedEnd(text: string, from: number): number {
  return matchEnd(UNQUOTED, text, from);
}

export function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

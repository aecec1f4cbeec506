/** Redacts what looks like a secret wherever it stands. Every pattern takes time linear in the text. */

import { redactKnownKeys } from './known-keys.ts';
import { looksRandom } from './looks-random.ts';
import { REDACTED } from './secret-names.ts';
import { matchEnd } from './value-span.ts';

const PEM_BEGIN = /-----BEGIN[ +][A-Z0-9 +]{0,40}PRIVATE[ +]KEY(?:[ +]BLOCK)?-----/g;
const PEM_END = /-----END[ +][A-Z0-9 +]{0,40}PRIVATE[ +]KEY(?:[ +]BLOCK)?-----/;

/** What a key that was cut may consist of: base64, armour headers, and line feeds as such, escaped or encoded. */
const PEM_BODY = /(?:[A-Za-z0-9+/=:,\\\s-]|%(?:25){0,4}(?:0[AD]|2[0BF]|3D))*/iy;

/** The same, in a list of lines up to the next key. */
const PEM_SPLIT_BODY = /(?:[A-Za-z0-9+/=:,\\\s"'[\]]|%(?:25){0,4}(?:0[AD]|2[0BF]|3D)|-(?!----BEGIN))*/iy;

const SCHEME =
  /(?:\b|(?<=\\[nrtbf]))(Bearer|Basic)((?:\s{1,64}|%20|\+)(?:(?:token|key)\s(?=[A-Za-z0-9+/._~-]*\d))?\\{0,15}["']?)([A-Za-z0-9+/._~-]{3,})(={0,2})/gi;

/** Words that follow `Bearer` in prose and in `WWW-Authenticate`. */
const SCHEME_PROSE =
  /^(?:tokens?|auth|authentication|authorization|realm|scheme|error|header|headers|credentials?|challenge|scope|access|prefix|required|missing|type|format|with|from|that|this|method|usage)[.-]?$/i;

/** Runs in which a JSON Web Token may stand: `eyJ` is base64url for `{"`. */
const TOKEN_RUN = /(?:[A-Za-z0-9_.-]|%(?:25){0,4}2E){13,}/gi;

/** What an authority stands behind. */
const SLASHES = /(:)?(?:\/\/|\\{1,15}\/\\{1,15}\/)/g;

/** How far a password with an unescaped slash is followed. */
const MAX_PASSWORD = 256;

/** Replaces private keys, authorization credentials, JWTs, well-known keys and URL passwords. */
export function redactShapes(text: string): string {
  return redactUserinfo(redactJwts(redactKnownKeys(redactSchemes(redactPem(text)))));
}

function redactPem(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  PEM_BEGIN.lastIndex = 0;
  for (let begin = PEM_BEGIN.exec(text); begin; begin = PEM_BEGIN.exec(text)) {
    const bodyStart = begin.index + begin[0].length;
    PEM_BODY.lastIndex = bodyStart;
    const bodyEnd = bodyStart + (PEM_BODY.exec(text)?.[0].length ?? 0);
    // The body's characters include those of the end marker, so the marker lies within what was matched.
    PEM_SPLIT_BODY.lastIndex = bodyStart;
    const splitEnd = bodyStart + (PEM_SPLIT_BODY.exec(text)?.[0].length ?? 0);
    const end = PEM_END.exec(text.slice(bodyStart, splitEnd));
    parts.push(text.slice(copied, begin.index), REDACTED);
    copied = end ? bodyStart + end.index + end[0].length : Math.max(bodyEnd, bodyStart);
    PEM_BEGIN.lastIndex = copied;
  }
  return parts.join('') + text.slice(copied);
}

function redactSchemes(text: string): string {
  return text.replace(SCHEME, (...match: string[]) => {
    const [all = '', scheme = '', space = '', value = '', padding = ''] = match;
    const next = text[Number(match[5]) + all.length] ?? '';
    const isParameter = padding === '=' && /["'\w]/.test(next);
    if (isParameter || SCHEME_PROSE.test(value)) return all;
    // `Bearer` is said of tokens only; `basic` is a common word, and its credentials are base64 with a colon.
    const isBearer = /^bearer$/i.test(scheme);
    const isSecret = isBearer
      ? scheme !== 'bearer' || looksRandom(value) || /\d|[a-z][A-Z]/.test(value)
      : isUserAndPassword(value);
    return isSecret ? `${scheme}${space}${REDACTED}` : all;
  });
}

/** RFC 7617, 2. */
function isUserAndPassword(value: string): boolean {
  return (
    value.length > 1_024 || /^[\x20-\x7e\x80-\xff]*:/.test(Buffer.from(value, 'base64').toString('latin1'))
  );
}

function redactJwts(text: string): string {
  if (!text.includes('eyJ')) return text;
  return text.replace(TOKEN_RUN, (run) => {
    const start = run.indexOf('eyJ');
    if (start === -1) return run;
    // Encrypted ones may have an empty part, and a lone header may be all that a cut left.
    return /^[A-Za-z0-9_-]{13}/.test(run.slice(start, start + 13)) ? run.slice(0, start) + REDACTED : run;
  });
}

/**
 * RFC 3986, 3.2.1, also behind `//` alone and with escaped slashes. A password with an unescaped `/` or `?` is looked
 * for as well. Authorities hold no slash, so that no text is looked at twice.
 */
function redactUserinfo(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  SLASHES.lastIndex = 0;
  for (let match = SLASHES.exec(text); match; match = SLASHES.exec(text)) {
    const start = match.index + match[0].length;
    const authority = text.slice(start, matchEnd(/[^\s"'<>`\\/?#]*/y, text, start));
    const hasPassword = /^[^:@[\]]*:(?!\d{0,5}$)/.test(authority);
    const rest = text.slice(start, matchEnd(/[^\s"'<>`\\]{0,256}/y, text, start));
    let at = authority.lastIndexOf('@');
    if (hasPassword) at = Math.max(at, rest.slice(0, MAX_PASSWORD).lastIndexOf('@'));
    // Without a scheme it may be a path or a comment; `git` is everyone's user.
    const isSecret = match[1] === undefined ? hasPassword : !/^git@/.test(authority);
    if (at > 0 && isSecret) {
      parts.push(text.slice(copied, start), REDACTED);
      copied = start + at;
      SLASHES.lastIndex = copied;
    }
  }
  return parts.join('') + text.slice(copied);
}

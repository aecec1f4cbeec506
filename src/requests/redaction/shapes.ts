/** Redacts what looks like a secret wherever it stands. Every pattern takes time linear in the text. */

import { looksRandom } from './looks-random.ts';
import { REDACTED } from './secret-names.ts';

const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** What a key that was cut may consist of: base64, armour headers, and line feeds as such or escaped. */
const PEM_BODY = /[A-Za-z0-9+/=:,\\\s-]*/y;

const SCHEME = /\b(Bearer|Basic)(\s{1,8}|%20|\+)([A-Za-z0-9+/._~-]{4,})(={0,2})/gi;

/** Words that follow `Bearer` in prose and in `WWW-Authenticate`. */
const SCHEME_PROSE =
  /^(?:tokens?|auth|authentication|authorization|realm|scheme|error|header|headers|credentials?|challenge|scope|access|prefix|required|missing|type|format|with|from|that|this|method|usage)[.-]?$/i;

/** Runs in which a JSON Web Token may stand: `eyJ` is base64url for `{"`. */
const TOKEN_RUN = /[A-Za-z0-9_.-]{16,}/g;

/** Prefixes that their issuers documented so that leaked keys can be found. */
const KNOWN_KEYS = new RegExp(
  [
    '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}', // Stripe
    'whsec_[A-Za-z0-9+/]{16,}={0,2}', // Stripe, Svix
    'gh[opsur]_[A-Za-z0-9]{16,}', // GitHub
    'github_pat_[A-Za-z0-9_]{20,}',
    'glpat-[A-Za-z0-9_-]{16,}', // GitLab
    'xox[abeoprs]-[A-Za-z0-9-]{8,}', // Slack
    '(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}', // AWS
    'AIza[A-Za-z0-9_-]{30,}', // Google
    'ya29\\.[A-Za-z0-9_-]{16,}',
    'npm_[A-Za-z0-9]{30,}',
    'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,}', // SendGrid
    'hf_[A-Za-z0-9]{30,}',
    'dop_v1_[a-f0-9]{32,}', // DigitalOcean
    'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}', // Shopify
    '(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}', // OpenAI, Anthropic
  ].join('|'),
  'g',
);

/** How far a URL's authority is looked at. */
const MAX_AUTHORITY = 256;

/** Replaces private keys, authorization credentials, JWTs, well-known keys and URL passwords. */
export function redactShapes(text: string): string {
  return redactUserinfo(redactJwts(redactSchemes(redactPem(text))).replace(KNOWN_KEYS, REDACTED));
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
    PEM_END.lastIndex = bodyStart;
    const end = PEM_END.exec(text.slice(0, bodyEnd));
    parts.push(text.slice(copied, begin.index), REDACTED);
    copied = end ? end.index + end[0].length : bodyEnd;
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
    // `Bearer` is said of tokens only; `basic` is a common word.
    const isSecret =
      scheme === 'Bearer' || looksRandom(value) || /[a-z].*[A-Z]|[A-Z]{2}.*[a-z]|\d/.test(value);
    return isSecret ? `${scheme}${space}${REDACTED}` : all;
  });
}

function redactJwts(text: string): string {
  return text.replace(TOKEN_RUN, (run) => {
    const start = run.indexOf('eyJ');
    if (start === -1) return run;
    const [header = '', payload = ''] = run.slice(start).split('.', 2);
    return header.length >= 10 && payload.length >= 4 ? run.slice(0, start) + REDACTED : run;
  });
}

/** RFC 3986, 3.2.1. A password with an unescaped `/` or `?` is looked for as well. */
function redactUserinfo(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  let mark = text.indexOf('://');
  while (mark !== -1) {
    const start = mark + 3;
    const [rest = ''] = /^[^\s"'<>`\\]*/.exec(text.slice(start, start + MAX_AUTHORITY)) ?? [];
    const [authority = ''] = /^[^/?#]*/.exec(rest) ?? [];
    const hasPassword = /^[^:@[\]]*:(?!\d{0,5}$)/.test(authority);
    const at = hasPassword ? rest.lastIndexOf('@') : authority.lastIndexOf('@');
    if (at > 0) {
      parts.push(text.slice(copied, start), REDACTED);
      copied = start + at;
    }
    mark = text.indexOf('://', Math.max(start, copied));
  }
  return parts.join('') + text.slice(copied);
}

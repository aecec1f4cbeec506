/** What stands around a token in the value or header that was sent (RFC 6750 section 2.1). */

import { trim } from '../../text/trim.ts';
import { placeholderIn } from '../read/placeholder.ts';
import { isHidden } from '../read/show.ts';

const LOOKED_AT = 65_536;
const QUOTE = /["'`“”]/;
const EMPTY = 'the variable that should hold it is empty';
/** Schemes of other APIs, and names that are none. */
const OTHER_SCHEME =
  /^(token|jwt|api[-_]?key|key|oauth|digest|negotiate|ntlm|dpop|mac|hawk|access[-_]?token|secret)\s+\S/i;

/** What is wrong around the token, each as it follows "The token …". The token itself is never in it. */
export function dressProblems(value: string): string[] {
  const given = value.slice(0, LOOKED_AT);
  const text = percentDecoded(given);
  const found: string[] = [];
  if (text !== given) found.push('is percent-encoded: send it decoded');
  const inner = text.trim();
  if (inner === '') return ['is empty: send `Authorization: Bearer <token>`'];
  if (/^(?:authorization:\s*)?(?:bearer\s+){2,}/i.test(inner)) found.push('has the prefix Bearer twice');
  if (/^(?:authorization:\s*)?bearer:/i.test(inner))
    found.push('has a colon behind Bearer; a space belongs there');
  if (/^(?:authorization:\s*)?basic\s/i.test(inner))
    return ['is sent as Basic credentials; a bearer token is expected'];
  const unquoted = inner.replace(/^["'`“]|["'`”]$/g, '').trim();
  if (/^(?:authorization:\s*)?bearer:?$/i.test(unquoted)) return [`is missing behind Bearer: ${EMPTY}`];
  if (inner.length < text.length)
    found.push(/[\r\n]/.test(text) ? 'has a line break around it' : 'has whitespace around it');
  const bare = inner.replace(/^(?:authorization:\s*)?(?:bearer:?\s*)*/i, '');
  if (/^["'`“].*["'`”]$/s.test(bare)) found.push('stands in quotes, which were sent with it');
  if (bare === '' || /^(?:undefined|null|none|nil|nan|\[object object\]|true|false)$/i.test(bare)) {
    return [...found, `is ${bare === '' ? 'missing behind Bearer' : `the word "${bare}"`}: ${EMPTY}`];
  }
  if (bare.length < 200 && placeholderIn(bare) !== null && !bare.startsWith('eyJ')) {
    found.push('is a placeholder or a variable that was not filled in');
  } else if (/\S{20}\s|\s\S{20}|^eyJ\S*\s/.test(bare))
    found.push('has whitespace in the middle: it was broken in two when it was copied');
  else if (hasHidden(bare)) found.push('has a character in it that does not show: copy it again');
  return found;
}

/** The token alone: without `Bearer`, quotes, and whitespace. Empty if there is none to read. */
export function undress(value: string): string {
  const decoded = percentDecoded(value.slice(0, LOOKED_AT + 1)).trim();
  const inner = trim(decoded, QUOTE);
  const at = inner.indexOf('eyJ');
  if (at > 0 && /[\s=:"']/.test(inner.charAt(at - 1))) return inner.slice(at).replace(/["'\s&].*$/s, '');
  if (/^(?:authorization:\s*)?basic\s/i.test(inner)) return '';
  const bare = inner.replace(/^(?:authorization:\s*)?(?:bearer:?\s+)*/i, '');
  return trim(bare, QUOTE).replace(/\s/g, '');
}

/** What the word before the token should be, as it follows "The token …" (RFC 6750 section 2.1). */
export function schemeHints(value: string): string[] {
  const text = percentDecoded(value.slice(0, LOOKED_AT))
    .trim()
    .replace(/^authorization:\s*/i, '');
  const other = OTHER_SCHEME.exec(text)?.[1];
  if (other !== undefined) return [`is sent with the scheme ${other}; \`Bearer\` is expected`];
  return /^bearer\s+\S/i.test(text) && !text.startsWith('Bearer')
    ? ['has its scheme in another case: a server should take it (RFC 9110 section 11.1), `Bearer` is sure']
    : [];
}

/** `text` without percent-encoding, were it done once or twice. No token has a `%` of its own. */
export function percentDecoded(text: string): string {
  let decoded = text;
  for (let times = 0; times < 2 && /%[0-9a-f]{2}/i.test(decoded); times += 1) {
    try {
      decoded = decodeURIComponent(decoded);
    } catch {
      return decoded;
    }
  }
  return decoded;
}

function hasHidden(text: string): boolean {
  return !/^[\x21-\x7e]*$/.test(text) && [...text.slice(0, 8192)].some(isHidden);
}

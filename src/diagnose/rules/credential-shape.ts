/** What stands around or inside a credential that no credential has. The credential itself is never in a finding. */

import { placeholderIn } from '../read/placeholder.ts';
import { isHidden } from '../read/show.ts';

const LOOKED_AT = 8192;
const EMPTY_WORDS = /^(?:undefined|null|none|nil|nan|true|false|\[object object\])$/i;
const STAND_INS =
  /^(?:x{3,}|\*{3,}|•{3,}|\.{3,}|changeme|change_me|todo|tbd|secret|client_secret|client_id|password|test|example|placeholder|redacted|\[redacted\]|<redacted>)$/i;

/** Each as it follows "The client secret …". */
export function credentialProblems(value: string): string[] {
  const text = value.slice(0, LOOKED_AT);
  const inner = text.trim();
  if (inner === '') return [text === '' ? 'is empty' : 'is only whitespace'];
  if (EMPTY_WORDS.test(inner))
    return [`is the word "${inner.toLowerCase()}": the variable that should hold it is not set`];
  if (STAND_INS.test(inner) || placeholderIn(inner) !== null)
    return ['is a placeholder that was not filled in'];
  return [...around(text, inner), ...inside(inner)];
}

function around(text: string, inner: string): string[] {
  const found: string[] = [];
  if (/[\r\n]\s{0,40}$/.test(text.slice(-40)))
    found.push('ends with a line break (from a file, or `echo` without -n)');
  else if (!text.endsWith(inner)) found.push('ends with whitespace');
  if (!text.startsWith(inner)) found.push('starts with whitespace');
  if (/^(?:"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”)$/.test(inner))
    found.push('stands in quotes, which were sent with it');
  else if (/^["'`“]|["'`”]$/.test(inner)) found.push('has a quote at one end');
  return found;
}

function inside(inner: string): string[] {
  const found: string[] = [];
  const bare = inner.replace(/^["'`“]|["'`”]$/g, '');
  if (/^(?:basic|bearer)\s/i.test(bare))
    found.push('is a whole Authorization value, not the credential in it');
  else if (
    /^(?:export\s+)?[A-Za-z]\w{2,40}(?:_|\b)(?:id|secret|key|token)\s*=/i.test(bare) ||
    /^[A-Z][A-Z0-9_]{3,60}=/.test(bare)
  ) {
    found.push('holds its own name (`NAME=…`): send only what stands behind the `=`');
  } else if (/[\r\n]/.test(bare)) found.push('has a line break in the middle');
  else if (/\s/.test(bare)) found.push('has whitespace in the middle');
  if (/%[0-9a-f]{2}/i.test(bare))
    found.push('looks percent-encoded: encode it once when it is sent, never when it is stored');
  if (/&(?:amp|quot|lt|gt|#\d{1,5});/.test(bare)) found.push('is HTML-escaped (&amp; and the like)');
  if (/[*•]{4}|\.\.\.$|…$/.test(bare))
    found.push('is masked or shortened: copy it from where it is shown in full');
  if (![...bare].every((char) => !isHidden(char) || /\s/.test(char)))
    found.push('has a character that does not show: type it anew or copy it as plain text');
  else if (/[‐-―‘’“”]/.test(bare)) found.push('has typographic dashes or quotes: a text program changed it');
  return found;
}

import { isHiddenInValue, isUuid } from '../../base/text.ts';
import { HOUR } from '../../base/time.ts';
import type { RejectsOf } from '../../catalog/catalog.ts';
import { howLong, isoDate, placeholderIn } from '../../pasted/pasted.ts';
import { type Facts, type Finding, messages, named } from '../rule.ts';

const ROTATED = ['rotated_at', 'secret_rotated_at', 'rotatedAt', 'revoked_at'];

/**
 * What is visibly wrong with a client_id or secret. It is never repeated, and whether it is the right one cannot be
 * seen from here. Source: RFC 6749 section 2.3.1.
 */
export function credential(facts: Facts, rules: RejectsOf<'credential'>): Finding[] {
  const own =
    facts.value === null
      ? []
      : credentialProblems(facts.value).map((problem) => ({ message: `The credential ${problem}.` }));
  const causes = rules.issued_by === 'identity_provider' ? providerCause(facts) : [];
  return [...own, ...causes, ...rotation(facts, rules.grace_hours)];
}

/** A rotated secret works for some hours more, where the catalog says for how many. */
function rotation(facts: Facts, grace: number | undefined): Finding[] {
  if (grace === undefined) return [];
  const fields = named(facts, ROTATED).map(({ text }) => isoDate(text));
  const sentences = messages(facts).map(({ text }) => {
    const match = /\brotated (?:at|on) (?=\d{4}-)/i.exec(text);
    return match ? isoDate(text.slice(match.index + match[0].length)) : null;
  });
  const at = [...fields, ...sentences].find((moment) => moment !== null && moment < facts.now);
  if (at === undefined || at === null) return [];
  const age = facts.now - at;
  return age > grace * HOUR
    ? [
        {
          message: `The secret was rotated ${howLong(age)} ago; the old one stopped working after ${grace} h. Use the new one.`,
        },
      ]
    : [];
}

/** What stands around or inside a credential that no credential has. The credential itself is never in a finding. */

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
  if (![...bare].every((char) => !isHiddenInValue(char) || /\s/.test(char)))
    found.push('has a character that does not show: type it anew or copy it as plain text');
  else if (/[‐-―‘’“”]/.test(bare)) found.push('has typographic dashes or quotes: a text program changed it');
  return found;
}

/** The providers' own error codes, from their documentation. */
const CAUSES: readonly [string, string][] = [
  [
    'AADSTS7000215',
    "Microsoft refused the secret (AADSTS7000215): often the secret's ID was saved, not its value.",
  ],
  [
    'AADSTS7000222',
    'The Microsoft client secret expired (AADSTS7000222): make a new one in Entra and save its value.',
  ],
  [
    'AADSTS700016',
    'Microsoft does not know that client_id in this tenant (AADSTS700016): compare application and tenant.',
  ],
  ['AADSTS90002', 'Microsoft does not find the tenant (AADSTS90002): compare the tenant ID or domain.'],
  [
    'AADSTS50011',
    'The redirect URI is not registered at Microsoft (AADSTS50011): the credentials are not at fault.',
  ],
  [
    'incorrect_client_credentials',
    'GitHub refused client_id or secret (incorrect_client_credentials): make a new secret there.',
  ],
  [
    'bad_verification_code',
    'GitHub refused the code, not the credentials (bad_verification_code): it is expired or used. Sign in again.',
  ],
  [
    'deleted_client',
    'The OAuth client was deleted at Google (deleted_client): make a new one and save its credentials.',
  ],
  [
    'redirect_uri_mismatch',
    'The provider does not know the redirect URI (redirect_uri_mismatch): the credentials are not at fault.',
  ],
];

/** Whether a sentence is an identity provider's own: what it says of a client or a secret is about those that are kept there. */
export function isOfProvider(sentence: string): boolean {
  return /\bAADSTS\d/.test(sentence) || CAUSES.some(([code]) => hasWord(sentence, code));
}

/** What the provider's answer, if it was pasted or logged, says about the cause. Source: the providers' documentation. */
function providerCause(facts: Facts): Finding[] {
  const logged = facts.lines
    .slice(0, 200)
    .flatMap(({ message, rest }) => [
      (message ?? '').slice(0, 4096),
      ...Object.values(rest ?? {}).flatMap((value) =>
        typeof value === 'string' ? [value.slice(0, 4096)] : [],
      ),
    ]);
  const texts = [facts.pasted.text, ...logged];
  const isNamed = (code: string) => texts.some((text) => hasWord(text, code));
  const found = CAUSES.filter(([code]) => isNamed(code)).map(([, message]) => ({ message }));
  return [...found.slice(0, 2), ...secretId(facts, texts)];
}

/** Microsoft's secrets have no dashes in that pattern; their IDs do. */
function secretId({ value }: Facts, texts: readonly string[]): Finding[] {
  if (value === null || !isUuid(value.trim())) return [];
  const isMicrosoft = texts.some((text) => /\bmicrosoft\b|\bentra\b|\bazure\b|\bAADSTS\d/i.test(text));
  return isMicrosoft
    ? [
        {
          message:
            'If this is the secret: a UUID is the ID of a Microsoft secret, not its value. Copy the value; it is shown once.',
        },
      ]
    : [];
}

function hasWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at >= 0 && !/\w/.test(text.charAt(at + word.length));
}

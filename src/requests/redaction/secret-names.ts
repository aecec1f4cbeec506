/** Tells from the name of a field, header or parameter whether its value is a secret. */

import {
  DECISION_FIELDS,
  GUARDED_LAST,
  HARMLESS_ENDINGS,
  IDENTIFIER_WORDS,
  NO_PASS,
  NUMERIC_SECRETS,
  PLAIN_KEY_OWNERS,
  SECRET_ENDINGS,
  SECRET_LAST,
  SECRET_NAMES,
  SECRET_PAIRS,
  SECRET_WORDS,
  SESSION_COOKIE,
  WORDY_SECRETS,
} from './name-lists.ts';
import { isOwnName } from './own-names.ts';

export const REDACTED = '[redacted]';

const PAIRS = new Map(
  Object.entries(SECRET_PAIRS).map(([last, owners]) => [last, new Set(owners.split(/\s+/))]),
);

/** `userid`, but not the words that only end like it. */
const JOINED_ID =
  /^(?!(?:un|pre|re)?paid$|(?:in)?valid$|a?void$|android$|bid$|hybrid$|said$|solid$)\w*[a-z]id$/;

/** A name longer than any real one is judged by its end. */
const MAX_NAME = 128;

interface Judgement {
  secret: boolean;
  guarded: boolean;
  words: readonly string[];
}

/** Logs repeat the same names, and judging one costs more than all else that redaction does with it. */
const judged = new Map<string, Judgement>();
const MAX_JUDGED = 2_000;

/**
 * Whether the value under this name (dotted, camelCase, kebab-case or snake_case) is a secret.
 *
 * A secret word in any part of a dotted name covers what lies under it: `cookies.theme`.
 */
export function isSecretName(name: string): boolean {
  return judge(name).secret || isOwnName(name);
}

/**
 * Whether a value that looks generated is a secret under this name: `acme_key`, `laravel_session`, `registry_auth`.
 *
 * A key by which something is found (`cache_key`) is none, and neither is a bare `key`.
 */
export function isGuardedName(name: string): boolean {
  return judge(name).guarded;
}

/** Whether a secret may stand under this name; whether one does depends on the value (`isHarmlessValue`). */
export function mayHoldSecret(name: string): boolean {
  return isSecretName(name) || isGuardedName(name);
}

/** Whether the name says that the value is an identifier, an amount or a time; `request.card` does not. */
export function isIdentifierName(name: string): boolean {
  if (isSecretName(name)) return false;
  const { words } = judge(name.slice(name.lastIndexOf('.') + 1));
  return words.some((word) => IDENTIFIER_WORDS.has(word) || JOINED_ID.test(word));
}

/** Whether a short number under this secret name may be the secret itself: `pin`, not `tokens`. */
export function isNumericSecret(name: string): boolean {
  return judge(name).words.some((word) => NUMERIC_SECRETS.has(word));
}

/** Whether plain words under this secret name may be the secret itself: `passphrase`, not `client_secret`. */
export function isWordySecret(name: string): boolean {
  return judge(name).words.some((word) => WORDY_SECRETS.has(word));
}

/** The words of a name, in lower case, without accents, hidden characters and trailing digits. */
export function wordsOf(name: string): readonly string[] {
  return judge(name).words;
}

function judge(name: string): Judgement {
  const end = name.slice(-MAX_NAME);
  let judgement = judged.get(end);
  if (judgement === undefined) {
    const parts = end.split('.').filter((part) => !/^\d+$/.test(part));
    judgement = {
      secret: holdsSecretPart(parts),
      guarded: SESSION_COOKIE.test(end) || isGuardedPart(parts),
      words: split(end),
    };
    if (judged.size >= MAX_JUDGED) judged.clear();
    judged.set(end, judgement);
  }
  return judgement;
}

/** `authorization.action` tells of a decision, and holds no credentials unless its own name says so. */
function holdsSecretPart(parts: readonly string[]): boolean {
  return parts.some((part, index) => {
    const isDecision =
      /^authori[sz]ation(?:[_-]?info)?$/i.test(part) &&
      (/info$/i.test(part) || DECISION_FIELDS.has((parts[index + 1] ?? '').toLowerCase()));
    return !isDecision && isSecretPart(part);
  });
}

function isGuardedPart(parts: readonly string[]): boolean {
  const words = split(parts.at(-1) ?? '');
  const [last = '', owner = ''] = words.toReversed();
  if (!GUARDED_LAST.has(last)) return false;
  if (!/^keys?$/.test(last)) return true;
  return owner !== '' && !PLAIN_KEY_OWNERS.has(owner);
}

function isSecretPart(part: string): boolean {
  const words = split(part);
  const [last = '', owner = ''] = words.toReversed();
  if (SECRET_NAMES.has(words.join(' ')) || SECRET_LAST.has(last)) return true;
  if (last.endsWith('pass') && !NO_PASS.test(last)) return true;
  if (PAIRS.get(last.replace(/s$/, ''))?.has(owner)) return true;
  if (HARMLESS_ENDINGS.has(last)) return false;
  return words.some(
    (word) => SECRET_WORDS.has(word) || SECRET_ENDINGS.some((ending) => word.endsWith(ending)),
  );
}

function split(name: string): string[] {
  const words = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .normalize('NFKC')
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/(?<=\p{L}{2})\d{1,3}$/u, ''));
  // `api_key_2` is the second `api_key`.
  const named = words.filter((word) => word !== '' && !/^\d+$/.test(word));
  return named.length > 0 ? named : words.filter((word) => word !== '');
}

/** Tells from the name of a field, header or parameter whether its value is a secret. */

export const REDACTED = '[redacted]';

/** Words that make the whole name secret wherever they stand: `x-auth-token`, `cookies.session`. */
const SECRET_WORDS = new Set([
  'authorization',
  'cookie',
  'cookies',
  'credential',
  'credentials',
  'cvc',
  'cvv',
  'jwt',
  'otp',
  'passcode',
  'passphrase',
  'passwd',
  'password',
  'passwords',
  'pwd',
  'secret',
  'secrets',
  'signature',
  'ssn',
  'token',
  'tokens',
  'totp',
]);

/** Names that are secret as a whole. */
const SECRET_NAMES = new Set([
  'auth',
  'bearer',
  'sig',
  'assertion',
  'client assertion',
  'samlresponse',
  'saml response',
]);

/** Words joined without a mark: `dbpassword`, `authtoken`. */
const SECRET_ENDINGS = [
  'token',
  'secret',
  'password',
  'passwd',
  'apikey',
  'privatekey',
  'secretkey',
  'accesskey',
];

/** `api_key` is a secret, `idempotency_key` is not. */
const KEY_OWNERS = new Set([
  'access',
  'account',
  'admin',
  'api',
  'app',
  'auth',
  'encryption',
  'license',
  'master',
  'private',
  'secret',
  'service',
  'session',
  'shared',
  'signing',
  'ssh',
  'subscription',
  'webhook',
]);

/** `authorization_code` is a secret, `error_code` is not. */
const CODE_OWNERS = new Set(['auth', 'authorization', 'authorisation', 'device', 'mfa', 'verification']);

const CARD_WORDS = new Set(['card', 'pan']);

/** A secret word followed by one of these names something about the secret: `token_type`, `secret_version`. */
const HARMLESS_ENDINGS = new Set([
  'algorithm',
  'at',
  'audience',
  'budget',
  'bucket',
  'count',
  'created',
  'endpoint',
  'error',
  'expiration',
  'expires',
  'expiry',
  'format',
  'in',
  'issuer',
  'kind',
  'length',
  'limit',
  'max',
  'method',
  'min',
  'name',
  'pending',
  'policy',
  'present',
  'remaining',
  'required',
  'revoked',
  'rotated',
  'scope',
  'scopes',
  'status',
  'total',
  'ttl',
  'type',
  'uri',
  'url',
  'usage',
  'used',
  'valid',
  'version',
]);

/** Names of fields that are known to hold an identifier or a time, so that their digits are no card number. */
const IDENTIFIER_WORDS = new Set([
  'correlation',
  'date',
  'nano',
  'nanos',
  'ray',
  'req',
  'reqid',
  'request',
  'span',
  'spanid',
  'time',
  'timestamp',
  'trace',
  'traceid',
  'ts',
]);

/** A name longer than any real one is judged by its end. */
const MAX_NAME = 128;

/** Logs repeat the same names, and judging one costs more than all else that redaction does with it. */
const judged = new Map<string, boolean>();
const MAX_JUDGED = 2_000;

/**
 * Whether the value under this name (dotted, camelCase, kebab-case or snake_case) is a secret.
 *
 * A secret word in any part of a dotted name covers what lies under it: `cookies.theme`.
 */
export function isSecretName(name: string): boolean {
  const end = name.slice(-MAX_NAME);
  let secret = judged.get(end);
  if (secret === undefined) {
    secret = end.split('.').some(isSecretPart);
    if (judged.size >= MAX_JUDGED) judged.clear();
    judged.set(end, secret);
  }
  return secret;
}

/** Whether the name says that the value is an identifier or a time. */
export function isIdentifierName(name: string): boolean {
  return wordsOf(name.slice(-MAX_NAME)).some((word) => IDENTIFIER_WORDS.has(word));
}

function isSecretPart(part: string): boolean {
  const words = wordsOf(part);
  const [last = '', owner = ''] = words.toReversed();
  if (SECRET_NAMES.has(words.join(' '))) return true;
  if (/^keys?$/.test(last) && KEY_OWNERS.has(owner)) return true;
  if (last === 'code' && CODE_OWNERS.has(owner)) return true;
  if (last === 'verifier' && owner === 'code') return true;
  if (last === 'number' && CARD_WORDS.has(owner)) return true;
  if (HARMLESS_ENDINGS.has(last)) return false;
  return words.some(
    (word) => SECRET_WORDS.has(word) || SECRET_ENDINGS.some((ending) => word.endsWith(ending)),
  );
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

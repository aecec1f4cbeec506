/** Tells from the name of a field, header or parameter whether its value is a secret. */

import { wordSet } from '../base/text.ts';
import { lettersOf, withoutAccents, wordsOf } from '../base/words.ts';

/** The words by which a name tells what stands under it: lower case, without accents. */

/** A list of words, written as `names.ts` writes those of a name. */
function words(list: string): ReadonlySet<string> {
  return new Set(
    list
      .trim()
      .split(/\s+/)
      .map((word) => withoutAccents(word).normalize('NFKC')),
  );
}

/** Words that make the whole name secret wherever they stand: `x-auth-token`, `cookies.session`. */
const SECRET_WORDS = words(`
  authorization contrasena contrasenya cookie cookies credential credentials creds cvc cvv geheimnis haslo hasło heslo
  hmac jelszo jsessionid jwt kennwort losenord mdp mnemonic motdepasse otp parola passcode passe passphrase passwd
  password passwords passwort phpsessid psk pwd salasana secret secrets senha sessid sifre signature ssn token tokens
  totp wachtwoord κωδικος пароль секрет токен 令牌 口令 密码 密碼 密钥 パスワード 暗証番号 비밀번호 암호`);

/** Names that are secret as a whole. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  ...['auth', 'x auth', 'basic auth', 'bearer', 'sig', 'assertion', 'client assertion'],
  ...['samlresponse', 'saml response', 'connstr', 'conn str'],
]);

/** Words that make a name secret at its end only: `DB_PASS`, `_csrf`, `SENTRY_DSN`; `csrf_check` is none. */
const SECRET_LAST = words('pass pin pan sid csrf xsrf dsn sessionid');

/**
 * Words at the end of names that hold secrets as often as something plain: under them a value is secret if it looks
 * generated. Keys of which nothing is known are among them (`acme_key`); no list of their owners would be whole.
 */
const GUARDED_LAST = words(`
  auth authn key keys kubeconfig llave clave chave cle nyckel schlussel schluessel sleutel klucz ключ キー 鍵 session
  sessions sess sesion sessao sitzung sessie sesja сессия hsid ssid lsid apisid sapisid clearance awsalb awsalbcors
  login ticket`);

/** Names of session cookies that end in what tells one site from another. */
const SESSION_COOKIE =
  /(?:^|\.)(?:wordpress_(?:sec|logged_in)_|remember_web_|S?SESS[0-9a-f]{8}|\.?AspNet|(?:koa|express)[.:]sess|__(?:Host|Secure)-)/i;

/** Words in front of `key` that make it one to look up, sort or group by: such values are ids, whatever they look like. */
export const PLAIN_KEY_OWNERS = wordSet(`
  aggregation attribute batch bucket cache client composite correlation customer data dedup deduplication
  dedupe dictionary distribution document duplicate entity event experiment feature field file flag foreign
  group hash i18n idempotency index issue item job json label lock lookup lru map memo message metric natural
  object order parent partition primary project public query queue range record redis registry request routing
  row s3 shard sort storage surrogate task tenant trace translation transaction unique user visitor`);

/** The last two words of secret names; `api_key` is one, `idempotency_key` is not. */
const SECRET_PAIRS: Readonly<Record<string, string>> = {
  key: `access account admin api app auth encryption license master private secret service session shared signing
    ssh subscription webhook`,
  code: `auth authorization authorisation backup confirmation device invite login mfa oauth otp pass recovery reset
    security sms user verification`,
  id: 'session sess',
  phrase: 'seed recovery secret backup mnemonic',
  string: 'connection conn',
  url: 'magic reset verification activation invite signed presigned confirmation webhook_secret',
  link: 'magic reset verification activation invite signed confirmation login',
  number: 'card pan',
  verifier: 'code',
};

/** Words joined without a mark: `dbpassword`, `authtoken`. */
const SECRET_ENDINGS: readonly string[] =
  'token secret password passwd apikey privatekey secretkey accesskey sessionid sessid cardnumber pw psk'.split(
    ' ',
  );

/** Words that end in `pass` and are no password: any other is one (`dbpass`, `smtppass`). */
const NO_PASS = /^(?:by|com|encom|first|im|multi|one|over|second|single|sur|tres|two|under)pass$/;

/** A secret word followed by one of these names something about the secret: `token_type`, `secret_version`. */
const HARMLESS_ENDINGS: ReadonlySet<string> = words(`
  age algorithm arn at attempts audience budget bucket changed check class count created date days dir disabled enabled
  endpoint error errors exception exchange expiration expired expires expiry failed failure failures field file flow
  format handler hint id ids in interval invalid issuer kid kids kind length lifetime limit location manager max method min
  mismatch missing name path pending policy present prefix provider rate ref remaining required revoked rotated rotation
  scope scopes server service size state status store strength time timestamp total ttl type types until uri url usage
  used valid validation version`);

/** Fields of an authorization decision in audit logs of Google Cloud and Azure: they hold no credentials. */
export const DECISION_FIELDS = wordSet(`
  action actions allowed condition decision denied effect evidence granted permission permissions
  permissiontype policy principal reason resource resourceattributes result role roles scope scopes`);

/** Words of names that hold an identifier, an amount or a time: their digits are not a card number. */
const IDENTIFIER_WORDS = wordSet(`
  bytes correlation count cursor date event id ids invoice length msec n nano nanos nr number offset order ray
  ref reference req reqid request seq sequence size span spanid time timestamp trace traceid tracking ts
  version`);

/** Words of names whose secret may be a short number. */
const NUMERIC_SECRETS = wordSet(`
  pin otp totp cvv cvc password passwd pwd passcode passwort contrasena senha code codes ssn`);

/** Words of names whose secret may consist of plain words. */
const WORDY_SECRETS = wordSet(`
  password passwd pwd pass passwort contrasena senha passphrase passe phrase mnemonic passcode kennwort`);

export const REDACTED = '[redacted]';

const PAIRS = new Map(
  Object.entries(SECRET_PAIRS).map(([last, owners]) => [last, new Set(owners.split(/\s+/))]),
);

/** `userid`, but not the words that only end like it. */
const JOINED_ID =
  /^(?!(?:un|pre|re)?paid$|(?:in)?valid$|a?void$|android$|bid$|hybrid$|said$|solid$)\w*[a-z]id$/;

/** A name longer than any real one is judged by its end. */
const MAX_NAME = 128;

interface Judgment {
  secret: boolean;
  guarded: boolean;
  words: readonly string[];
}

/** Logs repeat the same names, and judging one costs more than all else that redaction does with it. */
const judged = new Map<string, Judgment>();
const MAX_JUDGED = 2_000;

/**
 * Whether the value under this name (dotted, camelCase, kebab-case or snake_case) is a secret.
 *
 * A secret word in any part of a dotted name covers what lies under it: `cookies.theme`.
 */
export function isSecretName(name: string, own: OwnNames): boolean {
  return judge(name).secret || isOwnName(name, own);
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
export function isPossibleSecretName(name: string, own: OwnNames): boolean {
  return isSecretName(name, own) || isGuardedName(name);
}

/** Whether the name says that the value is an identifier, an amount or a time; `request.card` does not. */
export function isIdentifierName(name: string, own: OwnNames): boolean {
  if (isSecretName(name, own)) return false;
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
export function wordsOfName(name: string): readonly string[] {
  return judge(name).words;
}

function judge(name: string): Judgment {
  const end = name.slice(-MAX_NAME);
  let judgment = judged.get(end);
  if (judgment === undefined) {
    const parts = end.split('.').filter((part) => !/^\d+$/.test(part));
    judgment = {
      secret: holdsSecretPart(parts),
      guarded: SESSION_COOKIE.test(end) || isGuardedPart(parts),
      words: split(end),
    };
    if (judged.size >= MAX_JUDGED) judged.clear();
    judged.set(end, judgment);
  }
  return judgment;
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
  const shown = withoutAccents(name).replace(/\p{Cf}/gu, '');
  const words = wordsOf(shown.normalize('NFKC')).map((word) => word.replace(/(?<=\p{L}{2})\d{1,3}$/u, ''));
  // `api_key_2` is the second `api_key`.
  const named = words.filter((word) => word !== '' && !/^\d+$/.test(word));
  return named.length > 0 ? named : words.filter((word) => word !== '');
}

/** The names of fields that whoever runs the server wants redacted, beside those that are secret anywhere. */
export type OwnNames = ReadonlySet<string>;

export const NO_OWN_NAMES: OwnNames = new Set();

/** The names of a configuration. Spellings (`aB`, `a_b`, `a-b`) do not matter. */
export function ownNames(names: Iterable<string>): OwnNames {
  return new Set([...names].map(squeeze));
}

/** Whether the value under this name (dotted) is to be redacted because it, or what it lies in, was named. */
export function isOwnName(name: string, own: OwnNames): boolean {
  return own.size > 0 && name.split('.').some((part) => own.has(squeeze(part)));
}

/** The letters and digits of a name, in lower case and without accents; a number at its end only counts. */
function squeeze(name: string): string {
  return lettersOf(withoutAccents(name)).replace(/(?<=\p{L})\d{1,3}$/u, '');
}

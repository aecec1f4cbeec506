/** The words by which a name tells what stands under it. Lower case, without accents. */

/** Words that make the whole name secret wherever they stand: `x-auth-token`, `cookies.session`. */
export const SECRET_WORDS: ReadonlySet<string> = new Set(
  `authorization contrasena cookie cookies credential credentials cvc cvv hmac jsessionid jwt kennwort mnemonic otp
  parola passcode passe passphrase passwd password passwords passwort phpsessid pwd secret secrets senha sessid
  signature ssn token tokens totp wachtwoord пароль 密码 パスワード`.split(/\s+/),
);

/** Names that are secret as a whole. */
export const SECRET_NAMES: ReadonlySet<string> = new Set([
  ...['auth', 'x auth', 'basic auth', 'bearer', 'sig', 'assertion', 'client assertion'],
  ...['samlresponse', 'saml response', 'connstr', 'conn str'],
]);

/** Words that make a name secret at its end only: `DB_PASS`, `_csrf`, `SENTRY_DSN`; `csrf_check` is none. */
export const SECRET_LAST: ReadonlySet<string> = new Set(
  'pass pin pan sid csrf xsrf dsn sessionid'.split(' '),
);

/** The last two words of secret names; `api_key` is one, `idempotency_key` is not. */
export const SECRET_PAIRS: Readonly<Record<string, string>> = {
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
export const SECRET_ENDINGS: readonly string[] =
  'token secret password passwd apikey privatekey secretkey accesskey sessionid sessid cardnumber'.split(' ');

/** A secret word followed by one of these names something about the secret: `token_type`, `secret_version`. */
export const HARMLESS_ENDINGS: ReadonlySet<string> = new Set(
  `age algorithm at attempts audience budget bucket check class count created disabled enabled endpoint error errors
  exception exchange expiration expired expires expiry failed failure failures field flow format handler hint id ids
  in invalid issuer kind length lifetime limit manager max method min mismatch missing name pending policy present
  prefix provider remaining required revoked rotated rotation scope scopes server service state status store strength
  total ttl type uri url usage used valid validation version`.split(/\s+/),
);

/** Words of names that are known to hold an identifier, an amount or a time: their digits are no card number. */
export const IDENTIFIER_WORDS: ReadonlySet<string> = new Set(
  `bytes correlation count cursor date event id ids invoice length msec n nano nanos nr number offset order ray ref
  reference req reqid request seq sequence size span spanid time timestamp trace traceid tracking ts version`.split(
    /\s+/,
  ),
);

/** Words of names whose secret may be a short number. */
export const NUMERIC_SECRETS: ReadonlySet<string> = new Set(
  'pin otp totp cvv cvc password passwd pwd passcode passwort contrasena senha code codes ssn'.split(' '),
);

/** Words of names whose secret may consist of plain words. */
export const WORDY_SECRETS: ReadonlySet<string> = new Set(
  'password passwd pwd pass passwort contrasena senha passphrase passe phrase mnemonic passcode kennwort'.split(
    ' ',
  ),
);

/** The words by which a name tells what stands under it: lower case, without accents. */

/** A list of words, written as `secret-names.ts` writes those of a name. */
function words(list: string): ReadonlySet<string> {
  return new Set(
    list
      .trim()
      .split(/\s+/)
      .map((word) => word.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC')),
  );
}

/** Words that make the whole name secret wherever they stand: `x-auth-token`, `cookies.session`. */
export const SECRET_WORDS = words(`
  authorization contrasena contrasenya cookie cookies credential credentials creds cvc cvv geheimnis haslo hasło heslo
  hmac jelszo jsessionid jwt kennwort losenord mdp mnemonic motdepasse otp parola passcode passe passphrase passwd
  password passwords passwort phpsessid psk pwd salasana secret secrets senha sessid sifre signature ssn token tokens
  totp wachtwoord κωδικος пароль секрет токен 令牌 口令 密码 密碼 密钥 パスワード 暗証番号 비밀번호 암호`);

/** Names that are secret as a whole. */
export const SECRET_NAMES: ReadonlySet<string> = new Set([
  ...['auth', 'x auth', 'basic auth', 'bearer', 'sig', 'assertion', 'client assertion'],
  ...['samlresponse', 'saml response', 'connstr', 'conn str'],
]);

/** Words that make a name secret at its end only: `DB_PASS`, `_csrf`, `SENTRY_DSN`; `csrf_check` is none. */
export const SECRET_LAST = words('pass pin pan sid csrf xsrf dsn sessionid');

/**
 * Words at the end of names that hold secrets as often as something plain: under them a value is secret if it looks
 * generated. Keys of which nothing is known are among them (`acme_key`); no list of their owners would be whole.
 */
export const GUARDED_LAST = words(`
  auth authn key keys kubeconfig llave clave chave cle nyckel schlussel schluessel sleutel klucz ключ キー 鍵 session
  sessions sess sesion sessao sitzung sessie sesja сессия hsid ssid lsid apisid sapisid clearance awsalb awsalbcors
  login ticket`);

/** Names of session cookies that end in what tells one site from another. */
export const SESSION_COOKIE =
  /(?:^|\.)(?:wordpress_(?:sec|logged_in)_|remember_web_|S?SESS[0-9a-f]{8}|\.?AspNet|(?:koa|express)[.:]sess|__(?:Host|Secure)-)/i;

/** Owners of keys by which something is found, sorted or told apart: their values are ids, however they look. */
export const PLAIN_KEY_OWNERS: ReadonlySet<string> = new Set(
  `aggregation attribute batch bucket cache client composite correlation customer data dedup deduplication dedupe
  dictionary distribution document duplicate entity event experiment feature field file flag foreign group hash i18n
  idempotency index issue item job json label lock lookup lru map memo message metric natural object order parent
  partition primary project public query queue range record redis registry request routing row s3 shard sort storage
  surrogate task tenant trace translation transaction unique user visitor`.split(/\s+/),
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
  'token secret password passwd apikey privatekey secretkey accesskey sessionid sessid cardnumber pw psk'.split(
    ' ',
  );

/** Words that end in `pass` and are no password: any other is one (`dbpass`, `smtppass`). */
export const NO_PASS = /^(?:by|com|encom|first|im|multi|one|over|second|single|sur|tres|two|under)pass$/;

/** A secret word followed by one of these names something about the secret: `token_type`, `secret_version`. */
export const HARMLESS_ENDINGS: ReadonlySet<string> = words(`
  age algorithm arn at attempts audience budget bucket changed check class count created date days dir disabled enabled
  endpoint error errors exception exchange expiration expired expires expiry failed failure failures field file flow
  format handler hint id ids in interval invalid issuer kind length lifetime limit location manager max method min
  mismatch missing name path pending policy present prefix provider rate ref remaining required revoked rotated rotation
  scope scopes server service size state status store strength time timestamp total ttl type types until uri url usage
  used valid validation version`);

/** What an authorization decision is told by, in audit logs of Google Cloud and Azure: no credentials. */
export const DECISION_FIELDS: ReadonlySet<string> = new Set(
  `action actions allowed condition decision denied effect evidence granted permission permissions permissiontype policy
  principal reason resource resourceattributes result role roles scope scopes`.split(/\s+/),
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

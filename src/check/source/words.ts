/** In letters; what is longer is no name. */
const LONGEST = 200;
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu;

/** The words of a name or a code in lower case: `HTTPError`, `http_error` and `http-error` are `http`, `error`. */
export function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** A name without case and separators. */
export function plain(name: string): string {
  return name.replace(/[^\p{L}\d]/gu, '').toLowerCase();
}

/** Whether a name is written as members of enums are in many languages: `NotFound`. */
export function isPascalCase(name: string): boolean {
  return name.length <= LONGEST && /^\p{Lu}\p{Ll}[\p{L}\d]*$/u.test(name);
}

/** `apierr`, `HTTPError`, `Exceptions`, `FAILURES`: words that name what went wrong. */
const ERROR_WORD =
  /^(?:(?!std)[a-z]{0,20}(?:err|errs|error|errors|exception|exceptions|errcode|errcodes|errno)|exc|problems?|fail|fails|failures?|faults?|declines?|declined|rejections?)$/;
const CODE_WORD = /^(?:codes?|reasons?|ids?|keys?|slugs?|identifiers?|types?|kinds?)$/;
const SURE_CODE_WORD = /^(?:codes?|errcodes?)$/;

/** Words that make of a name with `error` something else than a set of codes. */
const OTHER_THINGS = new Set(
  (
    'level levels severity severities category categories correction mode modes handling handler handlers policy state states ' +
    'action actions strategy behavior behaviour source boundary listener message messages msg text texts format event events ' +
    'class classes style styles color colors colour page pages prop props option options config component components ' +
    'topic topics queue log logs logger file path paths url urls uri header headers field fields prefix suffix icon icons ' +
    'template templates label labels title titles description descriptions count rate metric metrics counter threshold ' +
    'retryable retriable retry retries transient ignored ignorable ignore known handled expected recoverable allowed tolerated ' +
    'context contexts scope channel tag tags attribute attributes attr parameter param params names namespace domain stack trace'
  ).split(' '),
);

/** How surely a name says that what it holds are error codes. */
export type Sureness = 'sure' | 'likely';

/** Whether `word`, in lower case, names what went wrong. */
export function isErrorWord(word: string): boolean {
  return ERROR_WORD.test(word);
}

/**
 * Whether a name is that of error codes: `sure` where it says so (`ErrorCode`, `errcodes`, `FailureReason`), `likely`
 * where it only says error (`ApiError`, `ERRORS`), null where it says something else (`ErrorLevel`, `CountryCode`).
 */
export function saysErrorCodes(name: string): Sureness | null {
  const words = wordsOf(name);
  if (!words.some(isErrorWord)) return null;
  if (hasCodeWord(words) && words.at(-1) === 'names') return 'sure';
  if (words.some((word) => OTHER_THINGS.has(word))) return null;
  return hasCodeWord(words) ||
    words.some((word, at) => CODE_WORD.test(word) && isErrorWord(words[at - 1] ?? ''))
    ? 'sure'
    : 'likely';
}

/** Whether a name speaks of error codes by that word, so that a bare member of what it names is one. */
export function namesCodes(name: string): boolean {
  return saysErrorCodes(name) !== null && hasCodeWord(wordsOf(name));
}

function hasCodeWord(words: readonly string[]): boolean {
  return words.some((word, at) => {
    return /errcodes?$/.test(word) || (SURE_CODE_WORD.test(word) && isErrorWord(words[at - 1] ?? ''));
  });
}

/** Whether a name is that of one error code, as a field or variable: `errorCode`, `err_code`, `oauthErrorCode`. */
export function isErrorCodeField(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (last === 'errcode') return true;
  return last === 'code' && isErrorWord(words.at(-2) ?? '');
}

/** Whether the name of a file, or of the folder that it lies in, says that it is about errors. */
export function fileSaysError(file: string): boolean {
  const [name = '', folder = ''] = file.split(/[\\/]/).reverse();
  const words = [...wordsOf(name.replace(/\.[^.]*$/, '')), ...wordsOf(folder)];
  return words.some((word) => isErrorWord(word)) || /^codes?\.[a-z]+$/i.test(name);
}

/** How much a text looks like a code: of several words, or one that may as well be plain English. */
export type Shape = 'compound' | 'word';

const LONGEST_CODE = 80;
const CHARACTERS = /^[A-Za-z][\w.:/-]*[A-Za-z0-9]$/;

/** What has the characters of a code, and is something else. */
const OTHER = [
  /:\/\/|\/\/|::|\.\.|--/,
  /^(?:application|text|image|audio|video|multipart|font|message)\//,
  /\.(?:[cm]?[jt]sx?|json|ya?ml|toml|html?|css|scss|png|jpe?g|gif|svg|txt|md|go|py|rb|rs|java|kts?|php|cs|swift|xml|csv|log|env|sql|sh|lock|zip|gz|pem|proto|conf|ini)$/i,
  /^(?:com|org|io|net|dev|java|javax|jakarta|kotlin|kotlinx|android|github\.com|golang\.org|google)[./]\w/,
  /^(?:www\.|localhost)|\.(?:com|org|net|io|dev|internal|local)(?:[/:]|$)/,
  /^(?=[A-Z][a-z]+-)(?:[A-Z][A-Za-z0-9]*-)+[A-Z][A-Za-z0-9]*$/,
  /^x-/i,
  /^(?:authorization_code|client_credentials|refresh_token|access_token|id_token|device_code|client_id|client_secret|request_id|user_id)$/,
  /^[a-z]{2,3}[-_][A-Z]{2}$/,
  /^v?\d+\.\d/,
  /^[0-9a-f]{8,}$|^[0-9a-f]{8}-[0-9a-f]{4}/i,
  /^(?:text|bg|border|rounded|flex|grid|btn|fa|icon|col|row|alert|badge|form|input|px|py|mt|mb|ml|mr|w|h|sm|md|lg)-/,
  /^(?:utf-?8|utf-?16|us-ascii|ascii|iso-8859-\d+|base64|sha-?\d+|hs256|rs256|es256)$/i,
  /^(?:https?|mailto|file|data|blob|node|npm|git|tcp|udp|ws|wss|std|core):/,
  /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|TODO|FIXME|HTTP\/\d.*)$/,
  /^(?:string|number|boolean|bool|object|integer|int|float|array|undefined|null|nil|none|true|false|function|text|any|void|optional|required)$/,
  /^(?:YYYY|yyyy|HH|hh|MM|DD|dd|mm|ss)\b/,
];

const SYSTEM_CODE =
  /^(?:E(?:PERM|NOENT|SRCH|INTR|IO|NXIO|BADF|AGAIN|NOMEM|ACCES|FAULT|BUSY|EXIST|XDEV|NOTDIR|ISDIR|INVAL|MFILE|NFILE|FBIG|NOSPC|SPIPE|ROFS|MLINK|PIPE|LOOP|NOTEMPTY|NOSYS|PROTO|NOTSUP|ADDRINUSE|ADDRNOTAVAIL|NETDOWN|NETUNREACH|CONNABORTED|CONNRESET|ISCONN|NOTCONN|TIMEDOUT|CONNREFUSED|HOSTUNREACH|HOSTDOWN|ALREADY|STALE|CANCELED|SOCKETTIMEDOUT|AI_AGAIN)|E?EAI_\w+|SIG[A-Z]{3,6}|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND)$/;

const ABOUT_CODES = new Set(
  'error errors err code codes message msg status exception description reason type kind detail details'.split(
    ' ',
  ),
);

/**
 * Whether `text` could be an error code as it goes over the wire: `compound` for words that are joined
 * (`slug_taken`, `SlugTaken`, `auth/invalid-email`) or shouted (`UNAUTHORIZED`), `word` for a lone one (`unauthorized`);
 * null for all else: sentences, addresses, media types, files, packages, headers, codes of the operating system.
 */
export function codeShape(text: string): Shape | null {
  if (text.length < 3 || text.length > LONGEST_CODE || !CHARACTERS.test(text)) return null;
  if (text.split('/').length > 2 || OTHER.some((other) => other.test(text)) || SYSTEM_CODE.test(text))
    return null;
  const words = wordsOf(text);
  // `error_code` is the name of what holds a code, and `QXJ5ZWxs…` no name at all.
  if (words.every((word) => ABOUT_CODES.has(word)) || words.length > 14) return null;
  if (/^[A-Z]{5,}$/.test(text)) return 'compound';
  return words.length > 1 || /\d/.test(text) ? 'compound' : 'word';
}

/** Whether a number can be a code: it is no HTTP status, and no count or flag. */
export function isCodeNumber(digits: string): boolean {
  if (!/^\d{2,10}$/.test(digits) || digits.startsWith('0')) return false;
  const value = Number(digits);
  return value >= 1000 || value > 599;
}

const FAILURE = new Set(
  (
    'not no invalid missing fail failed failure failing expired denied exceeded unauthorized unauthenticated unauthorised forbidden ' +
    'conflict conflicts taken already exists duplicate duplicated error errors unknown unsupported required bad timeout timed ' +
    'unavailable limited limit too mismatch rejected refused revoked disabled blocked locked suspended insufficient malformed ' +
    'cannot cant unable illegal incorrect wrong abuse broken corrupt corrupted cancelled canceled aborted unexpected ' +
    'unprocessable overloaded overflow throttled throttling exhausted declined unreachable internal violation violated ' +
    'empty stale lost interrupted inactive unverified undeliverable undefined unallowed prohibited restricted never past due ' +
    'must out used closed full large long short small many few reached exception fault invalidated reused outdated ' +
    'notfound gone unsafe untrusted unacceptable unresolved dead down offline'
  ).split(' '),
);

/** Whether the words of `text` tell that something went wrong. */
export function tellsFailure(text: string): boolean {
  return wordsOf(text).some(
    (word) => FAILURE.has(word) || /^(?:un|in|mis|over)[a-z]{5,}(?:ed|able)$/.test(word),
  );
}

import { remembering } from '../../base/remember.ts';
import { wordSet } from '../../base/text.ts';
import { wordsAndNumbersOf } from '../../base/words.ts';

/** The words of a name, remembered, as a source has few names and each very often. */
export const wordsOfName: (name: string) => readonly string[] = remembering(wordsAndNumbersOf, 20_000);

/** In letters; what is longer is no name. */
const LONGEST = 200;

/** Whether a name is written as members of enums are in many languages: `NotFound`. */
export function isPascalCase(name: string): boolean {
  return name.length <= LONGEST && /^\p{Lu}\p{Ll}[\p{L}\d]*$/u.test(name);
}

/** `apierr`, `HTTPError`, `Exceptions`, `FAILURES`: words that name what went wrong. */
const ERROR_WORD =
  /^(?:(?!std)[a-z]{0,20}(?:err|errs|error|errors|exception|exceptions|errcode|errcodes|errno)|exc|problems?|fail|fails|failures?|faults?|declines?|declined|rejections?)$/;
/** What a name has at least that has such a word. */
const MAY_SAY_ERROR = /err|exc|problem|fail|fault|declin|reject/i;
const CODE_WORD = /^(?:codes?|reasons?|ids?|keys?|slugs?|identifiers?|types?|kinds?)$/;
const SURE_CODE_WORD = /^(?:codes?|errcodes?)$/;

/** Words that make of a name with `error` something else than a set of codes. */
const OTHER_THINGS = wordSet(`
  level levels severity severities category categories correction mode modes handling handler handlers policy
  state states action actions strategy behavior behaviour source boundary listener message messages msg text
  texts format event events class classes style styles color colors colour page pages prop props option
  options config component components topic topics queue log logs logger file path paths url urls uri header
  headers field fields prefix suffix icon icons template templates label labels title titles description
  descriptions count rate metric metrics counter threshold retryable retriable retry retries transient ignored
  ignorable ignore known handled expected recoverable allowed tolerated context contexts scope channel tag
  tags attribute attributes attr parameter param params names namespace domain stack trace`);

/** How surely a name says that what it holds are error codes. */
export type Sureness = 'sure' | 'likely';

/** Whether `word`, in lower case, names what went wrong. */
export function isErrorWord(word: string): boolean {
  return ERROR_WORD.test(word);
}

function surenessOf(name: string): Sureness | null {
  const words = wordsOfName(name);
  if (!words.some(isErrorWord)) return null;
  if (hasCodeWord(words) && words.at(-1) === 'names') return 'sure';
  if (words.some((word) => OTHER_THINGS.has(word))) return null;
  return hasCodeWord(words) ||
    words.some((word, at) => CODE_WORD.test(word) && isErrorWord(words[at - 1] ?? ''))
    ? 'sure'
    : 'likely';
}

/**
 * Whether a name is that of error codes: `sure` where it says so (`ErrorCode`, `errcodes`, `FailureReason`), `likely`
 * where it only says error (`ApiError`, `ERRORS`), null where it says something else (`ErrorLevel`, `CountryCode`).
 */
export function errorCodeSureness(name: string): Sureness | null {
  return MAY_SAY_ERROR.test(name) ? knownSureness(name) : null;
}

const knownSureness = remembering(surenessOf, 20_000);

/** Whether a name speaks of error codes by that word, so that a bare member of what it names is one. */
export function namesCodes(name: string): boolean {
  return errorCodeSureness(name) !== null && hasCodeWord(wordsOfName(name));
}

function hasCodeWord(words: readonly string[]): boolean {
  return words.some((word, at) => {
    return /errcodes?$/.test(word) || (SURE_CODE_WORD.test(word) && isErrorWord(words[at - 1] ?? ''));
  });
}

/** Whether a name is that of one error code, as a field or variable: `errorCode`, `err_code`, `oauthErrorCode`. */
export function isErrorCodeField(name: string): boolean {
  const words = wordsOfName(name);
  const last = words.at(-1) ?? '';
  if (last === 'errcode') return true;
  return last === 'code' && isErrorWord(words.at(-2) ?? '');
}

/** Whether the name of a file, or of the folder that it lies in, says that it is about errors. */
export function fileSaysError(file: string): boolean {
  const [name = '', folder = ''] = file.split(/[\\/]/).reverse();
  const words = [...wordsOfName(name.replace(/\.[^.]*$/, '')), ...wordsOfName(folder)];
  return words.some((word) => isErrorWord(word)) || /^codes?\.[a-z]+$/i.test(name);
}

const FAILURE = wordSet(`
  not no invalid missing fail failed failure failing expired denied exceeded unauthorized unauthenticated
  unauthorised forbidden conflict conflicts taken already exists duplicate duplicated error errors unknown
  unsupported required bad timeout timed unavailable limited limit too mismatch rejected refused revoked
  disabled blocked locked suspended insufficient malformed cannot cant unable illegal incorrect wrong abuse
  broken corrupt corrupted cancelled canceled aborted unexpected unprocessable overloaded overflow throttled
  throttling exhausted declined unreachable internal violation violated empty stale lost interrupted inactive
  unverified undeliverable undefined unallowed prohibited restricted never past due must out used closed full
  large long short small many few reached exception fault invalidated reused outdated notfound gone unsafe
  untrusted unacceptable unresolved dead down offline`);

/** Whether the words of `text` tell that something went wrong. */
export function isAboutFailure(text: string): boolean {
  return wordsOfName(text).some(
    (word) => FAILURE.has(word) || /^(?:un|in|mis|over)[a-z]{5,}(?:ed|able)$/.test(word),
  );
}

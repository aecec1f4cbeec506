import { wordSet } from '../base/text.ts';
import {
  isGuardedName,
  isNumericSecret,
  isOwnName,
  isSecretName,
  isWordySecret,
  type OwnNames,
  REDACTED,
  wordsOfName,
} from './names.ts';

/** Tells values that say something about a secret (`token=missing`) from the secret itself. */

/** What is said of a secret in one word. */
const STATES = wordSet(`
  absent accepted active allowed anonymous array basic bearer blocked boolean bypassed cached changed created
  deleted denied disabled empty enabled error expired fail failed failure false forbidden found hidden ignored
  inactive include incorrect int integer invalid issued jwt lost malformed masked mismatch mismatched missing
  n/a nil no none not not_found null number oauth oauth2 object off ok omit omitted on optional passed pending
  present provided refreshed rejected renewed required reset revoked rotated same-origin sent set skipped
  stale string succeeded success unauthorized undefined unknown unset unsupported unverified updated used
  valid verified wrong yes true`);

/** How a sentence about a field goes on after its name. */
const PREDICATES = wordSet(`
  already are can cannot can't could did didn't does doesn't expired has have incorrect invalid is isn't lacks
  malformed may missing must needs never no not required revoked should too unknown was were will wrong`);

/** How a sentence of its own begins, and the words that only sentences hold. */
const SENTENCE_WORDS = wordSet(`
  a an and as at because been but by contains field flag for from given header if in instead length maximum
  minimum of on only option or parameter please provided rotate supplied than that the this to unable use
  value when with your you`);

/** Words that only longer sentences hold, behind their first. */
const INNER_WORDS = wordSet('after before presented');

const FAULTS = wordSet(`
  bad duplicate expired incorrect insufficient invalid malformed missing no revoked unknown unsupported wrong`);

const ERROR_CODE =
  /^(?:bad|expired|incorrect|insufficient|invalid|malformed|missing|no|unknown|unsupported|wrong)(?:_[a-z]+)+$|^(?:[a-z]+_)+(?:blocked|denied|disabled|error|exceeded|expired|failed|found|invalid|mismatch|missing|pending|rejected|required|reserved|revoked|taken|unsupported|used)$/;

/** What OAuth scopes allow to be done with tokens and secrets: `tokens:write`. */
const SCOPE_VERB =
  /^(?:all|create|delete|edit|exchange|execute|introspect|issue|list|manage|read|read_write|readonly|revoke|rotate|update|use|view|write)(?![\w=+/-])/;

/** How an authorization ended: what follows says who was denied what. */
const OUTCOME =
  /^(?:accepted|allowed|approved|denied|disabled|expired|failed|failure|forbidden|granted|missing|none|off|ok|on|refused|rejected|required|skipped|succeeded|success)[,;:.]?$/i;

/** A moment, with its time of day or without. */
const MOMENT =
  /^(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT)$/;

/** Amazon's names of resources say where a secret is kept, as do the paths of Google's and HashiCorp's. */
const PLACE = /^(?:arn:aws[a-z-]{0,10}:[^\s]*|projects\/[\w-]+\/secrets\/[\w/.-]+)$/;

/** What tells one key from another is public (RFC 7517 section 4.5). */
const KEY_ID = /^(?:(?:signing|public|json|web|key) ){0,3}kid[-_:][\w.-]{1,40}$/i;

/** Whether a name is that of an error (`invalid_api_key`, `InvalidApiKeyError`), and so not of a field. */
export function isErrorName(name: string, own: OwnNames): boolean {
  return FAULTS.has(wordsOfName(name)[0] ?? '') && !isOwnName(name, own);
}

/** Whether a single value under a secret `name` is no secret. */
export function isHarmlessValue(name: string, value: string, own: OwnNames): boolean {
  if (value === '' || value.startsWith(REDACTED)) return true;
  if (isOwnName(name, own)) return false;
  if (isGuardedName(name) && !isSecretName(name, own)) return !looksGenerated(value);
  if (MOMENT.test(value) && (value.length > 10 || wordsOfName(name).length > 1)) return true;
  if (isDirectory(name, value) || PLACE.test(value) || isPlainSignature(name, value)) return true;
  const word = value.length > 64 ? value : value.replace(/(?<![,;.:!)\]}])[,;.:!)\]}]+$/, '');
  if (word.length > 64) return false;
  if (STATES.has(word.toLowerCase()) || ERROR_CODE.test(word)) return true;
  if (/^SIG[A-Z]{2,6}\d?$/.test(word) || KEY_ID.test(word)) return true;
  return /^\d{1,12}(?:\.\d{1,9})?$/.test(word) && isCount(name, Number(word), own);
}

/** The working directory of a process stands under the name that is elsewhere short for password. */
function isDirectory(name: string, value: string): boolean {
  return /(?:^|[.\s])(?:OLD)?PWD$/.test(name) && /^(?:\/|~\/|[A-Za-z]:\\)/.test(value);
}

/** An outcome (`resultSignature`) and the name of a rule of an intrusion detector (`alert.signature`). */
function isPlainSignature(name: string, value: string): boolean {
  if (wordsOfName(name).at(-1) !== 'signature') return false;
  return (
    /^\d{3}$/.test(value) ||
    (/^[A-Z][A-Za-z]+[ .A-Z]/.test(value) && !value.split(/[^A-Za-z0-9]+/).some(isLongMix))
  );
}

function isLongMix(run: string): boolean {
  return run.length > 24 || (run.length >= 8 && /\d/.test(run) && /[A-Za-z]/.test(run));
}

/** Whether `value`, right behind `name:`, is what a scope allows: `scope: workspaces:read tokens:write`. */
export function isScope(name: string, value: string, own: OwnNames): boolean {
  return !isOwnName(name, own) && !isWordySecret(name) && SCOPE_VERB.test(value);
}

/** Whether a word behind the name of an authorization says how it ended: `auth=failed`. */
export function isOutcome(word: string): boolean {
  return OUTCOME.test(word);
}

/** Whether the number counts the secrets, or is a status or a line: `tokens=1534`, `auth:12`, `token: 400`. */
export function isCount(name: string, value: number, own: OwnNames): boolean {
  if (isOwnName(name, own)) return false;
  if (isGuardedName(name) && !isSecretName(name, own)) return true;
  if (isNumericSecret(name)) return false;
  if (/(?:tokens|cookies|secrets|credentials)$/i.test(name)) return true;
  return Number.isInteger(value) && value <= (/pass$/i.test(name) ? 99 : 9_999);
}

/** Whether a whole value is a sentence about its field `name`: `"password": "must have 8 characters"`. */
export function isRemark(name: string, value: string, own: OwnNames): boolean {
  if (isOwnName(name, own)) return false;
  const words = value
    .slice(0, 160)
    .replace(/^[[\\"'\s]+/, '')
    .split(/\s+/);
  return words.length > 1 && PREDICATES.has((words[0] ?? '').toLowerCase()) && !holdsRandom(words);
}

/** Why a call failed, as clients, Go and gRPC say it: `get token: connection refused`. */
const FAULT_OF_CALL =
  /^(?:connection (?:refused|reset|closed|aborted|timed out)|(?:dial|read|write) (?:tcp|udp|unix) |context (?:deadline exceeded|cancell?ed)|i\/o timeout|no such host|broken pipe|unexpected (?:EOF|end of|status|response)|EOF(?:$|[\s"'])|(?:read|connect|request|operation) tim(?:ed out|eout)|timed out|server (?:returned|closed|misbehaving)|rpc error: |(?:x509|tls|https?|net\/http): |socket hang up|network is unreachable|(?:unexpected )?status(?: code)?:? [45]\d\d)/i;

/** Whether prose about the field `name` begins at `from`, behind `name: `: `client_secret: use the new one`. */
export function isProse(name: string, text: string, from: number, own: OwnNames): boolean {
  // What is quoted is a value.
  if (/["'`\\]/.test(text[from] ?? '') || isOwnName(name, own)) return false;
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(from, from + 160)) ?? [];
  if (FAULT_OF_CALL.test(line)) return true;
  const words = line.split(/\s+/);
  const first = wordAt(words, 0);
  if (/(?:^|[^a-z])auth(?:n|z|ori[sz]ation|entication)?$/i.test(name) && isOutcome(words[0] ?? ''))
    return true;
  if (!/^[A-Za-z]+(?:['-][a-z]+)?$/.test(first) || holdsRandom(words)) return false;
  const opener = first.toLowerCase();
  if (PREDICATES.has(opener)) return true;
  // What repeats the name is about it: `Invalid Refresh Token: Refresh Token Not Found`.
  const again = words.slice(0, 3).map((_, index) => wordAt(words, index).toLowerCase());
  const sign = again.indexOf(wordsOfName(name).at(-1) ?? '') + 1;
  if (sign > 0 && isPlainSign(wordAt(words, sign).toLowerCase())) return true;
  if (words.length < 2 || !/^[a-z]+(?:['-][a-z]+)?$/.test(wordAt(words, 1))) return false;
  if (SENTENCE_WORDS.has(opener)) return true;
  if (isWordySecret(name)) return false;
  // As Redis does: `WRONGPASS invalid username-password pair`.
  if (/^[A-Z]{4,}$/.test(first)) return isPlainSign(wordAt(words, 1));
  if (!/^[A-Z]?[a-z]+$/.test(first)) return false;
  const later = words.slice(1, 8).map((_, index) => wordAt(words, index + 1));
  return later.some((word) => isPlainSign(word) || (later.length > 2 && INNER_WORDS.has(word)));
}

function isPlainSign(word: string): boolean {
  return PREDICATES.has(word) || SENTENCE_WORDS.has(word) || STATES.has(word);
}

function wordAt(words: readonly string[], index: number): string {
  return (words[index] ?? '').replace(/^[("']+|(?<![,;.:!?)"'])[,;.:!?)"']+$/g, '');
}

/** Whether one of the words that come first may be generated: a secret stands there, behind a scheme at most. */
function holdsRandom(words: readonly string[]): boolean {
  return words.slice(0, 3).some((_, index) => {
    const word = wordAt(words, index);
    return word.length > 24 || looksRandom(word) || /[A-Za-z]\d|\d[A-Za-z]|[a-z][A-Z]|[=+/]/.test(word);
  });
}

/** Tells values that were generated from those that a person chose. */

/**
 * Whether a value reads as generated (an OAuth authorization code, a key) and not as a word that a person chose
 * (an error code, a name).
 */
export function looksRandom(value: string): boolean {
  const digits = value.replace(/[^0-9]+/g, '').length;
  if (value.length >= 16 && digits >= 3) return true;
  return value.length >= 12 && digits >= 1 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** How much of a value is looked at. */
const LOOKED_AT = 512;

/**
 * Whether a value has a run that no person wrote: 12 letters and digits or more, mixed as words and numbers are not.
 *
 * Stricter than `looksRandom`: a path, a date, an address or a list of names has digits too. For values under names
 * that hold secrets as often as they hold something plain (`cache_key`, `session`).
 */
export function looksGenerated(value: string): boolean {
  const text = value.slice(0, LOOKED_AT);
  if (/^[\d.,:;/\sTZ+-]*$/.test(text)) return false;
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)) return true;
  return (text.match(/[A-Za-z0-9]{12,}/g) ?? []).some(isMixed);
}

/** Whether digits, lower and upper case follow each other more often than in words with capitals and numbers. */
function isMixed(run: string): boolean {
  let kinds = 0;
  let switches = 0;
  let toDigits = 0;
  let last = 0;
  for (let index = 0; index < run.length; index += 1) {
    const kind = kindOf(run.charCodeAt(index));
    kinds |= kind;
    if (last !== 0 && kind !== last) {
      switches += 1;
      if (kind === 1 || last === 1) toDigits += 1;
    }
    last = kind;
  }
  const isDense = switches * 5 >= run.length * 2;
  if ((kinds & 1) === 0) return run.length >= 20 && isDense;
  return kinds !== 1 && ((toDigits >= 3 && toDigits * 8 >= run.length) || (kinds === 7 && isDense));
}

/** 1 digit, 2 lower case, 4 upper case. */
function kindOf(unit: number): 1 | 2 | 4 {
  if (unit <= 57) return 1;
  return unit >= 97 ? 2 : 4;
}

/** Which values from outside are plain: nobody can take them for words of ours, or for instructions. */

/** The usual characters of ids and names. */
const NAME = /^[A-Za-z0-9._:/-]{1,64}$/;
const ID = /^[A-Za-z0-9._:-]{1,64}$/;
/** What addresses, times and short values may hold besides: nothing that marks up, quotes or separates sentences. */
const VALUE = /^[\w./:@?&=%+~,#!*$ \u00c0-\u024f[\]-]{1,200}$/;

/** Hexadecimal digits and dashes spell no sentence. */
const HEX = /^[0-9a-f-]+$/i;
const HEX_NUMBER = /^(?=.*\d)[0-9a-f]+$/i;

/** So many words in a row are a sentence; `order-service-4711` has two. */
const SENTENCE = 4;

/** Whether a name (of a tool, an argument, a method, a resource) is plain. */
export function hasNameShape(text: string): boolean {
  return NAME.test(text) && !isRunOfWords(text);
}

/**
 * Whether an id is of the usual shape: at most 64 letters, digits and `._:-`, and no run of words. One without any digit
 * has at most two words: ids that nobody chose have digits.
 */
export function hasIdShape(id: string): boolean {
  if (!ID.test(id)) return false;
  return HEX.test(id) || spokenWords(id).length < (/\d/.test(id) ? SENTENCE : SENTENCE - 1);
}

/**
 * Whether a value (an address, a slug, a status, a time) is plain: it may hold one space or two, but not three words. In an
 * address, the host counts for itself, and the path as well.
 */
export function hasValueShape(value: string): boolean {
  if (!VALUE.test(value)) return false;
  if (value.includes(' ')) return spokenWords(value).length < SENTENCE - 1;
  const [, host = '', rest = ''] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(.*)$/i.exec(value) ?? [];
  return !isRunOfWords(host) && !isRunOfWords(rest);
}

/**
 * Whether `text` reads like a sentence: four words or more, whatever joins them (`ignore-all-previous-instructions`,
 * `ignoreAllPreviousInstructions`, `ignore1previous2instructions3call`).
 */
function isRunOfWords(text: string): boolean {
  return !HEX.test(text) && spokenWords(text).length >= SENTENCE;
}

/**
 * The runs of letters that may be words: at least three letters with a vowel, also where only a capital separates them
 * (`callTool` has two). In what mixes letters with digits or cases, as random ids do, at least four.
 */
function spokenWords(text: string): string[] {
  return text.split(/[^A-Za-z0-9]+/).flatMap((piece) => {
    if (HEX_NUMBER.test(piece)) return [];
    const runs = piece.replaceAll(/([a-z])(?=[A-Z])/g, '$1 ').match(/[A-Za-z]+/g) ?? [];
    const least = IN_WORDS.test(piece) ? 3 : 4;
    const words = runs.filter((run) => run.length >= least && /[aeiouy]/i.test(run));
    // Words may be run together.
    return words.flatMap((run) => run.match(/.{1,12}/g) ?? []);
  });
}

/** `words`, `WORDS`, `Words`, `wordsInCamelCase`. */
const IN_WORDS = /^(?:[A-Z]+|[A-Z]?[a-z]+(?:[A-Z][a-z]+)*)$/;

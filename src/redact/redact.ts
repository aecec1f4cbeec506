import { createHash } from 'node:crypto';
import { withoutEntities } from '../base/entities.ts';
import { isObject, toRecord } from '../base/objects.ts';
import { group, isUuid, percentDecoded, visible, visibleLines, withoutHidden } from '../base/text.ts';
import {
  hasIdShape,
  hasNameShape,
  hasValueShape,
  isCount,
  isHarmlessValue,
  isRemark,
  looksGenerated,
  looksRandom,
} from './harmless.ts';
import {
  isCarriedCode,
  isJwkSecret,
  isListedValue,
  isPlainCode,
  NAMING,
  redactKeyValues,
} from './key-values.ts';
import {
  isGuardedName,
  isOwnName,
  isPossibleSecretName,
  isSecretName,
  NO_OWN_NAMES,
  type OwnNames,
  REDACTED,
} from './names.ts';
import { maskEmails, redactPhrases } from './phrases.ts';
import { holdsLoweredKey, redactCards, redactIbans, redactShapes } from './shapes.ts';

/**
 * The one door for words that leave: secrets are hidden, what does not show is made visible, what is long is cut.
 *
 * A value from outside (a caller's word, an id, a name of a file) passes `safe` or `named` where it enters a sentence.
 * Behind that, every way out has its last pass, so that a new tool cannot forget it: `safeData` over what a tool
 * answers, before it is printed (`defineTool`); `safeLines` over the message of a failure (`failuresInto`), over
 * prompts and resources (`methodsOf`) and over what a person reads in the terminal (`printTrouble`, `printAnswer`).
 */

/** `text` if it is no longer than `max`, else its beginning and how much more there is. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Not between the halves of a surrogate pair.
  const end = /[\uD800-\uDBFF]/.test(text[max - 1] ?? '') ? max - 1 : max;
  return `${text.slice(0, end)}… [${group(text.length - end)} more characters]`;
}

/** How many characters of a value from outside are shown where nothing else is said. */
const LONGEST_VALUE = 200;

/**
 * A value from outside on one line: without secrets, visible, at most `max` characters of it.
 *
 * In this order: a cut first could leave half a secret that no rule knows, and escapes lengthen.
 */
export function safe(text: string, max: number = LONGEST_VALUE): string {
  return cut(visible(redactText(text)), max);
}

/** A text of several lines that stay apart: without secrets, visible, at most `max` characters of it. */
export function safeLines(text: string, max: number, own: OwnNames = NO_OWN_NAMES): string {
  return cut(visibleLines(redactText(text, own)), max);
}

/**
 * How a sentence names what is not ours, such as a tool that does not exist: in quotes if its shape is plain, else by its
 * length, as words from outside must not read like ours.
 */
export function named(text: string): string {
  if (!hasNameShape(text)) return lengthOf(text);
  return redactText(text) === text ? `'${text}'` : "'[redacted]'";
}

/** The same of a value from a log that a finding quotes, such as an address; it is without secrets, and may end in `…`. */
export function quoted(text: string): string {
  return isPlainValue(text.replace(/…$/, '')) ? `'${text}'` : lengthOf(text);
}

/** Whether a value from a log that a finding repeats may stand among our own words. */
export function isPlainValue(text: string): boolean {
  return hasValueShape(text);
}

function lengthOf({ length }: string): string {
  return `[${length} characters]`;
}

/** The same of a request id. */
export function namedId(id: string): string {
  if (!hasIdShape(id)) return lengthOf(id);
  return redactText(id) === id ? `'${id}'` : "'[redacted]'";
}

/** Whether a name, such as a code that only a log knows, may stand among our own words. */
export function isPlainName(name: string): boolean {
  return hasNameShape(name) && redactText(name) === name;
}

/** Whether a request id may stand among our own words: whoever sent the request chose it. */
export function isPlainId(id: string): boolean {
  return hasIdShape(id) && redactText(id) === id;
}

/**
 * Data as it may leave: in every text of it, names of members included, keys are hidden and what does not show is made
 * visible; lines of a text stay apart. Gives `data` itself where there is nothing to do.
 *
 * Keys by their shape alone: catalogs and our own words speak of secrets by name.
 */
export function safeData<Data>(data: Data): Data {
  return safeValue(data) as Data;
}

/** What is put in front of words that would otherwise look like a line of ours. */
export const INDENT = '    ';

/** A text to be printed among our own lines: what follows a line break in it is indented, so that it cannot pass for one. */
export function indented(text: string): string {
  return text.includes('\n') ? text.replaceAll('\n', `\n${INDENT}`) : text;
}

function safeValue(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) {
    const mapped = value.map(safeValue);
    return mapped.some((each, index) => each !== value[index]) ? mapped : value;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const mapped = entries.map(([name, each]) => [safeText(name), safeValue(each)] as const);
  const isSame = mapped.every(([name, each], index) => {
    const [ownName, own] = entries[index] ?? [];
    return name === ownName && each === own;
  });
  return isSame ? value : Object.fromEntries(mapped);
}

/** Texts that were checked already, as those of a catalog leave again and again. No setting changes what they become. */
const known = new Map<string, string>();
let knownLength = 0;
const LONGEST_KNOWN = 4_000;
const MOST_KNOWN = 1_000_000;

function safeText(text: string): string {
  if (text.length > LONGEST_KNOWN) return visibleLines(redactShapes(text));
  const before = known.get(text);
  if (before !== undefined) return before;
  const shown = visibleLines(redactShapes(text));
  knownLength += text.length;
  if (knownLength > MOST_KNOWN) {
    known.clear();
    knownLength = text.length;
  }
  known.set(text, shown === text ? text : shown);
  return shown;
}

/**
 * `text` between two lines that it cannot forge: they hold a hash that it does not contain.
 *
 * The same text always gets the same fence.
 */
export function fence(text: string): string {
  const { open, close } = fenceMarks(text);
  return `${open}\n${text}\n${close}`;
}

/** The lines between which `fence` puts a text. */
export function fenceMarks(text: string): { open: string; close: string } {
  let marker = markerOf(text, 0);
  for (let attempt = 1; text.includes(marker); attempt += 1) marker = markerOf(text, attempt);
  return { open: `<log ${marker}>`, close: `</log ${marker}>` };
}

function markerOf(text: string, attempt: number): string {
  return createHash('sha256').update(`${attempt}:`).update(text).digest('hex').slice(0, 12);
}

/**
 * Takes secrets out of a text: by the name they stand under, and by their shape.
 *
 * Both, because a name catches secrets of any shape, and a shape catches those under any name.
 */

export { holdsLoweredKey, REDACTED };

/**
 * `text` with every secret replaced by `[redacted]` and e-mail addresses masked. Takes time linear in the text.
 *
 * `own` are names of further fields that whoever runs the server wants redacted: what comes from a log, a journal or a
 * prompt is redacted by them too. `name` is the name of the field that holds the text, where there is one: digits under
 * `trace_id` are no card.
 * What is disguised (ANSI codes, zero-width characters, percent-encoding) counts as what it stands for; a text with
 * a disguised secret comes back without disguises.
 */
export function redactText(text: string, own: OwnNames = NO_OWN_NAMES, name?: string): string {
  const clean = cleanBy(own);
  const key = name === undefined ? text : `${name}\n${text}`;
  if (clean.has(key)) return text;
  const shown = redactAll(text, own, name);
  if (shown === text && key.length <= LONGEST_CLEAN) {
    if (clean.size === MOST_CLEAN) clean.clear();
    clean.add(key);
  }
  return shown;
}

/**
 * Texts that were looked through and hold no secret, with the name that they stood under: of log lines most values come
 * again, and their messages are read twice. What holds one is not kept.
 */
const cleanTexts = new WeakMap<OwnNames, Set<string>>();
const LONGEST_CLEAN = 1_000;
const MOST_CLEAN = 2_000;

function cleanBy(own: OwnNames): Set<string> {
  let clean = cleanTexts.get(own);
  if (clean === undefined) {
    clean = new Set();
    cleanTexts.set(own, clean);
  }
  return clean;
}

function redactAll(text: string, own: OwnNames, name: string | undefined): string {
  const once = redactOnce(text, own, name);
  if (text.length > LONGEST_REPEATED) return once;
  let before = text;
  let shown = once;
  for (let round = 1; round < MOST_ROUNDS && shown !== before; round += 1) {
    before = shown;
    shown = redactOnce(shown, own, name);
  }
  return shown;
}

/** What stands between the parts of a URL, a form, a header or a sentence. */
const BETWEEN = /([/?&#=;,:@\s'"<>(){}[\]|]+)/;

/** `joe:secret@host` without a scheme. */
const BARE_USERINFO = /^(\s{0,8})(?!mailto:)[^\s:/?#\\@]{1,128}:[^\s/?#\\]{1,1024}@/i;

/**
 * `text`, of which nothing is known but that a caller handed it over, without what may be a secret: what `redactText`
 * takes out, and every part that looks generated, as a bare secret has no name. For short texts.
 */
export function redactGiven(text: string): string {
  const named = redactText(text.replace(BARE_USERINFO, `$1${REDACTED}@`));
  const parts = named.split(BETWEEN);
  return parts.map((part) => (looksGenerated(part) && !isUuid(part) ? REDACTED : part)).join('');
}

/** Removing one secret may expose another that was joined to it; after two or three rounds nothing more changes. */
const MOST_ROUNDS = 8;
/** A longer text is slow to read even once, and is cut before it is shown. */
const LONGEST_REPEATED = 65_536;

function redactOnce(text: string, own: OwnNames, name?: string): string {
  const direct = redactPlain(text, own, name);
  const plain = normalize(direct);
  if (plain === direct) return direct;
  const undisguised = redactPlain(plain, own, name);
  return undisguised === plain ? direct : undisguised;
}

function redactPlain(text: string, own: OwnNames, name?: string): string {
  const named = redactKeyValues(redactPhrases(text, own), own);
  return maskEmails(redactIbans(redactCards(redactShapes(named), own, name)));
}

/** The fields of a line without secrets, their names included. */
export function redactRest(rest: Record<string, unknown>, own: OwnNames): Record<string, unknown> {
  const entries = Object.entries(rest);
  const named = new Map(entries.flatMap(([name, value]) => siblingsOfSecret(name, value, own)));
  return toRecord(
    entries.map(([name, value]) => {
      const secret = named.get(name.toLowerCase());
      const isBeside = secret !== undefined && isHiddenUnder(secret, value, own);
      return [redactText(name, own), isBeside ? hide(secret, value, own) : redactField(name, value, own)];
    }),
  );
}

/** The names, in lower case, of the fields that hold the value of the secret that `name` names, each with that secret. */
function siblingsOfSecret(name: string, value: unknown, own: OwnNames): [string, string][] {
  const named: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (!NAMING.test(name) || typeof named !== 'string' || !isPossibleSecretName(normalize(named), own))
    return [];
  const prefix = name.slice(0, name.lastIndexOf('.') + 1).toLowerCase();
  return ['value', 'val', 'v', 'input'].map((sibling) => [prefix + sibling, normalize(named)]);
}

/** Whether the name alone decides on the value, which `hide` then does: a guarded one covers what looks generated. */
function isHiddenUnder(name: string, value: unknown, own: OwnNames): boolean {
  if (isSecretName(name, own)) return true;
  return isGuardedName(name) && typeof value === 'string' && !isHarmlessValue(name, value, own);
}

function redactField(name: string, value: unknown, own: OwnNames): unknown {
  const plainName = normalize(name);
  if (isHiddenUnder(plainName, value, own)) return hide(plainName, value, own);
  if (Array.isArray(value)) return redactList(name, value, own);
  if (typeof value === 'string') {
    const isCode = /(?:^|\.)code$/i.test(name);
    if (isCode && (looksRandom(value) || (isCarriedCode(name) && !isPlainCode(value)))) return REDACTED;
    if (isJwkSecret(name, value)) return REDACTED;
    if (/(?:^|\.)remote_user$/i.test(name))
      return redactText(value.replace(/^([^\s:]+):.+$/s, `$1:${REDACTED}`), own);
    return redactText(value, own, name);
  }
  if (typeof value === 'number') return redactCards(String(value), own, name) === REDACTED ? REDACTED : value;
  return value;
}

/** What may be a name in a list; `tokens:read` is a scope. */
const NAME_LIKE = /^[^\s:]{1,64}$/;

/** Raw header lists (`rawHeaders` in Node) hold name and value in turn; a private key may fill several items. */
function redactList(name: string, values: unknown[], own: OwnNames): unknown[] {
  let inKey = false;
  return values.map((value, index) => {
    const wasInKey = inKey;
    if (typeof value === 'string' && /-----(?:BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY/.test(value)) {
      inKey = value.includes('-----BEGIN') && !value.includes('-----END');
      return REDACTED;
    }
    if (wasInKey) return REDACTED;
    const before: unknown = values[index - 1];
    const named = typeof before === 'string' && NAME_LIKE.test(before) ? normalize(before) : '';
    // A list of names (`required: ["password", "email"]`) holds no values.
    const isValue = typeof value !== 'string' || /headers/i.test(name) || isListedValue(value, name);
    return isValue && isHiddenUnder(named, value, own)
      ? hide(named, value, own)
      : redactField(name, value, own);
  });
}

/** What cannot be a secret is kept: an empty text, null, a yes or no, a count, a word for the state of the secret. */
function hide(name: string, value: unknown, own: OwnNames): unknown {
  if (value === '' || value === null || value === undefined) return value;
  if (isOwnName(name, own)) return REDACTED;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return isCount(name, value, own) ? value : REDACTED;
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  const isHarmless = texts.every((text) => {
    return typeof text === 'string' && (isHarmlessValue(name, text, own) || isRemark(name, text, own));
  });
  return isHarmless ? value : REDACTED;
}

export { looksRandom } from './harmless.ts';
export { isOwnName, isSecretName, NO_OWN_NAMES, type OwnNames, ownNames } from './names.ts';
export { visible, visibleLines };

/** Removes what hides a name or a value from the other rules, but not from a reader or a server. */

const NEEDED = /[^\x20-\x7e\r\n\t]|%[0-9a-f]{2}|&#|&[a-z]{2,8};|\\u00|\\x1b|\\033/i;

const ANSI = /(?:[\u001b\u009b]|\\u001b|\\x1b|\\033)\[[0-9;?]{0,24}[A-Za-z]/gi;

/** How often a text may be percent-encoded over. */
const MAX_ENCODINGS = 4;

/**
 * `text` without ANSI codes and characters that do not show, with compatibility forms, HTML entities,
 * percent-encoding and `\u00…` escapes decoded. The same text if there are none.
 */
function normalize(text: string): string {
  if (!NEEDED.test(text)) return text;
  let plain = withoutHidden(text.replace(ANSI, '')).normalize('NFKC');
  plain = plain.replace(/\\u00([2-7][0-9a-f])/gi, (all, hex: string) =>
    unlessQuote(all, Number.parseInt(hex, 16)),
  );
  plain = withoutEntities(plain);
  for (let count = 0; count < MAX_ENCODINGS && /%[0-9a-f]{2}/i.test(plain); count += 1) {
    plain = plain.replace(/(?:%[0-9a-f]{2}){1,1024}/gi, decode);
  }
  return withoutHidden(plain);
}

/** A quote or backslash would end a value that it stands in. */
function unlessQuote(written: string, code: number): string {
  return code === 34 || code === 39 || code === 92 ? written : String.fromCharCode(code);
}

function decode(run: string): string {
  const plain = percentDecoded(run)?.normalize('NFKC');
  // Not UTF-8: decode what is ASCII.
  return (
    plain ?? run.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  );
}

/**
 * Takes secrets out of what leaves `requests/`: by the name they stand under, and by their shape.
 *
 * Both, because a name catches secrets of any shape, and a shape catches those under any name.
 */

import { isUuid } from '../text/uuid.ts';
import { toRecord } from './record.ts';
import { redactCards } from './redaction/cards.ts';
import { isCarriedCode, isPlainCode } from './redaction/codes.ts';
import { maskEmails } from './redaction/emails.ts';
import { isCount, isHarmlessValue, isRemark } from './redaction/harmless.ts';
import { redactIbans } from './redaction/ibans.ts';
import { isJwkSecret, redactKeyValues } from './redaction/key-values.ts';
import { holdsLoweredKey } from './redaction/known-keys.ts';
import { looksGenerated, looksRandom } from './redaction/looks-random.ts';
import { normalise } from './redaction/normalise.ts';
import { isOwnName } from './redaction/own-names.ts';
import { redactPhrases } from './redaction/phrases.ts';
import { isGuardedName, isSecretName, mayHoldSecret, REDACTED } from './redaction/secret-names.ts';
import { redactShapes } from './redaction/shapes.ts';
import { isListedValue, NAMING } from './redaction/siblings.ts';
import type { LogLine } from './request-log.ts';

export { holdsLoweredKey, REDACTED };

/**
 * `text` with every secret replaced by `[redacted]` and e-mail addresses masked. Takes time linear in the text.
 *
 * `name` is the name of the field that holds the text, where there is one: digits under `trace_id` are no card.
 * What is disguised (ANSI codes, zero-width characters, percent-encoding) counts as what it stands for; a text with
 * a disguised secret comes back without disguises.
 */
export function redactText(text: string, name?: string): string {
  const once = redactOnce(text, name);
  if (text.length > LONGEST_REPEATED) return once;
  let before = text;
  let shown = once;
  for (let round = 1; round < MOST_ROUNDS && shown !== before; round += 1) {
    before = shown;
    shown = redactOnce(shown, name);
  }
  return shown;
}

/** `text` with what has the shape of a key replaced, whatever names stand in it. Nothing that is configured changes it. */
export function redactKeys(text: string): string {
  return redactShapes(text);
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

/** What is taken out may bare what it was joined to; a text comes to rest after two or three rounds. */
const MOST_ROUNDS = 8;
/** A longer text takes long to read even once, and is cut before it is shown. */
const LONGEST_REPEATED = 65_536;

function redactOnce(text: string, name?: string): string {
  const direct = redactPlain(text, name);
  const plain = normalise(direct);
  if (plain === direct) return direct;
  const undisguised = redactPlain(plain, name);
  return undisguised === plain ? direct : undisguised;
}

function redactPlain(text: string, name?: string): string {
  return maskEmails(redactIbans(redactCards(redactShapes(redactKeyValues(redactPhrases(text))), name)));
}

/** A copy of `line` without secrets, in its common fields and in `rest`, names included. */
export function redact(line: LogLine): LogLine {
  const copy: LogLine = { ...line, source: redactSource(line.source) };
  for (const field of ['level', 'service', 'method', 'path', 'workspace', 'message', 'code'] as const) {
    const value = line[field];
    if (value !== undefined) copy[field] = redactText(value);
  }
  if (line.rest) copy.rest = redactRest(line.rest);
  return copy;
}

/** The number of the line is none of the file's name. */
function redactSource(source: string): string {
  const line = /:\d{1,15}$/.exec(source)?.[0] ?? '';
  return redactText(source.slice(0, source.length - line.length)) + line;
}

function redactRest(rest: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(rest);
  const named = new Map(entries.flatMap(([name, value]) => siblingsOfSecret(name, value)));
  return toRecord(
    entries.map(([name, value]) => {
      const secret = named.get(name.toLowerCase());
      const isBeside = secret !== undefined && isHiddenUnder(secret, value);
      return [redactText(name), isBeside ? hide(secret, value) : redactField(name, value)];
    }),
  );
}

/** The names, in lower case, under which the value of the secret stands that `name` names, each with that secret. */
function siblingsOfSecret(name: string, value: unknown): [string, string][] {
  const named: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (!NAMING.test(name) || typeof named !== 'string' || !mayHoldSecret(normalise(named))) return [];
  const prefix = name.slice(0, name.lastIndexOf('.') + 1).toLowerCase();
  return ['value', 'val', 'v', 'input'].map((sibling) => [prefix + sibling, normalise(named)]);
}

/** Whether the name alone decides on the value, which `hide` then does: a guarded one covers what looks generated. */
function isHiddenUnder(name: string, value: unknown): boolean {
  if (isSecretName(name)) return true;
  return isGuardedName(name) && typeof value === 'string' && !isHarmlessValue(name, value);
}

function redactField(name: string, value: unknown): unknown {
  const plainName = normalise(name);
  if (isHiddenUnder(plainName, value)) return hide(plainName, value);
  if (Array.isArray(value)) return redactList(name, value);
  if (typeof value === 'string') {
    const isCode = /(?:^|\.)code$/i.test(name);
    if (isCode && (looksRandom(value) || (isCarriedCode(name) && !isPlainCode(value)))) return REDACTED;
    if (isJwkSecret(name, value)) return REDACTED;
    if (/(?:^|\.)remote_user$/i.test(name))
      return redactText(value.replace(/^([^\s:]+):.+$/s, `$1:${REDACTED}`));
    return redactText(value, name);
  }
  if (typeof value === 'number') return redactCards(String(value), name) === REDACTED ? REDACTED : value;
  return value;
}

/** What may be a name in a list; `tokens:read` is a scope. */
const NAME_LIKE = /^[^\s:]{1,64}$/;

/** Raw header lists (`rawHeaders` in Node) hold name and value in turn; a private key may fill several items. */
function redactList(name: string, values: unknown[]): unknown[] {
  let inKey = false;
  return values.map((value, index) => {
    const wasInKey = inKey;
    if (typeof value === 'string' && /-----(?:BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY/.test(value)) {
      inKey = value.includes('-----BEGIN') && !value.includes('-----END');
      return REDACTED;
    }
    if (wasInKey) return REDACTED;
    const before: unknown = values[index - 1];
    const named = typeof before === 'string' && NAME_LIKE.test(before) ? normalise(before) : '';
    // A list of names (`required: ["password", "email"]`) is none of values.
    const isValue = typeof value !== 'string' || /headers/i.test(name) || isListedValue(value, name);
    return isValue && isHiddenUnder(named, value) ? hide(named, value) : redactField(name, value);
  });
}

/** What cannot hold a secret is kept: an empty text, null, a yes or no, a count, a word on the secret's state. */
function hide(name: string, value: unknown): unknown {
  if (value === '' || value === null || value === undefined) return value;
  if (isOwnName(name)) return REDACTED;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return isCount(name, value) ? value : REDACTED;
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  const isHarmless = texts.every((text) => {
    return typeof text === 'string' && (isHarmlessValue(name, text) || isRemark(name, text));
  });
  return isHarmless ? value : REDACTED;
}

/**
 * What it means that an id stands in a text as a whole token.
 *
 * One rule for raw bytes (the scan) and for decoded text (the check after parsing), so that the two never
 * disagree on anything but what JSON escapes hide.
 */

import { rememberingFor } from '../base/remember.ts';
import { isUuid, LINE_FEED } from '../base/text.ts';
import { type IdNames, isIdName, NO_ID_NAMES } from './line/ids.ts';

const PERIOD = 46;
const HYPHEN = 45;

/** Reads one code unit or byte; an index outside the text gives NaN or undefined. */
type UnitAt = (index: number) => number | undefined;

/** How many units before an id decide whether it stands alone, and how many behind it. */
export const CONTEXT_BEFORE = 200;
export const CONTEXT_BEHIND = 2;

/** What ends in letters or digits and is no part of the token behind it. */
const BEFORE_TOKEN = [
  // The escapes of JSON and of nginx: raw text shows a line feed before `req_1` as `\nreq_1`.
  /\\(?:[nrtbf]|u[\da-f]{4}|x[\da-f]{2})$/i,
  // The colors of a terminal, raw or escaped.
  /(?:\x1b|\\u001b|\\x1b|\\033|\\e)\[[\d;:?]{0,20}[a-z]$/i,
  // Percent escapes, also escaped once more: `%3Dreq_1`, `%253Dreq_1`.
  /%(?:25){0,3}[\da-f]{2}$/i,
];
const LONGEST_BEFORE_TOKEN = 32;

/** The name before a value (`"name": "`, `name=`, `name #`), and what stands between. */
const NAME_BEFORE = /([a-z][\w.-]{0,60})((?:\x1b\[[\d;]{0,10}m|[\s:=#"'\\([{\]]){1,16})$/i;

/** In a list of pairs, the name is the value of the member before: `{"key":"request_id","value":{"stringValue":"`. */
const PAIR_BEFORE =
  /([a-z][\w.-]{0,60})\\{0,7}"\s?,\s?\\{0,7}"value\\{0,7}"\s?:\s?(?:\{\s?\\{0,7}"(?:string|int)Value\\{0,7}"\s?:\s?)?\\{0,7}"?$/i;

interface TokenRule {
  /** Texts of which one stands in every spelling of the id: what a scan looks for. */
  needles: string[];
  /** Every spelling under which the id may stand in a line, as a whole. */
  spellings: string[];
  /** Where the id stands, whole and alone, if a needle stands from `start` to `end`; null if it does not. */
  placeOf(at: UnitAt, start: number, end: number): { start: number; end: number } | null;
}

/** One spelling of an id: where a needle stands in it, and what may stand next to it. */
interface Spelling {
  text: string;
  /** A hyphen next to it is no part of its token. */
  hyphenEnds: boolean;
  /** Of a number, a period between digits makes it another one. */
  isNumber: boolean;
}

/** The rule for `id`, where further names may say that a value is an id. */
export function tokenRule(id: string, names: IdNames = NO_ID_NAMES): TokenRule {
  return ruleBy(id, names);
}

/** Every line that is read asks for the rule of the same id. */
const ruleBy = rememberingFor(makeRule, 16);

function makeRule(id: string, names: IdNames): TokenRule {
  const named = needsName(id);
  const all = spellingsOf(id);
  const alone = (at: UnitAt, start: number, end: number, spelling: Spelling): boolean => {
    if (!endsToken(at, end, 1, spelling)) return false;
    if (!endsToken(at, start - 1, -1, spelling) && !followsEscape(at, start)) return false;
    return !named || followsIdName(at, start, names);
  };
  const digits = hexDigitsOf(id);
  if (digits === null) {
    const [kind] = all;
    const texts = all.map(({ text }) => text);
    return {
      needles: texts,
      spellings: texts,
      placeOf: (at, start, end) => (kind && alone(at, start, end, kind) ? { start, end } : null),
    };
  }
  // The piece of it that tells it from other ids of its kind stands in every spelling.
  const [from, to] = pieceOf(digits);
  const piece = digits.slice(from, to);
  const offsets = all.map(({ text }) => offsetOf(text, from));
  return {
    needles: [...new Set([piece, piece.toUpperCase()])],
    spellings: all.flatMap(({ text }) => [...new Set([text, text.toUpperCase()])]),
    placeOf(at, needle) {
      for (const [index, spelling] of all.entries()) {
        const { text } = spelling;
        const start = needle - (offsets[index] ?? 0);
        if (start >= 0 && holds(at, start, text) && alone(at, start, start + text.length, spelling))
          return { start, end: start + text.length };
      }
      return null;
    },
  };
}

/** A test for texts that hold `id`, in any of its spellings, as a whole token. */
export function tokenTest(id: string, names: IdNames = NO_ID_NAMES): (text: string) => boolean {
  const rule = tokenRule(id, names);
  return (text) => rule.needles.some((needle) => holdsAlone(text, needle, rule));
}

/** Where `id` begins in a text, at each place at which it stands as a whole token. */
export function placesIn(text: string, id: string, names: IdNames = NO_ID_NAMES): number[] {
  const rule = tokenRule(id, names);
  const at: UnitAt = (index) => text.charCodeAt(index);
  const places = new Set<number>();
  for (const needle of rule.needles) {
    for (let start = text.indexOf(needle); start !== -1; start = text.indexOf(needle, start + 1)) {
      const place = rule.placeOf(at, start, start + needle.length);
      if (place) places.add(place.start);
    }
  }
  return [...places];
}

function holdsAlone(text: string, needle: string, rule: TokenRule): boolean {
  const at: UnitAt = (index) => text.charCodeAt(index);
  let start = text.indexOf(needle);
  while (start !== -1) {
    if (rule.placeOf(at, start, start + needle.length)) return true;
    start = text.indexOf(needle, start + 1);
  }
  return false;
}

/** Whether `text`, in lower case, stands at `start` in any case. */
function holds(at: UnitAt, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = at(start + index) ?? 0;
    const lower = unit >= 65 && unit <= 90 ? unit + 32 : unit;
    if (lower !== text.charCodeAt(index)) return false;
  }
  return true;
}

/**
 * Whether `id` has the form of a trace or span id (16 hex digits or more).
 *
 * A hyphen next to such an id ends its token: they stand between hyphens in `traceparent` (W3C Trace Context) and
 * in front of one in `CF-Ray`; elsewhere `req-1` is not `req-1-retry`.
 */
export function isHexId(id: string): boolean {
  return /^[0-9a-f]{16,}$/i.test(id);
}

/** The 32 digits of a UUID or a trace id, in lower case; null for any other id. */
function hexDigitsOf(id: string): string | null {
  const digits = isUuid(id) ? id.replaceAll('-', '') : (XRAY.exec(id)?.slice(1).join('') ?? id);
  return /^[\da-f]{32}$/i.test(digits) ? digits.toLowerCase() : null;
}

/** The id of a trace as AWS X-Ray writes it: `1-5759e988-bd862e3fe1be46a994272793`. */
const XRAY = /^1-([\da-f]{8})-([\da-f]{24})$/i;

/**
 * From where to where the digits stand that tell ids of one kind apart, no hyphen between them in any spelling: the last
 * ones, but for UUIDs of version 1, which end alike.
 */
function pieceOf(digits: string): [from: number, to: number] {
  return /^.{12}1.{3}[89ab]/.test(digits) ? [0, 8] : [20, 32];
}

/** Where in a spelling the digit of this number stands, counted without hyphens and what stands in front of the id. */
function offsetOf(text: string, digit: number): number {
  const lead = /^(?:req-|1-(?=[\da-f]{8}-[\da-f]{24}$))/.exec(text)?.[0].length ?? 0;
  let left = digit;
  for (let at = lead; at < text.length; at += 1) {
    if (text[at] === '-') continue;
    if (left === 0) return at;
    left -= 1;
  }
  return text.length;
}

/**
 * Every spelling under which `id` may stand in a line: as it is, as JSON encoders write it (`\/`, `\"`, `\u0026`), and
 * as a URL holds it; of a UUID or a trace id those of both kinds, in lower case.
 *
 * A spelling with a line feed is left out, because no line can hold it.
 */
function spellingsOf(id: string): Spelling[] {
  const digits = hexDigitsOf(id);
  if (digits !== null) return hexSpellings(digits);
  const json = JSON.stringify(id).slice(1, -1);
  const all = [
    ...caseSpellings(id),
    json,
    json.replaceAll('/', '\\/'),
    // Go's encoding/json escapes these three by default.
    json.replace(/[<>&]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ...inUrls(id),
  ];
  const kind = {
    hyphenEnds: isHexId(id),
    isNumber: !(isHexId(id) && /[a-f]/i.test(id)),
  };
  return [...new Set(all)]
    .filter((text) => text !== '' && !text.includes('\n'))
    .map((text) => ({ text, ...kind }));
}

function hexSpellings(digits: string): Spelling[] {
  const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(digits)?.slice(1) ?? [];
  const uuid = parts.join('-');
  // A number of decimal digits is one only with its period.
  const isNumber = /^\d+$/.test(digits);
  const kind = { isNumber: false };
  return [
    { text: uuid, hyphenEnds: false, ...kind },
    { text: digits, hyphenEnds: true, ...kind, isNumber },
    // OpenStack and others put the kind in front.
    { text: `req-${uuid}`, hyphenEnds: false, ...kind },
    { text: `1-${digits.slice(0, 8)}-${digits.slice(8)}`, hyphenEnds: false, ...kind },
  ];
}

/** The spellings of an id in URLs, where it has characters that have to be escaped there. */
function inUrls(id: string): string[] {
  try {
    const escaped = encodeURIComponent(id);
    const lower = escaped.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
    return escaped === id ? [] : [escaped, lower];
  } catch {
    // Half a surrogate pair has no spelling there.
    return [];
  }
}

/** How `id` was looked for, in a sentence: its spellings, or under which names alone it counts. */
export function howLookedFor(id: string): string | null {
  if (hexDigitsOf(id) !== null)
    return 'It was looked for with and without hyphens, in lower and upper case, as it is and behind req-.';
  if (needsName(id))
    return 'So short a word or a number counts only under the name of an id, such as request_id; --id-key NAME adds a name.';
  const others = spellingsOf(id).length - caseSpellings(id).length;
  if (others > 0) return 'It was looked for as it is, and as JSON and URLs escape it.';
  return isHexId(id) ? 'It was looked for in lower and upper case.' : null;
}

/** Each way of writing `id` whose runs of letters and digits an index may hold. */
export function idForms(id: string): string[] {
  const digits = hexDigitsOf(id);
  return digits === null ? [id] : hexSpellings(digits).map(({ text }) => text);
}

/** `id` as a UUID with its hyphens; null if it is none, in either form. */
export function uuidOf(id: string): string | null {
  const digits = hexDigitsOf(id);
  return digits === null ? null : (hexSpellings(digits)[0]?.text ?? null);
}

/** `id` as it is; a hex id or UUID in both forms, and in lower and in upper case. */
export function caseSpellings(id: string): string[] {
  const digits = hexDigitsOf(id);
  const forms =
    digits === null
      ? [id]
      : [
          id,
          ...hexSpellings(digits)
            .slice(0, 2)
            .map(({ text }) => text),
        ];
  const all = forms.flatMap((form) =>
    digits !== null || isHexId(form) ? [form, form.toLowerCase(), form.toUpperCase()] : [form],
  );
  return [...new Set(all)];
}

/** How many digits numbers that hyphens join have, if they are an id by themselves. */
const LEAST_JOINED = 16;

/** Whether `id` may be any number or word (`200`, `42`, `api`), so that only its name tells that it is an id. */
export function needsName(id: string): boolean {
  // Nor are numbers that hyphens join: no date and no telephone number is as long.
  if (/^\d+(?:-\d+)+$/.test(id) && id.replaceAll('-', '').length >= LEAST_JOINED) return false;
  // What has its type in front (`req_1`) is no ordinary word, however short.
  return !/[^\d\W_]/.test(id) || (id.length < 6 && !/^[A-Za-z]+[_-]\w+$/.test(id));
}

/** Whether the unit next to an id, at `index`, is no part of its token; `step` leads away from the id. */
function endsToken(
  at: UnitAt,
  index: number,
  step: 1 | -1,
  { hyphenEnds, isNumber }: Pick<Spelling, 'hyphenEnds' | 'isNumber'>,
): boolean {
  const unit = at(index);
  if (unit === undefined || Number.isNaN(unit)) return true;
  if (unit === HYPHEN) return hyphenEnds;
  // 42 is no part of 0.42 or 10.0.0.42; a hex id is no number.
  if (unit === PERIOD) return !isNumber || !(isDigit(at(index - step)) && isDigit(at(index + step)));
  return !isWordUnit(unit);
}

function isDigit(unit: number | undefined): boolean {
  return unit !== undefined && unit >= 48 && unit <= 57;
}

function isWordUnit(unit: number): boolean {
  return isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95;
}

function followsEscape(at: UnitAt, start: number): boolean {
  const before = textBefore(at, start, LONGEST_BEFORE_TOKEN);
  return BEFORE_TOKEN.some((pattern) => pattern.test(before));
}

function followsIdName(at: UnitAt, start: number, names: IdNames): boolean {
  const before = textBefore(at, start, CONTEXT_BEFORE);
  const pair = PAIR_BEFORE.exec(before);
  if (pair) return isIdName(pair[1] ?? '', names);
  const [, name = '', between = ''] = NAME_BEFORE.exec(before) ?? [];
  // With a space alone between, `Bad Request 404` would be an id.
  return isIdName(name, names) && (/[:=#]/.test(between) || /id$/i.test(name));
}

function textBefore(at: UnitAt, start: number, size: number): string {
  const units: number[] = [];
  for (let index = start - 1; units.length < size; index -= 1) {
    const unit = at(index);
    if (unit === undefined || Number.isNaN(unit) || unit === LINE_FEED) break;
    units.push(unit);
  }
  return String.fromCharCode(...units.reverse());
}

/** A text that is written as it is in any log: what is not of such letters may be escaped. */
export const PLAIN = /^[\w.:@-]+$/;

/** How ids are written: in one case as a rule, but perhaps not in that in which they were asked for. */
export function writtenAs(ids: readonly string[]): string[] {
  // A line that holds a longer one holds what it begins or ends with.
  const shortest = ids.filter((id) => !ids.some((other) => other !== id && id.includes(other)));
  return [...new Set(shortest.flatMap((id) => [id, id.toLowerCase(), id.toUpperCase()]))];
}

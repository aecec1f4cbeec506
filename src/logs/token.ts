/**
 * What it means that an id stands in a text as a whole token.
 *
 * One rule for raw bytes (the scan) and for decoded text (the check after parsing), so that the two never
 * disagree on anything but what JSON escapes hide.
 */

import { isUuid } from '../base/text.ts';
import { type IdNames, isIdName, NO_ID_NAMES } from './line/ids.ts';

const PERIOD = 46;
const HYPHEN = 45;
const LINE_FEED = 10;

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
  /** Every spelling under which the id may stand in a line. */
  spellings: string[];
  /** Whether the text from `start` to `end` stands alone, that is, its neighbours are not part of its token. */
  standsAlone(at: UnitAt, start: number, end: number): boolean;
}

/** The rule for `id`, where further names may say that a value is an id. */
export function tokenRule(id: string, names: IdNames = NO_ID_NAMES): TokenRule {
  const hyphenEnds = isHexId(id);
  const named = needsName(id);
  return {
    spellings: spellings(id),
    standsAlone: (at, start, end) => {
      if (!endsToken(at, end, 1, hyphenEnds)) return false;
      if (!endsToken(at, start - 1, -1, hyphenEnds) && !followsEscape(at, start)) return false;
      return !named || followsIdName(at, start, names);
    },
  };
}

/** A test for texts that hold `id`, in any of its spellings, as a whole token. */
export function tokenTest(id: string, names: IdNames = NO_ID_NAMES): (text: string) => boolean {
  const rule = tokenRule(id, names);
  return (text) => rule.spellings.some((spelling) => holdsAlone(text, spelling, rule));
}

function holdsAlone(text: string, spelling: string, rule: TokenRule): boolean {
  const at: UnitAt = (index) => text.charCodeAt(index);
  let start = text.indexOf(spelling);
  while (start !== -1) {
    if (rule.standsAlone(at, start, start + spelling.length)) return true;
    start = text.indexOf(spelling, start + 1);
  }
  return false;
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

/**
 * Every spelling under which `id` may stand in a line: as it is, and as JSON encoders write it (`\/`, `\"`,
 * `\u0026`); hex ids and UUIDs also in the other case.
 *
 * A spelling with a line feed is left out, because no line can hold it.
 */
function spellings(id: string): string[] {
  const json = JSON.stringify(id).slice(1, -1);
  const all = [
    ...caseSpellings(id),
    json,
    json.replaceAll('/', '\\/'),
    // Go's encoding/json escapes these three by default.
    json.replace(/[<>&]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ];
  return [...new Set(all)].filter((spelling) => spelling !== '' && !spelling.includes('\n'));
}

/** `id` as it is; a hex id or UUID also in lower and in upper case. */
export function caseSpellings(id: string): string[] {
  const all = isUuid(id) || isHexId(id) ? [id, id.toLowerCase(), id.toUpperCase()] : [id];
  return [...new Set(all)];
}

/** Whether `id` may be any number or word (`200`, `42`, `api`), so that only its name tells that it is an id. */
export function needsName(id: string): boolean {
  // What has its type in front (`req_1`) is no ordinary word, however short.
  return !/[^\d\W_]/.test(id) || (id.length < 6 && !/^[A-Za-z]+[_-]\w+$/.test(id));
}

/** Whether the unit next to an id, at `index`, is no part of its token; `step` leads away from the id. */
function endsToken(at: UnitAt, index: number, step: 1 | -1, hyphenEnds: boolean): boolean {
  const unit = at(index);
  if (unit === undefined || Number.isNaN(unit)) return true;
  if (unit === HYPHEN) return hyphenEnds;
  // 42 is no part of 0.42 or 10.0.0.42.
  if (unit === PERIOD) return !(isDigit(at(index - step)) && isDigit(at(index + step)));
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

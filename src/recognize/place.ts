import type { Catalog, Entry } from '../catalog/catalog.ts';
import { findCodes, withoutDecoration } from './find-codes.ts';
import { isCounting } from './status.ts';

/** Where a code stands in a text: the surer a place makes it that it is the error, the earlier in the list. */
export const PLACES = [
  'alone',
  'code_field',
  'error_field',
  'named',
  'marked',
  'prose',
  'cause',
  'path',
] as const;
type Place = (typeof PLACES)[number];

/** How sure a place makes it, 0 to 1. */
export const CERTAINTY: Readonly<Record<Place, number>> = {
  alone: 1,
  code_field: 1,
  error_field: 1,
  named: 1,
  marked: 0.95,
  prose: 0.9,
  cause: 0.8,
  path: 0.6,
};

const CODE_KEY =
  /(?:^|[^a-z])(?:code|error[_.-]?code|err[_.-]?code)["']?\s{0,9}[:=]\s{0,9}["']?$|<(?:\w{1,20}:)?(?:error|err|fault)?[_-]?code(?:\s[^<>]{0,40})?>\s{0,9}$/i;
const ERROR_KEY = /(?:^|[^a-z])(?:error|err|detail|reason)["']?\s{0,9}[:=]\s{0,9}["']?$/i;
const SAID_KEY = /(?:^|[^a-z])(?:message|msg|desc|description|title)["']?\s{0,9}[:=]\s{0,9}["']?$/i;
const CAUSE =
  /\b(?:cause|caused by|previous|because of|instead of|different from|not)["']?\s?[:=]?\s{0,2}["']?$/i;
/** After the name of an exception, or a word that says what came back. */
const NAMED =
  /(?:(?:Error|Exception|Failure)\]?:\s(?:\[\d{3}\]\s)?|\b(?:received|got|get|gets|getting|gives|gave|returned|returns|with|failed with|ended in|throws|raised)(?:\san?|\sthe)?\s["'`]?)$/;
const IN_PATH = /(?:["'\s(=]|^)(?:\w+:\/)?(?:\/[\w.~-]{0,40}){1,9}\/$|(?:^|[\s"'])[\w.-]{1,40}\/$/;
const PROBLEM_TYPE = /["']?type["']?\s{0,3}[:=]\s{0,3}["']?\S{0,200}$/i;
/** What announces the number of an error. */
const NUMBERED =
  /\b(?:error|err|errno|code|fault|exception|sql[_ ]?state)(?:[\s_]?(?:code|number|no\.?|nr\.?))?["']?\s{0,2}[:=#([-]{0,2}\s{0,2}["']?$/i;
/** A number in brackets in front of all that is said: `[15] No such account`, `ApiError: [15] No such account`. */
const AT_START = /(?:^|\n|(?:Error|Exception|Fault)\w{0,20}:? )\[$/;
/** A code of something else than an error. */
const OTHER_CODE =
  /\b(?:exit\w{0,6}(?:\s\w{1,6}){0,2}|zip|post(?:al)?|country|area|promo\w{0,6}|discount|voucher|coupon|currency|language|dialling|dial)[\s_-]?(?:code|status)["']?\s{0,3}[:=]?\s{0,3}["']?$/i;
const MARKED = /(?:\/|\[|\(|`|<|#|[A-Za-z]:\s)$/;

/**
 * The place of the code that begins at `at`, or null where it is only a word: a code that prose could hold by chance
 * (`unauthorized`, `Not Found`, `1000`) must stand where only codes stand, or beside its own HTTP status.
 */
function placeOf(text: string, at: number, code: string, statuses: readonly number[]): Place | null {
  const end = at + code.length;
  if (text.length <= code.length + 16 && withoutMarks(text) === withoutMarks(code)) return 'alone';
  const before = text.slice(Math.max(0, at - 64), at);
  const after = text.slice(end, end + 24);
  const isNumber = /^-?\d+$/.test(code);
  const isDistinct = !isNumber && DISTINCT.test(code) && !isDecoration(code);
  if (!isDistinct && OTHER_CODE.test(before)) return null;
  if (CODE_KEY.test(before)) return 'code_field';
  // A number may be anything elsewhere.
  if (isNumber) {
    if (ERROR_KEY.test(before) && !isCounting(after)) return 'error_field';
    if (AT_START.test(before) && /^\]\s\S/.test(after)) return 'cause';
    if (code.length > 3 && /[\w.!'"] \($/.test(before) && /^\)\.?(?:\n|$)/.test(after)) return 'marked';
    return NUMBERED.test(before) && !isCounting(after) ? 'named' : null;
  }
  if (!isDistinct) return placeOfWord({ text, at, code, before, after, statuses });
  if (ERROR_KEY.test(before)) return 'error_field';
  if (IN_PATH.test(before) && !isProblemType(text, at)) return 'path';
  if (CAUSE.test(before)) return 'cause';
  if (NAMED.test(before)) return 'named';
  return MARKED.test(before) || isQuoted(before, after) ? 'marked' : 'prose';
}

/** Of codes that prose does not hold by chance: an inner separator, capitals inside, digits, or nothing but capitals. */
const DISTINCT = /[^\s][_\-.:/][^\s]|\p{Ll}\p{Lu}|\p{L}\p{N}|\p{N}\p{L}|^\p{Lu}{4,}$/u;

function withoutMarks(text: string): string {
  return text.replace(/[^\p{L}\p{N}_]+/gu, '');
}

/** `error` and the like stand in front of every error, and mean none. */
function isDecoration(code: string): boolean {
  return withoutDecoration([code.toLowerCase()]).length === 0;
}

function isProblemType(text: string, at: number): boolean {
  return PROBLEM_TYPE.test(text.slice(Math.max(0, at - 220), at));
}

function isQuoted(before: string, after: string): boolean {
  const quote = before.at(-1) ?? ' ';
  return '"\'`«“'.includes(quote) && /^["'`»”]/.test(after);
}

/** A word of the catalog, where it stands. */
interface Word {
  text: string;
  at: number;
  code: string;
  before: string;
  after: string;
  statuses: readonly number[];
}

/** Behind the word ends what is said: a sentence that goes on uses it as a word. */
const END = /^\s{0,2}(?:$|[\r\n"'`»”.,;:)\]}|<。，])/;
/** The key of a value in quotes, and the list or name that a value in quotes belongs to. */
const KEY = /([\w.-]{1,40})["']?\s{0,3}[:=]\s{0,3}["'`]?$/;
const IN_LIST = /[[,]\s{0,9}["'`]$/;
const KIND = /^(?:type|kind|status|state|key|subtype|slug)$/i;
const OF_ERRORS = /err(?:or|code|s\b|_)|exception|fault|fail|problem/i;
const BESIDE = /(?:err\w{0,5}|exception|fail\w{0,5}|code|\d{3})\s?[([]$|(?:^|[\s\]])\[$/i;
const SAID_BEFORE = /(?:[^\s\d][:>=–—→]|\s[-–—→>])\s{1,2}["'`]?$|：\s?$/;
const LONGEST_SET_APART = 80;

function placeOfWord({ text, at, code, before, after, statuses }: Word): Place | null {
  const isEnd = END.test(after);
  if (ERROR_KEY.test(before) && isEnd) return 'error_field';
  if (isDecoration(code)) return null;
  const isInQuotes = isQuoted(before, after);
  const isName = isInQuotes && /^["'`]\s{0,3}:/.test(after);
  if (isName) return null;
  if (SAID_KEY.test(before) && /^["'\s,}]|^$/.test(after)) return 'prose';
  const key = KEY.exec(before)?.[1];
  if (isInQuotes && key !== undefined) return KIND.test(key) && OF_ERRORS.test(before) ? 'marked' : null;
  if (isInQuotes && IN_LIST.test(before)) return OF_ERRORS.test(before) ? 'marked' : null;
  if (isInQuotes) return 'marked';
  if (NAMED.test(before) && isEnd) return 'named';
  if (/\/$/.test(before)) return isProblemType(text, at) ? 'marked' : pathOfErrors(before);
  if (BESIDE.test(before) && /^[)\]]/.test(after)) return 'marked';
  return isSetApart({ text, at, code, before, after, statuses }) ? 'prose' : null;
}

function pathOfErrors(before: string): Place | null {
  return /(?:error|problem)[\w-]{0,20}\/$/i.test(before) ? 'path' : null;
}

function isSetApart({ text, at, code, before, after, statuses }: Word): boolean {
  const beside = `${before.slice(-12)} ${after.slice(0, 12)}`;
  if (statuses.some((status) => new RegExp(`(?<!\\d)${status}(?!\\d)`).test(beside))) return true;
  if (/[|\t]\s{0,3}$/.test(before) && /^\s{0,3}[|\t]/.test(after)) return true;
  if (text.length >= LONGEST_SET_APART) return false;
  const isLast = SAID_BEFORE.test(before) && /^\W{0,3}$/.test(text.slice(at + code.length));
  return isLast || (/^\W{0,3}$/.test(text.slice(0, at)) && /^\s?[:–—]\s/.test(after));
}

export interface Mention {
  code: string;
  place: Place;
}

/** Whether a code wraps errors of single fields: beside one that is no deeper, it is the one that was answered. */
export function isWrapper(code: string, catalog: Catalog): boolean {
  return catalog.get(code)?.rejects?.kind === 'field_value';
}

const SEVERAL_TRIES = /\b(?:attempt|try|retry|retrying|retries)\b/i;

/**
 * The catalog's codes that `text` mentions as whole identifiers, the one that is meant first, each once:
 * by the place where it stands, then by how deep it is nested, then by order; of several tries, the last.
 *
 * Linear: what is not a code costs little (`find-codes.ts`), and a mention looks at a few characters round it.
 */
export function mentionedCodes(text: string, catalog: Catalog): Mention[] {
  const found = findCodes(text, catalog).flatMap(({ code, at }) => {
    const place = placeOf(text, at, code, catalog.get(code)?.http_statuses ?? []);
    return place === null ? [] : [{ code, at, place }];
  });
  if (found.length < 2) return found;

  const depths = depthsAt(
    text,
    found.map(({ at }) => at),
  );
  const order = SEVERAL_TRIES.test(text.slice(0, 4_096)) ? -1 : 1;
  const ranked = found
    .map((mention, index) => ({ ...mention, depth: depths[index] ?? 0 }))
    .sort(
      (a, b) =>
        PLACES.indexOf(a.place) - PLACES.indexOf(b.place) ||
        a.depth - b.depth ||
        Number(isWrapper(b.code, catalog)) - Number(isWrapper(a.code, catalog)) ||
        order * (a.at - b.at),
    );
  return ranked.filter(({ code }, index) => ranked.findIndex((other) => other.code === code) === index);
}

/** How many brackets are open at each of `positions`, in one pass. Brackets inside strings count too: they are rare. */
function depthsAt(text: string, positions: readonly number[]): number[] {
  const depths = new Map<number, number>();
  let depth = 0;
  let from = 0;
  for (const position of [...positions].sort((a, b) => a - b)) {
    for (; from < position; from++) {
      const unit = text.charCodeAt(from);
      if (unit === 123 || unit === 91) depth++;
      else if ((unit === 125 || unit === 93) && depth > 0) depth--;
    }
    depths.set(position, depth);
  }
  return positions.map((position) => depths.get(position) ?? 0);
}

/** How an error was recognized, the most trusted way first. */
export const MATCHED_BY = ['code', 'alias', 'spelling', 'status', 'symptom'] as const;

export type MatchedBy = (typeof MATCHED_BY)[number];

/** A code that a text means, and how sure that is. */
export interface Match {
  code: string;
  by: MatchedBy;
  /** 0 to 1; 1 means that the code itself stands there. */
  confidence: number;
  /** Other codes that the text may mean instead, best first. */
  alternatives: string[];
  /** Other codes that the text names beside this one. */
  also: string[];
  /** The very entry that is meant, where others have the same code and it is told which. */
  entry?: Entry;
}

const MOST_ALTERNATIVES = 3;

/** A match with the best of `others` as its alternatives, each once. */
export function matchOf(code: string, by: MatchedBy, confidence: number, others: readonly string[]): Match {
  if (others.length === 0) return { code, by, confidence, alternatives: [], also: [] };
  const alternatives = [...new Set(others)].filter((other) => other !== code).slice(0, MOST_ALTERNATIVES);
  return { code, by, confidence, alternatives, also: [] };
}

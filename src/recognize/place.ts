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
export type Place = (typeof PLACES)[number];

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

const CODE_KEY = /(?:^|[^a-z])(?:code|error[_.-]?code|err[_.-]?code)["']?\s{0,9}[:=]\s{0,9}["']?$/i;
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
  /\b(?:error|err|errno|code|fault|exception)(?:\s?(?:code|number|no\.?|nr\.?))?["']?\s{0,2}[:=#([-]{0,2}\s{0,2}["']?$/i;
const MARKED = /(?:\/|\[|\(|`|<|#|[A-Za-z]:\s)$/;

/**
 * The place of the code that begins at `at`, or null where it is only a word: a code of one word
 * (`unauthorized`) must be set apart, or stand beside its own HTTP status.
 */
export function placeOf(text: string, at: number, code: string, statuses: readonly number[]): Place | null {
  const end = at + code.length;
  if (text.length <= code.length + 16 && text.replace(/[^A-Za-z0-9_]+/g, '') === code) return 'alone';
  const before = text.slice(Math.max(0, at - 64), at);
  const after = text.slice(end, end + 24);
  if (CODE_KEY.test(before)) return 'code_field';
  if (ERROR_KEY.test(before)) return 'error_field';
  // A number may be anything elsewhere.
  if (/^-?\d+$/.test(code)) return NUMBERED.test(before) ? 'named' : null;
  if (IN_PATH.test(before) && !PROBLEM_TYPE.test(text.slice(Math.max(0, at - 220), at))) return 'path';
  if (CAUSE.test(before)) return 'cause';
  if (NAMED.test(before)) return 'named';
  if (MARKED.test(before) || isQuoted(before, after)) return 'marked';
  if (isDistinct(code) || isSetApart(text, before, after, statuses)) return 'prose';
  return null;
}

/** Whether a code is no word that prose could hold by chance: it has an inner separator, capitals inside, or digits. */
function isDistinct(code: string): boolean {
  return /[^\s][_\-.:/][^\s]|[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]|^[A-Z]{4,}$/.test(code);
}

function isQuoted(before: string, after: string): boolean {
  const quote = before.at(-1) ?? ' ';
  return '"\'`«“'.includes(quote) && /^["'`»”]/.test(after);
}

const MOST_WORDS = 8;

function isSetApart(text: string, before: string, after: string, statuses: readonly number[]): boolean {
  const beside = `${before.slice(-12)} ${after.slice(0, 12)}`;
  if (statuses.some((status) => beside.includes(`${status}`))) return true;
  if (SAID_KEY.test(before) && /^["'\s,}]|^$/.test(after)) return true;
  if (/[|,;\t]\s{0,3}$/.test(before) && /^\s{0,3}[|,;\t]/.test(after)) return true;
  return text.length < 80 && text.split(/\s+/).length <= MOST_WORDS;
}

import { isErrorWord } from '../says-error.ts';
import { wordsOf } from '../words.ts';
import { isMark, parts, type Source, tokenAt } from './source.ts';

/** What says of an object beside a `code` that it tells of an error. */
const BESIDE_ERROR = new Set(
  'message msg status statuscode httpstatus httpcode detail details error errors errordescription description reason cause retryable requestid statustext'.split(
    ' ',
  ),
);
const BESIDE_OTHER = new Set(
  'country currency locale lang language symbol flag price amount rate coupon discount percent percentoff dialcode iso iso2 iso3 alpha2 granttype redirecturi clientid clientsecret codeverifier phone zip postal region state city timezone native icon emoji capital continent decimals keycode'.split(
    ' ',
  ),
);
/** Words in the name of what a code is given to, or held in, that make it no error that goes out. */
const OTHER_HOLDERS = new Set(
  (
    'logger log logging logrus slog fields zap console tracing span metrics metric counter analytics tracker track telemetry sentry toast notify expect assert ' +
    'assertions should filter find query where lookup match matches matcher select exclude search get has is includes equal equals compare omit pick extract ' +
    'describe test mock stub fixture country countries currency currencies locale locales language languages coupon coupons discount promo keyboard ' +
    'key event events color colors theme icon icons i18n translate option options menu oauth2callback'
  ).split(' '),
);

/** What stands round a value that may be a code. */
export interface Surroundings {
  /** Whether what is beside it, holds it, or takes it, says that it is an error. */
  isError: boolean;
  /** Whether these say that it is something else: a country, a log line, a query, a test. */
  isOther: boolean;
}

const HIGHEST = 5;

/** Looks at the keys beside the token at `index`, and at the calls, variables and blocks round it. */
export function surroundingsOf(source: Source, index: number): Surroundings {
  const seen: Surroundings = { isError: source.isAboutErrors, isOther: false };
  const { outline } = source;
  let at = index;
  for (let level = 0; level < HIGHEST; level += 1) {
    const parent = outline.parent(at);
    if (parent === -1) break;
    if (level === 0) lookAtKeys(source, parent, seen);
    const head = isMark(source, parent, '{') ? outline.head(parent) : null;
    const holder = head === null ? holderOf(source, parent) : [head.name];
    look(holder, seen, head === null);
    if (head?.kind === 'function') {
      lookAtHead(source, parent, seen);
      break;
    }
    if (head !== null) break;
    at = parent;
  }
  return seen;
}

/** The class, and the receiver or result of the function. */
function lookAtHead(source: Source, open: number, seen: Surroundings): void {
  for (const head of [source.outline.head(open), source.outline.enclosing(open, 'type')])
    if (head !== null && source.outline.wordsOfHead(head).some(isErrorWord)) seen.isError = true;
}

function look(names: readonly string[], seen: Surroundings, isHolder: boolean): void {
  const words = names.flatMap(wordsOf);
  if (words.some((word) => isErrorWord(word) || word === 'abort' || word === 'raise' || word === 'throw'))
    seen.isError = true;
  if (isHolder && words.some((word) => OTHER_HOLDERS.has(word))) seen.isOther = true;
}

const MOST_KEYS = 40;

function lookAtKeys(source: Source, open: number, seen: Surroundings): void {
  let count = 0;
  for (const { from } of parts(source, open)) {
    count += 1;
    if (count > MOST_KEYS) return;
    const token = tokenAt(source, from);
    if (token.kind !== 'name' && token.kind !== 'string') continue;
    const key = token.text.replace(/[^\p{L}\d]/gu, '').toLowerCase();
    if (BESIDE_ERROR.has(key)) seen.isError = true;
    if (BESIDE_OTHER.has(key)) seen.isOther = true;
  }
}

/** The names before a bracket that say what takes it: `logger.error(`, `const COUNTRIES = [`, `error: {`. */
function holderOf(source: Source, open: number): string[] {
  const names: string[] = [];
  let at = open - 1;
  // `= {`, `: [`, `=> ({`
  while (isMark(source, at, '=', ':', '=>', ':=', '&', '>', '<', '!', '?') && at > open - 6) at -= 1;
  for (let steps = 0; steps < 8; steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'name' || (token.kind === 'string' && isMark(source, at + 1, ':', '=>')))
      names.push(token.text);
    else if (
      !(
        token.kind === 'mark' &&
        ['.', '::', '->', '?.', '[', ']', ':', '<', '>', '!', ')', '('].includes(token.text)
      )
    )
      break;
    if (token.kind === 'mark' && (token.text === ')' || token.text === ']'))
      at = Math.max(0, source.outline.pair(at));
    else if (token.kind === 'mark' && (token.text === '(' || token.text === '[')) break;
    if (token.first) break;
    at -= 1;
  }
  return names;
}

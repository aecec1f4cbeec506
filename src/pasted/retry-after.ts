/**
 * How long to wait, from a `Retry-After` field in any dress: a header, a curl transcript, a JSON body, a sentence.
 *
 * Source: RFC 9110 section 10.2.3 (seconds or an HTTP date).
 */

import {
  type Block,
  blocksAround,
  type Field,
  fieldsNamed,
  headersIn,
  placeOf,
  type Scanned,
  scanned,
} from './fields.ts';
import { httpDate, iso, isoDate, RESET_NAMES, resetMoment, spanAt } from './time.ts';

export interface Wait {
  /** Whole seconds from now; 0 if the moment is past. */
  seconds: number;
  /** That moment, ISO 8601 in UTC. */
  at: string;
}

/** A wait, and what it was counted from. */
export interface TimedWait extends Wait {
  /** When the response was made, by its `Date`; now if that is not said. */
  since: number;
  /** What tells it: a field or sentence about waiting, or the moment at which a limit is reset. */
  by: 'retry_after' | 'reset';
}

const SECONDS = [
  'retry_after',
  'x_retry_after',
  'retry_after_seconds',
  'retry_after_secs',
  'retry_after_sec',
  'retry_delay',
  'retry_in',
  'retry_in_seconds',
  'wait_seconds',
  'cooldown_seconds',
];
const MILLISECONDS = ['retry_after_ms', 'x_ms_retry_after_ms', 'retry_after_milliseconds', 'retry_in_ms'];
export const RETRY_AFTER_NAMES = [...SECONDS, ...MILLISECONDS];
const DATE = ['date'];
const REMAINING = ['x_ratelimit_remaining', 'x_rate_limit_remaining', 'ratelimit_remaining'];
const STANDARD = ['ratelimit'];

const YEAR = 366 * 86_400;
const LONGEST = 200;
const MOST = 200;
/** A header in a list of pairs, or a tab-separated dump. */
const LISTED =
  /\bretry[-_ ]?after(?:[-_](ms))?(?:\\?["'`]\s{0,9},|[`*"']{0,2}[ ]{0,40}\||\t)\s{0,40}\\?["'`*]{0,2}(?=\S)/gi;
const ABOUT = '(?:(?:about|approximately|at least|another|a minimum of|of|up to)[ ])?';
const SENTENCE = new RegExp(
  String.raw`(?:\b(not|never|don't|don’t|cannot|can't|without)[ ])?\b(?:retry|retrying|try again|wait|waiting)(?:(?:[ ]|(?<=retry)[-_])(after|in|for))?:?[ ]${ABOUT}(?=\d)`,
  'gi',
);
/** Other words for it, with a unit behind the number: "only after 53 seconds", "available again in 5 min". */
const IN_OTHER_WORDS = new RegExp(
  String.raw`\b(?:again|only|available|possible|allowed|unblocked|unlocked|lifted|resets?|next (?:try|attempt|request|call)|come back|resumes?|blocked|locked|banned|throttled|limited|paused)\b[^.\n\d]{0,40}\b(?:after|in|for)[ ]${ABOUT}(?=\d)`,
  'gi',
);
/** A moment: "try again at 2026-11-20T10:00:00Z", "blocked until Fri, 20 Nov 2026 10:00:00 GMT". */
const UNTIL =
  /\b(?:again|retry|wait|available|resets?|blocked|locked|banned|paused|limited)\b[^.\n\d]{0,40}\b(?:at|until|after|on)[ ](?=\d{4}-\d{2}-\d{2}[T ]\d|[A-Z][a-z]{2}, \d{2} [A-Z])/gi;
/** `FLOOD_WAIT_42`: the number is in seconds. */
const IN_CODE = /(?<![A-Z_])[A-Z]{2,20}(?:_[A-Z]{1,20}){0,3}_WAIT_(?=\d)/g;

/** What every wait is told with; a text without any of it, as most are, need not be read closely. */
const HINT = /retry|again|wait|reset|ratelimit|cooldown|(?:after|in|for) (?:\w{1,20} ){0,3}\d/i;

interface Found {
  at: number;
  wait: TimedWait;
}

type Kind = (source: Scanned, block: Block, now: number) => Found[];

/**
 * The wait that a text names, or null: by `Retry-After`, else by a sentence, else by the headers that say when a limit
 * is reset. The first one; with `code`, the one of the response that holds this code: the nearest before the code's last
 * place, else after it. A number counts from the response's own `Date`, or from `now` where there is none.
 */
export function retryAfter(source: Scanned | string, now: number, code?: string): Wait | null {
  const wait = choose(source, code, [named, sentences, resets], now);
  return wait === null ? null : { seconds: wait.seconds, at: wait.at };
}

/** Like `retryAfter`, without the headers of a limit, and with what the wait was counted from. */
export function saidRetryAfter(source: Scanned | string, now: number, code?: string): TimedWait | null {
  return choose(source, code, [named, sentences], now);
}

/** The first `Retry-After` that can be read as no wait, as it is written; null if there is none. */
export function unreadableRetryAfter(source: Scanned | string, now: number): string | null {
  for (const raw of headersIn(source, RETRY_AFTER_NAMES)) {
    // What goes on behind the first word is a sentence about the header.
    const value = /^["'[\\\s]*([^"'\\,;&}\]\s|<>]{1,60})\s*(?:$|["'\\,;&}\]|<>{])/.exec(raw)?.[1] ?? '';
    if (!/^(?:|null|none|undefined|true|false|[${(*].*)$/i.test(value) && waitOf(raw, now) === null)
      return value;
  }
  return null;
}

/** When the response was made that holds `code`, by its `Date`; `now` if none says. */
export function responseMoment(source: Scanned, code: string, now: number): number {
  return responseTime(source, Math.max(0, placeOf(source.text, code)), now);
}

/** When the response was made that `at` stands in, by the `Date` that is nearest; `now` if none says. */
function responseTime(source: Scanned, at: number, now: number): number {
  const dates = fieldsNamed(source, DATE).flatMap((field) => {
    const moment = httpDate(lineAt(source.text, field.at), now);
    return moment === null || moment >= now ? [] : [{ moment, away: Math.abs(field.at - at) }];
  });
  return dates.sort((a, b) => a.away - b.away)[0]?.moment ?? now;
}

function choose(
  given: Scanned | string,
  code: string | undefined,
  kinds: readonly Kind[],
  now: number,
): TimedWait | null {
  const source = typeof given === 'string' ? scanned(given) : given;
  if (!HINT.test(source.text)) return null;
  return (
    chooseIn(source, code, kinds, now) ??
    (FORM.test(source.text) ? chooseIn(decodedForm(source), code, kinds, now) : null)
  );
}

/** A sentence in a form or a query has `+` or `%20` for its spaces. */
const FORM = /[?&][\w.]{1,60}=[^\s&]{0,2000}(?:\+|%20)/;

function decodedForm({ text }: Scanned): Scanned {
  return scanned(text.replace(/\+|%20/g, ' ').replaceAll('&', '\n'));
}

function chooseIn(
  source: Scanned,
  code: string | undefined,
  kinds: readonly Kind[],
  now: number,
): TimedWait | null {
  const { text } = source;
  const place = code === undefined ? -1 : placeOf(text, code);
  const blocks: Block[] = place < 0 ? [{ start: 0, end: text.length }] : blocksAround(text, place);
  for (const block of blocks) {
    for (const kind of kinds) {
      const found = kind(source, block, now);
      const before = place < 0 ? undefined : found.filter(({ at }) => at < place).at(-1);
      const chosen = before ?? found[0];
      if (chosen !== undefined) return chosen.wait;
    }
  }
  return null;
}

function named(source: Scanned, block: Block, now: number): Found[] {
  const read = (names: readonly string[], unit: string) =>
    fieldsWithin(source, names, block).flatMap(({ at }) => foundAt(source, at, now, unit));
  const precise = read(MILLISECONDS, 'ms');
  if (precise.length > 0) return precise;
  const listed = matchesWithin(source, LISTED, block).flatMap((match) =>
    foundAt(source, match.index + match[0].length, now, match[1] === undefined ? 's' : 'ms'),
  );
  return [...read(SECONDS, 's'), ...listed].sort((a, b) => a.at - b.at);
}

function sentences(source: Scanned, block: Block, now: number): Found[] {
  const { text } = source;
  const plain = matchesWithin(source, SENTENCE, block).flatMap((match) => {
    const [whole, not, link] = match;
    // "Do not retry for 30 s" is a wait; "do not retry in 30 s loops" is none.
    if (not !== undefined && link?.toLowerCase() !== 'for') return [];
    const at = match.index + whole.length;
    const rest = text.slice(at, at + LONGEST);
    // In "retry after 3 attempts", the number counts something else.
    const number = /^\d+(?:\.\d+)?(?!\.?\d)/.exec(rest)?.[0] ?? '';
    const isBare = /^\s*(?:$|[.,;)\]}"'|\r\n])/.test(rest.slice(number.length));
    return hasUnit(rest) || (isBare && link?.toLowerCase() === 'after') ? foundAt(source, at, now, 's') : [];
  });
  if (plain.length > 0) return plain;
  const moments = matchesWithin(source, UNTIL, block);
  const codes = matchesWithin(source, IN_CODE, block);
  const others = matchesWithin(source, IN_OTHER_WORDS, block).filter((match) =>
    hasUnit(text.slice(match.index + match[0].length, match.index + match[0].length + LONGEST)),
  );
  return [...moments, ...codes, ...others].flatMap((match) =>
    foundAt(source, match.index + match[0].length, now, 's'),
  );
}

function hasUnit(text: string): boolean {
  return spanAt(text, 's')?.bare === null;
}

/** The moment when a limit is reset is worth waiting for only if nothing of it is left. */
function resets(source: Scanned, block: Block, now: number): Found[] {
  const left = fieldsWithin(source, REMAINING, block).map(({ at }) => lineAt(source.text, at));
  if (left.some((raw) => /^["'[\\\s]*0*[1-9]/.test(raw))) return [];
  const own = fieldsWithin(source, RESET_NAMES, block).flatMap(({ at }): Found[] => {
    const since = responseTime(source, at, now);
    const moment = resetMoment(lineAt(source.text, at), since);
    const wait = moment === null ? null : until(moment, now);
    return wait === null ? [] : [{ at, wait: { ...wait, since, by: 'reset' } }];
  });
  const standard = fieldsWithin(source, STANDARD, block).flatMap(({ at }): Found[] => {
    const line = lineAt(source.text, at);
    const isUsedUp = /(?:^|[;,\s])(?:r|remaining)=0(?!\d)/.test(line);
    const seconds = /(?:^|[;,\s])(?:t|reset)=(\d{1,9})(?!\d)/.exec(line)?.[1];
    if (!isUsedUp || seconds === undefined) return [];
    const since = responseTime(source, at, now);
    const wait = until(since + Number(seconds) * 1000, now);
    return wait === null ? [] : [{ at, wait: { ...wait, since, by: 'reset' } }];
  });
  return [...own, ...standard].sort((a, b) => a.at - b.at);
}

function fieldsWithin(source: Scanned, names: readonly string[], { start, end }: Block): Field[] {
  return fieldsNamed(source, names).filter(({ at }) => at >= start && at < end);
}

function matchesWithin({ text }: Scanned, pattern: RegExp, { start, end }: Block): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.slice(start, end).matchAll(pattern)) {
    match.index += start;
    if (found.push(match) >= MOST) break;
  }
  return found;
}

function foundAt(source: Scanned, at: number, now: number, unit: string): Found[] {
  const since = responseTime(source, at, now);
  const wait = waitOf(lineAt(source.text, at), now, unit, since);
  return wait === null ? [] : [{ at, wait: { ...wait, since, by: 'retry_after' } }];
}

function lineAt(source: string, at: number): string {
  return /^[^\r\n]*/.exec(source.slice(at, at + LONGEST))?.[0].trim() ?? '';
}

/**
 * The value of one `Retry-After`: seconds, a number with its unit, an HTTP date, or a moment since the epoch. A number
 * counts from `since`.
 */
export function waitOf(raw: string, now: number, unit = 's', since = now): Wait | null {
  const date = raw.replace(/^["'`[\\\s]+/, '');
  const moment = httpDate(date, now) ?? isoDate(date);
  if (moment !== null) return until(moment, now);
  const span = spanAt(date, unit);
  if (span === null) return null;
  // A wait of 30 years is a moment since the epoch, sent in the wrong field.
  const { bare } = span;
  if (bare !== null && unit === 's' && bare >= 1e9) return until(bare >= 1e12 ? bare : bare * 1000, now);
  return until(since + span.milliseconds, now);
}

function until(moment: number, now: number): Wait | null {
  const at = iso(moment);
  const seconds = Math.max(0, Math.ceil((moment - now) / 1000));
  // A wait of years is a wrong clock or no wait at all.
  return at === null || seconds > YEAR ? null : { seconds, at };
}

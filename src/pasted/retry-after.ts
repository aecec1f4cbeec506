/**
 * How long to wait, from a `Retry-After` field in any dress: a header, a curl transcript, a JSON body, a sentence.
 *
 * Source: RFC 9110 section 10.2.3 (seconds or an HTTP date).
 */

import { type Block, blocksAround, bounded, headersIn, occurrences, placeOf } from './fields.ts';
import { httpDate, iso, isoDate, RESET_NAMES, resetMoment, spanAt } from './time.ts';

export interface Wait {
  /** Whole seconds from now; 0 if the moment is past. */
  seconds: number;
  /** That moment, ISO 8601 in UTC. */
  at: string;
}

export const RETRY_AFTER_NAMES = [
  'retry_after',
  'x_retry_after',
  'retry_after_seconds',
  'retry_after_secs',
  'retry_after_ms',
];

const YEAR = 366 * 86_400;
const LONGEST = 200;
const MOST = 200;
/** A header in a table, a list of pairs, or a tab-separated dump. */
const LISTED =
  /\bretry[-_ ]?after(?:[-_](ms))?(?:\\?["'`]\s{0,9},|[`*"']{0,2}[ ]{0,40}\||\t)\s{0,40}\\?["'`*]{0,2}(?=\S)/gi;
const SENTENCE =
  /(?:\b(not|never|don't|don’t|cannot|can't|without)[ ])?\b(?:retry|try again|wait)(?:(?:[ ]|(?<=retry)[-_])(after|in|for))?:?[ ](?:about[ ])?(?=\d)/gi;

/** What every wait is told with; a text without any of it, as most are, need not be read closely. */
const HINT = /retry|try again|wait|reset/i;

type Found = [at: number, wait: Wait];

/**
 * The wait that `text` names, or null: by `Retry-After`, else by a sentence, else by the headers that say when a
 * limit is reset. The first one; with `code`, the one of the response that holds this code: the nearest before the
 * code's last place, else after it. A number counts from `now`.
 */
export function retryAfter(text: string, now: number, code?: string): Wait | null {
  return choose(text, code, [named, sentences, resets], now);
}

/** Like `retryAfter`, without the headers of a limit. */
export function saidRetryAfter(text: string, now: number, code?: string): Wait | null {
  return choose(text, code, [named, sentences], now);
}

/** The first `Retry-After` that can be read as no wait, as it is written; null if there is none. */
export function unreadableRetryAfter(text: string, now: number): string | null {
  for (const raw of headersIn(text, RETRY_AFTER_NAMES)) {
    // What goes on behind the first word is a sentence about the header.
    const value = /^["'[\\\s]*([^"'\\,;&}\]\s|<>]{1,60})\s*(?:$|["'\\,;&}\]|<>{])/.exec(raw)?.[1] ?? '';
    if (!/^(?:|null|none|undefined|true|false|[${(*].*)$/i.test(value) && waitOf(raw, now) === null)
      return value;
  }
  return null;
}

function choose(
  text: string,
  code: string | undefined,
  kinds: readonly ((source: string, now: number) => Found[])[],
  now: number,
): Wait | null {
  const source = bounded(text);
  if (!HINT.test(source)) return null;
  const place = code === undefined ? -1 : placeOf(source, code);
  const blocks: Block[] = place < 0 ? [{ start: 0, end: source.length }] : blocksAround(source, place);
  for (const { start, end } of blocks) {
    const part = source.slice(start, end);
    for (const kind of kinds) {
      const found = kind(part, now);
      const before = place < 0 ? undefined : found.filter(([at]) => at < place - start).at(-1);
      const chosen = before ?? found[0];
      if (chosen !== undefined) return chosen[1];
    }
  }
  return null;
}

function named(source: string, now: number): Found[] {
  const read = (names: readonly string[], unit: string) =>
    occurrences(source, names).flatMap(({ at }) => foundAt(source, at, now, unit));
  const listed = [...source.matchAll(LISTED)]
    .slice(0, MOST)
    .flatMap((match) =>
      foundAt(source, match.index + match[0].length, now, match[1] === undefined ? 's' : 'ms'),
    );
  const precise = read(['retry_after_ms'], 'ms');
  return precise.length > 0
    ? precise
    : [...read(RETRY_AFTER_NAMES.slice(0, 4), 's'), ...listed].sort(([a], [b]) => a - b);
}

function sentences(source: string, now: number): Found[] {
  return [...source.matchAll(SENTENCE)].slice(0, MOST).flatMap((match) => {
    const [whole, not, link] = match;
    // "Do not retry for 30 s" is a wait; "do not retry in 30 s loops" is none.
    if (not !== undefined && link?.toLowerCase() !== 'for') return [];
    const at = match.index + whole.length;
    const rest = source.slice(at, at + LONGEST);
    // In "retry after 3 attempts", the number counts something else.
    const isNumber = /^\d+(?:\.\d+)?(?!\.?\d)/.exec(rest)?.[0] ?? '';
    const isBare = /^\s*(?:$|[.,;)\]}"'|\r\n])/.test(rest.slice(isNumber.length));
    const hasUnit = spanAt(rest, 's')?.bare === null;
    return hasUnit || (isBare && link?.toLowerCase() === 'after') ? foundAt(source, at, now, 's') : [];
  });
}

/** The moment when a limit is reset is worth waiting for only if nothing of it is left. */
function resets(source: string, now: number): Found[] {
  const left = headersIn(source, ['x_ratelimit_remaining', 'x_rate_limit_remaining', 'ratelimit_remaining']);
  if (left.some((raw) => /^["'[\\\s]*0*[1-9]/.test(raw))) return [];
  return occurrences(source, RESET_NAMES).flatMap(({ at }): Found[] => {
    const moment = resetMoment(lineAt(source, at), now);
    const wait = moment === null ? null : until(moment, now);
    return wait === null ? [] : [[at, wait]];
  });
}

function foundAt(source: string, at: number, now: number, unit: string): Found[] {
  const wait = waitOf(lineAt(source, at), now, unit);
  return wait === null ? [] : [[at, wait]];
}

function lineAt(source: string, at: number): string {
  return /^[^\r\n]*/.exec(source.slice(at, at + LONGEST))?.[0].trim() ?? '';
}

/** The value of one `Retry-After`: seconds, a number with its unit, an HTTP date, or a moment since the epoch. */
export function waitOf(raw: string, now: number, unit = 's'): Wait | null {
  const date = raw.replace(/^["'[\\\s]+/, '');
  const moment = httpDate(date, now) ?? isoDate(date);
  if (moment !== null) return until(moment, now);
  const span = spanAt(date, unit);
  if (span === null) return null;
  // A wait of 30 years is a moment since the epoch, sent in the wrong field.
  const { bare } = span;
  if (bare !== null && unit === 's' && bare >= 1e9) return until(bare >= 1e12 ? bare : bare * 1000, now);
  return until(now + span.milliseconds, now);
}

function until(moment: number, now: number): Wait | null {
  const at = iso(moment);
  const seconds = Math.max(0, Math.ceil((moment - now) / 1000));
  // A wait of years is a wrong clock or no wait at all.
  return at === null || seconds > YEAR ? null : { seconds, at };
}

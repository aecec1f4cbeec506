/**
 * How long to wait, from a `Retry-After` field in any dress: a header, a curl transcript, a JSON body, a sentence.
 *
 * Source: "Error codes", 429 `rate_limited`; RFC 9110 section 10.2.3 (seconds or an HTTP date).
 */

import { bounded, headersIn } from './read/evidence.ts';
import { httpDate, iso, isoDate } from './read/time.ts';

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
const NUMBER =
  /^["'[\\\s]*(\d{1,15})(?:\.(\d{1,9}))?(?:[ ]?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?))?(?![\w:-]|\.\d)/i;
const SENTENCE =
  /\b(?:retry|try again|wait)[ ](?:after[ ]|in[ ]|for[ ])?(?:about[ ])?(\d{1,7}(?:\.\d{1,3})?)[ ]?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)\b/i;

/** The first wait that `text` names, or null. A number counts from `now`. */
export function retryAfter(text: string, now: number): Wait | null {
  for (const raw of headersIn(text, ['retry_after_ms'])) {
    const wait = waitOf(raw, now, 'ms');
    if (wait !== null) return wait;
  }
  for (const raw of headersIn(text, RETRY_AFTER_NAMES.slice(0, 4))) {
    const wait = waitOf(raw, now);
    if (wait !== null) return wait;
  }
  const said = SENTENCE.exec(bounded(text));
  return said ? waitOf(`${said[1]} ${said[2]}`, now) : null;
}

/** The value of one `Retry-After`: seconds, a number with its unit, an HTTP date, or a moment since the epoch. */
export function waitOf(raw: string, now: number, unit = 's'): Wait | null {
  const date = raw.replace(/^["'[\\\s]+/, '');
  const moment = httpDate(date, now) ?? isoDate(date);
  if (moment !== null) return until(moment, now);
  const match = NUMBER.exec(raw);
  if (!match) return null;
  const factor = milliseconds(match[3] ?? unit);
  if (factor === null) return null;
  const amount = Number(`${match[1]}.${match[2] ?? '0'}`);
  // A wait of 30 years is a moment since the epoch, sent in the wrong field.
  if (factor === 1000 && amount >= 1e9) return until(amount >= 1e12 ? amount : amount * 1000, now);
  return until(now + amount * factor, now);
}

function until(moment: number, now: number): Wait | null {
  const at = iso(moment);
  const seconds = Math.max(0, Math.ceil((moment - now) / 1000));
  // A wait of years is a wrong clock or no wait at all.
  return at === null || seconds > YEAR ? null : { seconds, at };
}

function milliseconds(unit: string): number | null {
  if (/^(?:ms|milliseconds?)$/i.test(unit)) return 1;
  if (/^(?:s|secs?|seconds?)$/i.test(unit)) return 1000;
  if (/^(?:m|mins?|minutes?)$/i.test(unit)) return 60_000;
  return /^(?:h|hours?)$/i.test(unit) ? 3_600_000 : null;
}

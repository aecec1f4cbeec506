/** The moment at which a rate limit is reset, by the limit's own headers. */

import { isoDate } from './time.ts';

export const RESET_NAMES = [
  'x_ratelimit_reset',
  'x_rate_limit_reset',
  'ratelimit_reset',
  'rate_limit_reset',
  'rateLimitReset',
];

/** Seconds or milliseconds since the epoch, seconds from now, a date, or a span such as `6m0s`. */
export function resetMoment(raw: string, since: number): number | null {
  const text = raw.replace(/^["'[\\\s]*\+?(?=\d|$)|^["'[\\\s]+/, '');
  const date = isoDate(text);
  if (date !== null) return date;
  const span = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6}(?:\.\d{1,9})?)s)?(?![\w.])/.exec(text);
  if (span?.[0])
    return since + (Number(span[1] ?? 0) * 3600 + Number(span[2] ?? 0) * 60 + Number(span[3] ?? 0)) * 1000;
  const match = /^(\d{1,16}(?:\.\d{1,9})?)(?![\w.])/.exec(text);
  if (!match) return null;
  const amount = Number(match[1]);
  if (amount >= 1e12) return amount;
  return amount >= 1e9 ? amount * 1000 : since + amount * 1000;
}

import { headersIn, lineFields } from '../read/evidence.ts';
import { RESET_NAMES, resetMoment } from '../read/reset.ts';
import { howLong, iso } from '../read/time.ts';
import type { Facts, Finding } from '../rule.ts';
import { wait } from './wait.ts';

const YEAR = 366 * 86_400_000;

/**
 * When to call again after a 429: by `Retry-After`, and by the limit's own headers.
 *
 * Source: RFC 9110 section 10.2.3; draft-ietf-httpapi-ratelimit-headers;
 * `X-RateLimit-*` has no standard, so a reset is read by its size.
 */
export function rateLimit(facts: Facts): Finding[] {
  return [...wait(facts), ...limits(facts)];
}

function limits(facts: Facts): Finding[] {
  const standard = standardLimit(facts);
  const remaining = number(facts, 'remaining') ?? standard.remaining;
  const limit = number(facts, 'limit') ?? standard.limit;
  const reset = resetOf(facts) ?? standard.reset;
  const left =
    remaining === null
      ? ''
      : `${remaining}${limit === null ? '' : ` of ${limit}`} requests are left in this window`;
  const hint =
    remaining !== null && remaining > 0
      ? ', so another limit was hit (a burst, or requests at the same time)'
      : '';
  const until = reset === null ? '' : resetSaid(reset, facts.now);
  if (left === '' && until === '') return [];
  return [{ message: `${[`${left}${hint}`, until].filter((part) => part !== '').join('; ')}.` }];
}

function resetSaid({ at, since }: Reset, now: number): string {
  const moment = iso(at) ?? '';
  if (at <= now) return `the limit was reset at ${moment}, ${howLong(now - at)} ago`;
  const from = since === now ? '' : ', counted from the logged response';
  return `the limit is reset in ${howLong(at - now)}, at ${moment}${from}`;
}

interface Reset {
  at: number;
  since: number;
}

function resetOf(facts: Facts): Reset | null {
  const pasted = headersIn(facts.text, RESET_NAMES).map((text) => ({ text, since: facts.now }));
  const logged = lineFields(facts.lines, RESET_NAMES).map(({ text, line }) => ({
    text,
    since: timeOf(line.time, facts.now),
  }));
  for (const { text, since } of [...pasted, ...logged]) {
    const at = resetMoment(text, since);
    if (at !== null && Math.abs(at - facts.now) < YEAR) return { at, since };
  }
  return null;
}

function number(facts: Facts, part: 'remaining' | 'limit'): number | null {
  const names = [`x_ratelimit_${part}`, `x_rate_limit_${part}`, `ratelimit_${part}`, `rate_limit_${part}`];
  const texts = [...headersIn(facts.text, names), ...lineFields(facts.lines, names).map(({ text }) => text)];
  for (const text of texts) {
    const match = /^["'[\\\s]*(\d{1,12})(?![\w.])/.exec(text);
    if (match) return Number(match[1]);
  }
  return null;
}

/** `RateLimit: "default";r=0;t=30`, or `limit=100, remaining=0, reset=30` of an older draft. */
function standardLimit(facts: Facts): {
  limit: number | null;
  remaining: number | null;
  reset: Reset | null;
} {
  const pasted = headersIn(facts.text, ['ratelimit']).map((text) => ({ text, since: facts.now }));
  const logged = lineFields(facts.lines, ['ratelimit']).map(({ text, line }) => ({
    text,
    since: timeOf(line.time, facts.now),
  }));
  const { text, since } = [...pasted, ...logged][0] ?? { text: '', since: facts.now };
  const read = (name: RegExp): number | null => {
    const match = name.exec(text);
    return match ? Number(match[1]) : null;
  };
  const seconds = read(/(?:^|[;,\s])(?:t|reset)=(\d{1,9})(?!\d)/);
  return {
    limit: read(/(?:^|[;,\s])(?:q|limit)=(\d{1,12})(?!\d)/),
    remaining: read(/(?:^|[;,\s])(?:r|remaining)=(\d{1,12})(?!\d)/),
    reset: seconds === null ? null : { at: since + seconds * 1000, since },
  };
}

function timeOf(time: string | null, otherwise: number): number {
  const at = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? otherwise : at;
}

import { DAY } from '../../base/time.ts';
import {
  headersIn,
  howLong,
  iso,
  quote,
  RESET_NAMES,
  RETRY_AFTER_NAMES,
  resetMoment,
  responseMoment,
  saidRetryAfter,
  unreadableRetryAfter,
  type Wait,
  waitOf,
} from '../../pasted/pasted.ts';
import { type Facts, type Finding, lineFields } from '../rule.ts';

/**
 * How long to wait by `Retry-After`. A number counts from the moment of the response, if that is known.
 *
 * Source: RFC 9110 section 10.2.3.
 */
export function wait(facts: Facts): Finding[] {
  const given = givenWait(facts) ?? loggedWait(facts);
  return given === null ? unreadable(facts) : [{ message: said(given, facts.now) }];
}

function unreadable({ value, pasted, now }: Facts): Finding[] {
  const own = value === null ? null : value.slice(0, 200).trim();
  const isOdd = own !== null && /^(?:-\d{1,12}|[a-z]{2,20})$/i.test(own);
  const raw = isOdd
    ? own
    : ((own === null ? null : unreadableRetryAfter(own, now)) ?? unreadableRetryAfter(pasted, now));
  if (raw === null) return [];
  const start = isOdd ? 'If the value is that of Retry-After: ' : '';
  return [
    {
      message: `${start}Retry-After is ${quote(raw, 40)}, which is no usable wait: neither seconds nor an HTTP date, within a year (RFC 9110 section 10.2.3). Choose the wait yourself, longer after each failure.`,
    },
  ];
}

/** A wait, counted from `since`: when the response was made. */
interface Given extends Wait {
  since: number;
  isLogged: boolean;
}

function givenWait({ entry, value, pasted, now }: Facts): Given | null {
  const own = value === null ? null : waitInValue(value, now);
  if (own !== null) return { ...own, since: now, isLogged: false };
  const wait = saidRetryAfter(pasted, now, entry.code);
  return wait === null ? null : { ...wait, isLogged: false };
}

/** The wait that a value names which was given for one; null if it names none. */
export function waitInValue(value: string, now: number): Wait | null {
  return saidRetryAfter(value, now) ?? bareWait(value.slice(0, 200).trim(), now);
}

/** A value that is nothing but a wait; `100 requests` is none. */
function bareWait(value: string, now: number): Wait | null {
  return /^\d{1,12}(?:\.\d{1,3})?$|^\d{1,9} ?(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?)(?: ?\d{1,9} ?(?:s|secs?|seconds?|m|mins?|minutes?))?$|^[a-z]{3,9},? .*\d{4}|^\d{4}-/i.test(
    value,
  )
    ? waitOf(value, now)
    : null;
}

/** The last wait in the log: an earlier one was waited for, or should have been. */
function loggedWait({ lines, now }: Facts): Given | null {
  const named = lineFields(lines, RETRY_AFTER_NAMES).map(({ text, line }) => ({ text, line, isField: true }));
  const told = lines.slice(0, 500).map((line) => ({ text: line.message ?? '', line, isField: false }));
  const waits = [...named, ...told].flatMap(({ text, line, isField }) => {
    const since = line.time === null ? now : Date.parse(line.time);
    if (
      Number.isNaN(since) ||
      (!isField && line.status !== 429 && line.status !== 503 && line.code === undefined)
    ) {
      return [];
    }
    const unit = isField && hasMilliseconds(line.rest ?? {}) ? 'ms' : 's';
    const wait = isField ? waitOf(text, since, unit) : saidRetryAfter(text.slice(0, 4096), since);
    return wait === null ? [] : [{ ...wait, since, isLogged: true }];
  });
  return waits.sort((a, b) => b.since - a.since)[0] ?? null;
}

function hasMilliseconds(rest: Record<string, unknown>): boolean {
  const names = Object.keys(rest);
  return (
    names.some((name) => /retry[-_]?after[-_]?ms$/i.test(name)) &&
    !names.some((name) => /retry[-_]?after$/i.test(name))
  );
}

function said({ seconds, at, since, isLogged }: Given, now: number): string {
  const due = Date.parse(at);
  const whole = due - since;
  const from = `${isLogged ? 'logged' : 'sent'} at ${iso(since) ?? 'an unknown time'}`;
  if (seconds === 0 && (since === now || whole <= 0))
    return `Retry-After names a moment that is past (${at}): retry now.`;
  if (since === now)
    return `Wait ${howLong(seconds * 1000)} (Retry-After): retry at ${at} or later, not before.`;
  return due <= now
    ? `Retry-After was ${howLong(whole)}, ${from}: that ended ${howLong(now - due)} ago, retry now.`
    : `Wait ${howLong(due - now)} more: Retry-After was ${howLong(whole)}, ${from}, which ends at ${at}.`;
}

const YEAR = 366 * DAY;

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
  const from = since === now ? '' : ', counted from when it was answered';
  return `the limit is reset in ${howLong(at - now)}, at ${moment}${from}`;
}

interface Reset {
  at: number;
  since: number;
}

function resetOf(facts: Facts): Reset | null {
  const sent = responseMoment(facts.pasted, facts.entry.code, facts.now);
  const pasted = headersIn(facts.pasted, RESET_NAMES).map((text) => ({ text, since: sent }));
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
  const texts = [
    ...headersIn(facts.pasted, names),
    ...lineFields(facts.lines, names).map(({ text }) => text),
  ];
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
  const sent = responseMoment(facts.pasted, facts.entry.code, facts.now);
  const pasted = headersIn(facts.pasted, ['ratelimit']).map((text) => ({ text, since: sent }));
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

import type { LogLine } from '../../requests/request-log.ts';
import { bounded, fieldsIn, lineFields, messages, named } from '../read/evidence.ts';
import { howLong, iso, isoDate } from '../read/time.ts';
import type { Facts, Finding } from '../rule.ts';

/** RFC 6749 section 4.1.2: a code should live no longer than this. */
const LONGEST_LIFE = 600_000;

const MOST_TIMES = 200;

const ISSUED = ['issued_at', 'code_issued_at', 'issuedAt', 'code_created_at', 'authorized_at'];
const EXPIRES = ['expires_at', 'code_expires_at', 'expiresAt', 'expired_at', 'code_expired_at'];
const EXCHANGED = ['exchanged_at', 'redeemed_at', 'used_at', 'exchange_time'];
const AGE = ['code_age', 'code_age_seconds', 'code_age_s', 'age_seconds'];
const AGE_MS = ['code_age_ms'];

/** Whether the code was older than it may be when it was exchanged. Source: RFC 6749 section 4.1.2. */
export function grantAge(facts: Facts): Finding[] {
  // A refresh token may live for months.
  if (named(facts, ['grant_type']).some(({ text }) => text === 'refresh_token')) return [];
  if (messages(facts).some(({ text }) => /refresh[_ -]?token/i.test(text))) return [];
  const issued =
    moment(facts, ISSUED) ??
    worded(facts, /\bissued\b|\bcreated\b|\bauthori[sz]ed\b/i) ??
    issuing(facts.lines);
  const exchanged =
    moment(facts, EXCHANGED) ??
    worded(facts, /\bexchang|\bredeem|\bused\b|\bpresented\b/i) ??
    exchange(facts);
  const age = seconds(facts, AGE, 1000) ?? seconds(facts, AGE_MS, 1);
  const span = age ?? (issued !== null && exchanged !== null ? exchanged - issued : null);
  if (span !== null && span > LONGEST_LIFE) {
    return [
      {
        message: `The code was ${howLong(span)} old when it was exchanged; RFC 6749 section 4.1.2 allows 10 min at most, and servers often less.`,
      },
    ];
  }
  const expires = moment(facts, EXPIRES);
  if (expires === null || exchanged === null || exchanged <= expires) return [];
  return [
    {
      message: `The code expired at ${iso(expires) ?? ''}, ${howLong(exchanged - expires)} before it was exchanged.`,
    },
  ];
}

function moment(facts: Facts, names: readonly string[]): number | null {
  const texts = [...fieldsIn(facts.text, names), ...lineFields(facts.lines, names).map(({ text }) => text)];
  for (const text of texts) {
    const amount = /^\d{10}(?:\d{3})?$/.test(text) ? Number(text) : null;
    const at = amount === null ? isoDate(text) : amount < 1e11 ? amount * 1000 : amount;
    if (at !== null) return at;
  }
  return null;
}

function seconds(facts: Facts, names: readonly string[], factor: number): number | null {
  const texts = [...fieldsIn(facts.text, names), ...lineFields(facts.lines, names).map(({ text }) => text)];
  const text = texts.find((candidate) => /^\d{1,9}(?:\.\d{1,6})?s?$/.test(candidate));
  return text === undefined ? null : Number.parseFloat(text) * factor;
}

/** A time in a sentence counts for the word that stands shortly before it: `issued at 2026-…`. */
function worded(facts: Facts, word: RegExp): number | null {
  for (const text of [...messages(facts).map((seen) => seen.text), bounded(facts.text)]) {
    let tries = 0;
    for (const match of text.matchAll(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/g)) {
      tries += 1;
      if (tries > MOST_TIMES) break;
      const before = text.slice(Math.max(0, match.index - 24), match.index);
      const at = isoDate(text.slice(match.index, match.index + 40));
      // A field of a body is the business of those who know its name.
      if (/["=]/.test(before)) continue;
      // Another time in between would be the one that the word belongs to.
      if (at !== null && word.test(before.replace(/^.*\d{2}:\d{2}\S*/s, ''))) return at;
    }
  }
  return null;
}

function issuing(lines: readonly LogLine[]): number | null {
  const line = lines.find(
    ({ path, message, status }) =>
      (path !== undefined && /\/authorize(?:[?/]|$)/.test(path.slice(0, 500)) && (status ?? 302) < 400) ||
      /\bcode issued\b|\bissued (?:an )?(?:authorization )?code\b/i.test((message ?? '').slice(0, 500)),
  );
  return timeOf(line);
}

function exchange({ lines, entry }: Facts): number | null {
  const line = lines.find(
    ({ path, code }) =>
      code === entry.code || (path !== undefined && /\/token(?:[?/]|$)/.test(path.slice(0, 500))),
  );
  return timeOf(line);
}

function timeOf(line: LogLine | undefined): number | null {
  const at = line?.time ? Date.parse(line.time) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

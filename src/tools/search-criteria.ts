import * as z from 'zod';
import { Failure } from '../base/failure.ts';
import { isStatus } from '../base/http-status.ts';
import type { SearchCriteria, StatusRange } from '../logs/logs.ts';
import { howLong, iso, isoDate } from '../pasted/pasted.ts';
import { isPlainValue, named, quoted, safe } from '../redact/redact.ts';
import { INSTRUCTION } from './story/said.ts';

/**
 * What is known of a request whose id is unknown. `askedOf` validates the values, not the schema: every word of a schema is
 * sent with every list of tools.
 */
export const criteriaShape = {
  method: z.string().optional().describe('e.g. POST'),
  path: z.string().optional().describe('e.g. /v1/apps/*'),
  status: z.string().optional().describe('e.g. 5xx'),
  code: z.string().optional().describe('e.g. rate_limited'),
  workspace: z.string().optional().describe('e.g. acme'),
  text: z.string().optional().describe('Words, e.g. timed out'),
  since: z.string().optional().describe('e.g. 15m'),
  until: z.string().optional().describe('e.g. 5m'),
  limit: z.number().int().min(1).max(50).optional().describe('e.g. 10'),
};

/** How long a value may be, in characters. */
const LONGEST = 500;

export type Known = z.infer<z.ZodObject<typeof criteriaShape>>;

/** What was asked for, as a search takes it. */
export interface Asked {
  criteria: SearchCriteria;
  /** The criteria in words, for a sentence; null where all failures are meant. */
  words: string | null;
}

/** Names what a request is known by; the time and the number of answers say nothing of it. */
const NAMES = ['method', 'path', 'status', 'code', 'workspace', 'text'] as const;

/** What matches everything: nothing but wildcards. */
const MATCHES_ALL = /^[\s*/%?]*$/;

/**
 * What the arguments ask for, where `now` is in milliseconds since the epoch. Without any that names a request, it is what
 * failed.
 *
 * @throws Failure `validation_failed` that says what to change
 */
export function askedOf(given: Known, now: number): Asked {
  const known = trimmed(given);
  const { status: inWords, since: from, until: to, ...words } = known;
  for (const name of ['path', 'code', 'workspace', 'text'] as const)
    if (known[name] !== undefined && MATCHES_ALL.test(known[name]))
      throw wrong(name, `${known[name]} matches everything. Leave it out, or name a part: ${EXAMPLES[name]}`);
  const status = inWords === undefined ? undefined : statusOf(inWords);
  const since = momentOf('since', from, now);
  const until = momentOf('until', to, now);
  if (since !== null && since > now)
    throw wrong(
      'since',
      `${iso(since)} is ${howLong(since - now)} in the future: it is ${iso(now)} now. Give a time in the past`,
    );
  if (since !== null && until !== null && since > until)
    throw wrong('since', `${iso(since)} is later than until, ${iso(until)}. Swap the two, or leave one out`);
  const names = NAMES.filter((name) => known[name] !== undefined);
  return {
    criteria: {
      ...{ since, until },
      ...words,
      ...(status !== undefined && { status }),
      ...(names.length === 0 && { isFailure: true }),
    },
    words:
      names.length === 0 ? null : names.map((name) => `${name} ${asGiven(known[name] ?? '')}`).join(', '),
  };
}

/** A value of the call as it was given, without secrets; what gives orders is told by its length, as words from outside are. */
function asGiven(value: string): string {
  const shown = safe(value);
  return isPlainValue(shown) || INSTRUCTION.test(shown) ? quoted(shown) : JSON.stringify(shown);
}

/** What was given of it. */
type Given = { [Name in Exclude<keyof Known, 'limit'>]?: string };

/** The words of a call without blanks round them, each of a form that can be looked for. */
function trimmed({ limit: _, ...words }: Known): Given {
  const entries = Object.entries(words).flatMap(([name, value]) => {
    const text = value?.trim();
    if (text === undefined) return [];
    if (text === '') throw wrong(name, 'it must not be empty. Leave it out, or give a value');
    if (text.length > LONGEST) throw wrong(name, `it has more than ${LONGEST} characters. Give a part of it`);
    return [[name, name === 'status' ? text.toLowerCase() : text]];
  });
  const known: Given = Object.fromEntries(entries);
  if (known.method !== undefined && !/^[A-Za-z]{1,20}$/.test(known.method))
    throw wrong('method', `${named(known.method)} is not an HTTP method. Give one such as POST`);
  if (known.path !== undefined && !/^(?:[/*]|https?:\/\/)/i.test(known.path))
    throw wrong(
      'path',
      `${named(known.path)} is not a path: a path begins with / or *. Give one such as /v1/apps/*`,
    );
  return known;
}

const EXAMPLES = {
  path: '/v1/apps/*',
  code: 'rate_limited',
  workspace: 'acme',
  text: 'connection refused',
};

/** `502`, `5xx`, `500-599`. */
function statusOf(text: string): StatusRange {
  const [, first = '', last = first] = /^(\d{3})(?:\s*-\s*(\d{3}))?$/.exec(text) ?? [];
  const [, hundred = ''] = /^([1-5])(?:xx|\*\*?)$/.exec(text) ?? [];
  const from = Number(hundred === '' ? first : `${hundred}00`);
  const to = Number(hundred === '' ? last : `${hundred}99`);
  if (!isStatus(from) || !isStatus(to))
    throw wrong(
      'status',
      `${named(text)} is not an HTTP status. Give one such as 502, a class such as 5xx, or 500-504`,
    );
  if (from > to) throw wrong('status', `${from} is above ${to}. Give the lower one first: ${to}-${from}`);
  return { from, to };
}

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8 };

function momentOf(name: 'since' | 'until', text: string | undefined, now: number): number | null {
  if (text === undefined) return null;
  if (text.toLowerCase() === 'now') return now;
  const [, count, unit = ''] =
    /^-?(\d{1,6})\s?([smhdw])(?:in|ins|our|ours|ay|ays|ec|secs)?(?: ago)?$/i.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * (UNITS[unit.toLowerCase()] ?? 0);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const seconds = /^\d{10}(?:\.\d{1,9})?$/.test(text) ? Number(text) * 1_000 : null;
  const at = seconds ?? (/^\d{13}$/.test(text) ? Number(text) : isoDate(day));
  if (at === null)
    throw wrong(
      name,
      `${named(text)} is not a time. Give one such as 2026-11-28T10:02:00Z, or a span before now: 15m, 2h, 3d`,
    );
  return at;
}

function wrong(name: string, why: string): Failure {
  return new Failure('validation_failed', `${name}: ${why}.`);
}

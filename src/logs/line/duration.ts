/** Reads durations whose unit is known: from the name of the field, from its format, or written out. */

import { wordList } from '../../base/text.ts';

const UNIT_NAMES = ['ns', 'us', 'ms', 's', 'm', 'h'] as const;
export type Unit = (typeof UNIT_NAMES)[number];

const MS: Record<Unit, number> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };

/** How each unit is written. */
const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  ns: 'ns nanos nanoseconds',
  us: 'us µs μs usec usecs micros microseconds',
  ms: 'ms msec msecs millis millisecond milliseconds',
  s: 's sec secs second seconds',
  m: 'm min mins minutes',
  h: 'h',
};

const UNITS: ReadonlyMap<string, Unit> = new Map(
  UNIT_NAMES.flatMap((unit) => wordList(UNIT_WORDS[unit]).map((word) => [word, unit])),
);

/** No request takes longer; a larger number under a duration's name is something else (a timestamp). */
const MAX_DURATION_MS = 30 * 24 * 3.6e6;

/** The unit that a word of a name or behind a number says; undefined for any other word. */
export function unitOf(word: string): Unit | undefined {
  return UNITS.get(word.toLowerCase());
}

/** A bare number of `unit`, as a number or as digits, in milliseconds; undefined if it is not one. */
export function durationIn(unit: Unit, value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' ? toMs(number * MS[unit]) : undefined;
}

/**
 * What a format says of bare numbers: their unit, or one that only some of them can have, as programs may write numbers
 * of their own under the same name. Go's loggers write seconds as fractions, or nanoseconds, which are large.
 */
export type UnitRule = Unit | 's if a fraction' | 'ns if large';

/** From here on a whole number is nanoseconds: as milliseconds it would be minutes. */
const LARGE = 100_000;

/** A bare number by such a rule, in milliseconds; undefined if it is not one. */
export function durationBy(rule: UnitRule, value: unknown): number | undefined {
  const number = Number(value);
  if (rule === 's if a fraction') return Number.isInteger(number) ? undefined : durationIn('s', value);
  if (rule === 'ns if large')
    return Number.isInteger(number) && number >= LARGE ? durationIn('ns', value) : undefined;
  return durationIn(rule, value);
}

/** A duration with its unit written out (`18ms`, `0.2 s`, Go's `1m2.5s`) or .NET's `00:00:00.0345`, in milliseconds. */
export function writtenDuration(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const clock = /^(\d{1,2}):(\d{2}):(\d{2}\.\d{3,9})$/.exec(value);
  if (clock) return toMs(Number(clock[1]) * MS.h + Number(clock[2]) * MS.m + Number(clock[3]) * MS.s);
  const parts = [...value.matchAll(/(?<!\d)(\d+(?:\.\d+)?) ?([a-zµμ]+)/gi)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== value) return undefined;
  let sum = 0;
  for (const [, number, word = ''] of parts) {
    const unit = unitOf(word);
    if (!unit) return undefined;
    sum += Number(number) * MS[unit];
  }
  return toMs(sum);
}

function toMs(ms: number): number | undefined {
  if (!Number.isFinite(ms) || ms < 0 || ms > MAX_DURATION_MS) return undefined;
  // To the microsecond: the rest is floating-point noise.
  return Math.round(ms * 1000) / 1000;
}

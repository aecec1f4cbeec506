/** Reads durations whose unit is known: from the name of the field, from its neighbours, or written out. */

type Unit = 'ns' | 'us' | 'ms' | 's' | 'm' | 'h';

const MS: Record<Unit, number> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6 };

const UNIT_WORDS: Readonly<Record<string, Unit>> = {
  ns: 'ns',
  us: 'us',
  µs: 'us',
  μs: 'us',
  ms: 'ms',
  msec: 'ms',
  s: 's',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  m: 'm',
  min: 'm',
  h: 'h',
};

/** No request takes longer; a larger number under a duration's name is something else (a timestamp). */
const MAX_DURATION_MS = 30 * 24 * 3.6e6;

/** A bare number of `unit`, as a number or as digits, in milliseconds; undefined if it is none. */
export function durationIn(unit: Unit, value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' ? toMs(number * MS[unit]) : undefined;
}

/** A duration with its unit written out (`18ms`, `0.2 s`, Go's `1m2.5s`), in milliseconds. */
export function writtenDuration(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const parts = [...value.matchAll(/(?<!\d)(\d+(?:\.\d+)?) ?([a-zµμ]+)/gi)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== value) return undefined;
  let sum = 0;
  for (const [, number, word = ''] of parts) {
    const unit = Object.hasOwn(UNIT_WORDS, word.toLowerCase()) ? UNIT_WORDS[word.toLowerCase()] : undefined;
    if (!unit) return undefined;
    sum += Number(number) * MS[unit];
  }
  return toMs(sum);
}

function toMs(ms: number): number | undefined {
  if (!Number.isFinite(ms) || ms < 0 || ms > MAX_DURATION_MS) return undefined;
  // To the microsecond: what is beyond is floating-point noise.
  return Math.round(ms * 1000) / 1000;
}

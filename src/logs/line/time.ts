/** Reads the times that logs carry. */

/** A moment: for people to the millisecond, for sorting to the nanosecond. */
export interface Instant {
  /** ISO 8601 in UTC with milliseconds. */
  iso: string;
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  ns: bigint;
  /** Set where the time names no zone, so that UTC is an assumption. */
  zoneless?: true;
}

const NS_PER_MS = 1_000_000n;

/** Numbers are times only between these: 1990 and 2100. */
const MIN_EPOCH_NS = 631_152_000n * 1_000_000_000n;
const MAX_EPOCH_NS = 4_102_444_800n * 1_000_000_000n;

const ISO_TIME =
  /(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d{0,9})?)?)?(?: ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)\b)?/iy;

/** The time of the common log format, `22/Nov/2026:10:00:00 +0000` (Apache `%t`, nginx `$time_local`). */
const ACCESS_LOG_TIME =
  /(\d{2})\/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?: ([+-]\d{4}))?/y;

/** `Mon, 21 Sep 2026 14:13:20 GMT` (RFC 1123). */
const HTTP_TIME =
  /(?:[A-Z][a-z]{2}, )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) (\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?: (GMT|UTC|Z|[+-]\d{4})\b)?/y;

/** `Mon Sep 21 14:13:20.123456 2026` (C's ctime, Apache's error log). */
const C_TIME =
  /[A-Z][a-z]{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))? (\d{4})\b/y;

/** `20260921141320`: digits that are a date, not a count. */
const DIGITS = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads a value as a time: ISO 8601 (no zone means UTC), the time of an access log, of
 * an HTTP header or of C, or a number since 1970 in
 * seconds, milliseconds, microseconds or nanoseconds, as a number or as digits. The unit of a number is told
 * from its size, and must lie between 1990 and 2100. Digits may also be a date: `20260921141320`.
 *
 * Returns null for anything else.
 */
export function readTime(value: unknown): Instant | null {
  if (typeof value === 'number') return readEpoch(String(value));
  if (typeof value !== 'string' || value.length > 64) return null;
  const text = value.trim().replace(/^\[(.*)\]$/, '$1');
  const found = readTimeAt(text, 0);
  if (found && found.end === text.length) return found.instant;
  return readEpoch(text);
}

/** Reads a written time that begins at `index`; `end` is the index behind it. */
export function readTimeAt(text: string, index: number): { instant: Instant; end: number } | null {
  const found = matchTime(text, index);
  if (!found) return null;
  const end = index + found.length;
  const behind = text.slice(end, end + 40);
  if (found.zone === undefined && hasUnsureZone(behind)) return null;
  const instant = fromParts(found.parts, found.fraction, found.zone);
  // With an offset, the name of the zone says nothing more.
  const name = found.zone === undefined ? '' : (/^\[[A-Za-z]+\/[\w/+-]+\]/.exec(behind)?.[0] ?? '');
  return instant && { instant, end: end + name.length };
}

interface TimeParts {
  length: number;
  parts: (string | undefined)[];
  fraction: string | undefined;
  zone: string | undefined;
}

function matchTime(text: string, index: number): TimeParts | null {
  const run = (pattern: RegExp) => {
    pattern.lastIndex = index;
    return pattern.exec(text);
  };
  const iso = run(ISO_TIME);
  if (iso) {
    const [{ length }, year, month, day, hour, minute, second, fraction, zone] = iso;
    return { length, parts: [year, month, day, hour, minute, second], fraction, zone };
  }
  const dayFirst = run(ACCESS_LOG_TIME) ?? run(HTTP_TIME);
  if (dayFirst) {
    const [{ length }, day, name, year, hour, minute, second, fraction, zone] = dayFirst;
    return { length, parts: [year, monthOf(name), day, hour, minute, second], fraction, zone };
  }
  const c = run(C_TIME);
  if (!c) return null;
  const [{ length }, name, day, hour, minute, second, fraction, year] = c;
  return { length, parts: [year, monthOf(name), day, hour, minute, second], fraction, zone: undefined };
}

function monthOf(name = ''): string {
  return String(MONTHS.indexOf(name) + 1);
}

/** The moment as ISO 8601 in UTC with milliseconds. */
export function isoOf(ns: bigint): string {
  return new Date(Number(floorDiv(ns, NS_PER_MS))).toISOString();
}

function readEpoch(text: string): Instant | null {
  const date = DIGITS.exec(text);
  // As milliseconds, so many digits would lie beyond the year 2286.
  if (date) return fromParts(date.slice(1), undefined, undefined);
  const match = /^(\d{9,19})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  const scale = epochScale(Number(whole));
  if (scale === null) return null;
  const digits = fraction.slice(0, scale).padEnd(scale, '0');
  const ns = BigInt(whole + digits);
  return ns < MIN_EPOCH_NS || ns > MAX_EPOCH_NS ? null : { iso: isoOf(ns), ns };
}

/** How many decimal places separate the unit from nanoseconds. */
function epochScale(value: number): number | null {
  if (value < 6e8) return null;
  if (value < 1e11) return 9;
  if (value < 1e14) return 6;
  if (value < 1e17) return 3;
  return 0;
}

function fromParts(
  parts: (string | undefined)[],
  fraction: string | undefined,
  zone: string | undefined,
): Instant | null {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? '0'),
  );
  // 60 is a leap second; Date.UTC carries it into the next minute.
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const date = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
  const offset = offsetMs(zone);
  if (offset === null) return null;
  const ns = BigInt(date - offset) * NS_PER_MS + BigInt((fraction ?? '').padEnd(9, '0'));
  return { iso: isoOf(ns), ns, ...(zone === undefined ? { zoneless: true } : {}) };
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** What a time says about its zone. */

/**
 * Abbreviations of zones. They are not unique (IST is three zones) and some change with the season, so a time
 * with one is no time that could be told for sure.
 */
const UNSURE =
  /^ ?(?:\[[A-Za-z]+\/[\w/+-]+\]|(?:CES?T|ME[SZ]?T|MEZ|MESZ|WES?T|EES?T|BST|IST|MSK|TRT|SAST|E[SD]T|C[SD]T|M[SD]T|P[SD]T|AK[SD]T|HST|A[SD]T|N[SD]T|BRT|ART|CLT|COT|PET|VET|GST|PKT|ICT|WIB|SGT|HKT|JST|KST|AE[SD]T|AC[SD]T|AWST|NZ[SD]T)(?![\w.-]))/;

/** How far clocks are from UTC at most, in minutes (Kiribati; some data goes a little beyond). */
const MAX_OFFSET = 15 * 60;

/** Whether the text behind a time without an offset names a zone that is not read. */
function hasUnsureZone(behind: string): boolean {
  return UNSURE.test(behind);
}

/** The offset that `zone` (`Z`, `UTC`, `+05:30`; nothing means UTC) names, in ms; null if there is no such offset. */
function offsetMs(zone: string | undefined): number | null {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (!match) return 0;
  const rest = Number(match[3] ?? '0');
  const minutes = Number(match[2]) * 60 + rest;
  if (rest > 59 || minutes > MAX_OFFSET) return null;
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

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

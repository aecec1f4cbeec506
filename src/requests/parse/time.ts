/** Reads the times that logs carry. */

/** A moment: for people to the millisecond, for sorting to the nanosecond. */
export interface Instant {
  /** ISO 8601 in UTC with milliseconds. */
  iso: string;
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  ns: bigint;
}

const NS_PER_MS = 1_000_000n;

/** The last moment that a JavaScript date can hold (ECMA-262, 21.4.1.1), in milliseconds. */
const MAX_DATE_MS = 8_640_000_000_000_000n;

const ISO_TIME =
  /(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d{0,9})?)?)?(?: ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)\b)?/iy;

/** The time of the common log format, `22/Nov/2026:10:00:00 +0000` (Apache `%t`, nginx `$time_local`). */
const ACCESS_LOG_TIME =
  /(\d{2})\/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?: ([+-]\d{4}))?/y;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Reads a value as a time: ISO 8601 (no zone means UTC), the time of an access log, or a number since 1970 in
 * seconds, milliseconds, microseconds or nanoseconds, as a number or as digits. The unit of a number is told
 * from its size: each unit holds the years 1989 to 5138 without touching the next.
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

/** Reads an ISO or access-log time that begins at `index`; `end` is the index behind it. */
export function readTimeAt(text: string, index: number): { instant: Instant; end: number } | null {
  ISO_TIME.lastIndex = index;
  const iso = ISO_TIME.exec(text);
  if (iso) {
    const [all, year, month, day, hour, minute, second, fraction, zone] = iso;
    const instant = fromParts([year, month, day, hour, minute, second], fraction, zone);
    return instant && { instant, end: index + all.length };
  }
  ACCESS_LOG_TIME.lastIndex = index;
  const access = ACCESS_LOG_TIME.exec(text);
  if (!access) return null;
  const [all, day, name = '', year, hour, minute, second, fraction, zone] = access;
  const month = String(MONTHS.indexOf(name) + 1);
  const instant = fromParts([year, month, day, hour, minute, second], fraction, zone);
  return instant && { instant, end: index + all.length };
}

/** The moment as ISO 8601 in UTC with milliseconds. */
export function isoOf(ns: bigint): string {
  return new Date(Number(floorDiv(ns, NS_PER_MS))).toISOString();
}

function readEpoch(text: string): Instant | null {
  const match = /^(\d{9,19})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  const scale = epochScale(Number(whole));
  if (scale === null) return null;
  const digits = fraction.slice(0, scale).padEnd(scale, '0');
  return fromNs(BigInt(whole + digits));
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
  const ns = BigInt((fraction ?? '').padEnd(9, '0'));
  return fromNs(BigInt(date - offsetMs(zone)) * NS_PER_MS + ns);
}

function offsetMs(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? '0');
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

function fromNs(ns: bigint): Instant | null {
  return ns / NS_PER_MS > MAX_DATE_MS ? null : { iso: isoOf(ns), ns };
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

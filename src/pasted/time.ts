/** Moments and spans, read from headers, XML and logs and said in short. Milliseconds since the epoch throughout. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const IMF = /^[a-z]{3}, (\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:gmt|utc)/i;
const RFC850 = /^[a-z]{6,9}, (\d{2})-([a-z]{3})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) (?:gmt|utc)/i;
const ASCTIME = /^[a-z]{3} ([a-z]{3}) [ ]?(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4})/i;
const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?(?![\d:])/i;

/** `2026-11-20T09:44:49Z`, or null for a moment that no calendar holds. */
export function iso(at: number): string | null {
  if (!(Math.abs(at) <= 8.64e15)) return null;
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A span in its two largest units: `45 s`, `3 h 5 min`, `2 d`. */
export function howLong(span: number): string {
  const seconds = Math.round(Math.abs(span) / 1000);
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  // Beyond a month, hours say nothing.
  const keep = (units[0]?.[0] ?? 0) > 30 ? 1 : 2;
  return units
    .slice(first, first + keep)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** An HTTP date at the start of `text`, in any of the three forms of RFC 9110 section 5.6.7. */
export function httpDate(text: string, now: number): number | null {
  const imf = IMF.exec(text);
  if (imf) return utc(imf[3], imf[2], imf[1], imf[4], imf[5], imf[6]);
  const old = RFC850.exec(text);
  if (old) {
    const century = Math.floor(new Date(now).getUTCFullYear() / 100) * 100;
    const year = century + Number(old[3]);
    // A two-digit year more than 50 years ahead means the past (RFC 9110 section 5.6.7).
    const closest = year - new Date(now).getUTCFullYear() > 50 ? year - 100 : year;
    return utc(String(closest), old[2], old[1], old[4], old[5], old[6]);
  }
  const c = ASCTIME.exec(text);
  return c ? utc(c[6], c[1], c[2], c[3], c[4], c[5]) : null;
}

/** An ISO 8601 date and time at the start of `text`; one without a zone is taken as UTC. */
export function isoDate(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const at = Date.parse(`${match[1]}T${match[2]}${match[3]?.toUpperCase() ?? 'Z'}`);
  return Number.isNaN(at) ? null : at;
}

function utc(year = '', month = '', day = '', hour = '', minute = '', second = ''): number | null {
  const index = MONTHS.indexOf(month.toLowerCase());
  if (index < 0) return null;
  const at = Date.UTC(Number(year), index, Number(day), Number(hour), Number(minute), Number(second));
  return Number.isNaN(at) ? null : at;
}

/** Spans of time as they are written: `30`, `1.5s`, `1m30s`, `1 minute and 30 seconds`. */

const PART =
  /(\d{1,15}(?:\.\d{1,9})?)(?:[ ]?(milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|s|m|h)(?![a-z]))?/iy;
const BETWEEN = /(?:,?[ ]?(?:and[ ])?)(?=\d)/iy;
const MOST_PARTS = 4;

export interface Span {
  milliseconds: number;
  /** The number as written, if it stands alone without a unit. */
  bare: number | null;
}

/** The span at the start of `text`; a number without a unit is read as `unit`. Null if there is none. */
export function spanAt(text: string, unit: string): Span | null {
  let at = 0;
  let end = 0;
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    const factor = match ? unitOf(match[2] ?? unit) : null;
    // In `1m30s`, each unit is smaller than the one before it; `10 s 5 m` are two spans.
    if (!match || factor === null || factor >= smallest || (parts > 0 && match[2] === undefined)) break;
    sum += Number(match[1]) * factor;
    smallest = factor;
    end = at + match[0].length;
    if (match[2] === undefined) return ends(text, end) ? { milliseconds: sum, bare: Number(match[1]) } : null;
    BETWEEN.lastIndex = end;
    at = end + (BETWEEN.exec(text)?.[0].length ?? 0);
  }
  return end > 0 && ends(text, end) ? { milliseconds: sum, bare: null } : null;
}

/** A date, a version and a longer word begin like a number and are none. */
function ends(text: string, at: number): boolean {
  return !/^(?:[\w:-]|\.\d)/.test(text.slice(at, at + 2));
}

function unitOf(unit: string): number | null {
  if (/^(?:ms|milliseconds?)$/i.test(unit)) return 1;
  if (/^(?:s|secs?|seconds?)$/i.test(unit)) return 1000;
  if (/^(?:m|mins?|minutes?)$/i.test(unit)) return 60_000;
  return /^(?:h|hrs?|hours?)$/i.test(unit) ? 3_600_000 : null;
}

/** The moment at which a rate limit is reset, by the limit's own headers. */

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

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

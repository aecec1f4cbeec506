import { wordList, wordSet } from '../../base/text.ts';
import { DAY, MINUTE } from '../../base/time.ts';

/** What a time says about its zone. */

/** How far clocks are from UTC at most, in minutes (Kiribati; some data goes a little beyond). */
const MAX_OFFSET = 15 * 60;

/** Zones whose names mean one offset wherever logs are written, in minutes. */
const OFFSETS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '-600': 'HST',
    '-540': 'AKST',
    '-480': 'PST AKDT',
    '-420': 'MST PDT',
    '-360': 'MDT',
    '-300': 'EST CDT',
    '-240': 'EDT',
    '-180': 'BRT',
    0: 'Z UTC GMT WET',
    60: 'WEST CET MET MEZ',
    120: 'CEST MEST MESZ EET SAST',
    180: 'EEST MSK TRT',
    420: 'WIB ICT',
    480: 'HKT SGT AWST',
    540: 'JST KST',
    600: 'AEST',
    660: 'AEDT',
    720: 'NZST',
    780: 'NZDT',
  }).flatMap(([minutes, names]) => wordList(names).map((name) => [name, Number(minutes)])),
);

/** Names that are several zones: IST is those of India, Israel and Ireland, CST those of Chicago and Shanghai. */
const UNSURE = wordSet('CST IST BST AST ADT NST NDT ECT GST ART CLT COT PET VET PKT SST AMT WAST ACST ACDT');

const OFFSET = / ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)(?!\w|:\w)/iy;
const NAME = / ?\(?([A-Z]{1,5})\)?(?![\w.:-])/y;
/** `[Europe/Berlin]`, as Java writes it behind an offset or instead of one, and ` Europe/Berlin`, as PHP does. */
const REGION = /\[[A-Z][A-Za-z]{1,20}\/[\w/+-]{1,40}\]| [A-Z][a-z]{2,20}\/[A-Z][\w/+-]{1,40}(?=\])/y;

/** A zone that stands at a place of a text: its offset in ms, null if it is not sure, and the index behind it. */
interface Zone {
  offset: number | null;
  end: number;
  /** The region (`Europe/Berlin`) whose clock it is, on which the offset depends at the time in question. */
  region?: string;
}

/** The zone that is written at `index`, perhaps behind a blank; undefined if none is. */
function zoneAt(text: string, index: number): Zone | undefined {
  OFFSET.lastIndex = index;
  const offset = OFFSET.exec(text);
  if (offset) {
    const minutes = minutesOf(offset[1] ?? '');
    if (minutes === undefined) return { offset: null, end: OFFSET.lastIndex };
    // Behind an offset, the name of the zone says nothing more.
    const end = nameEnd(text, OFFSET.lastIndex);
    return { offset: minutes * MINUTE, end };
  }
  REGION.lastIndex = index;
  const region = REGION.exec(text)?.[0].replace(/[[\] ]/g, '');
  if (region !== undefined) return { offset: null, end: REGION.lastIndex, region };
  NAME.lastIndex = index;
  const name = NAME.exec(text)?.[1] ?? '';
  const end = NAME.lastIndex;
  if (UNSURE.has(name)) return { offset: null, end };
  return OFFSETS.has(name) ? { offset: (OFFSETS.get(name) ?? 0) * MINUTE, end } : undefined;
}

/** The offset of a zone that stands alone (`+0100`, `CET`), in ms; null if it is not known for sure. */
export function offsetOf(zone: string): number | null {
  const found = zoneAt(zone, 0);
  return found?.end === zone.length ? found.offset : null;
}

function nameEnd(text: string, index: number): number {
  REGION.lastIndex = index;
  if (REGION.test(text)) return REGION.lastIndex;
  NAME.lastIndex = index;
  const name = NAME.exec(text)?.[1] ?? '';
  return OFFSETS.has(name) || UNSURE.has(name) ? NAME.lastIndex : index;
}

function minutesOf(offset: string): number | undefined {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!match) return 0;
  const rest = Number(match[3] ?? '0');
  const minutes = Number(match[2]) * 60 + rest;
  if (rest > 59 || minutes > MAX_OFFSET) return undefined;
  return match[1] === '-' ? -minutes : minutes;
}

/** How far the clocks of a region were from UTC when they showed `local` (in ms, as if it were UTC); null if unknown. */
function offsetIn(region: string, local: number): number | null {
  try {
    const clock = new Intl.DateTimeFormat('en-US', {
      timeZone: region,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const shownAt = (moment: number): number => {
      const parts = Object.fromEntries(
        clock.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
      );
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
      return Date.UTC(year, month - 1, day, hour, minute, second);
    };
    const whole = local - (local % 1000);
    // The offset at a moment near by, and then at the moment itself: clocks may have been changed between.
    const near = whole - (shownAt(whole) - whole);
    return shownAt(near) - near;
  } catch {
    return null;
  }
}

/** Reads the times that logs carry: a table of written forms, and numbers since 1970. */

/** A moment: for people to the millisecond, for sorting to the nanosecond. */
export interface Instant {
  /** ISO 8601 in UTC with milliseconds. */
  iso: string;
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  ns: bigint;
  /** Set where the time names no zone, so that UTC is an assumption. */
  zoneless?: true;
  /** Set where the time names no year, so that it is that of the file's own time. */
  yearless?: true;
  /** How many decimal places of a second it was written with; none counts as 0. */
  digits?: number;
}

const NS_PER_MS = 1_000_000n;

/** Numbers are times only between these: 1990 and 2100. */
const MIN_EPOCH_NS = 631_152_000n * 1_000_000_000n;
const MAX_EPOCH_NS = 4_102_444_800n * 1_000_000_000n;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A form of times, and how a text in it may begin: most texts are no times, and to try a pattern on them takes long. */
interface Form {
  /**
   * Sticky. The groups: y, m or mon, d, H, M, S, f (decimal places), ap (AM or PM), zone (where it stands inside).
   */
  pattern: RegExp;
  /** How many digits it may begin with; 0 stands for the name of a day or a month. */
  digits: readonly number[];
}

/** Forms of times that are read wherever they stand. */
const FORMS: readonly Form[] = [
  // ISO 8601 and its kin: `2026-03-04T10:11:12.345`, `2026/03/04 - 10:11:12`, `2026.03.04 10:11:12`, `[2026-03-04][10:11:12]`,
  // `Wed 2026-03-04 10:11:12`.
  {
    digits: [0, 4],
    pattern:
      /(?:[A-Z][a-z]{2} )?(?<y>\d{4})([-/.])(?<m>\d{2})\2(?<d>\d{2})(?:(?:T| {1,3}|\t|_|:| - |, |\]\[)(?<H>\d{1,2}):(?<M>\d{2})(?::(?<S>\d{2})(?:[.,](?<f>\d{1,9})\d{0,9}|:(?<f2>\d{3})(?!\d))?)?(?: ?(?<ap>[AP]M)\b)?)?(?!\d)/iy,
  },
  // ISO 8601 without separators: `20260304T101112.345Z`, `20260304 10:11:12`.
  {
    digits: [8],
    pattern:
      /(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:T(?<H>\d{2})(?<M>\d{2})(?<S>\d{2})|[T -](?<H2>\d{2}):(?<M2>\d{2}):(?<S2>\d{2}))(?:[.,](?<f>\d{1,9}))?(?!\d)/y,
  },
  // The day and the name of the month: access logs, RFC 1123, Tomcat, PHP, Redis.
  {
    digits: [0, 1, 2],
    pattern:
      /(?:[A-Z][a-z]{2,8},? )?(?<d>\d{1,2})([-/ ])(?<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\2(?<y>\d{4})(?:[: ]{1,2}|, )(?<H>\d{1,2}):(?<M>\d{2}):(?<S>\d{2})(?:[.,](?<f>\d{1,9}))?(?:[ \u202f](?<ap>[AP]M)\b)?(?!\d)/iy,
  },
  // The name of the month first: `Mar 04, 2026 10:11:12 AM` (java.util.logging).
  {
    digits: [0],
    pattern:
      /(?<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} {1,2}(?<d>\d{1,2}), (?<y>\d{4}),? (?<H>\d{1,2}):(?<M>\d{2}):(?<S>\d{2})(?:[.,](?<f>\d{1,9}))?(?:[ \u202f](?<ap>[AP]M)\b)?/iy,
  },
  // C's ctime, and `date`: `Wed Mar  4 10:11:12.345678 2026`, `Wed Mar  4 10:11:12 UTC 2026`.
  {
    digits: [0],
    pattern:
      /[A-Z][a-z]{2} (?<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(?<d>\d{1,2}) (?<H>\d{2}):(?<M>\d{2}):(?<S>\d{2})(?:[.,](?<f>\d{1,9}))? (?:(?<zone>[A-Z]{3,5}|[+-]\d{4}) )?(?<y>\d{4})\b/y,
  },
  // With dots the day comes first: `04.03.2026 10:11:12`.
  {
    digits: [2],
    pattern:
      /(?<d>\d{2})\.(?<m>\d{2})\.(?<y>\d{4}),? (?<H>\d{2}):(?<M>\d{2}):(?<S>\d{2})(?:[.,](?<f>\d{1,9}))?(?!\d)/y,
  },
  // With AM or PM the month comes first: `3/4/2026, 10:11:12 AM` (the locale en-US).
  {
    digits: [1, 2],
    pattern:
      /(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4}),? (?<H>\d{1,2}):(?<M>\d{2})(?::(?<S>\d{2})(?:[.,](?<f>\d{1,9}))?)?[ \u202f](?<ap>[AP]M)\b/iy,
  },
  // Without, only where one of the two can be no month.
  {
    digits: [2],
    pattern:
      /(?<d>1[3-9]|2\d|3[01])([-/])(?<m>\d{1,2})\2(?<y>\d{4}),? (?<H>\d{1,2}):(?<M>\d{2}):(?<S>\d{2})(?:[.,](?<f>\d{1,9}))?(?!\d)/y,
  },
  {
    digits: [1, 2],
    pattern:
      /(?<m>\d{1,2})([-/])(?<d>1[3-9]|2\d|3[01])\2(?<y>\d{4}),? (?<H>\d{1,2}):(?<M>\d{2}):(?<S>\d{2})(?:[.,](?<f>\d{1,9}))?(?!\d)/y,
  },
];

/** Forms that mean something else elsewhere, so that only a format that writes them reads them. */
const NAMED_FORMS = {
  /** BSD syslog (RFC 3164): no year. */
  'Mon d H:M:S':
    /(?<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(?<d>\d{1,2}) (?<H>\d{2}):(?<M>\d{2}):(?<S>\d{2})(?:\.(?<f>\d{1,9}))?(?!\d)/y,
  /** Netlify: no year. */
  'Mon d, H:M:S AP':
    /(?<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?<d>\d{1,2}), (?<H>\d{1,2}):(?<M>\d{2}):(?<S>\d{2}) (?<ap>[AP]M)/y,
  /** klog: no year. */
  'md H:M:S': /(?<m>\d{2})(?<d>\d{2}) (?<H>\d{2}):(?<M>\d{2}):(?<S>\d{2})(?:\.(?<f>\d{1,9}))?(?!\d)/y,
  /** Android, and log15 with a bar: no year. */
  'm-d H:M:S': /(?<m>\d{2})-(?<d>\d{2})[ |](?<H>\d{2}):(?<M>\d{2}):(?<S>\d{2})(?:\.(?<f>\d{1,9}))?(?!\d)/y,
  /** Spark and Hadoop. */
  'yy/m/d H:M:S':
    /(?<yy>\d{2})\/(?<m>\d{2})\/(?<d>\d{2}) (?<H>\d{2}):(?<M>\d{2}):(?<S>\d{2})(?:[.,](?<f>\d{1,9}))?(?!\d)/y,
  /** Tornado, and MySQL before 5.7. */
  'yymmdd H:M:S':
    /(?<yy>\d{2})(?<m>\d{2})(?<d>\d{2}) {1,2}(?<H>\d{1,2}):(?<M>\d{2}):(?<S>\d{2})(?:\.(?<f>\d{1,9}))?(?!\d)/y,
  /** hapi. */
  'yymmdd/HMS': /(?<yy>\d{2})(?<m>\d{2})(?<d>\d{2})\/(?<H>\d{2})(?<M>\d{2})(?<S>\d{2})\.(?<f>\d{1,9})(?!\d)/y,
  /** WebSphere, in the locale of the United States. */
  'm/d/yy H:M:S':
    /(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<yy>\d{2}) {1,2}(?<H>\d{1,2}):(?<M>\d{2}):(?<S>\d{2})(?::(?<f>\d{3}))?(?!\d)/y,
  /** .NET in the invariant culture, which is that of the United States. */
  'm/d/y H:M:S':
    /(?<m>\d{2})\/(?<d>\d{2})\/(?<y>\d{4}) (?<H>\d{2}):(?<M>\d{2}):(?<S>\d{2})(?:\.(?<f>\d{1,9}))?(?!\d)/y,
} as const;

export type FormName = keyof typeof NAMED_FORMS;

/** `20260921141320`: digits that are a date, not a count. */
const DIGITS = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/;

/**
 * Reads a value as a time: one of the written forms (no zone means UTC), or a number since 1970 in
 * seconds, milliseconds, microseconds or nanoseconds, as a number or as digits. The unit of a number is told
 * from its size, and must lie between 1990 and 2100. Digits may also be a date: `20260921141320`.
 *
 * Returns null for anything else.
 */
export function readTime(value: unknown): Instant | null {
  if (typeof value === 'number') return readEpoch(String(value));
  if (typeof value !== 'string' || value.length > 80) return null;
  const text = value.trim().replace(/^\[(.*)\]$/, '$1');
  const found = readTimeAt(text, 0);
  // Go writes its monotonic clock behind.
  if (found?.instant && /^(?: m=[+-][\d.]{1,30})?$/.test(text.slice(found.end))) return found.instant;
  return readEpoch(text);
}

/** Whether a value is written as a time with its date, so that it can be nothing else. */
export function isWrittenTime(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 'yyyy-mm-dd'.length &&
    readEpoch(value) === null &&
    readTime(value) !== null
  );
}

/** A time that stands in a text. */
export interface TimeAt {
  /** Null where it is written as a time, but its zone or its year is not known for sure. */
  instant: Instant | null;
  /** The index behind it. */
  end: number;
}

/** Reads a written time that begins at `index`; null if none does. */
export function readTimeAt(text: string, index: number): TimeAt | null {
  const digits = digitsAt(text, index);
  if (digits === 0 && !isNameAt(text, index)) return null;
  for (const form of FORMS) {
    const found = form.digits.includes(digits) ? readForm(form.pattern, text, index, undefined) : null;
    if (found) return found;
  }
  return null;
}

/** How many digits begin at an index; those of a form are 8 at most. */
function digitsAt(text: string, index: number): number {
  let end = index;
  while (end - index < 9 && isDigit(text.charCodeAt(end))) end += 1;
  return end - index;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether the name of a day or a month may begin at an index: a word, a blank, and another word or a number. */
function isNameAt(text: string, index: number): boolean {
  const first = text.charCodeAt(index);
  if (first < 65 || first > 90) return false;
  NAME_OF_DATE.lastIndex = index;
  return NAME_OF_DATE.test(text);
}

const NAME_OF_DATE = /[A-Z][A-Za-z]{2,8},? {1,2}[\dA-Z]/y;

/**
 * The same of one form that only its format knows. `modified` is when the file was last written, in ms since 1970: it
 * gives the year where the form has none.
 */
export function readNamedForm(
  name: FormName,
  text: string,
  index: number,
  modified: number | undefined,
): TimeAt | null {
  return readForm(NAMED_FORMS[name], text, index, modified);
}

function readForm(form: RegExp, text: string, index: number, modified: number | undefined): TimeAt | null {
  form.lastIndex = index;
  const groups = form.exec(text)?.groups;
  if (!groups) return null;
  const inner = groups['zone'];
  const behind =
    groups['H'] === undefined && groups['H2'] === undefined ? undefined : zoneAt(text, form.lastIndex);
  const zone = inner === undefined ? behind : zoneAt(inner, 0);
  const end = inner === undefined && behind ? behind.end : form.lastIndex;
  if (zone?.offset === null && zone.region === undefined) return { instant: null, end };
  const parts = partsOf(groups);
  const date =
    parts.year === undefined ? withYear(parts, zone?.offset ?? 0, modified) : dateOf(parts, parts.year);
  if (date === null)
    return parts.year === undefined && modified === undefined ? { instant: null, end } : null;
  const fraction = groups['f'] ?? groups['f2'] ?? '';
  const offset = zone?.region === undefined ? (zone?.offset ?? 0) : offsetIn(zone.region, date);
  if (offset === null) return { instant: null, end };
  const ns = BigInt(date - offset) * NS_PER_MS + BigInt(fraction.padEnd(9, '0'));
  const instant: Instant = {
    iso: isoOf(ns),
    ns,
    digits: fraction.length,
    ...(zone === undefined && { zoneless: true }),
    ...(parts.year === undefined && { yearless: true }),
  };
  return { instant, end };
}

interface Parts {
  year: number | undefined;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

function partsOf(groups: Record<string, string | undefined>): Parts {
  const number = (...names: string[]) =>
    Number(names.map((name) => groups[name]).find((each) => each !== undefined) ?? '0');
  const { y, yy, mon, ap } = groups;
  const hour = number('H', 'H2');
  // 12 AM is midnight.
  const inDay = ap === undefined ? hour : (hour % 12) + (ap.toUpperCase() === 'PM' ? 12 : 0);
  return {
    year: y === undefined ? (yy === undefined ? undefined : 2000 + Number(yy)) : Number(y),
    month: mon === undefined ? number('m') : MONTHS.indexOf(mon.toLowerCase()) + 1,
    day: number('d'),
    hour: ap !== undefined && (hour < 1 || hour > 12) ? 99 : inDay,
    minute: number('M', 'M2'),
    second: number('S', 'S2'),
  };
}

/** The moment in ms, as if it were in UTC; null if there is no such date or time of day. */
function dateOf({ month, day, hour, minute, second }: Parts, year: number): number | null {
  // 60 is a leap second; Date.UTC carries it into the next minute.
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The same of a time without a year: the last that is not behind the file's own time, clocks being a little off. */
function withYear(parts: Parts, offset: number, modified: number | undefined): number | null {
  if (modified === undefined) return null;
  const latest = new Date(modified).getUTCFullYear();
  // The 29th of February may be eight years back.
  for (let year = latest + 1; year > latest - 9; year -= 1) {
    const date = dateOf(parts, year);
    if (date !== null && date - offset <= modified + DAY) return date;
  }
  return null;
}

/** The better of two times of a line: one with a zone, then the one that is written finer, then the first. */
export function betterTime(
  outer: Instant | null | undefined,
  inner: Instant | null | undefined,
): Instant | null | undefined {
  if (!outer || !inner) return outer ?? inner;
  for (const vague of ['yearless', 'zoneless'] as const) {
    if (outer[vague] !== inner[vague]) return outer[vague] ? inner : outer;
  }
  return (inner.digits ?? 0) > (outer.digits ?? 0) ? inner : outer;
}

/** How far apart two times of one line may be written, in ns. */
const SAME_NS = 5_000_000_000n;
const QUARTER_HOUR_NS = 900_000_000_000n;

/** Whether two times are one moment, but for a little delay and a zone that one of them does not name. */
export function isSameMoment(one: Instant, other: Instant): boolean {
  const apart = one.ns > other.ns ? one.ns - other.ns : other.ns - one.ns;
  const vague = one.zoneless || other.zoneless;
  const rest = vague && apart < 60n * QUARTER_HOUR_NS ? apart % QUARTER_HOUR_NS : apart;
  return rest <= SAME_NS || (vague === true && QUARTER_HOUR_NS - rest <= SAME_NS);
}

/**
 * The time of a line by two that it shows: `rough` names its zone; `fine` does not, but is written finer. Null where they
 * are not one moment, or one of them has nothing that the other lacks.
 */
export function finerTime(rough: Instant, fine: Instant): Instant | null {
  const isFiner = (fine.digits ?? 0) > (rough.digits ?? 0);
  if (rough.zoneless || rough.yearless || !fine.zoneless || fine.yearless || !isFiner) return null;
  if (!isSameMoment(rough, fine)) return null;
  const apart = rough.ns - fine.ns;
  const half = apart < 0n ? -QUARTER_HOUR_NS / 2n : QUARTER_HOUR_NS / 2n;
  const ns = fine.ns + ((apart + half) / QUARTER_HOUR_NS) * QUARTER_HOUR_NS;
  return { iso: isoOf(ns), ns, digits: fine.digits ?? 0 };
}

/** The moment as ISO 8601 in UTC with milliseconds. */
export function isoOf(ns: bigint): string {
  return new Date(Number(floorDiv(ns, NS_PER_MS))).toISOString();
}

function readEpoch(text: string): Instant | null {
  const date = DIGITS.exec(text);
  // As milliseconds, so many digits would lie beyond the year 2286.
  if (date) return fromDigits(date.slice(1).map(Number));
  const match = /^(\d{9,19})(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  const scale = epochScale(Number(whole));
  if (scale === null) return null;
  const digits = fraction.slice(0, scale).padEnd(scale, '0');
  const ns = BigInt(whole + digits);
  if (ns < MIN_EPOCH_NS || ns > MAX_EPOCH_NS) return null;
  return { iso: isoOf(ns), ns, digits: 9 - scale + Math.min(fraction.length, scale) };
}

function fromDigits([
  year = 0,
  month = 0,
  day = 0,
  hour = 0,
  minute = 0,
  second = 0,
]: number[]): Instant | null {
  const date = dateOf({ year, month, day, hour, minute, second }, year);
  if (date === null) return null;
  const ns = BigInt(date) * NS_PER_MS;
  return { iso: isoOf(ns), ns, zoneless: true, digits: 0 };
}

/** How many decimal places separate the unit from nanoseconds. */
function epochScale(value: number): number | null {
  if (value < 6e8) return null;
  if (value < 1e11) return 9;
  if (value < 1e14) return 6;
  if (value < 1e17) return 3;
  return 0;
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

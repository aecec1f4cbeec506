/** What a time says about its zone. */

/** How far clocks are from UTC at most, in minutes (Kiribati; some data goes a little beyond). */
const MAX_OFFSET = 15 * 60;

/** Zones whose names mean one offset wherever logs are written, in minutes. */
const OFFSETS: Readonly<Record<string, number>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  MET: 60,
  MEZ: 60,
  CEST: 120,
  MEST: 120,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  TRT: 180,
  SAST: 120,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  BRT: -180,
  WIB: 420,
  ICT: 420,
  HKT: 480,
  SGT: 480,
  AWST: 480,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
};

/** Names that are several zones: IST is those of India, Israel and Ireland, CST those of Chicago and Shanghai. */
const UNSURE = new Set(
  'CST IST BST AST ADT NST NDT ECT GST ART CLT COT PET VET PKT SST AMT WAST ACST ACDT'.split(' '),
);

const OFFSET = / ?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)(?![\w:])/iy;
const NAME = / ?\(?([A-Z]{1,5})\)?(?![\w.:-])/y;
/** `[Europe/Berlin]`, as Java writes it behind an offset or instead of one, and ` Europe/Berlin`, as PHP does. */
const REGION = /\[[A-Z][A-Za-z]{1,20}\/[\w/+-]{1,40}\]| [A-Z][a-z]{2,20}\/[A-Z][\w/+-]{1,40}(?=\])/y;

/** A zone that stands at a place of a text: its offset in ms, null if it is not sure, and the index behind it. */
export interface Zone {
  offset: number | null;
  end: number;
  /** The region (`Europe/Berlin`) whose clock it is, on which the offset depends at the time in question. */
  region?: string;
}

/** The zone that is written at `index`, perhaps behind a blank; undefined if none is. */
export function zoneAt(text: string, index: number): Zone | undefined {
  OFFSET.lastIndex = index;
  const offset = OFFSET.exec(text);
  if (offset) {
    const minutes = minutesOf(offset[1] ?? '');
    if (minutes === undefined) return { offset: null, end: OFFSET.lastIndex };
    // Behind an offset, the name of the zone says nothing more.
    const end = nameEnd(text, OFFSET.lastIndex);
    return { offset: minutes * 60_000, end };
  }
  REGION.lastIndex = index;
  const region = REGION.exec(text)?.[0].replace(/[[\] ]/g, '');
  if (region !== undefined) return { offset: null, end: REGION.lastIndex, region };
  NAME.lastIndex = index;
  const name = NAME.exec(text)?.[1] ?? '';
  const end = NAME.lastIndex;
  if (UNSURE.has(name)) return { offset: null, end };
  return Object.hasOwn(OFFSETS, name) ? { offset: (OFFSETS[name] ?? 0) * 60_000, end } : undefined;
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
  return Object.hasOwn(OFFSETS, name) || UNSURE.has(name) ? NAME.lastIndex : index;
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
export function offsetIn(region: string, local: number): number | null {
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

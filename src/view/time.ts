import { DAY, HOUR, MINUTE } from '../base/time.ts';

/** Moments and lengths of time, in milliseconds, and where they stand on an axis. */

/** The moment that an answer writes as ISO 8601, since the epoch; parts of a millisecond are kept. */
export function momentOf(time: string | null): number | null {
  if (time === null) return null;
  const whole = Date.parse(time);
  if (Number.isNaN(whole)) return null;
  const beyond = /\.\d{3}(\d{1,9})/.exec(time)?.[1];
  return beyond === undefined ? whole : whole + Number(`0.${beyond}`);
}

const SECOND = 1_000;
const UNITS = [
  { name: 'd', size: DAY, parts: HOUR, part: 'h' },
  { name: 'h', size: HOUR, parts: MINUTE, part: 'min' },
  { name: 'min', size: MINUTE, parts: SECOND, part: 's' },
];

/** `0.4 ms`, `27 ms`, `1.25 s`, `3 min 5 s`, `2 d 4 h` */
export function lengthInWords(ms: number): string {
  const unit = UNITS.find(({ size }) => ms >= size - 500);
  if (unit !== undefined) {
    // Rounded first, so that no part is as long as its whole.
    const inParts = Math.round(ms / unit.parts);
    const many = Math.floor((inParts * unit.parts) / unit.size);
    const rest = inParts - (many * unit.size) / unit.parts;
    return rest === 0 ? `${many} ${unit.name}` : `${many} ${unit.name} ${rest} ${unit.part}`;
  }
  if (ms >= SECOND - 0.5) return `${short(ms / SECOND)} s`;
  return `${short(ms)} ms`;
}

/** Three digits, as far as they tell. */
function short(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** A stretch of time in which nothing happens and that is drawn shorter than it is. */
export interface Break {
  /** Where it begins and ends on the axis, from 0 to 1. */
  from: number;
  to: number;
  length: string;
}

interface Tick {
  at: number;
  text: string;
}

export interface Axis {
  /** Where a moment stands, from 0 to 1. */
  place(moment: number): number;
  ticks: Tick[];
  breaks: Break[];
}

/** A part of the axis on which time passes evenly. */
interface Stretch {
  from: number;
  to: number;
  start: number;
  width: number;
  isBreak: boolean;
}

/** How wide a break is drawn, and how many there may be. */
const BREAK_WIDTH = 0.1;
const MOST_BREAKS = 3;

/**
 * An axis for all `moments`. A gap that takes most of the time, and that none of `spans` covers, is drawn short: a job that
 * runs on the next morning must not squeeze the request itself into one point.
 */
export function axisOf(moments: readonly number[], spans: readonly { from: number; to: number }[]): Axis {
  const points = [...new Set([...moments, ...spans.flatMap(({ from, to }) => [from, to])])].sort(
    (a, b) => a - b,
  );
  const first = points[0] ?? 0;
  const last = points.at(-1) ?? first;
  const stretches = stretchesOf(points, gapsToShorten(points, spans));
  const place = (moment: number): number => {
    const stretch = stretches.find(({ to }) => moment <= to) ?? stretches.at(-1);
    if (stretch === undefined || stretch.to === stretch.from) return stretch?.start ?? 0;
    const part = (moment - stretch.from) / (stretch.to - stretch.from);
    return Math.min(1, stretch.start + Math.min(1, Math.max(0, part)) * stretch.width);
  };
  const breaks = stretches
    .filter(({ isBreak }) => isBreak)
    .map(({ from, to, start, width }) => {
      return { from: start, to: start + width, length: lengthInWords(to - from) };
    });
  return { place, breaks, ticks: last === first ? [] : ticksOf(stretches, first) };
}

type Gap = readonly [from: number, to: number];

function gapsToShorten(points: readonly number[], spans: readonly { from: number; to: number }[]): Gap[] {
  const reach = points.map((point, index): Gap => [point, points[index + 1] ?? point]);
  const idle = reach
    .filter(([from, to]) => to > from && !spans.some((span) => span.from < to && span.to > from))
    .sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
  let rest = (points.at(-1) ?? 0) - (points[0] ?? 0);
  const shortened: Gap[] = [];
  for (const gap of idle.slice(0, MOST_BREAKS)) {
    const length = gap[1] - gap[0];
    const left = rest - length;
    if (left <= 0 || length < 2 * left) break;
    shortened.push(gap);
    rest = left;
  }
  return shortened.sort((a, b) => a[0] - b[0]);
}

function stretchesOf(points: readonly number[], gaps: readonly Gap[]): Stretch[] {
  const first = points[0] ?? 0;
  const last = points.at(-1) ?? first;
  const edges = [first, ...gaps.flat(), last];
  const parts = edges
    .slice(1)
    .map((to, index) => ({ from: edges[index] ?? to, to, isBreak: index % 2 === 1 }));
  const even = parts.filter(({ isBreak }) => !isBreak).reduce((sum, { from, to }) => sum + to - from, 0);
  const room = 1 - gaps.length * BREAK_WIDTH;
  let start = 0;
  return parts.map((part) => {
    const width = part.isBreak ? BREAK_WIDTH : even === 0 ? 0 : ((part.to - part.from) / even) * room;
    const stretch = { ...part, start, width };
    start += width;
    return stretch;
  });
}

/** Labels nearer to each other than this would touch on a narrow page. */
const NEAREST = 0.17;
/** Wanted between the ends of a stretch that fills the whole axis. */
const USUAL_TICKS = 5;

function ticksOf(stretches: readonly Stretch[], first: number): Tick[] {
  const ticks: Tick[] = [];
  for (const { from, to, start, width, isBreak } of stretches) {
    if (isBreak || width === 0) continue;
    const step = niceStep((to - from) / (USUAL_TICKS * width));
    for (let offset = 0; from + offset <= to; offset += step) {
      const at = start + (offset / (to - from)) * width;
      const before = ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
      if (at - before >= NEAREST && at <= 1 - NEAREST / 2)
        ticks.push({ at, text: `+${lengthInWords(from + offset - first)}` });
    }
  }
  return ticks;
}

const STEPS = [1, 2, 5, 10];
const CLOCK_STEPS = [1, 2, 5, 10, 15, 30, 60]
  .flatMap((many) => [many * SECOND, many * MINUTE])
  .sort((a, b) => a - b);

/** The least round length that is not below `least`. */
function niceStep(least: number): number {
  const onClock = CLOCK_STEPS.find((step) => step >= least);
  if (least >= SECOND && onClock !== undefined) return onClock;
  const unit = least >= SECOND ? HOUR : 1;
  const power = 10 ** Math.floor(Math.log10(least / unit));
  return (STEPS.find((step) => step * power * unit >= least) ?? 10) * power * unit;
}

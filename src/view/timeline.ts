import { DAY, HOUR, MINUTE } from '../base/time.ts';
import { type LineData, type StoryData, shownOf } from './answers.ts';

/** How much a line wants to be seen. */
export type Tone = 'bad' | 'caution' | 'plain' | 'quiet';

/** What the marks and bars of a timeline mean, wherever it is drawn. */
export const LEGEND = [
  ['plain', 'line'],
  ['caution', 'warning'],
  ['bad', 'error'],
  ['cause', 'cause'],
  ['span', 'how long it took'],
] as const;

/** A line as a point in time. */
export interface Mark {
  /** Its index among the lines. */
  line: number;
  /** Where it stands, from 0 (the beginning) to 1. */
  at: number;
  tone: Tone;
  isCause: boolean;
}

/** A line that says how long something took. */
interface Span {
  line: number;
  from: number;
  to: number;
  tone: Tone;
  length: string;
}

/** What one service wrote; of a service without a name, what stands in one file. */
export interface Lane {
  name: string;
  /** Whether it is named by its file. */
  isFile: boolean;
  marks: Mark[];
  spans: Span[];
}

/** The lines of a request in time, a lane for each service. */
export interface Timeline {
  lanes: Lane[];
  ticks: Axis['ticks'];
  breaks: Break[];
  /** When it begins, in milliseconds since the epoch; null where no line shows a time. */
  begin: number | null;
  /** From the first moment to the last, in milliseconds. */
  length: number;
  /** How many lines show no time, and so stand in no lane. */
  untimed: number;
}

/** More lanes than fit a screen are drawn as one. */
const MOST_LANES = 12;

interface Placed {
  line: number;
  moment: number;
  /** Where the line says how long something took. */
  span: { from: number; to: number } | null;
}

/** The timeline of an answer; null where it tells of no request, or all of it happened at one moment. */
export function timelineIn(data: unknown): Timeline | null {
  const shown = shownOf(data);
  if (shown?.kind !== 'story') return null;
  const timeline = timelineOf(shown.data);
  return timeline.length === 0 ? null : timeline;
}

/** The timeline of a request, of its answer alone. */
export function timelineOf({ lines, cause }: Pick<StoryData, 'lines' | 'cause'>): Timeline {
  const moments = lines.map(({ time }) => momentOf(time));
  const timed = moments.filter((moment) => moment !== null);
  const placed = lines.flatMap(({ duration_ms }, line): Placed[] => {
    const moment = moments[line];
    if (moment == null) return [];
    return [{ line, moment, span: duration_ms === undefined ? null : spanOf(moment, duration_ms, timed) }];
  });
  const spans = placed.flatMap(({ span }) => span ?? []);
  const axis = axisOf(timed, spans);
  const starts = [...timed, ...spans.map(({ from }) => from)];
  const begin = starts.length === 0 ? null : starts.reduce((a, b) => Math.min(a, b));
  const end = [...timed, ...spans.map(({ to }) => to)].reduce((a, b) => Math.max(a, b), begin ?? 0);
  return {
    lanes: lanesOf(placed, lines, axis, cause?.line),
    ticks: axis.ticks,
    breaks: axis.breaks,
    begin,
    length: begin === null ? 0 : end - begin,
    untimed: lines.length - timed.length,
  };
}

/**
 * A line that says how long something took is written when it is done. But some access logs write the time of the
 * beginning: theirs is the first line of all, and what followed stands within its length.
 */
function spanOf(moment: number, length: number, timed: readonly number[]): { from: number; to: number } {
  const isFirst = timed.every((other) => other >= moment);
  const isFollowed = timed.some((other) => other > moment && other <= moment + length);
  return isFirst && isFollowed
    ? { from: moment, to: moment + length }
    : { from: moment - length, to: moment };
}

function lanesOf(
  placed: readonly Placed[],
  lines: readonly LineData[],
  { place }: Axis,
  cause: string | undefined,
): Lane[] {
  const lanes = new Map<string, Lane & { start: number }>();
  for (const { line, moment, span } of placed) {
    const data = lines[line];
    if (data === undefined) continue;
    const { name, isFile } = laneNameOf(data);
    const start = Math.min(moment, span?.from ?? moment);
    const lane = lanes.get(name) ?? { name, isFile, marks: [], spans: [], start };
    lanes.set(name, lane);
    lane.start = Math.min(lane.start, start);
    const tone = toneOf(data);
    lane.marks.push({ line, at: place(moment), tone, isCause: data.source === cause });
    if (span !== null) {
      const length = lengthInWords(span.to - span.from);
      lane.spans.push({ line, from: place(span.from), to: place(span.to), tone, length });
    }
  }
  const all = [...lanes.values()].sort((a, b) => a.start - b.start).map(({ start: _, ...lane }) => lane);
  return all.length <= MOST_LANES
    ? all
    : [...all.slice(0, MOST_LANES - 1), joined(all.slice(MOST_LANES - 1))];
}

function joined(lanes: readonly Lane[]): Lane {
  return {
    name: `${lanes.length} more services`,
    isFile: true,
    marks: lanes.flatMap(({ marks }) => marks),
    spans: lanes.flatMap(({ spans }) => spans),
  };
}

/** By which lane a line stands. */
export function laneNameOf({ service, source }: LineData): { name: string; isFile: boolean } {
  if (service !== undefined && service !== '') return { name: service, isFile: false };
  const file = source.replace(/:\d+$/, '');
  return { name: file.slice(file.lastIndexOf('/') + 1), isFile: true };
}

const BAD = new Set(['error', 'fatal', 'critical', 'alert', 'emergency', 'panic']);
const QUIET = new Set(['debug', 'trace']);

/** How much a line wants to be seen: by its level, its status, its code. */
export function toneOf({ level = '', status = 0, code }: LineData): Tone {
  if (BAD.has(level) || status >= 500) return 'bad';
  if (level === 'warn' || level === 'warning' || status >= 400 || code !== undefined) return 'caution';
  return QUIET.has(level) ? 'quiet' : 'plain';
}

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
interface Break {
  /** Where it begins and ends on the axis, from 0 to 1. */
  from: number;
  to: number;
  length: string;
}

interface Tick {
  at: number;
  text: string;
}

interface Axis {
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

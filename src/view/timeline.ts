import { type LineData, type StoryData, shownOf } from './answers.ts';
import { type Axis, axisOf, type Break, lengthInWords, momentOf } from './time.ts';

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
export interface Span {
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

import type { LogLine } from '../../logs/logs.ts';
import { outcomeOf, type Route, routeOf } from './outcome.ts';

/** An id that was used for several requests: lines of each stand far from those of the others, and each has its own answer. */

export interface Use {
  route: Route | null;
  status: number | null;
  /** Of its first line, ISO 8601. */
  from: string;
  lines: readonly LogLine[];
}

/** Between two requests lies at least so much, in milliseconds: what a request starts may log for a while. */
const APART = 30 * 60_000;

/** The uses of an id, in time order; a single one unless several parts of its lines each show an answer. */
export function usesOf(lines: readonly LogLine[]): Use[] {
  const parts: LogLine[][] = [];
  let before: number | null = null;
  for (const line of lines) {
    if (line.mentioned_in !== undefined) continue;
    const at: number | null = line.time === null ? before : Date.parse(line.time);
    const last = parts.at(-1);
    if (last === undefined || (before !== null && at !== null && at - before > APART)) parts.push([line]);
    else last.push(line);
    before = at;
  }
  const uses = parts.map((part): Use => {
    const { status } = outcomeOf(part);
    const from = part.find(({ time }) => time !== null)?.time ?? '';
    return { route: routeOf(part), status, from, lines: part };
  });
  // Work that goes on for hours is a part of the request that started it.
  return uses.length > 1 && uses.every(({ route, status }) => route !== null && status !== null) ? uses : [];
}

/** The lines of the last use, with those that only mention the id; all lines where there is a single one. */
export function lastUse(lines: readonly LogLine[], uses: readonly Use[]): readonly LogLine[] {
  const earlier = new Set(uses.slice(0, -1).flatMap((use) => use.lines));
  return lines.filter((line) => !earlier.has(line));
}

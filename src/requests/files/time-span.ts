import { parseLine } from '../parse/parse-line.ts';
import { parseBeginning } from '../parse/parse-long-line.ts';
import type { Edges } from './edges.ts';

/** How many lines at either end are tried: a stack trace may stand there. */
const MAX_TRIES = 50;

export interface TimeSpan {
  from: bigint | null;
  to: bigint | null;
}

/** The first and the last time that a file shows, from its first and last bytes; `whole` if these are all of it. */
export function timeSpan(edges: Edges): TimeSpan {
  const head = edges.head.toString('utf8').split('\n');
  const tail = edges.tail.toString('utf8').split('\n');
  const partial = edges.whole ? undefined : head.pop();
  if (!edges.whole) tail.shift();
  const from = firstTime(head) ?? (partial === undefined ? null : timeOfBeginning(partial));
  return { from, to: lastTime(tail) ?? from };
}

function firstTime(lines: readonly string[]): bigint | null {
  for (const line of lines.slice(0, MAX_TRIES)) {
    const [first] = timesOf(line);
    if (first !== undefined) return first;
  }
  return null;
}

function lastTime(lines: readonly string[]): bigint | null {
  for (const line of lines.slice(-MAX_TRIES).toReversed()) {
    const last = timesOf(line).at(-1);
    if (last !== undefined) return last;
  }
  return null;
}

function timesOf(line: string): bigint[] {
  const times = parseLine(line, { source: '' }).flatMap(({ ns }) => (ns === null ? [] : [ns]));
  return times.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function timeOfBeginning(text: string): bigint | null {
  return parseBeginning(text, '')[0]?.ns ?? null;
}

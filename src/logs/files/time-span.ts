import { createHash } from 'node:crypto';
import { parseBeginning } from '../line/long-line.ts';
import { timesIn } from '../line/parse-line.ts';
import { headerIn } from './events.ts';
import { readAt } from './open-file.ts';

/** How many lines at either end are tried: a stack trace may stand there. */
const MAX_TRIES = 50;

export interface TimeSpan {
  from: bigint | null;
  to: bigint | null;
}

/** The spans of edges by a digest of these: files that are not indexed are asked for theirs by every lookup. */
const known = new Map<string, TimeSpan>();
const MOST_KNOWN = 500;

/**
 * The earliest and the latest time that a file shows near its ends, from its first and last bytes; `whole` if that is
 * all of it. Lines need not be in order: those of several writers seldom are, and some logs begin with the newest.
 */
export function timeSpan(edges: Edges): TimeSpan {
  const { head, tail, whole } = edges;
  const digest = createHash('sha1').update(`${head.length} ${whole} `).update(head).update(tail);
  const key = digest.digest('base64');
  const before = known.get(key);
  if (before !== undefined) return before;
  const span = readSpan(edges);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, span);
  return span;
}

function readSpan(edges: Edges): TimeSpan {
  const head = edges.head.toString('utf8').split('\n');
  const tail = edges.tail.toString('utf8').split('\n');
  const partial = edges.whole ? undefined : head.pop();
  if (!edges.whole) tail.shift();
  const header = headerIn(head.slice(0, MAX_TRIES)) ?? undefined;
  const times = [
    ...firstTimes(head.slice(0, MAX_TRIES), header),
    ...firstTimes(tail.slice(-MAX_TRIES).reverse(), header),
    ...outermost(edges.whole ? head : [...head, ...tail]).flatMap((line) => timesOf(line, header)),
  ];
  if (times.length === 0 && partial !== undefined) times.push(...timeOfBeginning(partial));
  return times.reduce<TimeSpan>(
    ({ from, to }, time) => ({
      from: from === null || time < from ? time : from,
      to: to === null || time > to ? time : to,
    }),
    { from: null, to: null },
  );
}

/** The times of the first line that shows one. */
function firstTimes(lines: readonly string[], header: string | undefined): bigint[] {
  for (const line of lines) {
    const times = timesOf(line, header);
    if (times.length > 0) return times;
  }
  return [];
}

/** Times whose order is that of their letters, each followed by its zone. */
const SORTABLE = [
  /(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?) ?(Z|[+-]\d\d:?\d\d)?/,
  /(?<!\d)(1\d{12})(?!\d)/,
];
const MOST_ZONES = 4;

/** The lines that seem to be the earliest and the latest of each zone: to read the times of all would take long. */
function outermost(lines: readonly string[]): string[] {
  const found = new Map<string, { first: Timed; last: Timed }>();
  for (const line of lines) {
    const start = line.slice(0, 1_000);
    const [, text, zone = ''] =
      SORTABLE.map((pattern) => pattern.exec(start)).find((match) => match !== null) ?? [];
    if (text === undefined) continue;
    const known = found.get(zone);
    if (known === undefined) {
      if (found.size < MOST_ZONES) found.set(zone, { first: { text, line }, last: { text, line } });
    } else if (text < known.first.text) known.first = { text, line };
    else if (text > known.last.text) known.last = { text, line };
  }
  return [...found.values()].flatMap(({ first, last }) =>
    first === last ? [first.line] : [first.line, last.line],
  );
}

/** A line, and the time in it as it is written. */
interface Timed {
  text: string;
  line: string;
}

function timesOf(line: string, header: string | undefined): bigint[] {
  return timesIn(line, { header });
}

function timeOfBeginning(text: string): bigint[] {
  return parseBeginning(text, { source: '' })
    .slice(0, 1)
    .flatMap(({ ns }) => (ns === null ? [] : [ns]));
}

/** How much of either end of a text is looked at for its times, in bytes. */
export const EDGE = 32_768;

/** The first and the last bytes of a text; `whole` if that is all of it. */
export interface Edges {
  head: Buffer;
  tail: Buffer;
  whole: boolean;
}

/** The ends of a stretch of an open file, as a search of all of it would give them. Throws what `node:fs` throws. */
export function edgesOf(file: number, { start, end }: { start: number; end: number }): Edges {
  const size = Math.min(EDGE, end - start);
  return {
    head: readAt(file, start, size),
    tail: readAt(file, end - size, size),
    whole: size === end - start,
  };
}

/** Keeps the first and the last `size` bytes of what it is fed, in memory bounded by these. */
export function edgeKeeper(size = EDGE): { feed(chunk: Buffer): void; edges(): Edges } {
  let total = 0;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  let tailLength = 0;
  return {
    feed(chunk) {
      total += chunk.length;
      if (head.length < size) head = Buffer.concat([head, chunk.subarray(0, size - head.length)]);
      const last = chunk.subarray(Math.max(0, chunk.length - size));
      if (last.length === size && tail.length >= size) {
        tailLength = last.copy(tail);
        return;
      }
      if (tailLength + last.length > tail.length) {
        const kept = Math.min(tailLength, size);
        // Twice the size, so that small chunks move the kept bytes only now and then.
        const room = tail.length > 0 ? size * 2 : last.length;
        const moved = Buffer.allocUnsafe(Math.max(room, kept + last.length));
        tail.copy(moved, 0, tailLength - kept, tailLength);
        tail = moved;
        tailLength = kept;
      }
      tailLength += last.copy(tail, tailLength);
    },
    edges: () => {
      return { head, tail: tail.subarray(Math.max(0, tailLength - size), tailLength), whole: total <= size };
    },
  };
}

import { parseBeginning } from '../line/long-line.ts';
import { parseLine } from '../line/parse-line.ts';
import { readAt } from './open-file.ts';

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
  return parseBeginning(text, { source: '' })[0]?.ns ?? null;
}

/** How much of either end of a text is looked at for its times, in bytes. */
export const EDGE = 32_768;

/** The first and the last bytes of a text; `whole` if these are all of it. */
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

/** Keeps the first and the last `size` bytes of what it is fed; it takes no more memory than these. */
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

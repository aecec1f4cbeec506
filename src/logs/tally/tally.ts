import * as z from 'zod';
import { HOUR } from '../../base/time.ts';
import { kindNumbers, kindReader, numbersOfTriples, pack, unpack, type WrittenKinds } from './kinds.ts';

/** What one line says of an error. */
export interface FailureLine {
  /** Milliseconds since the epoch. */
  time: number;
  /** The error code that it names, whether or not the catalog holds it; null if none. */
  code: string | null;
  /** HTTP status of 400 or above, if it says one. */
  status: number | null;
  workspace: string | null;
  /** The id of its request. */
  id: string | null;
  /** Set where it names a code that is no error's, as far as its level tells: it is not counted, and its time not read. */
  isCalm?: true;
}

const count = z.number().int().min(0);

/** Counts by hour and kind, as they are written. */
const tallySchema = z.strictObject({
  names: z.array(z.string().nullable()),
  kinds: z.array(count),
  /** Of each row its kind, how many lines, how many ids, and when it was last seen: milliseconds after the row before. */
  rows: z.array(z.number()),
  ids: z.array(z.string()),
  unplaced: count,
});

interface Written extends WrittenKinds {
  rows: readonly number[];
  ids: readonly string[];
  unplaced: number;
}

/** Lines of one hour, code, status and workspace. */
interface TallyRow extends Omit<FailureLine, 'time' | 'id' | 'isCalm'> {
  hour: number;
  count: number;
  last: number;
  /** Of its last requests, the newest first. */
  ids: string[];
}

export interface Tally {
  rows: TallyRow[];
  /** Lines that are in no row: they show no time, or there were more rows than are kept. */
  unplaced: number;
}

const MAX_IDS = 3;
const LONGEST_NAME = 100;
/** Bounds what one segment's tally takes, whatever a log holds. */
const MAX_ROWS = 20_000;

/** Counts lines that say an error. */
export function tallyCounter(numbers = kindNumbers()) {
  const rows = numbersOfTriples();
  const counts: number[] = [];
  const lasts: number[] = [];
  /** Most rows have one line, and a list takes room. */
  const idsOf: (string | string[] | null)[] = [];
  let unplaced = 0;
  const written = (): Written => {
    const flat: number[] = [];
    const ids: string[] = [];
    let used = 0;
    let before = 0;
    for (const [row, last] of lasts.entries()) {
      const own = idsOf[row] ?? null;
      if (typeof own === 'string') ids.push(own);
      else if (own !== null) ids.push(...own);
      flat.push(rows.triples[row * 3 + 1] ?? 0, counts[row] ?? 0, ids.length - used, last - before);
      before = last;
      used = ids.length;
    }
    return { ...numbers.written(), rows: flat, ids, unplaced };
  };
  return {
    /** Null stands for a line that shows no time. */
    add(line: FailureLine | null): void {
      if (line?.isCalm) return;
      const kind = line === null || (line.workspace?.length ?? 0) > LONGEST_NAME ? -1 : numbers.of(line);
      const row = line === null || kind === -1 ? -1 : rows.of(hourOf(line.time), kind, 0, MAX_ROWS);
      if (line === null || row === -1) {
        unplaced += 1;
        return;
      }
      const { time, id } = line;
      const isKept = id !== null && id.length <= LONGEST_NAME;
      if (row === counts.length) {
        counts.push(1);
        lasts.push(time);
        idsOf.push(isKept ? id : null);
        return;
      }
      counts[row] = (counts[row] ?? 0) + 1;
      lasts[row] = Math.max(lasts[row] ?? 0, time);
      if (!isKept) return;
      const before = idsOf[row] ?? null;
      if (before === null) idsOf[row] = id;
      else if (typeof before !== 'string') putFirst(id, before);
      else if (before !== id) idsOf[row] = [id, before];
    },
    tally: (): Tally => tallyOf(written()),
    /** What was counted, as `decodeTally` reads it. */
    bytes: (): Buffer => pack(written()),
    /** When the newest line was written, in milliseconds since the epoch; null if none was counted. */
    lastSeen: (): number | null =>
      lasts.reduce<number | null>((all, each) => Math.max(all ?? each, each), null),
  };
}

/** Puts an id in front of the last ones. */
function putFirst(id: string, ids: string[]): void {
  if (ids[0] === id) return;
  const before = ids.indexOf(id);
  if (before !== -1) ids.splice(before, 1);
  else if (ids.length === MAX_IDS) ids.pop();
  ids.unshift(id);
}

function tallyOf({ rows, ids, unplaced, ...kinds }: Written): Tally {
  const kindAt = kindReader(kinds);
  const known = Array.from({ length: kinds.kinds.length / 3 }, (_, number) => kindAt(number));
  const tally: Tally = { rows: [], unplaced };
  let last = 0;
  let used = 0;
  for (let at = 0; at < rows.length; at += 4) {
    const kind = known[rows[at] ?? -1];
    if (kind === undefined) throw new RangeError('A row has a kind that is not there.');
    last += rows[at + 3] ?? 0;
    const from = used;
    used += rows[at + 2] ?? 0;
    tally.rows.push({
      hour: hourOf(last),
      ...kind,
      count: rows[at + 1] ?? 0,
      last,
      ids: ids.slice(from, used),
    });
  }
  return tally;
}

/** Reads what a counter wrote; throws for anything else. */
export function decodeTally(bytes: Buffer): Tally {
  return tallyOf(tallySchema.parse(unpack(bytes)));
}

/** The port through which the tools learn which errors the logs show. */

/** How often one code, or one status without a code, was seen. */
export interface SeenCount {
  /** Log lines. */
  count: number;
  /** When it was last seen, in milliseconds since the epoch. */
  last: number;
  /** Of its last requests, the newest first. */
  ids: string[];
}

export interface Seen {
  codes: Map<string, SeenCount>;
  /** Failing HTTP statuses of lines that name no code. */
  statuses: Map<number, SeenCount>;
  /** The time of the newest line that says an error, in milliseconds since the epoch; null if none was counted. */
  upTo: number | null;
  /** Lines that say an error and could not be counted: they show no time, or there were too many kinds. */
  unplaced: number;
  /** Whether there are lines that are not counted yet. */
  isBehind: boolean;
  /** How many log files and tables there are. */
  logs: number;
  /** Sources that could not be counted, or not in time, and why, in a sentence. */
  troubles: readonly { source: string; reason: string }[];
}

export interface SeenErrors {
  /**
   * What the logs show from the hour on in which `since` (milliseconds since the epoch) lies. What is not counted after
   * `patience` milliseconds is a trouble of the answer, and counted for the next call.
   */
  since(since: number, options?: { patience?: number }): Promise<Seen>;
}

/** What is seen where nothing was counted. */
export function nothingSeen(): Seen {
  return {
    codes: new Map(),
    statuses: new Map(),
    upTo: null,
    unplaced: 0,
    isBehind: false,
    logs: 0,
    troubles: [],
  };
}

/**
 * Adds the rows from `hour` (hours since the epoch) on, of one workspace if it is given; gives the newest time of its
 * rows, of any hour.
 */
export function addRows(
  seen: Seen,
  rows: readonly TallyRow[],
  hour: number,
  workspace: string | null,
): number | null {
  let last: number | null = null;
  for (const row of rows) {
    if (workspace !== null && row.workspace?.toLowerCase() !== workspace.toLowerCase()) continue;
    last = Math.max(last ?? row.last, row.last);
    if (row.hour < hour) continue;
    if (row.code !== null) addCount(seen.codes, row.code, row);
    else if (row.status !== null) addCount(seen.statuses, row.status, row);
  }
  return last;
}

/** Adds to how often something was seen. */
export function addCount<Key>(counts: Map<Key, SeenCount>, key: Key, { count, last, ids }: SeenCount): void {
  const known = counts.get(key);
  if (!known) {
    counts.set(key, { count, last, ids: [...ids] });
    return;
  }
  const [newer, older] = last > known.last ? [ids, known.ids] : [known.ids, ids];
  known.count += count;
  known.last = Math.max(known.last, last);
  known.ids = [...new Set([...newer, ...older])].slice(0, MAX_IDS);
}

/** The hour, since the epoch, in which a moment lies. */
export function hourOf(time: number): number {
  return Math.floor(time / HOUR);
}

/** What several sources show together. */
export function seenInAll(sources: readonly SeenErrors[]): SeenErrors {
  return {
    async since(since, options) {
      const all = await Promise.all(sources.map((source) => source.since(since, options)));
      const sum = nothingSeen();
      for (const seen of all) {
        for (const [code, count] of seen.codes) addCount(sum.codes, code, count);
        for (const [status, count] of seen.statuses) addCount(sum.statuses, status, count);
        sum.unplaced += seen.unplaced;
        sum.isBehind ||= seen.isBehind;
        sum.logs += seen.logs;
      }
      const upTo = all.flatMap((seen) => seen.upTo ?? []);
      return {
        ...sum,
        upTo: upTo.length === 0 ? null : Math.max(...upTo),
        troubles: all.flatMap(({ troubles }) => troubles),
      } satisfies Seen;
    },
  };
}

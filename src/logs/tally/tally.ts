import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { HOUR } from '../../base/time.ts';

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

const rowSchema = z.tuple([
  /** Hours since the epoch. */
  z.number().int(),
  z.string().nullable(),
  z.number().int().nullable(),
  z.string().nullable(),
  z.number().int().min(1),
  /** When it was last seen, in milliseconds since the epoch. */
  z.number(),
  z.array(z.string()),
]);
const tallySchema = z.strictObject({ rows: z.array(rowSchema), unplaced: z.number().int().min(0) });

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

interface TallyCounter {
  add(line: FailureLine | null): void;
  tally(): Tally;
}

const MAX_IDS = 3;
const LONGEST_NAME = 100;
/** Bounds what one segment's tally takes, whatever a log holds. */
const MAX_ROWS = 20_000;
/** More bytes than so many rows can take. */
const LARGEST = 64 * 1_048_576;

/** More names than rows and places can have. */
const MAX_NAMES = 131_072;

/** Gives lines of one code, status and workspace a number of their own, which costs less than a text; -1 for too many. */
export function kindNumbers(): (line: Omit<FailureLine, 'time' | 'id'>) => number {
  const names = new Map<string | null, number>([[null, 0]]);
  const numberOf = (name: string | null): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (names.size === MAX_NAMES) return Number.NaN;
    names.set(name, names.size);
    return names.size - 1;
  };
  return ({ workspace, code, status }) => {
    const number = (numberOf(workspace) * MAX_NAMES + numberOf(code)) * 1_024 + (status ?? 0);
    return Number.isNaN(number) ? -1 : number;
  };
}

/** Counts lines that say an error; null stands for one that shows no time. */
export function tallyCounter(numberOf = kindNumbers()): TallyCounter {
  const rows: TallyRow[] = [];
  const hours = new Map<number, Map<number, TallyRow>>();
  let unplaced = 0;
  return {
    add(line) {
      if (line === null) {
        unplaced += 1;
        return;
      }
      const { code, status, workspace, time, id, isCalm } = line;
      if (isCalm) return;
      const hour = Math.floor(time / HOUR);
      const ofHour = hours.get(hour) ?? new Map<number, TallyRow>();
      const number = numberOf(line);
      let row = ofHour.get(number);
      if (!row) {
        if (rows.length === MAX_ROWS || number === -1 || (workspace?.length ?? 0) > LONGEST_NAME) {
          unplaced += 1;
          return;
        }
        row = { hour, code, status, workspace, count: 0, last: time, ids: [] };
        rows.push(row);
        hours.set(hour, ofHour.set(number, row));
      }
      row.count += 1;
      row.last = Math.max(row.last, time);
      if (id === null || id.length > LONGEST_NAME) return;
      // Most rows have one line, and a list that grows takes room for many.
      if (row.ids.length === 0) row.ids = [id];
      else putFirst(id, row.ids);
    },
    tally: () => ({ rows, unplaced }),
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

/** A tally as bytes. */
export function encodeTally({ rows, unplaced }: Tally): Buffer {
  const tuples = rows.map(({ hour, code, status, workspace, count, last, ids }) => {
    return [hour, code, status, workspace, count, last, ids];
  });
  return deflateRawSync(JSON.stringify({ rows: tuples, unplaced }), { level: 1 });
}

/** Reads what `encodeTally` wrote; throws for anything else. */
export function decodeTally(bytes: Buffer): Tally {
  const text = inflateRawSync(bytes, { maxOutputLength: LARGEST }).toString();
  const { rows, unplaced } = tallySchema.parse(JSON.parse(text));
  return {
    rows: rows.map(([hour, code, status, workspace, count, last, ids]) => {
      return { hour, code, status, workspace, count, last, ids };
    }),
    unplaced,
  };
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

/** The port through which the tools learn which errors the logs show. */
import { HOUR, type TallyRow } from './tally.ts';

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

const MAX_IDS = 3;

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

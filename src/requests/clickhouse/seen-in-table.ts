import { Failure } from '../../errors.ts';
import { readCode } from '../parse/error-code.ts';
import { addCount, hourOf, nothingSeen, type Seen, type SeenErrors } from '../tally/seen.ts';
import { HOUR } from '../tally/tally.ts';
import type { CheckedTable } from './checked-table.ts';
import { type SeenRow, seenQuery } from './seen-query.ts';

/** How long counts serve, in milliseconds, and how long a failure does: each is a search over many rows. */
const SERVES = 60_000;
const FAILURE_SERVES = 5_000;
/** For how many beginnings counts are kept. */
const MOST_KEPT = 16;

export interface SeenInTableOptions {
  /** How answers name the table. */
  name: string;
  /** Only lines of this workspace count, if it is given. */
  workspace: string | null;
  now(): number;
}

interface Kept {
  until: number;
  seen: Promise<Seen>;
}

/** Which errors a table shows, counted by the database. What fails is a trouble of the answer, never a rejection. */
export function seenInTable(table: CheckedTable, { name, workspace, now }: SeenInTableOptions): SeenErrors {
  const kept = new Map<number, Kept>();
  const trouble = (reason: string) => ({ source: name, reason });

  const count = async (hour: number): Promise<Seen> => {
    const seen: Seen = { ...nothingSeen(), logs: 1 };
    try {
      return await table.withPlan(async (plan) => {
        if (workspace !== null && plan.counted.workspace === null)
          return { ...seen, troubles: [trouble(NO_WORKSPACE)] };
        const query = seenQuery(table.source, plan, hour * HOUR, workspace);
        if (query === null) return { ...seen, troubles: [trouble(NO_CODES)] };
        for (const row of (await table.client.ask(query)).rows) add(seen, row);
        return seen;
      });
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      return { ...seen, troubles: [trouble(thrown.message)] };
    }
  };

  const countOnce = (hour: number): Promise<Seen> => {
    const known = kept.get(hour);
    if (known !== undefined && now() < known.until) return known.seen;
    const fresh: Kept = { until: now() + SERVES, seen: count(hour) };
    kept.delete(hour);
    kept.set(hour, fresh);
    for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
    const serveShortly = () => {
      fresh.until = Math.min(fresh.until, now() + FAILURE_SERVES);
    };
    fresh.seen.then(({ troubles }) => troubles.length > 0 && serveShortly(), serveShortly);
    return fresh.seen;
  };

  return {
    since(since, { patience } = {}) {
      const seen = countOnce(hourOf(since));
      if (patience === undefined) return seen;
      const late = { ...nothingSeen(), logs: 1, troubles: [trouble('It is still being counted.')] };
      return soonerOf(seen, late, patience);
    },
  };
}

/** What `slow` gives, or `otherwise` if that takes longer than `ms` milliseconds. */
async function soonerOf<T>(slow: Promise<T>, otherwise: T, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ms, otherwise);
  });
  return await Promise.race([slow, late]).finally(() => clearTimeout(timer));
}

const NO_CODES = 'No column of it was named that holds error codes or statuses.';
const NO_WORKSPACE = 'No column of it was named that holds the workspace.';

function add(seen: Seen, { code, status, count, last, id }: SeenRow): void {
  const counted = { count, last, ids: id === null || id === '' ? [] : [id] };
  const named = readCode(code);
  seen.upTo = Math.max(seen.upTo ?? 0, last);
  if (named !== undefined) addCount(seen.codes, named, counted);
  else if (status !== null && status >= 400 && status < 600) addCount(seen.statuses, status, counted);
}

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { codeOf, Failure } from '../../base/failure.ts';
import { HOUR } from '../../base/time.ts';
import { readCode } from '../line/common-terms.ts';
import type { RequestLog } from '../log.ts';
import { addCount, hourOf, nothingSeen, type Seen, type SeenErrors } from '../tally/tally.ts';
import { type Counted, factsOf, type TableFacts } from './columns.ts';
import type { Plan } from './lookup-query.ts';
import type { Login, TableSource } from './source.ts';
import { type Query, tableClient } from './table-client.ts';
import { type CheckedTable, checkedTable, type TableLogOptions, tableLog } from './table-log.ts';

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

/** Of a number of lines or of milliseconds, which every date can be made of. */
const whole = z
  .string()
  .regex(/^-?\d{1,15}$/)
  .transform(Number);

const rowSchema = z
  .tuple([z.string().nullable(), z.number().nullable(), whole, whole, z.string().nullable()])
  .transform(([code, status, count, last, id]) => ({ code, status, count, last, id }));

/** How often a code and status stands in a table, when last (milliseconds since the epoch), and the id of that line. */
type SeenRow = z.infer<typeof rowSchema>;

/** How many kinds of errors are counted apart. */
const MOST_KINDS = 10_000;

/**
 * How often each code and status stands in a table since the hour of `since` (milliseconds since the epoch).
 * Null where no column holds a code or a status.
 *
 * A time in UTC is compared by the hour alone, so that a projection by the hour can answer; elsewhere hours may begin at
 * other moments.
 */
export function seenQuery(
  { database, table }: { database: string; table: string },
  { time, isUtc, partitionTime, counted }: Plan,
  since: number,
  workspace: string | null,
): Query<SeenRow> | null {
  if (counted.code === null && counted.status === null) return null;
  const code = counted.code === null ? "''" : sqlOf('code', counted.code);
  const status = counted.status === null ? "''" : sqlOf('status', counted.status);
  const isFailing = `toUInt16OrZero(toString(${status})) >= 400`;
  const hour = 'fromUnixTimestamp64Milli({since:Int64})';
  const where = [
    `${isUtc ? 'toStartOfHour({time:Identifier})' : '{time:Identifier}'} >= ${hour}`,
    ...(partitionTime === null ? [] : [`{partition_time:Identifier} >= toDateTime(${hour})`]),
    `(${code} != '' OR ${isFailing})`,
    ...(workspace === null || counted.workspace === null
      ? []
      : [`lower(toString(${sqlOf('workspace_of', counted.workspace)})) = {workspace:String}`]),
  ];
  const inner = `SELECT ${code} AS _code, ${status} AS _status, count() AS _count, max({time:Identifier}) AS _last, argMax({id:Identifier}, {time:Identifier}) AS _id FROM {database:Identifier}.{table:Identifier} WHERE ${where.join(' AND ')} GROUP BY _code, _status ORDER BY _count DESC LIMIT {most:UInt32}`;
  return {
    text: `SELECT toString(_code), toUInt16OrZero(toString(_status)), toString(_count), toString(toUnixTimestamp64Milli(toDateTime64(_last, 3))), toString(_id) FROM (${inner})`,
    row: rowSchema,
    most: MOST_KINDS,
    params: {
      ...{ database, table, time, since, id: counted.id, most: MOST_KINDS },
      ...(partitionTime !== null && { partition_time: partitionTime }),
      ...(workspace !== null && { workspace: workspace.toLowerCase() }),
      ...paramsOf('code', counted.code),
      ...paramsOf('status', counted.status),
      ...(workspace !== null && paramsOf('workspace_of', counted.workspace)),
    },
  };
}

/** One look into the map for each key: a function over all keys would copy the map of every row for each of them. */
function sqlOf(parameter: string, of: Counted): string {
  if ('column' in of) return `{${parameter}:Identifier}`;
  const values = of.keys.map(
    (_, index) => `nullIf({${parameter}:Identifier}[{${parameter}_key${index}:String}], '')`,
  );
  return `coalesce(${values.join(', ')}, '')`;
}

function paramsOf(name: string, of: Counted | null): Record<string, unknown> {
  if (of === null) return {};
  if ('column' in of) return { [name]: of.column };
  return Object.fromEntries([[name, of.map], ...of.keys.map((key, index) => [`${name}_key${index}`, key])]);
}

export interface OpenTable {
  log: RequestLog;
  seen: SeenErrors;
  /** Asks for the description of the table, and rejects with a `Failure` if it does not fit. */
  check(signal?: AbortSignal): Promise<void>;
  /** What the database tells of the table; rejects with a `Failure` if its description does not come or fit. */
  facts(signal?: AbortSignal): Promise<TableFacts>;
}

export interface OpenTableOptions extends TableLogOptions {
  /** The login where the address of the table names no file with one. */
  login: Login;
  /** Only errors of this workspace are counted, if it is given. */
  workspace: string | null;
}

/** A table of ClickHouse; nothing is connected before it is asked. */
export function openTable(source: TableSource, options: OpenTableOptions): OpenTable {
  const { credentials, url, limits } = source;
  const login = () => (credentials === null ? Promise.resolve(options.login) : loginOfFile(credentials));
  const table = checkedTable(source, tableClient(url, limits, login));
  return {
    log: tableLog(table, options),
    seen: seenInTable(table, options),
    check: async (signal) => {
      await table.plan(signal);
    },
    facts: (signal) => factsOf(table, signal),
  };
}

const fileSchema = z.strictObject({ user: z.string().min(1), password: z.string() });

/** More than any file with a name and a password has. */
const LARGEST = 65_536;

/**
 * The login in a file (JSON: `{"user": …, "password": …}`), read anew each time, as passwords are changed.
 *
 * @throws Failure `state_conflict` that shows nothing of the file
 */
async function loginOfFile(path: string): Promise<Login> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw refused(`cannot be read (${codeOf(error)})`);
  });
  try {
    return fileSchema.parse(JSON.parse(text.slice(0, LARGEST)));
  } catch {
    throw refused('is not of the form {"user": "…", "password": "…"}');
  }
}

function refused(why: string): Failure {
  return new Failure(
    'state_conflict',
    `The file with the credentials for ClickHouse ${why}. Retrying does not help until whoever runs this server mends that file.`,
  );
}

import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { HOUR } from '../../base/time.ts';
import type { OwnNames } from '../../redact/redact.ts';
import type { ParsedLine } from '../line/common-terms.ts';
import type { IdNames } from '../line/ids.ts';
import type { Found, LogLine, RequestLog, SourceOutcome } from '../log.ts';
import { eachApart, inTimeOrder } from '../merge-logs.ts';
import { columnsOf } from './columns.ts';
import {
  type Among,
  columnsFor,
  type DescribedColumn,
  linesOf,
  lookupQuery,
  MOST_FOUND,
  type Plan,
  planFor,
  type Stretch,
} from './lookup-query.ts';
import { searchTable } from './search-query.ts';
import type { TableSource } from './source.ts';
import { following, type TableClient } from './table-client.ts';

/** A request whose first line is found so close to the beginning of the window may have begun before it. */
const EDGE = HOUR;
const MS = 1_000_000n;

export interface TableLogOptions {
  /** How answers name the table. */
  name: string;
  /** Further names that hold ids of requests. */
  idNames: IdNames;
  /** Names of further fields whose values are redacted. */
  ownNames: OwnNames;
  /** Whether lines that were found in the window answer a lookup, so that older ones are not looked for. */
  suffices(lines: readonly LogLine[], id: string): boolean;
  /** The present moment, in milliseconds since the epoch. */
  now(): number;
}

interface Part {
  lines: readonly ParsedLine[];
  omitted: number;
  /** Whether there are more than were counted. */
  isCut: boolean;
}

/**
 * A table as a `RequestLog`: it is asked for the last hours first, and for all that is older if these do not suffice.
 *
 * Rejects with a `Failure` where nothing could be searched; where only what is older could not, says so beside the lines.
 */
export function tableLog(
  table: CheckedTable,
  { name, idNames, ownNames, suffices, now }: TableLogOptions,
): RequestLog {
  const { source, client } = table;
  const place = `${source.database}.${source.table}`;

  const search = (
    id: string,
    among: Among,
    stretch: Stretch,
    signal: AbortSignal | undefined,
  ): Promise<Part> =>
    table.withPlan(async (plan) => {
      const query = lookupQuery(source, plan, id, among, stretch);
      if (query === null) return NOTHING;
      const { rows, omitted } = await client.ask(query, signal);
      const total = Math.max(rows[0]?.total ?? 0, rows.length + omitted);
      const lines = linesOf(rows, plan, { source: place, id, idNames, ownNames });
      return { lines, omitted: total - rows.length, isCut: total >= MOST_FOUND };
    }, signal);

  return {
    async find(id, { signal } = {}) {
      const from = now() - source.window;
      const plan = await table.plan(signal);
      const inWindow: Stretch = { from, before: null };
      const [byIds, byTexts] = await together(
        (either) => search(id, 'ids', inWindow, either),
        (either) => search(id, 'texts', inWindow, either).catch(failureOnly),
        signal,
      );
      const recent = [byIds, ...(byTexts instanceof Failure ? [] : [byTexts])];
      const isEnough = !isAtEdge(recent, from) && suffices(linesIn(recent), id);
      const older = isEnough
        ? null
        : await search(id, 'ids', { from: null, before: from }, signal).catch(failureOnly);
      const parts = older === null || older instanceof Failure ? recent : [older, ...recent];
      const records = inTimeOrder(
        parts.flatMap(({ lines }, file) => lines.map((line) => ({ ...line, file }))),
      );
      return {
        lines: records.map(({ line }) => line),
        moments: records.map(({ ns }) => ns),
        omitted: parts.reduce((sum, { omitted }) => sum + omitted, 0),
        isCut: parts.some(({ isCut }) => isCut),
        searched: {
          ...{ files: 0, lines: 0, from: null, to: null, skipped: [] },
          sources: [{ source: name, ...outcomeOf({ plan, id, from, older, byTexts, isEnough }) }],
        },
      } satisfies Found;
    },
    search: (criteria, { signal } = {}) =>
      eachApart(criteria, (of) => searchTable(table, { name, idNames, ownNames, now }, of, signal)),
  };
}

interface Outcome {
  plan: Plan;
  id: string;
  from: number;
  /** Null where what is older was not looked for. */
  older: Part | Failure | null;
  byTexts: Part | Failure;
  isEnough: boolean;
}

/** What was searched, in words, and what failed of it. Texts that could not be searched matter where nothing else answers. */
function outcomeOf({ plan, id, from, older, byTexts, isEnough }: Outcome): Omit<SourceOutcome, 'source'> {
  const ids = columnsFor(plan, id, 'ids');
  const texts = columnsFor(plan, id, 'texts');
  const searched = [
    `lines since ${new Date(from).toISOString()} by ${listed(byTexts instanceof Failure ? ids : [...ids, ...texts])}`,
    ...(byTexts instanceof Failure && isEnough
      ? [`not by ${listed(texts)}, which failed (${byTexts.code})`]
      : []),
    ...(older === null
      ? ['older lines not looked for']
      : older instanceof Failure
        ? []
        : [`all older lines by ${listed(ids)}`]),
  ].join('; ');
  if (older instanceof Failure)
    return {
      searched,
      failure: { code: older.code, reason: `Older lines could not be searched. ${older.message}` },
    };
  if (byTexts instanceof Failure && !isEnough)
    return {
      searched,
      failure: { code: byTexts.code, reason: `${listed(texts)} could not be searched. ${byTexts.message}` },
    };
  return { searched, failure: null };
}

function listed(columns: readonly string[]): string {
  return columns.length === 0 ? 'no column, as none can hold such an id' : columns.join(', ');
}

function linesIn(parts: readonly Part[]): LogLine[] {
  return parts.flatMap(({ lines }) => lines.map(({ line }) => line));
}

function isAtEdge(parts: readonly Part[], from: number): boolean {
  return parts.some(({ lines }) => lines.some(({ ns }) => ns !== null && ns < BigInt(from + EDGE) * MS));
}

const NOTHING: Part = { lines: [], omitted: 0, isCut: false };

function failureOnly(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  throw thrown;
}

/** A table that is asked only for columns which its own description has. */
export interface CheckedTable {
  readonly source: TableSource;
  readonly client: TableClient;
  /**
   * What can be asked of the table, by its description, which is asked for until it has come once.
   *
   * @throws Failure if it does not come, or lacks a column
   */
  plan(signal?: AbortSignal): Promise<Plan>;
  /** Runs `ask`; where it fails as a column may have been changed, the table is described anew by the next call. */
  withPlan<T>(ask: (plan: Plan) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function checkedTable(source: TableSource, client: TableClient): CheckedTable {
  let known: Plan | null = null;
  const plan = async (signal?: AbortSignal): Promise<Plan> => {
    known ??= planFor(columnsOf(source.columns), await describe(source, client, signal));
    return known;
  };
  return {
    source,
    client,
    plan,
    async withPlan(ask, signal) {
      try {
        return await ask(await plan(signal));
      } catch (thrown) {
        if (thrown instanceof Failure && thrown.code === 'state_conflict') known = null;
        throw thrown;
      }
    },
  };
}

const columnSchema = z
  .tuple([z.string(), z.string()], z.unknown())
  .transform(([name, type]): DescribedColumn => ({ name, type }));

async function describe(
  { database, table }: TableSource,
  client: TableClient,
  signal: AbortSignal | undefined,
) {
  const text = 'DESCRIBE TABLE {database:Identifier}.{table:Identifier}';
  const { rows } = await client.ask(
    { text, params: { database, table }, row: columnSchema, most: 10_000 },
    signal,
  );
  return rows;
}

/** Does two things at once. When one fails or `signal` is set off, the other is told to stop. */
async function together<First, Second>(
  first: (signal: AbortSignal) => Promise<First>,
  second: (signal: AbortSignal) => Promise<Second>,
  signal: AbortSignal | undefined,
): Promise<[First, Second]> {
  const { controller, leave } = following(signal);
  try {
    return await Promise.all([first(controller.signal), second(controller.signal)]);
  } catch (thrown) {
    controller.abort(thrown);
    throw thrown;
  } finally {
    leave();
  }
}

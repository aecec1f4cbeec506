import { columnsOf } from '../../src/logs/clickhouse/columns.ts';
import {
  type Among,
  lookupQuery,
  type Plan,
  planFor,
  type Stretch,
} from '../../src/logs/clickhouse/lookup-query.ts';
import { seenQuery } from '../../src/logs/clickhouse/open-table.ts';
import { searchTable } from '../../src/logs/clickhouse/search-query.ts';
import { readTableAddress } from '../../src/logs/clickhouse/source.ts';
import type { CheckedTable } from '../../src/logs/clickhouse/table-log.ts';
import { NO_ID_NAMES } from '../../src/logs/line/ids.ts';
import type { SearchCriteria } from '../../src/logs/log.ts';
import { NO_OWN_NAMES } from '../../src/redact/redact.ts';
import { median } from '../logs/stats.ts';
import type { Answer, Engine } from './engine.ts';
import { BEGAN_MS, BEGIN_MS, DAY_MS, END_MS, LINES_A_REQUEST } from './rows.ts';
import type { Table } from './tables.ts';

/** The database that all tables are made in, one after the other. */
export const DATABASE = 'bench';

/** What lookups of one kind cost: means, as one granule too many in twenty is what is looked for; of times the median. */
export interface Cost {
  rows: number;
  bytes: number;
  ms: number;
}

export interface Sizes {
  /** Of columns, skip indexes and projections, compressed, a row. */
  dataBytes: number;
  indexBytes: number;
  projectionBytes: number;
  /** Of the primary key, in memory while the table is in use, in all. */
  keyBytes: number;
  parts: number;
}

/** Which requests are asked for: of the last 24 hours, of before, or none that there is. */
export type Which = 'recent' | 'older' | 'none';

const HOUR_MS = DAY_MS / 24;
const FROM = END_MS - DAY_MS;
/** Otherwise the engine remembers which granules an id is not in, and reads nothing the second time. */
const COLD = 'SETTINGS use_query_condition_cache = 0';
const ABSENT_ID = "lower(hex(sipHash128(toUInt64(request), 'absent')))";

/** What the product knows of a table from its description. */
export async function planOf(engine: Engine, { table, columns }: Table): Promise<Plan> {
  const { rows } = await engine.ask(`DESCRIBE TABLE ${DATABASE}.${table}`);
  return planFor(
    columnsOf(columns),
    rows.map(({ name, type }) => ({ name: String(name), type: String(type) })),
  );
}

async function idsOf(
  engine: Engine,
  expression: string,
  which: Which,
  rows: number,
  count: number,
): Promise<string[]> {
  const requests = Math.floor(rows / LINES_A_REQUEST);
  const [since, until] = which === 'recent' ? [FROM, END_MS - 2_000] : [BEGIN_MS, FROM - 2_000];
  const { rows: found } = await engine.ask(
    `SELECT ${which === 'none' ? ABSENT_ID : expression} AS id FROM (SELECT number AS request FROM numbers(${requests})
      WHERE ${BEGAN_MS} >= ${since} AND ${BEGAN_MS} < ${until} ORDER BY sipHash64(number, 'choice') LIMIT ${count})`,
  );
  return found.map(({ id }) => String(id));
}

interface Asked {
  which: Which;
  /** How many rows the table has. */
  rows: number;
  /** How many ids are looked up. */
  count: number;
  /** Without skip indexes; the primary key and the partitions still work. */
  isBare?: boolean;
}

/**
 * Looks ids up as the product does: in the last 24 hours, by ids and in texts, and then among all that is older by ids.
 *
 * @throws Error if an id that is there is not found, or one that is not there is
 */
export async function costOf(
  engine: Engine,
  table: Table,
  plan: Plan,
  expression: string,
  { which, rows, count, isBare = false }: Asked,
): Promise<Cost> {
  const ask = async (id: string, among: Among, stretch: Stretch): Promise<Answer[]> => {
    const query = lookupQuery({ database: DATABASE, table: table.table }, plan, id, among, stretch);
    if (query === null) return [];
    return [await engine.ask(`${query.text} ${COLD}${isBare ? ', use_skip_indexes = 0' : ''}`, query.params)];
  };
  const costs: Cost[] = [];
  for (const id of await idsOf(engine, expression, which, rows, count)) {
    const recent = [
      ...(await ask(id, 'ids', { from: FROM, before: null })),
      ...(await ask(id, 'texts', { from: FROM, before: null })),
    ];
    const hasRecent = recent.some((answer) => answer.rows.length > 0);
    const older = hasRecent ? [] : await ask(id, 'ids', { from: null, before: FROM });
    const hasOlder = older.some((answer) => answer.rows.length > 0);
    if (hasRecent !== (which === 'recent') || hasOlder !== (which === 'older'))
      throw new Error(`${table.name}: a lookup of ${id} (${which}) is answered wrongly.`);
    const all = [...recent, ...older];
    const sum = (of: (answer: Answer) => number) => all.reduce((total, answer) => total + of(answer), 0);
    costs.push({
      rows: sum(({ rowsRead }) => rowsRead),
      bytes: sum(({ bytesRead }) => bytesRead),
      ms: sum(({ ms }) => ms),
    });
  }
  const mean = (of: (cost: Cost) => number) =>
    costs.reduce((total, cost) => total + of(cost), 0) / costs.length;
  return {
    rows: mean((cost) => cost.rows),
    bytes: mean((cost) => cost.bytes),
    ms: median(costs.map(({ ms }) => ms)),
  };
}

export async function sizesOf(engine: Engine, { table }: Table, rows: number): Promise<Sizes> {
  const { rows: found } = await engine.ask(
    `SELECT sum(data_compressed_bytes) AS data, sum(secondary_indices_compressed_bytes) AS indexes,
      sum(primary_key_bytes_in_memory) AS key, count() AS parts,
      (SELECT sum(bytes_on_disk) FROM system.projection_parts WHERE active AND database = {database:String} AND table = {table:String}) AS projections
    FROM system.parts WHERE active AND database = {database:String} AND table = {table:String}`,
    { database: DATABASE, table },
  );
  const [row = {}] = found;
  const projections = Number(row['projections'] ?? 0);
  return {
    // What is counted of a part holds its projections too.
    dataBytes: (Number(row['data']) - projections) / rows,
    indexBytes: Number(row['indexes']) / rows,
    projectionBytes: projections / rows,
    keyBytes: Number(row['key']),
    parts: Number(row['parts']),
  };
}

/** Counts the errors of the last 24 hours as the product does, with or without projections. */
export async function costOfSeen(
  engine: Engine,
  { table }: Table,
  plan: Plan,
  hasProjections: boolean,
): Promise<Cost> {
  const query = seenQuery({ database: DATABASE, table }, plan, FROM, null);
  if (query === null) throw new Error(`${table} has no columns of errors.`);
  const { rowsRead, bytesRead, ms } = await engine.ask(
    `${query.text} ${COLD}, optimize_use_projections = ${hasProjections ? 1 : 0}`,
    query.params,
  );
  return { rows: rowsRead, bytes: bytesRead, ms };
}

/** Searches without an id, over stretches of time that are as long in every table. */
export const SEARCHES: Readonly<Record<string, SearchCriteria>> = {
  'status 5xx, the last hour': { status: { from: 500, to: 599 }, since: END_MS - HOUR_MS },
  'failures of a workspace, the last hour': {
    isFailure: true,
    workspace: 'workspace-7',
    since: END_MS - HOUR_MS,
  },
  'calls of an operation, 15 min before a request': {
    ...{ method: 'POST', path: '/v1/tickets/4711', limit: 100 },
    ...{ since: END_MS - HOUR_MS, until: END_MS - HOUR_MS + 15 * 60_000 },
  },
};

/** Searches a table as the product does. */
export async function costOfSearch(
  engine: Engine,
  { table, address }: Table,
  plan: Plan,
  criteria: SearchCriteria,
): Promise<Cost> {
  const read = readTableAddress(address);
  if ('problems' in read) throw new Error(read.problems.join(' '));
  const cost: Cost = { rows: 0, bytes: 0, ms: 0 };
  const checked: CheckedTable = {
    source: { ...read.source, database: DATABASE, table },
    plan: async () => plan,
    withPlan: (ask) => ask(plan),
    client: {
      async ask({ text, params, row, most }) {
        const { rows, rowsRead, bytesRead, ms } = await engine.ask(
          `${text} ${COLD}, output_format_json_quote_64bit_integers = 1`,
          params,
        );
        cost.rows += rowsRead;
        cost.bytes += bytesRead;
        cost.ms += ms;
        const kept = rows.slice(0, most).map(({ 0: total, ...named }) => {
          const [moment, ...values] = Object.values(named);
          return row.parse([moment, total, ...values]);
        });
        return { rows: kept, omitted: rows.length - kept.length, read: rowsRead };
      },
    },
  };
  const options = { name: table, idNames: NO_ID_NAMES, ownNames: NO_OWN_NAMES, now: () => END_MS };
  await searchTable(checked, options, criteria, undefined);
  return cost;
}

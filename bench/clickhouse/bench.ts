import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { secondsOf } from '../logs/stats.ts';
import { Engine } from './engine.ts';
import { fill } from './fill.ts';
import {
  costOf,
  costOfSearch,
  costOfSeen,
  DATABASE,
  planOf,
  SEARCHES,
  sizesOf,
  type Which,
} from './measure.ts';
import {
  formatLookups,
  formatSearches,
  formatSeen,
  formatStorage,
  type Lookups,
  type Search,
  type Storage,
  verdict,
} from './report.ts';
import { DAYS } from './rows.ts';
import { clusterFile, SHARDS, shardsAsked } from './shards.ts';
import { TABLES, type Table } from './tables.ts';

const USAGE = `Usage: npm run bench:clickhouse -- [--minutes N] [--tables NAME,...]

Measures lookups of request ids and searches without one in ClickHouse: among 1 M rows, 10 M, and then as many as fit into the minutes.

  --minutes  about how long it may take (default 10); below 8 it may stop at less than 10 M rows
  --tables   some of ${TABLES.map(({ name }) => name).join(', ')} (default flat,otel)
`;

const MILLION = 1_000_000;
const FIRST_SIZES = [MILLION, 10 * MILLION];
/** A third size that is hardly larger tells nothing. */
const LEAST_GROWTH = 3;
const IDS = 20;
const IDS_WITHOUT_INDEX = 3;
/** Part of the free disk that may be filled: merging writes a part beside those that it is made of. */
const DISK_SHARE = 0.4;
/** More than a row of any of the tables takes on disk. */
const BYTES_A_ROW = 250;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, tables: { type: 'string', default: 'flat,otel' } },
});
const minutes = Number(values.minutes);
const chosen = values.tables.split(',').map((name) => TABLES.find((table) => table.name === name));
const tables = chosen.filter((table) => table !== undefined);

if (!(minutes > 0) || tables.length < chosen.length) {
  process.stderr.write(USAGE);
  process.exitCode = 1;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'error-catalog-clickhouse-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  await run(new Engine(join(folder, 'data'), clusterFile(folder)), folder);
  process.exit(process.exitCode ?? 0);
}

interface Measured {
  lookups: Lookups[];
  searches: Search[];
  storage: Storage[];
}

async function run(engine: Engine, folder: string): Promise<void> {
  const until = performance.now() + minutes * 60_000;
  const { rows: version } = await engine.ask('SELECT version() AS version');
  await engine.run(`CREATE DATABASE ${DATABASE}`);
  await engine.run(`USE ${DATABASE}`);
  const measured: Measured = { lookups: [], searches: [], storage: [] };
  const { lookups, searches, storage } = measured;
  for (const size of FIRST_SIZES) for (const table of tables) await measure(engine, table, size, measured);
  for (const [index, table] of tables.entries()) {
    const seconds = (until - performance.now()) / 1_000 / (tables.length - index);
    const size = Math.min(mostRows(table, seconds, storage), mostOnDisk(folder));
    if (size >= LEAST_GROWTH * (FIRST_SIZES.at(-1) ?? 0)) await measure(engine, table, size, measured);
  }
  console.log(`ClickHouse ${version[0]?.['version']}; the rows lie on ${DAYS} days; ${IDS} ids each\n`);
  for (const { name } of tables)
    console.log(`${formatLookups(lookups.filter(({ table }) => table === name))}\n`);
  console.log(`${formatSearches(searches)}\n`);
  console.log(`${formatStorage(storage)}\n`);
  console.log(`${formatSeen(storage)}\n`);
  for (const line of verdict(lookups)) console.log(line);
  for (const line of await formatShards(engine)) console.log(line);
}

/** Of tables over shards that the hash of one column chooses, how many a lookup by that column asks. */
async function formatShards(engine: Engine): Promise<string[]> {
  const lines: string[] = [];
  for (const table of tables) {
    const [column, other] =
      table.columns.preset === 'otel' ? ['TraceId', 'LogAttributes'] : ['request_id', 'trace_id'];
    await engine.run(table.ddl.replace(/;\s*$/, ''));
    const plain = await shardsAsked(engine, table, column, column, 'req_1');
    const hex = await shardsAsked(engine, table, column, column, '4bf92f3577b34da6a3ce929d0e0e4736');
    const others = await shardsAsked(engine, table, column, other, 'req_1');
    await engine.run(`DROP TABLE ${table.table} SYNC`);
    const by = `${plain} by ${column} (${hex} for an id in hex, in either case), ${others} by ${other}`;
    lines.push(`shards asked, ${table.name} sharded by ${column} over ${SHARDS}: ${by}`);
  }
  return lines;
}

/** Fills a table with so many rows, asks it all that there is to ask, and drops it. */
async function measure(
  engine: Engine,
  table: Table,
  size: number,
  { lookups, searches, storage }: Measured,
): Promise<void> {
  process.stderr.write(`${table.name}: ${Math.round(size / MILLION)} M rows\n`);
  const seconds = await secondsOf(() => fill(engine, table, size));
  const plan = await planOf(engine, table);
  const asking = await secondsOf(async () => {
    for (const [of, expression] of Object.entries(table.ids)) {
      const which: Which[] = of === 'text' ? ['recent'] : ['recent', 'older', 'none'];
      for (const each of which) {
        const asked = { which: each, rows: size };
        const cost = await costOf(engine, table, plan, expression, { ...asked, count: IDS });
        const isBare = true;
        const bare = await costOf(engine, table, plan, expression, {
          ...asked,
          count: IDS_WITHOUT_INDEX,
          isBare,
        });
        lookups.push({ table: table.name, of, which: each, size, cost, bare });
      }
    }
  });
  for (const [of, criteria] of Object.entries(SEARCHES))
    searches.push({
      ...{ table: table.name, of, size },
      cost: await costOfSearch(engine, table, plan, criteria),
    });
  const seen = await costOfSeen(engine, table, plan, true);
  const counted = await costOfSeen(engine, table, plan, false);
  storage.push({
    table: table.name,
    size,
    seconds,
    asking,
    seen,
    counted,
    ...(await sizesOf(engine, table, size)),
  });
  await engine.run(`DROP TABLE ${table.table} SYNC`);
}

/** How many rows fit into the seconds, by what the last size took; asking grows with the rows as well. */
function mostRows({ name }: Table, seconds: number, storage: readonly Storage[]): number {
  const last = storage.filter(({ table }) => table === name).at(-1);
  if (last === undefined) return 0;
  const rows = (seconds / (last.seconds + last.asking)) * last.size;
  return Math.floor(rows / MILLION) * MILLION;
}

function mostOnDisk(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize * DISK_SHARE) / BYTES_A_ROW / MILLION) * MILLION;
}

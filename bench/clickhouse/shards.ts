import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookupQuery } from '../../src/logs/clickhouse/lookup-query.ts';
import type { Engine } from './engine.ts';
import { DATABASE, planOf } from './measure.ts';
import type { Table } from './tables.ts';

/** Nothing listens there: the plan of a query tells how many shards it would ask. */
const PORTS = [9101, 9102, 9103, 9104, 9105, 9106, 9107, 9108];
export const SHARDS = PORTS.length;
const CLUSTER = 'shards';
/** Every query of the product carries this setting. */
const AS_THE_PRODUCT = 'SETTINGS optimize_skip_unused_shards = 1';

/** Writes the configuration of a cluster, for the engine to be opened with; gives its path. */
export function clusterFile(folder: string): string {
  const shards = PORTS.map(
    (port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`,
  );
  const path = join(folder, 'cluster.xml');
  writeFileSync(
    path,
    `<clickhouse><remote_servers><${CLUSTER}>${shards.join('')}</${CLUSTER}></remote_servers></clickhouse>`,
  );
  return path;
}

/**
 * How many shards the product's query for an id in column `asked` reads from, where the hash of `column` chooses the shard
 * of a row: as many as there are streams in the step right above the one that reads from shards.
 */
export async function shardsAsked(
  engine: Engine,
  table: Table,
  column: string,
  asked: string,
  id: string,
): Promise<number> {
  const name = `${table.table}_of_shards`;
  await engine.run(
    `CREATE TABLE ${name} AS ${table.table} ENGINE = Distributed(${CLUSTER}, ${DATABASE}, ${table.table}, sipHash64(${column}))`,
  );
  const whole = await planOf(engine, { ...table, columns: { ...table.columns, id: null } });
  const ids = whole.ids.filter((each) => each.column === asked);
  const plan = { ...whole, ids, maps: whole.maps.filter((map) => map === asked), texts: [] };
  const query = lookupQuery({ database: DATABASE, table: name }, plan, id, 'ids', {
    from: null,
    before: null,
  });
  const { rows } = await engine.ask(
    `EXPLAIN PIPELINE ${query?.text} ${AS_THE_PRODUCT}, prefer_localhost_replica = 0`,
    query?.params,
  );
  await engine.run(`DROP TABLE ${name}`);
  const steps = rows.map((row) => String(Object.values(row)[0]));
  const remote = steps.findIndex((step) => step.includes('ReadFromRemote'));
  if (remote === -1) throw new Error(`No shard is asked by ${query?.text}`);
  const width = /× (\d+)|(\d+) →/.exec(steps[remote - 1] ?? '') ?? [];
  return Number(width[1] ?? width[2] ?? 1);
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lookupQuery } from '../../src/requests/clickhouse/lookup-query.ts';
import type { Engine } from './engine.ts';
import { DATABASE, planOf } from './measure.ts';
import type { Table } from './tables.ts';

/** Nothing listens there: which shards a query asks is told by the ports that it fails to reach. */
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

/** How many shards each of these ids makes the product's query ask, where `column` chooses the shard of a row. */
export async function shardsAsked(
  engine: Engine,
  table: Table,
  column: string,
  ids: readonly string[],
): Promise<number[]> {
  const name = `${table.table}_of_shards`;
  await engine.run(
    `CREATE TABLE ${name} AS ${table.table} ENGINE = Distributed(${CLUSTER}, ${DATABASE}, ${table.table}, sipHash64(${column}))`,
  );
  const whole = await planOf(engine, table);
  const plan = { ...whole, ids: whole.ids.filter((each) => each.column === column), maps: [], texts: [] };
  const counts: number[] = [];
  for (const id of ids) {
    const query = lookupQuery({ database: DATABASE, table: name }, plan, id, 'ids', {
      from: null,
      before: null,
    });
    const asked = await engine
      .ask(`${query?.text} ${AS_THE_PRODUCT}, prefer_localhost_replica = 0`, query?.params)
      .then(
        () => '',
        (error: Error) => error.message,
      );
    counts.push(PORTS.filter((port) => asked.includes(`:${port}`)).length);
  }
  await engine.run(`DROP TABLE ${name}`);
  return counts;
}

import { setTimeout } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { DATABASE } from './measure.ts';
import { DAYS } from './rows.ts';
import type { Table } from './tables.ts';

/** For how many milliseconds merges are waited for. */
const PATIENCE = 120_000;

/** Makes the table and inserts `size` rows, a day after the other, as they would have come. */
export async function fill(engine: Engine, { ddl, insert }: Table, size: number): Promise<void> {
  await engine.run(ddl.replace(/;\s*$/, ''));
  for (let day = 0; day < DAYS; day += 1) await engine.run(insert(day, size / DAYS));
  await merged(engine);
}

/** Waits until the engine no longer merges parts. */
async function merged(engine: Engine): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (let quiet = 0; quiet < 3 && performance.now() < until; ) {
    await setTimeout(500);
    const { rows } = await engine.ask(
      'SELECT count() AS merges FROM system.merges WHERE database = {database:String}',
      {
        database: DATABASE,
      },
    );
    quiet = Number(rows[0]?.['merges']) === 0 ? quiet + 1 : 0;
  }
}

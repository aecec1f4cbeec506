import * as z from 'zod';
import { Failure } from '../../errors.ts';
import { columnsOf } from './columns.ts';
import { type DescribedColumn, type Plan, planFor } from './plan.ts';
import type { TableSource } from './source.ts';
import type { TableClient } from './table-client.ts';

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

import * as z from 'zod';
import type { Query } from './query.ts';
import type { TableSource } from './source.ts';

/** What the system tables of ClickHouse tell of a table, and where it stands. */
export const FACTS = {
  /** `[engine, primary key, rows, bytes]`, one row. */
  table: {
    what: 'size and engine',
    from: 'system.tables',
    text: 'SELECT engine, primary_key, toString(total_rows), toString(total_bytes) FROM system.tables WHERE database = {database:String} AND name = {table:String}',
  },
  /** `[type, expression]` a row. */
  indexes: {
    what: 'indexes',
    from: 'system.data_skipping_indices',
    text: 'SELECT type, expr FROM system.data_skipping_indices WHERE database = {database:String} AND table = {table:String}',
  },
  /** `[oldest, newest, how many]`, one row. */
  partitions: {
    what: 'partitions',
    from: 'system.parts',
    text: "SELECT min(partition), max(partition), toString(uniqExact(partition)) FROM system.parts WHERE active AND partition != 'tuple()' AND database = {database:String} AND table = {table:String}",
  },
} as const;

export type Fact = keyof typeof FACTS;

/** A query for one of these. */
export function factsQuery(name: Fact, { database, table }: TableSource): Query<(string | null)[]> {
  return {
    text: FACTS[name].text,
    params: { database, table },
    row: z.array(z.string().nullable()),
    most: 10_000,
  };
}

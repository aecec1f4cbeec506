import { readFileSync } from 'node:fs';
import { type ColumnChoice, readTableAddress } from '../../src/logs/clickhouse/source.ts';
import { insertFlat, insertOtel, REQUEST_ID, TEXT_ID, TRACE_ID } from './rows.ts';

/** A design of the table, and what it is asked for. */
export interface Table {
  readonly name: string;
  readonly table: string;
  readonly ddl: string;
  /** As a user would give it. */
  readonly address: string;
  readonly columns: ColumnChoice;
  readonly insert: (day: number, count: number) => string;
  /** Where the id stands that is asked for, and the expression that makes it from the number of a request. */
  readonly ids: Readonly<Record<string, string>>;
}

const OTEL = {
  table: 'otel_logs',
  ...addressed('preset=otel'),
  insert: insertOtel,
  ids: { 'trace id': TRACE_ID, attribute: REQUEST_ID, text: TEXT_ID },
} as const;

const FLAT = {
  table: 'request_logs',
  ddl: readFileSync('docs/clickhouse-flat.sql', 'utf8'),
  insert: insertFlat,
} as const;

export const TABLES: readonly Table[] = [
  {
    name: 'flat',
    ...FLAT,
    ...addressed('preset=flat'),
    ids: { 'request id': REQUEST_ID, 'trace id': TRACE_ID },
  },
  {
    name: 'flat-by-request-id',
    ...FLAT,
    ...addressed('preset=flat&id=request_id'),
    ids: { 'request id': REQUEST_ID },
  },
  { name: 'otel', ddl: readFileSync('test/clickhouse/tables/otel.sql', 'utf8'), ...OTEL },
  {
    name: 'otel-before-0.151',
    ddl: readFileSync('test/clickhouse/tables/otel-before-0.151.sql', 'utf8'),
    ...OTEL,
  },
];

function addressed(parameters: string): { address: string; columns: ColumnChoice } {
  const address = `clickhouse://localhost/bench/logs?${parameters}`;
  const read = readTableAddress(address);
  if ('problems' in read) throw new Error(read.problems.join(' '));
  return { address, columns: read.source.columns };
}

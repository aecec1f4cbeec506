import { readFileSync } from 'node:fs';
import { type OpenTable, openTable } from '../../src/logs/clickhouse/open-table.ts';
import { readTableAddress, type TableSource } from '../../src/logs/clickhouse/source.ts';
import { NO_ID_NAMES } from '../../src/logs/line/ids.ts';
import type { RequestLog } from '../../src/logs/log.ts';
import { NO_OWN_NAMES } from '../../src/redact/redact.ts';
import { isoWithNanoseconds, type LogRecord, momentOf } from '../logs/contract/records.ts';
import type { RunningEngine } from './engine/start.ts';

/** A kind of table that request logs live in. */
export interface Kind {
  /** Its definition, with the name that stands in it. */
  ddl: string;
  table: string;
  parameters: string;
  row(record: LogRecord, moment: string): Record<string, unknown>;
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const otelRow: Kind['row'] = (record, moment) => {
  const { trace_id, level, service, message, ago: _, fields, ...others } = record;
  const attributes = Object.entries(others).map(([name, value]) => [name, String(value)]);
  return {
    Timestamp: moment,
    TraceId: trace_id ?? '',
    SeverityText: level ?? '',
    ServiceName: service ?? '',
    Body: message ?? '',
    LogAttributes: { ...Object.fromEntries(attributes), ...fields },
    ResourceAttributes: service === undefined ? {} : { 'service.name': service },
  };
};

const MAP_DDL = `CREATE TABLE events (
  at DateTime64(6), rid Nullable(String), tid FixedString(32), uid UUID, lvl Enum8('' = 0, 'error' = 1, 'warn' = 2), app LowCardinality(String),
  tenant String, verb String, uri String, http UInt16, err LowCardinality(Nullable(String)), txt String,
  tags Map(String, String), INDEX by_rid rid TYPE bloom_filter GRANULARITY 1,
  INDEX by_txt txt TYPE tokenbf_v1(4096, 3, 0) GRANULARITY 1
) ENGINE = MergeTree ORDER BY at`;

export const KINDS = {
  otel: { ddl: read('tables/otel.sql'), table: 'otel_logs', parameters: 'preset=otel', row: otelRow },
  'otel before 0.151': {
    ...{
      ddl: read('tables/otel-before-0.151.sql'),
      table: 'otel_logs',
      parameters: 'preset=otel',
      row: otelRow,
    },
  },
  flat: {
    ddl: read('../../docs/clickhouse-flat.sql'),
    table: 'request_logs',
    parameters: 'preset=flat',
    row: ({ ago: _, ...terms }, time) => ({ time, ...terms }),
  },
  'flat, with all columns looked into': {
    ddl: read('../../docs/clickhouse-flat.sql'),
    table: 'request_logs',
    parameters: 'preset=flat&text=message&attributes=fields',
    row: ({ ago: _, ...terms }, time) => ({ time, ...terms }),
  },
  map: {
    ddl: MAP_DDL,
    table: 'events',
    parameters:
      'preset=map&time=at&id=rid,tid&level=lvl&service=app&workspace=tenant&method=verb&path=uri&status=http&code=err&message=txt&text=txt&attributes=tags',
    row: (record, at) => ({
      ...{ at, rid: record.request_id ?? null, tid: record.trace_id ?? '', lvl: record.level ?? '' },
      ...{ app: record.service ?? '', tenant: record.workspace ?? '', verb: record.method ?? '' },
      ...{
        uri: record.path ?? '',
        http: record.status ?? 0,
        err: record.code ?? null,
        txt: record.message ?? '',
      },
      tags: record.fields ?? {},
    }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

let databases = 0;

/** A table of this kind with these records, in a database of its own; its address has `parameters` beside those of the kind. */
export async function tableWith(
  engine: RunningEngine,
  { ddl, table, parameters, row }: Kind,
  records: readonly LogRecord[],
  more = '',
): Promise<TableSource> {
  databases += 1;
  const database = `logs_${databases}`;
  await engine.exec(`CREATE DATABASE ${database}`);
  await engine.exec(
    ddl.replace(/(CREATE TABLE (?:IF NOT EXISTS )?)(\w+)/, `$1${database}.$2`).replace(/;\s*$/, ''),
  );
  const now = Date.now();
  const rows = records.map((record) => row(record, isoWithNanoseconds(momentOf(record, now))));
  if (rows.length > 0) await engine.insert(`${database}.${table}`, rows);
  const address = `clickhouse://${engine.host}:${engine.port}/${database}/${table}?tls=off&${parameters}${more}`;
  return sourceOf(address);
}

export function sourceOf(address: string): TableSource {
  const found = readTableAddress(address);
  if ('problems' in found) throw new Error(found.problems.join(' '));
  return found.source;
}

/** The table as a server opens it. */
export function opened(
  source: TableSource,
  options: Partial<Parameters<typeof openTable>[1]> = {},
): OpenTable {
  return openTable(source, {
    name: source.name,
    idNames: NO_ID_NAMES,
    ownNames: NO_OWN_NAMES,
    suffices: (lines) => lines.some(({ mentioned_in }) => mentioned_in === undefined),
    now: Date.now,
    login: { user: 'default', password: '' },
    workspace: null,
    ...options,
  });
}

/** What a lookup fails with; null where it does not. */
export async function failureOf(log: RequestLog, id = 'req_1') {
  return await log.find(id).then(
    () => null,
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );
}

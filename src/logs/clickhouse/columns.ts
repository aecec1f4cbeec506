/** Which columns of a table hold what: by a preset, or by the map that a person wrote. */

import { ALIASES } from '../line/aliases.ts';
import type { ColumnChoice } from './source.ts';

/** A column that answers show, and where its value stands in the record that is read as a log line. */
export interface Shown {
  column: string;
  path: readonly string[];
  /** Whether the table may lack it. */
  isOptional: boolean;
}

/** A value that errors are counted by: of a column, or of the first of some keys of a map. */
export type Counted = { column: string } | { map: string; keys: readonly string[] };

/** The columns of a table in the terms of this program. */
export interface ColumnMap {
  time: string;
  /** A second column with the time to the second by which older tables are partitioned; null for none. */
  partitionTime: string | null;
  /** Columns that hold the id of the line's own request or trace, and nothing else. */
  ids: readonly string[];
  /** Maps of attributes in whose values an id is looked for. */
  maps: readonly string[];
  /** Columns of text in which an id is looked for as a token. */
  texts: readonly string[];
  shown: readonly Shown[];
  counted: { code: Counted | null; status: Counted | null; workspace: Counted | null; id: string };
}

const show = (column: string, ...path: string[]): Shown => ({ column, path, isOptional: false });
const optionalColumn = (column: string, ...path: string[]): Shown => ({ column, path, isOptional: true });

/** Attributes that hold a status, by OpenTelemetry's conventions of today and of before, and by those of loggers. */
const STATUS_KEYS = [
  ...['http.response.status_code', 'http.status_code', 'status', 'status_code', 'statusCode', 'http.status'],
];

/**
 * The table that the OpenTelemetry Collector's ClickHouse exporter makes, in its present form and that of before
 * (with `TimestampTime`). Its columns take the names of OTLP's JSON, so that they are read as such a record is.
 */
const OTEL: ColumnMap = {
  time: 'Timestamp',
  partitionTime: 'TimestampTime',
  ids: ['TraceId'],
  maps: ['LogAttributes'],
  texts: ['Body'],
  shown: [
    show('TraceId', 'traceId'),
    optionalColumn('SpanId', 'spanId'),
    show('SeverityText', 'severityText'),
    optionalColumn('SeverityNumber', 'severityNumber'),
    show('ServiceName', 'resource', 'attributes', 'service.name'),
    show('Body', 'body'),
    show('LogAttributes', 'attributes'),
    show('ResourceAttributes', 'resource', 'attributes'),
    optionalColumn('ScopeName', 'scope', 'name'),
    optionalColumn('EventName', 'eventName'),
  ],
  counted: {
    code: { map: 'LogAttributes', keys: [...ALIASES.code, 'errorCode'] },
    status: { map: 'LogAttributes', keys: STATUS_KEYS },
    workspace: { map: 'LogAttributes', keys: ALIASES.workspace },
    id: 'TraceId',
  },
};

/** Our own table; its definition stands in `docs/clickhouse-flat.sql`. */
const FLAT: ColumnMap = {
  time: 'time',
  partitionTime: null,
  ids: ['request_id', 'trace_id'],
  // They have no index, as most ids need none there.
  maps: [],
  texts: [],
  shown: [
    ...['request_id', 'trace_id', 'level', 'service', 'workspace', 'method', 'path', 'status', 'duration_ms'],
    ...['code', 'message', 'fields'],
  ].map((column) => show(column, column)),
  counted: {
    code: { column: 'code' },
    status: { column: 'status' },
    workspace: { column: 'workspace' },
    id: 'request_id',
  },
};

const PRESETS = { otel: OTEL, flat: FLAT } as const;

/** Names under which the columns of a map that hold ids are known as such. */
const ID_NAMES = ['request_id', 'trace_id', 'correlation_id'];

/** The columns that an address chooses: those of a preset, perhaps with others to look into, or those that it names. */
export function columnsOf(choice: ColumnChoice): ColumnMap {
  if (choice.preset === 'map') return columnsOfMap(choice);
  const columns = PRESETS[choice.preset];
  const ids = choice.id ?? columns.ids;
  const maps = choice.attributes ?? columns.maps;
  const texts = choice.text ?? columns.texts;
  const known = columns.shown.map(({ column }) => column);
  const others = [...new Set([...ids, ...maps, ...texts])].filter((column) => !known.includes(column));
  return {
    ...columns,
    ids,
    maps,
    texts,
    shown: [...columns.shown, ...others.map((column) => show(column, column))],
  };
}

function columnsOfMap({ time, id, attributes, text, rest, terms }: ColumnChoice): ColumnMap {
  const [ids, maps, texts] = [id ?? [], attributes ?? [], text ?? []];
  const one = (column: string | undefined): Counted | null => (column === undefined ? null : { column });
  const named = Object.values(terms);
  const others = [...maps, ...texts, ...rest].filter((column) => !named.includes(column));
  return {
    ...{ time, partitionTime: null, ids, maps, texts },
    shown: [
      ...ids.map((column, index) => show(column, ID_NAMES[index] ?? `${column}.request_id`)),
      ...Object.entries(terms).map(([term, column]) => show(column, term)),
      ...[...new Set(others)].map((column) => show(column, column)),
    ],
    counted: {
      code: one(terms.code),
      status: one(terms.status),
      workspace: one(terms.workspace),
      id: ids[0] ?? time,
    },
  };
}

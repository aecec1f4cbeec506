import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { ALIASES } from '../line/aliases.ts';
import type { Plan } from './lookup-query.ts';
import type { ColumnChoice, TableSource } from './source.ts';
import type { Query } from './table-client.ts';
import type { CheckedTable } from './table-log.ts';

/** What the database tells of a table; null where it does not tell it to this user. */
export interface TableFacts {
  rows: number | null;
  /** Compressed. */
  bytes: number | null;
  /** Null too where it has none. */
  partitions: { oldest: string; newest: string; count: number } | null;
  /** The columns that a lookup looks into, and whether an index serves that. */
  columns: readonly { column: string; isIndexed: boolean | null }[];
  /** Whether a column holds the workspace of a line. */
  hasWorkspace: boolean;
  /** What is not told, and why, in a sentence. */
  untold: readonly { what: string; reason: string }[];
}

/** A skipping index: its type, and the expression that it is of. */
interface SkipIndex {
  type: string;
  of: string;
}

/**
 * Asks for the description of a table, its size and its indexes.
 *
 * @throws Failure if the description does not come or fit; what fails besides is left untold
 */
export async function factsOf(table: CheckedTable, signal?: AbortSignal): Promise<TableFacts> {
  const { source, client } = table;
  const plan = await table.plan(signal);
  const untold: { what: string; reason: string }[] = [];
  const ask = async (name: Fact) => {
    const { what, from } = FACTS[name];
    try {
      return (await client.ask(factsQuery(name, source), signal)).rows;
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      const isForbidden = thrown.code === 'forbidden_by_scope';
      untold.push({ what, reason: isForbidden ? `The user may not read ${from}.` : thrown.message });
      return null;
    }
  };
  const [size, indexes, partitions] = await Promise.all([ask('table'), ask('indexes'), ask('partitions')]);
  const [engine, key, rows, bytes] = size?.[0] ?? [];
  const [oldest, newest, count] = partitions?.[0] ?? [];
  const isOwnStore = engine === undefined || engine === null || engine.endsWith('MergeTree');
  if (!isOwnStore)
    untold.push({
      what: 'indexes',
      reason: `A table of engine ${engine} has those of the tables behind it.`,
    });
  const skip = indexes?.map(([type, of]) => ({ type: String(type), of: String(of) })) ?? null;
  return {
    rows: numberOf(rows),
    bytes: numberOf(bytes),
    partitions:
      Number(count ?? 0) > 0
        ? { oldest: String(oldest), newest: String(newest), count: Number(count) }
        : null,
    columns: indexedColumns(plan, isOwnStore ? skip : null, key ?? ''),
    hasWorkspace: plan.counted.workspace !== null,
    untold,
  };
}

function indexedColumns({ ids, maps, texts }: Plan, skip: readonly SkipIndex[] | null, key: string) {
  const [first = ''] = key.split(/,(?![^(]*\))/);
  const isFirst = (column: string) => unquoted(first) === column;
  const has = (column: string, fits: (index: SkipIndex) => boolean) => {
    if (isFirst(column)) return true;
    return skip === null ? null : skip.some((index) => names(index.of, column) && fits(index));
  };
  // The least and the greatest of ids in no order tell nothing, and of a map its values are looked into.
  const ofIds = ({ type }: SkipIndex) => type !== 'minmax';
  const ofValues = ({ of, type }: SkipIndex) => type !== 'minmax' && of.includes('mapValues');
  const ofTokens = ({ type }: SkipIndex) =>
    /^(?:tokenbf|ngrambf|sparse_grams|text|full_text|inverted)/.test(type);
  return [
    ...ids.map(({ column }) => ({ column, isIndexed: has(column, ofIds) })),
    ...maps.map((column) => ({ column, isIndexed: has(column, ofValues) })),
    ...texts.map((column) => ({ column, isIndexed: has(column, ofTokens) })),
  ];
}

/** Whether an expression is of a column. */
function names(expression: string, column: string): boolean {
  const plain = unquoted(expression);
  return plain === column || plain.split(/[^\p{L}\p{N}_.]+/u).includes(column);
}

function unquoted(expression: string): string {
  return expression.replaceAll('`', '').trim();
}

function numberOf(text: string | null | undefined): number | null {
  return text === null || text === undefined || !/^\d+$/.test(text) ? null : Number(text);
}

/** What the system tables of ClickHouse tell of a table, and where it stands. */
const FACTS = {
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

type Fact = keyof typeof FACTS;

/** A query for one of these. */
function factsQuery(name: Fact, { database, table }: TableSource): Query<(string | null)[]> {
  return {
    text: FACTS[name].text,
    params: { database, table },
    row: z.array(z.string().nullable()),
    most: 10_000,
  };
}

/** Which columns of a table hold what: by a preset, or by the map that a person wrote. */

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

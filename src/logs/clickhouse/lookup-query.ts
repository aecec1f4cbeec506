import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { isObject } from '../../base/objects.ts';
import { trimEnd } from '../../base/text.ts';
import type { ParsedLine } from '../line/common-terms.ts';
import { type LineContext, parseRecord } from '../line/parse-line.ts';
import { safeLine } from '../line/safe-line.ts';
import { caseSpellings, needsName, tokenRule, uuidOf } from '../token.ts';
import type { ColumnMap, Counted, Shown } from './columns.ts';
import type { Query } from './table-client.ts';

/** Which part of the time a query searches, in milliseconds since the epoch. */
export interface Stretch {
  /** From this moment on; null for no beginning. */
  from: number | null;
  /** Before this moment; null for no end. */
  before: number | null;
}

/** Which columns a query looks into: those of ids and attributes, which have indexes, or texts, where that may be dear. */
export type Among = 'ids' | 'texts';

/** The moment in nanoseconds since 1970, null where the row tells none; how many rows were found in all; and values. */
export const rowSchema = z
  .tuple(
    [
      z
        .string()
        .regex(/^-?\d{1,20}$/)
        .nullable(),
      // A number or a text by the version of the server.
      z.coerce
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ],
    z.unknown(),
  )
  .transform(([ns, total, ...values]) => ({ ns: ns === null ? null : BigInt(ns), total, values }));

/** A row that may carry an id, with the values of the columns that a plan shows. */
export type FoundRow = z.infer<typeof rowSchema>;

/** How many rows one condition may find, before the first and last of them are chosen. */
export const MOST_FOUND = 10_000;
/** How many of the first rows, and of the last, are sent. */
const EACH_END = 500;
/** How many bytes of a text are sent. */
export const LONGEST_TEXT = 262_144;

/** Ends of the names of attributes that hold ids; which of them do is judged by the lines that come. */
const ID_NAMES = '(?i)(ids?|guid|request|req|correlation|trace|traceparent|span|ray)$';

/** A moment as a number to sort by. Only a column of nanoseconds is counted in these: others may hold more of them than fit. */
export const MOMENT = {
  nano: { sortable: 'toUnixTimestamp64Nano({time:Identifier})', shown: 'toString(_moment)' },
  micro: {
    sortable: 'toUnixTimestamp64Micro(toDateTime64({time:Identifier}, 6))',
    shown: "concat(toString(_moment), '000')",
  },
} as const;

/**
 * The rows of a table that may carry `id`, in time order. Null where the id can stand in none of these columns. What is
 * looked for in texts leaves out what the query among ids finds.
 *
 * One SELECT for each column that the id may stand in, as ClickHouse uses no index where OR joins columns. A row that
 * one SELECT finds is left out of those behind it.
 */
export function lookupQuery(
  { database, table }: { database: string; table: string },
  plan: Plan,
  id: string,
  among: Among,
  stretch: Stretch,
): Query<FoundRow> | null {
  const inIds = conditionsOnIds(plan, id);
  const conditions = among === 'ids' ? inIds : conditionsOnTexts(plan, id);
  if (conditions.length === 0) return null;
  const before = among === 'ids' ? [] : inIds;
  const columns = plan.shown.map(({ isText }, index) => {
    const column = `{shown${index}:Identifier}`;
    return `${isText ? `substring(toString(${column}), 1, {longest:UInt32})` : column} AS _${index}`;
  });
  const moment = MOMENT[plan.precision];
  const within = timeConditions(plan, stretch);
  const selects = conditions.map((condition, index) => {
    const others = [...before, ...conditions.slice(0, index)].map((other) => `NOT ifNull(${other}, 0)`);
    return `SELECT ${[`${moment.sortable} AS _moment`, ...columns].join(', ')} FROM {database:Identifier}.{table:Identifier} WHERE ${[...within, condition, ...others].join(' AND ')} LIMIT {most:UInt32}`;
  });
  const names = plan.shown.map((_, index) => `_${index}`);
  return {
    text: `SELECT ${[moment.shown, '_total', ...names].join(', ')} FROM (SELECT *, count() OVER () AS _total, row_number() OVER (ORDER BY _moment) AS _row FROM (${selects.join(' UNION ALL ')})) WHERE _row <= {end:UInt32} OR _row + {end:UInt32} > _total ORDER BY _row`,
    row: rowSchema,
    most: 2 * EACH_END,
    params: {
      ...{ database, table, most: MOST_FOUND, end: EACH_END, longest: LONGEST_TEXT },
      ...timeParams(plan, stretch),
      ...{ ids: caseSpellings(id), spellings: tokenRule(id).spellings, ...tokensOf(id) },
      ...numbered(
        'spellings',
        plan.ids.map((column) => spellingsFor(column, id)),
      ),
      ...(uuidOf(id) !== null && { uuid: uuidOf(id) }),
      ...(needsName(id) && { id_names: ID_NAMES }),
      ...numbered(
        'id',
        plan.ids.map(({ column }) => column),
      ),
      ...numbered('map', plan.maps),
      ...numbered('text', plan.texts),
      ...numbered(
        'shown',
        plan.shown.map(({ column }) => column),
      ),
    },
  };
}

/** The columns in which such a query looks for `id`; none where none can hold it. */
export function columnsFor({ ids, maps, texts }: Plan, id: string, among: Among): string[] {
  if (among === 'texts') return hasToken(id) ? [...texts] : [];
  return [...ids.filter((each) => canHold(each, id)).map(({ column }) => column), ...maps];
}

/** The spellings of `id` that a column of texts can hold: ClickHouse refuses a longer one for a FixedString. */
function spellingsFor({ longest }: IdColumn, id: string): string[] {
  const spellings = caseSpellings(id);
  return longest === null ? spellings : spellings.filter(({ length }) => length <= longest);
}

function canHold(column: IdColumn, id: string): boolean {
  return column.isUuid ? uuidOf(id) !== null : spellingsFor(column, id).length > 0;
}

/** Of an id that may be any number, only its name tells that it is one. */
function conditionsOnIds({ ids, maps }: Plan, id: string): string[] {
  const inIds = ids.flatMap((column, index) => {
    if (!canHold(column, id)) return [];
    return column.isUuid
      ? `{id${index}:Identifier} = {uuid:UUID}`
      : `{id${index}:Identifier} IN {spellings${index}:Array(String)}`;
  });
  const inMaps = maps.map((_, index) => {
    const map = `{map${index}:Identifier}`;
    const holds = `hasAny(mapValues(${map}), {ids:Array(String)})`;
    if (!needsName(id)) return holds;
    return `${holds} AND arrayExists((k, v) -> has({ids:Array(String)}, v) AND match(k, {id_names:String}), mapKeys(${map}), mapValues(${map}))`;
  });
  return [...inIds, ...inMaps].map((condition) => `(${condition})`);
}

/** Tables index the tokens of a text, or of the text in lower case: either condition can use its index. */
function conditionsOnTexts({ texts }: Plan, id: string): string[] {
  if (!hasToken(id)) return [];
  return texts.map((_, index) => {
    const column = `{text${index}:Identifier}`;
    const inAnyCase = ['token', 'token_in_lower', 'token_in_upper'].map(
      (token) => `hasToken(${column}, {${token}:String})`,
    );
    return `((${inAnyCase.join(' OR ')}) AND hasToken(lower(${column}), {lower_token:String}) AND multiSearchAny(${column}, {spellings:Array(String)}))`;
  });
}

/** The token of each spelling in another case. Of an id that has no other, the query is the same with the same token. */
function tokensOf(id: string) {
  const [token, low, up] = [id, id.toLowerCase(), id.toUpperCase()].map((spelling) =>
    tokenOf(caseSpellings(id).includes(spelling) ? spelling : id),
  );
  return { token, token_in_lower: low, token_in_upper: up, lower_token: tokenOf(id).toLowerCase() };
}

function hasToken(id: string): boolean {
  return !needsName(id) && tokenOf(id) !== '';
}

/** The columns of time in both forms prune what their own partitions and keys are made of. */
export function timeConditions({ isTimeNullable, partitionTime }: Plan, stretch: Stretch): string[] {
  const { from, before } = stretch;
  const columns = ['{time:Identifier}', ...(partitionTime === null ? [] : ['{partition_time:Identifier}'])];
  const [time = ''] = columns;
  return [
    // To the second a moment is not after itself.
    ...(from === null
      ? []
      : columns.map(
          (column) => `${column} >= ${column === time ? at('from') : `toDateTime(${at('from')})`}`,
        )),
    ...(before === null
      ? []
      : columns.map((column) =>
          column === time ? beforeThe(column, isTimeNullable) : `${column} <= toDateTime(${at('before')})`,
        )),
    ...(isTimeNullable ? [] : columns.flatMap((column) => roundedConditions(column, stretch))),
  ];
}

/** Functions that keys begin with, and by how many seconds each rounds down at most: those of both presets. */
const ROUNDINGS = [
  ['toStartOfHour', 3_600],
  ['toStartOfFiveMinutes', 300],
] as const;

/** Between these, in milliseconds, a `DateTime` holds a time and what is an hour before it. */
const FIRST_DATE_TIME = 3_600_000;
const LAST_DATE_TIME = 0xffff_ffff * 1_000;

/**
 * The same once more for rounded times, whatever time zone they are rounded in: of a key such as
 * `(toStartOfHour(time), request_id, time)`, ClickHouse uses a condition on the time for the last column alone, and reads
 * whole days.
 */
function roundedConditions(column: string, stretch: Stretch): string[] {
  const [from, before] = [stretch.from, stretch.before].map((moment) =>
    moment !== null && moment > FIRST_DATE_TIME && moment < LAST_DATE_TIME ? moment : null,
  );
  return ROUNDINGS.flatMap(([round, seconds]) => [
    ...(from === null ? [] : [`${round}(${column}) > toDateTime(${at('from')}) - ${seconds}`]),
    ...(before === null ? [] : [`${round}(${column}) <= toDateTime(${at('before')})`]),
  ]);
}

/** The parameters of the conditions on the time. */
export function timeParams(
  { time, partitionTime }: Plan,
  { from, before }: Stretch,
): Record<string, unknown> {
  return {
    time,
    ...(from !== null && { from }),
    ...(before !== null && { before }),
    ...(partitionTime !== null && { partition_time: partitionTime }),
  };
}

/** What has no time is looked for with what is older. */
function beforeThe(column: string, isTimeNullable: boolean): string {
  const isBefore = `${column} < ${at('before')}`;
  return isTimeNullable ? `ifNull(${isBefore}, 1)` : isBefore;
}

function at(name: string): string {
  return `fromUnixTimestamp64Milli({${name}:Int64})`;
}

function numbered<Value>(name: string, values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, index) => [`${name}${index}`, value]));
}

/** The longest run of letters and digits: what ClickHouse takes for a token (`splitByNonAlpha`). */
function tokenOf(id: string): string {
  const runs = id.match(/[A-Za-z0-9]+/g) ?? [];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

/** The lines of the rows of a lookup that carry the id of `context` as a whole token, each safe to show. */
export function linesOf(rows: readonly FoundRow[], { shown }: Plan, context: LineContext): ParsedLine[] {
  return rows.flatMap(({ ns, values }) => {
    return parseRecord(recordOf(shown, values, ns), context).map(({ line }) => ({
      line: safeLine(line, context.ownNames),
      ns,
    }));
  });
}

/** Names of what a column without NULL holds as 0 where it is not known. */
const UNSET_AT_ZERO = ['status', 'severityNumber', 'duration_ms'];

/** The record of a row, as if a line had held it. */
function recordOf(
  shown: Plan['shown'],
  values: readonly unknown[],
  ns: bigint | null,
): Record<string, unknown> {
  const record: Record<string, unknown> = ns === null ? {} : { timeUnixNano: String(ns) };
  for (const [index, { path }] of shown.entries()) {
    const value = cleaned(values[index]);
    const isUnset = value === 0 && UNSET_AT_ZERO.includes(path.at(-1) ?? '');
    if (value !== undefined && !isUnset) put(record, path, value);
  }
  return record;
}

function put(record: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [last = '', ...outer] = path.toReversed();
  let target = record;
  for (const name of outer.toReversed()) {
    const inner = target[name];
    const next = isObject(inner) ? inner : {};
    target[name] = next;
    target = next;
  }
  const there = target[last];
  target[last] = isObject(there) && isObject(value) ? { ...value, ...there } : value;
}

/** Empty values say nothing, and a `FixedString` is filled up with NUL. */
function cleaned(value: unknown): unknown {
  const text = typeof value === 'string' ? trimEnd(value, /\0/) : value;
  if (text === '' || text === null || text === undefined) return undefined;
  return isObject(text) && Object.keys(text).length === 0 ? undefined : text;
}

/** A column of a table as `DESCRIBE TABLE` gives it. */
export interface DescribedColumn {
  name: string;
  /** As ClickHouse writes it: `LowCardinality(Nullable(String))`. */
  type: string;
}

/** What the values of a column are to a query. */
type Kind = 'time' | 'text' | 'fixed' | 'uuid' | 'map' | 'other';

interface IdColumn {
  column: string;
  isUuid: boolean;
  /** In bytes; null for any length. */
  longest: number | null;
}

/** The columns of a column map that the table was found to have, each of a type that a query can use. */
export interface Plan {
  time: string;
  /** What the time is counted in. */
  precision: 'nano' | 'micro';
  /** Whether a line may have none. */
  isTimeNullable: boolean;
  /** Whether its hours are those of UTC, whatever the server's time zone is. */
  isUtc: boolean;
  partitionTime: string | null;
  ids: readonly IdColumn[];
  maps: readonly string[];
  texts: readonly string[];
  shown: readonly (Shown & { isText: boolean })[];
  counted: ColumnMap['counted'];
}

const TEXTS: readonly Kind[] = ['text', 'fixed'];

const WANTED: Readonly<Record<Exclude<Kind, 'other'>, string>> = {
  time: 'DateTime or DateTime64',
  text: 'String',
  fixed: 'String',
  uuid: 'String or UUID',
  map: 'Map(String, String)',
};

/**
 * Checks the columns of `map` against those that the table has.
 *
 * @throws Failure `state_conflict` that names each column that is missing or of another type
 */
export function planFor(map: ColumnMap, described: readonly DescribedColumn[]): Plan {
  const types = new Map(described.map(({ name, type }) => [name, type]));
  const problems = new Set<string>();
  const kindOf = (column: string): Kind | null => {
    const type = types.get(column);
    if (type === undefined) problems.add(`it has no column '${column}'`);
    return type === undefined ? null : kindOfType(type);
  };
  const need = (column: string, ...kinds: readonly Exclude<Kind, 'other'>[]): Kind | null => {
    const kind = kindOf(column);
    if (kind !== null && !kinds.some((each) => each === kind))
      problems.add(
        `its column '${column}' is ${shownType(types.get(column) ?? '')}, where ${WANTED[kinds.at(-1) ?? 'text']} is needed`,
      );
    return kind;
  };
  need(map.time, 'time');
  const ids = map.ids.map((column) => {
    const length = /FixedString\((\d+)\)/.exec(types.get(column) ?? '')?.[1];
    const isUuid = need(column, 'text', 'fixed', 'uuid') === 'uuid';
    return { column, isUuid, longest: length === undefined ? null : Number(length) };
  });
  for (const column of map.maps) need(column, 'map');
  for (const column of map.texts) need(column, 'text');
  const shown = map.shown
    .filter(({ column, isOptional }) => !isOptional || types.has(column))
    .map((each) => ({ ...each, isText: TEXTS.some((kind) => kind === kindOf(each.column)) }));
  for (const column of countedBy(map.counted)) kindOf(column);
  if (problems.size > 0)
    throw new Failure(
      'state_conflict',
      `The table is not as the preset says: ${[...problems].slice(0, 10).join('; ')}. Retrying does not help: whoever runs this server chooses the preset that fits, or names the columns with preset=map.`,
    );
  const partitionTime = map.partitionTime !== null && types.has(map.partitionTime) ? map.partitionTime : null;
  const time = types.get(map.time) ?? '';
  const precision = /DateTime64\([789]/.test(time) ? 'nano' : 'micro';
  const isUtc = /'(?:Etc\/)?UTC'/.test(time);
  const isTimeNullable = /^(?:LowCardinality\()?Nullable\(/.test(time);
  return { ...map, precision, isTimeNullable, isUtc, partitionTime, ids, shown };
}

function countedBy({ code, status, workspace, id }: ColumnMap['counted']): string[] {
  const of = (each: Counted | null) => (each === null ? [] : ['column' in each ? each.column : each.map]);
  return [...of(code), ...of(status), ...of(workspace), id];
}

/** A type as a message shows it: those that name values or hold anything else by their first word alone. */
function shownType(type: string): string {
  return /^[A-Za-z0-9(), ]{1,80}$/.test(type)
    ? type
    : (/^[A-Za-z0-9]{1,40}/.exec(type)?.[0] ?? 'of another type');
}

/** What a type of ClickHouse is beneath `Nullable` and `LowCardinality`. */
function kindOfType(type: string): Kind {
  const plain = type
    .replace(/^(?:LowCardinality|Nullable)\((.*)\)$/, '$1')
    .replace(/^Nullable\((.*)\)$/, '$1');
  if (/^DateTime(?:64)?(?:\(|$)/.test(plain)) return 'time';
  if (plain === 'String') return 'text';
  // It can be compared and cut, but is not looked into for tokens.
  if (/^FixedString\(/.test(plain)) return 'fixed';
  if (plain === 'UUID') return 'uuid';
  if (
    /^Map\((?:LowCardinality\()?(?:String|FixedString\(\d+\))\)?, (?:LowCardinality\()?(?:Nullable\()?String\)*$/.test(
      plain,
    )
  )
    return 'map';
  return 'other';
}

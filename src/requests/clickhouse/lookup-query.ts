import * as z from 'zod';
import { isUuid } from '../../text/uuid.ts';
import { caseSpellings, needsName, tokenRule } from '../token.ts';
import type { IdColumn, Plan } from './plan.ts';
import type { Query } from './query.ts';

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
const rowSchema = z
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
const LONGEST_TEXT = 262_144;

/** Ends of the names of attributes that hold ids; which of them do is judged by the lines that come. */
const ID_NAMES = '(?i)(ids?|guid|request|req|correlation|trace|traceparent|span|ray)$';

/** A moment as a number to sort by. Only a column of nanoseconds is counted in these: others may hold more of them than fit. */
const MOMENT = {
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
      ...{ database, table, time: plan.time, most: MOST_FOUND, end: EACH_END, longest: LONGEST_TEXT },
      ...{ ids: caseSpellings(id), spellings: tokenRule(id).spellings, ...tokensOf(id) },
      ...(isUuid(id) && { uuid: id }),
      ...(needsName(id) && { id_names: ID_NAMES }),
      ...(stretch.from !== null && { from: stretch.from }),
      ...(stretch.before !== null && { before: stretch.before }),
      ...(plan.partitionTime !== null && { partition_time: plan.partitionTime }),
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

function canHold({ isUuid: isOnly, longest }: IdColumn, id: string): boolean {
  return isOnly ? isUuid(id) : longest === null || id.length <= longest;
}

/** Of an id that may be any number, only its name tells that it is one. */
function conditionsOnIds({ ids, maps }: Plan, id: string): string[] {
  const inIds = ids.flatMap((column, index) => {
    if (!canHold(column, id)) return [];
    return column.isUuid
      ? `{id${index}:Identifier} = {uuid:UUID}`
      : `{id${index}:Identifier} IN {ids:Array(String)}`;
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
function timeConditions({ mayLackTime, partitionTime }: Plan, { from, before }: Stretch): string[] {
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
          column === time ? beforeThe(column, mayLackTime) : `${column} <= toDateTime(${at('before')})`,
        )),
  ];
}

/** What has no time is looked for with what is older. */
function beforeThe(column: string, mayLackTime: boolean): string {
  const isBefore = `${column} < ${at('before')}`;
  return mayLackTime ? `ifNull(${isBefore}, 1)` : isBefore;
}

function at(name: string): string {
  return `fromUnixTimestamp64Milli({${name}:Int64})`;
}

function numbered(name: string, columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((column, index) => [`${name}${index}`, column]));
}

/** The longest run of letters and digits: what ClickHouse takes for a token (`splitByNonAlpha`). */
function tokenOf(id: string): string {
  const runs = id.match(/[A-Za-z0-9]+/g) ?? [];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

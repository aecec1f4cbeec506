import { Failure } from '../../base/failure.ts';
import { group } from '../../base/text.ts';
import type { OwnNames } from '../../redact/redact.ts';
import { ALIASES } from '../line/aliases.ts';
import { type IdNames, ownIdOf } from '../line/ids.ts';
import { ERROR_WORDS } from '../line/level.ts';
import type { SearchCriteria, SearchFound } from '../log.ts';
import { NOTHING_SEARCHED } from '../merge-logs.ts';
import { DEFAULT_LIMIT, newestHits } from '../search/hits.ts';
import { matcherOf, wordsOf, wordsOfPath } from '../search/matcher.ts';
import type { Counted } from './columns.ts';
import {
  type FoundRow,
  LONGEST_TEXT,
  linesOf,
  MOMENT,
  type Plan,
  rowSchema,
  type Stretch,
  timeConditions,
  timeParams,
} from './lookup-query.ts';
import type { Query } from './table-client.ts';
import type { CheckedTable } from './table-log.ts';

/** What a criterion is about. */
type Term = 'method' | 'path' | 'status' | 'code' | 'workspace' | 'level';

/** In OpenTelemetry's numbers. */
const LEAST_FAILING = 17;

/** A failing status, or the name of what holds a code, in a text; ClickHouse's patterns are RE2's. */
const FAILING_TEXT = '(?i)(^|[^0-9])[45][0-9]{2}([^0-9]|$)|error|err=|code|fatal|panic';

/** A query for rows that may match, or the name of the criterion that no column can answer. */
type SearchQuery = { query: Query<FoundRow> } | { lacks: string };

/**
 * The newest rows of a table that may match `criteria`: each criterion is asked of the column that holds it, or of the
 * texts where that column is empty. What comes is judged by the lines that are read of it. The stretch stands in front, as
 * it prunes what is read.
 */
function searchQuery(
  { database, table }: { database: string; table: string },
  plan: Plan,
  criteria: SearchCriteria,
  stretch: Stretch,
  most: number,
): SearchQuery {
  const builder = conditionBuilder(plan);
  const { id, method, path, status, code, workspace, within, text, isFailure } = criteria;
  if (status !== undefined)
    builder.term(
      'status',
      (each) => `toUInt16OrZero(${each}) BETWEEN {status_from:UInt16} AND {status_to:UInt16}`,
      [(each) => `match(${each}, {status_digits:String})`],
    );
  for (const [term, value] of [
    ['code', code],
    ['workspace', within ?? workspace],
    ['method', method],
  ] as const)
    if (value !== undefined)
      builder.term(term, (each) => `lower(${each}) = {${term}_is:String}`, [
        (each) => `positionCaseInsensitive(${each}, {${term}_is:String}) > 0`,
      ]);
  if (path !== undefined) {
    const holds = runsOf(wordsOfPath(path)).map(
      (run) => (each: string) => `positionCaseInsensitive(${each}, ${builder.param(run)}) > 0`,
    );
    builder.term('path', (each) => and(holds.map((hold) => hold(each))), holds);
  }
  for (const run of runsOf([...wordsOf(text), ...(id === undefined ? [] : [id])])) builder.anywhere(run);
  if (isFailure === true && status === undefined && code === undefined) builder.failure();
  const lacks = builder.lacks();
  if (lacks !== null) return { lacks };

  const columns = plan.shown.map(({ isText }, index) => {
    const column = `{shown${index}:Identifier}`;
    return `${isText ? `substring(toString(${column}), 1, {longest:UInt32})` : column} AS _${index}`;
  });
  const moment = MOMENT[plan.precision];
  const where = [...timeConditions(plan, stretch), ...builder.conditions()];
  const inner = `SELECT ${[`${moment.sortable} AS _moment`, ...columns].join(', ')} FROM {database:Identifier}.{table:Identifier} WHERE ${where.length === 0 ? '1' : where.join(' AND ')} ORDER BY {time:Identifier} DESC LIMIT {most:UInt32}`;
  const names = plan.shown.map((_, index) => `_${index}`);
  return {
    query: {
      text: `SELECT ${[moment.shown, '0', ...names].join(', ')} FROM (${inner}) ORDER BY _moment DESC`,
      row: rowSchema,
      most,
      params: {
        ...{ database, table, most, longest: LONGEST_TEXT, ...timeParams(plan, stretch) },
        ...Object.fromEntries(plan.shown.map(({ column }, index) => [`shown${index}`, column])),
        ...builder.params(),
        ...(status !== undefined && {
          status_from: status.from,
          status_to: status.to,
          status_digits: digitsOf(status.from, status.to),
        }),
        ...(code !== undefined && { code_is: code.toLowerCase() }),
        ...((within ?? workspace) !== undefined && { workspace_is: (within ?? workspace)?.toLowerCase() }),
        ...(method !== undefined && { method_is: method.toLowerCase() }),
      },
    },
  };
}

/** Builds the conditions of a query; every name and value in them is a parameter. */
function conditionBuilder(plan: Plan) {
  const conditions: string[] = [];
  const params: Record<string, unknown> = {};
  let lacking: string | null = null;
  let count = 0;

  const param = (value: string | readonly string[], type = 'String'): string => {
    count += 1;
    params[`given${count}`] = value;
    return `{given${count}:${type}}`;
  };
  const column = (name: string): string => `ifNull(toString(${param(name, 'Identifier')}), '')`;
  const inMap = (map: string, keys: readonly string[]): string => {
    const name = param(map, 'Identifier');
    return `coalesce(${keys.map((key) => `nullIf(${name}[${param(key)}], '')`).join(', ')}, '')`;
  };
  const sqlOf = (of: Counted): string => ('column' in of ? column(of.column) : inMap(of.map, of.keys));
  const texts = [...new Set([...plan.texts, ...plan.shown.filter(isMessage).map((each) => each.column)])].map(
    column,
  );

  const columnFor = (term: Term): string | null => {
    const { counted, shown } = plan;
    const known = term === 'code' || term === 'status' || term === 'workspace' ? counted[term] : null;
    if (known !== null) return sqlOf(known);
    const own = shown.find((each) => isOf(each.path, term));
    if (own !== undefined) return column(own.column);
    const map = [counted.code, counted.status].find((each) => each !== null && 'map' in each);
    return map && 'map' in map ? inMap(map.map, ALIASES[term]) : null;
  };

  return {
    param,
    /** `test` must hold for the value of a term; where a row has none, all of `inText` must for one of its texts. */
    term(term: Term, test: (value: string) => string, inText: readonly ((text: string) => string)[]): void {
      const value = columnFor(term);
      const fallback = or(texts.map((each) => and(inText.map((holds) => holds(each)))));
      if (value === null && texts.length === 0) lacking ??= term;
      else if (value === null) conditions.push(fallback);
      else if (texts.length === 0) conditions.push(test(value));
      else conditions.push(or([test(value), and([`${value} = ''`, fallback])]));
    },
    /** A run of letters must stand in some column. */
    anywhere(run: string): void {
      const needle = param(run);
      const columns = plan.shown.map((each) => column(each.column));
      conditions.push(or(columns.map((each) => `positionCaseInsensitive(${each}, ${needle}) > 0`)));
    },
    failure(): void {
      const [status, code, level] = [columnFor('status'), columnFor('code'), columnFor('level')];
      const number = plan.shown.find(({ path }) => path.at(-1) === 'severityNumber');
      const signs = [
        ...(status === null ? [] : [`toUInt16OrZero(${status}) >= 400`]),
        ...(code === null ? [] : [`${code} != ''`]),
        ...(level === null ? [] : [`lower(${level}) IN ${param(ERROR_WORDS, 'Array(String)')}`]),
        ...(number === undefined ? [] : [`toUInt16OrZero(${column(number.column)}) >= ${LEAST_FAILING}`]),
        ...texts.map((each) => `match(${each}, ${param(FAILING_TEXT)})`),
      ];
      if (signs.length === 0) lacking ??= 'failure';
      else conditions.push(or(signs));
    },
    conditions: () => conditions,
    params: () => params,
    lacks: () => lacking,
  };
}

function isMessage({ path }: Plan['shown'][number]): boolean {
  return ['message', 'body'].includes(path.at(-1) ?? '');
}

/** Whether a column is shown as this term, by its own name or by that of OTLP. */
function isOf(path: readonly string[], term: Term): boolean {
  const [name, ...deeper] = path;
  return deeper.length === 0 && (name === term || (term === 'level' && name === 'severityText'));
}

/** The longer runs of what JSON and URLs write as it is. */
function runsOf(words: readonly string[]): string[] {
  return words.flatMap((word) => word.toLowerCase().match(/[a-z0-9_.-]{2,}/g) ?? []);
}

function and(conditions: readonly string[]): string {
  return conditions.length === 0 ? '1' : `(${conditions.join(' AND ')})`;
}

function or(conditions: readonly string[]): string {
  return conditions.length === 0 ? '0' : `(${conditions.join(' OR ')})`;
}

function digitsOf(from: number, to: number): string {
  const first = Math.floor(from / 100);
  const last = Math.floor(to / 100);
  return `(^|[^0-9])[${first}-${last}][0-9]{2}([^0-9]|$)`;
}

/** How many rows are asked for at most: more than lines are wanted, as some may not match when they are read. */
const MOST_ROWS = 2_000;

interface SearchTableOptions {
  /** How answers name the table. */
  name: string;
  idNames: IdNames;
  ownNames: OwnNames;
  now(): number;
}

/**
 * The newest rows of a table that match. Where no beginning is given, the last hours are searched first, and all that is
 * older only where these hold nothing.
 *
 * Rejects with a `Failure` where nothing could be searched.
 */
export async function searchTable(
  table: CheckedTable,
  { name, idNames, ownNames, now }: SearchTableOptions,
  criteria: SearchCriteria,
  signal: AbortSignal | undefined,
): Promise<SearchFound> {
  const { source, client } = table;
  const { since = null, until = null, limit = DEFAULT_LIMIT } = criteria;
  const { fits, holdsWords } = matcherOf(criteria, ownNames);
  const most = Math.min(MOST_ROWS, 4 * limit + 100);
  const before = until === null ? null : Math.floor(until) + 1;

  const ask = (stretch: Stretch) =>
    table.withPlan(async (plan) => {
      const built = searchQuery(source, plan, criteria, stretch, most);
      if ('lacks' in built)
        throw new Failure(
          'state_conflict',
          `No column of it was named that holds the ${built.lacks}. Retrying does not help: leave that argument out, or have whoever runs this server name the column in the address of the table.`,
        );
      const { rows, read } = await client.ask(built.query, signal);
      const hits = newestHits(limit);
      const lines = linesOf(rows, plan, { source: `${source.database}.${source.table}`, idNames, ownNames });
      for (const [place, { line, ns }] of lines.entries()) {
        const id = ownIdOf(line, idNames);
        if (fits(line) && holdsWords('', line, false) && (criteria.id ?? id) === id)
          hits.add({ line, ns, id, file: 0, place: -place });
      }
      return { hits, read, isCut: rows.length === most };
    }, signal);

  const window = now() - source.window;
  const isOpen = since === null && (before === null || before > window);
  const first = await ask({ from: isOpen ? window : since, before });
  const found = isOpen && first.hits.items().length === 0 ? await ask({ from: null, before: window }) : first;
  const isWhole = !isOpen || found !== first;
  const read = [first, ...(found === first ? [] : [found])].flatMap((each) => each.read ?? []);
  const rows = read.length === 0 ? '' : `; ${group(read.reduce((sum, each) => sum + each, 0))} rows read`;
  const from = isWhole ? since : window;
  const extent = from === null ? 'all lines' : `lines since ${new Date(from).toISOString()}`;
  const older = isWhole ? '' : '; older lines not looked for';
  return {
    lines: found.hits.items().map(({ line, id, ns }) => ({ line, id, ns })),
    searched: {
      ...NOTHING_SEARCHED,
      stopped: found.isCut || found.hits.isCut() ? 'enough' : isWhole ? null : 'enough',
      sources: [
        {
          source: name,
          searched: `${extent}${older}${criteria.within === undefined ? rows : ''}`,
          failure: null,
        },
      ],
    },
  };
}

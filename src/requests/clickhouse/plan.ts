import { Failure } from '../../errors.ts';
import type { ColumnMap, Counted, Shown } from './columns.ts';

/** A column of a table as `DESCRIBE TABLE` gives it. */
export interface DescribedColumn {
  name: string;
  /** As ClickHouse writes it: `LowCardinality(Nullable(String))`. */
  type: string;
}

/** What the values of a column are to a query. */
type Kind = 'time' | 'text' | 'fixed' | 'uuid' | 'map' | 'other';

export interface IdColumn {
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
  mayLackTime: boolean;
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
  const mayLackTime = /^(?:LowCardinality\()?Nullable\(/.test(time);
  return { ...map, precision, mayLackTime, isUtc, partitionTime, ids, shown };
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

import * as z from 'zod';
import type { Counted } from './columns.ts';
import type { Plan } from './plan.ts';
import type { Query } from './query.ts';

/** Of a number of lines or of milliseconds, which every date can be made of. */
const whole = z
  .string()
  .regex(/^-?\d{1,15}$/)
  .transform(Number);

const rowSchema = z
  .tuple([z.string().nullable(), z.number().nullable(), whole, whole, z.string().nullable()])
  .transform(([code, status, count, last, id]) => ({ code, status, count, last, id }));

/** How often a code and status stands in a table, when last (milliseconds since the epoch), and the id of that line. */
export type SeenRow = z.infer<typeof rowSchema>;

/** How many kinds of errors are counted apart. */
const MOST_KINDS = 10_000;

/**
 * How often each code and status stands in a table since the hour of `since` (milliseconds since the epoch).
 * Null where no column holds a code or a status.
 *
 * A time in UTC is compared by the hour alone, so that a projection by the hour can answer; elsewhere hours may begin at
 * other moments.
 */
export function seenQuery(
  { database, table }: { database: string; table: string },
  { time, isUtc, partitionTime, counted }: Plan,
  since: number,
  workspace: string | null,
): Query<SeenRow> | null {
  if (counted.code === null && counted.status === null) return null;
  const code = counted.code === null ? "''" : sqlOf('code', counted.code);
  const status = counted.status === null ? "''" : sqlOf('status', counted.status);
  const isFailing = `toUInt16OrZero(toString(${status})) >= 400`;
  const hour = 'fromUnixTimestamp64Milli({since:Int64})';
  const where = [
    `${isUtc ? 'toStartOfHour({time:Identifier})' : '{time:Identifier}'} >= ${hour}`,
    ...(partitionTime === null ? [] : [`{partition_time:Identifier} >= toDateTime(${hour})`]),
    `(${code} != '' OR ${isFailing})`,
    ...(workspace === null || counted.workspace === null
      ? []
      : [`lower(toString(${sqlOf('workspace_of', counted.workspace)})) = {workspace:String}`]),
  ];
  const inner = `SELECT ${code} AS _code, ${status} AS _status, count() AS _count, max({time:Identifier}) AS _last, argMax({id:Identifier}, {time:Identifier}) AS _id FROM {database:Identifier}.{table:Identifier} WHERE ${where.join(' AND ')} GROUP BY _code, _status ORDER BY _count DESC LIMIT {most:UInt32}`;
  return {
    text: `SELECT toString(_code), toUInt16OrZero(toString(_status)), toString(_count), toString(toUnixTimestamp64Milli(toDateTime64(_last, 3))), toString(_id) FROM (${inner})`,
    row: rowSchema,
    most: MOST_KINDS,
    params: {
      ...{ database, table, time, since, id: counted.id, most: MOST_KINDS },
      ...(partitionTime !== null && { partition_time: partitionTime }),
      ...(workspace !== null && { workspace: workspace.toLowerCase() }),
      ...paramsOf('code', counted.code),
      ...paramsOf('status', counted.status),
      ...(workspace !== null && paramsOf('workspace_of', counted.workspace)),
    },
  };
}

/** One look into the map for each key: a function over all keys would copy the map of every row for each of them. */
function sqlOf(parameter: string, of: Counted): string {
  if ('column' in of) return `{${parameter}:Identifier}`;
  const values = of.keys.map(
    (_, index) => `nullIf({${parameter}:Identifier}[{${parameter}_key${index}:String}], '')`,
  );
  return `coalesce(${values.join(', ')}, '')`;
}

function paramsOf(name: string, of: Counted | null): Record<string, unknown> {
  if (of === null) return {};
  if ('column' in of) return { [name]: of.column };
  return Object.fromEntries([[name, of.map], ...of.keys.map((key, index) => [`${name}_key${index}`, key])]);
}

import type { TableSource } from '../../../requests/clickhouse/source.ts';
import type { TableFacts } from '../../../requests/clickhouse/table-facts.ts';
import { count, group } from '../../count.ts';
import { size } from '../../progress-line.ts';
import { type Check, check } from '../check.ts';

const LOCAL = /^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/;

interface About {
  workspace: string | null;
  /** Whether others than its owner may read or change the file with the login. */
  isOpen: boolean;
  /** Which login is used, in a sentence. */
  login: string;
}

/** What there is to say of a table that can be searched. */
export function checkTable(
  { name, url, columns: { preset }, credentials }: TableSource,
  { rows, bytes, partitions, columns, hasWorkspace, untold }: TableFacts,
  { workspace, isOpen, login }: About,
): Check {
  const bare = columns.filter(({ isIndexed }) => isIndexed === false).map(({ column }) => column);
  const cannotCount = workspace !== null && !hasWorkspace;
  const details = [
    `Looked into: ${columns.map(sayColumn).join(', ')}.`,
    ...(partitions === null ? [] : [`Partitions: ${group(partitions.count)}, ${range(partitions)}.`]),
    login,
    ...untold.map(({ what, reason }) => `Not told, ${what}: ${reason}`),
    ...(url.startsWith('http:') && !LOCAL.test(url)
      ? ['Not encrypted (tls=off): login and lines can be read on the way.']
      : []),
  ];
  const advice = [
    ...(bare.length === 0
      ? []
      : [
          `Without an index a lookup reads all of ${bare.join(', ')}. Add one: bloom_filter on a column of ids or on mapValues(…), tokenbf_v1 on a text; docs/clickhouse-flat.sql shows how.`,
        ]),
    ...(cannotCount
      ? ['No column is named that holds the workspace: errors are not counted. Add workspace=COLUMN.']
      : []),
    ...(isOpen ? [`Others can read or change ${credentials}, which holds a password: chmod 600.`] : []),
  ];
  const much = [...(rows === null ? [] : [count(rows, 'row')]), ...(bytes === null ? [] : [size(bytes)])];
  const summary = [`fits preset=${preset}`, ...much].join(', ');
  return check('logs', advice.length > 0 ? 'warning' : 'ok', `${name}: ${summary}`, { details, advice });
}

function sayColumn({ column, isIndexed }: TableFacts['columns'][number]): string {
  if (isIndexed === null) return column;
  return `${column} (${isIndexed ? 'indexed' : 'no index'})`;
}

function range({ oldest, newest }: { oldest: string; newest: string }): string {
  return oldest === newest ? oldest : `${oldest} to ${newest}`;
}

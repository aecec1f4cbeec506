import { stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { Failure } from '../../base/failure.ts';
import { count, group } from '../../base/text.ts';
import type { Config } from '../../config/config.ts';
import type { Login, Table, TableFacts, TableSource } from '../../logs/logs.ts';
import { size } from '../commands/index-logs.ts';
import { type Check, check } from './check.ts';

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
    `Looked into: ${columns.map(formatColumn).join(', ')}.`,
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

function formatColumn({ column, isIndexed }: TableFacts['columns'][number]): string {
  if (isIndexed === null) return column;
  return `${column} (${isIndexed ? 'indexed' : 'no index'})`;
}

function range({ oldest, newest }: { oldest: string; newest: string }): string {
  return oldest === newest ? oldest : `${oldest} to ${newest}`;
}

/** How many milliseconds all questions to a table may take: who asks for a diagnosis waits for no timeout of lookups. */
const PATIENCE = 8_000;
/** What a mode says of all but the owner. */
const OTHERS = 0o077;

/** What there is to say of the table at an address, once it was asked as a lookup would. */
export async function examineTable(
  source: TableSource,
  table: Pick<Table, 'facts'>,
  { tableLogin: login, workspace }: Pick<Config, 'tableLogin' | 'workspace'>,
  patience = PATIENCE,
): Promise<Check> {
  const { name, credentials } = source;
  const isOpen = credentials !== null && (await isOpenToOthers(credentials));
  const facts = await factsWithin(patience, (signal) => table.facts(signal));
  if (typeof facts === 'string')
    return check('logs', 'problem', `${name}: it cannot be searched`, {
      details: [formatLogin(credentials, login)],
      advice: [facts],
    });
  return checkTable(source, facts, { workspace, isOpen, login: formatLogin(credentials, login) });
}

/** The facts, or why there are none. */
async function factsWithin(
  patience: number,
  ask: (signal: AbortSignal) => Promise<TableFacts>,
): Promise<TableFacts | string> {
  const signal = AbortSignal.timeout(patience);
  try {
    return await ask(signal);
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.message;
    if (!signal.aborted) throw thrown;
    return `No answer came within ${patience / 1_000} seconds. Check host and port, and whether a firewall stands between.`;
  }
}

function formatLogin(credentials: string | null, { user, password }: Login): string {
  if (credentials !== null) return `Login: of ${credentials}.`;
  const secret = password === '' ? 'without a password' : 'with a password';
  return `Login: user ${user}, ${secret}, by ERROR_CATALOG_CLICKHOUSE_USER and _PASSWORD, which a host must be given too.`;
}

async function isOpenToOthers(file: string): Promise<boolean> {
  // On Windows the mode says nothing of others, and none of its bits are theirs to take away.
  if (platform() === 'win32') return false;
  const found = await stat(file).catch(() => null);
  return found !== null && (found.mode & OTHERS) !== 0;
}

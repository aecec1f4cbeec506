import { stat } from 'node:fs/promises';
import { platform } from 'node:os';
import type { Config } from '../../../config.ts';
import { Failure } from '../../../errors.ts';
import type { Login } from '../../../requests/clickhouse/login.ts';
import type { TableSource } from '../../../requests/clickhouse/source.ts';
import type { TableFacts } from '../../../requests/clickhouse/table-facts.ts';
import { lazyTable } from '../../../requests/lazy-table.ts';
import { type Check, check } from '../check.ts';
import { checkTable } from './check-table.ts';

/** How many milliseconds all questions to a table may take: who asks for a diagnosis waits for no timeout of lookups. */
const PATIENCE = 8_000;
/** What a mode says of all but the owner. */
const OTHERS = 0o077;

/** Asks a table as a lookup would, and what the database tells of it besides. */
export async function examineTable(
  source: TableSource,
  { tableLogin: login, workspace }: Pick<Config, 'tableLogin' | 'workspace'>,
  patience = PATIENCE,
): Promise<Check> {
  const { name, credentials } = source;
  const isOpen = credentials !== null && (await isOpenToOthers(credentials));
  const options = { name, suffices: () => true, now: Date.now, login, workspace };
  const facts = await factsWithin(patience, (signal) => lazyTable(source, options).facts(signal));
  if (typeof facts === 'string')
    return check('logs', 'problem', `${name}: it cannot be searched`, {
      details: [sayLogin(credentials, login)],
      advice: [facts],
    });
  return checkTable(source, facts, { workspace, isOpen, login: sayLogin(credentials, login) });
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

function sayLogin(credentials: string | null, { user, password }: Login): string {
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

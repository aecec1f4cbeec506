import { stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { Failure } from '../../base/failure.ts';
import { count, group } from '../../base/text.ts';
import type { Config } from '../../config/config.ts';
import type { Login, PathSurvey, SampledLines, Table, TableFacts, TableSource } from '../../logs/logs.ts';
import { size } from '../commands/index-logs.ts';
import { type Check, check } from './checks.ts';

/** How many problems and codes are named. */
const MOST_NAMED = 5;

/** What there is behind the configured paths, a check each. */
export function checkLogs(surveys: readonly PathSurvey[]): Check[] {
  return surveys.length === 0 ? [NONE] : surveys.map(checkPath);
}

const NONE = check(
  'logs',
  'warning',
  'none are configured: errors are explained, but no request can be looked up',
  {
    advice: [
      'Start the server with --logs PATH (a file, a folder or a glob; repeatable), or set ERROR_CATALOG_LOGS.',
    ],
  },
);

function checkPath(survey: PathSurvey): Check {
  const { path, files, again, skipped, sample } = survey;
  const details: string[] = [];
  const advice: string[] = [];
  for (const { source, reason } of skipped.slice(0, MOST_NAMED)) {
    const of = source === path ? '' : `${source}: `;
    (files === 0 ? advice : details).push(`${of}${reason}`);
  }
  if (skipped.length > MOST_NAMED) details.push(`${skipped.length - MOST_NAMED} more cannot be read either.`);
  if (again > 0 && files === 0 && skipped.length === 0) {
    const twice = ['Each file is read once, so this path may be left out.'];
    return check('logs', 'warning', `${path}: given twice, ${count(again, 'file')} counted above`, {
      advice: twice,
    });
  }
  if (again > 0) details.push(`${count(again, 'more file')} counted above: each is read once.`);
  if (files === 0) {
    if (skipped.length === 0) advice.push('Check the path: the folder holds no file.');
    return check('logs', 'problem', `${path}: there is nothing to read`, { details, advice });
  }
  if (sample.lines > 0) details.push(...formatRecognized(sample));
  const hasIds = sample.withRequestId > 0 || sample.lines === 0;
  if (!hasIds) advice.push('If requests have ids under a name of your own, add --id-key NAME.');
  return check('logs', skipped.length > 0 || !hasIds ? 'warning' : 'ok', `${path}: ${formatSurvey(survey)}`, {
    details,
    advice,
  });
}

function formatSurvey({ files, lines, isExact, uncounted, size: bytes }: PathSurvey): string {
  const many = count(files, 'file');
  if (uncounted === files) return `${many}, ${size(bytes)}, lines not counted`;
  const more = uncounted === 0 ? '' : `, without the lines of ${count(uncounted, 'compressed file')}`;
  return `${many}, ${isExact ? count(lines, 'line') : `about ${count(rounded(lines), 'line')}`}, ${size(bytes)}${more}`;
}

function formatRecognized({
  lines,
  formats,
  withTime,
  withRequestId,
  codes,
  uncatalogued,
  continued,
  lacking,
}: SampledLines): string[] {
  const of = formats.map(([format, many]) => `${format} ${group(many)}`).join(', ');
  const named = codes.slice(0, MOST_NAMED).map(([code, many]) => `${code} ${group(many)}`);
  const more = codes.length > named.length ? [`${codes.length - named.length} more codes`] : [];
  const others = uncatalogued === 0 ? [] : [`codes that the catalog lacks ${group(uncatalogued)}`];
  const errors = [...named, ...more, ...others];
  return [
    `Of ${count(lines, 'line')} looked at: request ids in ${group(withRequestId)}, a time in ${group(withTime)}.`,
    ...(continued === 0 ? [] : [`${count(continued, 'line')} of these continue the one above.`]),
    ...lacking.map((each) => formatLacking(each, lines - continued)),
    `Formats: ${of}.`,
    errors.length === 0 ? 'No error code stands in these lines.' : `Errors: ${errors.join(', ')}.`,
  ];
}

/** `12 % show no time that could be read (37 lines, the first is app.log:4).` */
function formatLacking({ what, lines, first }: SampledLines['lacking'][number], of: number): string {
  const percent = (100 * lines) / of;
  const share = percent < 1 ? 'Under 1' : `${Math.floor(percent)}`;
  return `${share} % show no ${what} that could be read (${count(lines, 'line')}, the first is ${first}).`;
}

/** To three digits: an estimate is no more exact. */
function rounded(many: number): number {
  return Number(many.toPrecision(3));
}

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

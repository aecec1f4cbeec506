import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { codeOf } from '../../base/failure.ts';
import { attempt } from '../../base/objects.ts';
import { group } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { type Config, type Given, SETTINGS, type SettingName, type Settings } from '../../config/config.ts';
import { type Coverage, type SampledLines, type TableSource, withoutLogins } from '../../logs/logs.ts';
import { NEEDED_NODE } from '../../needed-node.ts';
import type { Program } from '../command.ts';
import { size } from '../commands/index-logs.ts';
import { shellWord } from '../print.ts';

/** How a check came out: a `problem` keeps something from working, a `warning` may. */
export type Verdict = 'ok' | 'warning' | 'problem';

/** What one check found, for a person and for `--json`. */
export interface Check {
  name: string;
  verdict: Verdict;
  /** One line. */
  summary: string;
  /** More of it, a line each. */
  details: readonly string[];
  /** What to do, a sentence each. */
  advice: readonly string[];
}

/** A check; details and advice may be left out. */
export function check(
  name: string,
  verdict: Verdict,
  summary: string,
  { details = [], advice = [] }: Partial<Pick<Check, 'details' | 'advice'>> = {},
): Check {
  return { name, verdict, summary, details, advice };
}

/** Where the program is, whether its file is there, and what stands against its code cache. */
interface Installed {
  entry: string;
  isThere: boolean;
  /** The folder of the code cache, and why it is not used: the end of a sentence about it, or null. */
  cache: { folder: string; distrust: string | null };
}

/** Which version of the program this is, and where. */
export function checkProgram(version: string, { entry, isThere, cache }: Installed): Check {
  const summary = `${version} at ${entry}`;
  if (!isThere) {
    const advice = ['Install it again: the file that a host starts is missing.'];
    return check('program', 'problem', `${summary}, which cannot be read`, { advice });
  }
  if (cache.distrust === null) return check('program', 'ok', summary);
  return check('program', 'warning', summary, {
    details: [`Each start compiles the program again: ${cache.folder} ${cache.distrust}, so it is not used.`],
    advice: ['Remove it: the next start makes it anew, so that only its owner can write to it.'],
  });
}

/** Whether this Node.js is new enough. */
export function checkNode({ version, path }: { version: string; path: string }): Check {
  const summary = `${version} at ${path}`;
  if (Number.parseInt(version, 10) >= NEEDED_NODE) return check('Node.js', 'ok', summary);
  const advice = [
    `Install Node.js ${NEEDED_NODE} or newer, or give the host the full path of one as its command.`,
  ];
  return check('Node.js', 'problem', `${summary} is too old`, { advice });
}

const WITHOUT: Readonly<Record<SettingName, string>> = {
  logs: 'none (requests cannot be looked up)',
  catalog: 'the built-in one',
  onInvalidCatalog: 'refuse',
  workspace: 'all',
  redact: 'no further fields',
  idKeys: 'no further fields',
  audit: 'none',
};

/** What is set, by what, and what is wrong with it. */
export function checkSettings(settings: Settings, problems: readonly string[]): Check {
  const names = Object.keys(SETTINGS) as SettingName[];
  const details = names.flatMap((name) => {
    const { given } = settings[name];
    if (given.length === 0) return [`${SETTINGS[name].flag}: ${WITHOUT[name]} (default)`];
    return given.map(({ value, from }) => `${SETTINGS[name].flag}: ${shown(value)} (${from})`);
  });
  const passedOver = names.flatMap((name) => settings[name].unset.map(formatUnset));
  const hasPassedOver = passedOver.length > 0;
  if (problems.length > 0) {
    const summary = `${problems.length === 1 ? 'one is' : `${problems.length} are`} wrong: the server would not start`;
    return check('settings', 'problem', summary, { details: [...details, ...passedOver], advice: problems });
  }
  const summary = `${names.filter((name) => settings[name].given.length > 0).length} of ${names.length} are set`;
  return check('settings', hasPassedOver ? 'warning' : 'ok', summary, {
    details,
    advice: passedOver,
  });
}

function shown(value: string): string {
  return value === '' ? "''" : withoutLogins(value);
}

/** Something that was meant to be filled in may have been forgotten. */
function formatUnset({ value, from }: Given): string {
  return value === ''
    ? `${from} is set but empty, which counts as not set. Fill it in, or unset it.`
    : `${from} arrived as '${value}': the host left that field unfilled, which counts as not set.`;
}

/** Why there is no catalog, each in a sentence. */
export interface CatalogTrouble {
  problems: readonly string[];
}

/** How many problems are named. */
const MOST_NAMED = 10;

/** Which catalog answers come from: that of some files, or the built-in one; `note` says why it is not what they hold. */
export function checkCatalog(
  files: readonly string[],
  loaded: Catalog | CatalogTrouble,
  note: string | null = null,
): Check {
  if ('problems' in loaded) {
    const { problems } = loaded;
    const more = problems.length - MOST_NAMED;
    const details = [...problems.slice(0, MOST_NAMED), ...(more > 0 ? [`And ${more} more.`] : [])];
    const advice = ['Mend it, or leave --catalog out for the built-in one.'];
    return check('catalog', 'problem', `${files.join(', ')} cannot be served`, { details, advice });
  }
  const { name, version, entries } = loaded;
  const from = files.length === 0 ? 'built in' : `from ${files.join(', ')}`;
  const what = version === null ? name : `${name} ${version}`;
  if (note !== null) {
    const advice = ['Mend the files; error-catalog-mcp check names every problem.'];
    return check('catalog', 'warning', `${what}, the last good one`, { details: [note], advice });
  }
  return check('catalog', 'ok', `${what}, ${entries.length} errors, ${from}`);
}

/** Whether the journal and the index can be kept; `problem` is what the system says against it. */
export function checkStateFolder(folder: string | null, problem: string | null): Check {
  if (folder === null) {
    const advice = ['Set XDG_STATE_HOME (on Windows LOCALAPPDATA) or HOME to a folder with a full path.'];
    const summary =
      'this user has no folder for it: failures are kept in memory, lookups read all of the logs';
    return check('state', 'warning', summary, { advice });
  }
  if (problem === null) return check('state', 'ok', `${folder} can be written`);
  const advice = ['Give this user write permission there, or set XDG_STATE_HOME to another folder.'];
  return check('state', 'problem', `${folder} cannot be written (${problem})`, { advice });
}

/** Tries to write into a folder, which is made if need be; gives the system's code against it, or null. */
export function probeFolder(folder: string): string | null {
  const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '', { flag: 'wx', mode: 0o600 });
    rmSync(probe);
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

/** A folder that cannot be written, and the system's code against it. */
interface FolderTrouble {
  folder: string;
  problem: string;
}

/**
 * Tries to write into folders of which each lies in the one before; the first may be a link to one. Makes none: what
 * is not there can be made if the one before can be written. Null if all is well.
 */
export function probeNested(folders: readonly string[]): FolderTrouble | null {
  for (const [depth, folder] of folders.entries()) {
    try {
      const stats = lstatSync(folder, { throwIfNoEntry: false });
      if (stats === undefined) return null;
      if (depth > 0 && !stats.isDirectory()) return { folder, problem: 'ENOTDIR' };
    } catch (error) {
      return { folder, problem: codeOf(error) };
    }
    const problem = probeFolder(folder);
    if (problem !== null) return { folder, problem };
  }
  return null;
}

/** Whether the logs know the one workspace that is served, by some of their lines. */
export function checkWorkspace(
  workspace: string,
  samples: readonly Pick<SampledLines, 'lines' | 'ofWorkspace'>[],
): Check {
  const lines = samples.reduce((sum, sample) => sum + sample.lines, 0);
  const own = samples.reduce((sum, sample) => sum + sample.ofWorkspace, 0);
  const of = `of ${group(lines)} lines looked at`;
  if (own > 0) return check('workspace', 'ok', `${group(own)} ${of} name ${workspace}`);
  const advice = [
    'Check the name: a request is found only where a line of it names the workspace, in any case.',
  ];
  return check('workspace', 'warning', `none ${of} names ${workspace}`, { advice });
}

/** The name by which hosts know this server. */
export const SERVER_NAME = 'error-catalog';

/** A host's configuration for one server. */
export interface HostConfig {
  mcpServers: { [SERVER_NAME]: { command: string; args: string[] } };
}

/**
 * What starts this very server in any host: full paths, so that neither PATH nor the folder in which the host starts
 * it matters, and no variables, which hosts do not inherit. A login for ClickHouse is left to whoever pastes it.
 */
export function hostConfigOf(
  { logs, tables, catalogs, onInvalidCatalog, workspace, redact, idKeys, audit }: Config,
  { entry, node, folder }: Pick<Program, 'entry' | 'node' | 'folder'>,
): HostConfig {
  const args = [
    ...logs.flatMap((path) => option('logs', resolve(folder, path))),
    ...tables.flatMap((table) => option('logs', addressOf(table, folder))),
    ...catalogs.flatMap((path) => option('catalog', resolve(folder, path))),
    ...(onInvalidCatalog === 'refuse' ? [] : option('on-invalid-catalog', onInvalidCatalog)),
    ...(workspace === null ? [] : option('workspace', workspace)),
    ...redact.flatMap((name) => option('redact', name)),
    ...idKeys.flatMap((name) => option('id-key', name)),
    ...(audit === null ? [] : option('audit', resolve(folder, audit))),
  ];
  return { mcpServers: { [SERVER_NAME]: { command: node.path, args: [entry, ...args] } } };
}

/**
 * The lines that add that server to hosts in a terminal, each ready to paste.
 *
 * @param separator of the folders in a path, by which the terminal's way of quoting is known
 */
export function addLinesOf({ mcpServers }: HostConfig, separator: string = sep): string[] {
  const { command, args } = mcpServers[SERVER_NAME];
  const word = separator === '\\' ? windowsWord : shellWord;
  const words = (list: readonly string[]): string => list.map(word).join(' ');
  const start = words([command, ...args]);
  return [
    `claude mcp add error-catalog -- ${start}`,
    `codex mcp add error-catalog -- ${start}`,
    // Without the separator Gemini CLI takes the options of the server for its own.
    `gemini mcp add --scope user error-catalog ${word(command)} -- ${words(args)}`,
    `code --add-mcp ${word(JSON.stringify({ name: SERVER_NAME, command, args }))}`,
  ];
}

/** A word that cmd and PowerShell hand on to a program as it is. */
function windowsWord(text: string): string {
  return /^[\w./:\\@+=-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`;
}

/** The address of a table, with the full path of its file of credentials. */
function addressOf({ address, credentials }: TableSource, folder: string): string {
  if (credentials === null || isAbsolute(credentials)) return address;
  const path = encodeURIComponent(resolve(folder, credentials));
  return address.replace(/([?&]credentials=)[^&#]*/, (_, name: string) => `${name}${path}`);
}

/** In one word where the value would be taken for an option of its own. */
function option(flag: string, value: string): string[] {
  return value.startsWith('-') ? [`--${flag}=${value}`] : [`--${flag}`, value];
}

/**
 * How much of the logs the index covers, and how much room it takes (in bytes, for all logs ever configured).
 * `trouble` is a folder of it that cannot be written; `isStateWell` is false where nothing beside it can be either.
 */
export function checkIndex(
  { covered, total }: Coverage,
  bytes: number,
  { trouble = null, isStateWell = true }: { trouble?: FolderTrouble | null; isStateWell?: boolean } = {},
): Check {
  const room = `${size(bytes)} on disk`;
  if (trouble !== null && isStateWell) {
    const details = ['Nothing more can be indexed: lookups read the logs, and new errors are not counted.'];
    const advice = [
      'Give this user write permission there, or remove what stands there: the index is made again from the logs.',
    ];
    const summary = `${trouble.folder} cannot be written (${trouble.problem})`;
    return check('index', 'problem', summary, { details, advice });
  }
  if (total === 0) return check('index', 'ok', `none needed: no log is long enough (${room})`);
  const percent = Math.floor((covered / total) * 100);
  const rest =
    covered < total && isStateWell
      ? ['A server indexes the rest after its first call; error-catalog-mcp index does it now.']
      : [];
  return check('index', 'ok', `covers ${percent} % of ${size(total)} (${room})`, { details: rest });
}

/** How many bytes the files below a folder have; 0 if there is none. Follows no link. */
export function sizeOfFolder(folder: string): number {
  const entries = attempt(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + sizeOfFolder(path);
    return sum + (lstatSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }, 0);
}

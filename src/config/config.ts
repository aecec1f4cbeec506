import { nearest } from '../base/edit-distance.ts';
import { FORMAT_NAMES, isFormat } from '../import/import.ts';
import { isTableAddress, isUrl, type Login, readTableAddress, type TableSource } from '../logs/logs.ts';
import { type CommandLine, readCommandLine } from './command-line.ts';
import type { Command } from './commands.ts';
import { filledIn, problemsOf, readSettings, type Settings, stateFolderOf } from './settings.ts';

/** The variables that hold the login for ClickHouse; no flag does, as lists of processes show flags. */
const LOGIN = {
  user: 'ERROR_CATALOG_CLICKHOUSE_USER',
  password: 'ERROR_CATALOG_CLICKHOUSE_PASSWORD',
} as const;

/** The name that stands for all workspaces: what a host can offer as the default of a field. */
const ALL = '*';

/** What the program is to do, and with what. */
export interface Config {
  /** Files, folders and globs that hold request logs. */
  logs: readonly string[];
  /** Tables of ClickHouse that hold request logs. */
  tables: readonly TableSource[];
  /** The login for those tables whose address names no file with one. */
  tableLogin: Login;
  /** Files and folders of the catalog that is served; none for the built-in one. */
  catalogs: readonly string[];
  /** What to do where these cannot be served: nothing, or serve what they held when they could. */
  onInvalidCatalog: 'refuse' | 'last-good';
  /** The one workspace whose requests may be looked up, or null for all. */
  workspace: string | null;
  /** Names of further fields whose values are redacted. */
  redact: readonly string[];
  /** Names of further fields that hold the ids of requests. */
  idKeys: readonly string[];
  /** Where the journal is kept; null where the user has no folder for it. */
  stateFolder: string | null;
  command: Command;
}

/** Where a configuration comes from, so that it can be read without touching the process. */
export interface Surroundings {
  /** The arguments behind the program's name. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  home: string | null;
  /** Whether a person would have to type what is read from stdin; false by default. */
  stdinIsTerminal?: boolean;
}

/** Why nothing is done. */
export interface Refused {
  /** Every problem, each in a sentence. */
  problems: string[];
  /** Whether they are to be told to a program. */
  json: boolean;
  stateFolder: string | null;
}

export type ConfigResult = { config: Config } | Refused;

/** Flags and environment as one Config, or every problem at once, each in a sentence. */
export function readConfig(surroundings: Surroundings): ConfigResult {
  const { args, env, platform, home, stdinIsTerminal = false } = surroundings;
  const line = readCommandLine(args);
  const settings = readSettings(line.flags, env);
  const tables = tablesOf(settings);
  const config: Omit<Config, 'command'> = {
    logs: settings.logs.given.map(({ value }) => value).filter((value) => !isUrl(value)),
    tables: tables.flatMap(({ read }) => ('source' in read ? [read.source] : [])),
    tableLogin: { user: filledIn(env[LOGIN.user]) || 'default', password: filledIn(env[LOGIN.password]) },
    catalogs: catalogsOf(settings),
    onInvalidCatalog: lastOf(settings, 'onInvalidCatalog') === 'last-good' ? 'last-good' : 'refuse',
    // Set but empty is a problem, not "all workspaces": it is what a variable that was never filled in leaves.
    workspace: workspaceOf(settings),
    redact: settings.redact.given.map(({ value }) => value),
    idKeys: settings.idKeys.given.map(({ value }) => value),
    stateFolder: stateFolderOf(env, platform, home),
  };
  const command = commandOf(line, settings);
  const missing = line.show === null ? missingFor(line, config, { settings, stdinIsTerminal }) : [];
  const wrong = tables.flatMap(({ read, from }) =>
    'problems' in read ? read.problems.map((problem) => `The table of ${from}: ${problem}`) : [],
  );
  const problems = [...new Set([...line.problems, ...missing, ...problemsOf(settings), ...wrong])];
  // Help is wanted most where something is wrong.
  if (problems.length === 0 || line.show !== null) return { config: { ...config, command } };
  // The doctor is there to say what is wrong.
  if (command.name === 'doctor') return { config: { ...config, command: { ...command, problems } } };
  return { problems, json: line.json, stateFolder: config.stateFolder };
}

/** Each table once, with the flag or variable that names it. */
function tablesOf({ logs: { given } }: Settings) {
  const addresses = new Map(given.map(({ value, from }) => [value, from]));
  return [...addresses]
    .filter(([value]) => isTableAddress(value))
    .map(([value, from]) => ({ from, read: readTableAddress(value) }));
}

function workspaceOf(settings: Settings): string | null {
  const named = lastOf(settings, 'workspace');
  return named === ALL ? null : named;
}

/** Those of the flags, or else those of the variable: a person who names a catalog means that one. */
function catalogsOf({ catalog: { given } }: Settings): string[] {
  const flags = given.filter(({ from }) => from.startsWith('--'));
  return (flags.length > 0 ? flags : given).map(({ value }) => value);
}

/** The flag before the variable. */
function lastOf(settings: Settings, name: 'onInvalidCatalog' | 'workspace'): string | null {
  return settings[name].given.at(-1)?.value ?? null;
}

function commandOf(
  { command, show, operands, options, values, without, json, shared }: CommandLine,
  settings: Settings,
): Command {
  const name = command === 'unknown' ? null : command;
  if (show === 'help') return { name: 'help', of: name };
  if (show === 'version') return { name: 'version' };
  if (name === null) return { name: 'serve' };
  if (name === 'index') return { name };
  if (name === 'check' || name === 'import' || name === 'new')
    return { name, operands, values, flags: without, json };
  if (name === 'doctor') return { name, json, settings, problems: [], shared };
  return { name, operands, options, json, shared };
}

/** What a command cannot do without. */
function missingFor(
  { command, operands }: CommandLine,
  { logs, stateFolder }: Omit<Config, 'command'>,
  { settings, stdinIsTerminal }: { settings: Settings; stdinIsTerminal: boolean },
): string[] {
  const problems: string[] = [];
  if (command === 'explain' && operands.length === 0 && stdinIsTerminal)
    problems.push('explain needs an error: a code, the whole error, or - to read it from stdin.');
  if (command === 'lookup' && operands.length === 0)
    problems.push('lookup needs a request id, such as req_xyz123.');
  if (command === 'import') problems.push(...importProblems(operands));
  if (command === 'index') {
    if (settings.logs.given.length === 0) problems.push('index needs --logs PATH.');
    if (logs.length > 0 && stateFolder === null)
      problems.push('index needs a folder for its files: set XDG_STATE_HOME or HOME.');
  }
  return problems;
}

/** What is wrong with the words behind `import`, each in a sentence. */
function importProblems([format, file]: readonly string[]): string[] {
  const problems: string[] = [];
  if (format === undefined) return [`import needs a format and a file. ${FORMATS_THERE_ARE}`];
  if (!isFormat(format)) {
    const meant = nearest(format, FORMAT_NAMES);
    const hint = meant === null ? FORMATS_THERE_ARE : `Did you mean ${meant}? ${FORMATS_THERE_ARE}`;
    problems.push(`There is no format '${format}'. ${hint}`);
  }
  if (file === undefined) problems.push('import needs a file behind the format; - reads stdin.');
  return problems;
}

const FORMATS_THERE_ARE = `The formats are ${FORMAT_NAMES.join(', ')}.`;

export type { AskCommand, CatalogCommand, CommandName, DoctorCommand } from './commands.ts';
export { type Given, SETTINGS, type SettingName, type Settings } from './settings.ts';

import { isTableAddress, isUrl, type Login, readTableAddress, type TableSource } from '../logs/logs.ts';
import { type Command, type CommandLine, type CommandShapes, readCommandLine } from './command-line.ts';
import { filledIn, LOGIN, problemsOf, readSettings, type Settings, stateFolderOf } from './settings.ts';

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
  /** The file in which every call of a host is written down; null for none. */
  audit: string | null;
  /** Where the journal is kept; null where the user has no folder for it. */
  stateFolder: string | null;
  command: Command;
}

/** Where a configuration comes from, so that it can be read without touching the process. */
export interface ProcessInput {
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

/**
 * Flags and environment as one Config, or every problem at once, each in a sentence. Without `commands` it is that of
 * the server, or a problem.
 */
export function readConfig(input: ProcessInput, commands: CommandShapes = {}): ConfigResult {
  const { args, env, platform, home, stdinIsTerminal = false } = input;
  const line = readCommandLine(args, commands);
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
    audit: lastOf(settings, 'audit'),
    stateFolder: stateFolderOf(env, platform, home),
  };
  const command = commandOf(line, settings);
  const shape = line.command === null ? undefined : commands[line.command];
  const usage = { settings, logs: config.logs, stateFolder: config.stateFolder, stdinIsTerminal };
  const missing = 'values' in command ? (shape?.problems?.(command, usage) ?? []) : [];
  const wrong = tables.flatMap(({ read, from }) =>
    'problems' in read ? read.problems.map((problem) => `The table of ${from}: ${problem}`) : [],
  );
  const problems = [...new Set([...line.problems, ...missing, ...problemsOf(settings), ...wrong])];
  // Help is wanted most where something is wrong.
  if (problems.length === 0 || line.show !== null) return { config: { ...config, command } };
  if ('values' in command && shape?.startsWithProblems === true)
    return { config: { ...config, command: { ...command, problems } } };
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
function lastOf(settings: Settings, name: 'onInvalidCatalog' | 'workspace' | 'audit'): string | null {
  return settings[name].given.at(-1)?.value ?? null;
}

function commandOf(
  { command: name, show, operands, options, values, without, json, shared }: CommandLine,
  settings: Settings,
): Command {
  if (show === 'help') return { name: 'help', of: name };
  if (show === 'version') return { name: 'version' };
  if (name === null) return { name: 'serve' };
  return { name, operands, options, values, flags: without, json, shared, settings, problems: [] };
}

export type {
  CommandRequest,
  CommandShape,
  Exits,
  OptionShape,
  Row,
} from './command-line.ts';
export { type Given, LOGIN, SETTINGS, type SettingName, type Settings } from './settings.ts';

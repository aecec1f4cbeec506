import { delimiter, isAbsolute, join } from 'node:path';
import { withoutLogins } from '../logs/logs.ts';

/** The settings that every command and the server share: the flag and the variable of each. */
export const SETTINGS = {
  logs: {
    flag: 'logs',
    value: 'PATH',
    about: 'request logs: path, glob or clickhouse://…',
    variable: 'ERROR_CATALOG_LOGS',
    separator: delimiter,
    wants: 'a path (a file, a folder or a glob) or clickhouse://HOST:PORT/DATABASE/TABLE?preset=otel',
    // A URL of another kind is no path: it may be an address that was meant for a table, with a password in it.
    fits: /^(?!(?!clickhouse:\/\/)[a-z][a-z0-9+.:-]+:\/\/)./is,
  },
  catalog: {
    flag: 'catalog',
    value: 'PATH',
    about: 'your own catalog: YAML, JSON or a folder',
    variable: 'ERROR_CATALOG_CATALOG',
    separator: delimiter,
    wants: 'the path of a catalog: a file or a folder',
    fits: /./s,
  },
  onInvalidCatalog: {
    flag: 'on-invalid-catalog',
    value: 'WHAT',
    about: 'where it is broken: refuse (default) or last-good',
    variable: 'ERROR_CATALOG_ON_INVALID',
    separator: null,
    wants: 'refuse or last-good',
    fits: /^(?:refuse|last-good)$/,
  },
  workspace: {
    flag: 'workspace',
    value: 'NAME',
    about: "as if only this workspace existed; '*' for all",
    variable: 'ERROR_CATALOG_WORKSPACE',
    separator: null,
    wants: 'the name of a workspace',
    // An unfilled field must not mean all workspaces: whoever limits a server wants a limit.
    fits: /^(?!\$\{).+/s,
  },
  redact: {
    flag: 'redact',
    value: 'NAME',
    about: 'redact fields of this name too',
    variable: 'ERROR_CATALOG_REDACT',
    separator: ',',
    wants: 'the name of a field, without dots',
    fits: /^[\p{L}_][\p{L}\p{N}_ -]*$/u,
  },
  idKeys: {
    flag: 'id-key',
    value: 'NAME',
    about: 'fields of this name hold request ids too',
    variable: 'ERROR_CATALOG_ID_KEYS',
    separator: ',',
    wants: 'the name of a field',
    fits: /^[A-Za-z][\w.-]*$/,
  },
  audit: {
    flag: 'audit',
    value: 'FILE',
    about: 'write a line for every call of a host to this file',
    variable: 'ERROR_CATALOG_AUDIT',
    separator: null,
    wants: 'the path of a file',
    fits: /./s,
  },
} as const satisfies Readonly<Record<string, SettingShape>>;

/** The variables that hold the login for ClickHouse; no flag does, as lists of processes show flags. */
export const LOGIN = {
  user: 'ERROR_CATALOG_CLICKHOUSE_USER',
  password: 'ERROR_CATALOG_CLICKHOUSE_PASSWORD',
} as const;

interface SettingShape {
  flag: string;
  /** The word for its value, and what it does in a phrase: for the help. */
  value: string;
  about: string;
  variable: string;
  /** What stands between the values of the variable; null where there is one value only. */
  separator: string | null;
  /** What a value is, in words. */
  wants: string;
  fits: RegExp;
}

export type SettingName = keyof typeof SETTINGS;

/** A value, and where it came from: a flag or a variable, by its name. */
export interface Given {
  value: string;
  from: string;
}

/** A setting as it was found. */
export interface Setting {
  /** Those of the environment first. */
  given: readonly Given[];
  /** What counts as not set: an empty variable, or a field that a host left unfilled. */
  unset: readonly Given[];
}

export type Settings = Readonly<Record<SettingName, Setting>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** What MCPB hosts pass for an optional field that the person left empty; taken for not set but where that widens. */
const UNFILLED = /^\$\{user_config\.[\w.-]+\}$/;

/** A variable that is no setting; empty where it is not set, or a host left it unfilled. */
export function filledIn(value = ''): string {
  return UNFILLED.test(value) ? '' : value;
}

/** The settings by flags (their values by name) and environment. Nothing is checked yet. */
export function readSettings(flags: ReadonlyMap<string, readonly string[]>, env: Environment): Settings {
  const read = (name: SettingName): Setting => {
    const { flag, variable, separator } = SETTINGS[name];
    const all = [
      ...inVariable(env[variable], separator).map((value) => ({ value, from: variable })),
      ...(flags.get(flag) ?? []).map((value) => ({ value: trimmed(value, name), from: `--${flag}` })),
    ];
    const isUnset = ({ value, from }: Given) =>
      (UNFILLED.test(value) && name !== 'workspace') ||
      (value === '' &&
        (name === 'onInvalidCatalog' ||
          name === 'catalog' ||
          name === 'audit' ||
          (separator !== null && from === variable)));
    return { given: all.filter((each) => !isUnset(each)), unset: all.filter(isUnset) };
  };
  return {
    logs: read('logs'),
    catalog: read('catalog'),
    onInvalidCatalog: read('onInvalidCatalog'),
    workspace: read('workspace'),
    redact: read('redact'),
    idKeys: read('idKeys'),
    audit: read('audit'),
  };
}

/** What is wrong with the settings, each in a sentence. */
export function problemsOf(settings: Settings): string[] {
  const names = Object.keys(SETTINGS) as SettingName[];
  return names.flatMap((name) => {
    const { flag, separator, wants, fits } = SETTINGS[name];
    const { given } = settings[name];
    const flags = given.filter(({ from }) => from === `--${flag}`);
    const wrong = given
      .filter(({ value }) => !fits.test(value))
      .map((each) => formatWrong(each, flag, wants));
    return separator === null && flags.length > 1 ? [`--${flag} may be given only once.`, ...wrong] : wrong;
  });
}

function formatWrong({ value, from }: Given, flag: string, wants: string): string {
  if (from === `--${flag}`) return `--${flag} needs ${wants}.`;
  const found = value === '' ? 'set but empty: unset it, or fill it in' : `'${withoutLogins(value)}'`;
  return `--${flag} needs ${wants}, and the variable ${from} is ${found}.`;
}

/** The values of a variable. One that holds nothing at all gives an empty one, so that this is known. */
function inVariable(text: string | undefined, separator: string | null): string[] {
  if (text === undefined) return [];
  if (separator === null) return [text.trim()];
  const parts = separator === delimiter ? splitPaths(text) : text.split(separator).map((part) => part.trim());
  const filled = parts.filter((part) => part !== '');
  return filled.length > 0 ? filled : [''];
}

/**
 * Colons in a URL (in a login, before a port) part no paths; one behind the port must be written as `%3A`. A login is
 * no part of an address, and must not be cut into paths, which are shown.
 */
const PATHS = /[a-z][a-z0-9+.-]+:\/\/(?:[^?#]*@)?(?:\[[^\]]*\]|[^:/?#]*)(?::\d+)?[^:]*|[^:]+/gi;

function splitPaths(text: string): string[] {
  return delimiter === ':' ? (text.match(PATHS) ?? []) : text.split(delimiter);
}

/** A path may begin or end with a space, a name does not. */
function trimmed(value: string, name: SettingName): string {
  return name === 'logs' || name === 'catalog' || name === 'audit' ? value : value.trim();
}

/**
 * The user's folder for state: XDG Base Directory on Unix (which rules out relative paths), `LOCALAPPDATA`
 * on Windows, Library on macOS; null if none can be told.
 */
export function stateFolderOf(env: Environment, platform: string, home: string | null): string | null {
  const usual = platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'state'];
  const candidates = [
    env['XDG_STATE_HOME'],
    platform === 'win32' ? env['LOCALAPPDATA'] : undefined,
    home === null || home === '' ? undefined : join(home, ...usual),
  ];
  const base = candidates.find((path) => path !== undefined && isAbsolute(path));
  return base === undefined ? null : join(base, 'error-catalog-mcp');
}

import { delimiter, isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';

const configSchema = z.strictObject({
  /** Files, folders and globs that hold request logs. */
  logs: z.array(z.string().min(1, '--logs needs a path: a file, a folder or a glob')),
  /** The one workspace whose requests may be looked up, or null for all. */
  workspace: z.string().min(1, '--workspace needs the name of a workspace').nullable(),
  /** Names of further fields whose values are redacted. */
  redact: z.array(
    z.string().regex(/^[\p{L}_][\p{L}\p{N}_ -]*$/u, '--redact needs the name of a field, without dots'),
  ),
  /** Names of further fields that hold the ids of requests. */
  idKeys: z.array(z.string().regex(/^[A-Za-z][\w.-]*$/, '--id-key needs the name of a field')),
  /** The file of the catalog, or null for the built-in one. */
  catalog: z.string().nullable(),
  /** Where the journal is kept; null where the user has no folder for it. */
  stateFolder: z.string().nullable(),
  show: z.enum(['help', 'version']).nullable(),
  /** What to do: serve a host, or index the logs and end. */
  command: z.enum(['serve', 'index']),
});

export type Config = z.infer<typeof configSchema>;

/** Where a configuration comes from, so that it can be read without touching the process. */
export interface Surroundings {
  /** The arguments behind the program's name. */
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  home: string | null;
}

export type ConfigResult = { config: Config } | { problems: string[] };

export const USAGE = `Usage: error-catalog-mcp [--logs PATH]... [--workspace NAME] [--redact NAME]...
       error-catalog-mcp index --logs PATH...

An MCP server over stdio. It tells an AI agent what an API error means, what to do about it, and what
happened to that very request. A host (Claude Desktop, Claude Code, Cursor, VS Code) starts it.

  index              index the logs now, so that the first lookup is fast; else a server does so when first asked

  --logs PATH        request logs: a file, a folder or a glob; may be repeated
  --workspace NAME   look up requests of this workspace only; those of others are as if they were not there
  --redact NAME      redact the fields of this name too, in any spelling; may be repeated
  --id-key NAME      fields of this name hold ids of requests too, also mere numbers; may be repeated
  --version          print the version
  --help             print this

Environment:
  ERROR_CATALOG_LOGS        paths as for --logs, separated by '${delimiter}'
  ERROR_CATALOG_WORKSPACE   as --workspace
  ERROR_CATALOG_ID_KEYS     names as for --id-key, separated by ','
  ERROR_CATALOG_REDACT      names as for --redact, separated by ','
`;

const OPTIONS = {
  logs: { type: 'string', multiple: true },
  workspace: { type: 'string' },
  catalog: { type: 'string' },
  redact: { type: 'string', multiple: true },
  'id-key': { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Flags and environment as one Config, or every problem at once, each in a sentence. */
export function readConfig({ args, env, platform, home }: Surroundings): ConfigResult {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const problems: string[] = [];
  const logs = (env['ERROR_CATALOG_LOGS'] ?? '').split(delimiter).filter((path) => path !== '');
  const redact = namesIn(env['ERROR_CATALOG_REDACT']);
  const idKeys = namesIn(env['ERROR_CATALOG_ID_KEYS']);
  const workspaces: string[] = [];
  const positionals: string[] = [];
  let show: Config['show'] = null;
  let catalog = env['ERROR_CATALOG_CATALOG'] || null;

  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help' || token.name === 'version') show = token.name;
    else if (token.name === 'logs') logs.push(token.value ?? '');
    else if (token.name === 'redact') redact.push((token.value ?? '').trim());
    else if (token.name === 'id-key') idKeys.push((token.value ?? '').trim());
    else if (token.name === 'catalog') catalog = token.value ?? null;
    else if (token.name === 'workspace') workspaces.push(token.value ?? '');
    else problems.push(`Unknown option '${token.rawName}'. The options are ${optionNames()}.`);
  }

  const [command, ...others] = positionals;
  const unknown = command === undefined || command === 'index' ? others : positionals;
  problems.push(...unknown.map((each) => `Unknown command or argument '${each}'. The command is index.`));
  const state = stateFolder(env, platform, home);
  if (command === 'index' && show === null) {
    if (logs.length === 0) problems.push('index needs --logs PATH.');
    if (state === null) problems.push('index needs a folder for its files: set XDG_STATE_HOME or HOME.');
  }
  if (workspaces.length > 1) problems.push('--workspace may be given only once.');
  // Set but empty is a problem, not "all workspaces": it is what a variable that was never filled in leaves.
  const workspace = (workspaces[0] ?? env['ERROR_CATALOG_WORKSPACE'])?.trim() ?? null;
  const parsed = configSchema.safeParse({
    logs,
    workspace,
    redact,
    idKeys,
    catalog,
    stateFolder: state,
    show,
    command: command === 'index' ? 'index' : 'serve',
  });
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${issue.message}.`));
  return parsed.success && problems.length === 0 ? { config: parsed.data } : { problems };
}

/** Names separated by commas. */
function namesIn(value = ''): string[] {
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function optionNames(): string {
  return Object.keys(OPTIONS)
    .map((name) => `--${name}`)
    .join(', ');
}

/**
 * The user's folder for state: XDG Base Directory on Unix (which rules out relative paths), `LOCALAPPDATA`
 * on Windows, Library on macOS; null if none can be told.
 */
function stateFolder(env: Surroundings['env'], platform: string, home: string | null): string | null {
  const usual = platform === 'darwin' ? ['Library', 'Application Support'] : ['.local', 'state'];
  const candidates = [
    env['XDG_STATE_HOME'],
    platform === 'win32' ? env['LOCALAPPDATA'] : undefined,
    home === null || home === '' ? undefined : join(home, ...usual),
  ];
  const base = candidates.find((path) => path !== undefined && isAbsolute(path));
  return base === undefined ? null : join(base, 'error-catalog-mcp');
}

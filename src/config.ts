import { delimiter, isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';

const configSchema = z.strictObject({
  /** Files, folders and globs that hold request logs. */
  logs: z.array(z.string().min(1, '--logs needs a path: a file, a folder or a glob')),
  /** Where the journal is kept; null where the user has no folder for it. */
  stateFolder: z.string().nullable(),
  show: z.enum(['help', 'version']).nullable(),
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

export const USAGE = `Usage: error-catalog-mcp [--logs PATH]...

An MCP server over stdio. It tells an AI agent what an API error means, what to do about it, and what
happened to that very request. A host (Claude Desktop, Claude Code, Cursor, VS Code) starts it.

  --logs PATH   request logs: a file, a folder or a glob; may be repeated
  --version     print the version
  --help        print this

Environment:
  ERROR_CATALOG_LOGS   paths as for --logs, separated by '${delimiter}'
`;

const OPTIONS = {
  logs: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Flags and environment as one Config, or every problem at once, each in a sentence. */
export function readConfig({ args, env, platform, home }: Surroundings): ConfigResult {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const problems: string[] = [];
  const logs = (env['ERROR_CATALOG_LOGS'] ?? '').split(delimiter).filter((path) => path !== '');
  let show: Config['show'] = null;

  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`Unknown command or argument '${token.value}'.`);
    if (token.kind !== 'option') continue;
    if (token.name === 'help' || token.name === 'version') show = token.name;
    else if (token.name === 'logs') logs.push(token.value ?? '');
    else problems.push(`Unknown option '${token.rawName}'. The options are ${optionNames()}.`);
  }

  const parsed = configSchema.safeParse({ logs, stateFolder: stateFolder(env, platform, home), show });
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${issue.message}.`));
  return parsed.success && problems.length === 0 ? { config: parsed.data } : { problems };
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

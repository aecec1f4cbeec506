import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { author, description, homepage, keywords, license, repository, version } from '../../../package.json';
import SKILL from '../../../plugin/skills/diagnose-api-errors/SKILL.md';
import { codeOf, Failure } from '../../base/failure.ts';
import { isObject } from '../../base/objects.ts';
import { SERVER_NAME } from '../doctor/checks.ts';
import type { Edited, Start } from './edit.ts';

/** What a host starts, and what it starts when a call has failed; null where that is not to be explained unasked. */
interface PluginStarts {
  server: Start;
  hook: Start | null;
}

const SCHEMAS = 'https://agent-plugins.org/schemas/1.0.0';

/**
 * The files of the agent plugin by their paths: those of Agent Plugins 1.0.0 (`plugin.json`, `mcp.json`, `skills/`), which
 * Codex, Cursor and VS Code read, and beside them those of Claude Code and of earlier versions of Codex.
 */
export function pluginFiles({ server, hook }: PluginStarts): Readonly<Record<string, string>> {
  const about = {
    version,
    description,
    author: { name: author },
    homepage,
    repository: repository.url.replace(/^git\+|\.git$/g, ''),
    license,
    keywords,
  };
  const portable = { command: nameOf(server.command), args: [...server.args] };
  const files = {
    'plugin.json': { $schema: `${SCHEMAS}/plugin.schema.json`, name: SERVER_NAME, ...about },
    'mcp.json': {
      $schema: `${SCHEMAS}/mcp.schema.json`,
      mcpServers: { [SERVER_NAME]: { type: 'stdio', ...portable } },
    },
    '.mcp.json': { mcpServers: { [SERVER_NAME]: { command: server.command, args: [...server.args] } } },
    '.claude-plugin/plugin.json': {
      name: SERVER_NAME,
      ...about,
      ...(hook !== null && { hooks: hooks(hook) }),
    },
    '.codex-plugin/plugin.json': {
      name: SERVER_NAME,
      ...about,
      skills: './skills/',
      mcpServers: './.mcp.json',
    },
  };
  return {
    ...Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, `${JSON.stringify(content, null, 2)}\n`]),
    ),
    'skills/diagnose-api-errors/SKILL.md': SKILL,
  };
}

/** The standard allows no full path of a program outside of the plugin: it is found by its name. */
function nameOf(command: string): string {
  return command.replace(/^.*[/\\]/, '').replace(/\.exe$/i, '');
}

/** Of calls that succeed for the shell, only those of curl are looked at: it takes an error of the API for a success. */
function hooks({ command, args }: Start): object {
  const hook = { type: 'command', command, args: [...args], timeout: 20 };
  return {
    PostToolUseFailure: [{ matcher: 'Bash|WebFetch|mcp__.*', hooks: [hook] }],
    PostToolUse: [{ matcher: 'Bash', hooks: [{ ...hook, if: 'Bash(curl *)' }] }],
  };
}

/**
 * Puts files into a folder's place at once, or removes the folder where there are none. Gives what was done, or would be
 * with `isDryRun`; null where there is nothing to do.
 *
 * @throws Failure where the folder holds something else than this plugin; the system's error where it cannot be written
 */
export function replaceFolder(
  folder: string,
  files: Readonly<Record<string, string>> | null,
  isDryRun: boolean,
): Edited['change'] {
  const isThere = existsSync(folder);
  if (isThere && !isPlugin(folder))
    throw new Failure('state_conflict', `${folder} holds something else than this plugin: move it away`);
  if (files === null) {
    if (!isThere) return null;
    if (!isDryRun) rmSync(folder, { recursive: true });
    return 'removed';
  }
  if (isThere && holds(folder, files)) return null;
  if (!isDryRun) write(folder, files);
  return isThere ? 'changed' : 'added';
}

/** Whether a folder holds some version of this plugin. */
function isPlugin(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8'));
    return isObject(manifest) && manifest['name'] === SERVER_NAME;
  } catch {
    return false;
  }
}

function holds(folder: string, files: Readonly<Record<string, string>>): boolean {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  if (paths.length !== Object.keys(files).length) return false;
  return Object.entries(files).every(([path, text]) => readIfThere(join(folder, path)) === text);
}

/** The text of a file; null where there is none. Throws what `node:fs` throws otherwise. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Written beside it and renamed: a host finds the whole plugin or none. */
function write(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = `${folder}.${randomBytes(4).toString('hex')}.new`;
  try {
    for (const [path, text] of Object.entries(files)) {
      const file = join(fresh, path);
      mkdirSync(dirname(file), { recursive: true });
      // The arguments of the server may name what others need not read.
      writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

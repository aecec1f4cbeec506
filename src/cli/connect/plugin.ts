import { author, description, homepage, keywords, license, repository, version } from '../../../package.json';
import SKILL from '../../../plugin/skills/diagnose-api-errors/SKILL.md';
import { SERVER_NAME } from '../doctor/checks.ts';
import type { Start } from './edit.ts';

/** What a host starts, and what it starts when a call has failed; null where that is not to be explained unasked. */
export interface PluginStarts {
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

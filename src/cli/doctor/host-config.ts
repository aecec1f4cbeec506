import { isAbsolute, resolve, sep } from 'node:path';
import type { Config } from '../../config.ts';
import type { TableSource } from '../../requests/clickhouse/source.ts';
import { shellWord } from '../next-command.ts';
import type { Program } from '../surroundings.ts';

/** A host's configuration for one server, under the name by which hosts know it. */
export interface HostConfig {
  mcpServers: { 'error-catalog': { command: string; args: string[] } };
}

/**
 * What starts this very server in any host: full paths, so that neither PATH nor the folder in which the host starts
 * it matters, and no variables, which hosts do not inherit. A login for ClickHouse is left to whoever pastes it.
 */
export function hostConfigOf(
  { logs, tables, catalogs, onInvalidCatalog, workspace, redact, idKeys }: Config,
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
  ];
  return { mcpServers: { 'error-catalog': { command: node.path, args: [entry, ...args] } } };
}

/**
 * The lines that add that server to hosts in a terminal, each ready to paste.
 *
 * @param separator of the folders in a path, by which the terminal's way of quoting is known
 */
export function addLinesOf({ mcpServers }: HostConfig, separator: string = sep): string[] {
  const { command, args } = mcpServers['error-catalog'];
  const word = separator === '\\' ? windowsWord : shellWord;
  const words = (list: readonly string[]): string => list.map(word).join(' ');
  const start = words([command, ...args]);
  return [
    `claude mcp add error-catalog -- ${start}`,
    `codex mcp add error-catalog -- ${start}`,
    // Without the separator Gemini CLI takes the options of the server for its own.
    `gemini mcp add --scope user error-catalog ${word(command)} -- ${words(args)}`,
    `code --add-mcp ${word(JSON.stringify({ name: 'error-catalog', command, args }))}`,
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

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ENTRY, environment, freshFolder, SAMPLE_LOGS } from '../support/server.ts';

/** How a host is to start the server. `folder` is fresh, stands in the server's command line, and holds its state. */
export interface Launch {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  folder: string;
}

/** The server under test over the sample logs, which are copied so that its processes can be told from others. */
export function freshLaunch(): Launch {
  const folder = freshFolder();
  const logs = join(folder, 'logs');
  cpSync(SAMPLE_LOGS, logs, { recursive: true });
  const env = environment(folder);
  // Some hosts start helpers of their own as `node`.
  env['PATH'] = `${dirname(process.execPath)}${delimiter}${env['PATH']}`;
  return { name: 'error-catalog', command: process.execPath, args: [ENTRY, '--logs', logs], env, folder };
}

/** Writes the block that the README gives for `mcpServers`, with more of the host's own settings; returns the path. */
export function writeMcpServers(
  launch: Launch,
  file: string,
  settings: Record<string, unknown> = {},
): string {
  const { name, command, args, env, folder } = launch;
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ ...settings, mcpServers: { [name]: { command, args, env } } }));
  return path;
}

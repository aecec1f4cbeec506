import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environment, freshFolder, RawServer, SAMPLE_LOGS } from '../support/server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const [, commands = ''] =
  /^```sh\n(git clone [\s\S]*?)^```$/m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];

/** What is not committed is in no clone. */
describe.skipIf(!existsSync(join(ROOT, '.git')))("the README's commands in an empty folder", () => {
  it('build a server that the lines of its doctor start', { timeout: 300_000 }, async () => {
    expect(commands.trim().split('\n')).toHaveLength(2);
    const folder = freshFolder();
    const shell = (text: string, cwd: string) =>
      execFileSync('/bin/sh', ['-ec', text], {
        cwd,
        env: { ...environment(folder), npm_config_cache: join(folder, 'npm') },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    shell(commands.replace('ADDRESS_OF_THIS_REPOSITORY', `'${ROOT}'`), folder);

    const clone = join(folder, 'error-catalog-mcp');
    const said = shell(`node dist/entry.cjs doctor --logs '${SAMPLE_LOGS}'`, clone);
    expect(said).toContain('\nAll is well.\n');
    const { mcpServers } = JSON.parse(said.slice(said.indexOf('\n{')));
    const [entry = '', ...args] = mcpServers['error-catalog'].args;
    expect(entry).toBe(join(clone, 'dist', 'entry.cjs'));
    const server = await RawServer.initialized(args, folder, entry);
    const { result } = await server.call('explain_error', { error: 'rate_limited' });
    expect(result?.content?.[0]?.text).toContain('Too many requests');
    expect(await server.close()).toEqual({ code: 0, signal: null });
  });
});

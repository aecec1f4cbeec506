import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environment, freshFolder, RawServer, SAMPLE_LOGS } from '../support/server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const [, commands = ''] = /^```sh\n(git clone [\s\S]*?)^```$/m.exec(read('README.md')) ?? [];
/** What the pages say of `connect`, the plain one first. */
const connects = ['README.md', 'docs/hosts.md'].flatMap((page) =>
  [...read(page).matchAll(/^\$ (npm run connect -- .*)$/gm)].map(([, command = '']) => command),
);
/** Hosts that were started once. */
const HOST_FOLDERS = ['.claude', '.codex', '.cursor'];

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

    expect(connects).toHaveLength(2);
    for (const name of HOST_FOLDERS) mkdirSync(join(folder, name));
    const [plain, asPlugin] = connects.map((command) =>
      shell(command.replace('/path/to/your/logs', SAMPLE_LOGS), clone),
    );
    expect(plain).toContain(`+         "${entry}"`);
    expect(asPlugin).toContain('SKILL.md');
    for (const name of HOST_FOLDERS) expect(asPlugin).toContain(join(folder, name));
  });
});

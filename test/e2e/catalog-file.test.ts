import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtinEntries } from '../../src/catalog/combine.ts';
import { freshFolder, RawServer } from '../support/server.ts';

function fileWith(content: string): string {
  const file = join(freshFolder(), 'catalog.json');
  writeFileSync(file, content);
  return file;
}

const [entry] = builtinEntries();
const own = { ...entry, code: 'quota_spent', title: 'The quota is spent', confusable_with: [] };

describe('a server with --catalog', () => {
  it('serves the errors of the file instead of the built-in ones', async () => {
    const file = fileWith(JSON.stringify({ name: 'mine', version: '7', errors: [own] }));
    const server = await RawServer.initialized(['--catalog', file]);
    const { result } = await server.call('explain_error', { error: 'quota_spent' });
    expect(result?.['structuredContent']).toMatchObject({ title: 'The quota is spent' });
    const { result: listed } = await server.call('list_errors', {});
    expect(listed?.['structuredContent']).toMatchObject({ total: 1 });
    const { result: read } = await server.request('resources/read', { uri: 'errors://catalog' });
    expect(JSON.stringify(read)).toContain('\\"version\\":\\"7\\"');
    await server.close();
  });

  it.each([
    ['is not there', '/nowhere/catalog.json', [/nowhere/, /cannot be read/]],
    ['is a device without end', '/dev/zero', [/no file/]],
    ['is no JSON', fileWith('name: mine'), [/no JSON/]],
    [
      'has several wrong entries',
      fileWith(
        JSON.stringify({
          name: 'mine',
          errors: [
            { ...own, fix: [] },
            { ...own, http_status: 20 },
          ],
        }),
      ),
      [/\.errors\[0\]\.fix/, /\.errors\[1\]\.http_status/],
    ],
    ['has a code twice', fileWith(JSON.stringify({ name: 'mine', errors: [own, own] })), [/stands twice/]],
  ])('refuses to start with everything that is wrong, if the file %s', async (_, file, says) => {
    const server = new RawServer(['--catalog', file]);
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.lines).toEqual([]);
    for (const words of says) expect(server.stderr).toMatch(words);
  });
});

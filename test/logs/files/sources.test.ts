import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expandSources } from '../../../src/logs/files/sources.ts';
import { tempFolder } from './temp-folder.ts';

async function folderWith(...files: string[]): Promise<string> {
  const folder = await tempFolder();
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), 'x\n');
  }
  return folder;
}

async function namesOf(...paths: string[]): Promise<string[]> {
  return (await expandSources(paths)).files.map(({ name }) => name);
}

describe('expandSources', () => {
  test('a file goes by its base name', async () => {
    const folder = await folderWith('a.log');
    expect(await expandSources([join(folder, 'a.log')])).toEqual({
      files: [{ path: join(folder, 'a.log'), name: 'a.log' }],
      skipped: [],
    });
  });

  test('a folder gives all files below it, sorted, without hidden ones', async () => {
    const folder = await folderWith('b.log', 'a/z.log', 'a/b/c.log', '.hidden', '.git/x.log', 'a/.swp');
    expect(await namesOf(folder)).toEqual(['a/b/c.log', 'a/z.log', 'b.log']);
    expect(await namesOf(`${folder}/`)).toEqual(['a/b/c.log', 'a/z.log', 'b.log']);
  });

  test('hidden files and folders are read if they are named', async () => {
    const folder = await folderWith('.hidden', '.logs/a.log');
    expect(await namesOf(join(folder, '.hidden'), join(folder, '.logs'))).toEqual(['.hidden', 'a.log']);
    expect(await namesOf(join(folder, '.*/*.log'))).toEqual(['.logs/a.log']);
  });

  test.each([
    ['*.log', ['a.log', 'b.log']],
    ['**/*.log', ['a.log', 'b.log', 'sub/c.log', 'sub/deep/d.log']],
    ['*/*.log', ['sub/c.log']],
    ['sub/*', ['c.log']],
    ['{a,b}.log', ['a.log', 'b.log']],
    ['[ab].log', ['a.log', 'b.log']],
    ['?.txt', ['e.txt']],
  ])('the glob %s', async (glob, expected) => {
    const folder = await folderWith('a.log', 'b.log', 'e.txt', 'sub/c.log', 'sub/deep/d.log');
    expect(await namesOf(join(folder, glob))).toEqual(expected);
  });

  test('what exists under its very name is no glob', async () => {
    const folder = await folderWith('a[1].log', 'a1.log');
    expect(await namesOf(join(folder, 'a[1].log'))).toEqual(['a[1].log']);
  });

  test('a backslash is a character of the path where the system has it so', async () => {
    const folder = await folderWith('logs\\app.log');
    expect(await namesOf(join(folder, 'logs\\app.log'))).toEqual(['logs\\app.log']);
    const { skipped } = await expandSources(['C:\\no\\such\\app.log']);
    expect(skipped).toEqual([
      { source: 'C:\\no\\such\\app.log', reason: expect.stringContaining('nothing at') },
    ]);
  });

  test('each real file comes once, under its own name, in the order of the paths', async () => {
    const folder = await folderWith('b/z.log', 'a.log');
    await symlink('b/z.log', join(folder, 'again.log'));
    expect(await namesOf(join(folder, 'b'), folder, join(folder, '*.log'))).toEqual(['z.log', 'a.log']);
    expect(await namesOf(folder)).toEqual(['a.log', 'b/z.log']);
  });

  test('links within the folder are followed, to files and folders, loops and all', async () => {
    const folder = await folderWith('real/a.log');
    await symlink('..', join(folder, 'real/loop'));
    await symlink('self', join(folder, 'self'));
    const outside = await folderWith('secret.log');
    await symlink(outside, join(folder, 'out'));
    await symlink(join(outside, 'secret.log'), join(folder, 'out.log'));
    await symlink('nowhere', join(folder, 'broken'));
    const { files, skipped } = await expandSources([folder]);
    expect(files.map(({ name }) => name)).toEqual(['real/a.log']);
    expect(skipped).toEqual([
      { source: 'broken', reason: expect.stringContaining('not there') },
      { source: 'out', reason: expect.stringContaining('out of the configured folder') },
      { source: 'out.log', reason: expect.stringContaining('out of the configured folder') },
      { source: 'self', code: 'state_conflict', reason: expect.stringContaining('circle') },
    ]);
  });

  test('a sibling folder whose name begins like the root is outside', async () => {
    const folder = await folderWith('logs/a.log', 'logs-private/b.log');
    await symlink('../logs-private/b.log', join(folder, 'logs/b.log'));
    expect(await namesOf(join(folder, 'logs'))).toEqual(['a.log']);
  });

  test('a file behind a linked folder is found', async () => {
    const folder = await folderWith('.store/a.log');
    await symlink('.store', join(folder, 'current'));
    expect(await namesOf(folder)).toEqual(['current/a.log']);
  });

  test('a configured path that is a link is followed anywhere', async () => {
    const folder = await folderWith();
    const outside = await folderWith('a.log');
    await symlink(outside, join(folder, 'logs'));
    await symlink(join(outside, 'a.log'), join(folder, 'one.log'));
    expect(await namesOf(join(folder, 'logs'))).toEqual(['a.log']);
    expect(await namesOf(join(folder, 'one.log'))).toEqual(['one.log']);
  });

  test('pipes, sockets and devices are not read', async () => {
    const folder = await folderWith('a.log');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket'));
    onTestFinished(() => void server.close());
    await new Promise((done) => server.once('listening', done));
    const { files, skipped } = await expandSources([folder, '/dev/null', join(folder, 'pipe')]);
    expect(files.map(({ name }) => name)).toEqual(['a.log']);
    expect(skipped.map(({ reason }) => /named pipe|socket|device/.exec(reason)?.[0])).toEqual([
      'named pipe',
      'socket',
      'device',
      'named pipe',
    ]);
  });

  test.each<[string, path: string, reason: string, code?: string]>([
    ['a missing path', '/no/such/path', 'nothing at this path'],
    ['a glob in a missing folder', '/no/such/*.log', 'nothing at this path'],
    ['a glob that matches nothing', '/dev/no-such-*', 'No file matches'],
    ['a path with NUL', '/tmp/a\0b', 'could not be read', 'state_conflict'],
    ['a path through a file', '/dev/null/x', 'not a folder'],
    ['a path that is too long', `/${'x'.repeat(5_000)}`, 'longer than', 'state_conflict'],
  ])('%s is skipped and says why', async (_, path, reason, code = undefined) => {
    expect(await expandSources([path])).toEqual({
      files: [],
      skipped: [
        { source: path, ...(code !== undefined && { code }), reason: expect.stringContaining(reason) },
      ],
    });
  });
});

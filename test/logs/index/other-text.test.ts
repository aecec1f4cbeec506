import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { IndexFolder } from '../../../src/logs/index/index-folder.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { bothWays, indexOf, segmentsIn, someLog } from './indexed.ts';

const DAY = 86_400_000;

describe('an index does not speak of another text', () => {
  test('where two logs begin and end alike', async () => {
    const folder = await tempFolder();
    const banner = '# the same banner\n'.repeat(500);
    const trailer = '# the same trailer\n'.repeat(500);
    const run = (seed: number) => someLog(3_000, seed).text.slice(0, 300_000);
    for (const seed of [1, 2])
      writeFileSync(join(folder, `run${seed}.log`), `${banner}${run(seed)}\n${trailer}`);
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    for (const seed of [1, 2]) {
      for (const id of someLog(3_000, seed).ids.slice(100, 110)) {
        const { fast, slow } = await bothWays(indexed, id);
        expect(fast).toEqual(slow);
      }
    }
  });

  test('where a segment was put in the place of another', async () => {
    const folder = await tempFolder();
    const logs = [someLog(500, 1), someLog(500, 2)];
    for (const [index, { text }] of logs.entries()) writeFileSync(join(folder, `${index}.log`), text);
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    const [first = '', second = ''] = segmentsIn(indexed.folder);
    copyFileSync(first, `${first}.other`);
    renameSync(second, first);
    renameSync(`${first}.other`, second);
    for (const { ids } of logs) {
      const { fast, slow } = await bothWays(indexed, ids[100] ?? '');
      expect(fast).toEqual(slow);
    }
  });

  test.each<[string, (segment: string) => void]>([
    ['a folder', (segment) => mkdirSync(segment)],
    ['a named pipe', (segment) => execFileSync('mkfifo', [segment])],
    ['a link', (segment) => symlinkSync('/etc/passwd', segment)],
    ['nothing', (segment) => writeFileSync(segment, '')],
  ])('nor waits for it, where %s stands in the place of a segment; and it is built anew', async (_, put) => {
    const folder = await tempFolder();
    const log = someLog(500);
    writeFileSync(join(folder, 'app.log'), log.text);
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    const [segment = ''] = segmentsIn(indexed.folder);
    rmSync(segment);
    put(segment);
    const { fast, slow } = await bothWays(indexed, log.ids[100] ?? '');
    expect(fast).toEqual(slow);
    await indexed.catchUp();
    expect((await bothWays(indexed, log.ids[100] ?? '')).unindexed).toBe(0);
  });
});

describe('what is indexed is not indexed again', () => {
  const log = someLog(80_000);

  test('where a compressed log is unpacked beside itself', async () => {
    const folder = await tempFolder();
    writeFileSync(join(folder, 'app.log.gz'), gzipSync(log.text, { level: 1 }));
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    const before = segmentsIn(indexed.folder);
    writeFileSync(join(folder, 'app.log'), log.text);
    expect(await indexed.catchUp()).toBe(0);
    expect(segmentsIn(indexed.folder)).toEqual(before);
  });

  test('where a copy of its beginning stays beside a log that grows', async () => {
    const folder = await tempFolder();
    writeFileSync(join(folder, 'snapshot.log'), log.text.slice(0, log.text.indexOf('\n', 1_000_000) + 1));
    writeFileSync(join(folder, 'app.log'), log.text);
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    expect(await indexed.catchUp()).toBe(0);
  });
});

describe('the sweep of the index folder', () => {
  test('removes nothing that is not its own, and follows no link', async () => {
    const folder = await tempFolder();
    const outside = join(folder, 'outside');
    const index = join(folder, 'index');
    const files = ['photo.jpg', 'notes.tmp', 'v9/photo.jpg', 'old/thesis.txt', '0123456789abcdef/app.seg'];
    for (const file of files) {
      mkdirSync(join(outside, file, '..'), { recursive: true });
      writeFileSync(join(outside, file), 'mine');
    }
    const long = new Date(Date.now() - 400 * DAY);
    for (const file of files) {
      utimesSync(join(outside, file), long, long);
      utimesSync(join(outside, file, '..'), long, long);
    }
    mkdirSync(join(index, 'v6'), { recursive: true });
    for (const link of ['v0', 'v6/compressed', 'v6/0123456789abcdef', 'v6/proj'])
      symlinkSync(outside, join(index, link));
    new IndexFolder(index).sweep(Date.now());
    new IndexFolder(outside).sweep(Date.now());
    symlinkSync(outside, join(folder, 'linked'));
    new IndexFolder(join(folder, 'linked')).sweep(Date.now());
    for (const file of files) expect(existsSync(join(outside, file)), file).toBe(true);
  });

  test('removes what was not used for 30 days, and what was left half written', async () => {
    const folder = await tempFolder();
    const indexed = await indexOf(join(folder, 'app.log'));
    writeFileSync(join(folder, 'app.log'), someLog(500).text);
    await indexed.catchUp();
    const [segment = ''] = segmentsIn(indexed.folder);
    const half = `${segment}.0123456789ab.tmp`;
    writeFileSync(half, 'half');
    const used = new Date();
    for (const path of [segment, half, join(segment, '..')]) utimesSync(path, used, used);
    const sweep = (days: number) => new IndexFolder(indexed.folder).sweep(used.getTime() + days * DAY);
    sweep(1);
    expect([existsSync(segment), existsSync(half)]).toEqual([true, false]);
    utimesSync(join(segment, '..'), used, used);
    sweep(29);
    expect(existsSync(segment)).toBe(true);
    sweep(31);
    expect(existsSync(join(segment, '..'))).toBe(false);
  });

  test('removes the index of the lines of a workspace as well, with its folder', async () => {
    const folder = new IndexFolder(join(await tempFolder(), 'index'));
    const own = new IndexFolder(folder.folderOfLinesOf('acme'));
    await own.writeSegment('0123456789abcdef', { start: 0, end: 10 }, '0123456789abcdef', [Buffer.from('x')]);
    const used = new Date();
    for (const name of readdirSync(own.base, { recursive: true, encoding: 'utf8' }))
      utimesSync(join(own.base, name), used, used);
    utimesSync(own.base, used, used);
    folder.sweep(used.getTime() + DAY);
    expect(segmentsIn(own.base)).toHaveLength(1);
    folder.sweep(used.getTime() + 31 * DAY);
    expect(existsSync(own.base)).toBe(false);
  });
});

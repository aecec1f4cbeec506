import {
  appendFileSync,
  chmodSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import zlib, { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../files/temp-folder.ts';
import { bothWays, indexOf, type LogLines, segmentsIn, someLog } from './indexed.ts';

const MEGABYTE = 1_048_576;
const HUGE = 'x'.repeat(3 * MEGABYTE);

async function folderWith(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Ids at the beginning, in the middle, at the end, and one that is not there. */
function sampleOf({ ids }: LogLines): string[] {
  return [
    ...[0, 0.25, 0.5, 0.75].map((share) => ids[Math.floor(ids.length * share)] ?? ''),
    ids.at(-1) ?? '',
    'req_0123456789',
  ];
}

describe('a log with an index', () => {
  const log = someLog(20_000);

  test.each([
    ['plain', (text: string) => text],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with leading NULs', (text: string) => `${'\0'.repeat(200_000)}${text}`],
    [
      'with invalid UTF-8',
      (text: string) => Buffer.concat([Buffer.from('\xff\xfe\xfd\n', 'latin1'), Buffer.from(text)]),
    ],
    [
      'with lines of 3 MB',
      (text: string) => `${HUGE} req_a1b2c3\n${text}{"m":"${HUGE}","request_id":"req_a1b2c3"}\n`,
    ],
    ['with a partial last line', (text: string) => `${text}{"request_id":"req_a1b2c3"`],
    ['gzipped', (text: string) => gzipSync(text)],
    ['of one line', () => '{"request_id":"req_a1b2c3"}\n'],
    ['of no line', () => ''],
    ['of one partial line', () => 'req_a1b2c3'],
    ['of no ids', () => 'nothing\n'.repeat(100_000)],
    ['of line feeds', () => '\n'.repeat(200_000)],
  ])('answers as the log itself: %s', async (_, write) => {
    const folder = await folderWith({ 'app.log': write(log.text) });
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    for (const id of [...sampleOf(log), 'req_a1b2c3', '409', 'acme-1']) {
      const { fast, slow } = await bothWays(indexed, id);
      expect(fast, id).toEqual(slow);
    }
  });

  test('reads hardly more of it than the index does not cover', async () => {
    const folder = await folderWith({ 'app.log': log.text });
    const indexed = await indexOf(folder);
    expect((await bothWays(indexed, 'req_0123456789')).unindexed).toBe(log.text.length);
    await indexed.catchUp();
    appendFileSync(join(folder, 'app.log'), '{"request_id":"req_0123456789"}\n');
    const { fast, unindexed } = await bothWays(indexed, 'req_0123456789');
    expect(unindexed).toBe(32);
    expect(fast.lines).toMatchObject([{ source: expect.stringMatching(/^app\.log:\d+$/) }]);
  });

  test('finds what the scanner cannot see as an id', async () => {
    const folder = await folderWith({
      'app.log': `${log.text}{"request_id":"abc"}\n{"request_id":"zażółć"}\n`,
    });
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    for (const id of ['abc', 'zażółć']) expect((await bothWays(indexed, id)).fast.lines).toHaveLength(1);
  });

  test('grows with the log, and replaces the segment of its end', async () => {
    const folder = await folderWith({ 'app.log': '' });
    const indexed = await indexOf(folder);
    for (let part = 0; part < 5; part += 1) {
      appendFileSync(join(folder, 'app.log'), someLog(500, part).text);
      await indexed.catchUp();
      const { fast, slow, unindexed } = await bothWays(indexed, someLog(500, part).ids[7] ?? '');
      expect(fast).toEqual(slow);
      expect(unindexed).toBe(0);
    }
    expect(segmentsIn(indexed.folder)).toHaveLength(1);
  });

  test('is written for its owner alone', async () => {
    const indexed = await indexOf(await folderWith({ 'app.log': log.text }));
    await indexed.catchUp();
    const [segment = ''] = segmentsIn(indexed.folder);
    expect(statSync(segment).mode & 0o777).toBe(0o600);
    for (let folder = join(segment, '..'); folder !== join(indexed.folder, '..'); folder = join(folder, '..'))
      expect(statSync(folder).mode & 0o777, folder).toBe(0o700);
  });

  test('may lose its index at any time', async () => {
    const indexed = await indexOf(await folderWith({ 'app.log': log.text }));
    await indexed.catchUp();
    const open = indexed.open();
    const id = log.ids[50] ?? '';
    const before = await open.find(id);
    rmSync(indexed.folder, { recursive: true });
    expect(await open.find(id)).toEqual(before);
    await indexed.catchUp();
    expect(await open.find(id)).toEqual(before);
  });
});

const zstd = 'zstdCompressSync' in zlib ? (zlib.zstdCompressSync as (text: string) => Buffer) : null;

test.skipIf(zstd === null)('a log in Zstandard is read and indexed where Node can', async () => {
  const log = someLog(5_000);
  const indexed = await indexOf(await folderWith({ 'app.log.zst': zstd?.(log.text) ?? '' }));
  for (const unindexed of [expect.any(Number), 0]) {
    for (const id of sampleOf(log)) {
      const both = await bothWays(indexed, id);
      expect(both.fast).toEqual(both.slow);
      expect(both.unindexed).toEqual(unindexed);
    }
    await indexed.catchUp();
  }
});

test.runIf(zstd === null)('a log in Zstandard is named as not searched where Node cannot', async () => {
  const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]);
  const indexed = await indexOf(await folderWith({ 'app.log.zst': magic }));
  expect(await indexed.catchUp()).toBe(0);
  const { fast } = await bothWays(indexed, 'req_0123456789');
  expect(fast.searched.skipped).toEqual([
    {
      ...{ source: 'app.log.zst', code: 'state_conflict' },
      reason: expect.stringContaining('use Node.js 22.15 or newer, or gzip'),
    },
  ]);
});

describe('a log that is rotated', () => {
  const log = someLog(6_000, 3);
  const next = someLog(9_000, 4, Date.UTC(2026, 10, 21));

  test.each<[string, (folder: string) => void]>([
    [
      'by renaming',
      (folder) => {
        renameSync(join(folder, 'app.log'), join(folder, 'app.log.1'));
        writeFileSync(join(folder, 'app.log'), next.text);
      },
    ],
    [
      'by copying and cutting, and has grown past its old size',
      (folder) => {
        writeFileSync(join(folder, 'app.log.1'), log.text);
        truncateSync(join(folder, 'app.log'), 0);
        appendFileSync(join(folder, 'app.log'), next.text);
      },
    ],
    [
      'by cutting, with the same first lines again',
      (folder) => {
        truncateSync(join(folder, 'app.log'), 0);
        appendFileSync(
          join(folder, 'app.log'),
          `${log.text.slice(0, log.text.indexOf('\n', 8_000) + 1)}${next.text}`,
        );
      },
    ],
    [
      'by compressing',
      (folder) => {
        writeFileSync(join(folder, 'app.log.1.gz'), gzipSync(log.text));
        rmSync(join(folder, 'app.log'));
        writeFileSync(join(folder, 'app.log'), next.text);
      },
    ],
    ['by deleting', (folder) => rmSync(join(folder, 'app.log'))],
  ])('answers as the logs themselves: %s', async (_, rotate) => {
    const folder = await folderWith({ 'app.log': log.text });
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    const open = indexed.open();
    await open.find(log.ids[3] ?? '');
    rotate(folder);
    for (const when of ['before', 'after']) {
      for (const id of [...sampleOf(log), ...sampleOf(next)])
        expect(await open.find(id), `${id} ${when}`).toEqual(await indexed.raw().find(id));
      await indexed.catchUp();
    }
  });

  test('is not indexed anew under its new name, nor compressed', async () => {
    const folder = await folderWith({ 'app.log': log.text });
    const indexed = await indexOf(folder);
    await indexed.catchUp();
    const segments = segmentsIn(indexed.folder);
    renameSync(join(folder, 'app.log'), join(folder, 'app.log.1'));
    expect(await indexed.catchUp()).toBe(0);
    writeFileSync(join(folder, 'app.log.2.gz'), gzipSync(log.text));
    rmSync(join(folder, 'app.log.1'));
    await indexed.catchUp();
    expect(segmentsIn(indexed.folder)).toEqual(segments);
    expect((await bothWays(indexed, 'req_0123456789')).unindexed).toBe(0);
    expect(await indexed.catchUp()).toBe(0);
  });

  test('is not read again and again where it is compressed and damaged', async () => {
    const folder = await folderWith({ 'app.log.gz': gzipSync(log.text).subarray(0, 20_000) });
    const indexed = await indexOf(folder);
    expect(await indexed.catchUp()).toBe(20_000);
    expect(await indexed.catchUp()).toBe(0);
    const { fast, slow } = await bothWays(indexed, log.ids[0] ?? '');
    expect(fast).toEqual(slow);
    expect(fast.searched.skipped).toHaveLength(1);
  });
});

test('says why, where the index cannot be written', async () => {
  const indexed = await indexOf(await folderWith({ 'app.log': someLog(100).text }));
  writeFileSync(indexed.folder, 'a file where the folder should be');
  chmodSync(indexed.folder, 0o400);
  await expect(indexed.catchUp()).rejects.toThrow(`The index cannot be written in ${indexed.folder} (E`);
  expect((await bothWays(indexed, someLog(100).ids[0] ?? '')).fast.lines).not.toHaveLength(0);
});

import { execFileSync } from 'node:child_process';
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { appendFile, link, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { yamlInBundle } from '../../scripts/yaml-data.mjs';
import { fileLog } from '../../src/logs/file-log.ts';
import { NO_ID_NAMES } from '../../src/logs/line/ids.ts';
import { type LogQuery, scanFile } from '../../src/logs/scan.ts';
import { NO_OWN_NAMES } from '../../src/redact/redact.ts';
import { passesOf } from '../support/passes.ts';
import { tempFolder } from './files/temp-folder.ts';

function entry(time: string, msg: string, id = 'req_1'): string {
  return `${JSON.stringify({ time: `2026-11-22T10:00:${time}Z`, msg, id })}\n`;
}

async function folderWith(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

function find(folder: string, id = 'req_1', signal?: AbortSignal) {
  return fileLog({ paths: [folder] }).find(id, signal ? { signal } : {});
}

describe('fileLog', () => {
  test('merges the lines of all files in time order and says what was searched', async () => {
    const folder = await folderWith({
      'a.log': `${entry('01', 'one')}${entry('01.5', 'other', 'req_2')}${entry('04', 'four')}  at stack of req_1\n`,
      'b.log': `${entry('02', 'two')}${entry('03', 'three')}${entry('59', 'late', 'req_2')}`,
    });
    const { lines, omitted, searched } = await find(folder);
    expect(lines.map(({ message, source }) => `${message} ${source}`)).toEqual([
      'one a.log:1',
      'two b.log:1',
      'three b.log:2',
      'four a.log:3',
      'at stack of req_1 a.log:4',
    ]);
    expect(omitted).toBe(0);
    expect(searched).toEqual({
      files: 2,
      lines: 7,
      from: '2026-11-22T10:00:01.000Z',
      to: '2026-11-22T10:00:59.000Z',
      skipped: [],
    });
  });

  test('sorts by nanoseconds', async () => {
    const ns = (digits: string, msg: string) =>
      `{"ts":1795341600123456${digits},"msg":"${msg}","id":"req_1"}\n`;
    const folder = await folderWith({ 'a.log': ns('789', 'b') + ns('790', 'c'), 'b.log': ns('788', 'a') });
    expect((await find(folder)).lines.map(({ message }) => message)).toEqual(['a', 'b', 'c']);
  });

  test('says what was searched when nothing is found', async () => {
    const folder = await folderWith({ 'a.log': `Traceback\n${entry('01', 'x')}${entry('02', 'y')}  at z\n` });
    expect(await find(folder, 'req_9')).toEqual({
      lines: [],
      moments: [],
      omitted: 0,
      searched: {
        files: 1,
        lines: 4,
        from: '2026-11-22T10:00:01.000Z',
        to: '2026-11-22T10:00:02.000Z',
        skipped: [],
      },
    });
    const empty = await folderWith({ 'a.log': '' });
    expect((await find(empty)).searched).toEqual({ files: 1, lines: 0, from: null, to: null, skipped: [] });
  });

  test('tells the times of a file that is longer than what is kept of its ends', async () => {
    const folder = await folderWith({
      'a.log':
        entry('01', 'first') + entry('02', 'x'.repeat(200), 'req_2').repeat(1_000) + entry('03', 'last'),
    });
    expect((await find(folder)).searched).toMatchObject({
      lines: 1_002,
      from: '2026-11-22T10:00:01.000Z',
      to: '2026-11-22T10:00:03.000Z',
    });
  });

  test('redacts and shows hidden characters in all that leaves', async () => {
    const folder = await folderWith({
      'a.log': `${JSON.stringify({ id: 'req_1', password: 'hunter2', msg: 'a\u202eb\u001b[31m bob@example.com' })}\n`,
    });
    const { lines } = await find(folder);
    expect(lines[0]).toMatchObject({ message: 'a\\u202eb\\u001b[31m b***@example.com' });
    expect(lines[0]?.rest).toEqual({ id: 'req_1', password: '[redacted]' });
  });

  test('does not return a line in which escapes make the id part of a longer one', async () => {
    const folder = await folderWith({ 'a.log': '{"id":"req_1\\u0061"}\n{"id":"req_1"}\n' });
    expect((await find(folder)).lines.map(({ source }) => source)).toEqual(['a.log:2']);
  });

  test('reads CRLF, a byte order mark, NULs, invalid UTF-8 and a last line without an end', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\uFEFF{"msg":"one","id":"req_1"}\r\n\0\0\0{"msg":"two","id":"req_1"}\r\n'),
      Buffer.from([0xff, 0xfe, 0x20]),
      Buffer.from('req_1 three\r\n{"msg":"four","id":"req_1"}'),
    ]);
    const folder = await folderWith({ 'a.log': bytes });
    expect((await find(folder)).lines.map(({ message }) => message)).toEqual([
      'one',
      'two',
      '\ufffd\ufffd req_1 three',
      'four',
    ]);
  });

  test('keeps the first and last 500 of many lines and counts the others', async () => {
    const folder = await folderWith({
      'a.log': Array.from({ length: 2_500 }, (_, index) => `${index} req_1\n`).join(''),
    });
    const { lines, omitted } = await find(folder);
    expect(lines).toHaveLength(1_000);
    expect(omitted).toBe(1_500);
    expect(lines.at(499)?.message).toBe('499 req_1');
    expect(lines.at(500)?.message).toBe('2000 req_1');
  });

  test('keeps 8 MiB of raw lines', async () => {
    const line = `req_1 ${'x'.repeat(1_000_000)}\n`;
    const folder = await folderWith({ 'a.log': line.repeat(12) });
    const { lines, omitted } = await find(folder);
    expect(lines).toHaveLength(8);
    expect(omitted).toBe(4);
    expect(lines[0]?.message).toMatch(/… \[998,006 more characters\]$/);
  });

  test('finds a line by the very next call after it was written', async () => {
    const folder = await folderWith({ 'a.log': entry('01', 'one') });
    const log = fileLog({ paths: [folder] });
    expect((await log.find('req_1')).lines).toHaveLength(1);
    await appendFile(join(folder, 'a.log'), entry('02', 'two'));
    expect((await log.find('req_1')).lines).toHaveLength(2);
  });

  test('reads gzip, whatever its name', async () => {
    const folder = await folderWith({
      'a.log.gz': gzipSync(entry('01', 'one')),
      'b.log.1': Buffer.concat([gzipSync(entry('02', 'two')), gzipSync(entry('03', 'three'))]),
      'empty.gz': '',
    });
    const { lines, searched } = await find(folder);
    expect(lines.map(({ message }) => message)).toEqual(['one', 'two', 'three']);
    expect(searched).toMatchObject({ files: 3, lines: 3, skipped: [] });
  });

  test('searches damaged gzip up to the damage and says so', async () => {
    const rows = Array.from({ length: 40_000 }, (_, index) => `${index} ${Math.sin(index)} req_${index}`);
    const whole = gzipSync(rows.join('\n'));
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, Math.floor(whole.length / 2), Math.floor(whole.length / 2) + 64);
    const folder = await folderWith({
      'cut.gz': whole.subarray(0, Math.floor(whole.length / 2)),
      'damaged.gz': damaged,
      'junk-behind.gz': Buffer.concat([gzipSync('first\nreq_5 last'), Buffer.from('junk'.repeat(2_000))]),
      'no.gz': 'this is text, with req_5 in it',
      'small-cut.gz': gzipSync('0 req_5\nsecond').subarray(0, -10),
    });
    const { lines, searched } = await find(folder, 'req_5');
    expect(lines.map(({ source }) => source)).toEqual([
      'cut.gz:6',
      'damaged.gz:6',
      'junk-behind.gz:2',
      'no.gz:1',
      'small-cut.gz:1',
    ]);
    expect((await find(folder, 'req_15000')).lines).toHaveLength(2);
    expect((await find(folder, 'req_39000')).lines).toHaveLength(0);
    expect(searched.skipped.map(({ source, reason }) => `${source}: ${reason.slice(0, 30)}`)).toEqual([
      'cut.gz: It ends in the middle of its g',
      'damaged.gz: It is damaged in its gzip data',
      'junk-behind.gz: It is damaged in its gzip data',
      'small-cut.gz: It ends in the middle of its g',
    ]);
    expect(searched.files).toBe(5);
  });

  test.each([
    ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
  ])('says that %s is not read', async (name, magic) => {
    const folder = await folderWith({ 'a.log': Buffer.from([...magic, 1, 2, 3]) });
    const { searched } = await find(folder);
    expect(searched).toMatchObject({ files: 0, lines: 0, skipped: [{ source: 'a.log' }] });
    expect(searched.skipped[0]?.reason).toContain(name);
  });

  test('a source that cannot be read does not make the search fail', async () => {
    const folder = await folderWith({ 'a.log': entry('01', 'one') });
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await symlink('nowhere', join(folder, 'broken'));
    const log = fileLog({ paths: ['/no/such/bob@example.com\u202e', folder] });
    const { lines, searched } = await log.find('req_1');
    expect(lines).toHaveLength(1);
    expect(searched.skipped.map(({ source }) => source)).toEqual([
      '/no/such/b***@example.com\\u202e',
      'broken',
      'pipe',
    ]);
  });

  test('lists the first of very many sources that cannot be read, and counts the others', async () => {
    const folder = await tempFolder();
    for (let index = 0; index < 60; index += 1) await symlink('nowhere', join(folder, `link${index}`));
    const { skipped } = (await find(folder)).searched;
    expect(skipped).toHaveLength(51);
    expect(skipped.at(-1)?.source).toBe('10 more');
  });

  test('reports files and folders that this user may not read', async () => {
    const folder = await folderWith({ 'open.log': entry('01', 'one'), 'closed.log': entry('02', 'two') });
    await mkdir(join(folder, 'closed'));
    execFileSync('chmod', ['755', folder]);
    execFileSync('chmod', ['000', join(folder, 'closed.log'), join(folder, 'closed')]);
    const entryPoint = new URL('../../src/logs/file-log.ts', import.meta.url).pathname;
    const code = `import { fileLog } from ${JSON.stringify(entryPoint)};
      const found = await fileLog({ paths: [${JSON.stringify(folder)}] }).find('req_1');
      console.log(JSON.stringify({ ...found, moments: undefined }));`;
    const bundle = await build({
      stdin: { contents: code, resolveDir: '/' },
      plugins: [yamlInBundle()],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
    });
    // Root may read everything, so the lookup runs as nobody.
    const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const script = bundle.outputFiles[0]?.text ?? '';
    const output = execFileSync(process.execPath, ['--input-type=module'], {
      input: script,
      cwd: '/',
      ...asNobody,
    });
    execFileSync('chmod', ['755', join(folder, 'closed')]);
    const { lines, searched } = JSON.parse(output.toString());
    expect(lines).toHaveLength(1);
    expect(searched.files).toBe(1);
    expect(searched.skipped).toEqual([
      { source: 'closed', code: 'forbidden_by_scope', reason: expect.stringContaining('may not read') },
      { source: 'closed.log', code: 'forbidden_by_scope', reason: expect.stringContaining('may not read') },
    ]);
  });

  test('finds the id in a line of 300 MB, in bounded memory, while other calls are answered', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'a.log');
    const handle = await open(path, 'w');
    await handle.write('{"time":"2026-11-22T10:00:00Z","level":50,"msg":"big","blob":"');
    // A hole in the file reads as NULs and takes neither time nor space.
    await handle.write('","id":"req_1","more":"end"}\nlast line\n', 300_000_000);
    await handle.close();
    const before = process.memoryUsage().rss;
    let peak = before;
    let turns = 0;
    const watch = setInterval(() => {
      turns += 1;
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 5);
    const { lines, searched } = await find(folder);
    clearInterval(watch);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ time: '2026-11-22T10:00:00.000Z', level: 'error', message: 'big' });
    expect(lines[0]?.rest?.['excerpt']).toContain('"id":"req_1"');
    expect(lines[0]?.rest?.['cut']).toContain('line of 300,000,028 bytes');
    expect(searched).toMatchObject({ lines: 2, from: '2026-11-22T10:00:00.000Z' });
    expect(turns).toBeGreaterThan(5);
    expect(peak - before).toBeLessThan(120_000_000);
  });

  test.each([
    ['little', 'utf16le'],
    ['big', 'utf16le-swapped'],
  ])('reads UTF-16 with a byte order mark, %s end first', async (_, order) => {
    const bytes = Buffer.from(`\uFEFF${entry('01', 'grüße')}${entry('02', 'two')}`, 'utf16le');
    const folder = await folderWith({ 'a.log': order === 'utf16le' ? bytes : bytes.swap16() });
    const { lines, searched } = await find(folder);
    expect(lines.map(({ message }) => message)).toEqual(['grüße', 'two']);
    expect(searched).toMatchObject({ lines: 2, skipped: [] });
  });

  test.each<[string, string, string[] | undefined]>([
    [
      'a Python traceback',
      '2026-11-22T10:00:00Z ERROR req_1 failed\nTraceback (most recent call last):\n  File "a.py"\nValueError: slug_taken\n2026-11-22T10:00:01Z INFO next\n  x\n',
      ['Traceback (most recent call last):', '  File "a.py"', 'ValueError: slug_taken'],
    ],
    [
      'a Java trace at the end of the file',
      'ERROR req_1 failed\njava.lang.IllegalStateException: x\n\tat a.B\nCaused by: y\n\t... 3 more',
      ['java.lang.IllegalStateException: x', '\\tat a.B', 'Caused by: y', '\\t... 3 more'],
    ],
    ['a line with a head of its own', 'ERROR req_1 failed\nINFO fine\n  at y\n', undefined],
    ['lines behind JSON', '{"id":"req_1"}\n  at y\n', undefined],
  ])('keeps what follows a record of text: %s', async (_, text, stack) => {
    const folder = await folderWith({ 'a.log': text });
    const { lines } = await find(folder);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.rest?.['stack']).toEqual(stack);
  });

  test('keeps the first and last lines of a long trace', async () => {
    const trace = Array.from({ length: 100 }, (_, index) => `  at frame ${index}\n`).join('');
    const folder = await folderWith({ 'a.log': `req_1 failed\n${trace}Caused by: disk full\n` });
    const stack = (await find(folder)).lines[0]?.rest?.['stack'] as string[];
    expect(stack).toHaveLength(60);
    expect([stack[0], stack.at(-1)]).toEqual(['  at frame 0', 'Caused by: disk full']);
    expect(stack.at(-2)).toBe('… [42 more lines]');
  });

  test('counts a file with two names once', async () => {
    const folder = await folderWith({ 'a.log': entry('01', 'one') });
    await link(join(folder, 'a.log'), join(folder, 'b.log'));
    const { lines, searched } = await find(folder);
    expect(lines).toHaveLength(1);
    expect(searched).toMatchObject({ files: 1, lines: 1, skipped: [] });
  });

  test('lists a source that cannot be read once, even if it is configured twice', async () => {
    const { searched } = await fileLog({ paths: ['/no/such', '/no/such'] }).find('req_1');
    expect(searched.skipped).toHaveLength(1);
  });

  test('searches thousands of small files with little work for each, and lists them in order', async () => {
    const folder = await tempFolder();
    const names = Array.from({ length: 4_000 }, (_, index) => `${index}.log`);
    for (const name of names) writeFileSync(join(folder, name), entry('01', name));
    const search = async () => {
      const { searched } = await find(folder);
      expect(searched).toMatchObject({ files: 4_000, lines: 4_000, skipped: [] });
    };
    expect(await passesOf(search, 200)).toBeLessThan(200);
  });

  test('stops when it is told to, with the reason', async () => {
    const reason = new Error('enough');
    const folder = await folderWith({
      'a.log': 'x'.repeat(20_000_000),
      'b.log.gz': gzipSync('y'.repeat(80_000_000)),
    });
    await expect(find(folder, 'req_1', AbortSignal.abort(reason))).rejects.toBe(reason);
    for (const name of ['a.log', 'b.log.gz']) {
      const stop = new AbortController();
      const found = find(join(folder, name), 'req_1', stop.signal);
      const settled = expect(found).rejects.toBe(reason);
      await setTimeout(3);
      stop.abort(reason);
      await settled;
    }
  });
});

describe('scanFile', () => {
  const quest = (changes: Partial<LogQuery> = {}): LogQuery => {
    const names = { idNames: NO_ID_NAMES, ownNames: NO_OWN_NAMES };
    return {
      id: 'req_1',
      ...names,
      index: null,
      signal: undefined,
      onBytes: () => {},
      seen: new Set(),
      ...changes,
    };
  };
  const scan = (path: string, changes?: Partial<LogQuery>) => scanFile(path, quest(changes), () => {});

  test('does not wait for a writer if a file became a pipe meanwhile', async () => {
    const path = join(await tempFolder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect((await scan(path)).problem?.reason).toContain('not a regular file');
    expect((await scan('/dev/zero')).problem?.reason).toContain('not a regular file');
    expect((await scan('/no/such/file')).problem?.reason).toContain('nothing at this path');
  });

  test('reads no further than the size at the beginning, however fast the file grows', async () => {
    const path = join(await folderWith({ 'a.log': 'x\n'.repeat(1_000_000) }), 'a.log');
    let read = 0;
    const onBytes = (count: number) => {
      read += count;
      appendFileSync(path, 'x\n'.repeat(count));
    };
    expect(await scan(path, { onBytes })).toMatchObject({ problem: null, lines: 1_000_000 });
    expect(read).toBe(2_000_000);
  });

  test.each([
    ['a.log', (text: string) => text],
    ['a.log.gz', (text: string) => gzipSync(text)],
  ])('stops within %s, between two chunks', async (name, toContent) => {
    const path = join(await folderWith({ [name]: toContent('x\n'.repeat(20_000_000)) }), name);
    const reason = new Error('enough');
    const stop = new AbortController();
    let read = 0;
    const onBytes = (count: number) => {
      read += count;
      if (read > 0) stop.abort(reason);
    };
    const scanning = scan(path, { signal: stop.signal, onBytes });
    await expect(scanning).rejects.toBe(reason);
    expect(read).toBeLessThan(20_000_000);
  });

  test('ends when a file is cut while it is read', async () => {
    const path = join(await folderWith({ 'a.log': 'x\n'.repeat(2_000_000) }), 'a.log');
    let isCut = false;
    const onBytes = (count: number) => {
      if (count === 0 || isCut) return;
      isCut = true;
      truncateSync(path, 0);
    };
    const { problem, lines } = await scan(path, { onBytes });
    expect(problem?.reason).toContain('cut while it was read');
    expect(lines).toBeGreaterThan(0);
  });
});

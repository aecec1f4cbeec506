import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { builtinCatalog } from '../../../src/catalog/combine.ts';
import { checkLogs } from '../../../src/cli/doctor/logs.ts';
import { openLogs, type PathSurvey } from '../../../src/logs/logs.ts';
import { recognized } from '../../../src/logs/survey.ts';
import { findRequestId } from '../../../src/pasted/pasted.ts';
import { freshFolder, SAMPLE_LOGS } from '../../support/server.ts';

const catalog = builtinCatalog();
const workerUrl = new URL('../../../dist/index-worker.cjs', import.meta.url);
const logsOf = (logs: string[], stateFolder: string) =>
  openLogs(
    {
      logs,
      tables: [],
      tableLogin: { user: '', password: '' },
      workspace: null,
      idKeys: [],
      redact: [],
      stateFolder,
    },
    { workerUrl, onTrouble: () => {} },
  );
const judge = {
  hasCode: (code: string) => catalog.get(code) !== undefined,
  hasRequestId: (text: string) => findRequestId(text) !== null,
};
const survey = async (path: string, stateFolder = freshFolder()) => {
  const { paths } = await logsOf([path], stateFolder).survey(judge);
  return paths[0] as PathSurvey;
};
const sampleOf = (lines: string[], workspace: string | null = null) =>
  recognized(
    lines.map((text, at) => ({ text, source: `a.log:${at + 1}` })),
    { ...judge, workspace, idNames: new Set() },
  );
const line = (at: number) => `{"time":"2026-11-20T09:00:00Z","request_id":"req_${at}","code":"not_found"}\n`;
const many = (lines: number) => Array.from({ length: lines }, (_, at) => line(at)).join('');

describe('what is recognized in lines', () => {
  test('is their format, time, request id and code', () => {
    const lines = [
      '{"time":"2026-11-20T09:00:00Z","request_id":"abc","code":"not_found"}',
      '2026-11-20T09:00:00Z app[1]: {"code":"not_found","msg":"no"}',
      'ts=2026-11-20T09:00:00Z level=error error=card_declined request_id=r-1',
      '10.0.0.1 - - [20/Nov/2026:09:00:00 +0000] "GET /a HTTP/1.1" 409 12 "-" "curl"',
      'plain words about req_0authgrant42',
      '',
      '  ',
    ];
    expect(sampleOf(lines)).toEqual({
      lines: 5,
      formats: [
        ['JSON', 1],
        ['JSON behind a prefix', 1],
        ['logfmt', 1],
        ['access log', 1],
        ['text', 1],
      ],
      withTime: 4,
      withRequestId: 3,
      ofWorkspace: 0,
      codes: [['not_found', 2]],
      uncatalogued: 1,
      continued: 0,
      lacking: [
        { what: 'level or status', lines: 3, first: 'a.log:1' },
        { what: 'request id', lines: 2, first: 'a.log:2' },
        { what: 'time', lines: 1, first: 'a.log:5' },
      ],
    });
  });

  test('is what lines lack, but for those that continue another', () => {
    const lines = [
      '2026-11-20T09:00:00Z ERROR of req_0authgrant42',
      'Gone: x',
      '\tat a.B(C.java:1)',
      'Caused by: x.Y: z',
    ];
    expect(sampleOf(lines)).toMatchObject({
      lines: 4,
      continued: 2,
      lacking: [
        { what: 'time', lines: 1, first: 'a.log:2' },
        { what: 'level or status', lines: 1 },
        { what: 'request id', lines: 1 },
      ],
    });
  });

  test('is whose they are, in any case, where a workspace is looked for', () => {
    const lines = [
      '{"workspace":"acme","msg":"a"}',
      'level=info workspace=ACME msg=b',
      '{"workspace":"acme-two","msg":"of acme"}',
      'plain words about acme',
    ];
    expect(sampleOf(lines, 'Acme').ofWorkspace).toBe(2);
    expect(sampleOf(lines).ofWorkspace).toBe(0);
  });
});

describe('a survey', () => {
  test('of the sample logs counts and recognizes all of them', async () => {
    expect(await survey(SAMPLE_LOGS)).toMatchObject({
      files: 5,
      lines: 410,
      isExact: true,
      uncounted: 0,
      skipped: [],
      covered: 0,
      sample: {
        lines: 410,
        withTime: 410,
        formats: [
          ['JSON', 330],
          ['text', 57],
          ['logfmt', 23],
        ],
      },
    });
  });

  test('counts by the index, and what was written since', async () => {
    const folder = freshFolder();
    const stateFolder = freshFolder();
    const path = join(folder, 'a.log');
    writeFileSync(path, many(3_000));
    writeFileSync(join(folder, 'b.log.gz'), gzipSync(many(2_000), { level: 0 }));
    expect(await survey(folder, stateFolder)).toMatchObject({ lines: 3_000, uncounted: 1, covered: 0 });
    await logsOf([folder], stateFolder).index(() => {});
    const indexed = await survey(folder, stateFolder);
    expect(indexed).toMatchObject({ files: 2, lines: 5_000, isExact: true, uncounted: 0 });
    expect(indexed.covered).toBe(indexed.total);
    writeFileSync(path, `${many(3_000)}${line(1)}no line feed yet`);
    expect(await survey(folder, stateFolder)).toMatchObject({ lines: 5_002, isExact: true });
  });

  test('estimates what it would take long to count', async () => {
    const path = join(freshFolder(), 'big.log');
    const each = 'x'.repeat(99);
    const block = `${each}\n`.repeat(100_000);
    for (let at = 0; at < 14; at += 1) writeFileSync(path, block, { flag: 'a' });
    const found = await survey(path);
    expect(found).toMatchObject({ lines: 1_400_000, isExact: false, sample: { lines: 1_000 } });
    const [said] = checkLogs([{ ...found, lines: 1_234_567 }]);
    expect(said?.summary).toBe(`${path}: 1 file, about 1,230,000 lines, 140 MB`);
  });

  test('reads UTF-16 and compressed logs, and names what it cannot read', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'a.log'), Buffer.from(`\ufeff${many(300)}`, 'utf16le'));
    writeFileSync(join(folder, 'b.log.gz'), gzipSync(many(300)));
    writeFileSync(join(folder, 'c.log.xz'), Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]));
    writeFileSync(join(folder, 'd.log.gz'), gzipSync(many(300)).subarray(0, 500));
    execFileSync('mkfifo', [join(folder, 'e.fifo')]);
    symlinkSync('/nowhere', join(folder, 'f.log'));
    const found = await survey(folder);
    expect(found.skipped.map(({ source }) => source).sort()).toEqual([
      'c.log.xz',
      'd.log.gz',
      'e.fifo',
      'f.log',
    ]);
    expect(found).toMatchObject({ files: 3, isExact: false, uncounted: 2 });
    expect(found.lines).toBe(300);
    expect(found.sample.withRequestId).toBeGreaterThan(600);
  });

  test('counts a file once that is met again behind another path', async () => {
    const folder = freshFolder();
    const path = join(folder, 'a.log');
    writeFileSync(path, line(1));
    writeFileSync(join(folder, 'b.log'), line(2));
    const { paths } = await logsOf([path, folder, `${folder}/`], freshFolder()).survey(judge);
    expect(paths).toMatchObject([
      { files: 1, again: 0, lines: 1 },
      { files: 1, again: 1, lines: 1 },
      { files: 0, again: 2, lines: 0, size: 0 },
    ]);
  });

  test('of an endless line takes no endless time', async () => {
    const path = join(freshFolder(), 'one.log');
    writeFileSync(path, 'x'.repeat(3_000_000));
    expect(await survey(path)).toMatchObject({ files: 1, lines: 1, isExact: true, sample: { lines: 0 } });
  });
});

describe('the doctor says of logs', () => {
  test('that there are none, and how to have some', () => {
    expect(checkLogs([])).toMatchObject([
      { verdict: 'warning', advice: [expect.stringContaining('--logs PATH')] },
    ]);
  });

  test('how many there are and what was recognized', async () => {
    const [found] = checkLogs([await survey(SAMPLE_LOGS)]);
    expect(found).toMatchObject({ verdict: 'ok', advice: [] });
    expect(found?.summary).toBe(`${SAMPLE_LOGS}: 5 files, 410 lines, 136 KB`);
    expect(found?.details).toEqual([
      'Of 410 lines looked at: request ids in 387, a time in 410.',
      '5 % show no request id that could be read (23 lines, the first is api.ndjson:50).',
      'Formats: JSON 330, text 57, logfmt 23.',
      expect.stringMatching(/^Errors: rate_limited 25, .* more codes, codes that the catalog lacks 2\.$/),
    ]);
  });

  test('what cannot be read', async () => {
    const missing = join(freshFolder(), 'missing');
    expect(checkLogs([await survey(missing)])).toMatchObject([
      {
        verdict: 'problem',
        summary: `${missing}: there is nothing to read`,
        advice: ['There is nothing at this path. Check the path, or remove it from the logs.'],
      },
    ]);
    const empty = freshFolder();
    expect(checkLogs([await survey(empty)])).toMatchObject([
      { verdict: 'problem', advice: [/holds no file/].map((each) => expect.stringMatching(each)) },
    ]);
    mkdirSync(join(empty, 'sub'));
    writeFileSync(join(empty, 'sub', 'a.log'), line(1));
    symlinkSync('/nowhere', join(empty, 'b.log'));
    expect(checkLogs([await survey(empty)])).toMatchObject([
      {
        verdict: 'warning',
        summary: `${empty}: 1 file, 1 line, 72 B`,
        details: [
          expect.stringMatching(/^b\.log: /),
          expect.anything(),
          expect.stringMatching(/^100 % show no level or status .* the first is sub\/a\.log:1\)\.$/),
          expect.anything(),
          expect.anything(),
        ],
      },
    ]);
  });

  test('which were given twice', async () => {
    const found = await survey(SAMPLE_LOGS);
    const [part] = checkLogs([{ ...found, files: 3, again: 2 }]);
    expect(part?.details).toContain('2 more files counted above: each is read once.');
    expect(checkLogs([{ ...found, files: 0, again: 5 }])).toEqual([
      {
        name: 'logs',
        verdict: 'warning',
        summary: `${SAMPLE_LOGS}: given twice, 5 files counted above`,
        details: [],
        advice: [expect.stringContaining('may be left out')],
      },
    ]);
  });

  test('that it saw no request ids, and how to name them', async () => {
    const path = join(freshFolder(), 'a.log');
    writeFileSync(path, 'some words\nmore words\n');
    expect(checkLogs([await survey(path)])).toMatchObject([
      { verdict: 'warning', advice: [expect.stringContaining('--id-key NAME')] },
    ]);
  });
});

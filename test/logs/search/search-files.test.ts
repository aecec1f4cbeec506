import { appendFileSync, linkSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileLog } from '../../../src/logs/file-log.ts';
import type { RequestLog, SearchCriteria } from '../../../src/logs/log.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { indexOf } from '../index/indexed.ts';

const START = Date.parse('2026-11-20T00:00:00Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

function line(at: number, id: string, more: Record<string, unknown> = {}): string {
  const fields = { path: '/v1/apps', status: 200, padding: 'x'.repeat(120), ...more };
  return `${JSON.stringify({ time: new Date(START + at).toISOString(), request_id: id, ...fields })}\n`;
}

/** A log of so many lines, a second apart, in which `place` may put others. */
function writeLog(path: string, lines: number, place: (index: number) => string | null = () => null): void {
  writeFileSync(path, '');
  for (let from = 0; from < lines; from += 10_000) {
    const part = Array.from({ length: Math.min(10_000, lines - from) }, (_, index) => {
      return place(from + index) ?? line((from + index) * SECOND, `req_${from + index}`);
    });
    appendFileSync(path, part.join(''));
  }
}

/** In as much time as it takes, unless the criteria say otherwise: a busy machine changes no result. */
async function search(paths: readonly string[], criteria: SearchCriteria) {
  const { lines, searched } = await fileLog({ paths }).search({ most: { ms: 600_000 }, ...criteria });
  return { ids: lines.map(({ id }) => id), searched };
}

describe('a search of files', () => {
  test('of a stretch of time in the middle reads little of a large file', async () => {
    const path = join(await tempFolder(), 'large.ndjson');
    writeLog(path, 150_000, (at) => (at === 75_000 ? line(at * SECOND, 'req_odd', { status: 502 }) : null));
    const middle = START + 75_000 * SECOND;
    const stretch = { since: middle - 60 * SECOND, until: middle + 60 * SECOND };
    const { ids, searched } = await search([path], { ...stretch, status: { from: 500, to: 599 } });
    expect(ids).toEqual(['req_odd']);
    // Of 35 MB.
    expect(searched.bytes).toBeLessThan(1_048_576);
    expect(searched.stopped).toBeNull();
    expect((await search([path], { ...stretch, limit: 1_000 })).ids).toHaveLength(121);
  });

  test('that wants lines in brief finds those that a whole one finds, also by an index', async () => {
    const path = join(await tempFolder(), 'brief.ndjson');
    const odd = [
      { status: 409, code: 'state_conflict', workspace: 'acme' },
      { status: 409, code: 'state_conflict', path: '/v1/other' },
      { level: 'error', error: { code: 'state_conflict' }, status: undefined },
      { status: 409, code: 'state_conflict', msg: 'a retry got 503' },
      { status: 200, code: 'state_conflict' },
    ];
    writeLog(path, 4_000, (at) => {
      const more = at % 50 === 0 ? odd[(at / 50) % odd.length] : undefined;
      return line(at * SECOND, `req_${at}`, { method: 'POST', level: 'info', ...more });
    });
    const criteria: SearchCriteria = {
      code: 'state_conflict',
      method: 'POST',
      path: '/v1/*',
      isFailure: true,
    };
    const index = await indexOf(path);
    await index.catchUp();
    for (const log of [index.raw(), index.open()]) {
      const found = async (more: SearchCriteria) => {
        const { lines } = await log.search({ ...criteria, ...more, since: START + 900_000 });
        return lines.map(({ id, line: { time, method, path: of, status, code, workspace } }) => {
          return { id, time, method, of, status, code, workspace };
        });
      };
      const whole = await found({});
      expect(whole.length).toBeGreaterThan(40);
      expect(await found({ isBrief: true })).toEqual(whole);
    }
  });

  test('may leave out lines that hold none of some texts', async () => {
    const path = join(await tempFolder(), 'some.ndjson');
    writeLog(path, 3_000, (at) => line(at * SECOND, `req_${at}`, { client: `app_${at % 100}`, zone: 'é' }));
    const { ids } = await search([path], { path: '/v1/apps', oneOf: ['app_7"', 'app_9'], limit: 10 });
    expect(ids.length).toBe(10);
    const some = await search([path], { path: '/v1/apps', oneOf: ['app_7', 'app_93'], limit: 5 });
    expect(some.ids).toEqual(['req_2993', 'req_2979', 'req_2978', 'req_2977', 'req_2976']);
    expect((await search([path], { path: '/v1/*', oneOf: ['nobody'] })).ids).toEqual([]);
    // What may be written with escapes is not looked for.
    expect((await search([path], { path: '/v1/*', oneOf: ['nobody"s'], limit: 1 })).ids).toEqual([
      'req_2999',
    ]);
  });

  test('finds the newest of each of some texts, of as many as are wanted', async () => {
    const path = join(await tempFolder(), 'each.ndjson');
    writeLog(path, 30_000, (at) => line(at * SECOND, `req_${at}`, { client: `app_${at % 1_000}` }));
    const { ids } = await search([path], { eachOf: ['app_7', 'APP_93', 'req_4711', 'nobody'], limit: 3 });
    expect(ids).toEqual([
      ...['req_29799', 'req_29798', 'req_29797'],
      ...['req_29939', 'req_29938', 'req_29937'],
      'req_4711',
    ]);
  });

  test('reads no further in a block than is wanted, and says that it was enough', async () => {
    const path = join(await tempFolder(), 'enough.ndjson');
    writeLog(path, 9_000, (at) => line(at * SECOND, `req_${at}`, { status: 502 }));
    const { ids, searched } = await search([path], { status: { from: 500, to: 599 }, limit: 4 });
    expect(ids).toEqual(['req_8999', 'req_8998', 'req_8997', 'req_8996']);
    expect(searched.stopped).toBe('enough');
  });

  test('of a stretch that ends shortly before a log does finds all of it, at whatever distance', async () => {
    const path = join(await tempFolder(), 'near.ndjson');
    writeLog(path, 4_000);
    for (let end = 3_999; end > 2_000; end -= 97) {
      const { ids, searched } = await search([path], { until: START + end * SECOND, limit: 1 });
      expect([ids, searched.skipped]).toEqual([[`req_${end}`], []]);
    }
  });

  test('numbers the lines that name no request, in long, compressed and indexed logs', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'plain.ndjson');
    const odd = (at: number) =>
      `${JSON.stringify({ time: new Date(START + at * SECOND).toISOString(), message: `odd ${at}` })}\n`;
    writeLog(path, 4_000, (at) => (at === 0 || at === 1_700 || at === 3_999 ? odd(at) : null));
    const sourcesIn = async (log: RequestLog) => {
      const { lines } = await log.search({ text: 'odd', isNumbered: true });
      return lines.map(({ line: { source } }) => source);
    };
    const numbered = (name: string) => [`${name}:4000`, `${name}:1701`, `${name}:1`];
    expect(await sourcesIn(fileLog({ paths: [path] }))).toEqual(numbered('plain.ndjson'));
    const indexed = await indexOf(path);
    expect(await indexed.catchUp()).toBeGreaterThan(500_000);
    expect(await sourcesIn(indexed.open())).toEqual(numbered('plain.ndjson'));
    const zipped = join(folder, 'zipped.ndjson.gz');
    writeFileSync(zipped, gzipSync(readFileSync(path)));
    expect(await sourcesIn(fileLog({ paths: [zipped] }))).toEqual(numbered('zipped.ndjson.gz'));
    const { lines } = await fileLog({ paths: [path] }).search({ text: 'odd' });
    expect(lines.map(({ line: { source } }) => source)).toEqual(Array(3).fill('plain.ndjson'));
  });

  test('for what is recent reads only the ends of files', async () => {
    const folder = await tempFolder();
    writeLog(join(folder, 'old.ndjson'), 20_000);
    writeLog(join(folder, 'new.ndjson'), 20_000, (at) => line(HOUR * 24 + at * SECOND, `req_new${at}`));
    const { ids, searched } = await search([folder], { path: '/v1/apps', limit: 3 });
    expect(ids).toEqual(['req_new19999', 'req_new19998', 'req_new19997']);
    expect(searched).toMatchObject({ stopped: 'enough', files: 1 });
    expect(searched.bytes).toBeLessThan(262_144);
  });

  test('merges files that were written at once', async () => {
    const folder = await tempFolder();
    const turn = (parity: number) => (at: number) =>
      line((2 * at + parity) * SECOND, `req_${2 * at + parity}`);
    writeLog(join(folder, 'a.ndjson'), 3_000, turn(0));
    writeLog(join(folder, 'b.ndjson'), 3_000, turn(1));
    const { ids } = await search([folder], { limit: 5 });
    expect(ids).toEqual(['req_5999', 'req_5998', 'req_5997', 'req_5996', 'req_5995']);
  });

  test('finds what stands in each of several logs in one file', async () => {
    const path = join(await tempFolder(), 'mixed.ndjson');
    writeLog(path, 30_000, (at) => line((at % 10_000) * SECOND, `req_${at}`));
    const at = START + 5_000 * SECOND;
    const { ids } = await search([path], { since: at, until: at });
    expect(ids.toSorted()).toEqual(['req_15000', 'req_25000', 'req_5000']);
  });

  test('finds lines that are out of order by some minutes, as writers of several processes leave them', async () => {
    const path = join(await tempFolder(), 'late.ndjson');
    // Every hundredth line is written ten seconds late.
    writeLog(path, 50_000, (at) => (at % 100 === 0 ? line((at - 10) * SECOND, `req_late${at}`) : null));
    const at = START + 29_990 * SECOND;
    const { ids } = await search([path], { since: at, until: at });
    expect(ids.toSorted()).toEqual(['req_29990', 'req_late30000']);
  });

  test('reads compressed files, and a file under two names once', async () => {
    const folder = await tempFolder();
    const text = Array.from({ length: 2_000 }, (_, at) =>
      line(at * SECOND, `req_${at}`, { status: at === 700 ? 503 : 200 }),
    );
    writeFileSync(join(folder, 'a.ndjson.gz'), gzipSync(text.join('')));
    linkSync(join(folder, 'a.ndjson.gz'), join(folder, 'b.ndjson.gz'));
    expect((await search([folder], { status: { from: 503, to: 503 } })).ids).toEqual(['req_700']);
  });

  test('stops at its bound of bytes, and says how far it came', async () => {
    const path = join(await tempFolder(), 'large.ndjson');
    writeLog(path, 20_000);
    const { ids, searched } = await search([path], { code: 'no_such_code', most: { bytes: 100_000 } });
    expect(ids).toEqual([]);
    expect(searched.stopped).toBe('bytes');
    expect(searched.bytes).toBeLessThan(500_000);
    expect(Date.parse(searched.from ?? '')).toBeGreaterThan(START + 17_000 * SECOND);
  });

  test('goes by the record that a stack trace belongs to', async () => {
    const path = join(await tempFolder(), 'app.log');
    const trace = ['java.io.IOException: gone', '\tat com.example.Ledger.close(Ledger.java:88)'];
    writeFileSync(
      path,
      `2026-11-20T10:00:00Z ERROR request_id=req_1 charge failed\n${trace.map((each) => `  ${each}`).join('\n')}\n`,
    );
    const { lines } = await fileLog({ paths: [path] }).search({ text: 'Ledger.java:88' });
    expect(lines).toMatchObject([
      { id: 'req_1', line: { level: 'error', rest: { stack: expect.any(Array) } } },
    ]);
  });

  test('reads an event of several lines as one, wherever blocks are cut', async () => {
    const path = join(await tempFolder(), 'web.log');
    const events = Array.from({ length: 1_000 }, (_, at) => {
      const time = new Date(START + at * SECOND).toISOString();
      const scope = `      => RequestId:req-${at} ConnectionId:0HN1`;
      return `${time} warn: Shop.Api[2]\n${scope}\n      done method=POST path=/v1/apps status=409 workspace=acme error_code=slug_taken\n`;
    });
    writeFileSync(path, events.join(''));
    const { ids } = await search([path], { code: 'slug_taken', workspace: 'acme', limit: 5_000 });
    expect(ids).toEqual(Array.from({ length: 1_000 }, (_, at) => `req-${999 - at}`));
  });

  test.each(['a.log', 'a.log.gz'])(
    'says of %s that a line of it is too long to be searched',
    async (name) => {
      const path = join(await tempFolder(), name);
      const long = line(1_000, 'req_long', { text: 'y'.repeat(3_000_000), status: 502 });
      const text = `${line(0, 'req_1', { status: 502 })}${long}${line(2_000, 'req_2')}`;
      writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
      const { ids, searched } = await search([path], { status: { from: 500, to: 599 } });
      expect(ids).toEqual(['req_1']);
      expect(searched.skipped).toMatchObject([
        { reason: expect.stringMatching(/^1 line of more than 1 MiB/) },
      ]);
      expect(
        (await search([path], { status: { from: 502, to: 502 }, within: 'acme' })).searched.skipped,
      ).toEqual([]);
    },
  );

  test('gives lines without an end, and none of a file that is empty', async () => {
    const folder = await tempFolder();
    writeFileSync(join(folder, 'a.log'), line(0, 'req_1').trimEnd());
    writeFileSync(join(folder, 'empty.log'), '');
    expect((await search([folder], {})).ids).toEqual(['req_1']);
  });

  test('tells how far it has come, and ends when it is cancelled', async () => {
    const path = join(await tempFolder(), 'large.ndjson');
    writeLog(path, 20_000);
    const cancel = new AbortController();
    const told: number[] = [];
    const searching = fileLog({ paths: [path] }).search(
      { code: 'no_such_code' },
      {
        signal: cancel.signal,
        onProgress: (done, total) => {
          told.push(done / total);
          cancel.abort(new Error('no longer wanted'));
        },
      },
    );
    await expect(searching).rejects.toThrow('no longer wanted');
    expect(told).toHaveLength(1);
    expect(told[0]).toBeLessThan(0.1);
  });
});

test('a search reads the columns that the beginning of a file names', async () => {
  const path = join(await tempFolder(), 'u_ex.log');
  const head = '#Version: 1.0\n#Fields: date time cs-method cs-uri-stem sc-status\n';
  const rows = Array.from({ length: 9_000 }, (_, at) => {
    const time = new Date(START + at * SECOND).toISOString();
    return `${time.slice(0, 10)} ${time.slice(11, 19)} GET /v1/apps/${at} ${at === 4_000 ? 504 : 200}\n`;
  });
  writeFileSync(path, `${head}${rows.join('')}`);
  const { lines } = await fileLog({ paths: [path] }).search({ status: { from: 504, to: 504 } });
  expect(lines.map(({ line: { path: found, status } }) => [found, status])).toEqual([['/v1/apps/4000', 504]]);
});

test('a row of Zeek is read by the names of its columns', async () => {
  const path = join(await tempFolder(), 'http.log');
  const names = ['ts', 'uid', 'method', 'host', 'uri', 'status_code'];
  const row = ['1772619072.345678', 'CHhAvV', 'GET', 'shop', '/a', '504'];
  writeFileSync(path, `#separator \\x09\n#fields\t${names.join('\t')}\n${row.join('\t')}\n`);
  const { lines } = await fileLog({ paths: [path] }).search({ status: { from: 504, to: 504 } });
  expect(lines).toMatchObject([{ line: { time: '2026-03-04T10:11:12.345Z', method: 'GET', path: '/a' } }]);
});

test('a row of CSV is read by the names in the first line, by a search and by an id', async () => {
  const path = join(await tempFolder(), 'export.csv');
  const rows = Array.from({ length: 3_000 }, (_, at) => {
    const time = new Date(START + at * SECOND).toISOString();
    return `${time},"order ${at} of ""shop"", r-${at}0x",${at === 2_000 ? 504 : 200}\r\n`;
  });
  writeFileSync(path, `@timestamp,@message,statusCode\r\n${rows.join('')}`);
  const log = fileLog({ paths: [path] });
  const { lines } = await log.search({ status: { from: 504, to: 504 } });
  const row = { message: 'order 2000 of "shop", r-20000x', status: 504 };
  expect(lines).toMatchObject([{ line: row }]);
  expect((await log.find('r-20000x')).lines).toMatchObject([row]);
});

test.each([
  [
    'IIS',
    'date time s-sitename cs-method cs-uri-stem sc-status time-taken',
    '2026-03-04 07:08:09 W1 GET /a 504 34',
    34,
  ],
  [
    'ASP.NET Core',
    'date time s-computername cs-uri-stem sc-status time-taken',
    '2026-03-04 07:08:09 web1 /a 504 34.5',
    34.5,
  ],
  ['the standard', 'date time cs-uri-stem sc-status time-taken', '2026-03-04 07:08:09 /a 504 0.034', 34],
])('time-taken is in the unit of what wrote it: %s', async (_, names, row, duration_ms) => {
  const path = join(await tempFolder(), 'u_ex.log');
  writeFileSync(path, `#Fields: ${names}\n${row}\n`);
  const { lines } = await fileLog({ paths: [path] }).search({ status: { from: 504, to: 504 } });
  expect(lines).toMatchObject([{ line: { duration_ms } }]);
});

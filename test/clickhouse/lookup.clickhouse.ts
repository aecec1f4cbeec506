import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRecord } from '../logs/contract/records.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { failureOf, KINDS, opened, sourceOf, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const one = (ago: number, message = 'x'): LogRecord => ({ ago, request_id: 'req_1', message });

/** What the engine was asked since `before`, but for descriptions of tables. */
async function askedSince(before: number) {
  return (await engine.served()).slice(before).filter(({ sql }) => sql.startsWith('SELECT'));
}
const askedSoFar = async () => (await engine.served()).length;

describe('the time that is searched', () => {
  test('is the last 24 hours where they hold the request', async () => {
    const { log } = opened(await tableWith(engine, KINDS.flat, [one(2 * HOUR), one(40 * HOUR)]));
    const before = await askedSoFar();
    const { lines, searched } = await log.find('req_1');
    expect(lines).toHaveLength(1);
    expect(searched.sources?.[0]?.searched).toMatch(
      /^lines since \S+Z by request_id, trace_id; older lines not looked for$/,
    );
    expect(await askedSince(before)).toHaveLength(1);
  });

  test('is all that the table holds where they do not', async () => {
    const { log } = opened(await tableWith(engine, KINDS.flat, [one(40 * HOUR), one(20 * DAY)]));
    const { lines, searched } = await log.find('req_1');
    expect(lines).toHaveLength(2);
    expect(searched.sources?.[0]?.searched).toMatch(/; all older lines by request_id, trace_id$/);
  });

  test('is as long as the address says', async () => {
    const { log } = opened(await tableWith(engine, KINDS.flat, [one(HOUR), one(40 * HOUR)], '&window=3d'));
    expect((await log.find('req_1')).lines).toHaveLength(2);
  });

  test('goes on where the request may have begun before it', async () => {
    const { log } = opened(await tableWith(engine, KINDS.flat, [one(DAY + HOUR / 2), one(DAY - HOUR / 2)]));
    expect((await log.find('req_1')).lines).toHaveLength(2);
  });

  test('goes on where only other requests mention the id', async () => {
    const records = [
      { ago: HOUR, request_id: 'req_2', message: 'because of req_1' },
      { ago: 3 * DAY, request_id: 'req_1', message: 'itself' },
    ];
    const { log } = opened(await tableWith(engine, KINDS.otel, records));
    expect((await log.find('req_1')).lines.map(({ message }) => message)).toEqual([
      'itself',
      'because of req_1',
    ]);
  });
});

describe('a query', () => {
  test('has its values as parameters, and a text that no value changes', async () => {
    const { log } = opened(await tableWith(engine, KINDS.map, [one(HOUR)]));
    const before = await askedSoFar();
    for (const id of ['req_1', "x' OR 1=1 --", 'req`1`;', '{id:String}', 'plain_id']) await log.find(id);
    const asked = await askedSince(before);
    const texts = new Set(asked.map(({ sql }) => sql));
    expect(asked.length).toBeGreaterThan(10);
    // Of ids, of texts, and each of these with a beginning or with an end.
    expect(texts.size).toBeLessThanOrEqual(4);
    for (const text of texts) expect(text).not.toMatch(/req_1|OR 1=1|plain_id|events|\brid\b/);
  });

  test('may only read, within limits of time, rows and bytes, and ends when its reader is gone', async () => {
    const more = '&timeout=7&max_rows=5000&max_bytes=6000000';
    const { log } = opened(await tableWith(engine, KINDS.flat, [one(HOUR)], more));
    const before = await askedSoFar();
    await log.find('req_1');
    expect((await askedSince(before))[0]?.settings).toMatchObject({
      ...{ readonly: '2', max_execution_time: '7', max_rows_to_read: '5000', max_bytes_to_read: '6000000' },
      ...{ cancel_http_readonly_queries_on_client_close: '1', optimize_skip_unused_shards: '1' },
    });
  });

  test('that would read more rows than it may fails, and retrying is said not to help', async () => {
    const source = await tableWith(engine, KINDS.map, [], '&max_rows=1000');
    await engine.exec(
      `INSERT INTO ${source.database}.events (at, rid) SELECT now() - 60, 'req_1' FROM numbers(50000)`,
    );
    expect(await failureOf(opened(source).log)).toMatchObject({
      code: 'state_conflict',
      message: expect.stringMatching(/max_rows.*Retrying does not help/),
    });
  });

  test('for what is older that fails makes the answer partial', async () => {
    const source = await tableWith(engine, KINDS.map, [one(HOUR)], '&max_rows=1000');
    await engine.exec(
      `INSERT INTO ${source.database}.events (at, rid) SELECT now() - 864000, 'req_2' FROM numbers(50000)`,
    );
    const { lines, searched } = await opened(source).log.find('req_2');
    expect(lines).toEqual([]);
    expect(searched.sources?.[0]).toMatchObject({
      searched: expect.stringContaining('lines since'),
      failure: {
        code: 'state_conflict',
        reason: expect.stringContaining('Older lines could not be searched'),
      },
    });
  });

  test('says at least how many lines are left out where there are more than are counted', async () => {
    const source = await tableWith(engine, KINDS.flat, []);
    await engine.exec(
      `INSERT INTO ${source.database}.request_logs (time, request_id) SELECT now64(6) - 60 - number / 1000, 'req_1' FROM numbers(20000)`,
    );
    const { lines, omitted, isCut } = await opened(source).log.find('req_1');
    expect([lines.length, isCut]).toEqual([1_000, true]);
    expect(omitted).toBeGreaterThanOrEqual(9_000);
  });

  test('is cancelled in the database when the call is', async () => {
    const source = await tableWith(engine, KINDS.map, []);
    await engine.exec(
      `CREATE VIEW ${source.database}.slow AS SELECT at, if(sleepEachRow(0.01) = 0, 'req_1', '') AS rid, '' AS tid, '' AS lvl FROM (SELECT now() AS at FROM numbers(3000)) SETTINGS max_block_size = 100, function_sleep_max_microseconds_per_block = 0`,
    );
    const { host, port } = engine;
    const { log } = opened(
      sourceOf(`clickhouse://${host}:${port}/${source.database}/slow?tls=off&preset=map&time=at&id=rid`),
    );
    const controller = new AbortController();
    const finding = log.find('req_1', { signal: controller.signal });
    await expect.poll(() => engine.running(), { timeout: 10_000 }).toBe(1);
    controller.abort(new Error('not wanted'));
    await expect(finding).rejects.toThrow('not wanted');
    await expect.poll(() => engine.running(), { timeout: 10_000 }).toBe(0);
    expect((await engine.served()).at(-1)).toMatchObject({ outcome: 'cancelled', abandoned: true });
  });

  test('goes over connections that are kept', async () => {
    const { log } = opened(await tableWith(engine, KINDS.flat, [one(HOUR)]));
    await log.find('req_1');
    const before = await engine.connections();
    for (let call = 0; call < 10; call += 1) await log.find('req_1');
    expect(await engine.connections()).toBe(before);
  });
});

describe('the columns', () => {
  test('are described once, and anew when one was lost', async () => {
    const source = await tableWith(engine, KINDS.map, [one(HOUR)]);
    const { log } = opened(source);
    await log.find('req_1');
    await log.find('req_1');
    const described = (await engine.served()).filter(({ sql, params }) => {
      return sql.startsWith('DESCRIBE') && params['database'] === source.database;
    });
    expect(described).toHaveLength(1);
    await engine.exec(`ALTER TABLE ${source.database}.events RENAME COLUMN uri TO route`);
    expect(await failureOf(log)).toMatchObject({ code: 'state_conflict' });
    expect(await failureOf(log)).toMatchObject({
      code: 'state_conflict',
      message: expect.stringContaining("it has no column 'uri'"),
    });
    await engine.exec(`ALTER TABLE ${source.database}.events RENAME COLUMN route TO uri`);
    expect(await failureOf(log)).toBeNull();
  });

  test.each([
    ['time=rid&id=rid', /column 'rid' is Nullable\(String\), where DateTime or DateTime64 is needed/],
    ['time=at&id=http', /column 'http' is UInt16, where String or UUID is needed/],
    [
      'time=at&id=rid&attributes=rid',
      /column 'rid' is Nullable\(String\), where Map\(String, String\) is needed/,
    ],
    ['time=at&id=rid&text=tags', /column 'tags' is Map\(String, String\), where String is needed/],
    ['time=at&id=nope&message=neither', /it has no column 'nope'; it has no column 'neither'/],
    ['time=at&id=rid%60,tid', /it has no column 'rid`'/],
  ])('of %s do not fit, which is said', async (parameters, says) => {
    const { database } = await tableWith(engine, KINDS.map, []);
    const address = `clickhouse://${engine.host}:${engine.port}/${database}/events?tls=off&preset=map&${parameters}`;
    expect(await failureOf(opened(sourceOf(address)).log)).toMatchObject({
      code: 'state_conflict',
      message: expect.stringMatching(says),
    });
  });

  test.each([
    ['flat', '&id=request_id', 'request_id'],
    ['otel', '&attributes=&text=', 'TraceId'],
    [
      'otel',
      '&id=TraceId,SpanId&attributes=LogAttributes,ResourceAttributes',
      'TraceId, SpanId, LogAttributes, ResourceAttributes, Body',
    ],
  ] as const)('that are looked into are those that the address names: %s%s', async (kind, more, columns) => {
    const { log } = opened(await tableWith(engine, KINDS[kind], [one(HOUR)], more));
    const { searched } = await log.find('req_none');
    expect(searched.sources?.[0]?.searched).toContain(` by ${columns};`);
  });

  test('of a preset are missing in a table of another kind', async () => {
    const { database } = await tableWith(engine, KINDS.map, []);
    const address = `clickhouse://${engine.host}:${engine.port}/${database}/events?tls=off&preset=otel`;
    expect((await failureOf(opened(sourceOf(address)).log))?.message).toMatch(
      /no column 'Timestamp'.*'TraceId'/,
    );
  });

  test('may be UUIDs, which are asked for UUIDs only', async () => {
    const { database } = await tableWith(engine, KINDS.map, []);
    const uid = '6f9619ff-8b86-4011-b42d-00cf4fc964ff';
    await engine.insert(`${database}.events`, [{ at: new Date().toISOString(), uid, txt: 'mine' }]);
    const address = `clickhouse://${engine.host}:${engine.port}/${database}/events?tls=off&preset=map&time=at&id=uid&message=txt`;
    const { log } = opened(sourceOf(address));
    expect((await log.find(uid.toUpperCase())).lines.map(({ message }) => message)).toEqual(['mine']);
    const { lines, searched } = await log.find('req_1');
    expect(lines).toEqual([]);
    expect(searched.sources?.[0]?.searched).toContain('no column, as none can hold such an id');
  });
});

test('a bare number is not lost among rows that hold it under other names', async () => {
  const source = await tableWith(engine, KINDS.otel, []);
  const rows = "now() - 60, '', '', map('http.status_code', '200')";
  await engine.exec(
    `INSERT INTO ${source.database}.otel_logs (Timestamp, TraceId, Body, LogAttributes) SELECT ${rows} FROM numbers(30000)`,
  );
  const attributes = { 'order.request_id': '200' };
  await engine.insert(`${source.database}.otel_logs`, [
    { Timestamp: new Date(Date.now() - 5_000).toISOString(), Body: 'own', LogAttributes: attributes },
  ]);
  const { lines, omitted } = await opened(source).log.find('200');
  expect([lines.map(({ message }) => message), omitted]).toEqual([['own'], 0]);
});

describe('the values of a row', () => {
  test('are whole: long integers, bytes behind short ids, times that are none', async () => {
    const { database } = await tableWith(engine, KINDS.map, []);
    await engine.exec(
      `CREATE TABLE ${database}.odd (at Nullable(DateTime64(3)), rid String, tid FixedString(16), big UInt64, list Array(String), doc Tuple(a UInt8, b String)) ENGINE = MergeTree ORDER BY rid`,
    );
    await engine.exec(
      `INSERT INTO ${database}.odd VALUES (now() - 60, 'req_1', 'short', 18446744073709551615, ['x', 'y'], (7, 'in')), (toDateTime64('2290-01-01 00:00:00', 3), 'req_1', '', 1, [], (0, '')), (NULL, 'req_2', '', 0, [], (0, ''))`,
    );
    const parameters = 'tls=off&preset=map&time=at&id=rid,tid&rest=big,list,doc';
    const { log } = opened(
      sourceOf(`clickhouse://${engine.host}:${engine.port}/${database}/odd?${parameters}`),
    );
    const { lines } = await log.find('req_1');
    expect(lines.map(({ rest }) => rest)).toEqual([
      {
        request_id: 'req_1',
        trace_id: 'short',
        big: '18446744073709551615',
        list: ['x', 'y'],
        'doc.a': 7,
        'doc.b': 'in',
      },
      { timeUnixNano: '10098259200000000000', request_id: 'req_1', big: 1, 'doc.a': 0, 'doc.b': '' },
    ]);
    expect(lines[1]?.time).toBeNull();
  });
});

describe('a login', () => {
  test('that is refused is told, without the password', async () => {
    const source = await tableWith(engine, KINDS.flat, [one(HOUR)]);
    await engine.addUser('reader', 'right');
    const failure = await failureOf(
      opened(source, { login: { user: 'reader', password: 'wr0ng-pass' } }).log,
    );
    expect(failure).toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('AUTHENTICATION_FAILED'),
    });
    expect(JSON.stringify(failure)).not.toMatch(/wr0ng|reader/);
    expect(await failureOf(opened(source, { login: { user: 'reader', password: 'right' } }).log)).toBeNull();
  });

  test('comes from a file, which is read again after it was refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'login-'));
    const file = join(folder, 'login.json');
    const source = await tableWith(
      engine,
      KINDS.flat,
      [one(HOUR)],
      `&credentials=${encodeURIComponent(file)}`,
    );
    await engine.addUser('filed', 'second');
    const { log } = opened(source);
    expect(await failureOf(log)).toMatchObject({
      code: 'state_conflict',
      message: expect.stringContaining('ENOENT'),
    });
    writeFileSync(file, '{"user":"filed","pass');
    expect((await failureOf(log))?.message).toContain('is not of the form');
    writeFileSync(file, '{"user":"filed","password":"first"}');
    expect((await failureOf(log))?.code).toBe('unauthorized');
    writeFileSync(file, '{"user":"filed","password":"second"}');
    expect(await failureOf(log)).toBeNull();
    // One that was changed in both places meanwhile is read before anything fails.
    await engine.addUser('filed', 'third');
    writeFileSync(file, '{"user":"filed","password":"third"}');
    expect(await Promise.all([failureOf(log), failureOf(log), failureOf(log)])).toEqual([null, null, null]);
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['1', 'that may change no setting'],
    ['2', 'that may read alone'],
  ])('with readonly=%s, %s, can look up', async (readonly) => {
    const user = `readonly_${readonly}`;
    await engine.addUser(user, 'secret', { readonly });
    const source = await tableWith(engine, KINDS.otel, [one(HOUR)]);
    const { log } = opened(source, { login: { user, password: 'secret' } });
    expect((await log.find('req_1')).lines).toHaveLength(1);
    expect((await log.find('req_1')).lines).toHaveLength(1);
    const asked = (await engine.served()).filter((each) => each.user === user);
    // Once it is known that no setting can be given, none is tried.
    expect(asked.filter(({ code }) => code === 164).length).toBeLessThanOrEqual(readonly === '1' ? 1 : 0);
  });

  test('that may not see the table is told so', async () => {
    const { log } = opened(await tableWith(engine, KINDS.flat, [one(HOUR)]));
    await engine.fault(
      { kind: 'exception', code: 497, name: 'ACCESS_DENIED', text: 'reader: Not enough privileges.' },
      1,
    );
    expect(await failureOf(log)).toMatchObject({
      code: 'forbidden_by_scope',
      message: expect.stringMatching(/grants/),
    });
  });
});

test('a table or database that there is not is told', async () => {
  const { database } = await tableWith(engine, KINDS.flat, []);
  const at = (path: string) => `clickhouse://${engine.host}:${engine.port}/${path}?tls=off&preset=flat`;
  for (const path of [`${database}/nothing`, 'nowhere/request_logs'])
    expect(await failureOf(opened(sourceOf(at(path))).log)).toMatchObject({
      code: 'state_conflict',
      message: expect.stringMatching(/no such database or table \(UNKNOWN_\w+, code \d+\)/),
    });
});

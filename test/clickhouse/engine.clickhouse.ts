import { existsSync } from 'node:fs';
import { type ClickHouseClient, ClickHouseError, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leftBehind } from '../support/processes.ts';
import type { Fault } from './engine/contract.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';

const ENDLESS = 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1';

let engine: RunningEngine;
let client: ClickHouseClient;

beforeAll(async () => {
  engine = await startEngine();
  client = createClient({ url: engine.url });
  await engine.exec('CREATE DATABASE app');
  await engine.exec('CREATE TABLE app.logs (id UInt32, text String) ENGINE = MergeTree ORDER BY id');
});

afterAll(async () => {
  await client.close();
  await engine.stop();
});

const as = (username: string, password: string) => createClient({ url: engine.url, username, password });

async function rows(
  query: string,
  query_params: Record<string, unknown> = {},
  from = client,
): Promise<unknown> {
  return await (await from.query({ query, query_params, format: 'JSONEachRow' })).json();
}

async function failure(running: Promise<unknown>): Promise<unknown> {
  return await running.then(
    () => undefined,
    (error) => error,
  );
}

async function code(running: Promise<unknown>): Promise<string> {
  const error = await failure(running);
  return error instanceof ClickHouseError ? `${error.code} ${error.type}` : String(error);
}

/** Waits until the engine runs so many queries of clients. */
async function until(queries: number): Promise<void> {
  await expect.poll(() => engine.running(), { timeout: 30_000 }).toBe(queries);
}

describe('the official client', () => {
  it('inserts and selects', async () => {
    await client.insert({
      table: 'app.logs',
      values: [{ id: 1, text: 'a;b' }],
      format: 'JSONEachRow',
    });
    await engine.insert('app.logs', [{ id: 2, text: "it's" }]);
    expect(await rows('SELECT * FROM app.logs ORDER BY id')).toEqual([
      { id: 1, text: 'a;b' },
      { id: 2, text: "it's" },
    ]);
  });

  it.each([
    'plain',
    "it's",
    'back\\slash',
    'tab\tnewline\n',
    '`"\\\'',
    "'; DROP TABLE app.logs; --",
    'ü€😀',
    '\\N',
    '{x:String}',
    'long '.repeat(2_000),
  ])('binds %j as it is', async (text) => {
    const sql = 'SELECT {text:String} AS text, {list:Array(String)} AS list';
    expect(await rows(sql, { text, list: [text, 'other'] })).toEqual([{ text, list: [text, 'other'] }]);
  });

  it('binds what is sent as a form', async () => {
    const own = createClient({ url: engine.url, use_multipart_params: true });
    const text = "it's\ta\\b";
    expect(await rows('SELECT {text:String} AS text', { text }, own)).toEqual([{ text }]);
    expect((await engine.served()).at(-1)?.sql).toBe('SELECT {text:String} AS text \nFORMAT JSONEachRow');
    await own.close();
  });

  it('binds names', async () => {
    const sql =
      'SELECT {column:Identifier} AS value FROM {database:Identifier}.{table:Identifier} WHERE id = 1';
    expect(await rows(sql, { database: 'app', table: 'logs', column: 'text' })).toEqual([{ value: 'a;b' }]);
  });

  it('runs parameterised queries side by side, each with its own values', async () => {
    const asked = Array.from({ length: 8 }, (_, n) =>
      rows('SELECT {n:UInt8} AS n, sleepEachRow(0.2) AS slept', { n }),
    );
    expect(await Promise.all(asked)).toEqual(asked.map((_, n) => [{ n, slept: 0 }]));
  });

  it.each([
    ['a table that is not there', '60 UNKNOWN_TABLE', {}, 'SELECT * FROM app.nope'],
    ['a database that is not there', '81 UNKNOWN_DATABASE', {}, 'SELECT * FROM nope.nope'],
    ['no SQL', '62 SYNTAX_ERROR', {}, 'SELECT FROM WHERE'],
    ['several statements', '62 SYNTAX_ERROR', {}, 'SELECT 1; SELECT 2'],
    ['a parameter without a value', '456 UNKNOWN_QUERY_PARAMETER', {}, 'SELECT {x:String}'],
    ['a setting that is not there', '115 UNKNOWN_SETTING', { nonsense: 1 }, 'SELECT 1'],
    ['a read-only insert', '164 READONLY', { readonly: '2' }, "INSERT INTO app.logs VALUES (9, '')"],
    ['too many rows', '158 TOO_MANY_ROWS', { max_rows_to_read: '1' }, 'SELECT * FROM app.logs'],
    ['too long', '159 TIMEOUT_EXCEEDED', { max_execution_time: 1 }, ENDLESS],
  ])('is told of %s', async (_what, expected, clickhouse_settings, query) => {
    expect(await code(client.exec({ query, clickhouse_settings }))).toBe(expected);
  });

  it('is let in by name and password only', async () => {
    await engine.addUser('reader', 'sec:ret', {});
    expect(await rows('SELECT 1 AS one', {}, as('reader', 'sec:ret'))).toEqual([{ one: 1 }]);
    for (const [name, password] of [
      ['reader', 'wrong'],
      ['nobody', ''],
      ['default', 'x'],
    ] as const)
      expect(await code(rows('SELECT 1', {}, as(name, password)))).toBe('516 AUTHENTICATION_FAILED');
  });

  it('may set what the profile allows', async () => {
    await engine.addUser('strict', 'x', { readonly: 1, max_rows_to_read: 1 });
    await engine.addUser('lenient', 'x', { readonly: 2 });
    const setting = { query: 'SELECT 1', clickhouse_settings: { max_execution_time: 5 } };
    expect(await code(as('strict', 'x').query(setting))).toBe('164 READONLY');
    expect(await failure(as('lenient', 'x').query(setting))).toBeUndefined();
    expect(await code(rows('SELECT * FROM app.logs', {}, as('strict', 'x')))).toBe('158 TOO_MANY_ROWS');
    expect(await rows('SELECT {a:String} AS a', { a: 'b' }, as('strict', 'x'))).toEqual([{ a: 'b' }]);
    await expect(engine.addUser('broken', 'x', { nonsense: 1 })).rejects.toThrow('UNKNOWN_SETTING');
  });

  it('keeps its connection, and learns what was read', async () => {
    const own = createClient({ url: engine.url, compression: { response: true } });
    const before = await engine.connections();
    for (let n = 0; n < 5; n += 1) await rows('SELECT * FROM app.logs', {}, own);
    const { summary, query_id, response_headers } = await own.exec({ query: 'SELECT * FROM app.logs' });
    expect(summary).toMatchObject({ read_rows: '2' });
    expect(response_headers).toMatchObject({ 'x-clickhouse-format': 'TabSeparated' });
    expect(await engine.connections()).toBe(before + 1);
    expect((await engine.served()).at(-1)).toMatchObject({ queryId: query_id, outcome: 'done', rowsRead: 2 });
    expect(await own.ping()).toEqual({ success: true });
    await own.close();
  });
});

describe('a client that goes away', () => {
  const ending = { readonly: '2', cancel_http_readonly_queries_on_client_close: 1 } as const;

  it('ends its read-only query in the engine', async () => {
    const abort = new AbortController();
    const running = failure(
      client.query({ query: ENDLESS, clickhouse_settings: ending, abort_signal: abort.signal }),
    );
    await until(1);
    abort.abort();
    expect(String(await running)).toContain('aborted');
    await until(0);
    const last = async () => (await engine.served()).at(-1);
    await expect.poll(last).toMatchObject({ outcome: 'cancelled', abandoned: true, code: 394 });
  });

  it.each([
    ['not asked for', { readonly: '2' }],
    ['not read-only', { cancel_http_readonly_queries_on_client_close: 1 }],
  ] as const)('leaves it running if that is %s', async (_why, clickhouse_settings) => {
    const abort = new AbortController();
    const running = failure(
      client.query({ query: ENDLESS, clickhouse_settings, abort_signal: abort.signal }),
    );
    await until(1);
    abort.abort();
    await running;
    await expect.poll(async () => (await engine.served()).at(-1)?.abandoned).toBe(true);
    expect(await engine.running()).toBe(1);
    await engine.exec(`KILL QUERY WHERE query LIKE '${ENDLESS.slice(0, 30)}%'`);
    await until(0);
  });
});

describe('a fault', () => {
  const NUMBERS = 'SELECT number FROM numbers(1000)';

  it.each<[Fault, RegExp]>([
    [{ kind: 'reset' }, /ECONNRESET|socket hang up/],
    [{ kind: 'half' }, /aborted|ECONNRESET|Premature close/],
    [{ kind: 'half', chunked: true }, /aborted|ECONNRESET|Premature close/],
    [{ kind: '502' }, /502 Bad Gateway/],
    [{ kind: '503' }, /503 Service Unavailable/],
    [{ kind: 'garbled' }, /JSON/],
    [{ kind: 'exception-in-body', tag: true }, /^241 MEMORY_LIMIT_EXCEEDED/],
    [{ kind: 'exception-in-body', tag: false }, /__exception__|aborted|ECONNRESET|Premature close/],
    [{ kind: 'overloaded' }, /^202 TOO_MANY_SIMULTANEOUS_QUERIES/],
    [{ kind: 'exception', code: 497, name: 'ACCESS_DENIED', text: 'No.' }, /^497 ACCESS_DENIED/],
  ])('%j is met once', async (fault, expected) => {
    await engine.fault(fault, 1);
    expect(await code(rows(NUMBERS))).toMatch(expected);
    expect(await rows(NUMBERS)).toHaveLength(1000);
  });

  it('of silence and slowness lasts as long as told', async () => {
    const hasty = createClient({ url: engine.url, request_timeout: 300 });
    await engine.fault({ kind: 'silent' });
    expect(String(await failure(rows(NUMBERS, {}, hasty)))).toContain('Timeout');
    expect(String(await failure(rows(NUMBERS, {}, hasty)))).toContain('Timeout');
    await engine.clearFaults();
    await engine.fault({ kind: 'slow', afterMs: 50, drip: { bytes: 2_000, everyMs: 5 } }, 1);
    expect(await rows(NUMBERS)).toHaveLength(1000);
    await hasty.close();
  });

  it('of a port that refuses ends when it accepts again', async () => {
    await engine.refuse();
    expect(String(await failure(rows(NUMBERS)))).toMatch(/ECONNREFUSED|ECONNRESET|socket hang up/);
    await engine.accept();
    expect(await rows(NUMBERS)).toHaveLength(1000);
  });
});

describe('an engine that is stopped', () => {
  it('leaves nothing behind, whatever it runs', async () => {
    const other = await startEngine();
    const own = createClient({ url: other.url });
    const running = failure(own.query({ query: ENDLESS }));
    await expect.poll(() => other.running(), { timeout: 30_000 }).toBe(1);
    await other.stop();
    expect(String(await running)).toMatch(/ECONNRESET|socket hang up/);
    expect(await failure(own.query({ query: 'SELECT 1' }))).toMatchObject({ code: 'ECONNREFUSED' });
    expect(existsSync(other.folder)).toBe(false);
    expect(await leftBehind(other.folder)).toEqual([]);
    await own.close();
  });
});

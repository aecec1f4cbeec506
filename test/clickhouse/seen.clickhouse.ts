import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRecord } from '../logs/contract/records.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { KINDS, opened, sourceOf, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const RECORDS: readonly LogRecord[] = [
  { ago: 5 * MINUTE, request_id: 'req_1', trace_id: 'a1', code: 'not_found', status: 404, workspace: 'acme' },
  {
    ago: 4 * MINUTE,
    request_id: 'req_2',
    trace_id: 'a2',
    code: 'not_found',
    status: 404,
    workspace: 'globex',
  },
  { ago: 3 * MINUTE, request_id: 'req_3', trace_id: 'a3', code: 'not_found', status: 404, workspace: 'ACME' },
  { ago: 2 * MINUTE, request_id: 'req_4', trace_id: 'a4', status: 502, workspace: 'acme' },
  { ago: 1 * MINUTE, request_id: 'req_5', trace_id: 'a5', status: 200, workspace: 'acme', message: 'fine' },
  { ago: 3 * DAY, request_id: 'req_6', trace_id: 'a6', code: 'rate_limited', status: 429, workspace: 'acme' },
  { ago: 2 * MINUTE, request_id: 'req_7', trace_id: 'a7', code: '12345', status: 400, workspace: 'acme' },
];

describe.each(Object.entries(KINDS).filter(([name]) => !name.includes(',')))(
  'what is seen in %s',
  (name, kind) => {
    const newest = name.startsWith('otel') ? 'a3' : 'req_3';

    test('counts codes, and statuses of lines without one', async () => {
      const now = Date.now();
      const { seen } = opened(await tableWith(engine, kind, RECORDS));
      const { codes, statuses, upTo, troubles } = await seen.since(now - DAY);
      expect([...codes.keys()]).toEqual(['not_found']);
      expect(codes.get('not_found')).toMatchObject({ count: 3, ids: [newest] });
      expect(Math.abs((codes.get('not_found')?.last ?? 0) - (now - 3 * MINUTE))).toBeLessThan(MINUTE);
      expect([...statuses].map(([status, { count }]) => [status, count]).sort()).toEqual([
        [400, 1],
        [502, 1],
      ]);
      // Of the newest line that says an error.
      expect(Math.abs((upTo ?? 0) - (now - 2 * MINUTE))).toBeLessThan(MINUTE / 2);
      expect(troubles).toEqual([]);
      expect([...(await seen.since(now - 4 * DAY)).codes.keys()].sort()).toEqual([
        'not_found',
        'rate_limited',
      ]);
    });

    test('of one workspace counts its lines alone', async () => {
      const { seen } = opened(await tableWith(engine, kind, RECORDS), { workspace: 'Acme' });
      const { codes } = await seen.since(Date.now() - DAY);
      expect(codes.get('not_found')?.count).toBe(2);
    });

    test('agrees with what the lines say', async () => {
      const table = opened(await tableWith(engine, kind, RECORDS));
      const { codes } = await table.seen.since(Date.now() - DAY);
      const id = codes.get('not_found')?.ids[0] ?? '';
      expect((await table.log.find(id)).lines.map(({ code }) => code)).toEqual(['not_found']);
    });
  },
);

test('counts of flat come from its projection by the hour', async () => {
  const source = await tableWith(engine, KINDS.flat, []);
  await engine.exec(
    `INSERT INTO ${source.database}.request_logs (time, request_id, code, status) SELECT now64(6) - 7200 - number / 100, 'req_1', if(number % 100 = 0, 'not_found', ''), 200 FROM numbers(300000)`,
  );
  const before = (await engine.served()).length;
  const { codes } = await opened(source).seen.since(Date.now() - 2 * DAY);
  expect(codes.get('not_found')?.count).toBe(3_000);
  const [asked] = (await engine.served()).slice(before).filter(({ sql }) => sql.startsWith('SELECT'));
  expect(asked?.rowsRead).toBeLessThan(1_000);
});

test('is asked for once a minute, and for a short while after a failure', async () => {
  let time = Date.now();
  const source = await tableWith(engine, KINDS.flat, RECORDS);
  const { seen } = opened(source, { now: () => time });
  const asked = async () =>
    (await engine.served()).filter(
      ({ sql, params }) => sql.includes('_count') && params['database'] === source.database,
    ).length;
  const since = time - DAY;
  await engine.fault({ kind: '503' }, 1);
  const failed = await seen.since(since);
  expect(failed.troubles).toEqual([
    { source: source.name, reason: expect.stringContaining("not ClickHouse's") },
  ]);
  expect((await seen.since(since)).troubles).toHaveLength(1);
  time += 6_000;
  expect((await seen.since(since)).troubles).toEqual([]);
  await seen.since(since);
  expect(await asked()).toBe(1);
  time += 61_000;
  await seen.since(since);
  expect(await asked()).toBe(2);
});

test('says that counts are not there yet where patience ends, and has them for the next call', async () => {
  const source = await tableWith(engine, KINDS.flat, RECORDS);
  const { seen } = opened(source);
  await engine.fault({ kind: 'slow', afterMs: 1_000 }, 2);
  const since = Date.now() - DAY;
  expect((await seen.since(since, { patience: 50 })).troubles).toEqual([
    { source: source.name, reason: 'It is still being counted.' },
  ]);
  expect((await seen.since(since)).codes.get('not_found')?.count).toBe(3);
  expect((await seen.since(since, { patience: 50 })).troubles).toEqual([]);
});

test('of a map without codes or statuses cannot be told, nor of one without workspaces within one', async () => {
  const { database } = await tableWith(engine, KINDS.map, []);
  const at = (more: string) =>
    sourceOf(
      `clickhouse://${engine.host}:${engine.port}/${database}/events?tls=off&preset=map&time=at&id=rid${more}`,
    );
  expect((await opened(at('')).seen.since(0)).troubles[0]?.reason).toContain('error codes or statuses');
  expect((await opened(at('&code=err'), { workspace: 'acme' }).seen.since(0)).troubles[0]?.reason).toContain(
    'workspace',
  );
});

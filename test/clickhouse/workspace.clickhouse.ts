import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TableSource } from '../../src/logs/clickhouse/source.ts';
import { openLogs } from '../../src/logs/logs.ts';
import { isoWithNanoseconds, type LogRecord, momentOf } from '../logs/contract/records.ts';
import { freshFolder } from '../support/server.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { KINDS, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const theirs = (ago: number, request_id: string, more: Partial<LogRecord> = {}): LogRecord => ({
  ...{ ago, request_id, workspace: 'globex', message: 'theirs', status: 500, code: 'internal_error' },
  ...more,
});

/** What people of acme may see of files with some records and these tables. */
function asAcme(records: readonly LogRecord[], ...tables: TableSource[]) {
  const path = join(freshFolder(), 'app.ndjson');
  const lines = records.map(({ ago, ...terms }) =>
    JSON.stringify({ time: isoWithNanoseconds(momentOf({ ago }, Date.now())), ...terms }),
  );
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return openLogs(
    {
      ...{ logs: [path], tables, tableLogin: { user: 'default', password: '' } },
      ...{ stateFolder: null, idKeys: [], redact: [], workspace: 'acme' },
    },
    { workerUrl: new URL('file:///nothing'), onTrouble: () => {} },
  );
}

/** All that a lookup gives, but for the moment from which on it searched. */
async function found({ find }: ReturnType<typeof openLogs>, id: string): Promise<string> {
  const end = await find?.(id).catch(({ code, message }: { code: string; message: string }) => ({
    code,
    message,
  }));
  return JSON.stringify(end).replace(/since \S+Z/g, 'since …');
}

test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
  'in %s, a request of another workspace is as one that there is not, wherever it lies',
  async (name) => {
    const table = await tableWith(engine, KINDS[name], [
      theirs(HOUR, 'req_recent'),
      theirs(DAY - 60_000, 'req_edge'),
      theirs(9 * DAY, 'req_old'),
      theirs(HOUR, 'req_unsaid', { workspace: '' }),
      theirs(HOUR, 'req_of_path', { workspace: '', path: '/v1/workspaces/globex/x' }),
      theirs(HOUR, 'req_x', { message: 'because of req_mentioned', fields: { correlation_id: 'req_field' } }),
      theirs(HOUR, 'req_filed', { workspace: 'globex' }),
    ]);
    const requests = asAcme([theirs(HOUR, 'req_file'), theirs(2 * HOUR, 'req_edge')], table);
    const missing = await found(requests, 'req_none');
    expect(missing).toContain('"lines":[]');
    for (const id of ['recent', 'edge', 'old', 'unsaid', 'of_path', 'mentioned', 'field', 'file', 'filed'])
      expect(await found(requests, `req_${id}`), id).toBe(missing);
  },
);

test('one of very many lines fails of no limit that another would keep', async () => {
  const table = await tableWith(engine, KINDS.flat, [], '&max_rows=1000&max_bytes=1000');
  await engine.exec(
    `INSERT INTO ${table.database}.request_logs (time, request_id, workspace) SELECT now64(6) - 60 - number / 1000, 'req_1', 'globex' FROM numbers(20000)`,
  );
  const requests = asAcme([], table);
  expect(await found(requests, 'req_1')).toBe(await found(requests, 'req_none'));
});

test('one that two workspaces use shows each its own lines, and counts no others', async () => {
  const shared = { request_id: 'req_1' };
  const table = await tableWith(engine, KINDS.flat, [
    theirs(HOUR, 'req_1'),
    { ago: HOUR - 1, ...shared, workspace: 'acme', message: 'ours' },
    { ago: HOUR - 2, ...shared, message: 'unsaid' },
  ]);
  const ofFiles = { ago: 2 * HOUR, ...shared, workspace: 'acme', message: 'ours in files' };
  const { lines = [], omitted } = (await asAcme([ofFiles], table).find?.('req_1')) ?? {};
  expect([lines.map(({ message }) => message), omitted]).toEqual([['ours in files', 'ours'], 0]);
});

test('only errors of the own workspace are counted, with its ids alone', async () => {
  const table = await tableWith(engine, KINDS.flat, [
    theirs(HOUR, 'req_theirs'),
    { ago: 2 * HOUR, request_id: 'req_ours', workspace: 'ACME', status: 500, code: 'internal_error' },
    { ago: HOUR, request_id: 'req_unsaid', status: 500, code: 'internal_error' },
  ]);
  const seen = await asAcme([], table).seen?.since(Date.now() - DAY);
  expect([...(seen?.codes ?? [])]).toMatchObject([['internal_error', { count: 1, ids: ['req_ours'] }]]);
  expect(seen?.upTo).toBeLessThan(Date.now() - 1.9 * HOUR);
});

test('200 lookups at once, of which some are cancelled, go over few connections and leave nothing running', async () => {
  const table = await tableWith(engine, KINDS.otel, [theirs(HOUR, 'req_1', { workspace: 'acme' })]);
  const { find } = asAcme([], table);
  const before = await engine.connections();
  const ends = await Promise.allSettled(
    Array.from({ length: 200 }, async (_, call) => {
      const controller = new AbortController();
      if (call % 3 === 0) setTimeout(() => controller.abort(new Error('not wanted')), call * 5);
      return await find?.('req_1', { signal: controller.signal });
    }),
  );
  for (const [call, end] of ends.entries()) {
    if (end.status === 'fulfilled') expect(end.value?.lines).toHaveLength(1);
    else expect([call % 3, String(end.reason)]).toEqual([0, 'Error: not wanted']);
  }
  await expect.poll(() => engine.running(), { timeout: 10_000 }).toBe(0);
  // A cancelled call takes its connections along: at most two of them.
  const cancelled = ends.filter(({ status }) => status === 'rejected').length;
  expect((await engine.connections()) - before).toBeLessThanOrEqual(8 + 2 * cancelled);
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { KINDS, opened, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const FILE = readFileSync(new URL('../../docs/clickhouse-flat.sql', import.meta.url), 'utf8');

/** The view in the comment of the file, from a table to another. */
function viewOf(from: string, to: string): string {
  const [found = ''] = /CREATE MATERIALIZED VIEW[\s\S]*?FROM otel_logs$/m.exec(FILE) ?? [];
  return found
    .replace(/^-- /gm, '')
    .replace('VIEW request_logs_from_otel TO request_logs', `VIEW ${to}_from_otel TO ${to}`)
    .replace('FROM otel_logs', `FROM ${from}`);
}

test("the view in the file of our own table fills it from the OpenTelemetry Collector's", async () => {
  const otel = await tableWith(engine, KINDS.otel, []);
  const flat = await tableWith(engine, KINDS.flat, []);
  const from = `${otel.database}.${otel.table}`;
  await engine.exec(viewOf(from, `${flat.database}.${flat.table}`));
  await engine.insert(from, [
    {
      Timestamp: new Date().toISOString(),
      ...{
        TraceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        SeverityText: 'ERROR',
        ServiceName: 'app',
        Body: 'It is busy.',
      },
      LogAttributes: {
        ...{ request_id: 'req_1', code: 'state_conflict', workspace: 'acme', region: 'eu' },
        ...{ 'http.response.status_code': '409', 'http.request.method': 'DELETE', 'url.path': '/v1/x' },
      },
    },
  ]);
  const { lines } = await opened(flat).log.find('req_1');
  expect(lines).toMatchObject([
    {
      ...{ level: 'error', service: 'app', workspace: 'acme', method: 'DELETE', path: '/v1/x', status: 409 },
      ...{ code: 'state_conflict', message: 'It is busy.' },
    },
  ]);
  expect(JSON.stringify(lines)).toContain('"eu"');
});

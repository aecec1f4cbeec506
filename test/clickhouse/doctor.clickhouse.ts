import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { freshFolder } from '../support/server.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { KINDS, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

interface Check {
  name: string;
  verdict: string;
  summary: string;
  details: string[];
  advice: string[];
}

/** What the doctor says of one table. */
async function examined(kind: keyof typeof KINDS, more = '', ...args: string[]): Promise<Check> {
  const records = [60_000, 26 * 3_600_000].map((ago) => ({ ago, request_id: 'req_1', message: 'x' }));
  const { address } = await tableWith(engine, KINDS[kind], records, more);
  return await examinedAt(address, ...args);
}

async function examinedAt(address: string, ...args: string[]): Promise<Check> {
  const { stdout } = await runCli(['doctor', '--json', '--logs', address, ...args]);
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  const found = checks.find(({ name, summary }) => name === 'logs' && summary.startsWith('clickhouse://'));
  if (found === undefined) throw new Error(`The doctor says nothing of the table: ${stdout}`);
  return found;
}

describe('the doctor', () => {
  test.each([
    ['otel', 'TraceId (indexed), LogAttributes (indexed), Body (indexed)'],
    ['otel before 0.151', 'TraceId (indexed), LogAttributes (indexed), Body (indexed)'],
    ['flat', 'request_id (indexed), trace_id (indexed)'],
  ] as const)('finds that %s fits, and how large it is', async (kind, columns) => {
    const { verdict, summary, details } = await examined(kind);
    expect(verdict).toBe('ok');
    expect(summary).toMatch(/fits preset=\w+, 2 rows, [\d.]+ K?B/);
    expect(details).toContain(`Looked into: ${columns}.`);
    expect(details.join()).toMatch(/Partitions: 2, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\./);
  });

  test('warns of columns without an index', async () => {
    const { verdict, advice } = await examined('flat, with all columns looked into');
    expect(verdict).toBe('warning');
    expect(advice.join()).toMatch(/reads all of fields, message\. Add one/);
  });

  test('says what keeps a table from being searched', async () => {
    const { name } = await tableWith(engine, KINDS.flat, []);
    const misfit = await examinedAt(`${name}?tls=off&preset=otel`);
    expect(misfit).toMatchObject({
      verdict: 'problem',
      advice: [expect.stringContaining("no column 'Timestamp'")],
    });
    const missing = await examinedAt(`${name}_x?tls=off&preset=otel`);
    expect(missing).toMatchObject({
      verdict: 'problem',
      advice: [expect.stringContaining('no such database or table')],
    });
  });

  test('tells what the user of the table may not see', async () => {
    await engine.addUser('narrow', 'secret');
    const { address } = await tableWith(engine, KINDS.flat, []);
    await engine.fault({ kind: 'slow', afterMs: 0 }, 2);
    await engine.fault({ kind: 'exception', code: 497, name: 'ACCESS_DENIED', text: 'narrow: no' }, 3);
    const { details } = await examinedAt(address);
    await engine.clearFaults();
    expect(details.join()).toMatch(/Not told, .*The user may not read system\./);
  });

  test('warns of a file with a login that others can read', async () => {
    const file = join(freshFolder(), 'login.json');
    await engine.addUser('doctor', 'p4ssw0rd-of-the-doctor');
    writeFileSync(file, '{"user":"doctor","password":"p4ssw0rd-of-the-doctor"}');
    chmodSync(file, 0o644);
    const open = await examined('flat', `&credentials=${encodeURIComponent(file)}`);
    expect(open.advice.join()).toMatch(/chmod 600/);
    chmodSync(file, 0o600);
    const closed = await examined('flat', `&credentials=${encodeURIComponent(file)}`);
    expect(closed.verdict).toBe('ok');
    expect(JSON.stringify([open, closed])).not.toContain('p4ssw0rd');
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RequestLog } from '../../src/logs/log.ts';
import type { Fault } from './engine/contract.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { failureOf, KINDS, opened, sourceOf, tableWith } from './tables.ts';

let engine: RunningEngine;
let log: RequestLog;
beforeAll(async () => {
  engine = await startEngine();
  const source = await tableWith(
    engine,
    KINDS.flat,
    [{ ago: 60_000, request_id: 'req_1', message: 'x' }],
    '&timeout=1',
  );
  log = opened(source).log;
  await log.find('req_1');
});
afterEach(async () => {
  await engine.clearFaults();
});
afterAll(() => engine.stop());

const BACKOFF = /Retry with growing pauses/;

describe('what goes wrong is told in the codes of the catalog, with the retry that is true', () => {
  test.each<[string, Fault, string, RegExp]>([
    ['a connection that is always reset', { kind: 'reset' }, 'upstream_error', /broke off.*ECONNRESET/],
    ['half an answer', { kind: 'half' }, 'upstream_error', /broke off/],
    ['half an answer in chunks', { kind: 'half', chunked: true }, 'upstream_error', /broke off/],
    ['silence', { kind: 'silent' }, 'upstream_error', /took longer than it may \(1 s\)/],
    ['a slow answer', { kind: 'slow', afterMs: 20_000 }, 'upstream_error', /took longer than it may/],
    [
      'an answer that drips',
      { kind: 'slow', afterMs: 0, drip: { bytes: 1, everyMs: 500 } },
      'upstream_error',
      /took longer than it may/,
    ],
    ['bytes that are no JSON', { kind: 'garbled' }, 'upstream_error', /cannot be read/],
    [
      'an exception behind rows',
      { kind: 'exception-in-body', tag: true },
      'service_unavailable',
      /MEMORY_LIMIT_EXCEEDED, code 241/,
    ],
    [
      'an exception behind rows of an old server',
      { kind: 'exception-in-body', tag: false },
      'service_unavailable',
      /MEMORY_LIMIT_EXCEEDED, code 241/,
    ],
    ['a load balancer with nothing behind it', { kind: '502' }, 'service_unavailable', /not ClickHouse's/],
    ['a load balancer in maintenance', { kind: '503' }, 'service_unavailable', /not ClickHouse's/],
    [
      'a database out of memory',
      { kind: 'exception', code: 241, name: 'MEMORY_LIMIT_EXCEEDED', text: 'secret words' },
      'service_unavailable',
      /MEMORY_LIMIT_EXCEEDED, code 241/,
    ],
    [
      'a shard that cannot be reached',
      { kind: 'exception', code: 279, name: 'ALL_CONNECTION_TRIES_FAILED', text: 'secret words' },
      'service_unavailable',
      /cannot serve now/,
    ],
    [
      'anything else',
      { kind: 'exception', code: 49, name: 'LOGICAL_ERROR', text: 'secret words' },
      'upstream_error',
      /LOGICAL_ERROR, code 49.*query_log has the query under error-catalog-mcp-/,
    ],
  ])('%s', async (_, fault, code, says) => {
    await engine.fault(fault);
    const failure = await failureOf(log);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(says) });
    expect(failure?.message).toMatch(BACKOFF);
    expect(failure?.message).not.toMatch(/secret words|<html|undefined/i);
    await engine.clearFaults();
    expect(await failureOf(log)).toBeNull();
  });

  test('a busy database', async () => {
    await engine.fault({ kind: 'overloaded' });
    expect(await failureOf(log)).toMatchObject({
      code: 'rate_limited',
      message: expect.stringMatching(/after 10 seconds/),
    });
  });

  test('a port where nothing listens', async () => {
    await engine.refuse();
    const failure = await failureOf(log);
    expect(failure).toMatchObject({
      code: 'service_unavailable',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
    expect(failure?.message).toMatch(BACKOFF);
    await engine.accept();
    expect(await failureOf(log)).toBeNull();
  });

  test('a host that there is not', async () => {
    const { log: nowhere } = opened(sourceOf('clickhouse://nowhere.invalid/d/t?preset=flat'));
    await expect(nowhere.find('req_1')).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  test('TLS where the database speaks plain HTTP', async () => {
    const address = `clickhouse://${engine.host}:${engine.port}/d/t?preset=flat`;
    await expect(opened(sourceOf(address)).log.find('req_1')).rejects.toMatchObject({
      code: 'state_conflict',
      message: expect.stringMatching(/tls=off/),
    });
  });
});

test('a call that is cancelled while its answer drips ends at once', async () => {
  await engine.fault({ kind: 'slow', afterMs: 0, drip: { bytes: 1, everyMs: 200 } });
  const controller = new AbortController();
  const finding = log.find('req_1', { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('not wanted')), 300);
  await expect(finding).rejects.toThrow('not wanted');
});

test('one reset, as of a connection that was kept too long, does no harm', async () => {
  await engine.fault({ kind: 'reset' }, 1);
  expect((await log.find('req_1')).lines).toHaveLength(1);
});

test('a query that was given up no longer runs', async () => {
  await engine.fault({ kind: 'slow', afterMs: 20_000 }, 1);
  expect(await failureOf(log)).toMatchObject({ code: 'upstream_error' });
  await expect.poll(() => engine.running(), { timeout: 10_000 }).toBe(0);
});

test('many calls at once, with faults among them, all end, and the next one works', async () => {
  const faults: Fault[] = [
    { kind: 'reset' },
    { kind: 'half' },
    { kind: '503' },
    { kind: 'garbled' },
    { kind: 'silent' },
  ];
  for (const fault of faults) await engine.fault(fault, 4);
  const ends = await Promise.allSettled(Array.from({ length: 60 }, (_, call) => log.find(`req_${call % 3}`)));
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as { name: string }] : []));
  expect(failed.every(({ name }) => name === 'Failure')).toBe(true);
  await engine.clearFaults();
  expect(await failureOf(log)).toBeNull();
});

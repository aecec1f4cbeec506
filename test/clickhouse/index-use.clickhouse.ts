import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { KINDS, opened, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const ROWS = 400_000;
const GRANULE = 8_192;
const ID = "concat('req_', lower(hex(sipHash64(intDiv(number, 6)))))";
const TRACE = 'lower(hex(sipHash128(intDiv(number, 6))))';
const TIME = 'now64(6) - 60 - number / 4.7';

const OTEL = `(Timestamp, TraceId, ServiceName, Body, LogAttributes) SELECT ${TIME}, ${TRACE}, 'api', concat('handled ', ${ID}, ' well'), map('request_id', ${ID}, 'n', toString(number))`;
const FILLED = {
  otel: OTEL,
  'otel before 0.151': OTEL,
  flat: `(time, request_id, trace_id, service) SELECT ${TIME}, ${ID}, ${TRACE}, 'api'`,
  map: `(at, rid, txt) SELECT ${TIME}, ${ID}, concat('handled ', ${ID}, ' well')`,
} as const;

/** A table with the rows of a day. */
async function filled(kind: keyof typeof FILLED) {
  const source = await tableWith(engine, KINDS[kind], []);
  await engine.exec(`INSERT INTO ${source.database}.${source.table} ${FILLED[kind]} FROM numbers(${ROWS})`);
  // As it is in time: parts that are merged no longer hold few hours each.
  await engine.exec(`OPTIMIZE TABLE ${source.database}.${source.table} FINAL`);
  return source;
}

/** What the engine read for each query that `ask` led to. */
async function rowsRead(ask: () => Promise<unknown>): Promise<number[]> {
  const before = (await engine.served()).length;
  await ask();
  const asked = (await engine.served()).slice(before).filter(({ sql }) => sql.startsWith('SELECT'));
  return asked.map((each) => each.rowsRead);
}

/** Rows that the engine read for a lookup, by what it looked into. */
async function readFor(kind: keyof typeof FILLED, id: 'of a request' | 'of none' | 'of a trace') {
  const source = await filled(kind);
  const sql = { 'of a request': ID, 'of none': "'req_0123456789abcdef'", 'of a trace': TRACE }[id];
  const [row = ''] = (await engine.exec(`SELECT ${sql} AS id FROM numbers(30000, 1)`)).split('\n');
  let lines = 0;
  const read = await rowsRead(async () => {
    lines = (await opened(source).log.find((JSON.parse(row) as { id: string }).id)).lines.length;
  });
  return { lines, read };
}

describe.each(['otel', 'flat', 'map'] as const)('a lookup in %s reads a few granules of many', (kind) => {
  test('for an id that is there', async () => {
    const { lines, read } = await readFor(kind, 'of a request');
    expect(lines).toBe(6);
    expect(Math.max(...read)).toBeLessThanOrEqual(4 * GRANULE);
  });

  test('for one that is not', async () => {
    const { lines, read } = await readFor(kind, 'of none');
    expect(lines).toBe(0);
    expect(Math.max(...read)).toBeLessThanOrEqual(2 * GRANULE);
  });
});

test.each(['otel', 'otel before 0.151', 'flat'] as const)(
  'so does one by the id of a trace in %s',
  async (kind) => {
    const { lines, read } = await readFor(kind, 'of a trace');
    expect(lines).toBe(6);
    expect(Math.min(...read)).toBeLessThanOrEqual(4 * GRANULE);
  },
);

test.each(['otel', 'flat', 'map'] as const)(
  'a search in %s reads the hours that it asks for',
  async (kind) => {
    const source = await filled(kind);
    const until = Date.now() - 6 * 3_600_000;
    const read = await rowsRead(() =>
      opened(source).log.search({ text: 'nowhere', since: until - 600_000, until, limit: 10 }),
    );
    const hour = 3_600 * 4.7;
    expect(Math.max(...read)).toBeLessThan(2 * hour + 2 * GRANULE);
  },
);

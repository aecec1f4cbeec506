import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { opened, sourceOf } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
  await engine.exec('CREATE DATABASE types');
});
afterAll(() => engine.stop());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let tables = 0;

/** A table with these columns and rows of values in SQL, as a map with further parameters. */
async function tableOf(columns: string, rows: readonly string[], parameters: string, options = {}) {
  tables += 1;
  await engine.exec(`CREATE TABLE types.t${tables} (${columns}) ENGINE = MergeTree ORDER BY tuple()`);
  for (const row of rows) await engine.exec(`INSERT INTO types.t${tables} VALUES (${row})`);
  const { host, port } = engine;
  return opened(
    sourceOf(`clickhouse://${host}:${port}/types/t${tables}?tls=off&preset=map&${parameters}`),
    options,
  );
}

const at = (moment: number) => `fromUnixTimestamp64Milli(${moment})`;

describe.each([
  ['DateTime', 1_000],
  ["DateTime('Asia/Kolkata')", 1_000],
  ['Nullable(DateTime)', 1_000],
  ['DateTime64(0)', 1_000],
  ['DateTime64(3)', 1],
  ["DateTime64(3, 'America/St_Johns')", 1],
  ['Nullable(DateTime64(6))', 1],
  ["DateTime64(9, 'Asia/Kolkata')", 1],
  ['Nullable(DateTime64(9))', 1],
] as const)('times of %s', (type, step) => {
  const now = Math.floor(Date.now() / 1_000) * 1_000 + 357;
  const within = (moment: number) => new Date(Math.floor(moment / step) * step).toISOString();
  const table = (moments: readonly number[], more = '', options = {}) =>
    tableOf(
      `at ${type}, rid String, err String`,
      moments.map((moment) => `${at(moment)}, 'req_1', 'not_found'`),
      `time=at&id=rid&code=err${more}`,
      { now: () => now, ...options },
    );

  test('are those of the lines, also before, at and behind the bounds of the window', async () => {
    const moments = [
      -90 * DAY,
      -DAY - 1_000,
      -DAY - 1,
      -DAY,
      -DAY + 1,
      -DAY + 1_000,
      -HOUR,
      0,
      HOUR,
      40 * DAY,
    ];
    const { log } = await table(moments.map((ago) => now + ago).toReversed(), '', { suffices: () => false });
    const { lines } = await log.find('req_1');
    expect(lines.map(({ time }) => time?.replace(/(\.\d{3})\d*Z$/, '$1Z'))).toEqual(
      moments.map((ago) => within(now + ago)),
    );
  });

  test('are counted from the full hour of UTC on', async () => {
    const since = Math.floor((now - 5 * HOUR) / HOUR) * HOUR;
    const moments = [-40 * 60_000, -1_000, 0, 5 * 60_000, 20 * 60_000, 40 * 60_000, 2 * HOUR];
    const { seen } = await table(moments.map((behind) => since + behind));
    const { codes, upTo } = await seen.since(since);
    expect([codes.get('not_found')?.count, upTo]).toEqual([5, since + 2 * HOUR]);
  });
});

test('lines without a time are found where all that is older is looked for', async () => {
  const { log } = await tableOf(
    'at Nullable(DateTime64(3)), rid String, txt String',
    ["NULL, 'req_1', 'timeless'", "now() - 60, 'req_1', 'timed'"],
    'time=at&id=rid&message=txt',
    { suffices: () => false },
  );
  expect((await log.find('req_1')).lines.map(({ message }) => message).sort()).toEqual(['timed', 'timeless']);
});

test('a text of FixedString is said not to fit', async () => {
  const { log } = await tableOf(
    'at DateTime, rid String, txt FixedString(40)',
    [],
    'time=at&id=rid&text=txt',
  );
  await expect(log.find('req_1')).rejects.toMatchObject({
    message: expect.stringContaining("column 'txt' is FixedString(40), where String is needed"),
  });
});

test.each(['Date', 'Date32', 'String', 'UInt64'])('a time of %s is said not to fit', async (type) => {
  const { log } = await tableOf(`at ${type}, rid String`, [], 'time=at&id=rid');
  await expect(log.find('req_1')).rejects.toMatchObject({
    code: 'state_conflict',
    message: expect.stringContaining(`column 'at' is ${type}, where DateTime or DateTime64 is needed`),
  });
});

test.each(['String', 'Nullable(String)', 'LowCardinality(String)', 'LowCardinality(Nullable(String))'])(
  'texts of %s are looked into',
  async (type) => {
    const { log } = await tableOf(
      `at DateTime, rid String, txt ${type}`,
      ["now() - 60, '', 'because of req_1 it is'", "now() - 60, '', ''"],
      'time=at&id=rid&text=txt&message=txt',
    );
    expect((await log.find('req_1')).lines.map(({ message }) => message)).toEqual(['because of req_1 it is']);
  },
);

test.each(['my db.x', 'a`b', 'a"b', 'ünï😀', 'a/b', 'a%b', 'a+b', 'a?b#c', '{x:String}', '-- a'])(
  'a database, table and columns may be named %s',
  async (name) => {
    const quoted = `\`${name.replace(/[\\`]/g, '\\$&')}\``;
    await engine.exec(`CREATE DATABASE ${quoted}`);
    await engine.exec(
      `CREATE TABLE ${quoted}.${quoted} (${quoted} String, at DateTime64(6), txt String) ENGINE = MergeTree ORDER BY at`,
    );
    await engine.exec(`INSERT INTO ${quoted}.${quoted} VALUES ('req_1', now() - 60, 'found')`);
    const encoded = encodeURIComponent(name);
    const { log } = opened(
      sourceOf(
        `clickhouse://${engine.host}:${engine.port}/${encoded}/${encoded}?tls=off&preset=map&time=at&id=${encoded}&message=txt`,
      ),
    );
    expect((await log.find('req_1')).lines.map(({ message }) => message)).toEqual(['found']);
  },
);

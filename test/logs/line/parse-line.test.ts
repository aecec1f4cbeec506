import { describe, expect, test } from 'vitest';
import { parseLongLine } from '../../../src/logs/line/long-line.ts';
import { parseLine } from '../../../src/logs/line/parse-line.ts';
import { fc } from '../../support/chance.ts';
import { passesOf } from '../../support/passes.ts';

const context = { source: 'a.log:1' };

/** Strings that look like the beginnings of what the parser knows, broken anywhere. */
const almost = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ':',
      ',',
      '=',
      ' ',
      '<34>1 ',
      '<34>',
      '2026-11-22T10:00:00Z',
      'Nov 22 10:00:00 host app[1]: ',
      ' stdout F ',
      '{"log":"',
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[',
      '[22/Nov/2026:10:00:00 +0000]',
      '10.0.0.1 - - ',
      '"GET / HTTP/1.1" 200 1',
      'level=info',
      '{"error":{"code":"x_y"}}',
      '__proto__',
      'constructor',
      '\0',
      '\uFEFF',
      '\uD800',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('parseLine', () => {
  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), almost, fc.json()), (text) => {
        for (const { line } of parseLine(text, context)) {
          expect(line.source).toBe('a.log:1');
          expect(line.time === null || !Number.isNaN(Date.parse(line.time))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('never throws, whatever the object, and loses no text of it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 20 }), (object) => {
        const lines = parseLine(JSON.stringify(object), context);
        // An object that is nothing but a list of objects is a record for each.
        if (Object.keys(object).length === 1) expect(lines.length).toBeGreaterThan(0);
        else expect(lines).toHaveLength(1);
      }),
    );
  });

  test.each([
    ['opening brackets', '['.repeat(500_000)],
    ['nested objects', '{"a":'.repeat(100_000)],
    ['closed nested lists', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['braces', '{ '.repeat(300_000)],
    ['backslashes', `{"a":"${'\\'.repeat(500_000)}`],
    ['quotes', '"'.repeat(500_000)],
    ['pairs', 'a=1 '.repeat(150_000)],
    ['open quotes in pairs', 'a="'.repeat(150_000)],
    ['one long word', 'x'.repeat(1_000_000)],
    ['digits', '1'.repeat(1_000_000)],
    ['spaces', `a${' '.repeat(1_000_000)}b`],
    ['long numbers', `{"a":[${'12345678901234567890,'.repeat(40_000)}1]}`],
    ['structured data', `<34>1 - h a p m ${'[a'.repeat(300_000)}`],
    ['many equal names', `{"a":[${'{"key":"k","value":1},'.repeat(30_000)}{"key":"k","value":1}]}`],
  ])('reads a megabyte of %s in linear time', async (_, text) => {
    expect(await passesOf(() => parseLine(text, { ...context, id: 'req_1' }), 50)).toBeLessThan(50);
    expect(await passesOf(() => parseLine(text, context), 50)).toBeLessThan(50);
  });
});

describe('parseLongLine', () => {
  const place = { offset: 4_000_000, length: 5_000_000, toEnd: false };
  const asked = { source: 'a.log:1', id: 'req_1' };
  const where = 'line of 5,000,000 bytes, with the id at byte 4,000,000';

  test('reads the beginning of an object that was cut, if the id is in that very object', () => {
    const head = '{"time":"2026-11-22T10:00:00Z","level":50,"msg":"big","nested":{"a":1,"b":[1,2';
    const before = 'xx","password":"hunter2","request_id":"';
    const long = { ...place, head, before, behind: 'req_1","next":"end"}', toEnd: true };
    expect(parseLongLine(long, asked).map(({ line }) => line)).toEqual([
      {
        time: '2026-11-22T10:00:00.000Z',
        level: 'error',
        message: 'big',
        source: 'a.log:1',
        rest: {
          excerpt: '"request_id":"req_1"',
          cut: `${where}: only its beginning and the member with the id are shown`,
        },
      },
    ]);
  });

  const record = (id: string, text: string) => ({
    timeUnixNano: '1795341600123000000',
    body: { stringValue: text },
    attributes: [{ key: 'request_id', value: { stringValue: id } }],
  });
  const mine = record('req_1', 'mine "quoted" {');
  const theirs = record('req_2', 'theirs');
  const head = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${JSON.stringify(theirs)}`;

  test.each<[string, string]>([
    [
      'an element of an OTLP export',
      `ring"}},${JSON.stringify(theirs)},${JSON.stringify(mine)},${JSON.stringify(theirs)},{"bo`,
    ],
    ['behind text that begins inside of an escape', `"}},${JSON.stringify(mine)},{"bo`],
    ['with a whole scope round it', `1},${JSON.stringify({ logRecords: [theirs, mine, theirs] })},{"scope`],
    [
      'with a whole resource round it',
      `1},${JSON.stringify({ scopeLogs: [{ logRecords: [mine, theirs] }] })},{"a`,
    ],
  ])('reads only the record with the id: %s', (_, window) => {
    const at = window.indexOf('req_1');
    const long = { ...place, head, before: window.slice(0, at), behind: window.slice(at) };
    expect(parseLongLine(long, asked).map(({ line }) => line)).toEqual([
      {
        time: '2026-11-22T10:00:00.123Z',
        message: 'mine "quoted" {',
        source: 'a.log:1',
        rest: { request_id: 'req_1', cut: `${where}: only the record round this place is shown` },
      },
    ]);
  });

  test.each<[string, string, string]>([
    [
      'a record that is not whole',
      'theirs"}]},{"attributes":[{"key":"request_id","value":{"stringValue":"',
      'req_1"}}],"body":"x',
    ],
    ['a member that is not whole', 'theirs"},{"a":1,"request_id":"', 'req_1","password":"hunter2","body":"x'],
    ['a value without its name', `password":"${'x'.repeat(300)} `, 'req_1 y","b":"x'],
  ])('shows only the member with the id: %s', (_, before, behind) => {
    const [parsed, ...more] = parseLongLine({ ...place, head, before, behind }, asked);
    expect(more).toEqual([]);
    expect(parsed?.line).toMatchObject({ time: null, rest: { cut: expect.stringContaining(where) } });
    expect(parsed?.line.rest?.['excerpt']).toMatch(
      /^(?:"(?:value":{"stringValue|request_id)":"req_1"|req_1 y)$/,
    );
    expect(JSON.stringify(parsed)).not.toMatch(/theirs|hunter2|xx/);
  });

  test('shows the beginning of a long text, and not the inside of a value whose name it cannot see', () => {
    const long = {
      ...place,
      head: 'text sk_live_ha',
      before: 'end of a secret ',
      behind: 'req_1 tail of a tok',
    };
    const [parsed] = parseLongLine(long, asked);
    expect(parsed?.line.message).toBe('text');
    expect(parsed?.line.rest?.['excerpt']).toBe('req_1 tail of a');
  });

  test.each([0, 1])('searches a window of quotes and brackets in linear time (%i)', async (odd) => {
    const noise = '{"a":[{"b\\"'.repeat(6_000 + odd);
    const window = { ...place, head, before: noise, behind: `req_1${'"}]}'.repeat(16_000)}` };
    expect(await passesOf(() => parseLongLine(window, asked), 100)).toBeLessThan(100);
  });
});

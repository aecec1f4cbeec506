import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../src/requests/parse/parse-line.ts';
import { parseLongLine } from '../../../src/requests/parse/parse-long-line.ts';

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
        expect(lines).toHaveLength(1);
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
  ])('reads a megabyte of %s in linear time', (_, text) => {
    const start = performance.now();
    expect(() => parseLine(text, { ...context, id: 'req_1' })).not.toThrow();
    expect(() => parseLine(text, context)).not.toThrow();
    expect(performance.now() - start).toBeLessThan(1_500);
  });
});

describe('parseLongLine', () => {
  const length = 5_000_000;

  test('reads the whole members of an object that was cut, and shows the text round the id', () => {
    const head = '{"time":"2026-11-22T10:00:00Z","level":50,"msg":"big","nested":{"a":1,"b":[1,2';
    const window = 'xx","password":"hunter2","request_id":"req_1","next":"half a sec';
    const [parsed] = parseLongLine({ head, window, length }, { source: 'a.log:1', id: 'req_1' });
    expect(parsed?.line).toEqual({
      time: '2026-11-22T10:00:00.000Z',
      level: 'error',
      message: 'big',
      source: 'a.log:1',
      rest: {
        excerpt: '"password":"hunter2","request_id":"req_1","next":"half a',
        cut: 'line of 5,000,000 bytes: only its beginning and the text round the id are shown',
      },
    });
  });

  test('does not show the inside of a value whose name it cannot see', () => {
    const window = 'end of a secret req_1 tail of a tok';
    const [parsed] = parseLongLine({ head: 'text sk_live_ha', window, length }, { source: 'a', id: 'req_1' });
    expect(parsed?.line.message).toBe('text');
    expect(parsed?.line.rest?.['excerpt']).toBe('req_1 tail of a');
  });
});

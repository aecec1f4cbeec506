import { describe, expect, test } from 'vitest';
import {
  countLineFeeds,
  type LineHit,
  lineSearch,
  SEARCH_LIMITS,
} from '../../../src/logs/files/line-search.ts';
import { fc } from '../../support/chance.ts';
import { chunksOf } from './chunks-of.ts';
import { plainHit } from './plain-hit.ts';

const LIMITS = { line: 64, head: 16, window: 8, edge: 32 };

function search(id: string, chunks: readonly Buffer[], limits = SEARCH_LIMITS) {
  const hits: LineHit[] = [];
  const found = lineSearch(id, (hit) => hits.push(hit), { limits });
  for (const chunk of chunks) {
    // The search may not rely on a chunk after it was fed: the reader uses its buffer again.
    const reused = Buffer.from(chunk);
    found.feed(reused);
    reused.fill('#');
  }
  found.end();
  return { hits: hits.map(plainHit), lines: found.lines(), edges: found.edges() };
}

function numbersIn(id: string, text: string): number[] {
  return search(id, [Buffer.from(text)]).hits.map(({ number }) => number);
}

/** The same by splitting and a regular expression on each line. */
function expectedNumbers(id: string, text: string): number[] {
  const edge = /^[0-9a-fA-F]{16,}$/.test(id) ? '[A-Za-z0-9_]' : '[A-Za-z0-9_-]';
  const escaped = '(?<=\\\\[nrtbf]|\\\\u[0-9a-fA-F]{4})';
  const spelled = [id, id.replaceAll('/', '\\/')].map((each) =>
    each.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  );
  const whole = new RegExp(`(?:(?<!${edge})|${escaped})(?:${spelled.join('|')})(?!${edge})`);
  const lines = text.split('\n');
  return lines.flatMap((line, index) => (whole.test(line) ? [index + 1] : []));
}

describe('lineSearch', () => {
  test.each([
    ['alone', 'req_1', 1],
    ['in quotes', '{"id":"req_1"}', 1],
    ['as the end of another word', 'xreq_1', 0],
    ['as the beginning of another word', 'req_12', 0],
    ['before a hyphen', 'req_1-retry', 0],
    ['behind a hyphen', 'a-req_1', 0],
    ['behind an escaped line feed', '"a\\nreq_1"', 1],
    ['behind an escaped control', '"\\u001breq_1"', 1],
    ['first as a part, then whole', 'req_12 req_1', 1],
    ['twice', 'req_1 req_1', 1],
    ['between NULs', '\0\0req_1\0', 1],
    ['behind a byte order mark', '\uFEFFreq_1', 1],
    ['before a carriage return', 'req_1\r', 1],
    ['between letters that are not ASCII', 'éreq_1é', 1],
  ])('an id %s', (_, line, count) => {
    expect(numbersIn('req_1', line)).toHaveLength(count);
  });

  test.each([
    ['00f067aa0ba902b7', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 1],
    ['8f3b2c1d4e5f6a7b', '8f3b2c1d4e5f6a7b-AMS', 1],
    ['deadbeef', 'x-deadbeef', 0],
    ['abc/de', '"abc\\/de"', 1],
    ['abc/de', 'abc/de', 1],
    ['abc&de', '"abc\\u0026de"', 1],
    ['abc"de', '"abc\\"de"', 1],
    ['req_1', '\x1b[36mrequest_id\x1b[0m=\x1b[35mreq_1\x1b[0m', 1],
    ['req_1', '"\\u001b[36mrequest_id\\u001b[0m=\\u001b[1;35mreq_1\\u001b[0m"', 1],
    ['req_1', 'id=[mreq_1', 0],
    ['req_1', '/x?id%3Dreq_1', 1],
    ['req_1', '/x?id%253Dreq_1%26', 1],
    ['req_1', '"\\x22req_1\\x22"', 1],
    ['1234567', 'request 1234567, 0.1234567', 0],
    ['1234567', '"request_id":1234567,', 1],
    ['1234567', 'a paid=1234567', 0],
    ['1234567', '{"key":"request_id","value":{"intValue":"1234567"}}', 1],
    ['1234567', '{"key":"bytes","value":{"intValue":"1234567"}}', 0],
    ['42', 'request_id=42', 1],
    ['42', 'X-Request-Id: 42', 1],
    ['42', '{\\"requestId\\": \\"42\\"}', 1],
    ['42', 'request_id=42.5', 0],
    ['404', 'Bad Request 404', 0],
    ['404', '"status":404,"RayID":"8"', 0],
    ['abc', 'abc trace=abc', 1],
    ['req_1', 'req_1.5', 0],
    ['req_1', 'the end of req_1.', 1],
    ['4BF92F3577B34DA6A3CE929D0E0E4736', '00-4bf92f3577b34da6a3ce929d0e0e4736-01', 1],
    ['550e8400-e29b-41d4-a716-446655440000', 'id=550E8400-E29B-41D4-A716-446655440000', 1],
    ['c6af9ac6-7b61-11e6-9a41-a1f000000032', 'a c6af9ac6-7b61-11e6-9a41-a1f000000032 b', 1],
    ['550e8400-e29b-41d4-a716-446655440000', 'id=550e8400e29b41d4a716446655440000,', 1],
    ['550e8400e29b41d4a716446655440000', '{550E8400-E29B-41D4-A716-446655440000}', 1],
    ['c6af9ac6-7b61-11e6-9a41-a1f000000032', 'c6af9ac67b6111e69a41a1f000000032', 1],
    ['c6af9ac6-7b61-11e6-9a41-a1f000000032', '"C6AF9AC6-7B61-11E6-9A41-A1F000000032"', 1],
    ['c6af9ac6-7b61-11e6-9a41-a1f000000032', 'Root=1-c6af9ac6-7b6111e69a41a1f000000032', 1],
    ['c6af9ac6-7b61-11e6-9a41-a1f000000032', 'c6af9ac7-7b61-11e6-9a41-a1f000000032', 0],
    ['550e8400-e29b-41d4-a716-446655440000', '[req-550e8400-e29b-41d4-a716-446655440000 admin]', 1],
    ['550e8400-e29b-41d4-a716-446655440000', 'x-550e8400-e29b-41d4-a716-446655440000', 0],
    ['550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440000-retry', 0],
    ['550e8400-e29b-41d4-a716-446655440000', '0550e8400e29b41d4a716446655440000', 0],
    ['5759e988bd862e3fe1be46a994272793', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1', 1],
    ['1-5759e988-bd862e3fe1be46a994272793', '"trace_id":"5759e988bd862e3fe1be46a994272793"', 1],
    ['4bf92f3577b34da6a3ce929d0e0e4736', '|4bf92f3577b34da6a3ce929d0e0e4736.00f067aa0ba902b7.', 1],
    ['8f3b2c1d4e5f6a71', 'a 8f3b2c1d4e5f6a71.5 b', 1],
    ['1234567890123456', 'request_id=1234567890123456.5', 0],
    ['a1:7f/3+c=@', '/x?id=a1%3A7f%2F3%2Bc%3D%40&b', 1],
    ['a1:7f/3+c=@', '/x?id=a1%3a7f%2f3%2bc%3d%40', 1],
    ['a1:7f', '/x?id=a1%3A7f5', 0],
    ['1234000560-123456789012345678', 'incident 1234000560-123456789012345678 blocked', 1],
    ['1234000560-123456789012345678', '1234000560-123456789012345678-9', 0],
    ['2026-11-22', 'on 2026-11-22', 0],
    ['grüßen', 'grüßen', 1],
    ['a\nb', 'a\nb', 0],
    ['', 'anything', 0],
  ])('%j in %j', (id, line, count) => {
    expect(numbersIn(id, line)).toHaveLength(count);
  });

  test('counts lines and numbers hits from 1, the last line with or without a line feed', () => {
    expect(search('req_1', [Buffer.from('a\n\nreq_1\nb\nreq_1')])).toMatchObject({
      lines: 5,
      hits: [{ number: 3 }, { number: 5 }],
    });
    expect(search('req_1', [Buffer.from('a\nreq_1\n')])).toMatchObject({ lines: 2, hits: [{ number: 2 }] });
    expect(search('req_1', [])).toMatchObject({ lines: 0, hits: [] });
  });

  test('finds lines in invalid UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from(' req_1 '),
      Buffer.from([0xc3]),
    ]);
    expect(search('req_1', [bytes]).hits[0]?.bytes).toEqual(bytes);
  });

  const ids = fc.constantFrom('req_1', 'aaaaaa', 'abc/ab', '0123456789abcdef', 'ab-ab');
  const pieces = fc.constantFrom(
    ...['\n', '\r\n', ' ', '"', '-', '_', '\\', '\\n', '\\u00e9', '\\/', 'é', '\0'],
    ...[
      'a',
      'ab',
      '1',
      'n',
      'u',
      'req_1',
      'req_',
      'abc/ab',
      'aaaaaa',
      '0123456789abcdef',
      'ab-ab',
      'x'.repeat(70),
    ],
  );
  const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

  test('finds what splitting and checking each line finds, however the text is cut into chunks', () => {
    fc.assert(
      fc.property(ids, texts, sizes, (id, text, cuts) => {
        const bytes = Buffer.from(text);
        for (const limits of [SEARCH_LIMITS, LIMITS]) {
          const { hits, lines } = search(id, chunksOf(bytes, cuts), limits);
          expect(hits.map(({ number }) => number)).toEqual(expectedNumbers(id, text));
          expect(lines).toBe(text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('keeps the same of every line, however the text is cut into chunks', () => {
    fc.assert(
      fc.property(ids, texts, sizes, (id, text, cuts) => {
        const bytes = Buffer.from(text);
        const inOne = search(id, [bytes], LIMITS);
        expect(search(id, chunksOf(bytes, cuts), LIMITS)).toEqual(inOne);
        const rows = text.split('\n').map((line) => Buffer.from(line));
        for (const hit of inOne.hits) {
          const row = rows[hit.number - 1] ?? Buffer.alloc(0);
          expect(hit.bytes).toEqual(row.length > LIMITS.line ? row.subarray(0, LIMITS.head) : row);
          expect(hit.long?.length).toBe(row.length > LIMITS.line ? row.length : undefined);
          if (hit.long) expect(row.includes(hit.long.window)).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('keeps the head of a line that is too long, and the bytes round the id', () => {
    const line = `${'h'.repeat(100)} 12345678 req_1 12345678 ${'t'.repeat(100)}`;
    const { hits } = search('req_1', chunksOf(Buffer.from(`a\n${line}\nb`), [7]), LIMITS);
    expect(hits).toEqual([
      {
        number: 2,
        above: 0,
        bytes: Buffer.from('h'.repeat(16)),
        long: { window: Buffer.from('2345678 req_1 1234567'), at: 8, offset: 110, length: line.length },
      },
    ]);
  });

  test('keeps the first and last bytes', () => {
    const bytes = Buffer.from(Array.from({ length: 50 }, (_, index) => `line ${index}\n`).join(''));
    for (const cuts of [[1], [5, 90], [1_000]]) {
      const { edges } = search('req_1', chunksOf(bytes, cuts), LIMITS);
      expect(edges).toEqual({ head: bytes.subarray(0, 32), tail: bytes.subarray(-32), whole: false });
    }
    expect(search('req_1', [bytes.subarray(0, 20)], LIMITS).edges.whole).toBe(true);
  });
});

describe('countLineFeeds', () => {
  test('counts as a loop does, at every alignment', () => {
    const bytes = fc.uint8Array({ min: 8, max: 12, maxLength: 70 });
    fc.assert(
      fc.property(bytes, fc.nat(70), fc.nat(70), (array, a, b) => {
        const start = Math.min(a, b, array.length);
        const end = Math.min(Math.max(a, b), array.length);
        const shifted = new Uint8Array(array.length + 3).subarray(3);
        shifted.set(array);
        const expected = array.slice(start, end).filter((byte) => byte === 10).length;
        expect(countLineFeeds(array, start, end)).toBe(expected);
        expect(countLineFeeds(shifted, start, end)).toBe(expected);
      }),
    );
  });
});

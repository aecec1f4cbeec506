import { describe, expect, test } from 'vitest';
import {
  type LineHit,
  lineSearch,
  type ScannerFor,
  SEARCH_LIMITS,
} from '../../../src/logs/files/line-search.ts';
import { WASM } from '../../../src/logs/wasm/byte-scan.wasm.ts';
import { byteScanner, loadByteScanner, sharedScanner } from '../../../src/logs/wasm/byte-scanner.ts';
import { fc } from '../../support/chance.ts';
import { chunksOf } from './chunks-of.ts';
import { plainHit } from './plain-hit.ts';

const scanner = byteScanner(Buffer.from(WASM, 'base64'));
const fast: ScannerFor = () => scanner;
const plain: ScannerFor = () => null;
const LIMITS = { line: 200, head: 16, window: 8, edge: 32 };

/** Searches with the chunks where they are, or read into the memory of the scanner as a file is. */
function search(
  id: string,
  chunks: readonly Buffer[],
  scannerFor: ScannerFor,
  { limits = LIMITS, inMemory = false } = {},
) {
  const hits: LineHit[] = [];
  const found = lineSearch(id, (hit) => hits.push(hit), { limits, scannerFor });
  for (const chunk of chunks) {
    if (!inMemory) {
      found.feed(chunk);
      continue;
    }
    chunk.copy(scanner.memory);
    found.feed(scanner.memory.subarray(0, chunk.length));
    scanner.memory.fill('#', 0, chunk.length);
  }
  found.end();
  // As one string: comparing thousands of buffers takes long.
  return {
    hits: hits.length,
    told: told({ hits: hits.map(plainHit), lines: found.lines(), edges: found.edges() }),
  };
}

function told(found: object): string {
  return JSON.stringify(found, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)
      ? Buffer.from(value.data).toString('latin1')
      : value,
  );
}

const IDS = [
  ...['req_1', '7', '42', 'aaaaaa', 'abc/de&f', 'ab-ab', 'grüßen', '1234567', 'req_a90a34ac1c67af03d970c3c0'],
  ...['4BF92F3577B34DA6A3CE929D0E0E4736', '550e8400-e29b-41d4-a716-446655440000', 'abcdefabcdefabcdef'],
  ...['/x', 'a\nb', '', `${'long-'.repeat(30)}9`],
];

/** The id as it may be written, what only looks like it, and what stands round it. */
function piecesOf(id: string): fc.Arbitrary<string> {
  const json = JSON.stringify(id).slice(1, -1).replaceAll('/', '\\/').replaceAll('&', '\\u0026');
  const other = `${id.slice(0, -1)}x`;
  return fc.oneof(
    fc.constantFrom(id, id.toUpperCase(), id.toLowerCase(), json, `request_id=${id}`, `"id":"${json}"`),
    fc.constantFrom(other, `x${id.slice(1)}`, `${id}${id}`, id.slice(0, 5), id.slice(2), id.slice(0, -1)),
    fc.constantFrom('\n', '\r\n', '\n\n', ' ', '"', '-', '\\n', '%3D', '\0', 'é', '.', '\n  at f (a.js:1)\n'),
    fc.integer({ min: 1, max: 300 }).map((size) => 'x'.repeat(size)),
    fc.integer({ min: 1, max: 300 }).map((size) => '\n'.repeat(size)),
  );
}

const cases = fc
  .constantFrom(...IDS)
  .chain((id) => fc.tuple(fc.constant(id), fc.array(piecesOf(id), { maxLength: 60 })))
  .map(([id, pieces]) => ({ id, text: Buffer.from(pieces.join('')) }));
const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 });

describe('the fast search and the plain one', () => {
  test('find the same in any text, however it is cut', () => {
    fc.assert(
      fc.property(cases, sizes, ({ id, text }, cuts) => {
        const whole = search(id, [text], plain);
        expect(search(id, [text], fast)).toEqual(whole);
        expect(search(id, chunksOf(text, cuts), fast)).toEqual(whole);
        expect(search(id, chunksOf(text, cuts), fast, { inMemory: true })).toEqual(whole);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each(IDS)('find %j at every place of a text, its beginning and its end, and across chunks', (id) => {
    const spelled = /^[\da-f]{16}/i.test(id) ? id.toLowerCase() : id;
    const around = Buffer.from(`${'.'.repeat(90)}\n`.repeat(3));
    for (let at = 0; at <= around.length; at += 1) {
      const text = Buffer.concat([
        around.subarray(0, at),
        Buffer.from(` id=${spelled}`.slice(at === 0 ? 4 : 0)),
        around.subarray(at),
      ]);
      const whole = search(id, [text], plain, { limits: SEARCH_LIMITS });
      const cuts = chunksOf(text, [at + 5, 7, 1_000]);
      expect(search(id, [text], fast, { limits: SEARCH_LIMITS })).toEqual(whole);
      expect(search(id, cuts, fast, { limits: SEARCH_LIMITS, inMemory: true })).toEqual(whole);
    }
  });

  test.each([
    ['more line feeds than a column counts', '\n'.repeat(50_000), 'req_1'],
    ['more places than are listed', ' 42 '.repeat(20_000), '42'],
    ['lines that all hold the id', 'a req_1 b\n'.repeat(20_000), 'req_1'],
  ])('find the same among %s', (_, filler, id) => {
    const text = Buffer.from(`${filler}\n id=${id}\n${filler}id=${id}`);
    const whole = search(id, [text], plain);
    expect(search(id, [text], fast)).toEqual(whole);
    expect(search(id, chunksOf(text, [40_000]), fast, { inMemory: true })).toEqual(whole);
    expect(whole.hits).toBeGreaterThan(0);
  });

  test('find the same in a chunk that is larger than the memory, and in a line that is', () => {
    for (const filler of ['x'.repeat(99), `${'x'.repeat(98)}\n`]) {
      const text = Buffer.from(`${filler.repeat(12_000)}\n req_1\n${filler.repeat(12_000)} req_1`);
      const whole = search('req_1', [text], plain, { limits: SEARCH_LIMITS });
      expect(whole.hits).toBe(2);
      expect(search('req_1', [text], fast, { limits: SEARCH_LIMITS })).toEqual(whole);
      const cuts = chunksOf(text, [scanner.memory.length]);
      expect(search('req_1', cuts, fast, { limits: SEARCH_LIMITS, inMemory: true })).toEqual(whole);
    }
  });
});

test('no text longer than the memory is scanned', () => {
  const probe = { first: 1, offset: 0, second: 1, apart: 0, compared: 0 };
  const none = { pattern: new Uint8Array(16), mask: new Uint8Array(16) };
  expect(() => scanner.scan(Buffer.alloc(scanner.memory.length + 1), { ...probe, ...none })).toThrow(
    RangeError,
  );
});

test('the shared scanner is loaded for a long search only, and then serves others', () => {
  expect(sharedScanner(100_000, 100_000)).toBeNull();
  const loaded = sharedScanner(2_000_000, 100_000);
  expect(loaded).not.toBeNull();
  expect(sharedScanner(100_000, 100_000)).toBe(loaded);
  expect(sharedScanner(2_000_000, 100)).toBeNull();
});

test('without WebAssembly there is no scanner', () => {
  const original = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly');
  Object.defineProperty(globalThis, 'WebAssembly', { value: undefined, configurable: true });
  try {
    expect(loadByteScanner()).toBeNull();
  } finally {
    if (original) Object.defineProperty(globalThis, 'WebAssembly', original);
  }
});

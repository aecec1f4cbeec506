import { describe, expect, test } from 'vitest';
import { crc32, plainCrc32 } from '../../../src/logs/index/index-folder.ts';
import { PairStore } from '../../../src/logs/index/pair-store.ts';
import { blocksOf, decodeHead, encodeSegment, headLength } from '../../../src/logs/index/segment-format.ts';
import { fc } from '../../support/chance.ts';

const OF = 'a-log/0-100-a-check';
const store = new PairStore();
const empty = Buffer.alloc(0);
const nothing = { of: OF, lastSeen: null, from: null, to: null, tally: empty, failures: empty };

/** The store that all segments share, with these hashes and blocks alone. */
function stored(...pairs: number[]): PairStore {
  store.clear();
  store.add(Uint32Array.from(pairs));
  return store;
}

/** What a lookup of `hash` reads of a segment that was written whole. */
function lookUp(bytes: Buffer, hash: number): number[] {
  const head = decodeHead(bytes.subarray(0, headLength(bytes) ?? 0), bytes.length, OF);
  if (!head) throw new Error('The head is damaged.');
  const { from, to, crc } = head.page(hash);
  const page = bytes.subarray(from, to);
  expect(crc32(page)).toBe(crc);
  return blocksOf(page, hash, head.blockBits);
}

describe('a segment', () => {
  test('says of each hash in which blocks it stands, and seldom of another', () => {
    const cases = fc
      .integer({ min: 1, max: 4_096 })
      .chain((blocks) =>
        fc.tuple(
          fc.constant(blocks),
          fc.array(
            fc.tuple(fc.integer({ min: 0, max: 2 ** 28 - 1 }), fc.integer({ min: 0, max: blocks - 1 })),
            { maxLength: 400 },
          ),
        ),
      );
    fc.assert(
      fc.property(cases, ([blocks, entries]) => {
        const inOrder = entries.toSorted(([, a], [, b]) => a - b);
        const feeds = new Uint32Array(blocks).fill(3);
        const bytes = Buffer.concat(encodeSegment({ ...nothing, pairs: stored(...inOrder.flat()), feeds }));
        for (const [hash] of entries) {
          const expected = [
            ...new Set(inOrder.filter(([other]) => other === hash).map(([, block]) => block)),
          ];
          expect(lookUp(bytes, hash)).toEqual(expected);
        }
      }),
    );
  });

  test('takes hardly more than three bytes for an id, and finds each of many', () => {
    const blocks = 4_032;
    const all = Uint32Array.from({ length: 2 * 800_000 }, (_, index) =>
      index % 2 === 0 ? Math.imul(index, 0x9e3779b1) >>> 4 : Math.floor((index / 1_600_000) * blocks),
    );
    const pairs = stored();
    pairs.add(all);
    const parts = encodeSegment({ ...nothing, pairs, feeds: new Uint32Array(blocks) });
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    expect(size / 800_000).toBeLessThan(3.4);
    const bytes = Buffer.concat(parts);
    for (let at = 0; at < all.length; at += 100_000)
      expect(lookUp(bytes, all[at] ?? -1)).toContain(all[at + 1]);
  });

  test('keeps its lines, its times, its tally and its failures', () => {
    const feeds = Uint32Array.from([10, 0, 65_536, 7]);
    const tally = Buffer.from('{"rows":[]}');
    const failures = Buffer.from('[[5,0],[null]]');
    const parts = encodeSegment({
      of: OF,
      pairs: stored(),
      feeds,
      from: 1n,
      to: 2n ** 62n,
      tally,
      lastSeen: 5,
      failures,
    });
    const bytes = Buffer.concat(parts);
    const head = decodeHead(bytes, bytes.length, OF);
    expect(head).toMatchObject({ tally: { lastSeen: 5 }, lines: 65_553, from: 1n, to: 2n ** 62n });
    expect([0, 1, 2, 3, 4].map((block) => head?.feedsBefore(block))).toEqual([0, 10, 10, 65_546, 65_553]);
    expect(bytes.subarray(head?.tally.from, head?.tally.to)).toEqual(tally);
    expect(bytes.subarray(head?.failures.from, head?.failures.to)).toEqual(failures);
  });

  test('is none if any of its bytes is another, or missing', () => {
    const feeds = new Uint32Array(2);
    const bytes = Buffer.concat(encodeSegment({ ...nothing, pairs: stored(5, 1), feeds }));
    const length = headLength(bytes) ?? 0;
    for (let at = 0; at < length; at += 1) {
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ 16;
      const read = () => decodeHead(other.subarray(0, headLength(other) ?? 0), other.length, OF);
      expect(read(), `${at}`).toBeNull();
    }
    expect(decodeHead(bytes, bytes.length - 1, OF)).toBeNull();
    expect(decodeHead(bytes, bytes.length, 'a-log/0-200-a-check')).toBeNull();
  });
});

test('the checksum in plain JavaScript is that of zlib', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => plainCrc32(bytes) === crc32(bytes)));
  expect(plainCrc32(Buffer.from('123456789'))).toBe(0xcbf43926);
});

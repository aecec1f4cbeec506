import { describe, expect, test } from 'vitest';
import { missingStretches, planStretches, supersededStretches } from '../../../src/logs/index/plan.ts';
import { MAX_BLOCKS } from '../../../src/logs/index/segment-format.ts';
import { fc } from '../../support/chance.ts';

const MEBIBYTE = 1_048_576;
const SMALL = 14 * MEBIBYTE;
const BIG = 252 * MEBIBYTE;
const LINE = 340;
/** In a log whose lines all are as long. */
const lineStartAt = (at: number) => Math.ceil(at / LINE) * LINE;
const linesOf = (bytes: number) => Math.floor(bytes / LINE) * LINE;

describe('planStretches', () => {
  test('covers a log without gaps, in whole lines, with segments that fit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000_000 }), (bytes) => {
        const size = linesOf(bytes);
        const plan = planStretches(size, lineStartAt);
        let end = 0;
        for (const stretch of plan) {
          expect(stretch.start).toBe(end);
          expect(stretch.end % LINE).toBe(0);
          expect(stretch.end - stretch.start).toBeLessThanOrEqual(MAX_BLOCKS * 65_536);
          ({ end } = stretch);
        }
        expect(end).toBe(size);
      }),
    );
  });

  test('keeps what it planned when the log grows, but for the end', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 0, max: BIG }), (bytes, more) => {
        const before = planStretches(linesOf(bytes), lineStartAt).slice(0, -1);
        const after = planStretches(linesOf(bytes + more), lineStartAt);
        const ends = new Set(after.map(({ end }) => end));
        const last = after.at(-1)?.end ?? 0;
        // Small ones may have been joined into a big one, which ends where a small one ended.
        for (const { end } of before) expect(ends.has(end) || (end < last && last >= BIG)).toBe(true);
      }),
    );
  });

  test('makes big segments of old text and small ones of new text', () => {
    const sizes = planStretches(linesOf(BIG + 3 * SMALL + 1000), lineStartAt).map(({ start, end }) =>
      Math.round((end - start) / MEBIBYTE),
    );
    expect(sizes).toEqual([252, 14, 14, 14, 0]);
  });

  test('makes small segments where a big one would hold too many ids', () => {
    const plan = planStretches(linesOf(BIG), lineStartAt, new Set([0]));
    expect(plan).toHaveLength(18);
  });

  test('ends in front of a line that is too long for a segment', () => {
    const plan = planStretches(5 * BIG, (at) => (at > BIG ? null : at));
    expect(plan).toEqual([{ start: 0, end: BIG }]);
  });
});

describe('what to index', () => {
  const there = [
    { start: 0, end: 100 },
    { start: 100, end: 150 },
  ];

  test.each([
    [
      'nothing new',
      [
        { start: 0, end: 100 },
        { start: 100, end: 150 },
      ],
      1,
      [],
    ],
    [
      'too little new',
      [
        { start: 0, end: 100 },
        { start: 100, end: 159 },
      ],
      10,
      [],
    ],
    [
      'enough new',
      [
        { start: 0, end: 100 },
        { start: 100, end: 160 },
      ],
      10,
      [{ start: 100, end: 160 }],
    ],
    [
      'a full stretch, however little is new',
      [
        { start: 0, end: 100 },
        { start: 100, end: 151 },
        { start: 151, end: 152 },
      ],
      10,
      [{ start: 100, end: 151 }],
    ],
    [
      'a bigger one, once the log goes on behind it',
      [
        { start: 0, end: 150 },
        { start: 150, end: 151 },
      ],
      10,
      [{ start: 0, end: 150 }],
    ],
    [
      'nothing inside of what is there',
      [
        { start: 0, end: 50 },
        { start: 50, end: 100 },
      ],
      1,
      [],
    ],
  ])('%s', (_, wanted, worth, missing) => {
    expect(missingStretches(wanted, there, worth)).toEqual(missing);
  });

  test('drops what lies in something bigger', () => {
    expect(supersededStretches([...there, { start: 0, end: 150 }])).toEqual(there);
    expect(supersededStretches(there)).toEqual([]);
  });
});

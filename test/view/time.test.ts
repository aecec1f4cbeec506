import { describe, expect, test } from 'vitest';
import { axisOf, lengthInWords, momentOf } from '../../src/view/timeline.ts';
import { fc } from '../support/chance.ts';

test.each([
  [0, '0 ms'],
  [0.4, '0.4 ms'],
  [9.236, '9.24 ms'],
  [27, '27 ms'],
  [999, '999 ms'],
  [999.7, '1 s'],
  [1_250, '1.25 s'],
  [18_474, '18.5 s'],
  [59_400, '59.4 s'],
  [59_990, '1 min'],
  [185_000, '3 min 5 s'],
  [3_599_900, '1 h'],
  [7_500_000, '2 h 5 min'],
  [187_200_000, '2 d 4 h'],
])('%d ms are said as %s', (ms, words) => {
  expect(lengthInWords(ms)).toBe(words);
});

test.each([
  ['2026-11-20T09:12:04.329Z', 1_795_165_924_329],
  ['2026-11-20T09:12:04Z', 1_795_165_924_000],
  ['2026-11-20T09:12:04.329500Z', 1_795_165_924_329.5],
  ['yesterday', null],
  [null, null],
])('%s is the moment %s', (time, moment) => {
  expect(momentOf(time)).toBe(moment);
});

describe('an axis', () => {
  const DAY = 86_400_000;

  test('places evenly what has no long gap', () => {
    const { place, breaks } = axisOf([0, 30, 60, 100], []);
    expect([0, 30, 60, 100].map(place)).toEqual([0, 0.3, 0.6, 1]);
    expect(breaks).toEqual([]);
  });

  test('draws short what nobody does anything in, and says how long it is', () => {
    const { place, breaks } = axisOf([0, 40, 100, DAY, DAY + 100], []);
    expect(breaks).toEqual([{ from: 0.45, to: 0.55, length: '1 d' }]);
    expect(place(40)).toBeCloseTo(0.18);
    expect(place(DAY)).toBeCloseTo(0.55);
    expect(place(DAY + 100)).toBe(1);
  });

  test('draws in full what something covers that took so long', () => {
    expect(axisOf([0, 40, 100, DAY], [{ from: 0, to: DAY }]).breaks).toEqual([]);
  });

  test('of one moment stands still', () => {
    const { place, ticks } = axisOf([5, 5], []);
    expect(place(5)).toBe(0);
    expect(ticks).toEqual([]);
  });

  test('never turns back, stays within its ends, and labels without crowding', () => {
    const moment = fc.double({ min: 0, max: 4e9, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(moment, { minLength: 1, maxLength: 40 }),
        fc.array(moment, { maxLength: 6 }),
        (moments, ends) => {
          const spans = ends.map((to, index) => ({
            from: Math.min(to, moments[index % moments.length] ?? to),
            to,
          }));
          const { place, ticks } = axisOf(moments, spans);
          const places = [...moments, ...ends].sort((a, b) => a - b).map(place);
          for (const [index, at] of places.entries()) {
            expect(at).toBeGreaterThanOrEqual(Math.max(0, (places[index - 1] ?? 0) - 1e-6));
            expect(at).toBeLessThanOrEqual(1);
          }
          for (const [index, { at }] of ticks.entries())
            if (index > 0) expect(at - (ticks[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(0.169);
          expect(ticks.length).toBeLessThanOrEqual(6);
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTime } from '../../../src/requests/parse/time.ts';

describe('readTime', () => {
  test.each([
    ['2026-11-22T10:00:00.123Z', '2026-11-22T10:00:00.123Z'],
    ['2026-11-22T10:00:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22 10:00:00,123', '2026-11-22T10:00:00.123Z'],
    ['2026/11/22 10:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00+0530', '2026-11-22T04:30:00.000Z'],
    ['2026-11-22T10:00:00-02', '2026-11-22T12:00:00.000Z'],
    ['2026-11-22 10:00:00.5 UTC', '2026-11-22T10:00:00.500Z'],
    ['22/Nov/2026:10:00:00 +0100', '2026-11-22T09:00:00.000Z'],
    ['[22/Nov/2026:10:00:00 +0000]', '2026-11-22T10:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    [1_795_341_600, '2026-11-22T10:00:00.000Z'],
    [1_795_341_600.123, '2026-11-22T10:00:00.123Z'],
    [1_795_341_600_123, '2026-11-22T10:00:00.123Z'],
    [1_795_341_600_123_456, '2026-11-22T10:00:00.123Z'],
    ['1795341600123456789', '2026-11-22T10:00:00.123Z'],
    ['1795341600.123', '2026-11-22T10:00:00.123Z'],
  ])('reads %s', (value, expected) => {
    expect(readTime(value)?.iso).toBe(expected);
  });

  test.each([
    ['2026-13-01T00:00:00Z'],
    ['2026-02-30T00:00:00Z'],
    ['2026-11-22T25:00:00Z'],
    ['10:00:00'],
    ['yesterday'],
    ['2026-11-22T10:00:00Z and more'],
    [''],
    [42],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [-1_795_341_600],
    [true],
    [null],
    [{}],
    ['9'.repeat(40)],
  ])('does not take %s for a time', (value) => {
    expect(readTime(value)).toBeNull();
  });

  test('tells nanoseconds apart', () => {
    expect(readTime('1795341600123456789')?.ns).toBe(1_795_341_600_123_456_789n);
    expect(readTime('2026-11-22T10:00:00.123456789Z')?.ns).toBe(1_795_341_600_123_456_789n);
    expect(readTime('1795341600.123456789')?.ns).toBe(1_795_341_600_123_456_789n);
  });

  test('reads every date that JavaScript prints, in each unit', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        (date) => {
          const ms = date.getTime();
          const iso = date.toISOString();
          for (const value of [iso, ms, String(ms), `${ms}000`, `${ms}000000`, (ms / 1000).toFixed(3)]) {
            expect(readTime(value)?.iso).toBe(iso);
          }
        },
      ),
    );
  });
});

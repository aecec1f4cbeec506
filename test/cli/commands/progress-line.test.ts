import { describe, expect, test } from 'vitest';
import { progressLine, seconds, size } from '../../../src/cli/commands/index-logs.ts';

describe('progressLine', () => {
  test.each([
    [{ done: 0, total: 3_400_000_000 }, 0, '░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   0 %  0 B of 3.4 GB  0 B/s'],
    [
      { done: 850_000_000, total: 3_400_000_000 },
      1_000,
      '████████░░░░░░░░░░░░░░░░░░░░░░  25 %  850 MB of 3.4 GB  850 MB/s  3.0 s left',
    ],
    [{ done: 10, total: 10 }, 2_000, '██████████████████████████████ 100 %  10 B of 10 B  5 B/s  0.0 s left'],
    // A log that grew meanwhile.
    [
      { done: 20, total: 10 },
      1_000,
      '██████████████████████████████ 100 %  20 B of 10 B  20 B/s  0.0 s left',
    ],
    [{ done: 0, total: 0 }, 1_000, '██████████████████████████████ 100 %  0 B of 0 B  0 B/s'],
  ])('shows %j after %i ms', (progress, elapsed, line) => {
    expect(progressLine(progress, elapsed)).toBe(line);
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 KB'],
    [12_345, '12 KB'],
    [1e15, '1000 TB'],
  ])('says %i bytes as %s', (bytes, text) => expect(size(bytes)).toBe(text));

  test.each([
    [0, '0.0 s'],
    [9_949, '9.9 s'],
    [75_000, '75 s'],
    [720_000, '12 min'],
  ])('says %i ms as %s', (time, text) => expect(seconds(time)).toBe(text));
});

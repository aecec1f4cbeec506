import { describe, expect, test } from 'vitest';
import { inTimeOrder } from '../../src/logs/merge-logs.ts';

function order(...records: [name: string, file: number, ns: bigint | null][]): string {
  return inTimeOrder(records.map(([name, file, ns]) => ({ name, file, ns })))
    .map(({ name }) => name)
    .join('');
}

describe('inTimeOrder', () => {
  test('merges files by time, to the nanosecond', () => {
    expect(order(['a', 0, 1n], ['d', 0, 4n], ['b', 1, 2n], ['c', 1, 3n])).toBe('abcd');
    const ns = 1_795_341_600_123_456_789n;
    expect(order(['b', 0, ns + 1n], ['a', 1, ns])).toBe('ab');
  });

  test('keeps a line without a time behind the one before it in its file', () => {
    expect(order(['a', 0, 1n], ['b', 0, null], ['c', 0, null], ['e', 0, 9n], ['d', 1, 2n])).toBe('abcde');
  });

  test('puts a line without a time before the first one with a time in front of it', () => {
    expect(order(['b', 0, null], ['c', 0, 5n], ['a', 1, 1n])).toBe('abc');
  });

  test('puts files without any time last, and keeps equal times in the order of files and lines', () => {
    expect(order(['d', 0, null], ['a', 1, 1n], ['b', 1, 1n], ['c', 2, 1n])).toBe('abcd');
  });
});

import { describe, expect, test } from 'vitest';
import { boundedList } from '../../src/logs/merge-logs.ts';

function keep(count: number, maxItems: number, maxBytes: number, bytes = 1) {
  const kept = boundedList<number>(maxItems, maxBytes);
  for (let item = 1; item <= count; item += 1) kept.add(item, bytes);
  return { items: kept.items(), omitted: kept.omitted() };
}

describe('boundedList', () => {
  test('keeps all up to its bound', () => {
    expect(keep(6, 6, 100)).toEqual({ items: [1, 2, 3, 4, 5, 6], omitted: 0 });
  });

  test('keeps the first and the last half of more', () => {
    expect(keep(9, 5, 100)).toEqual({ items: [1, 2, 3, 8, 9], omitted: 4 });
  });

  test('bounds bytes too, but always keeps the last', () => {
    expect(keep(9, 100, 60, 10)).toEqual({ items: [1, 2, 3, 7, 8, 9], omitted: 3 });
    expect(keep(3, 100, 10, 50)).toEqual({ items: [3], omitted: 2 });
  });
});

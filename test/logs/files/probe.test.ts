import { describe, expect, test } from 'vitest';
import { probeOf } from '../../../src/logs/wasm/byte-scanner.ts';

const probe = (...needles: string[]) => probeOf(needles.map((needle) => Buffer.from(needle)));

describe('probeOf', () => {
  test('takes rare bytes of the latter half, which tells ids apart', () => {
    expect(probe('Zreq_eeee8ebe')).toMatchObject({ first: 0x38, offset: 9, second: 0x62, apart: 2 });
  });

  test('takes what all spellings have at the same place', () => {
    expect(probe('ab1d', 'AB1D')).toMatchObject({ first: 0x31, offset: 2, second: 0x31, apart: 0 });
    expect([...(probe('ab1d', 'AB1D')?.mask.subarray(0, 5) ?? [])]).toEqual([0, 0, 255, 0, 0]);
  });

  test('compares no further than the shortest spelling', () => {
    expect([...(probe('a/b', 'a/bc')?.mask.subarray(0, 5) ?? [])]).toEqual([255, 255, 255, 0, 0]);
  });

  test('looks only at the beginning of a long needle', () => {
    const long = probe('x'.repeat(500));
    expect((long?.offset ?? 0) + (long?.apart ?? 0)).toBeLessThan(64);
  });

  test.each([[[]], [['']], [['abc', 'ABC']]])('knows none for %j', (needles) => {
    expect(probe(...needles)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { Case } from '../../bench/recognize/cases/case.ts';
import { CASES } from '../../bench/recognize/cases/index.ts';
import { TUNING } from '../../bench/recognize/tuning/index.ts';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import { recognize } from '../../src/recognize/recognize.ts';
import { passesOf } from '../support/passes.ts';

const catalog = builtinCatalog();

/** The codes that are answered, the first one first. */
function answer(input: string): string[] {
  const found = recognize(input, catalog, 0);
  return found.code === null ? [] : [found.code, ...found.alternatives, ...found.also];
}

function right({ expect: code, accept = [] }: Case, given: string | undefined): boolean {
  return code === null ? given === undefined : given !== undefined && [code, ...accept].includes(given);
}

/** The part of the cases of which one of the first `count` answers is right. */
function hits(cases: readonly Case[], count: number): number {
  const hit = cases.filter((one) => {
    const codes = answer(one.input);
    return right(one, codes[0]) || codes.slice(1, count).some((code) => right(one, code));
  });
  return hit.length / cases.length;
}

describe('what people and programs paste', () => {
  it.each(CASES.dressed.map((one) => [one.input.slice(0, 60), one] as const))(
    'names its code: %j',
    (_, one) => {
      const codes = answer(one.input);
      expect(codes[0]).toBe(one.expect);
      for (const code of one.also ?? []) expect(codes).toContain(code);
    },
  );

  it('is recognized when it is misspelled', () => {
    expect(hits([...CASES.misspelt, ...TUNING.misspelt], 1)).toBeGreaterThanOrEqual(0.98);
  });

  it('is recognized by its status when nothing better stands there', () => {
    expect(hits([...CASES.status, ...TUNING.status], 1)).toBe(1);
  });

  it('is recognized by its symptoms, held out and tuned on', () => {
    const heldOut = CASES.symptom.filter((_, index) => index % 2 === 1);
    for (const cases of [heldOut, TUNING.symptom]) {
      expect(hits(cases, 1)).toBeGreaterThanOrEqual(0.9);
      expect(hits(cases, 3)).toBeGreaterThanOrEqual(0.96);
    }
    expect(hits(heldOut, 3)).toBeGreaterThanOrEqual(0.98);
  });

  it.each(CASES.nothing.map(({ input }) => [input] as const))('is not taken for an error: %j', (input) => {
    expect(answer(input)).toEqual([]);
  });
});

describe('what means nothing here', () => {
  it('is answered at most twice in a hundred, and never as if it were likely', () => {
    const answered = CASES.foreign.flatMap(({ input }) => {
      const found = recognize(input, catalog, 0);
      return found.code === null ? [] : [{ input, confidence: found.confidence }];
    });
    expect(CASES.foreign.length).toBeGreaterThanOrEqual(200);
    expect(answered.length).toBeLessThanOrEqual(0.02 * CASES.foreign.length);
    expect(answered.filter(({ confidence }) => confidence >= 0.7)).toEqual([]);
  });
});

describe('how sure an answer is', () => {
  const all = [...Object.values(CASES), ...Object.values(TUNING)].flat();
  const answers = all.flatMap((one) => {
    const found = recognize(one.input, catalog, 0);
    return found.code === null ? [] : [{ confidence: found.confidence, isRight: right(one, found.code) }];
  });

  it.each([
    [0.9, 2, 0.99],
    [0.7, 0.9, 0.9],
    [0.5, 0.7, 0.75],
  ])('from %d to below %d: at least %d of the answers are right', (least, below, aim) => {
    const within = answers.filter(({ confidence }) => confidence >= least && confidence < below);
    expect(within.length).toBeGreaterThan(20);
    expect(within.filter(({ isRight }) => isRight).length / within.length).toBeGreaterThanOrEqual(aim);
  });

  it('is never below one half: what is less likely is not answered', () => {
    expect(Math.min(...answers.map(({ confidence }) => confidence))).toBeGreaterThanOrEqual(0.5);
  });
});

describe('hostile text', () => {
  const units = [
    '_',
    'A',
    'a',
    'aA',
    'a.',
    '0',
    '%41',
    '%22',
    '\\n',
    'a-b ',
    'a_',
    '"code":"',
    'code=',
    '\\',
    '\\"',
    '&quot;',
    '\u001b[',
    '<',
    'http://',
    'HTTP/1.1 ',
    'status ',
    'returned ',
    ' ',
    '\n',
    'request_id=',
    'req_',
    'Error',
    'rate_limited',
    '{"error":',
    'retry-after: ',
    'GET /',
    '->',
    '"message":"',
    "'",
    'é',
    '\ud800',
  ];

  it.each(units)('is read in linear time: 1 MB of %j', async (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length)).slice(0, 1_000_000);
    const takes = (length: number) => passesOf(() => recognize(text.slice(0, length), catalog, 0), 30);
    // What is cut at a bound below a megabyte could still be slow.
    expect(await takes(100_000)).toBeLessThan(12);
    expect(await takes(1_000_000)).toBeLessThan(30);
  });
});

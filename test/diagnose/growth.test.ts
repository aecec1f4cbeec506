import { describe, expect, it } from 'vitest';
import { SEEDS } from '../../bench/hostile/seeds.ts';
import { builtinEntries } from '../../src/catalog/combine.ts';
import { growth } from '../support/cpu.ts';
import { findings } from './facts.ts';

/** A code for every set of rules: diagnosis looks at no value of an error without some. */
const CODES = [
  ...new Map(
    builtinEntries().flatMap(({ code, rejects }) =>
      rejects === null || rejects === undefined ? [] : [[JSON.stringify(rejects), code]],
    ),
  ).values(),
];
const BOUND = 10;

/** As long as a value is looked at, at four times the length. */
const LENGTH = 16_384;

/** What a pattern meets: a run at the beginning, in the middle, and behind what a token begins with. */
const ROUND: readonly (readonly [string, string])[] = [
  ['', ''],
  ['x', 'x'],
  ['eyJ', '!'],
];

describe('a value four times as long costs about four times as much', () => {
  it.each(SEEDS)('%j', async (seed) => {
    for (const [before, after] of ROUND) {
      const value = (times: number) =>
        before + seed.repeat(Math.ceil((times * LENGTH) / seed.length)) + after;
      const given = { 1: value(1), 4: value(4) };
      for (const code of CODES) {
        const grown = await growth((times) => findings(code, { value: given[times] }), BOUND);
        expect(grown, `${code}: ${JSON.stringify(before)}, ${JSON.stringify(after)}`).toBeLessThan(BOUND);
      }
    }
  });
});

import { describe, expect, test } from 'vitest';
import { CONTEXT, MAX_TEXT } from '../../../src/logs/wasm/id-scanner.ts';
import { fc } from '../../support/chance.ts';
import { ids, texts, textsWith } from './log-texts.ts';
import { lineEnds, SCANNERS, scanAll } from './scan-all.ts';

const { wasm, plain } = SCANNERS;

/** The blocks come in order, so the caller can keep each pair as the step from the one before. */
const ascending = (blocks: number[]) => blocks.every((block, index) => block >= (blocks[index - 1] ?? 0));

describe('the two scanners', () => {
  test('find the same, wherever the text is cut', () => {
    const cutsOf = (text: Buffer, keep: number[]) =>
      lineEnds(text).filter((_, index) => keep.includes(index % 7));
    const offsets = fc.oneof(fc.constant(0), fc.integer({ min: 65_200, max: 65_600 }), fc.nat(2 ** 30));
    fc.assert(
      fc.property(texts, offsets, fc.array(fc.nat(6)), (text, offset, keep) => {
        const whole = scanAll(plain, text, offset);
        for (const found of [
          scanAll(wasm, text, offset),
          scanAll(wasm, text, offset, cutsOf(text, keep)),
          scanAll(plain, text, offset, cutsOf(text, keep)),
        ]) {
          expect({ ...found, blocks: [] }).toEqual({ ...whole, blocks: [] });
          expect(ascending(found.blocks)).toBe(true);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('find the same in long texts and over many blocks', () => {
    const parts = fc
      .array(ids.chain(textsWith), { minLength: 5, maxLength: 20 })
      .map((list) => Buffer.concat(list));
    fc.assert(
      fc.property(parts, fc.nat(70_000), fc.nat(70_000), (part, offset, size) => {
        const times = Math.ceil(200_000 / (part.length + 1));
        const text = Buffer.concat([
          Buffer.concat(Array(times).fill(part)).subarray(0, 130_000 + size),
          Buffer.from('\n'),
        ]);
        const whole = scanAll(plain, text, offset);
        const found = scanAll(wasm, text, offset);
        expect(found.pairs).toEqual(whole.pairs);
        expect(found.feeds).toEqual(whole.feeds);
        expect(ascending(found.blocks)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test.each([['wasm', wasm] as const, ['plain', plain] as const])(
    '%s: a full memory of ids has room',
    (_, scanner) => {
      scanner.reset();
      const text = Buffer.alloc(MAX_TEXT, '%25252525a1b2c3d4e5f60789-');
      for (let at = 0; at + 26 <= text.length; at += 26)
        text.write((at * 7919).toString(16).padStart(10, '0'), at + 10);
      scanner.memory.set(text, CONTEXT);
      expect(scanner.scan(CONTEXT, MAX_TEXT, 0).pairs.length).toBeGreaterThan(MAX_TEXT / 4);
      expect(() => scanner.scan(CONTEXT, MAX_TEXT + 1, 0)).toThrow(RangeError);
    },
  );

  test.each([['wasm', wasm] as const, ['plain', plain] as const])(
    '%s: too many flags are null',
    (_, scanner) => {
      scanner.reset();
      scanner.memory.set(Buffer.alloc(MAX_TEXT, 'err '), CONTEXT);
      expect(scanner.scan(CONTEXT, MAX_TEXT, 0).flagged).toBeNull();
    },
  );

  test('leave what stands behind the text as it is', () => {
    const behind = Buffer.from('the beginning of the next line');
    wasm.memory.set(behind, CONTEXT + 100);
    wasm.scan(CONTEXT, 100, 0);
    expect(Buffer.from(wasm.memory.subarray(CONTEXT + 100, CONTEXT + 100 + behind.length))).toEqual(behind);
  });
});

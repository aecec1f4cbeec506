import { describe, expect, test } from 'vitest';
import { fence, visible } from '../../src/redact/redact.ts';
import { fc } from '../support/chance.ts';

describe('visible', () => {
  test.each([
    ['an ANSI escape', 'a\u001b[31mb', 'a\\u001b[31mb'],
    ['line feeds and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['NUL and DEL and C1', '\0\u007f\u0085', '\\u0000\\u007f\\u0085'],
    ['bidi', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['zero-width', 'a\u200bb\u200d\ufeff', 'a\\u200bb\\u200d\\ufeff'],
    ['tag characters', '\u{e0041}\u{e007f}', '\\u{e0041}\\u{e007f}'],
    ['variation selectors', '\ufe01\u{e0100}', '\\ufe01\\u{e0100}'],
    ['line separators', '\u2028\u2029', '\\u2028\\u2029'],
    ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
    ['other format characters', '\u0600\ufff9', '\\u0600\\ufff9'],
    ['fillers', '\u3164\u115f\u2800', '\\u3164\\u115f\\u2800'],
    ['what is no character', '\ufdd0\ufffe\uffff', '\\ufdd0\\ufffe\\uffff'],
  ])('shows %s', (_, text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('leaves ordinary text of any script alone', () => {
    const text = 'Grüße, Ωμέγα, 日本語, עברית, 😀 "quoted" \\n';
    expect(visible(text)).toBe(text);
  });

  test('leaves nothing hidden in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
        );
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });
});

describe('fence', () => {
  test('cannot be forged by the text, and is the same for the same text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const fenced = fence(fence(text));
        const marker = /^<log (\S+)>\n/.exec(fenced)?.[1] ?? '';
        expect(marker).not.toBe('');
        expect(fenced.split(marker)).toHaveLength(3);
        expect(fence(fence(text))).toBe(fenced);
      }),
    );
  });
});

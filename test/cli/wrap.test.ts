import { describe, expect, test } from 'vitest';
import { painter } from '../../src/cli/command.ts';
import { type Span, wrap } from '../../src/cli/print.ts';
import { fc } from '../support/chance.ts';
import { unstyled } from './recording-terminal.ts';

const plain = painter(false);
const text = (words: string): Span[] => [{ text: words, style: null }];

describe('wrap', () => {
  test.each([
    ['one two three', 7, 2, 'one two\n  three'],
    ['one two three', 13, 2, 'one two three'],
    ['one https://example.com/long two', 10, 2, 'one\n  https://example.com/long\n  two'],
    ['  one two', 6, 0, '  one\ntwo'],
    ['漢字 漢字 漢字', 9, 0, '漢字 漢字\n漢字'],
    ['', 10, 2, ''],
  ])('breaks %j at %i columns', (words, columns, hang, broken) => {
    expect(wrap({ spans: text(words), hang }, columns, plain)).toBe(broken);
  });

  test('leaves a line whole where the width is unknown', () => {
    expect(wrap({ spans: text('a '.repeat(100)), hang: 2 }, null, plain)).toBe('a '.repeat(100));
  });

  test('keeps together what no space parts, whatever its styles, and styles the space between two of one style', () => {
    const spans: Span[] = [
      { text: 'a code', style: 'code' },
      { text: ': yes', style: null },
    ];
    expect(wrap({ spans, hang: 0 }, 6, painter(true))).toBe('\x1b[1ma\x1b[22m\n\x1b[1mcode\x1b[22m:\nyes');
    expect(wrap({ spans, hang: 0 }, 80, painter(true))).toBe('\x1b[1ma code\x1b[22m: yes');
  });

  test('changes nothing but spaces, and no line is too long that has a place to break', () => {
    const word = fc.stringMatching(/^[a-z.]{1,12}$/);
    const span = fc.record({
      text: fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
      style: fc.constantFrom('bad' as const, 'code' as const, null),
    });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), fc.integer({ min: 10, max: 60 }), (spans, columns) => {
        const shown = unstyled(wrap({ spans, hang: 2 }, columns, painter(true)));
        const given = spans.map((each) => each.text).join('');
        expect(shown.split(/\s+/).join(' ').trim()).toBe(given.split(/ +/).join(' ').trim());
        for (const line of shown.split('\n')) {
          if (line.length > columns) expect(line.trim()).not.toContain(' ');
        }
      }),
    );
  });
});

import { expect, test } from 'vitest';
import { isHiddenInValue, visible, visibleValue } from '../../src/base/text.ts';

test.each([
  ['a control', 'a\u0007b', String.raw`a\u0007b`],
  ['a line feed', 'a\nb', String.raw`a\nb`],
  ['a change of direction', 'a\u202eb', String.raw`a\u202eb`],
  ['a tag', 'a\u{e0041}b', String.raw`a\u{e0041}b`],
  ['a blank braille pattern', 'a\u2800b', String.raw`a\u2800b`],
  ['what is no character', 'a\ufdd0b', String.raw`a\ufdd0b`],
])('%s is shown in prose and in a value', (_, text, shown) => {
  expect(visible(text)).toBe(shown);
  expect(visibleValue(text)).toBe(shown);
});

test.each(['\u00a0', '\u2009', '\u3000'])('the space %j stays in prose and is shown in a value', (space) => {
  expect(visible(`a${space}b`)).toBe(`a${space}b`);
  expect(visibleValue(`a${space}b`)).not.toContain(space);
  expect(isHiddenInValue(space)).toBe(true);
});

test('the usual space is shown as it is', () => {
  expect(visibleValue('a b')).toBe('a b');
  expect(isHiddenInValue(' ')).toBe(false);
});

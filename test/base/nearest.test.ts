import { expect, test } from 'vitest';
import { nearest } from '../../src/base/edit-distance.ts';

test.each([
  ['work', 'workspace'],
  ['Workspcae', 'workspace'],
  ['lgos', 'logs'],
  ['re', null],
  ['colour', null],
  ['redac', 'redact'],
  ['', null],
])('%s stands for %s', (word, meant) => {
  expect(nearest(word, ['logs', 'workspace', 'redact', 'retry'])).toBe(meant);
});

import { expect, test } from 'vitest';
import { lettersOf, plainForm, wordsAndNumbersOf, wordsIn, wordsOf } from '../../src/base/words.ts';

test.each([
  ['Err.WorkspaceSlug-Taken', ['err', 'workspace', 'slug', 'taken']],
  ['HTTPError', ['http', 'error']],
  ['oauth2_error', ['oauth2', 'error']],
  ['X-Request-Id', ['x', 'request', 'id']],
  ['größeÜberschritten', ['größe', 'überschritten']],
  ['--', []],
])('the words of the name %s', (name, words) => expect(wordsOf(name)).toEqual(words));

test('a number is a word of its own where a programmer chose the name', () => {
  expect(wordsAndNumbersOf('ErrCode1001')).toEqual(['err', 'code', '1001']);
  expect(wordsAndNumbersOf('42P01')).toEqual(['42', 'p', '01']);
});

test('the words of prose are folded, and parted into pairs where a script has no spaces', () => {
  expect(wordsIn("Café: it isn't there")).toEqual(['cafe', 'it', 'is', 'not', 'there']);
  expect(wordsIn('見つから')).toEqual(['見つ', 'つか', 'から']);
});

test('case and separators are no difference, but between digits', () => {
  expect(lettersOf('Error-Code_1.2')).toBe('errorcode12');
  expect(plainForm('workspaceSlug.Taken')).toBe(plainForm('WORKSPACE_SLUG_TAKEN'));
  expect(plainForm('err1.12')).not.toBe(plainForm('err11.2'));
  expect(plainForm('-1')).toBe('-1');
});

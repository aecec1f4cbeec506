import { describe, expect, test } from 'vitest';
import { importJson } from '../../src/import/json.ts';
import { options } from './options.ts';

const read = (data: unknown) => importJson(JSON.stringify(data), options());
const entries = (data: unknown) => read(data).entries.map((entry) => entry.data);

describe('lists that stand beside each other', () => {
  test.each([
    ['lists', { auth: [{ code: 'a', message: 'A.' }], billing: [{ code: 'b', message: 'B.' }] }],
    ['maps', { auth: { a: { message: 'A.' } }, billing: { b: { message: 'B.' } } }],
    [
      'lists below a parent',
      { errors: { auth: [{ code: 'a', message: 'A.' }], billing: [{ code: 'b', message: 'B.' }] } },
    ],
  ])('are all taken where their records are alike: %s', (_, data) => {
    expect(entries(data)).toEqual([
      { code: 'a', area: 'auth', example: 'A.' },
      { code: 'b', area: 'billing', example: 'B.' },
    ]);
    expect(read(data).unplaced).toEqual([]);
  });

  test('leave a record the area that it has', () => {
    const data = { x: [{ code: 'a', area: 'own', fix: 'A.' }], y: [{ code: 'b', fix: 'B.' }] };
    expect(entries(data).map(({ area }) => area)).toEqual(['own', 'y']);
  });

  test.each([
    ['other records', { faults: [{ code: 'a', message: 'A.' }], countries: [{ code: 'NL', capital: 'X' }] }],
    ['names alone', { one: [{ code: 'a', name: 'A' }], two: [{ code: 'NL', name: 'B' }] }],
    [
      'a name beside that of errors',
      { errors: [{ code: 'a', fix: 'A.' }], plans: [{ code: 'p', fix: 'B.' }] },
    ],
  ])('are told of and not taken: %s', (_, data) => {
    expect(entries(data).map(({ code }) => code)).toEqual(['a']);
    expect(read(data).unplaced).toMatchObject([{ reason: expect.stringContaining('A further list') }]);
  });
});

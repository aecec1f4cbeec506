import { describe, expect, test } from 'vitest';
import { importJson } from '../../src/import/json.ts';
import { importCsv } from '../../src/import/table.ts';
import { options } from './options.ts';

const read = (data: unknown, map = {}) =>
  importJson(JSON.stringify(data), options({ map })).entries.map((entry) => entry.data);

describe('a list as a whole', () => {
  test('says that what is called a code is a status, where all are and every record has a name', () => {
    expect(
      read([
        { name: 'IS_GONE', code: 410 },
        { name: 'IS_SHUT', code: '403', message: 'Shut.' },
      ]),
    ).toEqual([
      { code: 'IS_GONE', http_status: 410 },
      { code: 'IS_SHUT', http_status: 403, example: 'Shut.' },
    ]);
    expect(importCsv('name,codes\nIS_GONE,410\nIS_SHUT,400 403', options()).entries[1]?.data).toEqual({
      code: 'IS_SHUT',
      http_status: [400, 403],
    });
  });

  test.each([
    [
      'numbers that are no statuses',
      [
        { name: 'A_B', code: 404 },
        { name: 'C_D', code: 7 },
      ],
      ['404'],
    ],
    ['a status beside it', [{ name: 'A_B', code: 404, status: 400 }], ['404']],
  ])('leaves a number a name of the error with %s', (_, data, aliases) => {
    expect(read(data)[0]).toMatchObject({ code: 'A_B', aliases });
  });

  test('leaves a number the code where nothing else is', () => {
    expect(read([{ code: 404, message: 'Not here.' }])).toEqual([{ code: '404', example: 'Not here.' }]);
  });

  test('says that its keys are messages, of one word too', () => {
    const map = {
      'It is late.': { code: 31, severity: 'low' },
      LATER: { code: 32, message: 'Wait.' },
      'It is gone.': { code: 33 },
    };
    expect(read(map)).toEqual([
      { code: '31', example: 'It is late.', extra: { severity: 'low' } },
      { code: '32', example: 'Wait.', extra: { message_key: 'LATER' } },
      { code: '33', example: 'It is gone.' },
    ]);
  });
});

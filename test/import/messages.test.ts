import { describe, expect, test } from 'vitest';
import { importMessages } from '../../src/import/json.ts';
import { options } from './options.ts';

const entries = (text: string, list: string | null = null) =>
  importMessages(text, options({ list })).entries.map(({ data }) => data);

describe('messages', () => {
  test.each([
    ['flat', '{"not_found":"It is gone"}', [{ code: 'not_found', example: 'It is gone' }]],
    ['nested', '{"auth":{"token":{"old":"Too old"}}}', [{ code: 'auth.token.old', example: 'Too old' }]],
    ['in YAML', 'auth:\n  old: Too old\n', [{ code: 'auth.old', example: 'Too old' }]],
    [
      'in plural forms',
      '{"a":{"one":"1 x","other":"n x"}}',
      [{ code: 'a', example: '1 x', extra: { messages: { one: '1 x', other: 'n x' } } }],
    ],
    [
      'in a list of forms',
      '{"a":["1 x","n x"]}',
      [{ code: 'a', example: '1 x', extra: { messages: ['1 x', 'n x'] } }],
    ],
    [
      'with notes',
      '{"a":{"message":"x","description":"for whom"}}',
      [{ code: 'a', example: 'x', extra: { description: 'for whom' } }],
    ],
    ['not yet translated', '{"a":""}', [{ code: 'a' }]],
  ])('%s are read', (_, text, data) => expect(entries(text)).toEqual(data));

  test('under a path are read', () => {
    expect(entries('{"x":{"errors":{"a":"b"}},"c":"d"}', 'x.errors')).toEqual([{ code: 'a', example: 'b' }]);
  });

  test('are told from what is none', () => {
    const text = '{"":{"language":"de"},\n"@@locale":"de",\n"a":"b",\n"n":1,"e":{}}';
    expect(importMessages(text, options()).unplaced).toEqual([
      { line: 1, text: '{"":{"language":"de"}}', reason: 'It says something about the file.' },
      { line: 2, text: '{"@@locale":"de"}', reason: 'It says something about the file.' },
      { line: 4, text: '{"n":1}', reason: 'There is no message in it.' },
      { line: 4, text: '{"e":{}}', reason: 'There is no message in it.' },
    ]);
  });

  test('are not in a list', () => {
    expect(() => importMessages('[{"code":"a"}]', options())).toThrow('the format is json');
  });
});

describe('what tools make of files of gettext', () => {
  const of = (data: unknown) =>
    importMessages(JSON.stringify(data), options()).entries.map(({ data: entry }) => [
      entry.code,
      entry.example,
    ]);

  test('has its messages below a context', () => {
    const gone = { msgid: 'is_gone', msgstr: ['Weg', 'Alle weg'] };
    const late = { msgid: 'is_late', msgstr: [''] };
    const head = { msgid: '', msgstr: ['Language: de'] };
    const data = {
      charset: 'utf-8',
      headers: {},
      translations: { '': { '': head, is_gone: gone, is_late: late } },
    };
    expect(of(data)).toEqual([
      ['is_gone', 'Weg'],
      ['is_late', 'is_late'],
    ]);
  });

  test('has its messages below a domain', () => {
    const data = { domain: 'd', locale_data: { d: { '': { lang: 'de' }, is_gone: ['Weg', 'Alle weg'] } } };
    expect(of(data)).toEqual([['is_gone', 'Weg']]);
  });
});

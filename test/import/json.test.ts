import { describe, expect, test } from 'vitest';
import { importJson } from '../../src/import/json.ts';
import { fc } from '../support/chance.ts';
import { options } from './options.ts';

const codes = (text: string, given = {}) =>
  importJson(text, options(given)).entries.map(({ data, line }) => [data.code, line]);

describe('the list of errors in JSON', () => {
  test.each([
    [
      'a list',
      '[\n{"code":"a"},\n{"code":"b"}]',
      [
        ['a', 2],
        ['b', 3],
      ],
    ],
    [
      'a map',
      '{\n"a":{"message":"x"},\n"b":{"message":"y"}}',
      [
        ['a', 2],
        ['b', 3],
      ],
    ],
    ['deep inside', '{"v":1,"data":{"errors":\n[{"code":"a"}]}}', [['a', 2]]],
    ['the one with codes', '{"tags":[{"name":"t"},{"name":"u"}],"errors":[{"code":"a"}]}', [['a', 1]]],
    ['one object', '{"code":"a","message":"x"}', [['a', 1]]],
    [
      'lines',
      '{"code":"a"}\n\n{"code":"b"}\n',
      [
        ['a', 1],
        ['b', 3],
      ],
    ],
    [
      'TOML, a table for each code',
      '# The codes\n\n[is_gone]\ndescription = "It is gone."\n[[is_gone.references]]\nhref = "/a"\n\n[is_late]\ndescription = "It is late."\n',
      [
        ['is_gone', 3],
        ['is_late', 8],
      ],
    ],
    [
      'TOML, whose tables have quoted names',
      '# Made by a tool\n\n["DISK:full"]\nerror = "The disk is full."\n\n["DISK:gone"]\nerror = "No disk."\n',
      [
        ['DISK:full', 3],
        ['DISK:gone', 6],
      ],
    ],
    [
      'a map from messages to codes',
      '{"It is late.":{"code":31},\n"It is gone.":{"code":32}}',
      [
        ['31', 1],
        ['32', 2],
      ],
    ],
    ['a list whose only code has a name of its own', '[{"metaCode":"m1","text":"x"}]', [['m1', 1]]],
    [
      'YAML',
      'errors:\n  - code: 00042\n  - code: 1e5\n  - code: 22E05\n',
      [
        ['00042', 2],
        ['1e5', 3],
        ['22E05', 4],
      ],
    ],
    [
      'numbers without loss',
      '[{"code":12345678901234567890},{"code":1e5},{"code":7}]',
      [
        ['12345678901234567890', 1],
        ['1e5', 1],
        ['7', 1],
      ],
    ],
  ])('is found: %s', (_, text, found) => expect(codes(text)).toEqual(found));

  test.each([
    ['data.errors', [['a', 1]]],
    [
      'data.*',
      [
        ['a', 1],
        ['w', 1],
      ],
    ],
    ['data.warnings', [['w', 1]]],
  ])('is the one under --list %s', (list, found) => {
    expect(codes('{"data":{"errors":[{"code":"a"}],"warnings":[{"code":"w"}]}}', { list })).toEqual(found);
  });

  test.each([
    ['', {}, /is empty/],
    ['{"a":', {}, /Line 1, column \d+: It is no JSON/],
    ['a: [', {}, /It is no YAML/],
    ['a: 1\na: 2', {}, /duplicated mapping key/],
    ['just words', {}, /No list or map of objects/],
    ['{"not_found":"It is gone"}', {}, /its format is messages/],
    ['{"errors":[{"code":"a"}]}', { list: 'erors' }, /There is no 'erors'.* Did you mean 'errors'\?/],
    ['{"errors":"x"}', { list: 'errors' }, /neither a list nor an object/],
    ['['.repeat(100_000), {}, /no JSON/],
    [`${'['.repeat(1000)}${']'.repeat(1000)}`, {}, /nested more than 100 deep/],
    [bomb(), {}, /more than 5000000 values/],
  ])('is told not to be in %.40s', (text, given, message) => {
    expect(() => importJson(text, options(given))).toThrow(message);
  });
});

/** A few lines of YAML whose aliases multiply to 2^30 values. */
function bomb(): string {
  const lines = Array.from(
    { length: 30 },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
  );
  return ['a0: &a0 [x]', ...lines].join('\n');
}

describe('nothing is lost', () => {
  test('of records without a code, further lists, broken lines and hidden members', () => {
    expect(importJson('[{"code":"a"},\n{"text":"b"},\n"c"]', options()).unplaced).toEqual([
      { line: 2, text: '{"text":"b"}', reason: expect.stringContaining('--map code=MEMBER') },
      { line: 3, text: '"c"', reason: expect.stringContaining('no object') },
    ]);
    expect(importJson('{"a":[{"code":"a"}],\n"b":[{"code":"b"},{"code":"c"}]}', options()).unplaced).toEqual([
      { line: 1, text: 'a', reason: expect.stringContaining('--list') },
    ]);
    expect(importJson('{"code":"a"}\n{"code"\n', options()).unplaced).toEqual([
      { line: 2, text: '{"code"', reason: 'The line is no JSON object.' },
    ]);
    expect(importJson('{"a":{"message":"1"},\n"a":{"message":"2"}}', options()).unplaced).toEqual([
      { line: 1, text: '"a":{"message":"1"}', reason: expect.stringContaining('again at line 2') },
    ]);
  });

  test('of any text in any member', () => {
    const word = fc.stringMatching(/^[a-z]{8}$/);
    const value = fc.oneof(word, fc.array(word, { minLength: 1 }), fc.dictionary(word, word, { minKeys: 1 }));
    const name = fc.oneof(
      fc.constantFrom('code', 'name', 'id', 'message', 'title', 'status', 'retry', 'fix', 'links'),
      word,
    );
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(name, value, { minKeys: 1 }), { minLength: 1, maxLength: 5 }),
        (records) => {
          const text = JSON.stringify(records.map((record, index) => ({ ...record, code: `c${index}` })));
          const given = JSON.stringify(importJson(text, options()));
          for (const each of text.match(/"[a-z]{8}"/g) ?? []) expect(given).toContain(each.slice(1, -1));
        },
      ),
    );
  });
});

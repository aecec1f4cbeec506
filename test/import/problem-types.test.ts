import { describe, expect, test } from 'vitest';
import { importProblemTypes } from '../../src/import/json.ts';
import { options } from './options.ts';

const entries = (text: string, given = {}) =>
  importProblemTypes(text, options(given)).entries.map(({ data }) => data);
const URI = 'https://example.com/probs/out-of-credit';
const read = { code: 'out-of-credit', title: 'No credit', links: [URI] };

describe('problem types', () => {
  test.each([
    ['one', `{"type":"${URI}","title":"No credit"}`],
    ['a list', `[{"type":"${URI}","title":"No credit"}]`],
    ['a list in an object', `{"problems":[{"type":"${URI}","title":"No credit"}]}`],
    ['a map', `{"${URI}":{"title":"No credit"}}`],
    ['YAML', `types:\n  - type: ${URI}\n    title: No credit\n`],
    ['a table', `Type URI,Title\n${URI},No credit\n`],
  ])('are read from %s', (_, text) => expect(entries(text)).toEqual([read]));

  test('are entries with all that is said of them', () => {
    const text = JSON.stringify([
      { type: URI, title: 'No credit', status: 403, detail: 'The balance is 0.', code: 'E17', balance: 0 },
    ]);
    expect(entries(text)).toEqual([
      { ...read, aliases: ['E17'], http_status: 403, meaning: 'The balance is 0.', extra: { balance: 0 } },
    ]);
  });

  test.each([
    [
      ['https://x.io/a/limit', 'https://x.io/b/limit'],
      ['a/limit', 'b/limit'],
    ],
    [
      ['https://x.io/a/limit', 'https://y.io/a/limit'],
      ['https://x.io/a/limit', 'https://y.io/a/limit'],
    ],
    [
      ['https://x.io/probs#limit', 'urn:problem:x:gone'],
      ['limit', 'gone'],
    ],
    [
      ['https://x.io/limit/?v=1', '/errors/relative'],
      ['limit', 'relative'],
    ],
    [['https://x.io'], ['https://x.io']],
  ])('%j have the codes %j', (types, codes) => {
    const text = JSON.stringify(types.map((type) => ({ type, title: 'x' })));
    expect(entries(text).map(({ code }) => code)).toEqual(codes);
  });

  test('that nothing names are not placed', () => {
    const text =
      '[{"type":"about:blank","title":"Not Found","status":404},\n{"type":"about:blank","code":"gone"}]';
    const { entries: placed, unplaced } = importProblemTypes(text, options());
    expect(placed.map(({ data }) => data)).toEqual([{ code: 'gone' }]);
    expect(unplaced).toEqual([
      {
        line: 1,
        text: expect.stringContaining('Not Found'),
        reason: expect.stringContaining('Nothing names it'),
      },
    ]);
  });

  test('are missed where there are none', () => {
    expect(() => importProblemTypes('{"a":1}', options())).toThrow('No problem types were found');
  });
});

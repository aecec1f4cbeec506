import { describe, expect, test } from 'vitest';
import { type Parsed, type Path, parseJson, parseYaml, placesIn } from '../../../src/catalog/format.ts';

const YAML = `name: demo
errors:
  - code: a_b
    fix: [One., Two.]
  - { code: c_d, retry: { when: never } }
  - code: e_f
`;
const JSON_TEXT =
  '{\n  "name": "demo",\n  "errors": [\n    { "code": "a_b" },\n    { "code": "c_d", "fix": ["One."] }\n  ]\n}';

describe.each([
  [
    'YAML',
    parseYaml(YAML),
    [
      [[], 1, 1],
      [['name'], 1, 1],
      [['errors', 0, 'code'], 3, 5],
      [['errors', 0, 'fix'], 4, 5],
      [['errors', 0, 'fix', 1], 4, 17],
      [['errors', 1, 'retry', 'when'], 5, 27],
      [['errors', 2, 'code'], 6, 5],
      [['errors', 1, 'who'], 5, 5],
      [['errors', 9], 2, 1],
      [['nothing'], 1, 1],
    ],
  ],
  [
    'JSON',
    parseJson(JSON_TEXT),
    [
      [[], 1, 1],
      [['name'], 2, 3],
      [['errors', 0, 'code'], 4, 7],
      [['errors', 1, 'fix'], 5, 22],
      [['errors', 1, 'fix', 0], 5, 30],
      [['errors', 1, 'who'], 5, 5],
      [['errors', 9], 3, 3],
      [['nothing'], 1, 1],
    ],
  ],
] as [string, Parsed, [Path, number, number][]][])('in %s', (_, parsed, places) => {
  test.each(places)('%j stands at %i:%i, however often it is asked for', (path, line, column) => {
    if ('problems' in parsed) throw new Error(parsed.problems[0]?.message);
    expect(parsed.locate(path)).toEqual({ line, column });
    expect(parsed.locate(path)).toEqual({ line, column });
  });
});

test.each([
  ['', 0, 1, 1],
  ['ab', 1, 1, 2],
  ['a\nb', 1, 1, 2],
  ['a\nb', 2, 2, 1],
  ['\n\n\nx', 3, 4, 1],
  ['a\n', 2, 2, 1],
])('in %j the offset %i is %i:%i', (text, offset, line, column) => {
  expect(placesIn(text)(offset)).toEqual({ line, column });
});

test('aliases and repeated anchors of YAML lead to the nearest place', () => {
  const parsed = parseYaml('errors:\n  - &one { code: a_b }\n  - *one\n  - code: c_d\n');
  if ('problems' in parsed) throw new Error(parsed.problems[0]?.message);
  expect(parsed.locate(['errors', 1, 'code'])).toMatchObject({ line: 3 });
  expect(parsed.locate(['errors', 2, 'code'])).toEqual({ line: 4, column: 5 });
});

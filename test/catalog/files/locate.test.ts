import { describe, expect, test } from 'vitest';
import { type Path, parseJson, parseYaml } from '../../../src/catalog/format.ts';

const YAML = 'name: x\nerrors:\n  - code: a\n    fix: [one, two]\n  - { code: b }\n';
const JSON_TEXT = '{\n"name": "x",\n"errors": [{"code": "a",\n "fix": ["one", "two"]},\n {"code": "b"}]}';

describe.each([
  ['YAML', parseYaml(YAML)],
  ['JSON', parseJson(JSON_TEXT)],
])('%s', (kind, parsed) => {
  if (!('data' in parsed)) throw new Error('it is data');
  const isYaml = kind === 'YAML';
  test.each<[Path, number, number]>([
    [['name'], isYaml ? 1 : 2, 1],
    [['errors', 0], 3, isYaml ? 5 : 12],
    [['errors', 0, 'code'], 3, isYaml ? 5 : 13],
    [['errors', 0, 'fix', 1], 4, isYaml ? 16 : 17],
    [['errors', 0, 'nothing', 'there'], 3, isYaml ? 5 : 12],
    [['errors', 1, 'code'], 5, isYaml ? 7 : 3],
    [['errors', 9], isYaml ? 2 : 3, 1],
  ])('shows where %j stands, or what is round it', (path, line, column) => {
    expect(parsed.locate(path)).toEqual({ line, column });
  });
});

test('YAML is shown at an alias, and not inside of it', () => {
  const parsed = parseYaml('a: 1\n\nlast: &x { a: 1 }\nnext: *x\n');
  expect('data' in parsed && parsed.locate(['last', 'a']).line).toBe(3);
  expect('data' in parsed && parsed.locate(['next', 'a']).line).toBe(4);
});

test('JSON that is nested too deeply to say why it is none is refused all the same', () => {
  expect(parseJson('['.repeat(1_000_000))).toMatchObject({ problems: [{ line: 1, column: 1 }] });
});

import { describe, expect, test } from 'vitest';
import { codesInSource } from '../../../src/cli/commands/check/source-tree.ts';
import { treeOf } from './tree.ts';

/** The codes that a tree emits besides the known ones, with how one of them was recognized. */
async function beside(known: readonly string[], files: Readonly<Record<string, string>>) {
  const { emitted, doubtful } = await codesInSource([await treeOf(files)], {
    ...{ patterns: [], ignore: [], known: new Set(known) },
  });
  const news = emitted.filter(({ code }) => !known.includes(code));
  return {
    codes: [...new Set(news.map(({ code }) => code))].sort(),
    by: news[0]?.constructs[0]?.label,
    doubtful: doubtful.map(({ code }) => code),
  };
}

describe('what stands beside known codes in one construct is a code too', () => {
  test.each([
    [
      'a column of rows',
      { 'a.ts': "const ROWS = [['box_gone', 404], ['box_full', 409], ['lid_lost', 400]];" },
      'column 1 of ROWS',
    ],
    [
      'the items of a list',
      { 'a.py': "KNOWN = (\n  'box_gone',\n  'box_full',\n  'lid_lost',\n)\n" },
      'the items of KNOWN',
    ],
    [
      'the keys of a map',
      { 'a.js': "const texts = { 'box_gone': {t: 1}, 'box_full': {t: 2}, 'lid_lost': {t: 3} };" },
      'the keys of texts',
    ],
    [
      'a field of a struct, in several files',
      {
        'a.go': 'var A = Row{Value: "box_gone", Group: "g"}\nvar B = Row{Value: "box_full"}',
        'b.go': 'var C = reg("g", Row{Value: "lid_lost"})',
      },
      'the field Value of Row',
    ],
    [
      'an argument of a call',
      {
        'a.rb': "refuse_it('box_gone')\nrefuse_it('box_full')",
        'b.rb': "refuse_it('lid_lost')",
      },
      'argument 1 of refuse_it()',
    ],
    [
      'the constants of a class',
      {
        'a.php':
          "<?php class Trouble { public const string A = 'box_gone'; const B = 'box_full'; const C = 'lid_lost'; }",
      },
      'members of the class Trouble',
    ],
    [
      'the constants of a type',
      { 'a.go': 'const (\n\tA Cause = "box_gone"\n\tB Cause = "box_full"\n\tC Cause = "lid_lost"\n)' },
      'constants of the type Cause',
    ],
    [
      'an argument of the members of an enum',
      { 'A.java': 'enum Trouble { A("box_gone", 1), B("box_full", 2), C("lid_lost", 3); }' },
      'argument 1 of members of the enum Trouble',
    ],
    [
      'names in a macro, which it spells otherwise',
      {
        'a.rs':
          'all_of_them! {\nBoxGone, Request, NOT_FOUND;\nBoxFull, Request, CONFLICT;\nLidLost, Request, BAD_REQUEST;\n}',
      },
      'argument 1 of all_of_them!',
    ],
    [
      'names in a table of the preprocessor',
      { 'a.h': 'X(BOX_GONE, 1)\nX(BOX_FULL, 2)\nX(LID_LOST, 3)' },
      'argument 1 of X()',
    ],
    [
      'the keys of a map without quotes',
      { 'a.rb': 'REASONS = { box_gone: "It is gone", box_full: "It is full", lid_lost: "It is lost" }' },
      'the keys of REASONS',
    ],
    [
      'a union of types',
      { 'a.ts': "export type Why =\n  | 'box_gone'\n  | 'box_full'\n  | 'lid_lost';\n" },
      'the type Why',
    ],
  ])('%s', async (_, files, by) => {
    expect(await beside(['box_gone', 'box_full'], files)).toEqual({ codes: ['lid_lost'], by, doubtful: [] });
  });

  test.each([
    [
      'a.ts',
      "defineDiagnostics({ codes: { BOX_GONE: { why: 'x' }, BOX_FULL: {}, LID_LOST: { fix: 'y' } } })",
    ],
    ['a.ts', "defineErrorCatalog('box', { BOX_GONE: { status: 404 }, BOX_FULL: {}, LID_LOST: {} })"],
    ['a.h', 'ALL(BOX_GONE, 1)\nALL(BOX_FULL, 2)\nALL(LID_LOST, 3)'],
    ['a.proto', 'enum Trouble {\n  NONE = 0;\n  BOX_GONE = 1;\n  BOX_FULL = 2;\n  LID_LOST = 3;\n}'],
    ['a.graphql', 'enum Trouble { BOX_GONE BOX_FULL LID_LOST }'],
  ])('names that are the codes as they stand: %s %s', async (name, text) => {
    expect((await beside(['BOX_GONE', 'BOX_FULL'], { [name]: text })).codes).toEqual(['LID_LOST']);
  });

  test('where one known code stands in a construct that a team has named for errors', async () => {
    const go = 'const (\n\tA Reason = "Forbidden"\n\tB Reason = "Gone"\n)\nvar D = Row{Value: "BOX_LOST"}';
    expect((await beside(['Forbidden'], { 'a.go': go })).codes).toEqual(['Gone']);
  });
});

describe('what stands elsewhere is none', () => {
  test.each([
    ['java', 'private final String code;\n  ApiErrors(String code, int status) { this.code = code; }'],
    ['kt', 'fun text() = code\n  Companion {}'],
  ])('behind the members of an enum: .%s', async (ending, rest) => {
    const members = 'BOX_GONE("box_gone", 404), BOX_FULL("box_full", 409),\n  LID_LOST("lid_lost", 400);';
    const { codes } = await beside(['box_gone'], {
      [`ApiErrors.${ending}`]: `enum class ApiErrors {\n  ${members}\n  ${rest}\n}\n`,
    });
    expect(codes).toEqual(['box_full', 'lid_lost']);
  });

  const CODES = ['box_gone', 'box_full', 'lid_lost', 'lid_open', 'key_bent', 'key_gone'];
  const LIST = `enum Trouble { ${CODES.map((code, at) => `M${at} = '${code}'`).join(', ')} }`;

  test.each([
    ['of another form', { 'b.ts': "export const ERROR_LOCALE = 'ar-invalid';" }],
    ['in another column', { 'b.ts': `const T = [${CODES.map((code) => `['${code}', 'group_a']`).join()}];` }],
    [
      'in a copy of the list from older days',
      {
        'old/errors.rs': `enum Code { BoxGone, BoxFull, LidLost, ${[1, 2, 3].map((n) => `WasOnce${n}x`).join()} }`,
      },
    ],
    ['in a list that names one by chance', { 'b.ts': "const states = ['key_gone', 'is_new', 'is_old'];" }],
    ['where a status stands', { 'b.rs': 'each! { BoxGone, NOT_FOUND; LidLost, CONFLICT }' }],
  ])('%s', async (_, files) => {
    expect((await beside(CODES, { 'a.ts': LIST, ...files } as Record<string, string>)).codes).toEqual([]);
  });

  test('but what the rules find in the form of the catalog counts, and what they leave out is told', async () => {
    const found = await beside(CODES, {
      'a.ts': LIST,
      'errors.ts': "throw new ApiError('seat_taken'); throw new ApiError('SEAT-TAKEN-NOW');",
    });
    expect(found).toMatchObject({ codes: ['seat_taken'], doubtful: ['SEAT-TAKEN-NOW'] });
  });
});

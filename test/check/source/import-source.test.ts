import { describe, expect, test } from 'vitest';
import { importSource, importSources } from '../../../src/check/source/import-source.ts';

const entriesOf = (text: string, name: string) => importSource(text, name).entries.map(({ data }) => data);

describe('what stands beside a code is read into its field', () => {
  test.each([
    [
      'nostics',
      'a.ts',
      "export const d = defineDiagnostics({ docsBase, codes: {\n BOX_1: { why: 'It is full now.', fix: 'Take one out.' },\n BOX_2: { why: (p) => text(p) },\n} })",
      [{ code: 'BOX_1', meaning: 'It is full now.', fix: ['Take one out.'] }, { code: 'BOX_2' }],
    ],
    [
      'evlog',
      'a.ts',
      "export const e = defineErrorCatalog('box', {\n FULL: { status: 409, message: 'It is full.', why: 'There is no room.', fix: 'Take one out.' },\n})",
      [
        {
          code: 'box.FULL',
          http_status: 409,
          example: 'It is full.',
          causes: ['There is no room.'],
          fix: ['Take one out.'],
        },
      ],
    ],
    [
      'a table of createError',
      'a.ts',
      "const A = createError('BOX_FULL', 'It is full.', 409);\nconst B = createError('BOX_LOST', 'It is lost.', 404);",
      [
        { code: 'BOX_FULL', http_status: 409, example: 'It is full.' },
        { code: 'BOX_LOST', http_status: 404, example: 'It is lost.' },
      ],
    ],
    [
      'an enum of Java that is named for no errors',
      'A.java',
      'enum Trouble { FULL("box_full", 409, "It is full"), LOST("box_lost", 404, "It is lost"); }',
      [
        { code: 'box_full', http_status: 409, example: 'It is full' },
        { code: 'box_lost', http_status: 404, example: 'It is lost' },
      ],
    ],
    [
      'a map of PHP',
      'a.php',
      "<?php return ['box_full' => ['status' => 409, 'message' => 'It is full'], 'box_lost' => ['message' => 'It is lost']];",
      [
        { code: 'box_full', http_status: 409, example: 'It is full' },
        { code: 'box_lost', example: 'It is lost' },
      ],
    ],
    [
      'a table of the preprocessor',
      'a.h',
      '#define ALL(X) \\\n X(BOX_FULL, 1, "It is full") \\\n X(BOX_LOST, 2, "It is lost")',
      [
        { code: 'BOX_FULL', example: 'It is full' },
        { code: 'BOX_LOST', example: 'It is lost' },
      ],
    ],
    [
      'constants of a type with comments, of which a line gives the status',
      'a.go',
      'package a\nconst (\n\t// It may not.\n\t// Status code 403\n\tA Why = "Forbidden"\n\tB Why = "NotFound"\n\tC Why = "Expired"\n\tD Why = "Invalid"\n\tE Why = "Conflict"\n)',
      [
        { code: 'Forbidden', http_status: 403, meaning: 'It may not.' },
        ...['NotFound', 'Expired', 'Invalid', 'Conflict'].map((code) => ({ code })),
      ],
    ],
  ])('%s', (_, name, text, entries) => {
    expect(entriesOf(text, name)).toEqual(entries);
  });

  test('a comment that heads several codes is their area', () => {
    const text =
      "class ApiErrors {\n  /** Boxes */\n  static BOX_FULL = 'box_full';\n  static BOX_LOST = 'box_lost';\n\n  // The lid does not fit.\n  static LID_WRONG = 'lid_wrong';\n}";
    expect(entriesOf(text, 'errors.ts')).toEqual([
      { code: 'box_full', area: 'Boxes' },
      { code: 'box_lost', area: 'Boxes' },
      { code: 'lid_wrong', meaning: 'The lid does not fit.' },
    ]);
  });
});

describe('what other places say of the constant of a code is read', () => {
  const CODES = "export const ErrorCodes = { FULL: 'box_full', LOST: 'box_lost' } as const;";
  const GO = 'package e\nconst (\n\tErrFull ErrorCode = "box_full"\n\tErrLost ErrorCode = "box_lost"\n)\n';

  test.each([
    [
      'a map in the same file',
      {
        'e.go': `${GO}var texts = map[ErrorCode]string{\n\tErrFull: "It is full.",\n\tErrLost: "It is lost.",\n}`,
      },
      ['It is full.', undefined, 'It is lost.', undefined],
    ],
    [
      'a switch',
      {
        'e.go': GO,
        's.go':
          'package e\nfunc s(c ErrorCode) int {\n\tswitch c {\n\tcase ErrFull:\n\t\treturn http.StatusConflict\n\tcase ErrLost:\n\t\treturn 404\n\t}\n\treturn 500\n}',
      },
      [undefined, 409, undefined, 404],
    ],
    [
      'a map in another file',
      {
        'e.ts': CODES,
        'm.ts':
          "const M = { [ErrorCodes.FULL]: { status: 409, message: 'It is full.' }, [ErrorCodes.LOST]: { status: 404, message: 'It is lost.' } };",
      },
      ['It is full.', 409, 'It is lost.', 404],
    ],
  ])('%s', (_, files, said) => {
    const read = importSources(Object.entries(files).map(([name, text]) => ({ name, text: String(text) })));
    const entries = read.flatMap(({ entries: found }) => found.map(({ data }) => data));
    expect(entries.map(({ code }) => code)).toEqual(['box_full', 'box_lost']);
    expect(entries.flatMap(({ example, http_status: status }) => [example, status])).toEqual(said);
  });

  test('and constants that no file defines are told', () => {
    const text =
      "<?php return [Codes::FULL => ['message' => 'It is full'], Codes::LOST => ['message' => 'It is lost']];";
    const { entries, unplaced } = importSource(text, 'errors.php');
    expect(entries).toEqual([]);
    expect(unplaced).toEqual([
      { line: 1, text: 'FULL', reason: expect.stringContaining('import that file too') },
    ]);
  });
});

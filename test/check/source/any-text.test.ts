import { expect, test } from 'vitest';
import { codesInText } from '../../../src/check/source/codes-in-text.ts';
import { languageOf } from '../../../src/check/source/languages.ts';
import { knownCodes } from '../../../src/check/source/learn.ts';
import { fc } from '../../support/chance.ts';

const FILES = ['go', 'py', 'ts', 'java', 'kt', 'rs', 'cs', 'php', 'rb', 'swift', 'scala', 'c'].map(
  (end) => `errors.${end}`,
);
const PIECES = [
  'enum ErrorCode {',
  'class ErrorCode(Enum):\n  ',
  'ERRORS = {',
  'case A: return ',
  'match x { A::B => ',
  'const (',
  'map[ErrorCode]int{',
  'code: ',
  'code = ',
  '"a_missing"',
  "'b_missing'",
  '`',
  '${',
  '"',
  "'",
  '\\',
  '"""',
  '/*',
  '*/',
  '//',
  '#',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ',',
  ';',
  '=',
  '=>',
  '\n',
  '  ',
  'fail(',
  'new ApiError(',
  '<<EOT',
  '<?php ',
  '?>',
  'r#"',
  '#[serde(rename = "x")]',
  'iota',
  '?',
  ':',
  '|',
  '.',
  '/',
  '1000',
  'é',
  '\u0000',
];

function search(text: string, file: string) {
  const language = languageOf(file);
  if (language === null) throw new Error(file);
  return codesInText(text, { language, file, known: knownCodes(new Set(['a_missing'])) });
}

test.each(FILES)('%s may hold anything; each code stands within the text', (file) => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (source) => {
      const lines = source.split('\n');
      for (const { line, column } of search(source, file).emitted)
        expect((lines[line - 1] ?? '').slice(column - 1)).not.toBe('');
    }),
    { numRuns: 300 },
  );
});

const ENDLESS = [
  "'",
  '"',
  "\\'",
  '`${',
  '{',
  '(',
  '"${"',
  '/',
  '/*',
  '<<A\n',
  'r#"',
  '\n ',
  'ERRORS = {a:{',
  'f({code: ',
  'code=',
  'enum ErrorCode {A,',
  'a ? b : ',
  'A |',
  '%w[a ',
];

test.each(['errors.ts', 'errors.py', 'errors.rs'])(
  '%s is read to its end in time, however it repeats itself',
  (file) => {
    for (const piece of ENDLESS) {
      const { emitted } = search(piece.repeat(60_000 / piece.length), file);
      expect(emitted.filter(({ isName }) => !isName)).toEqual([]);
    }
  },
);

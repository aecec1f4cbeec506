import { describe, expect, test } from 'vitest';
import { importCsv, importTsv } from '../../src/import/table.ts';
import { options } from './options.ts';

const rows = (text: string, map = {}, read = importCsv) =>
  read(text, options({ map })).entries.map(({ data, line }) => ({ line, ...data }));

describe('a table', () => {
  test.each([
    ['commas', 'code,message\na,"b, c"\n'],
    ['semicolons', 'code;message\na;"b, c"\n'],
    ['a byte order mark and CRLF', '\ufeffcode,message\r\na,"b, c"\r\n'],
    ['pipes', 'code|message\na|b, c'],
    ['what Excel says', 'sep=|\ncode|message\na|b, c\n'],
  ])('with %s is read', (_, text) => {
    expect(rows(text)).toEqual([{ line: text.startsWith('sep') ? 3 : 2, code: 'a', example: 'b, c' }]);
  });

  test('with tabs is read', () => {
    expect(rows('Code\tHTTP status\n00042\t404\n', {}, importTsv)).toEqual([
      { line: 2, code: '00042', http_status: 404 },
    ]);
  });

  test('keeps codes as they stand, and tells the line on which each row begins', () => {
    const text = 'code,fix\n00042,"one\r\ntwo"\n\n1e5,\n,\n22E05,"a ""b"""\n';
    expect(rows(text)).toEqual([
      { line: 2, code: '00042', fix: ['one', 'two'] },
      { line: 5, code: '1e5' },
      { line: 7, code: '22E05', fix: ['a "b"'] },
    ]);
  });

  test('takes mapped columns in any spelling', () => {
    const map = { code: 'error id', fix: 'What_to_do' };
    expect(rows('Error ID,What to do,Team\nx,Wait,core\n', map)).toEqual([
      { line: 2, code: 'x', fix: ['Wait'], extra: { Team: 'core' } },
    ]);
  });

  test('loses nothing of ragged rows, columns without a name or with that of another, and rows without a code', () => {
    const { entries, unplaced, notes } = importCsv('code,,code\na,b,c,d\ne\n,f,g\n', options());
    expect(entries.map(({ data }) => data)).toEqual([
      { code: 'a', extra: { column_2: 'b', code_3: 'c', column_4: 'd' } },
      { code: 'e' },
    ]);
    expect(notes).toEqual([
      { line: 2, text: "The row has 4 of 3 columns; what is beyond them stands under 'extra'." },
      { line: 3, text: 'The row has 1 of 3 columns.' },
    ]);
    expect(unplaced).toEqual([{ line: 4, text: ',f,g', reason: 'The row has no code.' }]);
  });

  test.each([
    ['', {}, 'It is empty.'],
    ['a,b\n1,2', {}, "The columns are 'a', 'b'. Name it by --map code=COLUMN."],
    ['code,Fix\n1,2', { fix: 'Fixx' }, "There is no column 'Fixx'. Did you mean 'Fix'?"],
    ['code,x\n1,"2\n3,4', {}, 'Quote Not Closed'],
  ])('that cannot be understood, %j, is refused', (text, map, message) => {
    expect(() => importCsv(text, options({ map }))).toThrow(message);
  });
});

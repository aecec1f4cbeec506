import { CsvError, type Info, parse } from 'csv-parse/sync';
import { nearest } from '../base/edit-distance.ts';
import { byPlainName, endsLikeCode, plainName, USUAL_NAMES } from './fields.ts';
import { refuseOthers } from './forms.ts';
import {
  excerpt,
  ImportError,
  type ImportedEntry,
  type Importer,
  type ImportNote,
  type ImportOptions,
  type Unplaced,
} from './imported.ts';
import { membersOfList } from './list.ts';
import { readRecord } from './record.ts';

/** A row of a table, with the line on which it begins. */
interface Row {
  cells: string[];
  line: number;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** A table whose cells are separated by commas, or by what its first row has most of. */
export const importCsv: Importer = (text, options) => importTable(text, delimiterOf(text), options);

/** A table whose cells are separated by tabs. */
export const importTsv: Importer = (text, options) => importTable(text, '\t', options);

function importTable(text: string, delimiter: string, options: ImportOptions) {
  const { map } = options;
  const { columns, records, notes } = readTable(text, delimiter);
  checkColumns(columns, map);
  const entries: ImportedEntry[] = [];
  const unplaced: Unplaced[] = [];
  const list = membersOfList(records);
  for (const { record, row } of records) {
    const data = readRecord(record, { map, list });
    if (data !== null) {
      entries.push({ data, line: row.line });
      continue;
    }
    const reason = 'The row has no code.';
    unplaced.push({ line: row.line, text: excerpt(row.cells.join(delimiter)), reason });
  }
  refuseOthers(entries, columns, options);
  return { entries, unplaced, notes };
}

/** A table as records by the names of its columns, which stand in its first row. */
export function readTable(text: string, delimiter: string) {
  const [header, ...rows] = rowsOf(text, delimiter);
  if (header === undefined) throw new ImportError('It is empty.');
  const columns = columnsOf(header.cells);
  const notes: ImportNote[] = [];
  const records = rows.map((row) => {
    const { length } = row.cells;
    if (length !== columns.length) {
      const where = length > columns.length ? "; what is beyond them stands under 'extra'" : '';
      notes.push({
        line: row.line,
        text: `The row has ${length} of ${columns.length} columns${where}.`,
      });
    }
    const cells = row.cells.map((cell, index) => [columns[index] ?? `column_${index + 1}`, cell] as const);
    return { record: Object.fromEntries(cells), row };
  });
  return { columns, records, notes };
}

/** The rows that are not empty. Line ends are one, so that lines can be counted. */
function rowsOf(text: string, delimiter: string): Row[] {
  const body = text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n');
  const skipped = /^sep=.\n/i.exec(body)?.[0] ?? '';
  try {
    const parsed = parse(body.slice(skipped.length), {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      raw: true,
    }) as unknown as { record: string[]; raw: string; info: Info }[];
    const before = skipped === '' ? 0 : 1;
    return parsed.flatMap(({ record, raw, info }) => {
      const own = raw.replace(/^\n+/, '').replace(/\n$/, '').split('\n').length - 1;
      const isEmpty = record.every((cell) => cell.trim() === '');
      return isEmpty ? [] : [{ cells: record, line: info.lines - own + before }];
    });
  } catch (error) {
    if (error instanceof CsvError) throw new ImportError(`It is no table: ${error.message}.`);
    throw error;
  }
}

/** What Excel says in a first line `sep=;`, or else what the first line has most of outside of quotes. */
export function delimiterOf(text: string): string {
  const said = /^\ufeff?sep=([^\r\n])\r?\n/i.exec(text)?.[1];
  if (said !== undefined) return said;
  const [first = ''] = text.split(/\r?\n/, 1);
  const bare = first.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((each) => ({ each, count: bare.split(each).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).each;
}

/** Names for all columns: one without a name, or with that of another, has its number. */
function columnsOf(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = cell.trim();
    const free = name === '' ? `column_${index + 1}` : taken.has(name) ? `${name}_${index + 1}` : name;
    taken.add(free);
    return free;
  });
}

/** @throws ImportError if nothing tells which column holds the codes, or a column that is mapped is not there */
function checkColumns(columns: readonly string[], map: ReadonlyMap<string, string>): void {
  const there = `The columns are ${columns
    .slice(0, 30)
    .map((name) => `'${name}'`)
    .join(', ')}.`;
  const known = byPlainName(columns);
  for (const column of map.values()) {
    if (known.has(plainName(column))) continue;
    const near = nearest(column, [...known.keys()]);
    const meant = near === null ? undefined : known.get(near);
    throw new ImportError(
      `There is no column '${column}'. ${meant === undefined ? there : `Did you mean '${meant}'? ${there}`}`,
    );
  }
  if (map.has('code') || USUAL_NAMES.code.some((name) => known.has(name))) return;
  if (columns.filter((name) => endsLikeCode(plainName(name))).length === 1) return;
  throw new ImportError(`No column is named like a code. ${there} Name it by --map code=COLUMN.`);
}

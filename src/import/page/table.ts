import { codeShape } from '../../base/code-shape.ts';
import { isKnownStatus } from '../../base/http-status.ts';
import { isBlank, joined, plain, type Rich, type Row, rich, said, type Table } from './blocks.ts';
import { type Columns, columnsOf } from './columns.ts';
import {
  add,
  addExtra,
  type Draft,
  draftOf,
  type Finds,
  put,
  type Scope,
  unplace,
  type Wording,
  wordsOf,
} from './draft.ts';
import { type CellCodes, codesOfCell, titleOfRest } from './lead.ts';

const MOST_ROWS_SHOWN = 3;

/** Reads the rows of a table of errors as entries; any other table is noted as a whole. */
export function readTable(given: Table, scope: Scope, finds: Finds): void {
  if (scope.drafts.length > 0 && readParts(given, scope, finds)) return;
  if (readVertical(given, scope, finds)) return;
  const parts = sideBySide(withHeader(given, finds));
  for (const part of parts) readAlone(part, scope, finds);
}

function readAlone(table: Table, scope: Scope, finds: Finds): void {
  const columns = columnsOf(table, scope.topic, scope.heading, finds.roleOf);
  if ('reason' in columns) {
    const shown = [table.header, ...table.rows.slice(0, MOST_ROWS_SHOWN).map(({ cells }) => cells)];
    const text = shown
      .filter((cells) => cells.length > 0)
      .map((cells) => plain(joined(cells, ' | ').text))
      .join(' ⏎ ');
    unplace(finds, table.line, text, columns.reason);
    return;
  }
  let { area } = scope;
  for (const row of table.rows) {
    const group = groupOf(row, columns);
    if (group === '') continue;
    if (group !== null) area = group;
    else readRow(row, table, columns, { ...scope, area }, finds);
  }
}

/** A table whose header is its first row is given one, and one whose header is a row loses it. */
function withHeader(table: Table, { roleOf }: Finds): Table {
  const { header, rows, line } = table;
  const [first, ...rest] = rows;
  const isKnown = (cells: Row['cells']) => cells.filter(({ text }) => roleOf(wordsOf(text)) !== null).length;
  if (header.length === 0 && first !== undefined && rest.length > 0) {
    const names = first.cells.filter(({ text }) => plain(text) !== '').length;
    if (names > 1 && isKnown(first.cells) === names) return { ...table, header: first.cells, rows: rest };
  }
  const looksLikeRow =
    header.length > 1 &&
    isKnown(header) === 0 &&
    header.some(({ text }) => codesOfCell(text)?.codes.some((code) => /\d|_/.test(code)));
  return looksLikeRow ? { ...table, header: [], rows: [{ line, cells: header }, ...rows] } : table;
}

/** The text of a row that holds one text alone, which is no code: it heads the rows below it. `''` for an empty row. */
function groupOf({ cells }: Row, { code }: Columns): string | null {
  const filled = cells.flatMap((cell, at) => (isBlank(cell.text) ? [] : [at]));
  const [only] = filled;
  if (only === undefined) return '';
  const text = cells[only]?.text ?? '';
  const isCode = only === code && codesOfCell(text) !== null;
  return filled.length === 1 && cells.length > 1 && !isCode && only === 0 ? said(text) : null;
}

function readRow(row: Row, table: Table, columns: Columns, scope: Scope, finds: Finds): void {
  const cell = row.cells[columns.code];
  const found = cell === undefined ? null : columns.isMapped ? anyCode(cell.text) : codesOfCell(cell.text);
  if (found === null) {
    if (row.cells.every((each, at) => plain(each.text) === plain(table.header[at]?.text ?? ''))) return;
    const reason =
      cell === undefined || isBlank(cell.text)
        ? 'The row names no code.'
        : `The row has no code where the codes stand, but '${plain(cell.text).slice(0, 80)}'.`;
    unplace(finds, row.line, joined(row.cells, ' | ').text, reason);
    return;
  }
  for (const code of found.codes) {
    const draft = draftOf(code, row.line, scope.area, found.statuses);
    draft.isStatus = columns.isStatuses;
    if (columns.isStatuses && isKnownStatus(code)) add(draft.statuses, Number(code));
    fill(draft, row, table, columns, found);
    if (draft.statuses.length === 0) draft.statuses.push(...scope.statuses);
    finds.drafts.push(draft);
  }
}

function anyCode(text: string): CellCodes | null {
  const known = codesOfCell(text);
  if (known !== null) return known;
  const code = plain(text);
  return code === '' || code.length > 200
    ? null
    : { codes: [code], statuses: [], aliases: [], deprecated: false, rest: '' };
}

function fill(draft: Draft, row: Row, table: Table, { code, roles }: Columns, found: CellCodes): void {
  add(draft.aliases, ...found.aliases);
  if (found.deprecated) draft.deprecated = true;
  for (const [at, cell] of row.cells.entries()) {
    const header = plain(table.header[at]?.text ?? '');
    if (at === code) {
      put(draft, null, rich('', cell.links), header);
      if (/^\(?deprecated\)?\.?$/i.test(plain(found.rest))) draft.deprecated = true;
      else if (plain(found.rest) !== '') put(draft, 'title', rich(titleOfRest(found.rest)), 'note');
    } else put(draft, roles[at] ?? null, cell, header === '' ? `column ${at + 1}` : header);
  }
}

/** Reads a table of two columns that names parts of the entries in its first; false if it is none. */
function readParts({ header, rows }: Table, { drafts }: Scope, { roleOf }: Finds): boolean {
  const all = header.length === 2 ? [{ cells: header }, ...rows] : rows;
  const pairs = all.filter(({ cells }) => cells.length === 2);
  const roleAt = (cells: Row['cells']) => roleOf(wordsOf(cells[0]?.text ?? ''))?.role ?? null;
  const known = pairs.filter(({ cells }) => roleAt(cells) !== null).length;
  const second = wordsOf(header[1]?.text ?? '');
  const isHeaderOfOthers = header.length === 2 && second !== 'value' && roleOf(second) !== null;
  if (pairs.length !== all.length || pairs.length === 0 || known / pairs.length < 0.5 || isHeaderOfOthers)
    return false;
  for (const { cells } of pairs) {
    const [name, value] = cells;
    if (name === undefined || value === undefined) continue;
    const role = roleAt(cells);
    for (const draft of drafts) {
      const isItself = role === 'code' && plain(value.text) === draft.code;
      if (isItself || /^(?:property|field|value)$/i.test(plain(name.text))) continue;
      if (role === null || role === 'code') addExtra(draft, plain(name.text), said(value.text));
      else put(draft, role, value, plain(name.text));
    }
  }
  return true;
}

/** Reads a table of two columns that names the fields of its errors in its first; false if it is none. */
function readVertical({ header, rows, line }: Table, scope: Scope, finds: Finds): boolean {
  const all = header.length === 2 ? [{ line, cells: header }, ...rows] : rows;
  if (!all.every(({ cells }) => cells.length <= 2)) return false;
  const pairs = all.flatMap(({ line: own, cells: [name, value] }): Pair[] => {
    if (name === undefined || value === undefined || isBlank(name.text + value.text)) return [];
    return [{ line: own, label: finds.roleOf(wordsOf(name.text)), words: plain(name.text), value }];
  });
  return readRecords(pairs, scope, finds);
}

/** A label with what it labels: a row of a table of two columns, or an item of a list. */
export interface Pair {
  line: number;
  label: Wording | null;
  words: string;
  value: Rich;
}

/**
 * Reads pairs of labels and values as errors, one below the other: all of one error where one code is named alone, else
 * each from the label that the first begins with. False where these are no errors.
 */
export function readRecords(pairs: readonly Pair[], scope: Scope, finds: Finds): boolean {
  const isCode = ({ label, value }: Pair) =>
    label?.role === 'code' && label.certainty >= 2 && codesOfCell(value.text) !== null;
  const codes = pairs.filter(isCode).length;
  const known = pairs.filter(({ label }) => label !== null && label.certainty >= 2).length;
  const [first] = pairs;
  if (first === undefined || codes === 0 || pairs.length < 2 || known < pairs.length || known === codes)
    return false;
  const begins = (pair: Pair) => (codes === 1 ? pair === first : pair.words === first.words);
  if (pairs.filter(begins).length !== codes) return false;
  const starts = [...pairs.keys()].filter((at) => pairs.slice(at, at + 1).some(begins));
  const records = starts.map((at, index) => pairs.slice(at, starts[index + 1]));
  if (!records.every((record) => record.filter(isCode).length === 1)) return false;
  for (const record of records) readRecord(record, record.find(isCode), scope, finds);
  const { heading, area, outerArea } = scope;
  const [draft] = finds.drafts.slice(-1);
  const isTitle = records.length === 1 && heading !== null && !SPEAKS_OF_MANY.test(heading);
  if (isTitle && draft !== undefined && area?.endsWith(heading))
    finds.headed.push({ draft, heading, area, outerArea });
  return true;
}

/** Headings of lists, and of what a table shows. */
const SPEAKS_OF_MANY =
  /\b(?:codes|errors|exceptions|faults|failures|reasons|responses|reference|overview|details|fields)\b/i;

function readRecord(record: readonly Pair[], code: Pair | undefined, scope: Scope, finds: Finds): void {
  const found = code === undefined ? null : codesOfCell(code.value.text);
  if (code === undefined || found === null) return;
  for (const each of found.codes) {
    const draft = draftOf(each, code.line, scope.area, found.statuses);
    for (const pair of record)
      if (pair !== code) put(draft, pair.label?.role ?? null, pair.value, pair.words);
    if (draft.statuses.length === 0) draft.statuses.push(...scope.statuses);
    finds.drafts.push(draft);
  }
}

/** How many of a hundred cells must begin with a code for their column to be a list of its own. */
const MOST = 60;
const FEWEST = 3;

/**
 * The tables that one table sets side by side to save room: its header comes again and again, or it has none and each
 * cell holds a code with its text. Any other table is one.
 */
function sideBySide(table: Table): Table[] {
  const { header, rows, line } = table;
  const width = widthOfOne(table);
  const all = Math.max(header.length, ...rows.slice(0, 1).map(({ cells }) => cells.length));
  if (width === null || width >= all) return [table];
  return Array.from({ length: all / width }, (_, part) => {
    const own = (cells: Row['cells']) => cells.slice(part * width, (part + 1) * width);
    const filled = rows
      .map(({ line: at, cells }) => ({ line: at, cells: own(cells) }))
      .filter(({ cells }) => cells.some(({ text }) => !isBlank(text)));
    return { kind: 'table', line, header: own(header), rows: filled } satisfies Table;
  });
}

/** The columns of one table of several; null where there is one alone. */
function widthOfOne({ header, rows }: Table): number | null {
  if (header.length > 1) {
    const words = header.map(({ text }) => wordsOf(text));
    const width = words.indexOf(words[0] ?? '', 1);
    if (width < 1 || words[0] === '' || words.length % width !== 0) return null;
    return words.every((word, at) => word === words[at % width]) ? width : null;
  }
  const [first] = rows;
  const count = first?.cells.length ?? 0;
  if (header.length > 0 || count < 2) return null;
  return Array.from({ length: count }).every((_, at) => listsErrors(rows, at)) ? 1 : null;
}

/** Whether the cells of a column hold a code and its text each. */
function listsErrors(rows: readonly Row[], at: number): boolean {
  const filled = rows.map(({ cells }) => cells[at]?.text ?? '').filter((text) => !isBlank(text));
  const telling = filled.filter((text) => {
    const found = codesOfCell(text);
    return (
      found !== null && !isBlank(found.rest) && found.codes.every((code) => codeShape(code) === 'strong')
    );
  });
  return telling.length >= FEWEST && telling.length * 100 >= filled.length * MOST;
}

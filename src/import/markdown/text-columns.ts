import type { Block, Page, Rich, Row, Table } from './block.ts';
import { shapeOf } from './code-shape.ts';
import { rich } from './rich.ts';

const COMMENT = /^\s*(?:#|\/\/|--)/;
const LABEL = /^\p{L}{1,30}:\s+/u;
const GAP = /\t+| {2,}/;
const FEWEST_ROWS = 20;
/** How many of a hundred lines must be rows, and of a hundred rows must begin with a code. */
const MOST_LINES = 70;
const MOST_CODES = 95;
const CONSTANT = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/**
 * A text file whose lines are columns set apart by tabs or several spaces, a code in the first, as one table: a line of one
 * column heads the rows below it, and comments are paragraphs. Null for any other text.
 */
export function pageOfColumns(source: string): Page | null {
  if (/^[ \t]*[|<]|```/m.test(source)) return null;
  const lines = source.split('\n').map((text, at) => ({ text: text.trim(), line: at + 1 }));
  const said = lines.filter(({ text }) => text !== '' && !COMMENT.test(text));
  const rows = said.filter(({ text }) => GAP.test(text));
  const codes = rows.filter(({ text }) => ['strong', 'number'].includes(shapeOf(cellsOf(text)[0] ?? '')));
  const isList =
    rows.length >= FEWEST_ROWS &&
    rows.length * 100 >= said.length * MOST_LINES &&
    codes.length * 100 >= rows.length * MOST_CODES;
  if (!isList) return null;
  const comments = lines.flatMap(({ text, line }): Block[] => {
    const words = text.replace(/^[#/-]+\s*/, '');
    return COMMENT.test(text) && words !== '' ? [{ kind: 'paragraph', line, rich: rich(words) }] : [];
  });
  return { title: 'Error codes', blocks: [...comments, tableOf(said)] };
}

/** All rows, with the line of one column above them as their area. */
function tableOf(lines: readonly { text: string; line: number }[]): Table {
  const header = headerOf(lines.map(({ text }) => cellsOf(text)));
  const rows: Row[] = [];
  let area = '';
  for (const { text, line } of lines) {
    const cells = cellsOf(text);
    if (cells.length === 1) area = text.replace(LABEL, '');
    else rows.push({ line, cells: [...header.map((_, at) => rich(cells[at] ?? '')), rich(area)] });
  }
  return { kind: 'table', line: lines[0]?.line ?? 1, header: [...header, rich('Area')], rows };
}

function headerOf(rows: readonly string[][]): Rich[] {
  const width = rows.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: width }, (_, at) => {
    if (at === 0) return rich('Code');
    const filled = rows.filter(({ length }) => length > 1).flatMap((row) => row[at] ?? []);
    return rich(filled.every((cell) => CONSTANT.test(cell)) ? 'Name' : `Column ${at + 1}`);
  });
}

function cellsOf(text: string): string[] {
  return text.split(GAP).map((cell) => cell.trim());
}

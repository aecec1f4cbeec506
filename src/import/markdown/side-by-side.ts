import type { Row, Table } from './block.ts';
import { codesOfCell } from './cell-codes.ts';
import { shapeOf } from './code-shape.ts';
import { isBlank } from './rich.ts';
import { wordsOf } from './roles.ts';

/** How many of a hundred cells must begin with a code for their column to be a list of its own. */
const MOST = 60;
const FEWEST = 3;

/**
 * The tables that one table sets side by side to save room: its header comes again and again, or it has none and each
 * cell holds a code with its text. Any other table is one.
 */
export function sideBySide(table: Table): Table[] {
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
    return found !== null && !isBlank(found.rest) && found.codes.every((code) => shapeOf(code) === 'strong');
  });
  return telling.length >= FEWEST && telling.length * 100 >= filled.length * MOST;
}

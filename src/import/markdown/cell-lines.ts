import type { Row, Table } from './block.ts';
import { rich } from './rich.ts';

/**
 * A table as some readers of web pages write it: a bar alone begins a row, and each cell ends its line with one.
 *
 * @returns the table and how many characters of the text it takes, or null where none stands
 */
export function cellLines(text: string, line: number): { table: Table; length: number } | null {
  const rows: Row[] = [];
  let cells: string[] | null = null;
  let at = 0;
  let width = 0;
  let end = 0;
  for (let number = line; at < text.length; number += 1) {
    const stop = text.indexOf('\n', at);
    const next = stop === -1 ? text.length : stop + 1;
    const each = text.slice(at, next).trim();
    if (each === '|') {
      // One cell makes no table, and looking for more of them no end.
      if (cells !== null && cells.length < 2) break;
      width ||= cells?.length ?? 0;
      cells = [];
      rows.push({ line: number, cells: [] });
    } else if (
      cells !== null &&
      each.endsWith('|') &&
      !each.startsWith('|') &&
      (width === 0 || cells.length < width)
    ) {
      cells.push(each.slice(0, -1).trim());
      rows.at(-1)?.cells.push(rich(each.slice(0, -1).trim()));
    } else if (!/^\|(?:\s*:?-+:?\s*\|)+$/.test(each)) break;
    at = next;
    end = next;
  }
  const [header, ...body] = rows.filter((row) => row.cells.length > 1);
  if (header === undefined || body.length === 0) return null;
  return { table: { kind: 'table', line, header: header.cells, rows: body }, length: end };
}

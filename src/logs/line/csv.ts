import { ALIASES, keyed, keyOf } from './aliases.ts';

/** Reads tables of comma-separated values (RFC 4180), as consoles of clouds and databases export their logs. */

/** How many columns a table may have. */
const MOST_COLUMNS = 400;

const TIMES = keyed(ALIASES.time);

/** Whether the first line of a file names the columns of such a table: plain names, one of which is that of a time. */
export function isCsvHeader(line: string): boolean {
  if (!line.includes(',') || line.length > 8_192 || !/^"?[A-Za-z@_][\w@.:/() -]{0,80}"?,/.test(line))
    return false;
  const names = cellsOf(line) ?? [];
  return (
    names.every((name) => /^[A-Za-z@_][\w@.:/() -]{0,80}$/.test(name)) &&
    names.some((name) => TIMES.includes(keyOf(name)))
  );
}

/** The cells of a line; the last may end in another line. Null where the line has too many, or is none of a table. */
export function cellsOf(line: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length && cells.length <= MOST_COLUMNS) {
    if (line[at] === '"') {
      let end = at + 1;
      while (end < line.length && (line[end] !== '"' || line[end + 1] === '"'))
        end += line[end] === '"' ? 2 : 1;
      cells.push(line.slice(at + 1, end).replaceAll('""', '"'));
      if (end + 1 < line.length && line[end + 1] !== ',') return null;
      at = end + 2;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma === -1 ? line.length : comma;
      cells.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return cells.length > MOST_COLUMNS ? null : cells;
}

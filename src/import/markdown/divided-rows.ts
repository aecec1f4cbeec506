const DIVIDER = /^[ \t]*-{3,}[ \t]*$/;

/** Lines that a row may go on for. */
const LONGEST_ROW = 30;

/**
 * A page whose tables have a line of dashes between all rows, with tables as Markdown has them: the first such line
 * stands for that below the header, and the others, and those on which a row goes on, are rows of empty cells. No line
 * moves. Any other text stays.
 */
export function withDividedRows(text: string): string {
  if (!/^[ \t]*-{3,}[ \t]*\r?$/m.test(text)) return text;
  const lines = text.split('\n');
  let at = 0;
  while (at < lines.length) {
    const cells = cellsIn(lines[at]);
    const rows = cells < 2 || !isDivider(lines[at + 1]) ? [] : rowsBelow(lines, at + 2, cells);
    const last = rows.at(-1);
    if (last === undefined || rows.length < 2) {
      at += 1;
      continue;
    }
    const empty = `|${' |'.repeat(cells)}`;
    lines[at + 1] = `|${'---|'.repeat(cells)}`;
    for (const [index, { from, end }] of rows.entries()) {
      const whole = lines.slice(from, end).map((line) => line.trim());
      lines.fill(empty, from, index === rows.length - 1 ? end : end + 1);
      lines[from] = whole.filter((line) => line !== '').join(' <br>');
    }
    at = last.end;
  }
  return lines.join('\n');
}

/** The rows from a line on, each up to the divider behind it; the last ends the table where no divider follows. */
function rowsBelow(lines: readonly string[], first: number, cells: number): { from: number; end: number }[] {
  const rows: { from: number; end: number }[] = [];
  let from = first;
  while (isRow(lines[from], cells)) {
    let end = from + 1;
    while (end - from < LONGEST_ROW && goesOn(lines[end])) end += 1;
    if (!isDivider(lines[end])) {
      rows.push({ from, end: from + 1 });
      break;
    }
    rows.push({ from, end });
    from = end + 1;
  }
  return rows;
}

/** Whether a line is a row: its last cell may begin on the next line. */
function isRow(line: string | undefined, cells: number): boolean {
  const count = cellsIn(line);
  return count === cells || (count === cells - 1 && count > 0 && /[^|\s]\s*\|\s*$/.test(line ?? ''));
}

/** Whether a line goes on with the row above it. */
function goesOn(line: string | undefined): boolean {
  return (
    line !== undefined && !isDivider(line) && cellsIn(line) < 2 && !/^\s*(?:#{1,6}\s|```|~~~)/.test(line)
  );
}

function isDivider(line: string | undefined): boolean {
  return line !== undefined && DIVIDER.test(line);
}

/** How many cells bars make of a line. */
function cellsIn(line: string | undefined): number {
  if (line === undefined || !line.includes('|')) return 0;
  const bare = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return bare.split(/(?<!\\)\|/).length;
}

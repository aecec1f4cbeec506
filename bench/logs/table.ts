/** One measured figure beside its peer's, and what was aimed at. */
export interface Row {
  measure: string;
  figure: string;
  peer?: string;
  ratio?: string;
  aim?: string;
  /** Left out where there is nothing to reach, or no figure. */
  met?: boolean;
}

const HEADS = ['measure', 'figure', 'peer', 'ratio', 'aim', 'met'] as const;

/** The rows as aligned text. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) =>
    HEADS.map((head) => (head === 'met' ? verdict(row.met) : (row[head] ?? ''))),
  );
  return aligned(HEADS, cells, 'padEnd');
}

/** Lines of cells below their heads; `pad` says at which end the cells of all columns but the first are filled up. */
export function aligned(
  heads: readonly string[],
  cells: readonly (readonly string[])[],
  pad: 'padStart' | 'padEnd',
): string {
  const all = [heads, ...cells];
  const widths = heads.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const lines = all.map((line) =>
    line
      .map((cell, column) => cell[column === 0 ? 'padEnd' : pad](widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return lines.join('\n');
}

function verdict(met: boolean | undefined): string {
  return met === undefined ? '' : met ? 'yes' : 'NO';
}

/** A number that is read at a glance: three digits that count, or all of them above a thousand. */
export function show(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}

/** Lines a second, in millions. */
export function showRate(linesPerSecond: number): string {
  return `${show(linesPerSecond / 1e6)} M lines/s`;
}

/** A size in bytes, in megabytes. */
export function showMegabytes(bytes: number): string {
  return `${show(bytes / 1_048_576)} MB`;
}

/** A picture of a terminal, as SVG: commands and the beginnings of their answers. */

const COLUMNS = 108;
const LINE = 19;
const CHAR = 8.05;
const MARGIN = 18;

/** What is shown, and how many lines of each answer. */
const SHOWN = [
  { args: ['lookup', 'req_xyz123', '--logs', 'samples/logs'], lines: 14 },
  { args: ['explain', 'workspace_slug_invalid', '--value', 'Acme_Corp'], lines: 9 },
];

/** The looks of ANSI's styles, on the dark ground of the picture. @type {Readonly<Record<number, string>>} */
const STYLES = {
  1: 'font-weight="700"',
  2: 'fill="#8b949e"',
  31: 'fill="#ff7b72"',
  32: 'fill="#7ee787"',
  33: 'fill="#e3b341"',
};

/**
 * @param {(args: string[]) => string} run the answer of the program to arguments, with colors
 * @returns {string}
 */
export function pictureOf(run) {
  const lines = SHOWN.flatMap(({ args, lines: most }, index) => {
    const answer = run(args)
      .split('\n')
      // The names of the fences are made anew for every answer.
      .filter((line) => !/^(?:\x1b\[\d+m)*<\/?log /.test(line));
    const more = answer.length > most ? ['\x1b[2m…\x1b[22m'] : [];
    const prompt = `\x1b[2m$\x1b[22m \x1b[1merror-catalog-mcp ${args.join(' ')}\x1b[22m`;
    return [...(index > 0 ? [''] : []), prompt, ...answer.slice(0, most), ...more];
  });
  const width = Math.ceil(COLUMNS * CHAR + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const rows = lines.map((line, index) => {
    const y = MARGIN + (index + 0.75) * LINE;
    return `<text x="${MARGIN}" y="${y}" xml:space="preserve">${spansOf(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Two answers of error-catalog-mcp in a terminal">`,
    `<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>`,
    '<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13.4" fill="#e6edf3">',
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** A line with ANSI's styles as spans, cut at the width of the picture. @param {string} line */
function spansOf(line) {
  /** @type {Set<number>} */
  const styles = new Set();
  let left = COLUMNS;
  /** @type {string[]} */
  const spans = [];
  for (const [, code, text = ''] of line.matchAll(/\x1b\[(\d+)m|([^\x1b]+)/g)) {
    if (code !== undefined) {
      restyle(styles, Number(code));
      continue;
    }
    const shown = text.length > left ? `${text.slice(0, Math.max(0, left - 1))}…` : text;
    if (left > 0) spans.push(span(shown, styles));
    left -= text.length;
  }
  return spans.join('');
}

/** @param {Set<number>} styles @param {number} code */
function restyle(styles, code) {
  if (code === 0) styles.clear();
  else if (code === 22) {
    styles.delete(1);
    styles.delete(2);
  } else if (code === 39) {
    for (const each of [...styles]) if (each >= 30) styles.delete(each);
  } else styles.add(code);
}

/** @param {string} text @param {ReadonlySet<number>} styles */
function span(text, styles) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const looks = [...styles].flatMap((code) => STYLES[code] ?? []);
  return looks.length === 0 ? escaped : `<tspan ${looks.join(' ')}>${escaped}</tspan>`;
}

/** Markdown, wiki markup and tables round a text. */

const FENCE = /^[ ]{0,3}(?:`{3,}|~{3,})[\w+-]{0,20}[ ]?$|^\{(?:code|noformat)(?::[^{}\n]{0,60})?\}$/gm;
const INLINE_CODE = /\{(?:code|noformat)(?::[\w|=.-]{0,60})?\}|<!\[CDATA\[|\]\]>/g;
/** What Markdown escapes and JSON does not. */
const ESCAPED = /(?<!\\)\\+(?=[_*#~`|>])/g;
const ESCAPED_TOO = /(?<!\\)\\(?=[[\](){}.!+-])/g;
const STRONG = /(?<![\w*"'])(\*\*|__)(?=[^\s*_])([^*\n]{1,200}?)(?<=[^\s*_])\1(?![\w*])/g;
const EMPHASIS = /(?<![\w*/."'])\*(?=[\w"'{])([^*\n]{1,200})(?<=[\w:"'}.])\*(?![\w*])/g;
/** The name of a field in code, or a whole line of a header. */
const CODE_NAME = /`([\w.-]{1,60})`(?=\s{0,3}[:=|])/g;
const CODE_LINE = /`([\w.-]{1,60}: [^`\n]{1,300})`/g;

/** A text without the marks of Markdown and of wikis; tables of names and values become lines. */
export function withoutMarkup(text: string): string {
  let plain = text;
  if (plain.includes('\\')) {
    const isMarkdown = /\\[_*]/.test(plain);
    plain = plain.replace(ESCAPED, '');
    if (isMarkdown) plain = plain.replace(ESCAPED_TOO, '');
  }
  if (/```|~~~|\{code|\{noformat|<!\[CDATA\[/.test(plain))
    plain = plain.replace(FENCE, '').replace(INLINE_CODE, '');
  if (plain.includes('**') || plain.includes('__')) plain = plain.replace(STRONG, '$2');
  if (plain.includes('*')) plain = plain.replace(EMPHASIS, '$1');
  if (plain.includes('`')) plain = plain.replace(CODE_NAME, '$1').replace(CODE_LINE, '$1');
  if (/<\/t[dh]>/i.test(plain)) plain = plain.replace(HTML_ROW, '\n').replace(HTML_CELL, ' | ');
  return /[|│┃]/.test(plain) ? withoutTables(plain) : plain;
}

/** Rows and cells of HTML; between two cells stands one mark. */
const HTML_ROW = /<\/?tr(?:\s[^<>]{0,200})?>/gi;
const HTML_CELL = /<\/t[dh]>\s{0,40}<t[dh](?:\s[^<>]{0,200})?>|<\/?t[dh](?:\s[^<>]{0,200})?>/gi;
const ROW = /^[ \t]{0,20}(?:[|│┃]{1,2})(.{1,20000})[|│┃]{1,2}[ \t\r]{0,20}$/;
const RULE = /^[\s|│┃:+=─━┼-]+$/;
const NAME = /^[A-Za-z][\w.-]{0,59}(?: [A-Za-z][\w.-]{0,59}){0,2}:?$/;
const SPLIT = /\s?(?<!\\)[|│┃]{1,2}\s?/;

/** Rows with a head of names, or of a name and a value, as `name: value`; a row of one cell as what stands in it. */
function withoutTables(text: string): string {
  const lines = text.split('\n');
  const made: string[] = [];
  let head: string[] | null = null;
  let hasRow = false;
  lines.forEach((line, index) => {
    const row = ROW.exec(line)?.[1];
    if (row === undefined) {
      head = null;
      made.push(line);
      return;
    }
    hasRow = true;
    if (RULE.test(row)) return;
    const cells = row.split(SPLIT, 30).map((cell) => cell.trim().replaceAll('<br>', '\n'));
    const next = ROW.exec(lines[index + 1] ?? '')?.[1];
    if (next !== undefined && RULE.test(next) && cells.length > 1 && cells.every((cell) => NAME.test(cell))) {
      head = cells;
      return;
    }
    if (head !== null && head.length === cells.length && head.length > 1 && !isPair(head)) {
      const names = head;
      made.push(...cells.map((cell, at) => `${names[at]}: ${cell}`));
    } else made.push(rowOf(cells));
  });
  return hasRow ? made.join('\n') : text;
}

/** The head of a table of names and values. */
function isPair(head: readonly string[]): boolean {
  return (
    head.length === 2 && /^(?:field|name|header|key|property|parameter|attribute)s?$/i.test(head[0] ?? '')
  );
}

function rowOf(cells: readonly string[]): string {
  const [first = '', second = ''] = cells;
  return cells.length === 2 && NAME.test(first) && second !== ''
    ? `${first.replace(/:$/, '')}: ${second}`
    : cells.length === 1
      ? first
      : `| ${cells.join(' | ')} |`;
}

/** Pages of AsciiDoc as Markdown, line for line, so that places in the one are places in the other. */

const HEADING = /^={1,6}[ \t]+\S/m;
const TABLE = /^\|===[ \t]*$/m;
const MARKDOWN = /^#{1,6}[ \t]|^```/m;

/** Whether a page is written in AsciiDoc: by its headings or tables, where it has none of Markdown. */
export function isAsciidoc(source: string): boolean {
  return (HEADING.test(source) || TABLE.test(source)) && !MARKDOWN.test(source);
}

const FENCE = /^(?:-{4,80}|\.{4,80})[ \t]*$/;
/** Attributes of the page or of a block, and comments. */
const UNSEEN = /^(?:\[[^\]\n]{0,200}\][ \t]*$|:[\w-]{1,100}:|\/\/(?!\/))/;
const LINK = /(?:link:)?(https?:\/\/[^\s[\]<>]{1,400})\[([^\]\n]{0,200})\]/g;
const REFERENCE = /<<[^<>,\n]{1,200},[ ]?([^<>\n]{1,200})>>/g;
const STRONG = /(?<![\w*])\*([^*\n]{1,200})\*(?![\w*])/g;

/** The same page in Markdown. */
export function markdownOfAsciidoc(source: string): string {
  const lines = source.split('\n');
  const written: string[] = [];
  let attributes = '';
  let isCode = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (FENCE.test(line)) {
      isCode = !isCode;
      written.push('```');
    } else if (isCode) written.push(line);
    else if (TABLE.test(line)) {
      const rest = lines.indexOf('|===', at + 1);
      const end = rest === -1 ? lines.length : rest;
      written.push(...tableOf(lines.slice(at + 1, end), attributes), '');
      while (written.length <= Math.min(end, lines.length - 1)) written.push('');
      at = end;
    } else if (UNSEEN.test(line)) {
      attributes = line;
      written.push('');
    } else written.push(inline(line.replace(/^={1,6}(?=[ \t])/, (marks) => '#'.repeat(marks.length))));
  }
  return written.join('\n');
}

function inline(text: string): string {
  return text.replace(LINK, '[$2]($1)').replace(REFERENCE, '$1').replace(STRONG, '**$1**');
}

/** Where a cell begins: `|`, with how it is to look in front of it. */
const CELL = /(?:^|[ \t])(?:\d{0,2}(?:\.\d{1,2})?\+)?[<^>]?(?:\.[<^>])?[aehlmsv]?\|/g;

/** A table: as many cells a row as its attributes name columns, or its first line has cells. */
function tableOf(lines: readonly string[], attributes: string): string[] {
  const begin = lines.findIndex((line) => line.trim() !== '');
  const cells = lines.flatMap((line, at) =>
    line
      .split(CELL)
      .map((text, part) => ({ text: text.trim(), isNew: part > 0, isFirst: at === begin }))
      .filter(({ text, isNew }) => isNew || text !== ''),
  );
  const named = /cols="?([^"\]]{1,200})/.exec(attributes)?.[1] ?? '';
  const times = Number(/^(\d{1,2})\*/.exec(named)?.[1] ?? 0);
  const first = cells.filter(({ isFirst, isNew }) => isFirst && isNew).length;
  const width = times || (named === '' ? first : named.split(',').length) || 1;
  const texts: string[] = [];
  for (const { text, isNew } of cells) {
    if (isNew) texts.push(text);
    else if (texts.length > 0) texts.push(`${texts.pop()} ${text}`);
  }
  const rows: string[] = [];
  for (let at = 0; at < texts.length; at += width)
    rows.push(
      `| ${texts
        .slice(at, at + width)
        .map(inline)
        .join(' | ')} |`,
    );
  const isHeaded = /header/.test(attributes) || (first === width && lines[begin + 1]?.trim() === '');
  const head = isHeaded ? (rows.shift() ?? '|') : `|${' |'.repeat(width)}`;
  return [head, `|${' - |'.repeat(width)}`, ...rows];
}

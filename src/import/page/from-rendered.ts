import { codeShape } from '../../base/code-shape.ts';
import {
  type Block,
  type Item,
  linesOf,
  type Page,
  type Paragraph,
  plain,
  type Rich,
  type Row,
  rich,
  type Table,
} from './blocks.ts';
import { type RoleOf, type Wording, wordsOf } from './draft.ts';
import { leadOf } from './lead.ts';

/** A word's boundary that a header lost when its table was copied as text: `HTTPCodeWhat happens`. */
const LOST_BOUNDARY = /(?<=[a-z\d)])(?=[A-Z])|(?<=HTTP)(?=[A-Z][a-z])/;
const BULLET = /^(\s*)([•·‣▪●◦○])\s+(?=\S)/u;
const CODE_CELL =
  /^(?:[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)*(?=[A-Z"'“‘(]|\s|$)|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?=[A-Z][a-z]|\s|$)|[0-9A-Z]{5}(?=[A-Za-z])|\d{3,7}(?=\D|$))/;

/** In lines. */
const LONGEST_JSON = 500;

interface Line {
  text: string;
  line: number;
}

/**
 * A paragraph of the text of a rendered page as the blocks that it was: bullets, tables whose cells ran together or
 * are parted by tabs, and JSON. A paragraph without such is returned as it is.
 */
export function blocksOfRendered(
  paragraph: Paragraph,
  roleOf: RoleOf,
  vocabulary: () => ReadonlySet<string>,
): Block[] {
  const lines = linesOf(paragraph.rich).map(({ text }, at) => ({ text, line: paragraph.line + at }));
  const isRendered = lines.some(
    ({ text }) =>
      BULLET.test(text) || text.includes('\t') || /^\s*[{}]/.test(text) || headerOf(text, roleOf) !== null,
  );
  if (!isRendered) return [paragraph];
  const blocks: Block[] = [];
  let prose: Line[] = [];
  const flush = () => {
    const [first] = prose;
    if (first !== undefined)
      blocks.push({
        kind: 'paragraph',
        line: first.line,
        rich: rich(prose.map(({ text }) => text).join('\n'), blocks.length === 0 ? paragraph.rich.links : []),
      });
    prose = [];
  };
  let noJsonBefore = 0;
  for (let at = 0; at < lines.length; ) {
    const json = at < noJsonBefore ? null : jsonAt(lines, at);
    if (json === null) noJsonBefore = Math.max(noJsonBefore, opensJson(lines[at]) ? at + LONGEST_JSON : 0);
    const taken =
      json ?? tableAt(lines, at, roleOf) ?? tabbedAt(lines, at) ?? bulletsAt(lines, at, vocabulary);
    if (taken === null) {
      const line = lines[at];
      if (line !== undefined) prose.push(line);
      at += 1;
    } else {
      flush();
      blocks.push(taken.block);
      at = taken.end;
    }
  }
  flush();
  return blocks;
}

type Taken = { block: Block; end: number } | null;

function opensJson(line: Line | undefined): boolean {
  return line !== undefined && /^\s*[{[]\s*(?:["{[].*)?$/.test(plain(line.text));
}

function jsonAt(lines: readonly Line[], from: number): Taken {
  const first = lines[from];
  if (first === undefined || !opensJson(first)) return null;
  let depth = 0;
  for (let at = from; at < Math.min(lines.length, from + LONGEST_JSON); at += 1) {
    const text = lines[at]?.text ?? '';
    depth += (text.match(/[{[]/g)?.length ?? 0) - (text.match(/[}\]]/g)?.length ?? 0);
    if (depth > 0) continue;
    const json = lines
      .slice(from, at + 1)
      .map((line) => line.text)
      .join('\n');
    return { block: { kind: 'code', line: first.line, text: json }, end: at + 1 };
  }
  return null;
}

/** The columns of a header whose words ran together, or null. */
function headerOf(text: string, roleOf: RoleOf): { name: string; wording: Wording }[] | null {
  const line = plain(text);
  if (line.length > 120 || !/[a-zP)][A-Z]/.test(line)) return null;
  const names = line.split(LOST_BOUNDARY).map((name) => ({ name, wording: roleOf(wordsOf(name)) }));
  const known = names.flatMap(({ name, wording }) => (wording === null ? [] : [{ name, wording }]));
  const isHeader =
    names.length > 1 && known.length === names.length && known.some(({ wording }) => wording.role === 'code');
  return isHeader ? known : null;
}

function tableAt(lines: readonly Line[], from: number, roleOf: RoleOf): Taken {
  const first = lines[from];
  const columns = first === undefined ? null : headerOf(first.text, roleOf);
  if (first === undefined || columns === null) return null;
  const rows: Row[] = [];
  for (const { text, line } of lines.slice(from + 1)) {
    const cells = cellsOf(
      plain(text),
      columns.map(({ wording }) => wording.role),
    );
    if (cells === null) break;
    rows.push({ line, cells: cells.map((cell) => rich(cell)) });
  }
  if (rows.length === 0) return null;
  const header = columns.map(({ name }) => rich(name));
  return { block: { kind: 'table', line: first.line, header, rows }, end: from + 1 + rows.length };
}

/** The cells of a row that ran together, as far as what they hold tells where they end. */
function cellsOf(row: string, roles: readonly string[]): string[] | null {
  const cells: string[] = [];
  let rest = row;
  for (const [at, role] of roles.entries()) {
    const isShort = role === 'http_status' || role === 'code';
    if (!isShort) {
      const left = roles.length - at;
      const parts = rest.split(/(?<=[.!?)])(?=[A-Z])/);
      const isTelling =
        !roles.slice(at).some((each) => each === 'code' || each === 'http_status') && parts.length === left;
      return [...cells, ...(isTelling ? parts : [rest])];
    }
    const found = (role === 'code' ? CODE_CELL : /^[1-5]\d\d/).exec(rest)?.[0];
    if (found === undefined) return null;
    cells.push(found);
    rest = rest.slice(found.length).trimStart();
  }
  return rest === '' ? cells : null;
}

function tabbedAt(lines: readonly Line[], from: number): Taken {
  const rows: Row[] = [];
  if (!lines[from]?.text.includes('\t')) return null;
  for (const { text, line } of lines.slice(from)) {
    const cells = text.split('\t').map((cell) => rich(cell.trim()));
    if (cells.length < 2) break;
    rows.push({ line, cells });
  }
  const [first] = rows;
  if (first === undefined || rows.length < 2) return null;
  return { block: { kind: 'table', line: first.line, header: [], rows }, end: from + rows.length };
}

function bulletsAt(lines: readonly Line[], from: number, vocabulary: () => ReadonlySet<string>): Taken {
  const first = lines[from];
  const opened = first === undefined ? null : BULLET.exec(first.text);
  if (first === undefined || opened === null) return null;
  const items: Item[] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    const bullet = line === undefined ? null : BULLET.exec(line.text);
    if (line === undefined || bullet === null) break;
    const item: Item = {
      line: line.line,
      rich: rich(splitRunTogether(line.text.slice(bullet[0].length), vocabulary)),
      blocks: [],
    };
    const last = items.at(-1);
    const isNested = bullet[2] !== opened[2] || (bullet[1] ?? '').length > (opened[1] ?? '').length + 1;
    if (!isNested || last === undefined) items.push(item);
    else {
      const below = last.blocks.at(-1);
      if (below?.kind === 'list') below.items.push(item);
      else last.blocks.push({ kind: 'list', line: line.line, items: [item] });
    }
  }
  return { block: { kind: 'list', line: first.line, items }, end: at };
}

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
  const codes = rows.filter(({ text }) =>
    ['strong', 'number'].includes(codeShape(columnCellsOf(text)[0] ?? '')),
  );
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
  const header = columnHeaderOf(lines.map(({ text }) => columnCellsOf(text)));
  const rows: Row[] = [];
  let area = '';
  for (const { text, line } of lines) {
    const cells = columnCellsOf(text);
    if (cells.length === 1) area = text.replace(LABEL, '');
    else rows.push({ line, cells: [...header.map((_, at) => rich(cells[at] ?? '')), rich(area)] });
  }
  return { kind: 'table', line: lines[0]?.line ?? 1, header: [...header, rich('Area')], rows };
}

function columnHeaderOf(rows: readonly string[][]): Rich[] {
  const width = rows.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: width }, (_, at) => {
    if (at === 0) return rich('Code');
    const filled = rows.filter(({ length }) => length > 1).flatMap((row) => row[at] ?? []);
    return rich(filled.every((cell) => CONSTANT.test(cell)) ? 'Name' : `Column ${at + 1}`);
  });
}

function columnCellsOf(text: string): string[] {
  return text.split(GAP).map((cell) => cell.trim());
}

const LONGEST = 200;

/**
 * An item of rendered text whose code ran into its text, with a dash where the code ends; any other as it is. It ends
 * where a URL begins, before a capital, or where two words of the page were joined to one that it has not otherwise.
 */
function splitRunTogether(text: string, vocabulary: () => ReadonlySet<string>): string {
  const lead = leadOf(text);
  const [word = ''] = text.split(/\s/, 1);
  const isParted = lead !== null && lead.separator !== 'space' && !word.includes('://');
  if (isParted || word.length > LONGEST || !word.includes('_')) return text;
  const end = endOfCode(word, vocabulary);
  return end === null ? text : `${text.slice(0, end)} — ${text.slice(end)}`;
}

function endOfCode(word: string, vocabulary: () => ReadonlySet<string>): number | null {
  const url = word.search(/https?:\/\//);
  if (url > 0) return isCode(word.slice(0, url)) ? url : null;
  const capital = word.search(/(?<=[a-z])[A-Z][a-z]/);
  if (capital > 0 && isCode(word.slice(0, capital))) return capital;
  const known = vocabulary();
  const ends: number[] = [];
  for (const { 0: joinedWord, index } of word.matchAll(/[a-z]{6,60}/g)) {
    for (let cut = 3; cut <= joinedWord.length - 3; cut += 1) {
      const fits = known.has(joinedWord.slice(0, cut)) && known.has(joinedWord.slice(cut));
      if (fits && isCode(word.slice(0, index + cut))) ends.push(index + cut);
    }
  }
  const [only] = ends;
  return ends.length === 1 && only !== undefined ? only : null;
}

function isCode(text: string): boolean {
  return codeShape(text) === 'strong' && text.includes('_');
}

/** The words of a text. */
export function vocabularyOf(text: string): ReadonlySet<string> {
  return new Set((text.match(/[A-Za-z]{3,60}/g) ?? []).map((word) => word.toLowerCase()));
}

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
    while (end - from < LONGEST_ROW && isContinuation(lines[end])) end += 1;
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
function isContinuation(line: string | undefined): boolean {
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

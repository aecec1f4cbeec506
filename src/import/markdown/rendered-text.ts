import type { Block, Item, Paragraph, Row } from './block.ts';
import { linesOf } from './label.ts';
import { plain, rich } from './rich.ts';
import { type RoleOf, type Wording, wordsOf } from './roles.ts';
import { splitRunTogether } from './run-together.ts';

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

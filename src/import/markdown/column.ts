import type { Row, Table } from './block.ts';
import { type CellCodes, codesOfCell } from './cell-codes.ts';
import { isFieldName, shapeOf } from './code-shape.ts';
import { saysReason, saysStatus } from './http-status.ts';
import { isBlank, plain } from './rich.ts';
import { type RoleOf, type Wording, wordsOf } from './roles.ts';

/** What the cells of a column hold, as shares of those that hold anything. */
export interface Column {
  words: string;
  wording: Wording | null;
  codes: number;
  strong: number;
  numbers: number;
  statuses: number;
  constants: number;
  fields: number;
  unique: number;
  spans: number;
  /** Characters of a cell, on average. */
  length: number;
  filled: number;
}

/** What the columns of a table hold. */
export function describeColumns({ header, rows }: Table, roleOf: RoleOf): Column[] {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), header.length);
  return Array.from({ length: Math.min(width, 100) }, (_, at) => {
    const words = wordsOf(header[at]?.text ?? '');
    const texts = rows
      .filter((row) => !isGroup(row))
      .map(({ cells }) => cells[at]?.text ?? '')
      .filter((text) => !isBlank(text));
    const found = texts.map(codesOfCell).filter((codes) => codes !== null);
    const share = (count: number) => (texts.length === 0 ? 0 : count / texts.length);
    const every = (test: (code: string) => boolean) =>
      share(found.filter(({ codes }) => codes.every(test)).length);
    return {
      words,
      wording: words === '' ? null : roleOf(words),
      codes: share(found.filter(isPlainly).length + texts.filter(namesSeveral).length),
      strong: every((code) => shapeOf(code) === 'strong'),
      numbers: every((code) => shapeOf(code) === 'number'),
      statuses: share(texts.filter(saysStatus).length),
      constants: share(texts.filter((text) => /^[A-Z][A-Z0-9_]{1,80}$/.test(plain(text))).length),
      fields: every(isFieldName),
      unique: share(new Set(texts.map(plain)).size),
      spans: share(texts.filter((text) => /^\s*\ue002?\ue000/.test(text)).length),
      length: share(texts.reduce((sum, text) => sum + plain(text).length, 0)),
      filled: texts.length,
    };
  });
}

/** Whether the rows of numbers say what they mean as HTTP statuses. */
export function explainsStatuses({ rows }: Table, at: number): boolean {
  const explained = rows.filter(({ cells }) =>
    saysReason(plain(cells[at]?.text ?? ''), cells.map(({ text }) => plain(text)).join(' ')),
  );
  return explained.length >= rows.length * 0.3;
}

/** Whether a cell names a range or a family of codes: `1000-1999`, `AUTH_*`. */
function namesSeveral(text: string): boolean {
  return /^(?:\d{2,9}\s?[-–]\s?\d{2,9}|[\w.-]{1,80}[_.-]\*|\d+x{2,})$/.test(plain(text));
}

/** Whether a row holds one text alone, in front: it heads the rows below it. */
function isGroup({ cells }: Row): boolean {
  return cells.length > 1 && cells.every(({ text }, at) => isBlank(text) === at > 0);
}

function isPlainly({ codes }: CellCodes): boolean {
  return codes.every((code) => shapeOf(code) !== 'none');
}

import { codeShape, isFieldName } from '../../base/code-shape.ts';
import { isKnownStatus, isReasonPhrase } from '../../base/http-status.ts';
import { statusesOf } from '../fields.ts';
import { isBlank, plain, type Row, type Table } from './blocks.ts';
import { namesNoErrors, type Role, type RoleOf, type Wording, wordsOf } from './draft.ts';
import { type CellCodes, codesOfCell } from './lead.ts';
import type { Topic } from './outline.ts';

/** What the columns of a table of errors are for. */
export interface Columns {
  code: number;
  /** Of each column; null goes to `extra`, and so does what does not fit. */
  roles: (Role | null)[];
  /** Whether what the table calls codes are HTTP statuses. */
  isStatuses: boolean;
  /** Whether any one-line text of the column is a code, as whoever imports said. */
  isMapped: boolean;
}

const DATA_TYPE =
  /^(?:string|str|text|integer|int(?:32|64)?|number|float|double|bool(?:ean)?|object|array|list|hash|map|enum|timestamp|date(?:time)?|uuid|null|any|dict(?:ionary)?|long|hash map|nullable string|array of .{1,40}|.{1,20}\[\]|string or null|string, nullable)$/i;

const PART_OF_REQUEST =
  /^(?:(?:http )?headers?|path|query(?: ?string)?|(?:request )?body|cookies?|form(?: ?data)?|url)(?: param(?:eter)?s?)?$/i;

/** What a table's columns are for, or why it is no table of errors. */
export function columnsOf(
  table: Table,
  topic: Topic,
  heading: string | null,
  roleOf: RoleOf,
): Columns | { reason: string } {
  const columns = describeColumns(table, roleOf);
  const refusal = refusalOf(columns, table);
  if (refusal !== null) return { reason: refusal };
  const hasStatus = columns.some(
    ({ statuses, wording }) => statuses >= 0.5 && wording?.role === 'http_status',
  );
  const isNamed = columns.length > 0 && table.header.length > 0;
  const ranked = columns
    .map((column, at) => ({ at, column, score: scoreOf(column, topic, hasStatus, isNamed, columns) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const [best, ...others] = ranked;
  if (best === undefined) return { reason: 'The table has no column of error codes.' };
  const isMapped = (best.column.wording?.certainty ?? 0) === 9;
  const name =
    others.find(({ column }) => column.statuses < 0.5 && column.codes >= 0.6) ?? reasonBeside(columns);
  const areStatuses = best.column.statuses >= 0.9 && !isMapped;
  const code = areStatuses && name !== undefined ? name : best;
  if (code.column.fields >= 0.4 && !isMapped)
    return { reason: 'The table lists the fields of an error body, not codes.' };
  const isStatuses = areStatuses && name === undefined && explainsStatuses(table, best.at);
  if (areStatuses && name === undefined && /http|status/i.test(heading ?? ''))
    return { reason: 'The table lists HTTP statuses, not codes.' };
  return {
    code: code.at,
    roles: rolesOf(columns, code.at),
    isStatuses,
    isMapped: (code.column.wording?.certainty ?? 0) === 9,
  };
}

/** The column of one-word reasons that tell the rows apart: `400 | badRequest | The request is invalid.` */
function reasonBeside(columns: readonly Column[]): { at: number; column: Column } | undefined {
  return [...columns.entries()]
    .map(([at, column]) => ({ at, column }))
    .find(
      ({ column: { words, codes, unique, statuses, filled } }) =>
        /^(?:error )?(?:reason|status|type|kind|condition|identifier|symbol)s?$/.test(words) &&
        codes >= 0.95 &&
        unique >= 0.8 &&
        statuses < 0.5 &&
        filled > 0,
    );
}

function refusalOf(columns: readonly Column[], { rows }: Table): string | null {
  const [first] = columns;
  if (columns.some(({ wording }) => wording?.certainty === 9 && wording.role === 'code')) return null;
  const namesErrors = columns.some(
    ({ words, codes }) => /\b(?:error|exception)s?\b.{0,500}\b(?:code|name|id)/.test(words) && codes > 0.5,
  );
  if (first !== undefined && namesNoErrors(first.words) && !namesErrors)
    return `The table is headed '${first.words}': it lists something else than errors.`;
  if (listsMembers(columns, rows))
    return 'The table names things with their types: it lists fields or parameters.';
  for (const [at, { words, filled }] of columns.entries()) {
    if (filled === 0) continue;
    const isMostly = (pattern: RegExp) =>
      rows.filter(({ cells }) => pattern.test(plain(cells[at]?.text ?? ''))).length >= filled * 0.5;
    if (/^(?:type|data type|format)$/.test(words) && isMostly(DATA_TYPE))
      return 'The table says of which data types its rows are: it lists fields or parameters.';
    if (
      /^(?:in|kind|where|(?:parameter )?(?:type|location)|passed in|sent in)$/.test(words) &&
      isMostly(PART_OF_REQUEST)
    )
      return 'The table says in which part of a request its rows stand: it lists parameters.';
  }
  return null;
}

/** Whether a table is headed as one of fields with their types, and its types are no kinds of errors. */
function listsMembers(columns: readonly Column[], rows: readonly Row[]): boolean {
  const name = columns.findIndex(({ words }) => /^(?:name|key|property|member)$/.test(words));
  const type = columns.findIndex(({ words }) => words === 'type');
  const isOfErrors = columns.some(
    ({ words, wording, statuses }) =>
      /error|code|exception/.test(words) || (wording?.role === 'http_status' && statuses > 0),
  );
  if (name === -1 || type === -1 || isOfErrors) return false;
  const kinds = rows.filter(({ cells }) =>
    /error|exception|fault|warning/i.test(cells[type]?.text ?? ''),
  ).length;
  return kinds < rows.length * 0.5;
}

/** How well a column would do as that of the codes; 0 if it cannot be. */
function scoreOf(
  column: Column,
  topic: Topic,
  hasStatus: boolean,
  isNamed: boolean,
  all: readonly Column[],
): number {
  const { words, wording, codes, strong, numbers, statuses, unique, spans } = column;
  if (wording?.certainty === 9) return wording.role === 'code' ? 1000 : 0;
  if (all.some((other) => other.wording?.certainty === 9 && other.wording.role === 'code')) return 0;
  const speaksOfErrors = topic === 'errors' || hasStatus || /error|exception|fault/.test(words);
  const isOdd = wording?.role === 'http_status' || wording?.role === 'example';
  if (
    wording?.role === 'code' ||
    (wording?.role === 'http_status' && (strong >= 0.6 || column.constants >= 0.8))
  ) {
    const { certainty } = wording;
    if (codes < 0.5 || (topic === 'other' && !speaksOfErrors)) return 0;
    if (certainty < 3 && !speaksOfErrors && strong < 0.8 && topic !== 'unknown') return 0;
    if (certainty === 1 && !speaksOfErrors && (topic !== 'unknown' || strong + numbers < 0.8)) return 0;
    if (isClassOfOthers(all, column)) return 1;
    const named = /\bcodes?\b|\bsqlstate\b/.test(words) ? 9 : 0;
    return (
      certainty * 10 +
      named +
      strong * 8 +
      (/error/.test(words) ? 1 : 0) +
      (wording.role === 'code' ? 0 : -15)
    );
  }
  if (isOdd || wording?.role === 'links' || topic === 'other') return 0;
  const isTellingEnough =
    strong >= 0.8 || (spans >= 0.8 && codes >= 0.8) || (numbers >= 0.8 && statuses < 0.5 && !isNamed);
  if (!isTellingEnough || unique < 0.7 || (isNamed && !speaksOfErrors)) return 0;
  if (wording !== null && wording.certainty > 2) return 0;
  if (
    wording === null &&
    isNamed &&
    words !== '' &&
    !hasStatus &&
    !all.some((other) => other.wording?.role === 'meaning')
  )
    return 0;
  return 1 + strong * 5 + spans + (numbers >= 0.8 ? 0.5 : 0);
}

/**
 * Whether another column tells the rows apart that `column` puts into classes, as a SQLSTATE does with the errors of a
 * database: the other has a word for codes as sure, and each of its codes once.
 */
function isClassOfOthers(all: readonly Column[], { words, wording, unique, filled }: Column): boolean {
  const isClass = /\bsqlstate\b/.test(words) || (unique < 0.5 && filled > 3);
  return (
    isClass &&
    all.some(
      (other) =>
        other.words !== words &&
        other.wording?.role === 'code' &&
        other.wording.certainty >= (wording?.certainty ?? 0) &&
        other.unique >= 0.95 &&
        other.codes >= 0.8 &&
        other.statuses < 0.5 &&
        other.filled >= filled,
    )
  );
}

function rolesOf(columns: readonly Column[], code: number): (Role | null)[] {
  const roles: (Role | null)[] = columns.map((column, at) => (at === code ? 'code' : roleBeside(column)));
  const isNamed = columns.some(({ words }) => words !== '');
  if (!isNamed) nameByContent(columns, roles);
  keepOne(columns, roles, 'http_status', () => null);
  keepOne(columns, roles, 'title', () => null);
  entitle(columns, roles);
  keepOne(columns, roles, 'meaning', (words) =>
    /message/.test(words) ? 'example' : /reason/.test(words) ? 'causes' : null,
  );
  keepOne(columns, roles, 'example', () => null);
  return roles;
}

/** What a column beside that of the codes is for. */
function roleBeside({
  words,
  wording,
  codes,
  strong,
  statuses,
  numbers,
  unique,
  constants,
}: Column): Role | null {
  if (wording === null)
    return /\b(?:name|symbol|constant)\b/.test(words) && constants >= 0.9 && unique >= 0.95
      ? 'aliases'
      : null;
  if (wording.certainty === 9) return wording.role;
  if (wording.role === 'http_status') return statuses > 0 || words.includes('http') ? 'http_status' : null;
  if (wording.role !== 'code') return wording.role;
  if (statuses >= 0.9) return 'http_status';
  const isType = /type|class|value|sqlstate/.test(words);
  if (!isType && unique >= 0.95 && ((strong >= 0.5 && codes >= 0.95) || numbers >= 0.8)) return 'aliases';
  return !isType && codes < 0.95 && /^(?:name|label|error|errors|error name|exception|condition)$/.test(words)
    ? 'title'
    : null;
}

/** The columns of a table without a header, by what they hold. */
function nameByContent(columns: readonly Column[], roles: (Role | null)[]): void {
  const texts: number[] = [];
  for (const [at, { statuses, filled }] of columns.entries()) {
    if (roles[at] === 'code') continue;
    if (statuses >= 0.8 && filled > 0) roles[at] = 'http_status';
    else texts.push(at);
  }
  const [only, second] = texts;
  if (only !== undefined && second === undefined) roles[only] = 'meaning';
  else if (second !== undefined) for (const at of texts) roles[at] = 'meaning';
}

/** Of two columns that say what an error means, one in a few words, that one is its title. */
function entitle(columns: readonly Column[], roles: (Role | null)[]): void {
  const [one, other, more] = roles.flatMap((role, at) => (role === 'meaning' ? [at] : []));
  if (one === undefined || other === undefined || more !== undefined || roles.includes('title')) return;
  const lengthOf = (at: number) => columns[at]?.length ?? 0;
  const [short, long] = lengthOf(one) < lengthOf(other) ? [one, other] : [other, one];
  const isMessage = /message|reason/.test(columns[short]?.words ?? '');
  if (!isMessage && lengthOf(short) <= 45 && lengthOf(short) * 2 <= lengthOf(long)) roles[short] = 'title';
}

/** Leaves a role to the column that is most surely for it; the others get another one. */
function keepOne(
  columns: readonly Column[],
  roles: (Role | null)[],
  role: Role,
  instead: (words: string) => Role | null,
): void {
  const holders = roles.flatMap((each, at) => (each === role ? [at] : []));
  if (holders.length < 2 || columns.every(({ words }) => words === '')) return;
  const certainty = (at: number) => columns[at]?.wording?.certainty ?? 0;
  const best = holders.reduce((a, b) => (certainty(b) > certainty(a) ? b : a));
  for (const at of holders) if (at !== best) roles[at] = instead(columns[at]?.words ?? '');
}

/** What the cells of a column hold, as shares of those that hold anything. */
interface Column {
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
function describeColumns({ header, rows }: Table, roleOf: RoleOf): Column[] {
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
      strong: every((code) => codeShape(code) === 'strong'),
      numbers: every((code) => codeShape(code) === 'number'),
      statuses: share(texts.filter(isStatusCell).length),
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
function explainsStatuses({ rows }: Table, at: number): boolean {
  const explained = rows.filter(({ cells }) =>
    isReasonPhrase(plain(cells[at]?.text ?? ''), cells.map(({ text }) => plain(text)).join(' ')),
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
  return codes.every((code) => codeShape(code) !== 'none');
}

/** Whether a cell is a known status, or several, or begins with one and goes on with its words: `402 Request Failed`. */
function isStatusCell(text: string): boolean {
  const cell = plain(text);
  const statuses = statusesOf(cell);
  if (statuses !== null) return statuses.every((status) => isKnownStatus(String(status)));
  const [, first = ''] = /^(\d{3})\s{0,3}(?:[-–—:]\s{0,3}|\s|\()[\p{L} '’()-]{2,40}$/u.exec(cell) ?? [];
  return isKnownStatus(first);
}

import { ImportError, type ImportedEntry, type Importer, type Unplaced } from './imported.ts';

const ENUM = /^[ \t]*(?:extend[ \t]+)?enum[ \t]+(\w{1,200})/;
const PROTO_VALUE = /^[ \t]*(\w{1,200})[ \t]*=[ \t]*-?\w/;
const GRAPHQL_VALUE = /^[ \t]*([A-Za-z_]\w{0,200})(?=[\s,@#]|$)(?![ \t]*[(:={])/;
const ABOUT_ERRORS = /err|code|reason|fault|fail|exception|problem|status/i;
const NONE = /(?:^|_)(?:UNSPECIFIED|UNKNOWN_ENUM|OK|NONE)$/;

/** What is read of an enum while its lines pass. */
interface Reading {
  name: string;
  comment: string[];
  isText: boolean;
}

/** The members of the enums of Protocol Buffers and GraphQL, with the comments above or beside them. */
export const importEnums: Importer = (text) => {
  const lines = text.split(/\r?\n/);
  const names = lines.flatMap((line) => ENUM.exec(line)?.[1] ?? []);
  const wanted = names.some((name) => ABOUT_ERRORS.test(name)) ? ABOUT_ERRORS : /./;
  const entries: ImportedEntry[] = [];
  const unplaced: Unplaced[] = [];
  let reading: Reading | null = null;
  for (const [at, line] of lines.entries()) {
    const name = ENUM.exec(line)?.[1];
    if (name !== undefined) {
      reading = { name, comment: [], isText: false };
      if (!wanted.test(name)) {
        unplaced.push({ line: at + 1, text: name, reason: 'The enum is not named for errors.' });
        reading = null;
      }
      continue;
    }
    if (reading === null) continue;
    if (!reading.isText && /^[ \t]*\}/.test(line)) reading = null;
    else readLine(line, at + 1, reading, entries);
  }
  if (names.length === 0)
    throw new ImportError('There is no enum in it; expected one of Protocol Buffers or GraphQL.');
  return { entries, unplaced };
};

function readLine(line: string, number: number, reading: Reading, entries: ImportedEntry[]): void {
  const comment = commentOf(line, reading);
  if (comment !== null) {
    if (comment !== '') reading.comment.push(comment);
    return;
  }
  const proto = PROTO_VALUE.exec(line);
  const [, code] = proto ?? GRAPHQL_VALUE.exec(line) ?? [];
  const beside = line.split(proto === null ? '#' : '//')[1]?.trim();
  if (code === undefined || /^(?:option|reserved)$/.test(code)) return;
  const meaning = [...reading.comment, ...(beside === undefined || beside === '' ? [] : [beside])].join(' ');
  reading.comment = [];
  if (NONE.test(code)) return;
  const isDeprecated = /deprecated\s*=\s*true|@deprecated/.test(line);
  const data = {
    code,
    area: reading.name,
    ...(meaning !== '' && { meaning }),
    ...(isDeprecated && { deprecated: true }),
  };
  entries.push({ data, line: number });
}

/** What a line of a comment says; null for a line that is none. */
function commentOf(line: string, reading: Reading): string | null {
  const bare = line.trim();
  if (reading.isText) {
    if (/"""|\*\//.test(bare)) reading.isText = false;
    return bare
      .replace(/"""|\*\//g, '')
      .replace(/^\*+\s?/, '')
      .trim();
  }
  if (/^(?:"""|\/\*)/.test(bare)) {
    const inner = bare.replace(/^(?:"""|\/\*+)/, '');
    reading.isText = !/"""|\*\//.test(inner);
    return inner.replace(/"""|\*\//, '').trim();
  }
  if (/^"[^"]*"$/.test(bare)) return bare.slice(1, -1).trim();
  return /^(?:\/\/+|#)/.test(bare) ? bare.replace(/^(?:\/\/+|#+)\s?/, '') : bare === '' ? '' : null;
}

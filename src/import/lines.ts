import { canBeCode, saysNoError } from '../base/code-shape.ts';
import { withoutEntities } from '../base/entities.ts';
import {
  excerpt,
  ImportError,
  type Imported,
  type ImportedEntry,
  type Importer,
  type Unplaced,
} from './imported.ts';

/** `key=value` or `key: value`, as Java has it: a line that ends with a backslash goes on, a comment begins with # or !. */
export function readProperties(text: string): Imported {
  const entries: ImportedEntry[] = [];
  const unplaced: Unplaced[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    let whole = (lines[at] ?? '').trimStart();
    if (whole === '' || /^[#!]/.test(whole)) continue;
    while (/(?<!\\)(?:\\\\)*\\$/.test(whole) && at + 1 < lines.length) {
      at += 1;
      whole = whole.slice(0, -1) + (lines[at] ?? '').trimStart();
    }
    const end = endOfKey(whole);
    const code = unescaped(whole.slice(0, end));
    const example = unescaped(whole.slice(end).trimStart().replace(/^[=:]/, '')).trim();
    if (canBeCode(code)) entries.push({ data: { code, ...(example !== '' && { example }) }, line });
    else unplaced.push({ line, text: excerpt(whole), reason: 'It names no code in front of its text.' });
  }
  return { entries, unplaced };
}

/** Where the key of a line ends: at the first `=`, `:` or blank that no backslash stands before. */
function endOfKey(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (/[=:\s]/.test(line[at] ?? '')) return at;
  }
  return line.length;
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([\da-fA-F]{4})|(.))/g,
    (_, hex: string | undefined, char: string | undefined) => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return char === 'n' ? '\n' : char === 't' ? '\t' : (char ?? '');
    },
  );
}

const STRINGS = /^[ \t]*"((?:[^"\\\n]|\\.){1,200})"[ \t]*=[ \t]*"((?:[^"\\]|\\.){0,4000})"[ \t]*;/gm;
const ELEMENT = /<(data|string)\s[^<>]{0,300}?\bname="([^"<>]{1,200})"[^<>]{0,300}>/g;

/** The messages of an app: `.resx` of .NET, `strings.xml` of Android, `.strings` of Apple. */
export function readResources(text: string): Imported {
  const found: { code: string; example: string; at: number }[] = [];
  for (const { 0: open, 1: tag, 2: code = '', index } of text.matchAll(ELEMENT)) {
    const start = index + open.length;
    const end = text.indexOf(`</${tag}>`, start);
    if (end === -1) break;
    // What .NET keeps with a type is a picture or a file.
    if (/\b(?:mime)?type="/.test(open)) continue;
    const inner = text.slice(start, end);
    const value = tag === 'data' ? (inner.split('<value>')[1]?.split('</value>')[0] ?? '') : inner;
    found.push({ code, example: tag === 'data' ? ofXml(value) : unescaped(ofXml(value)), at: index });
  }
  for (const { 1: code = '', 2: example = '', index } of text.matchAll(STRINGS))
    found.push({ code: unescaped(code), example: unescaped(example), at: index });
  const entries: ImportedEntry[] = [];
  const unplaced: Unplaced[] = [];
  let line = 1;
  let last = 0;
  for (const { code, example, at } of found) {
    line += text.slice(last, at).split('\n').length - 1;
    last = at;
    if (canBeCode(code)) entries.push({ data: { code, ...(example !== '' && { example }) }, line });
    else unplaced.push({ line, text: excerpt(code), reason: 'It names no code in front of its text.' });
  }
  return { entries, unplaced };
}

function ofXml(text: string): string {
  return withoutEntities(text.replace(/<!\[CDATA\[|\]\]>|<[^<>]{1,200}>/g, '')).trim();
}

/** What is read of one message of a PO file. */
type Message = Record<'msgctxt' | 'msgid' | 'msgstr', string>;

/** The messages of gettext: the context, or else the id, is the code where it is one word. */
export function readGettext(text: string): Imported {
  const entries: ImportedEntry[] = [];
  const unplaced: Unplaced[] = [];
  let message: Message = { msgctxt: '', msgid: '', msgstr: '' };
  let begun = 0;
  let last: keyof Message | null = null;
  const end = () => {
    const { msgctxt, msgid, msgstr } = message;
    message = { msgctxt: '', msgid: '', msgstr: '' };
    if (msgid === '') return;
    const code = [msgctxt, msgid].find((each) => each !== '' && canBeCode(each));
    const example = msgstr === '' && code !== msgid ? msgid : msgstr;
    if (code !== undefined) entries.push({ data: { code, ...(example !== '' && { example }) }, line: begun });
    else unplaced.push({ line: begun, text: excerpt(msgid), reason: 'Its id is a text, and no code.' });
  };
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const [, name, quoted = ''] = /^(msgctxt|msgid|msgstr)(?:\[0\])?[ \t]+"(.*)"\s*$/.exec(line) ?? [];
    if (name === 'msgctxt' || (name === 'msgid' && last !== 'msgctxt')) {
      end();
      begun = at + 1;
    }
    if (name !== undefined) last = name as keyof Message;
    else if (!/^\s*"/.test(line)) {
      if (line.trim() !== '') last = null;
      continue;
    }
    const value = name === undefined ? (/^\s*"(.*)"\s*$/.exec(line)?.[1] ?? '') : quoted;
    if (last !== null) message[last] += unescaped(value);
  }
  end();
  return { entries, unplaced };
}

const ENUM = /^[ \t]*(?:extend[ \t]+)?enum[ \t]+(\w{1,200})/;
const PROTO_VALUE = /^[ \t]*(\w{1,200})[ \t]*=[ \t]*-?\w/;
const GRAPHQL_VALUE = /^[ \t]*([A-Za-z_]\w{0,200})(?=[\s,@#]|$)(?![ \t]*[(:={])/;
const ABOUT_ERRORS = /err|code|reason|fault|fail|exception|problem|status/i;
const NONE = /(?:^|_)(?:UNSPECIFIED|UNKNOWN_ENUM|OK|NONE)$/;

/** The option of a value that gives its HTTP status: `[(errors.code) = 404]`. */
const HTTP_STATUS = /\(\s*[\w.]{0,100}(?:code|status)\s*\)\s*=\s*([45]\d\d)\b/i;

/** What is read of an enum while its lines pass. */
interface Reading {
  name: string;
  comment: string[];
  isText: boolean;
}

/** The members of the enums of Protocol Buffers and GraphQL, with the comments above or beside them. */
export const importEnums: Importer = (text) => {
  const lines = text
    .split(/\r?\n/)
    .flatMap((line, at) => spread(line).map((each) => ({ line: each, number: at + 1 })));
  const names = lines.flatMap(({ line }) => ENUM.exec(line)?.[1] ?? []);
  const wanted = names.some((name) => ABOUT_ERRORS.test(name)) ? ABOUT_ERRORS : /./;
  const entries: ImportedEntry[] = [];
  const unplaced: Unplaced[] = [];
  let reading: Reading | null = null;
  for (const { line, number } of lines) {
    const name = ENUM.exec(line)?.[1];
    if (name !== undefined) {
      reading = { name, comment: [], isText: false };
      if (!wanted.test(name)) {
        unplaced.push({ line: number, text: name, reason: 'The enum is not named for errors.' });
        reading = null;
      }
      continue;
    }
    if (reading === null) continue;
    if (!reading.isText && /^[ \t]*\}/.test(line)) reading = null;
    else readLine(line, number, reading, entries);
  }
  if (names.length === 0)
    throw new ImportError('There is no enum in it; expected one of Protocol Buffers or GraphQL.');
  return { entries, unplaced };
};

const ON_ONE_LINE = /^([ \t]*enum[ \t]+\w{1,200}[ \t]*\{)([^{}]{1,4000})\}[ \t]*$/;

/** An enum that stands on one line as several, so that its members stand alone. */
function spread(line: string): string[] {
  const [, head, inner = ''] = ON_ONE_LINE.exec(line) ?? [];
  if (head === undefined) return [line];
  const members = inner.includes('=') ? inner.split(';') : inner.split(/[\s,]+/);
  const filled = members.map((each) => each.trim()).filter((each) => each !== '');
  return [head, ...filled.map((each) => (each.includes('=') ? `${each};` : each)), '}'];
}

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
  if (NONE.test(code) || saysNoError(code)) return;
  const isDeprecated = /deprecated\s*=\s*true|@deprecated/.test(line);
  const status = HTTP_STATUS.exec(line)?.[1];
  const data = {
    code,
    area: reading.name,
    ...(meaning !== '' && { meaning }),
    ...(status !== undefined && { http_status: Number(status) }),
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

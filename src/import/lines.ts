import { canBeCode } from '../base/code-shape.ts';
import { excerpt, type Imported, type ImportedEntry, type Unplaced } from './imported.ts';

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

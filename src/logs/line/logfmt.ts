import type { Field } from './json.ts';

export interface Pairs {
  fields: Field[];
  /** The words before the first pair. */
  lead: string;
  /** Whether words also stand between or behind the pairs, so that the text only makes sense as a whole. */
  mixed: boolean;
}

const KEY = /[A-Za-z_@][\w.@/-]{0,99}=/y;

/** Finds the `key=value` pairs of a text (logfmt); values with spaces stand in double quotes. */
export function readPairs(text: string): Pairs {
  const fields: Field[] = [];
  let lead = text.length;
  let mixed = false;
  let index = skipSpaces(text, 0);
  while (index < text.length) {
    KEY.lastIndex = index;
    const key = KEY.exec(text)?.[0];
    if (key === undefined) {
      mixed ||= fields.length > 0;
      index = wordEnd(text, index);
    } else {
      if (fields.length === 0) lead = index;
      const { value, end } = readValue(text, index + key.length);
      fields.push({ name: key.slice(0, -1), value });
      index = end;
    }
    index = skipSpaces(text, index);
  }
  return { fields, lead: text.slice(0, lead).trim(), mixed };
}

function readValue(text: string, start: number): { value: string; end: number } {
  if (text[start] !== '"') {
    const end = wordEnd(text, start);
    return { value: text.slice(start, end), end };
  }
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  const quoted = text.slice(start, end + 1);
  return { value: unquote(quoted), end: Math.min(end + 1, text.length) };
}

function unquote(quoted: string): string {
  try {
    const value: unknown = JSON.parse(quoted);
    if (typeof value === 'string') return value;
  } catch {
    // Not every logger escapes as JSON does.
  }
  return quoted.replace(/^"|"$/g, '').replace(/\\(["\\])/g, '$1');
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isSpace(text, end)) end += 1;
  return end;
}

function skipSpaces(text: string, from: number): number {
  let index = from;
  while (index < text.length && isSpace(text, index)) index += 1;
  return index;
}

function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code === 32 || (code >= 9 && code <= 13);
}

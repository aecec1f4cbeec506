import type { StringForm } from './languages.ts';

/** A literal that was read: where it ends, what it says, and whether a part of it is computed. */
export interface Literal {
  end: number;
  text: string;
  dynamic: boolean;
}

/** How far the end of a computed part is looked for, so that open brackets without end cost no more than that. */
const LONGEST_COMPUTED = 500;

/**
 * Reads a string of `form` whose opening mark stands at `at`. One that does not end is null if it had to end with its
 * line, or else all that is left.
 */
export function readString(text: string, at: number, form: StringForm): Literal | null {
  const from = at + form.open.length;
  const { close, computed = '' } = form;
  let dynamic = false;
  let index = from;
  while (index < text.length) {
    const char = text[index];
    if (char === '\n' && !form.lines) return null;
    if (computed !== '' && char === computed[0] && text.startsWith(computed, index)) {
      const isDoubled = computed === '{' && text[index + 1] === '{';
      if (!isDoubled) dynamic = true;
      const behind = index + (isDoubled ? 2 : computed.length);
      index = isDoubled ? behind : behindComputed(text, behind, form);
    } else if (char === '\\' && form.escapes) {
      index += 2;
    } else if (char === close[0] && text.startsWith(close, index)) {
      const end = index + close.length;
      if (!form.doubles || !text.startsWith(close, end))
        return { end, text: unescaped(text.slice(from, index), form), dynamic };
      index = end + close.length;
    } else index += 1;
  }
  return form.lines ? { end: text.length, text: '', dynamic: true } : null;
}

/** The offset behind a computed part that began right before `at`; `at` where it is only a name. */
function behindComputed(text: string, at: number, { computed = '', lines }: StringForm): number {
  const isOpen = computed.endsWith('{') || computed.endsWith('(');
  const open = isOpen ? computed.at(-1) : text[at] === '{' ? '{' : undefined;
  if (open === undefined) return at;
  const close = open === '{' ? '}' : ')';
  let depth = isOpen ? 1 : 0;
  const last = Math.min(text.length, at + LONGEST_COMPUTED);
  for (let index = at; index < last; index += 1) {
    const char = text[index];
    if (char === open) depth += 1;
    else if (char === close) depth -= 1;
    else if (char === '\n' && !lines) return at;
    if (depth === 0) return index + 1;
  }
  return at;
}

/** Only quotes and backslashes matter to what follows: JSON in a string, and whether it can be a code. */
export function unescaped(text: string, { escapes, doubles, close }: StringForm): string {
  if (doubles) return text.replaceAll(close + close, close);
  return escapes && text.includes('\\') ? text.replace(/\\(["'`\\/])/g, '$1') : text;
}

/** Reads a raw string, whose end is in its beginning, with the opening mark at `at`; null if there is none. */
export function readRaw(text: string, at: number, raw: 'rust' | 'cpp' | 'swift'): Literal | null {
  RAW[raw].lastIndex = at;
  const found = RAW[raw].exec(text);
  if (found === null) return null;
  const close = raw === 'cpp' ? `)${found[1] ?? ''}"` : `"${found[1] ?? ''}`;
  const from = at + found[0].length;
  const end = text.indexOf(close, from);
  if (end === -1) return { end: text.length, text: '', dynamic: true };
  return { end: end + close.length, text: text.slice(from, end), dynamic: false };
}

const RAW = {
  rust: /(?:b|c)?r(#{0,20})"/y,
  cpp: /(?:u8|[LuU])?R"([^\s()\\"]{0,16})\(/y,
  swift: /(#{1,20})"(?!"")/y,
} as const;

/**
 * Where a character (`'x'`, `'\n'`) whose quote stands at `at` ends; null for the quote of a lifetime (`'a`) or a stray
 * one.
 */
export function behindCharacter(text: string, at: number): number | null {
  CHARACTER.lastIndex = at;
  const found = CHARACTER.exec(text);
  return found === null ? null : at + found[0].length;
}

const CHARACTER = /'(?:\\[^\n]{1,10}?|[^\\'\n]{1,2})'/y;

const OPENING = {
  ruby: /<<[~-]?(["'`]?)([A-Z_][A-Z0-9_]{0,60})\1/y,
  php: /<<<[ \t]*(["']?)([A-Za-z_]\w{0,60})\1/y,
} as const;

/** After so many that do not end, `<<X` is taken for an operator: each costs a look through the rest of the text. */
const MOST_ENDLESS = 20;

/** Reads texts that begin on the line after their mark and end with a line that bears their name. */
export class Heredocs {
  #waiting: string[] = [];
  #endless = 0;
  readonly #text: string;
  readonly #form: 'ruby' | 'php';

  constructor(text: string, form: 'ruby' | 'php') {
    this.#text = text;
    this.#form = form;
  }

  /** The offset behind a mark that stands at `at`; null if none does. */
  open(at: number): number | null {
    if (this.#endless >= MOST_ENDLESS) return null;
    const opening = OPENING[this.#form];
    opening.lastIndex = at;
    const [mark, , name] = opening.exec(this.#text) ?? [];
    if (mark === undefined || name === undefined) return null;
    this.#waiting.push(name);
    return at + mark.length;
  }

  /** The offset behind the texts that begin at `at`, the first character of a line. */
  skip(at: number): number {
    const names = this.#waiting;
    this.#waiting = [];
    return names.reduce((from, name) => {
      const end = new RegExp(`^[ \\t]*${name}\\b`, 'gm');
      end.lastIndex = from;
      const found = end.exec(this.#text);
      if (found === null) this.#endless += 1;
      return found === null ? from : found.index + found[0].length;
    }, at);
  }
}

import { wordSet } from '../../base/text.ts';
import type { Language, StringForm } from './languages.ts';
import { behindCharacter, Heredocs, type Literal, readRaw, readString, unescaped } from './strings.ts';

/** What may stand before `/…/`, as it is no value. */
const BEFORE_REGEX = wordSet(`
  return typeof case in of delete void throw new else do yield await if unless when and or not`);
const MARK = /===|!==|\.\.\.|<=>|==|!=|=>|->|::|:=|<=|>=|&&|\|\||\?\?|\?\.|\+=|-=|\|=|=~|./suy;
const NUMBER = /\d(?:[\w']|\.\d)*/y;
const WORDS = /%[wi](?:\[([^\]\n]{0,4000})\]|\(([^)\n]{0,4000})\))/y;
const SYMBOL = /:(?:([A-Za-z_]\w{0,100})(?![\w:])|"([\w.:/-]{0,100})")/y;

const TEMPLATE: StringForm = { open: '`', close: '`', escapes: true, lines: true };

/**
 * Cuts source text into names, literals and marks, in one pass and whatever the text is: what does not fit the
 * language is cut somehow. Comments are left out.
 */
export function tokensOf(text: string, language: Language): Token[] {
  return new Lexer(text, language).read();
}

class Lexer {
  readonly #text: string;
  readonly #language: Language;
  readonly #tokens: Token[] = [];
  readonly #heredocs: Heredocs | null;
  readonly #indents: Indents | null;
  readonly #inName: RegExp;
  /** What stands in names beside letters and digits. */
  readonly #inNames: string;
  readonly #lineComments: ReadonlySet<string>;
  /** For each `${` that is open: how many braces are open in it. */
  readonly #templates: number[] = [];
  #at = 0;
  #line = 1;
  /** The first line break that is not counted. */
  #nextBreak: number;
  #lastLine = 0;
  /** Up to where each kind of quote is known to have no partner on its line. */
  readonly #single = new Map<string, number>();

  constructor(text: string, language: Language) {
    this.#text = text;
    this.#language = language;
    this.#nextBreak = lineEnd(text, 0);
    this.#heredocs = language.heredocs ? new Heredocs(text, language.heredocs) : null;
    this.#indents = language.indents ? new Indents(text, this.#tokens) : null;
    const extra = language.inNames ?? '';
    this.#inNames = extra;
    this.#inName = new RegExp(`[\\p{L}_${extra}][\\p{L}\\p{M}\\d_${extra}]*`, 'uy');
    this.#lineComments = new Set(language.lineComments.map((mark) => mark.slice(0, 1)));
  }

  read(): Token[] {
    if (this.#language.embedded) this.#skipForeign();
    const text = this.#text;
    while (this.#at < text.length) {
      const unit = text.charCodeAt(this.#at);
      if (unit === 10) this.#endLine();
      else if (unit <= 32) this.#at += 1;
      else if (isLetter(unit)) this.#readName();
      else this.#step(text[this.#at] ?? '');
    }
    this.#indents?.end(this.#line);
    return this.#tokens;
  }

  #step(char: string): void {
    if (this.#skipComment(char)) return;
    if (this.#readLiteral(char)) return;
    if (char >= '0' && char <= '9') this.#readNumber();
    else if (!this.#readName()) this.#readMark();
  }

  #endLine(): void {
    this.#at += 1;
    if (this.#heredocs) this.#at = this.#heredocs.skip(this.#at);
    for (const { open, close } of this.#language.blockComments) {
      if (open.startsWith('\n') && this.#text.startsWith(open, this.#at - 1)) {
        const end = this.#text.indexOf(close, this.#at);
        this.#at = end === -1 ? this.#text.length : end + close.length;
      }
    }
  }

  #skipComment(char: string): boolean {
    const isAttribute = this.#language.embedded && char === '#' && this.#text[this.#at + 1] === '[';
    if (this.#lineComments.has(char) && !isAttribute) {
      if (this.#language.lineComments.some((mark) => this.#text.startsWith(mark, this.#at))) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end === -1 ? this.#text.length : end;
        return true;
      }
    }
    for (const { open, close, nests } of this.#language.blockComments) {
      if (char !== open[0] || !this.#text.startsWith(open, this.#at)) continue;
      this.#at = nests
        ? behindNested(this.#text, this.#at, open, close)
        : behind(this.#text, close, this.#at + open.length);
      return true;
    }
    return false;
  }

  #readLiteral(char: string): boolean {
    const { raw, symbols, regexes, templates, characters, embedded } = this.#language;
    if (char === '"' || char === "'" || char === '$' || char === '@' || char === '`') {
      if (templates && char === '`') return this.#readTemplate(this.#at + 1);
      if (templates && char === "'" && this.#isApostrophe()) {
        this.#at += 1;
        return true;
      }
      for (const form of this.#language.strings)
        if (char === form.open[0] && this.#text.startsWith(form.open, this.#at))
          return this.#takeString(this.#at, form);
      if (char === "'" && characters) return this.#readCharacter();
      return false;
    }
    if (char === '}' && this.#templates.at(-1) === 0) {
      this.#templates.pop();
      return this.#readTemplate(this.#at + 1);
    }
    if (char === '/' && regexes) return this.#skipRegex();
    if (char === '#' && raw === 'swift') return this.#take(readRaw(this.#text, this.#at, raw));
    if (char === ':' && symbols) return this.#readSymbol();
    if (char === '%' && symbols) return this.#readWords();
    if (char === '<' && this.#heredocs) {
      const end = this.#heredocs.open(this.#at);
      return end !== null && this.#take({ end, text: '', dynamic: true });
    }
    if (char === '?' && embedded && this.#text[this.#at + 1] === '>') {
      this.#skipForeign();
      return true;
    }
    return false;
  }

  /** `<p>Don't</p>`: text between tags is not told from source. */
  #isApostrophe(): boolean {
    const before = this.#tokens.at(-1);
    return before?.end === this.#at && before.kind === 'name' && !BEFORE_REGEX.has(before.text);
  }

  #takeString(quote: number, form: StringForm): boolean {
    const deadTo = this.#single.get(form.open) ?? -1;
    const literal = quote < deadTo ? null : readString(this.#text, quote, form);
    if (literal !== null) return this.#take(literal);
    if (quote >= deadTo) this.#single.set(form.open, lineEnd(this.#text, quote));
    this.#at = quote + form.open.length;
    return true;
  }

  #take(literal: Literal | null): boolean {
    if (literal === null) return false;
    this.#push(literal.dynamic ? 'dynamic' : 'string', literal.text, literal.end);
    return true;
  }

  #readCharacter(): boolean {
    const end = behindCharacter(this.#text, this.#at);
    if (end === null) this.#at += 1;
    else this.#push('dynamic', '', end);
    return true;
  }

  /** Reads a template, or what follows a computed part of one, from behind its mark. */
  #readTemplate(from: number): boolean {
    let index = from;
    for (; index < this.#text.length; index += 1) {
      const char = this.#text[index];
      if (char === '\\') index += 1;
      else if (char === '`') break;
      else if (char === '$' && this.#text[index + 1] === '{') break;
    }
    const isLiteral = this.#text[index] === '`' && this.#text[from - 1] === '`';
    const text = isLiteral ? unescaped(this.#text.slice(from, index), TEMPLATE) : '';
    const isOpen = this.#text[index] === '$';
    if (isOpen) this.#templates.push(0);
    this.#push(isLiteral ? 'string' : 'dynamic', text, Math.min(this.#text.length, index + (isOpen ? 2 : 1)));
    return true;
  }

  #skipRegex(): boolean {
    const before = this.#tokens.at(-1);
    const isRegex =
      before === undefined ||
      (before.kind === 'mark' && !')]}<'.includes(before.text)) ||
      (before.kind === 'name' && BEFORE_REGEX.has(before.text));
    if (!isRegex || this.#at < (this.#single.get('/') ?? -1)) return false;
    const end = behindRegex(this.#text, this.#at);
    if (end === null) this.#single.set('/', lineEnd(this.#text, this.#at));
    return end !== null && this.#take({ end, text: '', dynamic: true });
  }

  #readSymbol(): boolean {
    const before = this.#text[this.#at - 1] ?? ' ';
    if (/[\w:)\]]/.test(before)) return false;
    SYMBOL.lastIndex = this.#at;
    const found = SYMBOL.exec(this.#text);
    if (found === null) return false;
    return this.#take({
      end: this.#at + found[0].length,
      text: found[1] ?? found[2] ?? '',
      dynamic: false,
    });
  }

  #readWords(): boolean {
    WORDS.lastIndex = this.#at;
    const found = WORDS.exec(this.#text);
    if (found === null) return false;
    const words = found[1] ?? found[2] ?? '';
    const from = this.#at + 3;
    this.#push('mark', '[', from);
    for (const { 0: word, index } of words.matchAll(/\S+/g)) {
      this.#at = from + index;
      this.#push('string', word, this.#at + word.length);
      this.#push('mark', ',', this.#at);
    }
    this.#at = from + words.length;
    this.#push('mark', ']', this.#at + 1);
    return true;
  }

  #readNumber(): void {
    NUMBER.lastIndex = this.#at;
    const whole = NUMBER.exec(this.#text)?.[0] ?? '';
    const digits = /^(\d+)(?:n|[lu]{1,3}|[iu]\d{1,3})?$/i.exec(whole.replace(/[_']/g, ''))?.[1];
    this.#push('number', digits ?? whole, this.#at + whole.length);
  }

  #readName(): boolean {
    const behindName = this.#behindName();
    if (behindName === this.#at) return false;
    const name = this.#text.slice(this.#at, behindName);
    const next = this.#text[behindName];
    const { raw, prefixes } = this.#language;
    if (next === '"' || next === '#' || next === "'") {
      if (raw && raw !== 'swift' && this.#take(readRaw(this.#text, this.#at, raw))) return true;
      const lower = name.toLowerCase();
      const prefix = prefixes && Object.hasOwn(prefixes, lower) ? prefixes[lower] : undefined;
      const form =
        prefix && this.#language.strings.find(({ open }) => this.#text.startsWith(open, behindName));
      if (form) return this.#takeString(behindName, { ...form, ...prefix });
    }
    this.#push('name', name, behindName);
    return true;
  }

  /** The offset behind the name that stands here, or this one if none does. Most names are of ASCII, and read faster. */
  #behindName(): number {
    const text = this.#text;
    let end = this.#at;
    while (isLetter(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end += 1;
    const isWhole = text.charCodeAt(end) < 128 && !this.#inNames.includes(text[end] ?? '\n');
    if (end > this.#at && (isWhole || end === text.length)) return end;
    this.#inName.lastIndex = this.#at;
    return this.#at + (this.#inName.exec(text)?.[0].length ?? 0);
  }

  #readMark(): void {
    MARK.lastIndex = this.#at;
    const mark = MARK.exec(this.#text)?.[0] ?? '';
    const depth = this.#templates.at(-1);
    if (depth !== undefined && mark === '{') this.#templates[this.#templates.length - 1] = depth + 1;
    if (depth !== undefined && mark === '}') this.#templates[this.#templates.length - 1] = depth - 1;
    this.#push('mark', mark, this.#at + mark.length);
  }

  #push(kind: Token['kind'], text: string, end: number): void {
    const start = this.#at;
    const line = this.#countTo(start);
    const first = line > this.#lastLine;
    this.#indents?.before(start, line, first);
    this.#tokens.push({ kind, text, start, end, line, first });
    this.#indents?.after(text, kind);
    this.#at = Math.max(end, start + 1);
    this.#lastLine = this.#countTo(this.#at);
  }

  /** The line of an offset that is not before the one last asked for. */
  #countTo(offset: number): number {
    while (this.#nextBreak < offset) {
      this.#line += 1;
      this.#nextBreak = lineEnd(this.#text, this.#nextBreak + 1);
    }
    return this.#line;
  }

  #skipForeign(): void {
    const open = /<\?(?:php|=)/gi;
    open.lastIndex = this.#at;
    const found = open.exec(this.#text);
    this.#at = found === null ? this.#text.length : found.index + found[0].length;
  }
}

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

/** A piece of source text. Comments and blanks are none. */
export interface Token {
  /** `dynamic` is text that is computed; a `string` is known as it stands. */
  kind: 'name' | 'string' | 'dynamic' | 'number' | 'mark';
  /** A name, a number or a mark as it stands; what a string says. */
  text: string;
  /** Offsets in the text. The braces that indenting makes are empty. */
  start: number;
  end: number;
  /** The line on which it begins, from 1. */
  line: number;
  /** Whether it is the first on its line. */
  first: boolean;
}

/** The offset behind the next `mark`, or the end of the text. */
function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

/** The offset behind a comment that begins at `at` and may hold others. */
function behindNested(text: string, at: number, open: string, close: string): number {
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    if (text.startsWith(open, index)) {
      depth += 1;
      index += open.length - 1;
    } else if (text.startsWith(close, index)) {
      depth -= 1;
      index += close.length - 1;
    }
    if (depth === 0) return index + 1;
  }
  return text.length;
}

/** The offset behind a regular expression whose first `/` stands at `at`; null if it does not end on its line. */
function behindRegex(text: string, at: number): number | null {
  let inClass = false;
  for (let index = at + 1; index < text.length; index += 1) {
    const char = text[index];
    if (char === '\n') return null;
    if (char === '\\') index += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return index + 1;
  }
  return null;
}

/** The offset of the next line break, or the end of the text. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** Gives the blocks of a language that indents them the braces of the others: empty tokens. */
class Indents {
  readonly #text: string;
  readonly #tokens: Token[];
  /** The columns of the blocks that are open. */
  readonly #columns: number[] = [0];
  #brackets = 0;

  constructor(text: string, tokens: Token[]) {
    this.#text = text;
    this.#tokens = tokens;
  }

  /** Before the token at `start` is added. */
  before(start: number, line: number, first: boolean): void {
    if (!first || this.#brackets > 0) return;
    const column = start - (this.#text.lastIndexOf('\n', start - 1) + 1);
    if (column > (this.#columns.at(-1) ?? 0)) {
      this.#columns.push(column);
      this.#add('{', start, line);
    }
    while (column < (this.#columns.at(-1) ?? 0)) {
      this.#columns.pop();
      this.#add('}', start, line);
    }
  }

  /** After a token was added. */
  after(text: string, kind: Token['kind']): void {
    if (kind !== 'mark') return;
    if (text === '(' || text === '[' || text === '{') this.#brackets += 1;
    if (text === ')' || text === ']' || text === '}') this.#brackets = Math.max(0, this.#brackets - 1);
  }

  end(line: number): void {
    while (this.#columns.length > 1) {
      this.#columns.pop();
      this.#add('}', this.#text.length, line);
    }
  }

  #add(text: string, at: number, line: number): void {
    this.#tokens.push({ kind: 'mark', text, start: at, end: at, line, first: false });
  }
}

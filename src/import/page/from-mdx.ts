import { type ParseError, parse } from 'jsonc-parser';
import { canBeCode } from '../../base/code-shape.ts';
import type { JsonValue } from '../../catalog/catalog.ts';

/** A tag of JSX or HTML as it stands in a text. */
export interface Tag {
  name: string;
  attributes: Map<string, JsonValue>;
  closesItself: boolean;
  /** Where the tag ends. */
  end: number;
}

const NAME = /<([A-Za-z][\w.-]{0,199})/y;
const SPACE = /\s+/y;
const ATTRIBUTE = /([\w:.-]{1,200})\s*(=)?\s*/y;
const BARE = /[^\s>"'{}]+/y;
/** How many characters may still be read in search of closing braces, so that many open ones cost no more than few. */
export interface Budget {
  left: number;
}

/** The opening tag at an offset, or null where none stands that ends. */
export function tagAt(text: string, offset: number, budget: Budget): Tag | null {
  NAME.lastIndex = offset;
  const opened = NAME.exec(text);
  if (opened?.[1] === undefined) return null;
  const attributes = new Map<string, JsonValue>();
  const tag = (end: number, closesItself: boolean): Tag => ({
    name: opened[1] ?? '',
    attributes,
    closesItself,
    end,
  });
  let at = NAME.lastIndex;
  const bound = text.length;
  while (at < bound) {
    SPACE.lastIndex = at;
    if (SPACE.test(text)) at = SPACE.lastIndex;
    if (text[at] === '>') return tag(at + 1, false);
    if (text.startsWith('/>', at)) return tag(at + 2, true);
    if (text[at] === '{') {
      const end = endOfBraces(text, at, budget);
      if (end === -1) return null;
      at = end;
      continue;
    }
    ATTRIBUTE.lastIndex = at;
    const name = ATTRIBUTE.exec(text);
    if (name?.[1] === undefined) return null;
    at = ATTRIBUTE.lastIndex;
    if (name[2] === undefined) {
      attributes.set(name[1], true);
      continue;
    }
    const given = valueAt(text, at, budget);
    if (given === null) return null;
    attributes.set(name[1], given.value);
    at = given.end;
  }
  return null;
}

function valueAt(text: string, at: number, budget: Budget): { value: JsonValue; end: number } | null {
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, at + 1);
    budget.left -= (end === -1 ? text.length : end) - at;
    if (budget.left < 0) return null;
    return end === -1 ? null : { value: text.slice(at + 1, end), end: end + 1 };
  }
  if (quote === '{') {
    const end = endOfBraces(text, at, budget);
    if (end === -1) return null;
    const source = text.slice(at + 1, end - 1).trim();
    return { value: literalOf(source) ?? source, end };
  }
  BARE.lastIndex = at;
  const bare = BARE.exec(text)?.[0];
  return bare === undefined ? null : { value: bare, end: at + bare.length };
}

/** The offset behind the brace that closes the one at `from`, passing over strings; -1 where none does. */
function endOfBraces(text: string, from: number, budget: Budget): number {
  let depth = 0;
  for (let at = from; at < text.length && budget.left > 0; at += 1) {
    budget.left -= 1;
    const char = text[at];
    if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (char === '"' || char === "'" || char === '`') {
      const end = endOfString(text, at, budget);
      if (end !== -1) at = end;
    }
  }
  return -1;
}

/** The offset of the quote that ends a string; -1 for an apostrophe, which ends in no quote of its line. */
function endOfString(text: string, from: number, budget: Budget): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length && budget.left > 0; at += 1) {
    budget.left -= 1;
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
    else if (text[at] === '\n' && quote !== '`') return -1;
  }
  return -1;
}

/** Strings, names of members, comments, and numbers and words, as JavaScript writes them. */
const TOKEN =
  /("(?:[^"\\]|\\.|\\$)*(?:"|$)|'(?:[^'\\]|\\.|\\$)*(?:'|$)|`(?:[^`\\]|\\.|\\$)*(?:`|$))|([\w$]{1,200})(?=\s{0,20}:)|(\/\*.*?(?:\*\/|$)|\/\/[^\n]*)|(?<![\w.])(-?\d[\d.]{0,60}|undefined\b)/gsu;

const MOST_NESTED = 20;

/** The value of a JavaScript literal, e.g. `['a', { code: 1 }]`; undefined for any other expression. */
function literalOf(source: string): JsonValue | undefined {
  const json = source.replace(TOKEN, (token, string?: string, key?: string, comment?: string) => {
    if (comment !== undefined) return token;
    if (key !== undefined) return JSON.stringify(key);
    if (string !== undefined) return /^`.*\$\{/su.test(string) ? string : stringOf(string);
    // A number that JavaScript would write differently is kept as it stands.
    return token === 'undefined' ? 'null' : String(Number(token)) === token ? token : `"${token}"`;
  });
  try {
    const errors: ParseError[] = [];
    const value: JsonValue = parse(json, errors, { allowTrailingComma: true });
    return errors.length > 0 || isNested(value, MOST_NESTED) ? undefined : value;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Whether a value has more levels than this. */
function isNested(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isNested(each, levels - 1));
}

/** A string in quotes as JSON has it; one that nothing ends stays as it is. */
function stringOf(quoted: string): string {
  if (quoted.length < 2 || !quoted.endsWith(quoted.charAt(0))) return quoted;
  const inner = quoted.slice(1, -1);
  const text = inner.replace(/\\(.)/gsu, (_, char: string) =>
    char === 'n' ? '\n' : char === 't' ? '\t' : char,
  );
  return JSON.stringify(text);
}

/** Whether a value can be a code, as an attribute gives it. */
export function isCodeAttribute(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && canBeCode(value.trim()));
}

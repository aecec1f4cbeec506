import type { JsonValue } from '../../catalog/json-value.ts';

const STRING = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\$]|\\.)*)`/suy;
const NUMBER = /-?\d{1,30}(?:\.\d{1,30})?(?![\w.])/y;
const WORD = /(?:true|false|null|undefined)(?!\w)/y;
const KEY = /[\w$]{1,200}/y;
const BETWEEN = /(?:\s|\/\*.*?\*\/|\/\/[^\n]*)*/suy;
const DEEPEST = 20;

/** The value of a JavaScript literal, e.g. `['a', { code: 1 }]`; undefined for any other expression. */
export function literalOf(source: string): JsonValue | undefined {
  const reader = new LiteralReader(source);
  const value = reader.value(0);
  return reader.isAtEnd() ? value : undefined;
}

class LiteralReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  isAtEnd(): boolean {
    this.#take(BETWEEN);
    return this.#at === this.#source.length;
  }

  value(depth: number): JsonValue | undefined {
    this.#take(BETWEEN);
    if (depth > DEEPEST) return undefined;
    const string = this.#string();
    if (string !== undefined) return string;
    const number = this.#take(NUMBER)?.[0];
    // A number that JavaScript would write differently is kept as it stands.
    if (number !== undefined) return String(Number(number)) === number ? Number(number) : number;
    const word = this.#take(WORD)?.[0];
    if (word !== undefined) return word === 'true' || word === 'false' ? word === 'true' : null;
    if (this.#eat('[')) return this.#list(depth);
    return this.#eat('{') ? this.#object(depth) : undefined;
  }

  #list(depth: number): JsonValue | undefined {
    const items: JsonValue[] = [];
    while (!this.#eat(']')) {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      if (!this.#eat(',') && !this.#sees(']')) return undefined;
    }
    return items;
  }

  #object(depth: number): JsonValue | undefined {
    const members: [string, JsonValue][] = [];
    while (!this.#eat('}')) {
      const key = this.#string() ?? this.#take(KEY)?.[0];
      if (key === undefined || !this.#eat(':')) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      members.push([key, value]);
      if (!this.#eat(',') && !this.#sees('}')) return undefined;
    }
    return Object.fromEntries(members);
  }

  #string(): string | undefined {
    const found = this.#take(STRING);
    const text = found?.[1] ?? found?.[2] ?? found?.[3];
    return text?.replace(/\\(.)/gsu, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char));
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  #sees(char: string): boolean {
    this.#take(BETWEEN);
    return this.#source[this.#at] === char;
  }

  #eat(char: string): boolean {
    if (!this.#sees(char)) return false;
    this.#at += 1;
    this.#take(BETWEEN);
    return true;
  }
}

import type { Token } from './token.ts';

/** Gives the blocks of a language that indents them the braces of the others: empty tokens. */
export class Indents {
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

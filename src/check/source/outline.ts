import { wordSet } from '../../base/text.ts';
import type { Token } from './tokens.ts';
import { wordsOfName } from './words.ts';

/** What the head of a block declares. */
export interface Head {
  kind: 'type' | 'function';
  name: string;
  /** The tokens of the head. */
  from: number;
  to: number;
}

const OPEN: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const TYPES = wordSet(`
  class enum struct interface impl object trait mod module namespace record extension protocol union`);
const FUNCTIONS = wordSet('fn func fun def function');
const CONTROL = wordSet(`
  if for while switch match catch when else try do return with using lock unless elif until synchronized
  foreach guard`);
const BEFORE_HEAD = new Set(['{', '}', ';', '(', '[']);
const MAY_END_HEAD = new Set([')', '>', ']', '=>', '?', '*', '!', '}', ';', '{']);
/** Deeper than any source that is written by people; without a bound, brackets in brackets would take for ever. */
const DEEPEST = 60;
const LONGEST_HEAD = 80;

/** Which brackets of a text belong together, and what the blocks are that they make. */
export class Outline {
  readonly #tokens: readonly Token[];
  /** For a bracket its partner; -1 for all else. */
  readonly #pairs: Int32Array;
  /** The bracket that a token stands in; -1 at the top. */
  readonly #parents: Int32Array;
  readonly #heads = new Map<number, Head | null>();
  readonly #endsWithLine: boolean;

  constructor(tokens: readonly Token[], endsWithLine: boolean) {
    this.#tokens = tokens;
    this.#endsWithLine = endsWithLine;
    this.#pairs = new Int32Array(tokens.length).fill(-1);
    this.#parents = new Int32Array(tokens.length).fill(-1);
    const open: number[] = [];
    tokens.forEach(({ kind, text }, index) => {
      const partner = kind === 'mark' ? OPEN[text] : undefined;
      const last = open.at(-1);
      if (partner !== undefined && last !== undefined && tokens[last]?.text === partner) {
        open.pop();
        this.#pairs[index] = last;
        this.#pairs[last] = index;
      }
      this.#parents[index] = open.at(-1) ?? -1;
      if (kind === 'mark' && (text === '(' || text === '[' || text === '{')) open.push(index);
    });
  }

  /** The index of the bracket that closes or opens the one at `index`; -1 without one. */
  pair(index: number): number {
    return this.#pairs[index] ?? -1;
  }

  /** The index of the bracket that the token at `index` stands in; -1 at the top. */
  parent(index: number): number {
    return this.#parents[index] ?? -1;
  }

  /** The index behind what begins at `index`: behind the partner of an opening bracket. */
  behind(index: number): number {
    return Math.max(this.pair(index), index) + 1;
  }

  /** The heads of the blocks round a token, the nearest first. */
  *heads(index: number): Generator<Head> {
    let at = this.parent(index);
    for (let level = 0; at !== -1 && level < DEEPEST; at = this.parent(at), level += 1) {
      const head = this.#tokens[at]?.text === '{' ? this.head(at) : null;
      if (head !== null) yield head;
    }
  }

  /** The nearest head of a kind round a token. */
  enclosing(index: number, kind: Head['kind']): Head | null {
    for (const head of this.heads(index)) if (head.kind === kind) return head;
    return null;
  }

  /** What the block that begins at `open` is; null for one that declares nothing. */
  head(open: number): Head | null {
    const known = this.#heads.get(open);
    if (known !== undefined) return known;
    const head = this.#readHead(open);
    this.#heads.set(open, head);
    return head;
  }

  #readHead(open: number): Head | null {
    const before = this.#tokens[open - 1];
    const isMade = this.#tokens[open]?.start === this.#tokens[open]?.end;
    if (!isMade && before?.kind === 'mark' && !MAY_END_HEAD.has(before.text)) return null;
    let called: { name: string; at: number } | null = null;
    let at = open;
    for (let steps = 0; steps < LONGEST_HEAD; steps += 1) {
      const next = this.#tokens[at];
      if (this.#endsWithLine && at !== open && next?.first) break;
      at -= 1;
      const token = this.#tokens[at];
      if (token === undefined || (token.kind === 'mark' && BEFORE_HEAD.has(token.text))) break;
      if (token.kind === 'mark' && (token.text === ')' || token.text === ']')) {
        const partner = this.pair(at);
        if (partner === -1) break;
        const before = this.#tokens[partner - 1];
        if (token.text === ')' && before?.kind === 'name') {
          // `fun code() = when (this) {`
          const isBody = this.#endsWithLine && this.#tokens[partner - 2]?.text === '=';
          if (CONTROL.has(before.text) && !isBody) return null;
          if (isBody) at = partner - 1;
          else called = { name: before.text, at: partner - 1 };
        }
        at = Math.min(at, partner);
      } else if (token.kind === 'name') {
        if (TYPES.has(token.text)) {
          const name = this.#declared(at, open);
          return name === null ? null : { kind: 'type', name, from: at, to: open };
        }
        if (FUNCTIONS.has(token.text)) {
          const name = this.#functionName(at, open);
          return { kind: 'function', name, from: at, to: open };
        }
        if (CONTROL.has(token.text)) return null;
      } else if (token.kind === 'mark' && token.text === '=>' && at !== open - 1) {
        return null;
      } else if (token.kind === 'mark' && (token.text === '=' || token.text === ':=')) {
        if (this.#endsWithLine && called === null) continue;
        const target = this.#tokens[at - 1];
        if (before?.text !== '=>' || target?.kind !== 'name') return null;
        return { kind: 'function', name: target.text, from: at - 1, to: open };
      }
    }
    return called === null ? null : { kind: 'function', name: called.name, from: called.at, to: open };
  }

  /** The type that a head declares; for `impl X for Y` it is `Y`. */
  #declared(at: number, open: number): string | null {
    let name: string | null = null;
    for (let index = at + 1; index < open; index += 1) {
      const token = this.#tokens[index];
      if (token?.kind !== 'name') continue;
      if (token.text === 'for') name = null;
      else if (name === null && !TYPES.has(token.text)) name = token.text;
    }
    return name;
  }

  /** Go has the receiver between `func` and the name. */
  #functionName(at: number, open: number): string {
    const next = this.#tokens[at + 1];
    const index = next?.text === '(' ? this.behind(at + 1) : at + 1;
    const token = this.#tokens[index];
    if (token?.kind === 'name' && index < open) return this.#lastOfPath(index);
    const assigned = this.#tokens[at - 1]?.text === '=' ? this.#tokens[at - 2] : undefined;
    return assigned?.kind === 'name' ? assigned.text : '';
  }

  /** `fun ApiError.code()` */
  #lastOfPath(index: number): string {
    let at = index;
    while (this.#tokens[at + 1]?.text === '.' && this.#tokens[at + 2]?.kind === 'name') at += 2;
    return this.#tokens[at]?.text ?? '';
  }

  /** The words of every name in a head. */
  wordsOfHead({ from, to }: Head): string[] {
    return this.#tokens
      .slice(from, to)
      .flatMap(({ kind, text }) => (kind === 'name' ? wordsOfName(text) : []));
  }
}

import { saysNoError } from '../../../base/code-shape.ts';
import type { Language } from '../languages.ts';
import type { Outline } from '../outline.ts';
import type { Token } from '../tokens.ts';

/** A source text as the finders read it. */
export interface Source {
  tokens: readonly Token[];
  outline: Outline;
  language: Language;
  /** Whether the name of the file says that it is about errors. */
  isAboutErrors: boolean;
  /** Every declaration or assignment of a name. */
  declared: readonly Declaration[];
}

/** `NAME = …`, `NAME: Type = …`, `Type NAME = …`, `NAME Type = …`, `#define NAME …`, `type NAME = …`. */
export interface Declaration {
  name: string;
  /** The token of the name. */
  at: number;
  /** The names in its type, and before it. */
  types: readonly string[];
  /** Where its value begins. */
  value: number;
  /** Whether it is a member that is assigned: `error.code = …`. */
  isMember: boolean;
  /** Whether it stands in the brackets of a call. */
  isArgument: boolean;
}

/** A code at a token. */
export interface Finding {
  at: number;
  code: string;
  found: Found;
  isName: boolean;
}

/** What a member of an enum is as text: the name alone must then not be reported. */
export interface Mapped {
  name: string;
}

/** Finds one kind of place where codes stand. */
export type Finder = (source: Source) => Iterable<Finding | Mapped>;

const NONE: Token = { kind: 'mark', text: '', start: 0, end: 0, line: 0, first: true };

/** The token at `index`; an empty mark outside of the text. */
export function tokenAt({ tokens }: Source, index: number): Token {
  // Asked for by every finder, mostly within: what is out of bounds costs the engine its fast way.
  return index >= 0 && index < tokens.length ? (tokens[index] ?? NONE) : NONE;
}

/** Whether a certain mark stands at `index`. */
export function isMark(source: Source, index: number, ...marks: readonly string[]): boolean {
  const { kind, text } = tokenAt(source, index);
  return kind === 'mark' && marks.includes(text);
}

/** Whether a certain name stands at `index`. */
export function isName(source: Source, index: number, ...names: readonly string[]): boolean {
  const { kind, text } = tokenAt(source, index);
  return kind === 'name' && names.includes(text);
}

/** Whether one of the names from `from` to before `to` is as the pattern says. */
export function hasName({ tokens }: Source, from: number, to: number, pattern: RegExp): boolean {
  return tokens.slice(from, to).some(({ kind, text }) => kind === 'name' && pattern.test(text));
}

/** The stretches between the commas directly in the bracket at `open`, each from its first token to behind its last. */
export function* parts(source: Source, open: number): Generator<{ from: number; to: number }> {
  const { outline } = source;
  const close = outline.pair(open);
  let from = open + 1;
  for (let at = from; at < close; at = outline.behind(at)) {
    if (!isMark(source, at, ',', ';')) continue;
    if (at > from) yield { from, to: at };
    from = at + 1;
  }
  if (from < close) yield { from, to: close };
}

const CONVERSIONS = 'into to_string to_owned into_boxed_str freeze intern as_str to_sym'.split(' ');
const AFTER_WHOLE = new Set(['', ...', ; ) ] } { | ? : || ?? => & ! @ #'.split(' ')]);
const AFTER_WHOLE_NAMES = ['as', 'satisfies', 'if', 'else', 'unless', 'or', 'and', 'end', 'do', 'in', 'not'];

/** What the string at `index` says, if the literal is the whole of the value there; else null. */
export function wholeString(source: Source, index: number): string | null {
  const { kind, text } = tokenAt(source, index);
  if (kind !== 'string') return null;
  return isWholeBefore(source, behindConversion(source, index + 1)) ? text : null;
}

/** `"x".into()`, `'x'.freeze`: the value stays the same. */
function behindConversion(source: Source, index: number): number {
  if (!isMark(source, index, '.') || !isName(source, index + 1, ...CONVERSIONS)) return index;
  return isMark(source, index + 2, '(') ? source.outline.behind(index + 2) : index + 2;
}

function isWholeBefore(source: Source, index: number): boolean {
  const next = tokenAt(source, index);
  if (next.kind === 'mark')
    return AFTER_WHOLE.has(next.text) || (next.first && next.text !== '.' && next.text !== '+');
  if (next.kind !== 'name') return false;
  return next.first || AFTER_WHOLE_NAMES.includes(next.text);
}

/** The number at `index`, with its sign, if it is the whole of the value there; else null. */
export function wholeNumber(source: Source, index: number): string | null {
  const isNegative = isMark(source, index, '-');
  const at = isNegative ? index + 1 : index;
  const { kind, text } = tokenAt(source, at);
  if (kind !== 'number' || !isWholeBefore(source, at + 1)) return null;
  return isNegative ? `-${text}` : text;
}

const CASES = new Set([',', ')', ']', '}', ';', '']);
const BEFORE_BRANCH = new Set(['?', ':', '??', '||', '|']);
const BEFORE_BRANCH_NAMES = ['else', 'or', 'then'];
/** Behind so many tokens without a branch that is a string, there comes none. */
const LONGEST_BRANCH = 60;

/**
 * The strings that the value which begins at `index` can be: itself, or the branches of `a ? 'x' : 'y'`, `a ?? 'x'`,
 * `"x" if a else "y"`, and the members of a union.
 */
export function* possibleStrings(source: Source, index: number): Generator<{ at: number; text: string }> {
  const { outline } = source;
  const start = isMark(source, index, '|', '&') ? index + 1 : index;
  for (let at = start, steps = 0; steps < LONGEST_BRANCH; at = outline.behind(at), steps += 1) {
    const token = tokenAt(source, at);
    if (token.kind === 'mark' && CASES.has(token.text)) return;
    if (at !== start && token.first && !isContinued(source, at)) return;
    const before = tokenAt(source, at - 1);
    const isBranch =
      at === start ||
      (before.kind === 'mark' && BEFORE_BRANCH.has(before.text)) ||
      (before.kind === 'name' && BEFORE_BRANCH_NAMES.includes(before.text));
    const text = isBranch ? wholeString(source, at) : null;
    if (text !== null) {
      steps = 0;
      yield { at, text };
    }
    if (at === start && token.kind === 'mark' && (token.text === '{' || token.text === '[')) return;
  }
}

function isContinued(source: Source, at: number): boolean {
  return (
    isMark(source, at, '?', ':', '??', '||', '|', '.', '&&') ||
    isMark(source, at - 1, '?', ':', '??', '||', '|', '&&', '=', '(')
  );
}

/** How `serde` and `strum` write the name of a variant by each rule, from the name itself and its snake case. */
export const RENAMINGS = new Map<string, (name: string, snake: string) => string>([
  ['snake_case', (_, snake) => snake],
  ['SCREAMING_SNAKE_CASE', (_, snake) => snake.toUpperCase()],
  ['shouty_snake_case', (_, snake) => snake.toUpperCase()],
  ['kebab-case', (_, snake) => snake.replaceAll('_', '-')],
  ['kebab_case', (_, snake) => snake.replaceAll('_', '-')],
  ['SCREAMING-KEBAB-CASE', (_, snake) => snake.replaceAll('_', '-').toUpperCase()],
  ['camelCase', (name) => name.slice(0, 1).toLowerCase() + name.slice(1)],
  ['PascalCase', (name) => name],
  ['lowercase', (name) => name.toLowerCase()],
  ['UPPERCASE', (name) => name.toUpperCase()],
]);

/** The name of a variant under `rename_all`; null for a rule that is not known. */
export function renamed(name: string, rule: string): string | null {
  const snake = name.replace(/(?!^)\p{Lu}/gu, '_$&').toLowerCase();
  return RENAMINGS.get(rule)?.(name, snake) ?? null;
}

const NOTHING = /^(?:unset|unspecified|not_?set|undefined|reserved|count|max|last|_+)$/i;

/** Whether the name of a member stands for the absence of an error, or for nothing at all. */
export function isNoError(name: string): boolean {
  const own = name.replace(/^(?:err|error|code)+_?/i, '') || name;
  return saysNoError(own) || NOTHING.test(own) || /(?:_UNSPECIFIED|_OK|_SUCCESS|Unspecified)$/.test(name);
}

/** How a code was found in source text. */
type Found = 'constant' | 'enum' | 'field' | 'call' | 'pattern' | 'construct';

/** A code as source text names it. */
export interface SourceCode {
  /** As it goes over the wire, as far as the source tells. */
  code: string;
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  found: Found;
  /**
   * True where the code is only the name of an enum member or constant without a value (`NOT_FOUND`, `NotFound`), so
   * that its spelling on the wire is unknown: compare it without regard to case and separators.
   */
  isName: boolean;
}

import type { Language } from '../languages/language.ts';
import type { Token } from '../lex/token.ts';
import type { Outline } from '../outline.ts';
import type { Found } from '../source-code.ts';

/** A source text as the finders read it. */
export interface Source {
  tokens: readonly Token[];
  outline: Outline;
  language: Language;
  /** Whether the name of the file says that it is about errors. */
  isAboutErrors: boolean;
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
  return tokens[index] ?? NONE;
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

/** How a string literal of a language begins, ends, and what may stand in it. */
export interface StringForm {
  open: string;
  close: string;
  /** Whether a backslash takes the next character with it. */
  escapes: boolean;
  /** Whether it may hold line breaks. */
  lines: boolean;
  /** Whether the closing mark written twice is one that belongs to the text. */
  doubles?: boolean;
  /** What begins a part that is computed: `${`, `#{`, `\(`, `{`; a string that has one is no literal. */
  computed?: string;
}

/** What has to be known of a language to cut its text into names, strings and marks. */
export interface Language {
  name: string;
  lineComments: readonly string[];
  blockComments: readonly { open: string; close: string; nests?: boolean }[];
  /** The longer opening marks first. */
  strings: readonly StringForm[];
  /** What may stand right before the quote of a string, in lower case, with the form that it makes of it. */
  prefixes?: Readonly<Record<string, Partial<StringForm>>>;
  /** Characters that belong to names, besides letters, digits and `_`. */
  inNames?: string;
  /** `'x'` is a character, or else (Rust) a lifetime. */
  characters?: boolean;
  /** Statements end with their line. */
  endsWithLine?: boolean;
  /** Blocks are made by indenting: they are given braces. */
  indents?: boolean;
  /** Raw strings whose end repeats what their beginning says. */
  raw?: 'rust' | 'cpp' | 'swift';
  heredocs?: 'ruby' | 'php';
  /** `` `…${…}…` ``, whose computed parts are source text again. */
  templates?: boolean;
  /** `/…/`, where no value stands before it. */
  regexes?: boolean;
  /** `:name` is text. */
  symbols?: boolean;
  /** Text outside of `<?php … ?>` is none of the language. */
  embedded?: boolean;
}

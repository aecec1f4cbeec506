const DOUBLE: StringForm = { open: '"', close: '"', escapes: true, lines: false };
const SINGLE: StringForm = { open: "'", close: "'", escapes: true, lines: false };
const C_COMMENTS = { lineComments: ['//'], blockComments: [{ open: '/*', close: '*/' }] };
const NESTED_COMMENTS = { lineComments: ['//'], blockComments: [{ open: '/*', close: '*/', nests: true }] };
const TRIPLE: StringForm = { open: '"""', close: '"""', escapes: false, lines: true };

const GO: Language = {
  name: 'go',
  ...C_COMMENTS,
  strings: [DOUBLE, { open: '`', close: '`', escapes: false, lines: true }],
  characters: true,
  endsWithLine: true,
};

const COMPUTED = { computed: '{' };
const PYTHON: Language = {
  name: 'python',
  lineComments: ['#'],
  blockComments: [],
  strings: [
    { ...TRIPLE, escapes: true },
    { open: "'''", close: "'''", escapes: true, lines: true },
    DOUBLE,
    SINGLE,
  ],
  prefixes: {
    ...{ r: {}, u: {}, b: {}, br: {}, rb: {} },
    ...{ f: COMPUTED, fr: COMPUTED, rf: COMPUTED, t: COMPUTED },
  },
  endsWithLine: true,
  indents: true,
};

const SCRIPT: Language = {
  name: 'javascript',
  ...C_COMMENTS,
  strings: [DOUBLE, SINGLE],
  inNames: '$#',
  templates: true,
  regexes: true,
};

const JAVA: Language = {
  name: 'java',
  ...C_COMMENTS,
  strings: [{ ...TRIPLE, escapes: true }, DOUBLE],
  characters: true,
};

const KOTLIN: Language = {
  name: 'kotlin',
  ...NESTED_COMMENTS,
  strings: [
    { ...TRIPLE, computed: '$' },
    { ...DOUBLE, computed: '$' },
  ],
  characters: true,
  endsWithLine: true,
};

const RUST: Language = {
  name: 'rust',
  ...NESTED_COMMENTS,
  strings: [{ ...DOUBLE, lines: true }],
  prefixes: { b: {}, c: {} },
  characters: true,
  raw: 'rust',
};

const C_SHARP: Language = {
  name: 'csharp',
  ...C_COMMENTS,
  strings: [
    { open: '$@"', close: '"', escapes: false, lines: true, doubles: true, computed: '{' },
    { open: '@$"', close: '"', escapes: false, lines: true, doubles: true, computed: '{' },
    { open: '$"""', close: '"""', escapes: false, lines: true, computed: '{' },
    { open: '@"', close: '"', escapes: false, lines: true, doubles: true },
    { ...DOUBLE, open: '$"', computed: '{' },
    TRIPLE,
    DOUBLE,
  ],
  characters: true,
};

const SWIFT: Language = {
  name: 'swift',
  ...NESTED_COMMENTS,
  strings: [
    { ...TRIPLE, escapes: true, computed: '\\(' },
    { ...DOUBLE, computed: '\\(' },
  ],
  endsWithLine: true,
  raw: 'swift',
};

const SCALA: Language = {
  name: 'scala',
  ...NESTED_COMMENTS,
  strings: [TRIPLE, DOUBLE],
  prefixes: { s: { computed: '$' }, f: { computed: '$' }, raw: { computed: '$' } },
  characters: true,
  endsWithLine: true,
};

const C: Language = {
  name: 'c',
  ...C_COMMENTS,
  strings: [DOUBLE],
  prefixes: { l: {}, u: {}, u8: {} },
  characters: true,
  raw: 'cpp',
};

const RUBY: Language = {
  name: 'ruby',
  lineComments: ['#'],
  blockComments: [{ open: '\n=begin', close: '\n=end' }],
  strings: [
    // A quote in what is not understood (`?'`, `%q(…)`) then costs its line, not the file.
    { ...DOUBLE, computed: '#{' },
    SINGLE,
    { open: '`', close: '`', escapes: true, lines: false, computed: '#{' },
  ],
  inNames: '@$',
  endsWithLine: true,
  indents: true,
  heredocs: 'ruby',
  regexes: true,
  symbols: true,
};

const PHP: Language = {
  name: 'php',
  lineComments: ['//', '#'],
  blockComments: [{ open: '/*', close: '*/' }],
  strings: [
    { ...DOUBLE, lines: true, computed: '$' },
    { ...SINGLE, lines: true },
  ],
  inNames: '$',
  heredocs: 'php',
  embedded: true,
};

const LANGUAGES: readonly (readonly [endings: RegExp, language: Language])[] = [
  [/\.go$/i, GO],
  [/\.pyi?$/i, PYTHON],
  [/\.[mc]?[tj]s$|\.[tj]sx$/i, SCRIPT],
  [/\.java$/i, JAVA],
  [/\.kts?$/i, KOTLIN],
  [/\.rs$/i, RUST],
  [/\.cs$/i, C_SHARP],
  [/\.swift$/i, SWIFT],
  [/\.scala$/i, SCALA],
  [/\.rb$/i, RUBY],
  [/\.php$/i, PHP],
  [/\.(?:[ch]|cc|cpp|cxx|hpp|hh)$/i, C],
];

/** The language of a file by its name; null if it is none that is read. */
export function languageOf(file: string): Language | null {
  return LANGUAGES.find(([endings]) => endings.test(file))?.[1] ?? null;
}

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

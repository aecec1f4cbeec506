import { findInArms } from './find/arms.ts';
import { findInCalls } from './find/calls.ts';
import { findInCollections } from './find/collections.ts';
import { findInConstants } from './find/constants.ts';
import { findInEnums } from './find/enums.ts';
import { findInFields } from './find/fields.ts';
import { findInJsonTexts } from './find/json-texts.ts';
import type { Finder, Finding, Source } from './find/source.ts';
import type { Language } from './languages/language.ts';
import type { Token } from './lex/token.ts';
import { tokensOf } from './lex/tokens-of.ts';
import { Outline } from './outline.ts';
import { fileSaysError } from './says-error.ts';
import type { SourceCode } from './source-code.ts';
import { isPascalCase, plain, wordsOf } from './words.ts';

/** What one text names. */
export interface TextCodes {
  /** In the order of the text. */
  emitted: SourceCode[];
  /** The line of the first literal, or name of a variant, that says each of the known codes. */
  mentioned: Map<string, number>;
  /** Members of enums that are written as another text, without case and separators. */
  mapped: Set<string>;
}

/** The surest first: where two find a code at one place, the first says how. */
const FINDERS: readonly Finder[] = [
  findInEnums,
  findInArms,
  findInConstants,
  findInCollections,
  findInFields,
  findInCalls,
  findInJsonTexts,
];

/**
 * The codes that a source text declares or emits, and which of `known` it mentions in a literal. Whatever the text is,
 * this takes time in proportion to its length. `file` is what places name, and may say that all is about errors.
 */
export function codesInText(
  text: string,
  { language, file, known }: { language: Language; file: string; known: ReadonlySet<string> },
): TextCodes {
  const tokens = tokensOf(text, language);
  const outline = new Outline(tokens, language.endsWithLine === true);
  const source: Source = { tokens, outline, language, isAboutErrors: fileSaysError(file) };
  const findings = new Map<string, Finding>();
  const mapped = new Set<string>();
  for (const find of FINDERS) {
    for (const found of find(source)) {
      if ('name' in found) mapped.add(plain(found.name));
      else if (!findings.has(keyOf(found))) findings.set(keyOf(found), found);
    }
  }
  const inOrder = [...findings.values()].sort((a, b) => a.at - b.at);
  return {
    emitted: placed(inOrder, text, tokens, file),
    mentioned: mentionsOf(tokens, known, language),
    mapped,
  };
}

function keyOf({ at, code }: Finding): string {
  return `${at} ${code}`;
}

function placed(
  inOrder: readonly Finding[],
  text: string,
  tokens: readonly Token[],
  file: string,
): SourceCode[] {
  let lineStart = 0;
  let lastLine = 1;
  return inOrder.map(({ at, code, found, isName }) => {
    const { start, line } = tokens[at] ?? { start: 0, line: 1 };
    // Looked for once a line, so that a text of one line costs no more than others.
    if (line !== lastLine) lineStart = text.lastIndexOf('\n', start - 1) + 1;
    lastLine = line;
    return { code, file, line, column: start - lineStart + 1, found, isName };
  });
}

const QUOTED = /"([\w.:/-]{2,200})"/g;

/**
 * A code is mentioned by a literal that is it, by one that holds it in quotes, or by a number of four digits or more; in
 * Rust also by a name of which macros make it, as `NotFound` is `not_found`.
 */
function mentionsOf(
  tokens: readonly Token[],
  known: ReadonlySet<string>,
  { name: language }: Language,
): Map<string, number> {
  const mentioned = new Map<string, number>();
  const add = (code: string, line: number) => {
    if (known.has(code) && !mentioned.has(code)) mentioned.set(code, line);
  };
  for (const { kind, text, line } of tokens) {
    if (kind === 'string') {
      add(text, line);
      if (text.includes('"')) for (const [, code = ''] of text.matchAll(QUOTED)) add(code, line);
    } else if (language === 'rust' && kind === 'name' && isPascalCase(text)) {
      // A lone word is too common a name.
      const words = wordsOf(text);
      if (words.length > 1) add(words.join('_'), line);
    } else if (kind === 'number' && text.length >= 4) add(text, line);
  }
  return mentioned;
}

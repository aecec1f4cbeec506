import { plainForm } from '../../base/words.ts';
import { ImportError, type Importer } from '../../import/import.ts';
import { type Construct, standings } from './constructs.ts';
import { findInCalls, findInDefinitions, findInFields, findInJsonTexts } from './find/calls.ts';
import { findInCollections } from './find/collections.ts';
import { findInConstants } from './find/constants.ts';
import { sourceOf } from './find/declarations.ts';
import { findInArms, findInEnums } from './find/enums.ts';
import { type Finder, type Finding, isMark, isNoError, type SourceCode } from './find/source.ts';
import type { Language } from './languages.ts';
import { isKnown, type Known, mayBeCode, mayBeKey, type Stood } from './learn.ts';
import type { Token } from './tokens.ts';
import { errorCodeSureness, isPascalCase, wordsOfName } from './words.ts';

/** What one text names. */
interface TextCodes {
  /** What the rules find, in the order of the text. */
  emitted: Stood[];
  /** What else may be a code, where known ones stand in the same construct. */
  stood: Stood[];
  /** The line of the first literal, or name of a variant, that says each of the known codes. */
  mentioned: Map<string, number>;
  /** Members of enums that are written as another text, without case and separators. */
  mapped: Set<string>;
}

/** The surest first: where two find a code at one place, the first says how. */
const FINDERS: readonly Finder[] = [
  findInDefinitions,
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
  { language, file, known }: { language: Language; file: string; known: Known },
): TextCodes {
  const source = sourceOf(text, language, file);
  const { tokens } = source;
  const findings = new Map<string, Finding>();
  const mapped = new Set<string>();
  for (const find of FINDERS) {
    for (const found of find(source)) {
      if ('name' in found) mapped.add(plainForm(found.name));
      else if (!findings.has(keyOf(found))) findings.set(keyOf(found), found);
    }
  }
  const inOrder = [...findings.values()].sort((a, b) => a.at - b.at);
  const isFound = new Set(inOrder.map(({ at }) => at));
  const mayStand = (token: Token, at: number) =>
    mayBeCode(token, known) || (isMark(source, at + 1, ':') && mayBeKey(token, known));
  const wanted = (at: number) => {
    const token = tokens[at];
    return isFound.has(at) || (known.codes.size > 0 && token !== undefined && mayStand(token, at));
  };
  const standing = new Map([...standings(source, file, wanted)].map((each) => [each.at, each]));
  const others = [...standing.values()].flatMap(({ at, isName }): Finding[] => {
    const token = tokens[at];
    return token === undefined || !mayStand(token, at)
      ? []
      : [{ at, code: token.text, found: 'construct', isName }];
  });
  const withConstructs = (found: readonly Finding[]) =>
    placed(found, text, tokens, file).map((code, index) => ({
      ...code,
      constructs: standing.get(found[index]?.at ?? -1)?.constructs ?? [],
    }));
  return {
    emitted: withConstructs(inOrder),
    stood: teaching(withConstructs(others), known),
    mentioned: mentionsOf(tokens, known.codes, language),
    mapped,
  };
}

/** Only what may stand beside a known code: what a file alone holds must do so there. */
function teaching(stood: readonly Stood[], known: Known): Stood[] {
  const taught = new Set(
    stood.flatMap((each) => (isKnown(each, known) ? each.constructs.map(({ key }) => key) : [])),
  );
  return stood.flatMap((each) => {
    const constructs = each.constructs.filter(({ key, isOfFile }) => !isOfFile || taught.has(key));
    return constructs.length === 0 ? [] : [{ ...each, constructs }];
  });
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
      const words = wordsOfName(text);
      if (words.length > 1) add(words.join('_'), line);
    } else if (kind === 'number' && text.length >= 4) add(text, line);
  }
  return mentioned;
}

/**
 * The codes that a team's own patterns find in a text: group `code`, or the first group, or the whole match. Every
 * pattern must have the flag `g`; one that matches nothing at all finds nothing there and goes on. What stands as
 * `NotFound` without quotes is a name of the language and says nothing of case and separators.
 */
export function codesByPattern(text: string, patterns: readonly RegExp[], file: string): Stood[] {
  const found: { offset: number; code: string }[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const code = match.groups?.['code'] ?? match[1] ?? match[0];
      if (code !== '') found.push({ offset: match.index + Math.max(0, match[0].indexOf(code)), code });
    }
  }
  found.sort((a, b) => a.offset - b.offset);
  let line = 1;
  let lineStart = 0;
  return found.map(({ offset, code }) => {
    for (
      let next = text.indexOf('\n', lineStart);
      next !== -1 && next < offset;
      next = text.indexOf('\n', lineStart)
    ) {
      line += 1;
      lineStart = next + 1;
    }
    return {
      code,
      file,
      line,
      column: offset - lineStart + 1,
      found: 'pattern',
      isName: isBareName(text, offset, code),
      constructs: [],
    };
  });
}

/** A pattern with the flags that it is searched with: all of its own, every match, and `^` and `$` at lines. */
export function searching(pattern: RegExp): RegExp {
  const flags = new Set([...pattern.flags.replace('y', ''), 'g', 'm']);
  return new RegExp(pattern.source, [...flags].join(''));
}

function isBareName(text: string, offset: number, code: string): boolean {
  return isPascalCase(code) && !/["'`]/.test(text.charAt(offset - 1) + text.charAt(offset + code.length));
}

/**
 * Leaves out of `codes` the bare names of what is also spelled: members that are mapped to a text, and names that a
 * spelled code or a known one has but for case and separators. Of the names that stay, what only says that they are
 * errors (`CodeNotFound`, `ERROR_CODE_NOT_FOUND`) is cut off, unless `known` has the whole or a pattern found it.
 */
export function settleNames(
  codes: readonly Stood[],
  mapped: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Stood[] {
  const spelled = new Set(codes.filter(({ isName }) => !isName).map(({ code }) => plainForm(code)));
  const isKnown = new Set([...known].map(plainForm));
  return codes.flatMap((found) => {
    if (!found.isName) return [found];
    if (mapped.has(plainForm(found.code))) return [];
    const isWhole = found.found === 'pattern' || isKnown.has(plainForm(found.code));
    const code = isWhole ? found.code : withoutKind(found.code);
    return spelled.has(plainForm(code)) ? [] : [{ ...found, code }];
  });
}

/** A name without the words before it that only say what it is: `Err`, `Code`, `ERROR_CODE_`. */
function withoutKind(name: string): string {
  const [first = '', second = ''] = wordsOfName(name);
  const isPrefix = first === 'code' || first === 'err' || first === 'error';
  if (!isPrefix) return name;
  const length =
    first.length +
    (errorCodeSureness(first) !== null && second === 'code' ? separated(name, first.length, 4) : 0);
  const rest = name.slice(length).replace(/^_+/, '');
  return rest.length < 3 ? name : rest;
}

function separated(name: string, at: number, length: number): number {
  return length + (name[at] === '_' ? 1 : 0);
}

/** The members of the enums of Protocol Buffers or GraphQL: codes where the enum is named for them, or holds known ones. */
export function codesInEnums(
  text: string,
  { file, known, read }: { file: string; known: Known; read: Importer },
): TextCodes {
  const lines = text.split('\n');
  const stood = entriesOf(text, read).flatMap(({ data: { code, area }, line }): Stood[] => {
    if (isNoError(String(code))) return [];
    const column = (lines[(line ?? 1) - 1] ?? '').indexOf(String(code)) + 1;
    const constructs = [enumOf(file, area ?? '')];
    return [{ code: String(code), file, line: line ?? 1, column, found: 'enum', isName: false, constructs }];
  });
  const isNamed = ({ constructs: [construct] }: Stood) => {
    const name = construct?.label.split(' ').at(-1) ?? '';
    return name === 'Reason' || errorCodeSureness(name) !== null;
  };
  return { ...wordsInText(text, known), emitted: stood.filter(isNamed), stood };
}

function enumOf(file: string, name: string): Construct {
  return {
    key: `enum ${file} ${name}`,
    label: `members of the enum ${name}`,
    kind: 'list',
    isOfFile: true,
    isNamed: true,
  };
}

function entriesOf(text: string, read: Importer) {
  try {
    return read(text, { map: new Map(), list: null, isGuess: false }).entries;
  } catch (error) {
    if (error instanceof ImportError) return [];
    throw error;
  }
}

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_./:-]{1,199}/gu;

/** The known codes that stand as a word in a text of any kind, with their lines. */
export function wordsInText(text: string, { codes }: Known): TextCodes {
  const mentioned = new Map<string, number>();
  for (const [at, line] of text.split('\n').entries()) {
    for (const [word] of line.matchAll(WORD)) {
      const code = codes.has(word) ? word : word.replace(/(?<![.:/-])[.:/-]+$/, '');
      if (codes.has(code) && !mentioned.has(code)) mentioned.set(code, at + 1);
    }
  }
  return { emitted: [], stood: [], mentioned, mapped: new Set() };
}

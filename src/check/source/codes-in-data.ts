import { ImportError, type Importer } from '../../import/import.ts';
import type { TextCodes } from './codes-in-text.ts';
import type { Construct } from './constructs.ts';
import { isNoError } from './find/source.ts';
import type { Known, Stood } from './learn.ts';
import { errorCodeSureness } from './words.ts';

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

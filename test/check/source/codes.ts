import { codesInText } from '../../../src/check/source/codes-in-text.ts';
import { languageOf } from '../../../src/check/source/languages.ts';
import { knownCodes } from '../../../src/check/source/learn.ts';

/** The codes in a text of a file, each with `?` behind it where only its name is known; in the order of the text. */
export function codesIn(text: string, file: string): string[] {
  const language = languageOf(file);
  if (language === null) throw new Error(`${file} is of no language that is read`);
  const { emitted } = codesInText(text, { language, file, known: knownCodes(new Set()) });
  return emitted.map(({ code, isName }) => (isName ? `${code}?` : code));
}

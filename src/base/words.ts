import { stemmer } from 'stemmer';

/**
 * How names and texts split into words, and what is left of a name where its spelling does not matter.
 *
 * Every function takes letters of any script and time linear in the text.
 */

const LETTER_CASES = /([\p{Ll}\p{N}])(\p{Lu})/gu;
const CAPITALS = /(\p{Lu})(\p{Lu}\p{Ll})/gu;
const WORD = /[\p{L}\p{N}]+/gu;
/** The same for ASCII, which most texts are, and which takes less time. */
const NOT_ASCII = /[^\x00-\x7f]/;
const ASCII_CASES = /([a-z0-9])([A-Z])/g;
const ASCII_CAPITALS = /([A-Z])([A-Z][a-z])/g;
const ASCII_WORD = /[a-z0-9]+/g;

/**
 * The words of a name or a code, in lower case: `Err.WorkspaceSlug-Taken` gives err, workspace, slug, taken, and
 * `HTTPError` gives http, error. Digits belong to the word at which they stand: `oauth2_error` gives oauth2, error.
 */
export function wordsOf(name: string): string[] {
  if (!NOT_ASCII.test(name)) {
    const parted = name.replace(ASCII_CASES, '$1 $2').replace(ASCII_CAPITALS, '$1 $2');
    return parted.toLowerCase().match(ASCII_WORD) ?? [];
  }
  const parted = name.replace(LETTER_CASES, '$1 $2').replace(CAPITALS, '$1 $2');
  return parted.toLowerCase().match(WORD) ?? [];
}

/**
 * The same with every number as a word of its own, for names that a programmer has chosen: `ErrCode1001` gives err,
 * code, 1001, so that the words before a number keep their meaning.
 */
export function wordsAndNumbersOf(name: string): string[] {
  return wordsOf(name).flatMap((word) => word.match(/\p{N}+|[^\p{N}]+/gu) ?? []);
}

/** `text` with plain letters: without accents, and with ligatures and full-width letters taken apart. */
export function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '');
}

/** The words of a text, folded to plain lower-case letters; neighboring letters where a script has no spaces. */
export function wordsIn(text: string): string[] {
  const isAscii = !NOT_ASCII.test(text);
  const folded = (isAscii ? text : withoutAccents(text)).toLowerCase();
  const plain = /['’]/.test(folded)
    ? folded.replace(/(?<=[a-z])n['’]t(?![a-z])/g, ' not').replace(/['’]/g, '')
    : folded;
  return isAscii ? (plain.match(ASCII_WORD) ?? []) : (plain.match(WORD) ?? []).flatMap(wordPieces);
}

/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** A run of letters as what can be found again: itself, or pairs of neighbors where its script has no spaces. */
function wordPieces(run: string): string[] {
  if (run.length < 3 || !UNSPACED.test(run)) return [run];
  const letters = [...run];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

/** A word without its ending, so that singular and plural are one. */
export function stemOf(word: string): string {
  return /^[a-z]+$/.test(word) ? stemmer(word) : word;
}

/** The letters and digits of a name, in lower case: `Error-Code` and `error_code` are both `errorcode`. */
export function lettersOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/**
 * A code without case and separators, as `workspaceSlug.Taken` and `WORKSPACE_SLUG_TAKEN` share it. Unlike in
 * `lettersOf`, digits that a separator parts stay apart, as `1.12` and `11.2` are two codes, and a code without letters
 * is what it is: `-1` is not `1`.
 */
export function plainForm(code: string): string {
  if (!/\p{L}/u.test(code)) return code;
  return code
    .toLowerCase()
    .replace(/(?<=\p{N})[^\p{L}\p{N}]{1,200}(?=\p{N})/gu, '.')
    .replace(/[^\p{L}\p{N}.]+|(?<!\p{N})\.|\.(?!\p{N})/gu, '');
}

import { stemmer } from 'stemmer';
import type { Catalog } from '../catalog/catalog.ts';
import { editDistance } from '../text/edit-distance.ts';
import { wordsOf } from './normalize.ts';

/** A code that a misspelt one may mean. `confidence` is 0 to 1. */
export interface Guess {
  code: string;
  confidence: number;
}

const DECORATION = new Set(['err', 'error', 'errors', 'exception', 'code', 'e']);
const CERTAIN = 1;
const REORDERED = 0.9;
const LIKELY = 0.8;
const LONGEST_SEARCHED = 65_536;
const LONGEST_PROSE = 4_000;

const NAME = /\b(?:[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+|[A-Za-z]?[a-z]+[A-Z][A-Za-z0-9]*)/g;

/**
 * The codes of the catalog that a misspelt code may mean, best first; empty if none is near.
 *
 * Case, separators, camelCase and an `Err`/`Error` decoration are no difference at all; after that a
 * missing part that only one code can complete, then a typo of at most a letter in five.
 */
export function spelledLike(text: string, catalog: Catalog): Guess[] {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 8) return [];
  const bare = words.filter((word) => !DECORATION.has(word));

  const guesses: Guess[] = [];
  for (const { code } of catalog.entries) {
    const codeWords = code.split('_');
    const whole = codeWords.join('');
    const confidence = isSame(words, bare, codeWords)
      ? CERTAIN
      : Math.max(
          alikeOf(words, codeWords),
          reorderedOf(bare, codeWords),
          partOf(bare, codeWords),
          typoOf(words.join(''), whole),
          typoOf(bare.join(''), whole),
        );
    if (confidence > 0) guesses.push({ code, confidence });
  }
  return guesses.sort((a, b) => b.confidence - a.confidence);
}

/**
 * The codes that stand in a longer text under another spelling: as the name of a class or constant
 * (`RateLimitedError`, `ERR_RATE_LIMITED`), or as three or more words in a row. From its first 64 KB.
 */
export function spelledIn(text: string, catalog: Catalog): Guess[] {
  const searched = text.slice(0, LONGEST_SEARCHED);
  const names = [...new Set(Array.from(searched.matchAll(NAME), ([name]) => name))];
  const spaced = ` ${wordsOf(searched.slice(0, LONGEST_PROSE)).join(' ')} `;
  const found = new Map<string, number>();
  for (const name of names) {
    const words = wordsOf(name).slice(-8);
    const bare = words.filter((word) => !DECORATION.has(word));
    const code = codeOfWords(words, bare, catalog);
    if (code !== undefined) found.set(code, CERTAIN);
  }
  for (const { code } of catalog.entries) {
    const codeWords = code.split('_');
    if (codeWords.length > 2 && spaced.includes(` ${codeWords.join(' ')} `)) found.set(code, CERTAIN);
  }
  return [...found].map(([code, confidence]) => ({ code, confidence }));
}

/** The `count` codes nearest to `text` by letters, however far. */
export function nearestCodes(text: string, catalog: Catalog, count: number): string[] {
  const joined = wordsOf(text.slice(0, 80)).join('');
  return catalog.entries
    .map(({ code }) => {
      const whole = code.replaceAll('_', '');
      return { code, distance: editDistance(joined, whole) / Math.max(joined.length, whole.length, 1) };
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ code }) => code);
}

/** The same letters, whatever the separators and case, with or without an `Err` or `Error` round them. */
function isSame(words: readonly string[], bare: readonly string[], codeWords: readonly string[]): boolean {
  const whole = codeWords.join('');
  if (words.join('') === whole || bare.join('') === whole) return true;
  const wholeBare = codeWords.filter((word) => !DECORATION.has(word)).join('');
  return words.length > 1 && bare.join('') === wholeBare;
}

function codeOfWords(
  words: readonly string[],
  bare: readonly string[],
  catalog: Catalog,
): string | undefined {
  const direct = [words, bare].map((list) => list.join('_')).find((name) => catalog.get(name) !== undefined);
  return direct ?? catalog.entries.find(({ code }) => isSame(words, bare, code.split('_')))?.code;
}

/** Words that mean the same at the end of a code, by their stems; '' for words that add nothing. */
const EQUAL: Readonly<Record<string, string>> = {
  error: 'fail',
  failur: 'fail',
  miss: 'requir',
  bad: 'invalid',
  illeg: 'invalid',
  alreadi: '',
  exceed: '',
  server: '',
  by: '',
  only: '',
  is: '',
  was: '',
  the: '',
};
const ALIKE = 0.7;

function kernelOf(words: readonly string[]): string {
  return words
    .map((word) => stemmer(word))
    .map((stem) => EQUAL[stem] ?? stem)
    .filter((stem) => stem !== '')
    .sort()
    .join(' ');
}

/** The same words but for their form, their order, and words that say the same or nothing. */
function alikeOf(words: readonly string[], codeWords: readonly string[]): number {
  return words.length > 1 && kernelOf(words) === kernelOf(codeWords) ? ALIKE : 0;
}

/** All the words of the code in another order. */
function reorderedOf(words: readonly string[], codeWords: readonly string[]): number {
  const sameSet = words.length === codeWords.length && codeWords.every((word) => words.includes(word));
  return sameSet && words.length > 1 ? REORDERED : 0;
}

/** At least two words, all of them words of the code and in its order. */
function partOf(words: readonly string[], codeWords: readonly string[]): number {
  if (words.length < 2) return 0;
  let from = 0;
  for (const word of words) {
    const at = codeWords.indexOf(word, from);
    if (at === -1) return 0;
    from = at + 1;
  }
  return LIKELY * (words.length / codeWords.length);
}

function typoOf(word: string, whole: string): number {
  const allowed = Math.floor(whole.length / 5);
  if (Math.abs(word.length - whole.length) > allowed) return 0;
  const distance = editDistance(word, whole);
  return distance <= allowed ? LIKELY * (1 - distance / whole.length) : 0;
}

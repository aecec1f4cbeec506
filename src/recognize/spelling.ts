import type { Catalog } from '../catalog/catalog.ts';
import { wordsOf } from './normalize.ts';

/** A code that a misspelt one may mean. `confidence` is 0 to 1. */
export interface Guess {
  code: string;
  confidence: number;
}

const DECORATION = new Set(['err', 'error', 'errors', 'exception', 'code', 'e']);
const CERTAIN = 1;
const LIKELY = 0.8;

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
  const joined = words.join('');
  const joinedBare = bare.join('');

  const guesses: Guess[] = [];
  for (const { code } of catalog.entries) {
    const codeWords = code.split('_');
    const whole = codeWords.join('');
    const wholeBare = codeWords.filter((word) => !DECORATION.has(word)).join('');
    const confidence =
      joined === whole ||
      joinedBare === whole ||
      (joinedBare !== '' && joinedBare === wholeBare && words.length > 1)
        ? CERTAIN
        : Math.max(partOf(bare, codeWords), typoOf(joined, whole), typoOf(joinedBare, whole));
    if (confidence > 0) guesses.push({ code, confidence });
  }
  return guesses.sort((a, b) => b.confidence - a.confidence);
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

/** Damerau-Levenshtein distance (optimal string alignment): a swap of two neighbours counts as one edit. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, at(before, column - 2) + 1);
      }
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

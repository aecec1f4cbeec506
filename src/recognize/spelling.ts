import { editDistance, editDistanceWithin } from '../base/edit-distance.ts';
import { wordsOf } from '../base/words.ts';
import type { Catalog } from '../catalog/catalog.ts';
import {
  type CodeName,
  type CodeNames,
  codeNames,
  countLetters,
  kernelOf,
  lettersApart,
  withoutDecoration,
} from './find-codes.ts';

/** A code that a misspelled one may mean. `confidence` is 0 to 1. */
export interface Guess {
  code: string;
  confidence: number;
}

/** A code in another spelling, as it is written in the text. */
interface Spelled extends Guess {
  written: string;
}

const CERTAIN = 1;
const REORDERED = 0.9;
const LIKELY = 0.8;
const ALIKE = 0.7;
const LONGEST_SEARCHED = 65_536;
const LONGEST_PROSE = 4_000;
/** How many names are compared letter by letter, of those with the most letters in common. */
const MOST_COMPARED = 60;

const NAME = /\b(?:[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+|[A-Za-z]?[a-z]+[A-Z][A-Za-z0-9]*)/g;

/** 1,000 and "1000 errors" are no other spelling of 1000. */
const AMOUNT = /^\d*$/;

const NONE: readonly CodeName[] = [];

/**
 * The codes of the catalog that a misspelled code may mean, best first; empty if none is near.
 *
 * Case, separators, camelCase and an `Err`/`Error` decoration are no difference at all; after that a
 * missing part that only one code can complete, then a typo of at most a letter in five.
 */
export function spelledLike(text: string, catalog: Catalog): Guess[] {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 8) return [];
  const bare = withoutDecoration(words);
  const names = codeNames.of(catalog);
  const guesses = new Map<CodeName, number>();
  const guess = (name: CodeName, confidence: number) => {
    if (confidence > (guesses.get(name) ?? 0)) guesses.set(name, confidence);
  };
  for (const name of sameAs(words, bare, names)) guess(name, CERTAIN);
  if (words.length > 1) for (const name of names.byKernel.get(kernelOf(words)) ?? NONE) guess(name, ALIKE);
  if (bare.length > 1) {
    for (const name of names.bySorted.get(bare.toSorted().join(' ')) ?? NONE) guess(name, REORDERED);
    for (const name of withAll(bare, names)) guess(name, partOf(bare, name.words));
  }
  for (const word of new Set([words.join(''), bare.join('')])) {
    for (const name of typosOf(word, names))
      guess(name, LIKELY * (1 - editDistance(word, name.whole) / name.whole.length));
  }
  return [...guesses]
    .sort(([a, sure], [b, surer]) => surer - sure || a.rank - b.rank)
    .map(([{ name: code }, confidence]) => ({ code, confidence }));
}

/** The code that a name means in other words, of which none says more or less; null if there is none. */
export function sameMeaning(text: string, catalog: Catalog): string | null {
  const words = wordsOf(text);
  if (words.length < 2 || words.length > 8) return null;
  return codeNames.of(catalog).byKernel.get(kernelOf(words))?.[0]?.name ?? null;
}

/**
 * The codes that stand in a longer text under another spelling: as the name of a class or constant
 * (`RateLimitedError`, `ERR_RATE_LIMITED`), or as three or more words in a row. From its first 64 KB.
 */
export function spelledIn(text: string, catalog: Catalog): Spelled[] {
  const names = codeNames.of(catalog);
  const searched = text.slice(0, LONGEST_SEARCHED);
  const found = new Map<CodeName, string>();
  // Of a class with its package, the class alone may be the code.
  const written = Array.from(searched.matchAll(NAME), ([name]) => [
    name,
    name.slice(name.lastIndexOf('.') + 1),
  ]);
  for (const name of new Set(written.flat())) {
    const words = wordsOf(name).slice(-8);
    const [first] = sameAs(words, withoutDecoration(words), names).sort((a, b) => a.rank - b.rank);
    if (first !== undefined && !found.has(first)) found.set(first, name);
  }
  const phrases = phrasesIn(wordsOf(searched.slice(0, LONGEST_PROSE)), names);
  for (const phrase of phrases.sort((a, b) => a.rank - b.rank))
    if (!found.has(phrase)) found.set(phrase, phrase.name);
  return [...found].map(([{ name: code }, name]) => ({ code, confidence: CERTAIN, written: name }));
}

/** How much of a name may be other letters while it is still near. */
const NEAR = 1 / 3;

/** At most `count` codes near to `text` by their letters, the nearest first. */
export function nearCodes(text: string, catalog: Catalog, count: number): string[] {
  const joined = wordsOf(text.slice(0, 80)).join('');
  const { all } = codeNames.of(catalog);
  const compared = all.length <= MOST_COMPARED ? all : mostAlike(joined, all);
  return compared
    .map(({ name, whole }) => {
      const longer = Math.max(joined.length, whole.length, 1);
      return { name, distance: editDistanceWithin(joined, whole, Math.floor(NEAR * longer)) / longer };
    })
    .filter(({ distance }) => distance <= NEAR)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ name }) => name);
}

/** Those with the most letters in common, without sorting them all. */
function mostAlike(word: string, names: readonly CodeName[]): CodeName[] {
  const letters = countLetters(word);
  const byDistance: CodeName[][] = [];
  for (const name of names) {
    const apart = lettersApart(letters, name.whole);
    const group = byDistance[apart];
    if (group === undefined) byDistance[apart] = [name];
    else group.push(name);
  }
  return byDistance.flat().slice(0, MOST_COMPARED);
}

/** The same letters, whatever the separators and case, with or without an `Err` or `Error` round them. */
function sameAs(
  words: readonly string[],
  bare: readonly string[],
  { byWhole, byBare }: CodeNames,
): CodeName[] {
  const joined = bare.join('');
  if (AMOUNT.test(joined)) return [];
  return [
    ...(byWhole.get(words.join('')) ?? NONE),
    ...(byWhole.get(joined) ?? NONE),
    ...(words.length > 1 ? (byBare.get(joined) ?? NONE) : NONE),
  ];
}

/** The names that have every one of `words`, or could have. */
function withAll(words: readonly string[], { byWord }: CodeNames): readonly CodeName[] {
  const groups = words.map((word) => byWord.get(word) ?? NONE);
  return groups.reduce((fewest, group) => (group.length < fewest.length ? group : fewest));
}

/** At least two words, all of them words of the code and in its order. */
function partOf(words: readonly string[], codeWords: readonly string[]): number {
  let from = 0;
  for (const word of words) {
    const at = codeWords.indexOf(word, from);
    if (at === -1) return 0;
    from = at + 1;
  }
  const part = words.length / codeWords.length;
  return LIKELY * (words.length > 2 ? (1 + part) / 2 : part);
}

/** The names that are a typo away. A number is another number, not a typo of one. */
function typosOf(word: string, { all }: CodeNames): CodeName[] {
  if (AMOUNT.test(word)) return [];
  const letters = countLetters(word);
  const digits = digitsOf(word);
  return all.filter(({ whole }) => {
    const allowed = Math.floor(whole.length / 5);
    return (
      Math.abs(word.length - whole.length) <= allowed &&
      lettersApart(letters, whole) <= 2 * allowed &&
      (digits === '' || digitsOf(whole) === '' || digits === digitsOf(whole)) &&
      editDistanceWithin(word, whole, allowed) <= allowed
    );
  });
}

function digitsOf(word: string): string {
  return word.replace(/\D+/g, '');
}

/** The names of three words or more that stand as words in a row. */
function phrasesIn(words: readonly string[], { byPhrase, byWord, longestPhrase }: CodeNames): CodeName[] {
  return words.flatMap((word, start) => {
    if (!byWord.has(word)) return [];
    const found: CodeName[] = [];
    let phrase = word;
    for (let length = 2; length <= longestPhrase && start + length <= words.length; length += 1) {
      phrase += ` ${words[start + length - 1]}`;
      found.push(...(byPhrase.get(phrase) ?? NONE));
    }
    return found;
  });
}

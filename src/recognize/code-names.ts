import type { Catalog } from '../catalog/catalog.ts';
import { pushTo } from '../push-to.ts';
import { kernelOf } from './kernel.ts';
import { countLetters, type LetterCounts } from './letters.ts';
import { withoutDecoration, wordsOf } from './normalize.ts';

/** A code of a catalog, or an alias of one, taken apart. */
export interface CodeName {
  name: string;
  /** Its place in the catalog's order, by which ties are decided. */
  rank: number;
  words: readonly string[];
  /** Its letters and digits alone, in lower case. */
  whole: string;
  letters: LetterCounts;
  /** Names whose digits differ are different names, never typos of one another. */
  digits: string;
}

/** The names of a catalog, each found by what is left of it in another spelling. */
export interface CodeNames {
  all: readonly CodeName[];
  byWhole: ReadonlyMap<string, readonly CodeName[]>;
  /** By the letters without an `Err`, `Error` or the like. */
  byBare: ReadonlyMap<string, readonly CodeName[]>;
  byKernel: ReadonlyMap<string, readonly CodeName[]>;
  /** By the words in their alphabetical order. */
  bySorted: ReadonlyMap<string, readonly CodeName[]>;
  byWord: ReadonlyMap<string, readonly CodeName[]>;
  /** Names of three words or more, by these words with spaces between them. */
  byPhrase: ReadonlyMap<string, readonly CodeName[]>;
  longestPhrase: number;
}

const NOT_ASCII = /[^\x00-\x7f]/;

const made = new WeakMap<Catalog, CodeNames>();

/** The names of a catalog; taken apart once, when a text first needs it. */
export function codeNamesOf(catalog: Catalog): CodeNames {
  const known = made.get(catalog);
  if (known !== undefined) return known;
  const names = namesOf(catalog);
  const all = names.map((name, rank) => {
    // Of a name in another script, the few letters and digits of ASCII in it are no name.
    const words = NOT_ASCII.test(name) ? [] : wordsOf(name);
    const whole = words.join('');
    return { name, rank, words, whole, letters: countLetters(whole), digits: whole.replace(/\D+/g, '') };
  });
  const phrases = all.filter(({ words }) => words.length > 2);
  const fresh: CodeNames = {
    all,
    byWhole: grouped(all, ({ whole }) => [whole]),
    byBare: grouped(all, ({ words }) => [withoutDecoration(words).join('')]),
    byKernel: grouped(all, ({ words }) => [kernelOf(words)]),
    bySorted: grouped(all, ({ words }) => [words.toSorted().join(' ')]),
    byWord: grouped(all, ({ words }) => new Set(words)),
    byPhrase: grouped(phrases, ({ words }) => [words.join(' ')]),
    longestPhrase: Math.max(0, ...phrases.map(({ words }) => words.length)),
  };
  made.set(catalog, fresh);
  return fresh;
}

/** Every code of a catalog and every alias, each once. */
export function namesOf({ entries }: Catalog): string[] {
  return [...new Set(entries.flatMap(({ code, aliases }) => [code, ...aliases]))];
}

function grouped(
  names: readonly CodeName[],
  keysOf: (name: CodeName) => Iterable<string>,
): Map<string, CodeName[]> {
  const groups = new Map<string, CodeName[]>();
  for (const name of names) {
    for (const key of keysOf(name)) pushTo(groups, key, name);
  }
  groups.delete('');
  return groups;
}

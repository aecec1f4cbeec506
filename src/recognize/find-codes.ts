import { stemmer } from 'stemmer';
import { pushTo } from '../base/objects.ts';
import { wordsOf } from '../base/words.ts';
import type { Catalog } from '../catalog/catalog.ts';

/** A name of the catalog where it stands in a text. */
interface Found {
  code: string;
  at: number;
}

/** Names without an underscore, each by its run of letters and digits that the fewest other names share. */
interface Others {
  byRun: ReadonlyMap<string, readonly Candidates[]>;
  /** What finds the runs of a text that may be part of a name. */
  run: RegExp;
  /** So few that searching for each is faster than looking up every word. */
  few: readonly string[] | null;
}

/** Names of one length with the same run in the same place. */
interface Candidates {
  /** How far behind the name's start the run begins. */
  offset: number;
  length: number;
  names: Set<string>;
}

const MOST_POSITIONS = 1_000;
const LONGEST_NAME = 200;
const FEW = 8;
const IDENTIFIER = /^[A-Za-z0-9_]+$/;
/** Letters and digits; where letters of ASCII meet others, as they do without a space in Chinese, a run ends. */
const RUN = /[A-Za-z0-9]+|[^\x00-\x7f\P{Alphabetic}]{1,200}/gu;
const ASCII_RUN = /[A-Za-z0-9]+/g;
/** Letters of scripts that put spaces between words. */
const SPACED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}]/u;
const NOT_ASCII = /[^\x00-\x7f]/;

const made = new WeakMap<Catalog, Others>();

/**
 * Where codes and aliases of the catalog stand in `text` as whole words, at most a thousand. Of names that stand in
 * one another, the longest. Linear: a word that is no code costs a map access.
 */
export function findCodes(text: string, catalog: Catalog): Found[] {
  const found = underscored(text, catalog);
  const others = othersOf(catalog);
  if (others.few === null) found.push(...byRarestRun(text, others));
  else for (const name of others.few) found.push(...occurrences(text, name));
  return found.length < 2 ? found : withoutInner(found);
}

function underscored(text: string, catalog: Catalog): Found[] {
  const found: Found[] = [];
  for (let at = text.indexOf('_'); at !== -1 && found.length < MOST_POSITIONS; ) {
    let start = at;
    while (start > 0 && isIdentifierPart(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isIdentifierPart(text.charCodeAt(end))) end++;
    const code = end - start <= LONGEST_NAME ? text.slice(start, end) : '';
    if (catalog.get(code) !== undefined) found.push({ code, at: start });
    at = text.indexOf('_', end);
  }
  return found;
}

function occurrences(text: string, code: string): Found[] {
  const found: Found[] = [];
  for (let at = text.indexOf(code); at !== -1 && found.length < MOST_POSITIONS; ) {
    const end = at + code.length;
    if (isWhole(text, at, end)) found.push({ code, at });
    at = text.indexOf(code, end);
  }
  return found;
}

function byRarestRun(text: string, { byRun, run }: Others): Found[] {
  const found: Found[] = [];
  for (const { 0: part, index } of text.matchAll(run)) {
    for (const { offset, length, names } of byRun.get(part) ?? []) {
      const at = index - offset;
      const code = text.slice(Math.max(0, at), at + length);
      if (!names.has(code) || !isWhole(text, at, at + length)) continue;
      found.push({ code, at });
      break;
    }
    if (found.length >= MOST_POSITIONS) break;
  }
  return found;
}

function isWhole(text: string, start: number, end: number): boolean {
  return !isIdentifierPart(text.charCodeAt(start - 1)) && !isIdentifierPart(text.charCodeAt(end));
}

function isIdentifierPart(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    (unit >= 65 && unit <= 90) ||
    (unit > 127 && SPACED.test(String.fromCharCode(unit)))
  );
}

function withoutInner(found: readonly Found[]): Found[] {
  const sorted = found.toSorted((a, b) => a.at - b.at || b.code.length - a.code.length);
  let covered = 0;
  return sorted.filter(({ code, at }) => {
    const end = at + code.length;
    if (end <= covered) return false;
    covered = end;
    return true;
  });
}

function othersOf(catalog: Catalog): Others {
  const known = made.get(catalog);
  if (known !== undefined) return known;
  const names = namesOf(catalog).filter((name) => !name.includes('_') || !IDENTIFIER.test(name));
  const run = names.some((name) => NOT_ASCII.test(name)) ? RUN : ASCII_RUN;
  const holders = new Map<string, number>();
  for (const name of names) {
    for (const [part] of name.matchAll(run)) holders.set(part, (holders.get(part) ?? 0) + 1);
  }
  const byRun = new Map<string, Candidates[]>();
  for (const name of names.sort((a, b) => b.length - a.length)) {
    const [first, ...more] = name.matchAll(run);
    if (first === undefined) continue;
    const { 0: rarest, index: offset } = more.reduce((best, each) => {
      return (holders.get(each[0]) ?? 0) < (holders.get(best[0]) ?? 0) ? each : best;
    }, first);
    const { length } = name;
    const all = byRun.get(rarest) ?? [];
    byRun.set(rarest, all);
    const same = all.find((each) => each.length === length && each.offset === offset);
    if (same === undefined) all.push({ offset, length, names: new Set([name]) });
    else same.names.add(name);
  }
  const fresh = { byRun, run, few: names.length <= FEW ? names : null };
  made.set(catalog, fresh);
  return fresh;
}

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

const madeNames = new WeakMap<Catalog, CodeNames>();

/** The names of a catalog; taken apart once, when a text first needs it. */
export function codeNamesOf(catalog: Catalog): CodeNames {
  const known = madeNames.get(catalog);
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
  madeNames.set(catalog, fresh);
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

const DECORATION = new Set(['err', 'error', 'errors', 'exception', 'code', 'e']);

/** Words without those that only say that something is an error. */
export function withoutDecoration(words: readonly string[]): string[] {
  return words.filter((word) => !DECORATION.has(word));
}

const KINDS = 27;

/** How often each of the letters a to z occurs in a word of lower case, and all digits together. */
export type LetterCounts = Uint8Array;

export function countLetters(word: string): LetterCounts {
  const counts = new Uint8Array(KINDS);
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    if (unit >= 97 && unit <= 122) counts[unit - 97] = (counts[unit - 97] ?? 0) + 1;
    else if (unit >= 48 && unit <= 57) counts[26] = (counts[26] ?? 0) + 1;
  }
  return counts;
}

/**
 * How many letters one word has more or fewer than another: at most twice the edits between them, so that most words
 * that are far apart are ruled out without comparing them.
 */
export function lettersApart(counts: LetterCounts, other: LetterCounts): number {
  let apart = 0;
  for (let kind = 0; kind < KINDS; kind += 1) apart += Math.abs((counts[kind] ?? 0) - (other[kind] ?? 0));
  return apart;
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

/** What words mean, but for their form, their order, and words that say the same or nothing. */
export function kernelOf(words: readonly string[]): string {
  return words
    .map((word) => stemmer(word))
    .map((stem) => (Object.hasOwn(EQUAL, stem) ? (EQUAL[stem] ?? '') : stem))
    .filter((stem) => stem !== '')
    .sort()
    .join(' ');
}

import { stemmer } from 'stemmer';
import { preparing, remembering } from '../base/remember.ts';
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
/** After so many names, the work on them may rest. */
const AT_ONCE = 100;
const IDENTIFIER = /^[A-Za-z0-9_]+$/;
/** Letters and digits; where letters of ASCII meet others, as they do without a space in Chinese, a run ends. */
const RUN = /[A-Za-z0-9]+|[^\x00-\x7f\P{Alphabetic}]{1,200}/gu;
const ASCII_RUN = /[A-Za-z0-9]+/g;
/** Letters of scripts that put spaces between words. */
const SPACED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}]/u;
const NOT_ASCII = /[^\x00-\x7f]/;

/**
 * Where codes and aliases of the catalog stand in `text` as whole words, at most a thousand. Of names that stand in
 * one another, the longest. Linear: a word that is no code costs a map access.
 */
export function findCodes(text: string, catalog: Catalog): Found[] {
  const found = underscored(text, catalog);
  const others = otherNames.of(catalog);
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

export const otherNames = preparing(function* (catalog: Catalog): Generator<void, Others> {
  const names = namesOf(catalog).filter((name) => !name.includes('_') || !IDENTIFIER.test(name));
  const run = names.some((name) => NOT_ASCII.test(name)) ? RUN : ASCII_RUN;
  const holders = new Map<string, number>();
  for (const name of names) {
    for (const [part] of name.matchAll(run)) holders.set(part, (holders.get(part) ?? 0) + 1);
  }
  const byRun = new Map<string, Candidates[]>();
  yield;
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
  return { byRun, run, few: names.length <= FEW ? names : null };
});

/** A code of a catalog, or an alias of one, taken apart. */
export interface CodeName {
  name: string;
  /** Its place in the catalog's order, by which ties are decided. */
  rank: number;
  words: readonly string[];
  /** Its letters and digits alone, in lower case. */
  whole: string;
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

/** The names of a catalog, taken apart once. */
export const codeNames = preparing(function* (catalog: Catalog): Generator<void, CodeNames> {
  const names = new Names();
  for (const [rank, name] of namesOf(catalog).entries()) {
    if (rank % AT_ONCE === 0) yield;
    names.add(name, rank);
  }
  return names;
});

class Names implements CodeNames {
  readonly all: CodeName[] = [];
  readonly byWhole: Group = new Map();
  readonly byBare: Group = new Map();
  readonly byKernel: Group = new Map();
  readonly bySorted: Group = new Map();
  readonly byWord: Group = new Map();
  readonly byPhrase: Group = new Map();
  longestPhrase = 0;

  add(name: string, rank: number): void {
    // Of a name in another script, the few letters and digits of ASCII in it are no name.
    const words = NOT_ASCII.test(name) ? [] : wordsOf(name);
    const each = { name, rank, words, whole: words.join('') };
    this.all.push(each);
    if (words.length === 0) return;
    const alone = [each];
    addTo(this.byWhole, each.whole, alone);
    addTo(this.byBare, withoutDecoration(words).join(''), alone);
    addTo(this.byKernel, kernelOf(words), alone);
    addTo(this.bySorted, words.toSorted().join(' '), alone);
    for (const word of new Set(words)) addTo(this.byWord, word, alone);
    if (words.length < 3) return;
    addTo(this.byPhrase, words.join(' '), alone);
    this.longestPhrase = Math.max(this.longestPhrase, words.length);
  }
}

type Group = Map<string, CodeName[]>;

/** Adds the one name of a list to a group, which shares that list while it has no other name: most are alone. */
function addTo(groups: Group, key: string, alone: CodeName[]): void {
  const known = groups.get(key);
  if (known === undefined) {
    if (key !== '') groups.set(key, alone);
  } else if (known.length === 1) groups.set(key, [...known, ...alone]);
  else known.push(...alone);
}

/** Every code of a catalog and every alias, each once. */
export function namesOf({ entries }: Catalog): string[] {
  return [...new Set(entries.flatMap(({ code, aliases }) => [code, ...aliases]))];
}

const DECORATION = new Set(['err', 'error', 'errors', 'exception', 'code', 'e']);

/** Words without those that only say that something is an error. */
export function withoutDecoration(words: readonly string[]): string[] {
  return words.filter((word) => !DECORATION.has(word));
}

const KINDS = 27;

/** How often each of the letters a to z occurs in a word of lower case, and all digits together. */
type LetterCounts = Int16Array;

export function countLetters(word: string): LetterCounts {
  const counts = new Int16Array(KINDS);
  count(word, counts, 1);
  return counts;
}

/**
 * How many letters a word has more or fewer than another, of which `counts` are given: at most twice the edits between
 * them, so that most words that are far apart are ruled out without comparing them.
 */
export function lettersApart(counts: LetterCounts, other: string): number {
  let apart = 0;
  count(other, counts, -1);
  for (let kind = 0; kind < KINDS; kind += 1) apart += Math.abs(counts[kind] ?? 0);
  count(other, counts, 1);
  return apart;
}

function count(word: string, counts: LetterCounts, by: 1 | -1): void {
  for (let at = 0; at < word.length; at += 1) {
    const kind = kindOf(word.charCodeAt(at));
    if (kind !== -1) counts[kind] = (counts[kind] ?? 0) + by;
  }
}

function kindOf(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 97;
  return unit >= 48 && unit <= 57 ? KINDS - 1 : -1;
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

const stemOf = remembering(stemmer);

/** What words mean, but for their form, their order, and words that say the same or nothing. */
export function kernelOf(words: readonly string[]): string {
  const stems: string[] = [];
  for (const word of words) {
    const stem = stemOf(word);
    const kept = Object.hasOwn(EQUAL, stem) ? (EQUAL[stem] ?? '') : stem;
    if (kept !== '') stems.push(kept);
  }
  return stems.sort().join(' ');
}

import { editDistanceWithin } from '../base/edit-distance.ts';
import { pushTo } from '../base/objects.ts';
import { plainForm, stemOf, wordsOf } from '../base/words.ts';
import { saidIn, shared } from './said.ts';

/** A code that is missing, and a new one that is likely the same error. */
export interface Rename {
  from: string;
  to: string;
}

/**
 * Pairs codes that are missing with new ones that are likely the same errors: each at most once, the likeliest first,
 * the same for the same input. Pairs that are not `allowed` are not looked at.
 */
export function pairRenames(
  missing: readonly Named[],
  added: readonly Named[],
  allowed: (from: string, to: string) => boolean = () => true,
): Rename[] {
  const pairs = candidatePairs(missing.map(nameOf), added.map(nameOf))
    .filter(([from, to]) => allowed(from.code, to.code))
    .map(([from, to]) => ({ from: from.code, to: to.code, score: likeness(from, to) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || order(a.from, b.from) || order(a.to, b.to));
  const taken = { from: new Set<string>(), to: new Set<string>() };
  return pairs.flatMap(({ from, to }) => {
    if (taken.from.has(from) || taken.to.has(to)) return [];
    taken.from.add(from);
    taken.to.add(to);
    return [{ from, to }];
  });
}

function order(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** How many of its rarest features a code is looked up by, and how many of the nearest codes are compared with it. */
const MOST_FEATURES = 12;
const MOST_NEAREST = 30;
/** A feature that more codes share says nothing. */
const MOST_SHARING = 400;

/**
 * Pairs that are worth comparing: of each new code with those of the missing ones that share its rarest parts. So
 * thousands on either side take no time to speak of.
 */
function candidatePairs(missing: readonly Name[], added: readonly Name[]): [Name, Name][] {
  const sharing = new Map<string, Name[]>();
  for (const name of missing) {
    for (const feature of featuresOf(name)) pushTo(sharing, feature, name);
  }
  return added.flatMap((name) => {
    const rarest = [...featuresOf(name)]
      .map((feature) => sharing.get(feature) ?? [])
      .filter(({ length }) => length > 0 && length <= MOST_SHARING)
      .sort((a, b) => a.length - b.length)
      .slice(0, MOST_FEATURES);
    const counts = new Map<Name, number>();
    for (const other of rarest.flat()) counts.set(other, (counts.get(other) ?? 0) + 1);
    const nearest = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_NEAREST);
    return nearest.map(([other]): [Name, Name] => [other, name]);
  });
}

/** All of it, its words, and every three letters in a row. */
function featuresOf({ plain, bag, stems }: Name): Set<string> {
  const features = new Set([`=${plain}`, `~${bag}`, ...stems.map((stem) => `_${stem}`)]);
  for (let at = 0; at + 3 <= plain.length; at += 1) features.add(plain.slice(at, at + 3));
  return features;
}

/** A code with what else may tell which error it is. */
export interface Named {
  code: string;
  statuses: readonly number[];
  /** What is said about it; null if nothing is. */
  text: string | null;
}

/** The same, taken apart once for many comparisons. */
interface Name {
  code: string;
  plain: string;
  words: readonly string[];
  stems: readonly string[];
  /** The stems in the order of the alphabet. */
  bag: string;
  /** All digits in their order: a version or a number is no spelling. */
  digits: string;
  statuses: ReadonlySet<number>;
  content: ReadonlySet<string>;
}

/** Takes a code apart. */
function nameOf({ code, statuses, text }: Named): Name {
  const words = wordsOf(code);
  const stems = words.map(stemOf);
  const content = new Set(text === null ? [] : saidIn(text).words);
  for (const stem of stems) content.delete(stem);
  return {
    code,
    plain: plainForm(code),
    words,
    stems,
    bag: stems.toSorted().join(' '),
    digits: code.replace(/\P{N}+/gu, ' ').trim(),
    statuses: new Set(statuses),
    content,
  };
}

const SAME_LETTERS = 1;
const REORDERED = 0.95;
const SAME_STEMS = 0.9;
const TYPO = 0.8;
const SAME_ERROR = 0.6;

/** A typo is at most one letter in so many. */
const LETTERS_A_TYPO = 5;
const LEAST_TYPED = 4;
const LONG_PART = 8;
const SIMILAR = 0.5;
const FEWEST_SHARED = 2;

/** Words, and beginnings of words, that turn a meaning round. */
const DENIALS = new Set(['not', 'no', 'non', 'never', 'without']);
const DENYING = new Set(['not', 'no', 'non', 'un', 'in', 'im', 'ir', 'il', 'dis', 'de', 'a']);

/** How likely two codes are names of one error, from 0 (no sign of it) to 1 (the same but for case and separators). */
function likeness(one: Name, other: Name): number {
  if (one.plain === other.plain) return SAME_LETTERS;
  if (one.digits !== other.digits || one.stems.length === 0) return 0;
  if (one.words.toSorted().join(' ') === other.words.toSorted().join(' ')) return REORDERED;
  if (one.bag === other.bag) return SAME_STEMS;
  if (isDenied(one, other)) return 0;
  return Math.max(typo(one, other), sameError(one, other));
}

/** Whether one says of itself what the other denies: `valid` and `invalid`, `found` and `not_found`. */
function isDenied({ words: one }: Name, { words: other }: Name): boolean {
  const only = (words: readonly string[], others: readonly string[]) =>
    words.filter((word) => !others.includes(word));
  const left = only(one, other);
  const right = only(other, one);
  const denies = (word: string, others: readonly string[]) =>
    DENIALS.has(word) ||
    others.some((base) => word.endsWith(base) && DENYING.has(word.slice(0, -base.length)));
  return left.some((word) => denies(word, right)) || right.some((word) => denies(word, left));
}

/** A slip of the fingers: few letters in all, and in no word so many that it becomes another. */
function typo(one: Name, other: Name): number {
  const length = Math.max(one.plain.length, other.plain.length);
  const most = Math.floor(length / LETTERS_A_TYPO);
  if (Math.abs(one.plain.length - other.plain.length) > most) return 0;
  const isByWords = one.words.length === other.words.length;
  if (isByWords && !one.words.every((word, index) => isMistyped(word, other.words[index] ?? ''))) return 0;
  const distance = editDistanceWithin(one.plain, other.plain, most);
  return distance <= most ? TYPO * (1 - distance / length) : 0;
}

function isMistyped(word: string, other: string): boolean {
  if (word === other) return true;
  const length = Math.min(word.length, other.length);
  if (length < LEAST_TYPED) return false;
  const most = Math.max(1, Math.floor(length / LETTERS_A_TYPO));
  return editDistanceWithin(word, other, most) <= most;
}

/** Half of the name is the same, and so are the status and what is said about it. */
function sameError(one: Name, other: Name): number {
  const part = one.stems.filter((stem) => other.stems.includes(stem)).join('').length;
  const length = Math.max(one.stems.join('').length, other.stems.join('').length);
  if (part < LONG_PART || part < length / 2) return 0;
  if (![...one.statuses].some((status) => other.statuses.has(status))) return 0;
  const common = shared(one.content, other.content);
  const similar = common / Math.max(1, Math.min(one.content.size, other.content.size));
  return common >= FEWEST_SHARED && similar >= SIMILAR ? SAME_ERROR * similar : 0;
}

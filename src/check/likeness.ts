import { editDistanceWithin } from '../base/edit-distance.ts';
import { pushTo } from '../base/objects.ts';
import { wordSet } from '../base/text.ts';
import { plainForm, stemOf, wordsIn, wordsOf } from '../base/words.ts';
import type { Entry } from '../catalog/catalog.ts';

/** Words that say nothing about what happened. */
const STOP_WORDS = wordSet(`
  a an and any are as at be because been being but by can could did do does done e g etc for from had has have
  he her his how i if in into is it its itself just may me might more most much must my of on once only onto
  or other our out over please shall she should since so some such than that the their them then there these
  they this those through to too under until up upon us very via was we were what when where whether which
  while who whom whose why will with within would you your yours also again already another both each either
  else every few many own per same still yet now something someone somebody anything ca wo`);

const NEGATORS = wordSet('not no never without cannot nor neither none nothing nobody');

/** What a text says: its content words by their stems, and how many words deny something. */
interface Said {
  words: ReadonlySet<string>;
  negations: number;
}

/** What a text says. Takes time linear in the text. */
export function saidIn(text: string): Said {
  const words = new Set<string>();
  let negations = 0;
  for (const word of wordsIn(text)) {
    if (NEGATORS.has(word)) negations += 1;
    else if (!STOP_WORDS.has(word)) words.add(stemOf(word));
  }
  return { words, negations };
}

/** How many words two texts share. */
export function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let count = 0;
  for (const word of few) if (many.has(word)) count += 1;
  return count;
}

/** Below these shares of common words a text is another one, and not the same in other words. */
const LEAST_SHARED = 0.3;
const LEAST_SHARED_IN_ALL = 0.4;
/** From this share on, a text is the same but for what it denies. */
const SAME = 0.7;
const FEWEST_WORDS = 2;

const PREFIX = /^(?:un|in|im|ir|il|dis|non)(?=\p{L}{3})/u;

/**
 * Why an entry says something else than an older one of its code did; null where it says the same, perhaps in other
 * words, or where one of the two says nothing.
 */
export function meaningChanged(old: Entry, now: Entry): string | null {
  if (old.meaning === null || now.meaning === null || old.meaning === now.meaning) return null;
  const topic = new Set(wordsOf(now.code).map(stemOf));
  const [before, after] = aligned(saidIn(old.meaning), saidIn(now.meaning));
  const common = shared(before.words, after.words);
  const union = before.words.size + after.words.size - common;
  if (before.negations % 2 !== after.negations % 2 && common >= union * SAME)
    return 'what it denied it now says, or the other way round';
  if (haveSameWords(before.words, after.words) && haveOtherNumbers(old.meaning, now.meaning))
    return 'a number in it is another one';
  const news = shareOf(without(before.words, topic), without(after.words, topic));
  const all = shareOf(wordsOfEntry(old, topic), wordsOfEntry(now, topic));
  if (news === null || all === null) return null;
  return news < LEAST_SHARED && all < LEAST_SHARED_IN_ALL
    ? 'it shares few words with what it said before'
    : null;
}

/** Whether two texts are nearly the same but for their numbers. */
function haveSameWords(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [before, after] = [one, other].map((words) => new Set([...words].filter((word) => !/\d/.test(word))));
  if (before === undefined || after === undefined) return false;
  const common = shared(before, after);
  return common >= SAME * (before.size + after.size - common);
}

/** Whether both texts have numbers, and not the same; one that was spelt out is no other number. */
function haveOtherNumbers(one: string, other: string): boolean {
  const [before, after] = [numbersIn(one), numbersIn(other)];
  return before.length > 0 && before.length === after.length && before.join(' ') !== after.join(' ');
}

function numbersIn(text: string): string[] {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).sort();
}

/** Words that the one has denied by their beginning, and the other has as they are, count as denied. */
function aligned(one: Said, other: Said): [Said, Said] {
  return [plainOf(one, other), plainOf(other, one)];
}

function plainOf({ words, negations }: Said, other: Said): Said {
  let denied = negations;
  const plain = [...words].map((word) => {
    const base = word.replace(PREFIX, '');
    if (base === word || !other.words.has(base)) return word;
    denied += 1;
    return base;
  });
  return { words: new Set(plain), negations: denied };
}

/** How many of its words the shorter of two texts shares with the other; null where that is too short to tell. */
function shareOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number | null {
  const least = Math.min(one.size, other.size);
  return least < FEWEST_WORDS ? null : shared(one, other) / least;
}

function wordsOfEntry({ title, meaning, example }: Entry, topic: ReadonlySet<string>): Set<string> {
  return without(saidIn([title, meaning, example].filter(Boolean).join('\n')).words, topic);
}

function without(words: ReadonlySet<string>, topic: ReadonlySet<string>): Set<string> {
  return new Set([...words].filter((word) => !topic.has(word)));
}

/** A code that is missing, and a new one that is likely the same error. */
interface Rename {
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

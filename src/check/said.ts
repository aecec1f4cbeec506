import { wordSet } from '../base/text.ts';
import { stemOf, wordsIn, wordsOf } from '../base/words.ts';
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
export interface Said {
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

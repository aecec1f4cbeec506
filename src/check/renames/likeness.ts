import { editDistanceWithin } from '../../text/edit-distance.ts';
import { shared } from '../text/words.ts';
import type { Name } from './name.ts';

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
export function likeness(one: Name, other: Name): number {
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

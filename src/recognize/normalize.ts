import { stemmer } from 'stemmer';

const ANSI = /\u001b\[[0-9;?]{0,16}[ -/]{0,4}[@-~]/g;
// A run of backslashes is tried from its start alone: one that escapes nothing would else be read again and again.
const ESCAPED_UNIT = /(?<!\\)\\+u00([2-7][0-9a-f])/gi;
const ESCAPED_QUOTE = /(?<!\\)\\+(?=["'/])/g;
const ESCAPED_BREAK = /(?<!\\)\\+[nrt]/g;

/** What stands round a code in an encoded URL or form. */
const PERCENT: ReadonlyArray<readonly [RegExp, string]> = [
  [/%22/g, '"'],
  [/%7b/gi, '{'],
  [/%7d/gi, '}'],
  [/%3a/gi, ':'],
  [/%3d/gi, '='],
  [/%2c/gi, ','],
  [/%26/g, '&'],
  [/%2f/gi, '/'],
  [/%5f/gi, '_'],
  [/%2d/gi, '-'],
  [/%20/g, ' '],
  [/%0[ad]/gi, '\n'],
];
const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  '#34': '"',
  '#x22': '"',
  apos: "'",
  '#39': "'",
  lt: '<',
  gt: '>',
  amp: '&',
};
const MOST_LAYERS = 3;
const ENTITY = /&(quot|#34|#x22|apos|#39|lt|gt|amp);/gi;

/**
 * The text without the layers that transport puts round it: terminal colours, backslash escapes (one
 * level or many), HTML entities, percent-encoding. Linear, and free where the layer is not there.
 */
export function unwrap(text: string): string {
  let plain = text;
  if (plain.includes('\u001b')) plain = plain.replace(ANSI, '');
  if (plain.includes('\\')) {
    plain = plain.replace(ESCAPED_QUOTE, '').replace(ESCAPED_BREAK, '\n');
    if (plain.includes('u00')) plain = plain.replace(ESCAPED_UNIT, fromHex);
  }
  for (let layer = 0; layer < MOST_LAYERS && (plain.includes('%25') || plain.includes('&amp;')); layer++) {
    plain = plain.replaceAll('%25', '%').replaceAll('&amp;', '&');
  }
  if (plain.includes('&'))
    plain = plain.replace(ENTITY, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
  if (plain.includes('%')) plain = PERCENT.reduce((left, [coded, char]) => left.replace(coded, char), plain);
  return plain;
}

function fromHex(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
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
 * How many letters one word has more than another, or fewer: at most twice the changes between them, so that most
 * words that are far apart are told without comparing them.
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

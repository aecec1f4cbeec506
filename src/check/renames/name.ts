import { plainForm, stemOf, wordsOfCode } from '../text/code-form.ts';
import { saidIn } from '../text/words.ts';

/** A code with what else may tell which error it is. */
export interface Named {
  code: string;
  statuses: readonly number[];
  /** What is said about it; null if nothing is. */
  text: string | null;
}

/** The same, taken apart once for many comparisons. */
export interface Name {
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
export function nameOf({ code, statuses, text }: Named): Name {
  const words = wordsOfCode(code);
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

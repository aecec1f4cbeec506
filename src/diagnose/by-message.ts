import { type Facts, type Finding, messages } from './rule.ts';

/** How many other words may stand between two words of a phrase. */
const BETWEEN = 3;
const NEGATION = /^(?:not|no|never|isn|isnt|wasn|hasn)$/;

/**
 * What the message says where that differs from what the code means, as the catalog tells it. A sentence that offers
 * causes to choose from says nothing.
 */
export function byMessage(facts: Facts): Finding[] {
  const { by_message: rules } = facts.entry;
  if (rules.length === 0) return [];
  for (const { text } of messages(facts).slice(0, 20)) {
    const words = wordsIn(text.slice(0, 1000));
    const fitting = rules.filter(({ says }) => says.some((phrase) => holds(words, wordsIn(phrase))));
    const [first] = fitting;
    if (first === undefined) continue;
    const offers = fitting.length > 1 && words.includes('or');
    if (!offers) return [{ message: `By the message, ${first.means}` }];
  }
  return [];
}

/** The words of a text, a URL being none. */
function wordsIn(text: string): string[] {
  const said = text.toLowerCase().replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,1000}/g, ' ');
  return said.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether the words of a phrase stand in a sentence in their order, near each other, and not negated. */
function holds(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((word, start) => {
    if (word !== phrase[0] || words[start - 1] === 'or') return false;
    if (words.slice(Math.max(0, start - 2), start).some((each) => NEGATION.test(each))) return false;
    let at = start;
    for (const wanted of phrase.slice(1)) {
      const next = words.slice(at + 1, at + 2 + BETWEEN).indexOf(wanted);
      if (next < 0) return false;
      at += next + 1;
    }
    return words[at + 1] !== 'or';
  });
}

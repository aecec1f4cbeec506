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

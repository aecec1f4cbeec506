/** A bit for each of the letters a to z that occurs in a word of lower case, and one for all digits. */
export function letterMask(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at += 1) {
    const unit = word.charCodeAt(at);
    if (unit >= 97 && unit <= 122) mask |= 1 << (unit - 97);
    else if (unit >= 48 && unit <= 57) mask |= 1 << 26;
  }
  return mask;
}

/** How many letters occur in one word and not in the other: at most twice the changes between them. */
export function lettersApart(mask: number, other: number): number {
  let bits = mask ^ other;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

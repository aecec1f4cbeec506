const LONGEST = 80;

/**
 * How many single changes (insert, drop, replace, swap neighbors) lead from one short word to another:
 * Damerau-Levenshtein, optimal string alignment. Words are compared by their first 80 characters.
 */
export function editDistance(first: string, second: string): number {
  return editDistanceWithin(first, second, LONGEST);
}

/** As `editDistance`, but for what is further than `most` some number above it: cheap for words that are far apart. */
export function editDistanceWithin(first: string, second: string, most: number): number {
  const a = first.slice(0, LONGEST);
  const b = second.slice(0, LONGEST);
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row: number[] = [];
  for (let j = 0; j <= b.length; j += 1) row.push(j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const best = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const cost = isSwap ? Math.min(best, (before[j - 2] ?? 0) + 1) : best;
      if (cost < least) least = cost;
      next.push(cost);
    }
    // A swap reaches back two rows, by one change.
    if (least > most + 1) return most + 1;
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The one of `names` that was most likely meant by `word`: it begins with it, or is a typo away; null if none is near. */
export function nearest(word: string, names: readonly string[]): string | null {
  const lower = word.toLowerCase();
  const begun = names.filter((name) => lower.length >= 3 && name.startsWith(lower));
  const [only, ...others] = begun;
  if (only !== undefined && others.length === 0) return only;
  let best: string | null = null;
  let least = Math.max(1, Math.floor(lower.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(lower, name);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

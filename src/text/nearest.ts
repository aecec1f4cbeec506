import { editDistance } from './edit-distance.ts';

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

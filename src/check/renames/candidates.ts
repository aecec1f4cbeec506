import { pushTo } from '../../push-to.ts';
import type { Name } from './name.ts';

/** How many of its rarest features a code is looked up by, and how many of the nearest codes are compared with it. */
const MOST_FEATURES = 12;
const MOST_NEAREST = 30;
/** A feature that more codes share says nothing. */
const MOST_SHARING = 400;

/**
 * Pairs that are worth comparing: of each new code with those of the missing ones that share its rarest parts. So
 * thousands on either side take no time to speak of.
 */
export function candidatePairs(missing: readonly Name[], added: readonly Name[]): [Name, Name][] {
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

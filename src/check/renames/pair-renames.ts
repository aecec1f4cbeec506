import { candidatePairs } from './candidates.ts';
import { likeness } from './likeness.ts';
import { type Named, nameOf } from './name.ts';

/** A code that is missing, and a new one that is likely the same error. */
export interface Rename {
  from: string;
  to: string;
}

/**
 * Pairs codes that are missing with new ones that are likely the same errors: each at most once, the likeliest first,
 * the same for the same input. Pairs that are not `allowed` are not looked at.
 */
export function pairRenames(
  missing: readonly Named[],
  added: readonly Named[],
  allowed: (from: string, to: string) => boolean = () => true,
): Rename[] {
  const pairs = candidatePairs(missing.map(nameOf), added.map(nameOf))
    .filter(([from, to]) => allowed(from.code, to.code))
    .map(([from, to]) => ({ from: from.code, to: to.code, score: likeness(from, to) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || order(a.from, b.from) || order(a.to, b.to));
  const taken = { from: new Set<string>(), to: new Set<string>() };
  return pairs.flatMap(({ from, to }) => {
    if (taken.from.has(from) || taken.to.has(to)) return [];
    taken.from.add(from);
    taken.to.add(to);
    return [{ from, to }];
  });
}

function order(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

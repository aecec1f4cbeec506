import type { Catalog } from '../catalog/catalog.ts';
import type { Entry } from '../catalog/entry.ts';
import { rankByImpact } from './rank-by-impact.ts';
import { rankBySearch } from './rank-by-search.ts';
import { termsOf } from './vocabulary.ts';

/** A code that a description may mean. */
export interface Ranked {
  code: string;
  entry: Entry;
  score: number;
  /** The part of the description's words, by weight, that the entry knows: 0 to 1. */
  coverage: number;
  /** How many different words that is, and how many the description has. */
  terms: number;
  asked: number;
}

const LONGEST_DESCRIPTION = 600;
/** How many entries the catalog had on which the weights of the evidence were tuned. */
const TUNED_ON = 34;
/** Up to so many entries are searched the more forgiving way, which costs too much among more. */
const MOST_SEARCHED = 200;

/** The codes that a description in plain words may mean, best first; empty if none shares a word with it. */
export function rankBySymptoms(text: string, catalog: Catalog): Ranked[] {
  const described = text.slice(0, LONGEST_DESCRIPTION);
  const terms = [...new Set(termsOf(described))];
  if (terms.length === 0) return [];
  const { length: count } = catalog.entries;
  const ranked =
    count > MOST_SEARCHED ? rankByImpact(terms, catalog) : rankBySearch(described, terms, catalog);
  // Scores grow with the rarity of words, and that with the catalog: they count as in one of the size tuned on.
  const size = Math.log(1 + TUNED_ON) / Math.log(1 + count);
  const codes = new Set<string>();
  return ranked
    .filter(({ code }) => !codes.has(code) && codes.add(code))
    .map((each) => ({ ...each, score: size * each.score }));
}

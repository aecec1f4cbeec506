import MiniSearch from 'minisearch';
import type { Catalog } from '../catalog/catalog.ts';
import type { Entry } from '../catalog/entry.ts';
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

/** The weight of each field: what people say counts more than what the document says. */
const BOOST = { symptoms: 3, title: 2.5, name: 2, meaning: 1.5, causes: 1 } as const;

interface Document extends Record<keyof typeof BOOST, string> {
  /** Its place among the entries of the catalog. */
  id: number;
}

interface SymptomIndex {
  /** The words as they are said, forgiving about their endings and letters. */
  plain: MiniSearch<Document>;
  search: MiniSearch<Document>;
  /** How rare each term is over the entries (inverse document frequency). */
  rarity: Map<string, number>;
  unknown: number;
}

const LONGEST_DESCRIPTION = 600;
const indexes = new WeakMap<Catalog, SymptomIndex>();

/** The codes that a description in plain words may mean, best first; empty if none shares a word with it. */
export function rankBySymptoms(text: string, catalog: Catalog): Ranked[] {
  const { search, plain, rarity, unknown } = indexOf(catalog);
  const terms = [...new Set(termsOf(text.slice(0, LONGEST_DESCRIPTION)))];
  if (terms.length === 0) return [];
  const weight = (term: string) => rarity.get(term) ?? unknown;
  const whole = terms.reduce((sum, term) => sum + weight(term), 0);
  // Ranked by meaning (stems and synonyms) and by the words as they are said, each where the other errs.
  const said = plain.search(text.slice(0, LONGEST_DESCRIPTION));
  const saidScore = new Map(said.map(({ id, score }) => [id, score]));
  const meant = search.search(terms.join(' '));
  const scale = (meant[0]?.score ?? 0) / (said[0]?.score ?? 1);
  const ranked = meant
    .flatMap(({ id, score, queryTerms }) => {
      const entry = catalog.entries[id];
      if (entry === undefined) return [];
      const matched = [...new Set(queryTerms)];
      const known = matched.reduce((sum, term) => sum + weight(term), 0);
      const both = (score + scale * (saidScore.get(id) ?? 0)) / 2;
      const { length: asked } = terms;
      return { code: entry.code, entry, score: both, coverage: known / whole, terms: matched.length, asked };
    })
    .sort((a, b) => b.score - a.score);
  const codes = new Set<string>();
  return ranked.filter(({ code }) => !codes.has(code) && codes.add(code));
}

/** Made when first needed: most calls hold a code and never search. */
function indexOf(catalog: Catalog): SymptomIndex {
  const made = indexes.get(catalog);
  if (made !== undefined) return made;

  const documents = catalog.entries.map(({ code, symptoms, example, title, meaning, causes }, id) => {
    return {
      id,
      // Where nobody wrote down how people describe it, the API's own message comes nearest.
      symptoms: symptoms.length > 0 ? symptoms.join('\n') : (example ?? ''),
      title: title ?? '',
      name: code.replaceAll('_', ' '),
      meaning: meaning ?? '',
      causes: causes.join('\n'),
    };
  });
  const search = new MiniSearch<Document>({
    fields: Object.keys(BOOST),
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      boost: BOOST,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
      tokenize: (joined) => joined.split(' '),
    },
  });
  search.addAll(documents);
  const plain = new MiniSearch<Document>({
    fields: Object.keys(BOOST),
    searchOptions: { prefix: true, fuzzy: 0.2 },
  });
  plain.addAll(documents);

  const rarity = new Map<string, number>();
  for (const { id: _, ...fields } of documents) {
    for (const term of new Set(Object.values(fields).flatMap(termsOf)))
      rarity.set(term, (rarity.get(term) ?? 0) + 1);
  }
  const count = documents.length;
  for (const [term, holders] of rarity) rarity.set(term, Math.log(1 + count / holders));
  const fresh = { search, plain, rarity, unknown: Math.log(1 + count) };
  indexes.set(catalog, fresh);
  return fresh;
}

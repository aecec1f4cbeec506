import MiniSearch from 'minisearch';
import type { Catalog } from '../catalog/catalog.ts';
import { BOOST, documentOf, FIELDS } from './symptom-document.ts';
import type { Ranked } from './symptoms.ts';
import { termsOf } from './vocabulary.ts';

interface Document extends ReturnType<typeof documentOf> {
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

const indexes = new WeakMap<Catalog, SymptomIndex>();

/** The entries that share words with a description, best first, by a search that forgives much. */
export function rankBySearch(text: string, terms: readonly string[], catalog: Catalog): Ranked[] {
  const { search, plain, rarity, unknown } = indexOf(catalog);
  const weight = (term: string) => rarity.get(term) ?? unknown;
  const whole = terms.reduce((sum, term) => sum + weight(term), 0);
  // Ranked by meaning (stems and synonyms) and by the words as they are said, each where the other errs.
  const said = plain.search(text);
  const saidScore = new Map(said.map(({ id, score }) => [id, score]));
  const meant = search.search(terms.join(' '));
  const scale = (meant[0]?.score ?? 0) / (said[0]?.score ?? 1);
  return meant
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
}

/** Made when first needed: most calls hold a code and never search. */
function indexOf(catalog: Catalog): SymptomIndex {
  const made = indexes.get(catalog);
  if (made !== undefined) return made;
  const documents = catalog.entries.map((entry, id) => ({ id, ...documentOf(entry) }));
  const search = new MiniSearch<Document>({
    fields: FIELDS,
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      boost: BOOST,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
      tokenize: (joined) => joined.split(' '),
    },
  });
  search.addAll(documents);
  const plain = new MiniSearch<Document>({ fields: FIELDS, searchOptions: { prefix: true, fuzzy: 0.2 } });
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

import MiniSearch from 'minisearch';
import { editDistanceWithin } from '../base/edit-distance.ts';
import type { Catalog, Entry } from '../catalog/catalog.ts';
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

/** How well one sentence of an entry goes with a description, both as weights of their words: 0 to 1. */
export interface Likeness {
  /** The part of the description's words that the sentence has too. */
  cover: number;
  /** The words that both have, as a part of those that either has. */
  overlap: number;
}

const LONGEST_DESCRIPTION = 600;
/** How many entries the catalog had on which the weights of the evidence were tuned. */
const TUNED_ON = 34;
/** Up to so many entries are searched the more forgiving way, which costs too much among more. */
const MOST_SEARCHED = 200;

/** How many rankings are kept: the rules that judge one text ask for the same few sentences over again. */
const MOST_KEPT = 16;

const kept = new WeakMap<Catalog, Map<string, readonly Ranked[]>>();

/** The codes that a description in plain words may mean, best first; empty if none shares a word with it. */
export function rankBySymptoms(text: string, catalog: Catalog): readonly Ranked[] {
  const described = text.slice(0, LONGEST_DESCRIPTION);
  const known = kept.get(catalog) ?? new Map<string, readonly Ranked[]>();
  kept.set(catalog, known);
  const before = known.get(described);
  if (before !== undefined) return before;
  const ranked = rank(described, catalog);
  const [oldest] = known.size < MOST_KEPT ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(described, ranked);
  return ranked;
}

function rank(described: string, catalog: Catalog): Ranked[] {
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

/** Whether any entry of the catalog uses a term. */
export function usesTerm(term: string, catalog: Catalog): boolean {
  return catalog.entries.length > MOST_SEARCHED
    ? termIndexOf(catalog).postings.has(term)
    : indexOf(catalog).rarity.has(term);
}

/** The term of the catalog that a term is a typo of, or the term itself. */
export function knownTerm(term: string, catalog: Catalog): string {
  if (term.length < 6 || usesTerm(term, catalog)) return term;
  const { length: size } = catalog.entries;
  const terms = size > MOST_SEARCHED ? termIndexOf(catalog).postings.keys() : indexOf(catalog).rarity.keys();
  for (const other of terms) {
    const isNear = other[0] === term[0] && Math.abs(other.length - term.length) <= 1;
    if (isNear && editDistanceWithin(term, other, 1) <= 1) return other;
  }
  return term;
}

const sentences = new WeakMap<Entry, ReadonlySet<string>[]>();

/** Of the sentences that an entry says of itself, how well the one goes with a description that goes best with it. */
export function likenessOf(entry: Entry, terms: ReadonlySet<string>, catalog: Catalog): Likeness {
  const weightOf = weightsOf(catalog);
  let asked = 0;
  for (const term of terms) asked += weightOf(term);
  let best: Likeness = { cover: 0, overlap: 0 };
  for (const sentence of sentencesOf(entry)) {
    let shared = 0;
    let other = 0;
    for (const term of sentence) {
      if (terms.has(term)) shared += weightOf(term);
      else other += weightOf(term);
    }
    const overlap = shared / (asked + other);
    if (overlap > best.overlap) best = { cover: shared / asked, overlap };
  }
  return best;
}

function sentencesOf(entry: Entry): ReadonlySet<string>[] {
  const known = sentences.get(entry);
  if (known !== undefined) return known;
  const { code, title, meaning, example, symptoms, causes } = entry;
  const texts = [
    code.replaceAll('_', ' '),
    title ?? '',
    meaning ?? '',
    example ?? '',
    ...symptoms,
    ...causes,
  ];
  const fresh = texts.map((text) => new Set(termsOf(text))).filter(({ size }) => size > 0);
  sentences.set(entry, fresh);
  return fresh;
}

/** How much each term says in a catalog: the rarer, the more. */
function weightsOf(catalog: Catalog): (term: string) => number {
  if (catalog.entries.length > MOST_SEARCHED) {
    const { postings, count } = termIndexOf(catalog);
    const unknown = Math.log(1 + count);
    return (term) => {
      const each = postings.get(term);
      return each === undefined ? unknown : rarityOf(each, count);
    };
  }
  const { rarity, unknown } = indexOf(catalog);
  return (term) => rarity.get(term) ?? unknown;
}

/** The weight of each field: what people say counts more than what the document says. */
const BOOST = { symptoms: 3, title: 2.5, name: 2, meaning: 1.5, causes: 1 } as const;

type Field = keyof typeof BOOST;
const FIELDS = Object.keys(BOOST) as Field[];

/** The words of an entry by which a description finds it. */
function documentOf({ code, symptoms, example, title, meaning, causes }: Entry): Record<Field, string> {
  return {
    // Where nobody wrote down how people describe it, the API's own message comes nearest.
    symptoms: symptoms.length > 0 ? symptoms.join('\n') : (example ?? ''),
    title: title ?? '',
    name: code.replaceAll('_', ' '),
    meaning: meaning ?? '',
    causes: causes.join('\n'),
  };
}

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
function rankBySearch(text: string, terms: readonly string[], catalog: Catalog): Ranked[] {
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
  const rarity = new Map<string, number>();
  const search = new MiniSearch<Document>({
    fields: FIELDS,
    tokenize: termsOf,
    processTerm: (term) => term,
    searchOptions: {
      boost: BOOST,
      // What the catalog says itself is no misspelling of anything else that it says.
      fuzzy: (term) => (term.length > 5 && !rarity.has(term) ? 0.2 : false),
      tokenize: (joined) => joined.split(' '),
    },
  });
  search.addAll(documents);
  const plain = new MiniSearch<Document>({ fields: FIELDS, searchOptions: { prefix: true, fuzzy: 0.2 } });
  plain.addAll(documents);

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

/** The entries in which a term stands, and how much it says about each (BM25+ over the fields, without its rarity). */
interface Postings {
  entries: number[];
  impacts: number[];
}

interface ImpactIndex {
  postings: ReadonlyMap<string, Postings>;
  count: number;
}

/** The parameters of BM25+, as MiniSearch has them. */
const K = 1.2;
const B = 0.7;
const D = 0.5;
/** What a term counts that is a typo away from one of the description. */
const NEARLY = 0.45;
const MOST = 50;

const termIndexes = new WeakMap<Catalog, ImpactIndex>();

/**
 * The entries that share terms with a description, best first, at most 50: what MiniSearch ranks, at a cost that
 * grows with the entries that share a term and not with all that is known of them.
 */
function rankByImpact(terms: readonly string[], catalog: Catalog): Ranked[] {
  const { postings, count } = termIndexOf(catalog);
  const scores = new Float64Array(count);
  const matched = new Uint8Array(count);
  const known = new Float64Array(count);
  const unknown = Math.log(1 + count);
  let whole = 0;
  for (const term of terms) {
    const exact = postings.get(term);
    whole += exact === undefined ? unknown : rarityOf(exact, count);
    const found = exact === undefined ? typosOf(term, postings) : [exact];
    for (const each of found) {
      const weight = (exact === undefined ? NEARLY : 1) * idfOf(each, count);
      const rarity = rarityOf(each, count);
      for (let at = 0; at < each.entries.length; at += 1) {
        const id = each.entries[at] ?? 0;
        scores[id] = (scores[id] ?? 0) + weight * (each.impacts[at] ?? 0);
        matched[id] = (matched[id] ?? 0) + 1;
        known[id] = (known[id] ?? 0) + rarity;
      }
    }
  }
  return best(scores, matched).flatMap((id) => {
    const entry = catalog.entries[id];
    if (entry === undefined) return [];
    const quality = matched[id] ?? 0;
    const coverage = Math.min(1, (known[id] ?? 0) / whole);
    const score = (scores[id] ?? 0) * quality;
    return [{ code: entry.code, entry, score, coverage, terms: quality, asked: terms.length }];
  });
}

/** The entries with the highest scores, by their number. More matched terms make a match better, not only longer. */
function best(scores: Float64Array, matched: Uint8Array): number[] {
  const ids: number[] = [];
  const scoreOf = (id: number) => (scores[id] ?? 0) * (matched[id] ?? 0);
  for (let id = 0; id < scores.length; id += 1) {
    const score = scoreOf(id);
    if (score === 0 || (ids.length === MOST && score <= scoreOf(ids[MOST - 1] ?? 0))) continue;
    const before = ids.findIndex((each) => scoreOf(each) < score);
    ids.splice(before === -1 ? ids.length : before, 0, id);
    if (ids.length > MOST) ids.pop();
  }
  return ids;
}

function rarityOf({ entries }: Postings, count: number): number {
  return Math.log(1 + count / entries.length);
}

function idfOf({ entries: { length } }: Postings, count: number): number {
  return Math.log(1 + (count - length + 0.5) / (length + 0.5));
}

function typosOf(term: string, postings: ReadonlyMap<string, Postings>): Postings[] {
  if (term.length <= 5) return [];
  const allowed = Math.round(0.2 * term.length);
  const found: Postings[] = [];
  for (const [other, each] of postings) {
    const isNear = other[0] === term[0] && Math.abs(other.length - term.length) <= allowed;
    if (isNear && editDistanceWithin(term, other, allowed) <= allowed) found.push(each);
  }
  return found;
}

function termIndexOf(catalog: Catalog): ImpactIndex {
  const made = termIndexes.get(catalog);
  if (made !== undefined) return made;
  const texts = catalog.entries.map(termsByField);
  const average = FIELDS.map((_, field) => {
    return texts.reduce((sum, terms) => sum + (terms[field]?.length ?? 0), 0) / Math.max(1, texts.length);
  });
  const postings = new Map<string, Postings>();
  for (const [id, fields] of texts.entries()) {
    for (const [term, impact] of impactsOf(fields, average)) {
      const each = postings.get(term) ?? { entries: [], impacts: [] };
      postings.set(term, each);
      each.entries.push(id);
      each.impacts.push(impact);
    }
  }
  const fresh = { postings, count: texts.length };
  termIndexes.set(catalog, fresh);
  return fresh;
}

function termsByField(entry: Entry): string[][] {
  const document = documentOf(entry);
  return FIELDS.map((field) => termsOf(document[field]));
}

function impactsOf(fields: readonly string[][], average: readonly number[]): Map<string, number> {
  const impacts = new Map<string, number>();
  for (const [field, terms] of fields.entries()) {
    const boost = BOOST[FIELDS[field] ?? 'causes'];
    const relative = terms.length / Math.max(1, average[field] ?? 1);
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, times] of counts) {
      const impact = D + (times * (K + 1)) / (times + K * (1 - B + B * relative));
      impacts.set(term, (impacts.get(term) ?? 0) + boost * impact);
    }
  }
  return impacts;
}

import type { Catalog } from '../catalog/catalog.ts';
import type { Entry } from '../catalog/entry.ts';
import { editDistanceWithin } from '../text/edit-distance.ts';
import { BOOST, documentOf, FIELDS } from './symptom-document.ts';
import type { Ranked } from './symptoms.ts';
import { termsOf } from './vocabulary.ts';

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

const indexes = new WeakMap<Catalog, ImpactIndex>();

/**
 * The entries that share terms with a description, best first, at most 50: what MiniSearch ranks, at a cost that
 * grows with the entries that share a term and not with all that is known of them.
 */
export function rankByImpact(terms: readonly string[], catalog: Catalog): Ranked[] {
  const { postings, count } = indexOf(catalog);
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

function indexOf(catalog: Catalog): ImpactIndex {
  const made = indexes.get(catalog);
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
  indexes.set(catalog, fresh);
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

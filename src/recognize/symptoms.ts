import { editDistance, editDistanceWithin } from '../base/edit-distance.ts';
import { pushTo } from '../base/objects.ts';
import { preparing, rememberingFor } from '../base/remember.ts';
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
/** Up to so many entries are searched by the words as they are said too, which costs too much among more. */
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
  const { meant, said } = symptomIndex.of(catalog);
  const weight = (term: string) => rarityOf(term, meant);
  const whole = terms.reduce((sum, term) => sum + weight(term), 0);
  const { scores, words } = search(terms, meant, typosOfTerm);
  // Ranked by meaning (stems and synonyms) and by the words as they are said, each where the other errs.
  const literal = said === null ? null : search(wordsSaid(described), said, likeWord).scores;
  const scale = literal === null ? 0 : greatest(scores) / (greatest(literal) || 1);
  const both =
    literal === null ? scores : scores.map((score, id) => (score + scale * (literal[id] ?? 0)) / 2);
  // Scores grow with the rarity of words, and that with the catalog: they count as in one of the size tuned on.
  const size = Math.log(1 + TUNED_ON) / Math.log(1 + meant.count);
  const codes = new Set<string>();
  return bestOf(scores, both).flatMap((id) => {
    const entry = catalog.entries[id];
    const shared = words[id] ?? [];
    if (entry === undefined || codes.has(entry.code)) return [];
    codes.add(entry.code);
    const known = shared.reduce((sum, term) => sum + weight(term), 0);
    const score = size * (both[id] ?? 0);
    return [
      { code: entry.code, entry, score, coverage: known / whole, terms: shared.length, asked: terms.length },
    ];
  });
}

/** Whether any entry of the catalog uses a term. */
export function usesTerm(term: string, catalog: Catalog): boolean {
  return symptomIndex.of(catalog).meant.postings.has(term);
}

/** The term of the catalog that a term is a typo of, or the term itself. */
export function knownTerm(term: string, catalog: Catalog): string {
  if (term.length < 6 || usesTerm(term, catalog)) return term;
  const near = typosOf(term, 1, symptomIndex.of(catalog).meant).find(({ word }) => word[0] === term[0]);
  return near?.word ?? term;
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

/** Whether a term stands in what an entry says first of itself: its name, title and meaning. */
export function isAbout(entry: Entry, term: string): boolean {
  return sentencesOf(entry)
    .slice(0, 3)
    .some((terms) => terms.has(term));
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
  const { meant } = symptomIndex.of(catalog);
  return (term) => rarityOf(term, meant);
}

/** The weight of each field: what people say counts more than what the document says. */
const WEIGHTS = { symptoms: 3, title: 2.5, name: 2, meaning: 1.5, causes: 1 };
const EQUAL: typeof WEIGHTS = { symptoms: 1, title: 1, name: 1, meaning: 1, causes: 1 };

type Field = keyof typeof WEIGHTS;
const FIELDS = Object.keys(WEIGHTS) as Field[];

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

/** The entries in which a word stands, by their numbers, and how much it says about each. */
interface Postings {
  entries: number[];
  impacts: number[];
  /** How much it says in general, as few entries have it (inverse document frequency). */
  rarity: number;
}

/** A word of the index, with the letters that it has. */
interface Word {
  word: string;
  letters: number;
  postings: Postings;
}

/** The words of entries, and what each says about them (BM25+ over the fields, each with its weight). */
interface WordIndex {
  postings: ReadonlyMap<string, Postings>;
  /** The words in their alphabetical order. */
  sorted: readonly Word[];
  byLength: ReadonlyMap<number, readonly Word[]>;
  /** How many entries there are. */
  count: number;
  /** How much a word says that none of them has. */
  unknown: number;
}

interface SymptomIndex {
  /** What the entries mean: stems and synonyms. */
  meant: WordIndex;
  /** The words as they are said; null where there are too many entries. */
  said: WordIndex | null;
}

/** Made when first needed, if not before: most calls hold a code and never search. */
export const symptomIndex = preparing(function* ({ entries }: Catalog): Generator<void, SymptomIndex> {
  return {
    meant: yield* indexWords(entries, termsOf, WEIGHTS),
    said: entries.length <= MOST_SEARCHED ? yield* indexWords(entries, wordsSaid, EQUAL) : null,
  };
});

/** The words of a text in small letters, as they are said. */
function wordsSaid(text: string): string[] {
  return text.toLowerCase().match(/[^\n\r\p{Z}\p{P}]+/gu) ?? [];
}

/** The parameters of BM25+. */
const K = 1.2;
const B = 0.7;
const D = 0.5;

/** After so many entries, the work on them may rest. */
const AT_ONCE = 25;

function* indexWords(
  catalog: readonly Entry[],
  split: (text: string) => string[],
  weights: typeof WEIGHTS,
): Generator<void, WordIndex> {
  const count = catalog.length;
  const counts = new WordCounts(split);
  for (let id = 0; id < count; id += 1) {
    if (id % AT_ONCE === 0) yield;
    counts.add(catalog[id] as Entry);
  }
  for (let id = 0; id < count; id += 1) {
    if (id % AT_ONCE === 0) yield;
    counts.weigh(id, count, weights);
  }
  yield;
  const sorted = counts.words.sort((a, b) => (a.word < b.word ? -1 : 1));
  yield;
  const byLength = new Map<number, Word[]>();
  const postings = new Map<string, Postings>();
  for (const each of sorted) {
    pushTo(byLength, each.word.length, each);
    each.postings.rarity = Math.log(1 + count / each.postings.entries.length);
    postings.set(each.word, each.postings);
  }
  return { postings, sorted, byLength, count, unknown: Math.log(1 + count) };
}

/** How often each word stands in each field of each entry, as lists of numbers, for they are many. */
class WordCounts {
  readonly words: Word[] = [];
  readonly #split: (text: string) => string[];
  readonly #ids = new Map<string, number>();
  /** The words of each field of each entry in turn, each once, and how often it stands there. */
  readonly #found: number[] = [];
  readonly #times: number[] = [];
  /** Where each field of each entry ends in these. */
  readonly #ends: number[] = [];
  /** Where in these each word was found last. */
  readonly #latest: number[] = [];
  /** Of each field, how many entries have each word in it, and how many words there are in all. */
  readonly #holders = FIELDS.map((): number[] => []);
  readonly #sizes = FIELDS.map(() => 0);

  constructor(split: (text: string) => string[]) {
    this.#split = split;
  }

  add(entry: Entry): void {
    const document = documentOf(entry);
    for (let at = 0; at < FIELDS.length; at += 1) {
      const start = this.#found.length;
      const many = this.#holders[at] ?? [];
      for (const word of this.#split(document[FIELDS[at] as Field])) {
        const id = this.#idOf(word);
        const before = this.#latest[id] ?? -1;
        if (before >= start) {
          this.#times[before] = (this.#times[before] ?? 0) + 1;
          continue;
        }
        this.#latest[id] = this.#found.push(id) - 1;
        this.#times.push(1);
        many[id] = (many[id] ?? 0) + 1;
      }
      const end = this.#ends.push(this.#found.length);
      this.#sizes[at] = (this.#sizes[at] ?? 0) + (this.#ends[end - 1] ?? 0) - start;
    }
  }

  #idOf(word: string): number {
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    const id = this.words.length;
    this.#ids.set(word, id);
    this.words.push({ word, letters: lettersIn(word), postings: { entries: [], impacts: [], rarity: 0 } });
    for (const many of this.#holders) many.push(0);
    return id;
  }

  /** Adds to the words of an entry what each says about it, once all are counted. */
  weigh(entry: number, count: number, weights: typeof WEIGHTS): void {
    for (let at = 0; at < FIELDS.length; at += 1) {
      const block = entry * FIELDS.length + at;
      const start = this.#ends[block - 1] ?? 0;
      const end = this.#ends[block] ?? start;
      const length = 1 - B + (B * (end - start)) / ((this.#sizes[at] ?? 0) / count);
      const weight = weights[FIELDS[at] as Field];
      for (let each = start; each < end; each += 1) {
        const id = this.#found[each] ?? 0;
        const many = this.#holders[at]?.[id] ?? 0;
        const times = this.#times[each] ?? 0;
        const rarity = Math.log(1 + (count - many + 0.5) / (many + 0.5));
        const impact = weight * rarity * (D + (times * (K + 1)) / (times + K * length));
        addTo((this.words[id] as Word).postings, entry, impact);
      }
    }
  }
}

/** Adds what a word says about an entry; the entries come in the order of their numbers. */
function addTo({ entries, impacts }: Postings, id: number, impact: number): void {
  const last = entries.length - 1;
  if (entries[last] === id) impacts[last] = (impacts[last] ?? 0) + impact;
  else {
    entries.push(id);
    impacts.push(impact);
  }
}

/** How much a term says; one that no entry has, as much as one that a single entry has. */
function rarityOf(term: string, { postings, unknown }: WordIndex): number {
  return postings.get(term)?.rarity ?? unknown;
}

/** Words of the index that a word stands for, and how much each counts for it: 0 to 1. */
type Like = readonly { word: Word; weight: number }[];

/** What each entry has of some words. */
interface Found {
  /** By the number of the entry; 0 where it has none of them. */
  scores: Float64Array;
  /** The words that it has; none where it has none. */
  words: (string[] | undefined)[];
}

/** What entries have of `words`, each word exactly or as `likeOf` says. More words make a match better, not only longer. */
function search(
  words: readonly string[],
  index: WordIndex,
  likeOf: (word: string, by: WordIndex) => Like,
): Found {
  const scores = new Float64Array(index.count);
  const held: string[][] = [];
  const add = (word: string, { entries, impacts }: Postings, weight: number) => {
    for (let at = 0; at < entries.length; at += 1) {
      const id = entries[at] ?? 0;
      scores[id] = (scores[id] ?? 0) + weight * (impacts[at] ?? 0);
      const own = held[id];
      if (own === undefined) held[id] = [word];
      else if (!own.includes(word)) own.push(word);
    }
  };
  for (const word of words) {
    const exact = index.postings.get(word);
    if (exact !== undefined) add(word, exact, 1);
    for (const {
      word: { postings },
      weight,
    } of likeOf(word, index))
      add(word, postings, weight);
  }
  return { scores: scores.map((score, id) => score * (held[id]?.length ?? 1)), words: held };
}

function greatest(scores: Float64Array): number {
  return scores.reduce((most, score) => Math.max(most, score), 0);
}

const MOST = 50;

/** The numbers of the entries that have a score, those first that are best by another score; at most 50. */
function bestOf(scores: Float64Array, by: Float64Array): number[] {
  const ids: number[] = [];
  const scoreOf = (id: number | undefined) => (id === undefined ? 0 : (by[id] ?? 0));
  for (let id = 0; id < scores.length; id += 1) {
    const score = scoreOf(id);
    if (scores[id] === 0 || (ids.length === MOST && score <= scoreOf(ids[MOST - 1]))) continue;
    let at = ids.length;
    while (at > 0 && scoreOf(ids[at - 1]) < score) at -= 1;
    ids.splice(at, 0, id);
    if (ids.length > MOST) ids.pop();
  }
  return ids;
}

/** How much what is nearly a word counts for it. */
const NEARLY = 0.45;
const BEGUN = 0.375;
/** How many of the letters of a word may be others. */
const TYPOS = 0.2;

/** What the catalog says itself is no misspelling of anything else that it says, and a short word may be another. */
const typosOfTerm = rememberingFor((term, index: WordIndex): Like => {
  return term.length > 5 && !index.postings.has(term) ? nearly(term, index) : [];
});

/** The words of which a word is the beginning or a typo. */
const likeWord = rememberingFor((word, index: WordIndex): Like => {
  const begun = begunBy(word, index);
  return [
    ...begun.map((each) => {
      const { length } = each.word;
      return { word: each, weight: (BEGUN * length) / (length + 0.3 * (length - word.length)) };
    }),
    ...nearly(word, index).filter((each) => !each.word.word.startsWith(word)),
  ];
});

function nearly(word: string, index: WordIndex): Like {
  return typosOf(word, Math.round(TYPOS * word.length), index).map((each) => {
    const { length } = each.word;
    return { word: each, weight: (NEARLY * length) / (length + editDistance(word, each.word)) };
  });
}

/** The longer words that begin with a word. */
function begunBy(word: string, { sorted }: WordIndex): readonly Word[] {
  let from = 0;
  for (let to = sorted.length; from < to; ) {
    const middle = (from + to) >> 1;
    if ((sorted[middle]?.word ?? '') <= word) from = middle + 1;
    else to = middle;
  }
  let end = from;
  while (sorted[end]?.word.startsWith(word) === true) end += 1;
  return sorted.slice(from, end);
}

/** The other words that are at most so many changes away. */
function typosOf(word: string, most: number, { byLength }: WordIndex): Word[] {
  if (most === 0) return [];
  const letters = lettersIn(word);
  const found: Word[] = [];
  for (let length = word.length - most; length <= word.length + most; length += 1) {
    for (const each of byLength.get(length) ?? []) {
      const isFar = bitsIn(letters & ~each.letters) > most || bitsIn(each.letters & ~letters) > most;
      if (!isFar && each.word !== word && editDistanceWithin(word, each.word, most) <= most) found.push(each);
    }
  }
  return found;
}

/** Which of the letters a word has, a bit for each: a change of one letter takes away one bit at most, and adds one. */
function lettersIn(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

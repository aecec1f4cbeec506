import { preparing } from '../base/remember.ts';
import { trim } from '../base/text.ts';
import { wordsOf } from '../base/words.ts';
import type { Catalog, Entry } from '../catalog/catalog.ts';
import { isAbout, knownTerm, likenessOf, type Ranked, rankBySymptoms, usesTerm } from './symptoms.ts';
import { foreignTerms, NONEXISTENT, termsOf } from './vocabulary.ts';

/** The very words of an entry: its title, its meaning, the message that the API sends, what people write, a code with a slot in it. */

/** The parts of a text that vary: a slot of a template, a value in quotes, a number. */
const VARIES =
  /\$?\{\{?[^{}\n]{1,40}\}?\}|%\d{0,2}\$?[sdifv@]|<[a-z][\w -]{0,38}>|(?<!\p{L})["'`‘“][^"'`’”\n]{0,80}["'`’”]|\d+(?:[.,]\d+)*/giu;
const SHORTEST = 8;
/** After so many entries, the work on them may rest. */
const AT_ONCE = 25;
const LONGEST = 600;

/** A text reduced to its letters, with a mark for everything that varies within it. */
function skeletonOf(text: string): string {
  const marked = text
    .slice(0, LONGEST)
    .replace(VARIES, '#')
    .replace(/[^\p{L}#]+/gu, '');
  return trim(marked, /#/).toLowerCase();
}

/** The end of a code for which another number stands each time: `FLOOD_WAIT_X`, `RETRY_%d`, `wait_{seconds}`. */
const SLOT = /(?<=[_.-])(?:[XN]|%[sd]|\{[^{}]{1,40}\}|<[^<>]{1,40}>)(?=$|[_.-])/gi;
const NUMBER = /(?<=[_.-])\d{1,12}(?=$|[_.-])/g;

interface OwnWords {
  /** Null where several entries say the same. */
  bySentence: ReadonlyMap<string, Entry | null>;
  bySymptom: ReadonlyMap<string, Entry | null>;
  byCode: ReadonlyMap<string, Entry>;
}

/**
 * The one entry whose words a text is, whatever values stand in it, and whether they are its own rather than what it
 * says that people write; null if there is none.
 */
export function saidBy(text: string, catalog: Catalog): { entry: Entry; isOwn: boolean } | null {
  const skeleton = skeletonOf(text);
  if (skeleton.length < SHORTEST) return null;
  const { bySentence, bySymptom } = ownWords.of(catalog);
  const own = bySentence.get(skeleton);
  const entry = own === undefined ? bySymptom.get(skeleton) : own;
  return entry === undefined || entry === null ? null : { entry, isOwn: own !== undefined };
}

/** The entry whose code has a slot where `name` has a number; null if there is none. */
export function withNumber(name: string, catalog: Catalog): Entry | null {
  const { byCode } = ownWords.of(catalog);
  return byCode.size === 0 ? null : (byCode.get(name.replace(NUMBER, '#').toLowerCase()) ?? null);
}

export const ownWords = preparing(function* (catalog: Catalog): Generator<void, OwnWords> {
  const bySentence = new Map<string, Entry | null>();
  const bySymptom = new Map<string, Entry | null>();
  const byCode = new Map<string, Entry>();
  for (const [number, entry] of catalog.entries.entries()) {
    if (number % AT_ONCE === 0) yield;
    for (const text of [entry.title, entry.meaning, entry.example]) keep(bySentence, text ?? '', entry);
    for (const text of entry.symptoms) keep(bySymptom, text, entry);
    for (const name of [entry.code, ...entry.aliases]) {
      const pattern = name.replace(SLOT, '#');
      if (pattern !== name) byCode.set(pattern.toLowerCase(), entry);
    }
  }
  return { bySentence, bySymptom, byCode };
});

function keep(entries: Map<string, Entry | null>, text: string, entry: Entry): void {
  const skeleton = skeletonOf(text);
  const other = entries.get(skeleton);
  entries.set(skeleton, other === undefined || other === entry ? entry : null);
}

/** An entry that words may mean, and how likely that is. */
export interface Described {
  best: Ranked;
  others: readonly string[];
  /** 0 to 1: how often such a description means this very entry. */
  confidence: number;
}

/** Others are named if their score is at least this part of the best one's. */
const NOT_FAR_BEHIND = 0.5;
/** What is less likely is not answered: it would be wrong too often. */
export const FLOOR = 0.5;
/** The highest confidence that words alone can give. */
const MOST_BY_WORDS = 0.95;

/**
 * The weights of the evidence, as log-odds: a logistic regression over the tuning tables of the benchmark, in which a
 * description counts as right where the best entry is the one that was meant.
 */
const WEIGHT = {
  bias: -14.6,
  score: 2.13,
  terms: 1.09,
  asked: -0.32,
  coverage: 0.39,
  lead: 2.27,
  cover: 1.04,
  overlap: 2.33,
  specific: 0.24,
  /** How little is alike where a program says it, and no word of it says what the entry is about. */
  offTopic: -3,
  /** How many words name what an API or this catalog deals with. */
  anchors: 0.45,
  trouble: 0.66,
  question: -0.9,
  content: -2.34,
  foreignTerm: -4.5,
  /** A status beside the words that the entry has, that no document gives it, or that is another's. */
  agrees: 1.5,
  undocumented: 0.5,
  differs: -0.3,
  /** Whether whoever answered said it, in the field of an error that is made for it. */
  said: 0.8,
  /** By how many sentences it was chosen from, where there are more than a description has. */
  tried: -1,
} as const;

/** As many sentences as a description may have. */
const FEW_SENTENCES = 3;

type Features = Record<keyof typeof WEIGHT, number>;

/** Words that are said of every error, and mean none. */
const GENERAL = new Set(
  termsOf(
    `error errors user users app application api page screen request requests server problem issue work works fail failed fails failing
    call calls see shows show get response answer return message system people customer customers team site website platform button click
    update code name access data service run running find open close read write send sent change`,
  ),
);

/** Words of whoever works with an API. */
const TECHNICAL = new Set(
  termsOf(
    `api endpoint json http https header token oauth login request response status url uri webhook callback client server backend auth
    bearer post put patch body payload parameter param query field form sdk curl route gateway upstream proxy tenant workspace plan tier
    dashboard subscription invoice deploy production staging localhost`,
  ),
);

/** Words of codes that say what happened to a thing, and name none. */
const STATES = new Set(
  termsOf(
    `invalid taken failed required requires denied not found only expired revoked conflict limited unavailable error reserved short past due
    blocked already configured by too long missing exceeded unsupported disabled locked unknown bad exists is in state mismatch method name`,
  ),
);

/** What a code is about: its words, but for those that say what happened. */
export function nounsOfCode(code: string): string[] {
  return termsOf(wordsOf(code).join(' ')).filter((term) => !STATES.has(term));
}

/** What the codes of a catalog are about. */
export const nouns = preparing(function* ({ entries }: Catalog): Generator<void, ReadonlySet<string>> {
  const fresh = new Set<string>();
  for (const [number, { code, area }] of entries.entries()) {
    if (number % AT_ONCE === 0) yield;
    for (const term of termsOf(`${wordsOf(code).join(' ')} ${area ?? ''}`))
      if (!STATES.has(term)) fresh.add(term);
  }
  return fresh;
});

/** What stands beside a description. */
interface Beside {
  status: number | null;
  /** Whether it is the message of an error, and no text of somebody's own. */
  isSaid: boolean;
  /** Of how many sentences it is one: the more there are, the likelier one of them fits by chance. */
  tried: number;
}

/** The evidence that a description means the best of some ranked entries; null where no word of it tells one. */
function featuresOf(
  text: string,
  said: readonly string[],
  ranked: readonly Ranked[],
  { status, isSaid, tried }: Beside,
  catalog: Catalog,
): Features | null {
  const [best, second] = ranked;
  if (best === undefined) return null;
  const tone = toneOf(text);
  const statuses = best.entry.http_statuses;
  const known = statuses.length > 0;
  const terms = new Set(said.map((term) => knownTerm(term, catalog)));
  const { cover, overlap } = likenessOf(best.entry, terms, catalog);
  const things = nouns.of(catalog);
  const anchors = Math.min(3, [...terms].filter((term) => TECHNICAL.has(term) || things.has(term)).length);
  const specific = [...terms].filter((term) => !GENERAL.has(term) && usesTerm(term, catalog));
  if (specific.length === 0) return null;
  const isPeoples = !isSaid && status === null;
  return {
    bias: 1,
    score: Math.log(best.score + 1),
    terms: Math.log(best.terms),
    asked: Math.log(best.asked),
    coverage: best.coverage,
    lead: 1 - (second?.score ?? 0) / best.score,
    cover,
    overlap,
    specific: Math.min(3, specific.length),
    offTopic:
      isPeoples || specific.some((term) => isAbout(best.entry, term) && !STATES.has(term)) ? 0 : 1 - overlap,
    anchors,
    trouble: tone === 'trouble' ? 1 : 0,
    question: tone === 'question' && anchors < 2 ? 1 : 0,
    content: tone === 'content' ? 1 : 0,
    foreignTerm: foreignTerms([...terms], (term) => usesTerm(term, catalog)) / terms.size,
    agrees: status !== null && known && statuses.includes(status) ? 1 : 0,
    undocumented: status !== null && !known ? 1 : 0,
    differs: status !== null && known && !statuses.includes(status) ? 1 : 0,
    said: isSaid ? 1 : 0,
    tried: Math.log(Math.max(1, tried / FEW_SENTENCES)),
  };
}

/**
 * The entry that a description means most likely, by its words and by the status beside it, which breaks ties; null
 * where no word is shared. The confidence may be below the floor.
 */
export function describedBy(text: string, beside: Beside, catalog: Catalog): Described | null {
  const terms = termsOf(text);
  const found = withSubject(withExistence(rankBySymptoms(text, catalog), terms), text);
  const ranked = withStatus(found, beside.status);
  const features = featuresOf(text, terms, ranked, beside, catalog);
  const [best] = ranked;
  if (features === null || best === undefined) return null;
  let odds = 0;
  for (const [name, value] of Object.entries(features)) odds += WEIGHT[name as keyof Features] * value;
  const others = ranked.filter(({ score }) => score >= best.score * NOT_FAR_BEHIND).map(({ code }) => code);
  return { best, others, confidence: Math.min(MOST_BY_WORDS, 1 / (1 + Math.exp(-odds))) };
}

/** How much less a description that something does not exist counts for an entry whose name says nothing of that. */
const OF_OTHERS = 0.6;

/** What does not exist is neither taken nor wrong: where that is said, an entry whose name says it comes first. */
function withExistence(ranked: readonly Ranked[], terms: readonly string[]): readonly Ranked[] {
  if (!terms.includes(NONEXISTENT)) return ranked;
  const says = ({ code, title }: Entry) =>
    termsOf(`${wordsOf(code).join(' ')}. ${title ?? ''}`).includes(NONEXISTENT);
  return ranked
    .map((each) => ({ ...each, score: each.score * (says(each.entry) ? 1 : OF_OTHERS) }))
    .sort((a, b) => b.score - a.score);
}

/** What is said to be there already: `this user already exists`, `a file with this name is already there`. */
const SUBJECT =
  /\b((?:[a-z]{3,20} )?(?:name|address|title|id)|[a-z]{3,20})(?: (?:with|by|of|called|named|for)(?: (?:the|this|that|these|same))?(?: ([a-z]{3,20}))?)?(?: ['"`‘“][^'"`’”\n]{1,60}['"`’”])?(?: (?:is|are|was|has|have|has been|have been))? already (?:been )?(?:exists?|existed|taken|in use|used|registered|present|there|created|configured|defined|assigned)\b/gi;
const NO_SUBJECT =
  /^(?:(?:the|this|that|a|an|our|your|my|their|same|such|new) )?(?:it|this|that|they|which|who|one|name|value|resource|entity|item|object|error|and|but|has|been|have|was|were|already|because|since)$/i;
const IS_THERE = /\b(?:already|taken|exists|in use|duplicate)\b/i;
/** How much less a description counts for an entry of something that is there already, where it is said of another thing. */
const OF_OTHER_THING = 0.2;

/** The thing whose name is told: `user name` is of a user, but `short name` may mean something else. */
function namedThing(whole: string, thing: string): string {
  return termsOf(whole).length === 1 ? whole : thing;
}

/** Of entries whose name says that a thing is there already, those come first that know the thing of which it is said. */
function withSubject(ranked: readonly Ranked[], text: string): readonly Ranked[] {
  const said = Array.from(text.slice(0, 2_000).matchAll(SUBJECT), ([, first = '', second = '']) => [
    first,
    second,
  ]);
  const things = said.flat().filter((thing) => thing !== '' && !NO_SUBJECT.test(thing));
  if (things.length === 0) return ranked;
  const subjects = new Set(
    things.flatMap((thing) => termsOf(thing.replace(/^(.+) (?:name|address|title|id)$/i, namedThing))),
  );
  const isOfOther = ({ code, title, meaning, symptoms }: Entry) =>
    IS_THERE.test(`${wordsOf(code).join(' ')}. ${title ?? ''}`) &&
    ![code, title ?? '', meaning ?? '', ...symptoms].some((own) =>
      termsOf(wordsOf(own).join(' ')).some((term) => subjects.has(term)),
    );
  return ranked
    .map((each) => (isOfOther(each.entry) ? { ...each, score: each.score * OF_OTHER_THING } : each))
    .sort((a, b) => b.score - a.score);
}

/** How much more a description counts for an entry that has the status, or for which none is documented. */
const OF_SAME_STATUS = 1.5;
const OF_OTHER_STATUS = 0.6;

function withStatus(ranked: readonly Ranked[], status: number | null): Ranked[] {
  if (status === null) return [...ranked];
  const scored = ranked
    .map((each) => {
      const { http_statuses: statuses } = each.entry;
      const factor = statuses.includes(status) ? OF_SAME_STATUS : statuses.length === 0 ? 1 : OF_OTHER_STATUS;
      return { ...each, score: each.score * factor };
    })
    .sort((a, b) => b.score - a.score);
  return toldByStatus(scored, status);
}

/** Where the best entry leaves open which status it has, and one with the status knows as many of the words, it is that one. */
function toldByStatus(scored: Ranked[], status: number): Ranked[] {
  const [best] = scored;
  if (best === undefined || best.entry.http_statuses.length > 0) return scored;
  const told = scored.find(
    ({ entry, terms, coverage }) =>
      entry.http_statuses.includes(status) && terms >= best.terms && coverage >= best.coverage,
  );
  if (told === undefined) return scored;
  return [{ ...told, score: best.score }, ...scored.filter((each) => each !== told)];
}

/** Words of somebody who has a problem, or asks about one. */
const TROUBLE =
  /n['’]t\b|\b(?:not|no|never|none|cannot|cant|wont|dont|unable|fail\w{0,5}|errors?|refus\w{0,3}|reject\w{0,3}|den(?:y|ies|ied)|block\w{0,3}|wrong|invalid|missing|expir\w{0,5}|br[eo]ken?|breaks|crash\w{0,3}|stop\w{0,4}|why|bad|down|limit\w{0,3}|too|twice|already|forg[eo]t\w{0,3}|mismatch\w{0,2}|revoked?|complain\w{0,3}|instead|must|problem|issue|trouble|bug|declin\w{0,3}|bounc\w{0,3}|stuck|lost|gone|dead|kill\w{0,3}|without|unless|throttl\w{0,3}|duplicate\w?|disallow\w{0,2}|forbidden|illegal|unauthori[sz]ed|unauthenticated|unavailable|unreachable|unknown|unsigned|malformed|conflict\w{0,2}|overdue|unpaid|outage|cancel\w{0,4}|abort\w{0,3}|disabled|suspended|frozen|locked|taken|reserved|exists?|again)\b/i;

/** How a question begins that is not about an error. */
const QUESTION =
  /^\W{0,3}(?:how (?:do|does|can|should|would|many|much|to)|what(?:'s| is| are| does| do)|where|which|when|who|show|list|add|create|write|translate|can you|could you|explain|tell me|is there|does)\b/i;

const CONTENT =
  /\b(?:success\w{0,5}|thank(?:s| you)|went well|works? (?:great|fine|well|perfectly)|all good|no (?:errors?|problems?|issues?)|renewed|delivered|completed|finished|looks? (?:nice|good|great)|passed|happy|love|(?:is|are|was|were|has been|have been|got) (?:updated|accepted|deleted|created|restored|fixed|resolved|done)|everything works|works again|all (?:services|tests) )\b/i;

type Tone = 'trouble' | 'content' | 'question' | 'neutral';

/** What kind of text it is, which decides how much its words must prove before it is taken for an error. */
function toneOf(text: string): Tone {
  if (TROUBLE.test(text)) return 'trouble';
  if (CONTENT.test(text)) return 'content';
  return QUESTION.test(text) ? 'question' : 'neutral';
}

import { wordsOf } from '../base/words.ts';
import type { Catalog, Entry } from '../catalog/catalog.ts';
import { namedValues, type Pasted, readPasted, retryAfter, type Wait } from '../pasted/pasted.ts';
import { nouns, ownWords } from './description.ts';
import { codeNames, otherNames } from './find-codes.ts';
import { judge, type Verdict } from './judge.ts';
import type { NoAnswer, StandardName } from './names.ts';
import type { Match } from './place.ts';
import { messagesIn } from './sentences.ts';
import { classOfStatus, findStatus } from './status.ts';
import { symptomIndex } from './symptoms.ts';
import { termsOf } from './vocabulary.ts';

export interface Recognized extends Match {
  entry: Entry;
  /** The other entries with the same code. */
  namesakes: readonly Entry[];
  /** Whether the text tells which of them is meant. */
  isTold: boolean;
  /** A code in the text that the catalog lacks. */
  unknown_code: string | null;
  request_id: string | null;
  /** How long to wait, if the text says so. */
  retry_after: Wait | null;
}

export interface Unrecognized {
  code: null;
  /** What is near, best first; empty where nothing is. */
  nearest: string[];
  /** The text's own code, which the catalog lacks. */
  unknown_code: string | null;
  /** What a standard means by that code. */
  standard: StandardName | null;
  /** What the status in the text says by itself, if there is one. */
  status_class: string | null;
  /** Why the call got no answer, with the words that say so. */
  no_answer: { kind: NoAnswer; word: string } | null;
  is_success: boolean;
  /** Whether the text is in a language in which no entry is described. */
  is_other_language: boolean;
  request_id: string | null;
}

/**
 * Which error of `catalog` the text means: a code, or an error as it was received. `now` in milliseconds
 * since the epoch, for waits that are given as a date. Pure; never throws.
 */
export function recognize(text: string | Pasted, catalog: Catalog, now: number): Recognized | Unrecognized {
  const whole = (typeof text === 'string' ? text : text.given).trim();
  const [alone, ...namesakes] = catalog.all(whole);
  if (alone !== undefined) {
    const { code } = alone;
    const by = code === whole ? 'code' : 'alias';
    const nothing = { alternatives: [], also: [], unknown_code: null, request_id: null, retry_after: null };
    return { code, by, confidence: 1, entry: alone, namesakes, isTold: false, ...nothing };
  }
  const pasted = typeof text === 'string' ? readPasted(text) : text;
  const plain = pasted.plain;
  const request_id = pasted.requestId;
  const verdict = judge(plain, catalog);
  const { unknown_code } = verdict;
  const match = verdict.match && ofNamedService(verdict.match, plain, catalog);
  const [first, ...more] = match === null ? [] : ofStatedDomain(catalog.all(match.code), plain);
  if (match !== null && first !== undefined) {
    const {
      entry,
      others: namesakes,
      isTold,
    } = match.entry === undefined
      ? chooseEntry([first, ...more], plain)
      : { entry: match.entry, others: [first, ...more].filter((each) => each !== match.entry), isTold: true };
    const { code } = entry;
    const by = match.by === 'code' && match.code !== code ? 'alias' : match.by;
    const also = codesOf(match.also, catalog).filter((other) => other !== code);
    const alternatives = match.alternatives.filter((other) => !also.includes(other));
    const retry_after = retryAfter(pasted, now, code);
    return {
      ...match,
      code,
      by,
      also,
      alternatives,
      entry,
      namesakes,
      isTold,
      unknown_code,
      request_id,
      retry_after,
    };
  }
  // A code of the catalog's, but another domain's, is not the catalog's error.
  const foreign = match?.by === 'code' ? { unknown_code: match.code } : {};
  return { ...unrecognized(verdict), ...foreign, request_id };
}

/**
 * Those of the entries that may be meant where the text says in which domain its reason counts (AIP-193, `ErrorInfo`):
 * the entries of that domain, else those that name none.
 */
function ofStatedDomain(entries: readonly Entry[], text: string): readonly Entry[] {
  if (entries.every(({ domain }) => domain === null)) return entries;
  const fields = namedValues(text);
  const stated = fields.find(
    ({ key, parent }) =>
      key === 'domain' && fields.some((other) => other.key === 'reason' && other.parent === parent),
  )?.value;
  if (stated === undefined) return entries;
  const within = entries.filter(({ domain }) => domain === stated);
  return within.length > 0 ? within : entries.filter(({ domain }) => domain === null);
}

function unrecognized({
  nearest,
  unknown_code,
  standard,
  status,
  noAnswer,
  isSuccess,
  isOtherLanguage,
}: Verdict): Omit<Unrecognized, 'request_id'> {
  return {
    code: null,
    nearest,
    unknown_code,
    standard,
    status_class: status === null ? null : classOfStatus(status),
    no_answer: noAnswer,
    is_success: isSuccess,
    is_other_language: isOtherLanguage,
  };
}

/** A match by a code that is the alias of another entry, whose service the text names: then that entry is meant. */
function ofNamedService(match: Match, text: string, catalog: Catalog): Match {
  const others = match.by === 'code' ? catalog.shadowed(match.code) : [];
  if (others.length === 0) return match;
  const words = wordsRound(text.slice(0, LONGEST_SEARCHED).replaceAll(match.code, ' '));
  const isOfNamed = ({ service }: Entry) => service !== null && isNamed(service, words);
  const [entry, ...more] = others.filter(isOfNamed);
  if (entry === undefined || more.length > 0 || catalog.all(match.code).some(isOfNamed)) return match;
  return { ...match, code: entry.code, by: 'alias', alternatives: [match.code], entry };
}

/** Codes for names that may be aliases, each once. */
function codesOf(names: readonly string[], catalog: Catalog): string[] {
  return [...new Set(names.map((name) => catalog.get(name)?.code ?? name))];
}

/** Which of the entries with one code is meant, and the others. */
export interface Choice {
  entry: Entry;
  others: readonly Entry[];
  /** Whether something in the text speaks for it rather than for the others. */
  isTold: boolean;
}

const LONGEST_SEARCHED = 4_096;
const STATUS = 4;
const PLACE = 1;
const WORDS = 3;
const LEAST_SHARED = 0.3;

/**
 * Of entries that share a code, the one that goes best with the status, the service, the surface and the area that the
 * text names round the code, and with what its messages say; else the first. None is lost: the others go along.
 */
export function chooseEntry(entries: readonly [Entry, ...Entry[]], text: string): Choice {
  const [first, ...more] = entries;
  if (more.length === 0) return { entry: first, others: [], isTold: true };
  const searched = text.slice(0, LONGEST_SEARCHED).replaceAll(first.code, ' ');
  const status = findStatus(searched);
  const words = wordsRound(searched);
  const said = new Set(messagesIn(namedValues(searched)).flatMap(termsOf));
  const scoreOf = (entry: Entry) => {
    const { service, surface, area, http_statuses } = entry;
    const named = [service, surface, area].filter((place) => place !== null && isNamed(place, words));
    const byStatus = status !== null && http_statuses.includes(status) ? STATUS : 0;
    return byStatus + PLACE * named.length + WORDS * sharedOf(entry, said);
  };
  const scores = entries.map(scoreOf);
  const most = Math.max(...scores);
  const best = entries[scores.indexOf(most)] ?? first;
  const isTold = scores.filter((score) => score === most).length === 1;
  return { entry: best, others: entries.filter((each) => each !== best), isTold };
}

/** The part of some terms that an entry's own sentences have; 0 where it is too small to tell entries apart. */
function sharedOf({ title, meaning, example, symptoms }: Entry, said: ReadonlySet<string>): number {
  if (said.size === 0) return 0;
  const own = new Set([title ?? '', meaning ?? '', example ?? '', ...symptoms].flatMap(termsOf));
  const shared = [...said].filter((term) => own.has(term)).length / said.size;
  return shared >= LEAST_SHARED ? shared : 0;
}

/** The words of a text with a space round each, for `isNamed`. */
function wordsRound(text: string): string {
  return ` ${wordsOf(text).join(' ')} `;
}

function isNamed(place: string, words: string): boolean {
  const name = wordsOf(place).join(' ');
  return name !== '' && words.includes(` ${name} `);
}

/** What of a catalog is prepared, what most texts need first. */
const PREPARED = [otherNames, codeNames, symptomIndex, ownWords, nouns];

/**
 * Prepares for a few milliseconds at most what the first text without a code would wait for; whether anything is left
 * to do. Without it, all is made when it is needed.
 */
export function prepare(catalog: Catalog): boolean {
  return PREPARED.some((each) => each.advance(catalog));
}

export { namesOf } from './find-codes.ts';
export type { NoAnswer } from './names.ts';
export { MATCHED_BY, type MatchedBy, mentionedCodes } from './place.ts';

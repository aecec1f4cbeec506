import { isIdentifier } from '../base/code-shape.ts';
import { wordsOf } from '../base/words.ts';
import type { Catalog, Entry } from '../catalog/catalog.ts';
import { type Pasted, readPasted, retryAfter, type Wait } from '../pasted/pasted.ts';
import { byDescription, isHarmless, proseOf } from './description.ts';
import { unwrap } from './normalize.ts';
import { CERTAINTY, fieldValues, isWrapper, type Match, matchOf, mentionedCodes, PLACES } from './place.ts';
import { nearestCodes, spelledIn, spelledLike } from './spelling.ts';
import { classOfStatus, findStatus } from './status.ts';
import { rankBySymptoms } from './symptoms.ts';

export interface Recognized extends Match {
  entry: Entry;
  /** The other entries with the same code. */
  namesakes: readonly Entry[];
  /** Whether the text tells which of them is meant. */
  isTold: boolean;
  request_id: string | null;
  /** How long to wait, if the text says so. */
  retry_after: Wait | null;
}

export interface Unrecognized {
  code: null;
  nearest: string[];
  /** What the class of the status in the text says by itself, if there is one. */
  status_class: string | null;
  request_id: string | null;
}

type Fields = ReturnType<typeof fieldValues>;

const LONGEST_NAME = 80;
const LONGEST_WITHOUT_CODE = 65_536;
const NEAREST = 3;
const OF_ERRORS = /err(?:or|code|s\b|_)|exception|fault|fail|problem|(?<!\d)[45]\d\d(?!\d)/i;

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
    const nothing = { alternatives: [], also: [], request_id: null, retry_after: null };
    return { code, by, confidence: 1, entry: alone, namesakes, isTold: false, ...nothing };
  }
  const pasted = typeof text === 'string' ? readPasted(text) : text;
  const plain = unwrap(pasted.whole);
  const request_id = pasted.requestId;
  const named = byCode(plain, catalog);
  // Most texts name their code; the rest is only looked for in those that do not.
  const fields = named === null ? fieldValues(plain) : [];
  const status = named === null ? findStatus(plain.slice(0, LONGEST_WITHOUT_CODE)) : null;
  const match =
    named ??
    bySpelling(plain, fields, catalog) ??
    (namesForeignCode(plain, fields) ? null : byDescription(plain, status, catalog));

  const [first, ...more] = match === null ? [] : catalog.all(match.code);
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
    const retry_after = retryAfter(pasted, now, code);
    return { ...match, code, by, also, entry, namesakes, isTold, request_id, retry_after };
  }
  const nearest = nearestOf(plain, fields, catalog);
  return { code: null, nearest, status_class: status === null ? null : classOfStatus(status), request_id };
}

/** Codes for names that may be aliases, each once. */
function codesOf(names: readonly string[], catalog: Catalog): string[] {
  return [...new Set(names.map((name) => catalog.get(name)?.code ?? name))];
}

function byCode(plain: string, catalog: Catalog): Match | null {
  const [first, ...others] = mentionedCodes(plain, catalog);
  if (first === undefined) return null;
  const isField = PLACES.indexOf(first.place) < PLACES.indexOf('named');
  // The name of an error in a report of success or in the title of a change is not an error.
  if (!isField && isHarmless(plain)) return null;
  const also = others.map(({ code }) => code);
  if (isWrapper(first.code, catalog) && also.length === 0) also.push(...insideWrapper(plain, catalog));
  return { ...matchOf(first.code, 'code', CERTAINTY[first.place], []), also };
}

/** The specific error that the message of a wrapper describes in words, if it does so clearly. */
function insideWrapper(plain: string, catalog: Catalog): string[] {
  const [best] = rankBySymptoms(proseOf(plain), catalog).filter(({ code }) => !isWrapper(code, catalog));
  const isClear = best !== undefined && best.coverage >= 0.8 && best.terms > 1;
  return isClear ? [best.code] : [];
}

function bySpelling(plain: string, fields: Fields, catalog: Catalog): Match | null {
  const whole = plain.trim();
  const names = fields.filter((field) => isPossibleErrorName(field, plain)).map(({ value }) => value);
  if (whole.length <= LONGEST_NAME) names.push(whole);
  const inText = isHarmless(plain) ? [] : spelledIn(plain, catalog);
  const guesses = [...inText, ...names.flatMap((name) => spelledLike(name, catalog))];
  const [best, ...rest] = guesses.sort((a, b) => b.confidence - a.confidence);
  if (best === undefined) return null;
  const others = rest.map(({ code }) => code);
  return matchOf(best.code, 'spelling', best.confidence, others);
}

/** Whether a field may hold the name of an error: a word under `name` may be anybody's, unless it is an error's. */
function isPossibleErrorName({ key, value }: Fields[number], plain: string): boolean {
  if (isCodeKey(key) || !/^(?:name|title|type)$/.test(key) || !/^\p{L}\p{Ll}*$/u.test(value)) return true;
  return OF_ERRORS.test(plain.slice(0, LONGEST_WITHOUT_CODE));
}

/** A code that the catalog does not hold is an answer too: guessing past it would mislead. */
function namesForeignCode(plain: string, fields: Fields): boolean {
  return isForeignCode(plain) || fields.some(({ key, value }) => isCodeKey(key) && isForeignCode(value));
}

/** A machine's name for an error: one identifier of several parts, or one in capitals. */
function isForeignCode(value: string): boolean {
  const name = value.trim();
  return (
    name.length <= LONGEST_NAME &&
    isIdentifier(name) &&
    ((/[_.]/.test(name) && !/[:-]/.test(name)) || /^[A-Z][A-Z0-9]{3,}$/.test(name))
  );
}

function isCodeKey(key: string): boolean {
  return key.endsWith('code') || key === 'error';
}

function nearestOf(plain: string, fields: Fields, catalog: Catalog): string[] {
  const name = fields.find(({ key }) => isCodeKey(key))?.value ?? plain.slice(0, LONGEST_NAME);
  const described = `${wordsOf(name).join(' ')}\n${proseOf(plain)}`;
  const ranked = rankBySymptoms(described, catalog).map(({ code }) => code);
  const more = ranked.length < NEAREST ? nearestCodes(name, catalog, NEAREST) : [];
  return [...new Set([...ranked, ...more])].slice(0, NEAREST);
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

/**
 * Of entries that share a code, the one that goes best with the status, the service, the surface and the area that the
 * text names round the code; else the first. None is lost: the others go along.
 */
export function chooseEntry(entries: readonly [Entry, ...Entry[]], text: string): Choice {
  const [first, ...more] = entries;
  if (more.length === 0) return { entry: first, others: [], isTold: true };
  const searched = text.slice(0, LONGEST_SEARCHED).replaceAll(first.code, ' ');
  const status = findStatus(searched);
  const words = ` ${wordsOf(searched).join(' ')} `;
  const scoreOf = ({ service, surface, area, http_statuses }: Entry) => {
    const named = [service, surface, area].filter((place) => place !== null && isNamed(place, words));
    return (status !== null && http_statuses.includes(status) ? STATUS : 0) + PLACE * named.length;
  };
  const scores = entries.map(scoreOf);
  const most = Math.max(...scores);
  const best = entries[scores.indexOf(most)] ?? first;
  const isTold = scores.filter((score) => score === most).length === 1;
  return { entry: best, others: entries.filter((each) => each !== best), isTold };
}

function isNamed(place: string, words: string): boolean {
  const name = wordsOf(place).join(' ');
  return name !== '' && words.includes(` ${name} `);
}

export { namesOf } from './find-codes.ts';
export { type MatchedBy, mentionedCodes } from './place.ts';

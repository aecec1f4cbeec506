/**
 * What the evidence of a text adds up to. First it is gathered as data (its fields, `status.ts`, `own-code.ts`,
 * `sentences.ts`); then the rules below decide, in this order:
 *
 * 1. a code of the catalog, by the place where it stands, unless a field that is made for the code holds another one;
 * 2. that other code: it is the answer, even though the catalog lacks it;
 * 3. what is said of single fields, as validators list it;
 * 4. a code in another spelling;
 * 5. words, with the status beside them;
 * 6. the name of a standard or of a class, and the status.
 *
 * Each rule states how sure it is, as measured by `npm run bench:recognize`.
 */

import { wordsOf } from '../base/words.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type NamedValue, namedValues } from '../pasted/pasted.ts';
import { type Described, describedBy, FLOOR, nounsOfCode, saidBy, withNumber } from './description.ts';
import { isRuleOfValidator, type NoAnswer, noAnswerIn, type StandardName, standardName } from './names.ts';
import { isMisread, isRespelling, OF_FIELD, type OwnName, ownNamesIn } from './own-code.ts';
import { CERTAINTY, isWrapper, type Match, type Mention, matchOf, mentionedCodes, PLACES } from './place.ts';
import {
  fieldErrorsIn,
  isExceptionName,
  isHarmless,
  isSuccess,
  messagesIn,
  partsOf,
  plainProse,
  proseIn,
  sentencesOf,
  withoutBoilerplate,
  withoutFrames,
} from './sentences.ts';
import { type Guess, nearCodes, sameMeaning, spelledIn, spelledLike } from './spelling.ts';
import { finalStatus, meaningOfStatus, routedStatus, statusesIn } from './status.ts';
import { hasForeignMark, isOfOtherService, termsOf } from './vocabulary.ts';

export interface Verdict {
  match: Match | null;
  /** A code in the text that the catalog lacks. */
  unknown_code: string | null;
  standard: StandardName | null;
  nearest: string[];
  status: number | null;
  noAnswer: { kind: NoAnswer; word: string } | null;
  isSuccess: boolean;
  isOtherLanguage: boolean;
}

/** All that stands in a text, read once. */
interface Evidence {
  plain: string;
  /** The part of it that is read for anything but codes of the catalog. */
  start: string;
  fields: readonly NamedValue[];
  status: number | null;
  own: readonly OwnName[];
  catalog: Catalog;
}

const LONGEST_WITHOUT_CODE = 65_536;
const LONGEST_NAME = 80;
/** Where a client says that no answer came, only very clear words say that one did. */
const LEAST_WITHOUT_ANSWER = 0.94;

/** The statuses under which a service says what is wrong with single fields. */
const OF_INPUT = new Set([400, 409, 422]);

/** How sure each rule is where nothing else says more. */
const SURE = {
  /** Letter for letter, but for case and what joins the words, in the field that is made for the code. */
  respelled: 0.92,
  /** The entry's own words, but for the values in them. */
  verbatim: 0.95,
  /** What the entry says that people write, letter for letter. */
  described: 0.8,
  /** The same in the name of a class or a constant, or as words of a sentence. */
  spelledInText: 0.85,
  /** Words that mean the same, and the status of the entry. */
  sameMeaning: 0.75,
  /** A standard's name that is the catalog's too. */
  standardName: 0.9,
  /** A standard's name that stands for a status. */
  standardStatus: 0.65,
  /** The kind of document that an entry rejects. */
  document: 0.6,
  /** A list of what is wrong with fields. */
  fieldErrors: 0.75,
  status: 0.7,
  /** A status that other entries have too. */
  sharedStatus: 0.5,
} as const;

/** What a text means as a whole, with the other errors that stand in it. */
export function judge(plain: string, catalog: Catalog): Verdict {
  const fields = namedValues(plain);
  const whole = judgeWhole(plain, fields, catalog);
  const pieces = partsOf(plain, fields);
  const isForeign = pieces.length > 0 && hasForeignMark(withoutFrames(plain));
  const parts = pieces.flatMap((part) => {
    const { match, unknown_code, status } = judgeWhole(part, namedValues(part), catalog);
    // The next paragraph of what another program says is still its own.
    const isStrangers = isForeign && match?.by === 'symptom' && status === null;
    return match === null || isStrangers ? [] : [{ match, unknown_code, part, status }];
  });
  const [best] = parts.toSorted((a, b) => b.match.confidence - a.match.confidence);
  const main = whole.match ?? best?.match ?? null;
  if (main === null) return whole;
  if (whole.match === null && whole.unknown_code !== null && best !== undefined && best.match.by !== 'code')
    return whole;
  const entry = catalog.get(main.code);
  const claimed = entry === undefined ? [] : [...entry.http_statuses];
  const others = parts
    .filter((each) => isAnother(each, main, claimed, catalog))
    .map(({ match }) => match.code);
  const more =
    whole.match === null || parts.length > 0 ? [] : unclaimed(plain, fields, main, claimed, catalog);
  const also = [...new Set([...main.also, ...others, ...more])].filter((code) => code !== main.code);
  const unknown_code =
    whole.unknown_code ?? parts.find((each) => each.unknown_code !== null)?.unknown_code ?? null;
  return { ...whole, match: { ...main, also }, unknown_code };
}

/** How sure words must be in a part of a text to mean another error than that of the whole. */
const SURE_OF_ANOTHER = 0.8;

/** Whether a part tells of another error than the main one, and not of the same in other words. */
function isAnother(
  { match, part, status }: { match: Match; part: string; status: number | null },
  main: Match,
  claimed: readonly number[],
  catalog: Catalog,
): boolean {
  if (match.code === main.code || main.alternatives.includes(match.code)) return false;
  if (match.by === 'code') return true;
  const statuses = catalog.get(match.code)?.http_statuses ?? [];
  const isSame =
    statuses.length > 0 &&
    (claimed.length === 0 ? part.includes(main.code) : statuses.some((each) => claimed.includes(each)));
  if (isSame || part.includes(main.code)) return false;
  const isStated = status !== null && statuses.includes(status);
  // Words that name what the main error is about tell of how it came to it.
  const terms = match.by === 'symptom' && !isStated ? termsOf(part) : [];
  if (nounsOfCode(main.code).some((noun) => terms.includes(noun))) return false;
  return match.by !== 'symptom' || isStated || match.confidence >= SURE_OF_ANOTHER;
}

/** The errors that other statuses and names of classes in a text stand for, where its main error has a status of its own. */
function unclaimed(
  plain: string,
  fields: readonly NamedValue[],
  main: Match,
  claimed: readonly number[],
  catalog: Catalog,
): string[] {
  if (main.by === 'symptom' || main.by === 'status' || plain.length > LONGEST_WITHOUT_CODE) return [];
  const isOther = (code: string) =>
    catalog.get(code)?.http_statuses.some((each) => claimed.includes(each)) === false;
  const spelled = claimed.length > 0 ? spelledIn(plain, catalog) : [];
  const named = spelled
    .map(({ code }) => code)
    .filter((code) => catalog.get(code)?.code !== main.code && isOther(code));
  const numbers: readonly string[] = plain.match(/\d{3,}/g) ?? [];
  const isTold = claimed.some((status) => numbers.includes(String(status)));
  const statuses = isTold ? statusesIn(plain, fields).map(({ status }) => status) : [];
  const others = statuses.filter((status) => !claimed.includes(status));
  const meant = others.flatMap((status) => {
    const { codes, isUnambiguous } = meaningOfStatus(status, catalog);
    return isUnambiguous && codes[0] !== undefined ? [codes[0]] : [];
  });
  return [...new Set([...named, ...meant])];
}

function judgeWhole(plain: string, fields: readonly NamedValue[], catalog: Catalog): Verdict {
  const start = plain.length > LONGEST_WITHOUT_CODE ? plain.slice(0, LONGEST_WITHOUT_CODE) : plain;
  const named = mentionedCodes(plain, catalog);
  const statuses = statusesIn(start, fields);
  const status = finalStatus(statuses) ?? routedStatus(start);
  const own = ownNamesIn(fields, plain, status !== null && status >= 400, catalog);
  const evidence: Evidence = { plain, start, fields, status, own, catalog };
  const foreign = own.find(({ kind }) => kind === 'code')?.value ?? null;

  const [first, ...others] = named;
  const [strongest] = own;
  const isOutranked =
    first !== undefined && strongest?.kind === 'code' && outranks(strongest, first, evidence);
  if (first !== undefined && !isOutranked) {
    const match = byCode(first, others, evidence);
    if (match !== null) return verdictOf(evidence, { match, unknown_code: foreign });
    return verdictOf(evidence, { isSuccess: isSuccess(start) });
  }
  if (isOutranked && strongest !== undefined) {
    const nearest = [...new Set(named.map(({ code }) => code))].slice(0, NEAREST);
    return verdictOf(evidence, { unknown_code: strongest.value, nearest });
  }
  if (own.length === 0 && isHarmless(start)) return verdictOf(evidence, { isSuccess: isSuccess(start) });
  return withoutKnownCode(evidence);
}

function verdictOf({ status }: Evidence, known: Partial<Verdict>): Verdict {
  const { match = null, unknown_code = null, standard = null, nearest = [], noAnswer = null } = known;
  const { isSuccess = false, isOtherLanguage = false } = known;
  return { match, unknown_code, standard, nearest, status, noAnswer, isSuccess, isOtherLanguage };
}

/** Whether a code that the catalog lacks stands where the text's own code stands, and one that it has does not. */
function outranks({ field, value, rank }: OwnName, { place, code }: Mention, { fields }: Evidence): boolean {
  if (place === 'alone') return false;
  const isNumber = /^-?\d+$/.test(value);
  if (place === 'code_field') {
    const known = fields.find((other) => other.value === code && /code/.test(other.key));
    // JSON-RPC 2.0 section 5.1 leaves these numbers to servers, which wrap other errors in them.
    if (known === undefined || rank > 0 || /^-32\d{3}$/.test(value)) return false;
    const isPart = known.path.some((key) =>
      /^(?:errors|details|issues|violations|causes|children)$/.test(key),
    );
    return field.path.length < known.path.length && !isPart;
  }
  if (place === 'error_field') {
    const isOAuth = fields.some(({ key }) => key === 'errordescription');
    return rank === 0 && !isNumber && !isOAuth;
  }
  return rank === 0
    ? field.isQuoted || (place !== 'named' && place !== 'marked')
    : rank < 3 && field.isQuoted && place !== 'named';
}

function byCode(
  first: Mention,
  others: readonly Mention[],
  { plain, start, catalog }: Evidence,
): Match | null {
  const isField = PLACES.indexOf(first.place) < PLACES.indexOf('named');
  // The name of an error in a report of success or in the title of a change is not an error.
  if (!isField && isHarmless(start)) return null;
  const also = others.map(({ code }) => code);
  if (isWrapper(first.code, catalog) && also.length === 0) also.push(...insideWrapper(plain, catalog));
  return { ...matchOf(first.code, 'code', CERTAINTY[first.place], []), also };
}

/** The specific error that the message of a wrapper describes in words, if it does so clearly. */
function insideWrapper(plain: string, catalog: Catalog): string[] {
  const text = messagesIn(namedValues(plain))[0] ?? proseIn(plain);
  const described = describedBy(text, SAID, catalog);
  if (described === null || described.confidence < 0.8 || isWrapper(described.best.code, catalog)) return [];
  return [described.best.code];
}

function withoutKnownCode(evidence: Evidence): Verdict {
  const { own, status, start, catalog, fields } = evidence;
  const code =
    own.find(({ kind, rank }) => kind === 'code' && rank < OF_FIELD && rank <= (own[0]?.rank ?? 0)) ?? null;
  const respelled = byRespelling(evidence) ?? byNumber(evidence);
  if (respelled !== null) return verdictOf(evidence, { match: respelled });

  const said = status === null || OF_INPUT.has(status) ? fieldErrorsIn(fields, start) : [];
  const listed = said.length > 0 ? byFieldErrors(said, evidence) : null;
  if (code !== null) {
    const match = bySameMeaning(code, listed !== null, evidence);
    if (match !== null) return verdictOf(evidence, { match: listed ?? match, unknown_code: code.value });
    return unknownCode(code, evidence);
  }
  if (listed !== null) {
    const ofField = own.find(({ kind, value }) => kind === 'code' && !isRuleOfValidator(value));
    return verdictOf(evidence, { match: listed, unknown_code: ofField?.value ?? null });
  }

  const verbatim = byOwnWords(evidence);
  if (verbatim !== null) return verdictOf(evidence, { match: verbatim });

  const isForeign = hasForeignMark(withoutFrames(start));
  const guesses = bySpelling(evidence);
  const [spelled] = guesses;
  if (spelled !== undefined && spelled.confidence >= SURE.sameMeaning)
    return verdictOf(evidence, { match: spelledMatch(guesses) });

  const standard = own.find(({ kind }) => kind === 'standard')?.standard ?? standardInText(evidence);
  const stands = statusMeant(status, standard);
  const noAnswer = status === null ? noAnswerIn(start) : null;
  const words = isForeign ? null : ofThisCatalog(byWords(evidence, stands), standard, evidence);
  if (noAnswer?.kind === 'page') return verdictOf(evidence, { noAnswer });
  const alone = isForeign
    ? null
    : byStatus(stands, status === null ? SURE.standardStatus : SURE.status, catalog);
  // A name that stands for a status says more than words that are less sure.
  const ofName = standard !== null && standard.status === stands ? (alone?.confidence ?? FLOOR) : FLOOR;
  const isClear = words !== null && words.confidence >= (noAnswer === null ? ofName : LEAST_WITHOUT_ANSWER);
  // Another program that names a class of errors without a status tells of its own peers.
  const isStrangers = isForeign && status === null && isGeneral(standard);
  const named = standard === null || isStrangers ? null : byStandard(standard, evidence);
  if (named !== null && (!isClear || isAgreed(words, named))) return verdictOf(evidence, { match: named });
  if (isClear && words !== null) {
    const match = wordsMatch(words);
    const isName = standard !== null && isGeneral(standard) && standardName(start.trim()) !== null;
    const most = isName ? Math.min(match.confidence, SURE.sameMeaning) : match.confidence;
    return verdictOf(evidence, { match: { ...match, confidence: most } });
  }
  if (noAnswer !== null) return verdictOf(evidence, { noAnswer });
  if (spelled !== undefined && spelled.confidence >= FLOOR)
    return verdictOf(evidence, { match: spelledMatch(guesses) });
  const document = byDocument(evidence);
  if (document !== null) return verdictOf(evidence, { match: document });
  // What a class in the field that is made for the code says, its status does not.
  const coded = own.find(({ kind, rank }) => kind === 'class' && rank === 0);
  if (coded !== undefined) return unknownCode(coded, evidence);
  if (alone !== null) return verdictOf(evidence, { match: alone });

  const unknown = own.find(({ kind }) => kind !== 'standard') ?? own[0];
  if (unknown !== undefined) return unknownCode(unknown, evidence);
  return nothingKnown(evidence, standard, isForeign);
}

/**
 * Words, unless something beside them says that they cannot mean this entry: a name of OAuth or OpenID that the catalog
 * lacks stands for no error of another surface, nor for another name of its standard but one that servers in wide use
 * mean by it; where no route or method fits a call, nothing was read that could be wrong; and an error of another service
 * can only be one that has a status in every API.
 */
function ofThisCatalog(
  words: Described | null,
  standard: StandardName | null,
  { start, status, catalog }: Evidence,
): Described | null {
  if (words === null) return null;
  const { http_statuses: statuses, code, surface } = words.best.entry;
  if (standard !== null && standard.status === null && /RFC (?:6749|8628)|OpenID/.test(standard.source)) {
    const meant = standardName(code);
    const isOther = meant !== null && meant.name !== standard.name && !standard.instead.includes(meant.name);
    if (isOther || surface !== 'oauth') return null;
  }
  const routed = routedStatus(start);
  if (routed !== null && !statuses.includes(routed) && !/method|route/i.test(code)) return null;
  if (!isOfOtherService(start, catalog)) return words;
  const isLimit = status === 403 && statuses.includes(429);
  const fits = statuses.length > 0 && (status === null || isLimit || statuses.includes(status));
  return fits ? { ...words, confidence: Math.min(words.confidence, SURE.sameMeaning) } : null;
}

/**
 * The status that a text means: a name that says more than 400, which some services give to every error, counts more, and
 * so does one of a limit beside 403, which others give to it.
 */
function statusMeant(status: number | null, standard: StandardName | null): number | null {
  const named = standard !== null && isGeneral(standard) ? standard.status : null;
  return (status === 400 && named !== null) || (status === 403 && named === 429)
    ? named
    : (status ?? standard?.status ?? null);
}

/** The root of metadata of SAML (SAML 2.0 Metadata section 2.3). */
const METADATA = /<(?:\w{1,20}:)?(?:EntityDescriptor|EntitiesDescriptor)[\s>]/;

/** The one entry that rejects the very kind of document that stands in the text. */
function byDocument({ start, catalog }: Evidence): Match | null {
  if (!METADATA.test(start)) return null;
  const [entry, ...more] = catalog.entries.filter(({ rejects }) => rejects?.kind === 'saml_metadata');
  return entry === undefined || more.length > 0 ? null : matchOf(entry.code, 'symptom', SURE.document, []);
}

/** The entry whose own title, meaning or message the text is, or whose code has a slot for a number in it. */
function byOwnWords({ start, fields, catalog }: Evidence): Match | null {
  const whole = start.trim();
  const messages = messagesIn(fields);
  const lines = whole.slice(0, LONGEST_VERBATIM).split('\n', MOST_LINES);
  const texts = [
    ...messages,
    ...(whole.length <= LONGEST_VERBATIM ? [whole, withoutBoilerplate(whole)] : []),
    ...[...messages, ...lines].flatMap(endsOf),
  ];
  for (const text of texts) {
    const said = saidBy(text, catalog);
    if (said !== null) {
      const { entry, isOwn } = said;
      return { ...matchOf(entry.code, 'symptom', isOwn ? SURE.verbatim : SURE.described, []), entry };
    }
  }
  return null;
}

const LONGEST_VERBATIM = 600;
const MOST_LINES = 6;
const SHORTEST_END = 12;

/**
 * What stands behind the names of whoever says something, without a remark in brackets, and what stands before a value:
 * `Error: [6] Too many calls (see docs)`, `Invalid key provided: k_1`.
 */
function endsOf(line: string): string[] {
  const said = line.replace(/ {1,3}\([^()\n]{1,200}\)\s{0,3}$/, '');
  const starts = Array.from(
    said.matchAll(/(?:: {1,3}| - |\] )(?=\S)/g),
    ({ index, 0: gap }) => index + gap.length,
  );
  const ends = [...(said === line ? [] : [0]), ...starts.slice(0, MOST_LINES)].map((start) =>
    said.slice(start),
  );
  const values = [said, ...ends].flatMap((each) => /^([^:\n]{12,100}): \S{1,100}$/.exec(each)?.[1] ?? []);
  return [...ends, ...values].filter(({ length }) => length >= SHORTEST_END);
}
/** A name in capitals with a number in it. */
const NUMBERED_NAME = /(?<![\w.-])[A-Za-z]\w{2,60}_\d{1,12}(?![\w-])/g;

/** The code with a slot for which a name of the text has a number. */
function byNumber({ start, catalog }: Evidence): Match | null {
  for (const [name] of start.matchAll(NUMBERED_NAME)) {
    const entry = withNumber(name, catalog);
    if (entry !== null) return { ...matchOf(entry.code, 'code', SURE.verbatim, []), entry };
  }
  return null;
}

/** A code of the catalog in another spelling, in a field that holds codes. */
function byRespelling({ own, catalog, status }: Evidence): Match | null {
  for (const { value, kind, rank, standard } of own) {
    // Many systems use such names; this catalog may mean something else by it.
    if (standard !== null && standard.status !== null && !/^[a-z][a-z_]*$/.test(value)) continue;
    if (rank > 3 || kind === 'class') continue;
    const [guess] = spelledLike(value, catalog).filter(
      ({ code }) => isRespelling(value, code) || isMisread(value, code),
    );
    if (guess === undefined) continue;
    const sure = isRespelling(value, guess.code) ? SURE.respelled : SURE.spelledInText;
    const statuses = catalog.get(guess.code)?.http_statuses ?? [];
    const differs = status !== null && statuses.length > 0 && !statuses.includes(status);
    return matchOf(guess.code, 'spelling', differs ? SURE.standardStatus : sure, []);
  }
  return null;
}

/** A code whose words mean what a code of the catalog says, where something else speaks for it too. */
function bySameMeaning(
  { value, kind }: OwnName,
  isListed: boolean,
  { catalog, status }: Evidence,
): Match | null {
  if (kind !== 'code') return null;
  const same = sameMeaning(value, catalog);
  if (same === null) return null;
  const entry = catalog.get(same);
  const agrees = status !== null && entry?.http_statuses.includes(status) === true;
  return agrees || (isListed && isWrapper(same, catalog))
    ? matchOf(same, 'spelling', SURE.sameMeaning, [])
    : null;
}

/** The entries that lists of what is wrong with single fields mean: those that the sentences describe, or their wrapper. */
function byFieldErrors(
  said: readonly { field: string; text: string }[],
  { catalog }: Evidence,
): Match | null {
  const described = said.slice(0, MOST_FIELDS).flatMap(({ field, text }) => {
    const found = describedBy(`${field} ${text}`, SAID, catalog);
    return found !== null && found.confidence >= FLOOR ? [found] : [];
  });
  const wrapper = catalog.entries.find(({ code }) => isWrapper(code, catalog))?.code;
  const [best, ...more] = described.sort((a, b) => b.confidence - a.confidence);
  const also = more.map(({ best: { code } }) => code).filter((code) => code !== best?.best.code);
  if (best === undefined || (said.length > 1 && described.length < said.length && wrapper !== undefined)) {
    if (wrapper === undefined) return null;
    const codes = described.map(({ best: { code } }) => code).filter((code) => code !== wrapper);
    return { ...matchOf(wrapper, 'symptom', SURE.fieldErrors, []), also: [...new Set(codes)] };
  }
  const match = matchOf(best.best.code, 'symptom', best.confidence, [
    ...best.others,
    ...(wrapper === undefined ? [] : [wrapper]),
  ]);
  return { ...match, also: [...new Set(also)] };
}

const MOST_FIELDS = 5;

/** Codes in another spelling: of the whole text, of the name of a class or a constant, or as words in a row. */
function bySpelling({ start, fields, catalog, own }: Evidence): Guess[] {
  const whole = start.trim();
  const names = fields.filter((field) => isPossibleErrorName(field, start)).map(({ value }) => value);
  const inFields = names
    .flatMap((name) => spelledLike(name, catalog))
    .map((guess) => atMost(guess, SURE.spelledInText));
  const isWhole = standardName(whole) === null;
  const alone = (whole.length <= LONGEST_NAME ? spelledLike(whole, catalog) : [])
    .filter(({ code }) => isWhole || isRespelling(whole, code))
    .map((guess) => atMost(guess, sureOfRespelling(whole, guess.code, catalog)));
  const inText = spelledIn(start, catalog)
    .filter(({ written }) => !isGeneral(standardName(written)) || written === whole)
    .map((guess) => atMost(guess, SURE.spelledInText));
  const isStandard = own.some(({ kind }) => kind === 'standard');
  return [...alone, ...inText, ...(isStandard ? [] : inFields)].sort((a, b) => b.confidence - a.confidence);
}

/** How sure a misspelled code is by its name alone: a name that many systems use may be that of any of them. */
function sureOfRespelling(name: string, code: string, catalog: Catalog): number {
  const standard = standardName(name);
  if (standard === null || !isGeneral(standard)) return SURE.respelled;
  const statuses = catalog.get(code)?.http_statuses ?? [];
  return standard.status !== null && statuses.includes(standard.status)
    ? SURE.standardName
    : SURE.sameMeaning;
}

/** Whether a name stands for a status in many systems, whatever each means by it. */
function isGeneral(standard: StandardName | null): boolean {
  return standard !== null && !/RFC|OpenID/.test(standard.source);
}

function atMost({ code, confidence }: Guess, most: number): Guess {
  return { code, confidence: Math.min(confidence, most) };
}

const NAME_KEY = /^(?:error|err|detail|reason|type|title|name|message|msg)$/;
const OF_ERRORS = /err(?:or|code|s\b|_)|exception|fault|fail|problem|(?<!\d)[45]\d\d(?!\d)/i;

/** Whether a field may hold the name of an error: a word under `name` may be anybody's, unless it is an error's. */
function isPossibleErrorName({ key, value }: NamedValue, text: string): boolean {
  if (!NAME_KEY.test(key) || value.length > LONGEST_NAME || standardName(value) !== null) return false;
  if (!/^(?:name|title|type)$/.test(key) || !/^\p{L}\p{Ll}*$/u.test(value)) return true;
  return OF_ERRORS.test(text);
}

function spelledMatch(guesses: readonly Guess[]): Match | null {
  const [best, ...rest] = guesses;
  if (best === undefined) return null;
  return matchOf(
    best.code,
    'spelling',
    best.confidence,
    rest.map(({ code }) => code),
  );
}

const SAID = { status: null, isSaid: true, tried: 1 };
const MOST_TEXTS = 3;
/** Words that mean one entry so clearly that no other sentence is asked. */
const CLEAR = 0.9;

/** What the words of a text mean most likely: its messages, each alone and all together, or else the text itself. */
function byWords({ fields, start, catalog, own }: Evidence, status: number | null): Described | null {
  const messages = messagesIn(fields)
    .map((text) => withoutBoilerplate(plainProse(text)))
    // What only repeats the name of the error says nothing more.
    .filter(
      (text) =>
        /\p{L}/u.test(text) &&
        !own.some(({ value }) => isRespelling(value, text)) &&
        !isGeneral(standardName(text.trim())),
    );
  const isSaid = messages.length > 0 && (status !== null || own.length > 0);
  const texts = messages.slice(0, MOST_TEXTS);
  if (messages.length > 1) texts.push(messages.join('\n'));
  if (messages.length === 0 || !/[{<]/.test(start)) {
    // The words of a constant in front are those of a name.
    const prose = proseIn(start).replace(/(^|\n)\s{0,9}[A-Z]{2,20}(?:_[A-Z]{2,20}){1,5}: /g, '$1');
    texts.push(prose, ...sentencesOf(prose));
  }
  const quoted = messages.length === 0 ? saidIn(start, status, catalog) : null;
  if (quoted !== null) return quoted;
  let best: Described | null = null;
  const tried = messages.length > 0 ? 1 : texts.length;
  for (const text of new Set(texts)) {
    const described = text.trim() === '' ? null : describedBy(text, { status, isSaid, tried }, catalog);
    if (described !== null && (best === null || described.confidence > best.confidence)) best = described;
    if (best !== null && best.confidence >= CLEAR) break;
  }
  return best;
}

/** What a report quotes as said by the other side: `the page shows "…"`, `error 'Forbidden - check your credentials'`. */
const SAID_IN_QUOTES =
  /\b(?:errors?|messages?|says?|said|shows?|showed|answers?|answered|repl(?:y|ies|ied)|reads?|returns?|returned|saying|banner|with)\b[^\n"'“”‘’]{0,30}["'“‘](?=\S)([^\n"“”]{8,200}?)["'”’](?=[\s.,;:!)\]]|$)/gi;
const LONGEST_SEARCHED = 4_000;

/** What words mean that a longer text quotes; they say more than all that is told round them. */
function saidIn(text: string, status: number | null, catalog: Catalog): Described | null {
  if (text.length < LONG) return null;
  for (const [, said = ''] of text.slice(0, LONGEST_SEARCHED).matchAll(SAID_IN_QUOTES)) {
    const phrase = /^[A-Z][a-z]+(?: [A-Z][a-z]+){0,3}(?=$| [-–]|[.!?:])/.exec(said)?.[0] ?? '';
    const beside = { status: status ?? standardName(phrase)?.status ?? null, isSaid: true, tried: 1 };
    const described = describedBy(withoutBoilerplate(plainProse(said)), beside, catalog);
    if (described !== null && described.confidence >= FLOOR) return described;
  }
  return null;
}

/** From here on a text is a report with a story round its error. */
const LONG = 120;

function wordsMatch({ best, others, confidence }: Described): Match {
  return { ...matchOf(best.code, 'symptom', confidence, others), entry: best.entry };
}

function isAgreed(words: Described | null, match: Match): boolean {
  return words?.best.code === match.code;
}

const SHORT = 300;
/** What may be the reason phrase of a status, as the title of a report or in front of what is said about it. */
const TITLE =
  /^[#>*\s]{0,6}([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,3})(?=[*_]{0,3}(?: [-–—] |: |\s{0,3}\n))/;
/** What may be the reason phrase of a status, in quotes. */
const QUOTED_REASON = /["'`“‘]([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,3})["'`”’]/g;

/** What says that a limit is used up, which some services answer with 403. */
const LIMIT =
  /\brate ?limit (?:was |has been )?(?:exceeded|reached)\b|\bratelimit-remaining["']?\s?[:=]\s?["']?0\b/i;

/** The standard's name that a text has as the name of a class, as a constant, in quotes, or as all that it says. */
function standardInText({ start, fields, own, status }: Evidence): StandardName | null {
  if (status === 403 && LIMIT.test(start)) return standardName('rate_limit_exceeded');
  const whole = standardName(start.trim().slice(0, LONGEST_NAME));
  if (whole !== null) return whole;
  for (const { name, value, key } of fields) {
    if (isExceptionName(name)) {
      const standard = standardName(name.slice(name.lastIndexOf('.') + 1));
      if (standard !== null) return standard;
    }
    const said = /^(?:message|msg|error|title|detail|statustext|reason)$/.test(key)
      ? standardName(value)
      : null;
    if (said !== null && isGeneral(said)) return said;
  }
  for (const [, quoted = ''] of start.length < SHORT ? start.matchAll(QUOTED_REASON) : []) {
    const said = standardName(quoted);
    if (said !== null && said.status !== null && isGeneral(said)) return said;
  }
  const title = standardName(TITLE.exec(start)?.[1] ?? '');
  if (title !== null && title.status !== null && isGeneral(title)) return title;
  if (own.length > 0) return null;
  const prose = plainProse(start);
  const [, constant] = /(?<![\w.])([A-Z]{2,20}(?:_[A-Z]{2,20}){1,3}): /.exec(prose) ?? [];
  const [, thrown = constant] =
    /(?:^|\s)(?:[a-z][\w$]{0,40}\.){0,9}([A-Z]\w{2,60}(?:Error|Exception))\b/.exec(prose) ?? [];
  return thrown === undefined ? null : standardName(thrown);
}

/** The entry that has a standard's name too and no other status, or the one that the standard's status stands for. */
function byStandard(standard: StandardName, { catalog, status }: Evidence): Match | null {
  const [guess] = spelledLike(standard.name, catalog).filter(({ code }) => isRespelling(standard.name, code));
  const entry = guess === undefined ? undefined : catalog.get(guess.code);
  if (guess === undefined || entry === undefined) return null;
  const meant = status ?? standard.status;
  const agrees = meant === null || entry.http_statuses.length === 0 || entry.http_statuses.includes(meant);
  return agrees && entry.http_statuses.length > 0
    ? matchOf(guess.code, 'spelling', SURE.standardName, [])
    : null;
}

function byStatus(status: number | null, sure: number, catalog: Catalog): Match | null {
  if (status === null) return null;
  const { codes, isUnambiguous } = meaningOfStatus(status, catalog);
  const [generic, ...others] = codes;
  if (generic === undefined || !isUnambiguous) return null;
  return matchOf(generic, 'status', others.length === 0 ? sure : SURE.sharedStatus, others);
}

const NEAREST = 3;
/** A name that shares no more than this with a code is not near it. */
const NEAR = 0.45;

/** Whether words fit an entry well enough to suggest it, though they may not mean it. */
function isNear({ best, confidence }: Described): boolean {
  return confidence >= 0.3 || (best.terms > 1 && best.terms * 2 > best.asked);
}

/** The code that a status alone stands for, if it stands for one. */
function nearStatus(status: number | null, catalog: Catalog): string[] {
  if (status === null) return [];
  const { codes, isUnambiguous } = meaningOfStatus(status, catalog);
  return isUnambiguous ? codes.slice(0, 1) : [];
}

/** The text's own name for its error is the answer, even though the catalog lacks it. */
function unknownCode({ value, standard }: OwnName, evidence: Evidence): Verdict {
  const { catalog, status, fields } = evidence;
  const like = spelledLike(value, catalog)
    .filter(({ confidence }) => confidence >= NEAR)
    .map(({ code }) => code);
  const text = [wordsOf(value).join(' '), ...messagesIn(fields).slice(0, 1)].join('\n');
  const described = describedBy(text, { status, isSaid: true, tried: 1 }, catalog);
  const words = described !== null && isNear(described) ? [described.best.code] : [];
  const ofStatus = nearStatus(status, catalog);
  const nearest = [...new Set([...like, ...words, ...ofStatus])].slice(0, NEAREST);
  // What RFCs write in small letters, others write otherwise and mean something else by it.
  const isOwn = isGeneral(standard) || /^[a-z_]+$/.test(value);
  return verdictOf(evidence, { unknown_code: value, standard: isOwn ? standard : null, nearest });
}

const OTHER_SCRIPT =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Greek}\p{sc=Thai}\p{sc=Devanagari}]/gu;
/** Frequent words of other languages that English does not have. */
const OTHER_WORDS =
  /(?<![\p{L}\p{N}])(?:der|das|und|ist|nicht|ein|eine|einen|mit|wird|wurde|kann|bitte|sie|wir|ich|noch|auf|von|zum|zur|bei|oder|auch|es|le|les|est|une|des|pas|dans|pour|vous|votre|nous|avec|sur|el|los|las|una|para|por|con|del|su|se|il|che|non|per|di|da|het|een|niet|och|att|inte|jest|nie|em|os|[\p{L}]{0,20}[à-öø-ÿąćęłńśźżğışřčšžåőű][\p{L}]{0,20})(?![\p{L}\p{N}])/giu;

function isOtherLanguage(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const others = text.match(OTHER_SCRIPT)?.length ?? 0;
  if (others * 4 > letters) return true;
  const words = text.match(/\p{L}+/gu)?.length ?? 0;
  return (text.match(OTHER_WORDS)?.length ?? 0) * 5 >= words && words > 0;
}

/** What is near, where nothing in the text means an error of this catalog. */
function nothingKnown(evidence: Evidence, standard: StandardName | null, isForeign: boolean): Verdict {
  const { start, status, catalog, fields } = evidence;
  const prose = messagesIn(fields)[0] ?? proseIn(start);
  const described =
    isForeign || prose === '' ? null : describedBy(prose, { status, isSaid: false, tried: 1 }, catalog);
  const ofStatus = nearStatus(status, catalog);
  const isNamed = start.trim().length <= LONGEST_NAME && !/\s/.test(start.trim());
  const like = isNamed ? nearCodes(start, catalog, NEAREST) : [];
  const words = described === null || !isNear(described) ? [] : [described.best.code, ...described.others];
  const nearest = [...new Set([...like, ...words, ...ofStatus])].slice(0, NEAREST);
  return verdictOf(evidence, {
    nearest,
    standard,
    unknown_code: isNamed && (isForeignName(start.trim()) || standard !== null) ? start.trim() : null,
    isSuccess: isSuccess(start),
    isOtherLanguage: isOtherLanguage(start.slice(0, 2_000)),
  });
}

/** A machine's name for an error: one identifier of several parts, or one in capitals. */
function isForeignName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*(?:[_.][A-Za-z0-9]+)+$|^[A-Z][A-Z0-9]{3,}$/.test(name);
}

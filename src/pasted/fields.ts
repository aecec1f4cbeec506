import { percentDecoded } from '../base/text.ts';
import {
  type Around,
  bareName,
  bounded,
  type Field,
  type Scanned,
  scanFields,
  scanned,
  VALUE,
  valueEnd,
} from './scan-fields.ts';

/** What stands in the fields of a pasted text. */

const MOST_OF_NAME = 40;

/** Objects that hold, under a field's name, what is wrong with the field. */
const BAG =
  /^(?:errors|(?:field|validation|form|model)_?errors|messages|violations|invalid_?params|modelstate)$/i;
const FUNCTION_WORD =
  /\b(?:is|are|isn't|was|were|be|been|must|should|may|can|cannot|can't|has|have|had|not|already|only|too|does|doesn't|do|please|required|contains?|taken|exists?|failed|allowed|expected|invalid|least|most|of|the|this|that|with)\b/i;

/** Whether a text is a sentence that says something, and no value: `has already been taken`, `Is not a slug`. */
export function isSentence(text: string): boolean {
  return (
    /\S\s+\S/.test(text.slice(0, 200).trim()) &&
    FUNCTION_WORD.test(text.slice(0, 400)) &&
    !/:\/\//.test(text.slice(0, 20))
  );
}

/** Whether a field holds what is said of the field of its name, not its value: `errors: { slug: ["is too short"] }`. */
function isInBag({ within }: Field): boolean {
  return within !== null && BAG.test(within.name);
}

/** The fields under one of `names`, in the order of the text. */
export function fieldsNamed({ fields }: Scanned, names: readonly string[]): Field[] {
  const wanted = wantedOf(names);
  const counts = new Map<string, number>();
  return fields.filter(({ bare }) => {
    if (!wanted.has(bare)) return false;
    const count = (counts.get(bare) ?? 0) + 1;
    counts.set(bare, count);
    return count <= MOST_OF_NAME;
  });
}

const known = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Names are constants of the rules, so there are few lists of them to keep. */
function wantedOf(names: readonly string[]): ReadonlySet<string> {
  const all = known.get(names) ?? new Set(names.map(bareName));
  known.set(names, all);
  return all;
}

/** The values that stand under one of `names` in JSON, XML, a form, a query, logfmt or `name: value`. */
export function fieldsIn(source: Scanned | string, names: readonly string[]): string[] {
  const from = typeof source === 'string' ? scanned(source) : source;
  return fieldsNamed(from, names).flatMap((field) => valueIn(from.text, field));
}

/** Like `fieldsIn`, without what an API says of the value under the name of its field. */
export function valuesIn(source: Scanned | string, names: readonly string[]): string[] {
  const from = typeof source === 'string' ? scanned(source) : source;
  return fieldsNamed(from, names)
    .filter((field) => !isInBag(field))
    .flatMap((field) => valueIn(from.text, field))
    .filter((value) => !isSentence(value));
}

/** What an API says of single fields, in an error bag. */
export function bagSentences({ text, fields }: Scanned): string[] {
  return fields
    .filter((field) => isInBag(field) && field.quote !== '')
    .map((field) => sentenceOf(text, field));
}

/** The value of a field; none if there is nothing, or if what follows the name is prose. */
function valueIn(text: string, field: Field): string[] {
  const value = wordOf(text, field);
  const isProse = field.quote === '' && field.separator === ':' && !/[\d_:/.@-]/.test(value);
  // In "slug: must not be empty", what stands behind the colon is prose.
  return value === '' || isProse ? [] : [value];
}

function wordOf(text: string, field: Field): string {
  const raw = text.slice(field.at, valueEnd(text, field, VALUE));
  return plain(field.quote === '<' ? raw.trim() : raw, field.quote === '' && field.separator !== ':');
}

/** A sentence that goes on behind a value in quotes: a word, and no name of another field. */
const GOES_ON = /^["'`] (?=\p{Ll}{2,20}(?: [\p{L}\d'"]|[.!]?\s{0,3}$))(?!\p{Ll}{2,20}\s?[=:])/u;

/** What a field says where it holds a sentence: to the end of its line if it has no quotes; decoded in a form. */
export function sentenceOf(text: string, field: Field): string {
  if (field.quote !== '') {
    const end = valueEnd(text, field, VALUE);
    // `message: 'hq' is too short`: the quotes are those of a value in the sentence.
    return field.quote !== '<' && GOES_ON.test(text.slice(end, end + 40))
      ? lineFrom(text, field.at - 1, VALUE).trim()
      : plain(text.slice(field.at, end), false).trim();
  }
  const line = lineFrom(text, field.at, VALUE);
  if (field.separator === ':') return line.trim();
  const value = text.slice(field.at, valueEnd(text, field, VALUE));
  // logfmt and forms: a value without quotes has no spaces of its own.
  const isForm = /[&+]|%[0-9a-f]{2}/i.test(value + text.charAt(field.at + value.length));
  return isForm ? plain(value.replaceAll('+', ' '), true).trim() : value;
}

/** A field with its value, as recognition weighs it. */
export interface NamedValue {
  /** The name as it is written, with what stands before a dot. */
  name: string;
  /** The name as names are compared: see `bareName`. */
  key: string;
  value: string;
  /** The keys of the lists and objects round it, the outermost first; '' for one without a name. */
  path: readonly string[];
  /** The object or list that it stands in; fields beside one another share it. Counts up in the order of the text. */
  parent: number;
  /** Where the value begins. */
  at: number;
  isQuoted: boolean;
  /** Whether it is an element of a list that has this name. */
  isElement: boolean;
}

const HEAD = 65_536;
const TAIL = 16_384;
/** Above every number of an object in the head. */
const TAIL_PARENT = 1_000_000;
const MOST_NAMED_VALUES = 600;
const LONGEST_QUOTED = 600;
const LONGEST_BARE = 300;

/** A value in quotes, which may hold such quotes: only what ends a field can stand behind the last. */
const IN_QUOTES: Readonly<Partial<Record<Field['quote'], RegExp>>> = {
  '"': /((?:[^"\n]|"(?!\s{0,20}(?:[,}\])]|$))){0,600})"/my,
  "'": /((?:[^'\n]|'(?!\s{0,20}(?:[,}\])]|$))){0,600})'/my,
};
/** What ends a value without quotes that stands behind a colon: punctuation, a wide gap, the next name. */
const PHRASE_END = /[,;|{}[\]<>]|\s{2,}|\s[\w.-]{1,40}=|\s[a-z_]{1,30}:(?=\S)/;

/**
 * The fields of a text with their values, in its order, at most 600: of its first 64 KB and its last 16 KB. What stands
 * inside the text of another field is no field of its own. Linear.
 */
export function namedValues(text: string): NamedValue[] {
  const values = valuesFrom(text.slice(0, HEAD), 0, 0);
  const tail = Math.max(HEAD, text.length - TAIL);
  if (text.length > HEAD && values.length < MOST_NAMED_VALUES)
    values.push(...valuesFrom(text.slice(tail), tail, TAIL_PARENT));
  return values.slice(0, MOST_NAMED_VALUES);
}

function valuesFrom(text: string, offset: number, firstParent: number): NamedValue[] {
  return scanFields(text, MOST_NAMED_VALUES).flatMap((field) => {
    const value = field.isInText || field.dotted.startsWith('-') ? null : phraseOf(text, field);
    if (value === null) return [];
    const around = field.list ?? field.within;
    const isElement = field.separator === '<';
    return {
      name: field.dotted,
      key: bareName(field.dotted),
      value,
      path: isElement ? [] : pathOf(around),
      parent: firstParent + (isElement ? 0 : (around?.id ?? 0)),
      at: offset + field.at,
      isQuoted: field.quote !== '' && field.quote !== '`',
      isElement: field.list !== null,
    };
  });
}

/** The value of a field as far as it goes on as a phrase; null if nothing, an object or a list stands there. */
function phraseOf(text: string, field: Field): string | null {
  const { at, quote, separator, list } = field;
  if (quote !== '') {
    // A value of logfmt ends at its quote, whatever stands behind.
    const closing = separator === ':' ? IN_QUOTES[quote] : undefined;
    if (closing !== undefined) closing.lastIndex = at;
    return (closing?.exec(text)?.[1] ?? text.slice(at, valueEnd(text, field, LONGEST_QUOTED))).trim();
  }
  if (list !== null || /[[{:=]/.test(text.charAt(at))) return null;
  const line = separator === ':' ? lineFrom(text, at, LONGEST_BARE) : '';
  const end = line.search(PHRASE_END);
  const value =
    separator === ':'
      ? line.slice(0, end < 0 ? line.length : end)
      : text.slice(at, valueEnd(text, field, LONGEST_BARE));
  return value.trim() === '' ? null : value.trim();
}

/** The keys round a field; an object in a list has that of the list. */
function pathOf(around: Around | null): string[] {
  const path: string[] = [];
  for (let each = around; each !== null; each = each.within)
    path.unshift(bareName(each.name === '' && each.within?.isList === true ? each.within.name : each.name));
  return path;
}

/** What stands after a header's name, to the end of its line. Brackets and quotes before it are left out. */
export function headersIn(source: Scanned | string, names: readonly string[], max = 200): string[] {
  const from = typeof source === 'string' ? scanned(source) : source;
  return fieldsNamed(from, names).map(({ at, quote }) => {
    const line = lineFrom(from.text, at, max);
    const end = quote === '<' ? line.indexOf('<') : -1;
    return (end < 0 ? line : line.slice(0, end)).trim();
  });
}

function lineFrom(text: string, at: number, max: number): string {
  const rest = text.slice(at, at + max);
  const end = rest.search(/[\r\n]/);
  return end < 0 ? rest : rest.slice(0, end);
}

const QUOTED = /(?<=^|[\s(:=,[])['"`‘“]([^'"`‘’“”\n]{1,300})['"`’”](?=$|[\s).,:;\]}])/g;

/** The parts of a sentence that stand in quotes, with where each begins. An apostrophe opens nothing. */
export function quotedIn(sentence: string): { text: string; at: number }[] {
  return [...sentence.slice(0, VALUE).matchAll(QUOTED)].map((match) => ({
    text: match[1] ?? '',
    at: match.index,
  }));
}

/** A form as lines of `name=value`, decoded; any other text as it is. */
export function formAsLines(text: string): string {
  if (/\s/.test(text) || !/^[\w.-]{1,80}=/.test(text)) return text;
  return text
    .split('&', 200)
    .map((pair) => plain(pair.replaceAll('+', ' '), true))
    .join('\n');
}

function plain(raw: string, isForm: boolean): string {
  const value = raw.replaceAll('\\u0026', '&').replace(/\\{1,4}(["'/])/g, '$1');
  return isForm ? (percentDecoded(value) ?? value) : value;
}

/** The part of a transcript that belongs to one error: several responses may stand in one paste. */

export interface Block {
  start: number;
  end: number;
}

const RESPONSE =
  /\bHTTP\/\d(?:\.\d)? \d{3}\b|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:\/|https?:\/\/)/g;
const BODY =
  /^[ \t]{0,8}\{|\bHTTP\/\d(?:\.\d)? \d{3}\b|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:\/|https?:\/\/)/gm;

/** Where `code` stands last, in whatever case; -1 if it does not. */
export function placeOf(source: string, code: string): number {
  if (code === '') return -1;
  const exact = source.lastIndexOf(code);
  return exact >= 0 ? exact : source.toLowerCase().lastIndexOf(code.toLowerCase());
}

/** What is around `at`: first the body that it stands in, then the whole response, then the text. */
export function blocksAround(source: string, at: number): Block[] {
  return [around(source, at, BODY), around(source, at, RESPONSE), { start: 0, end: source.length }];
}

function around(source: string, at: number, boundary: RegExp): Block {
  let start = 0;
  for (const match of source.matchAll(boundary)) {
    if (match.index > at) return { start, end: match.index };
    start = match.index;
  }
  return { start, end: source.length };
}

/** Fields and the values that were refused in them, as the bodies of many frameworks put them side by side. */

export interface PastedValue {
  /** The names of the field, as far as they are said; may be empty. */
  fields: string[];
  text: string;
}

const MOST_PARTS = 60;
const FIELDS = ['field', 'param', 'parameter', 'pointer', 'property'];
const VALUES = ['value', 'input', 'got', 'actual', 'received', 'rejected_value', 'provided_value'];
const PLACE = /\\?["'](?:loc|path)\\?["']\s{0,8}:\s{0,8}\[([^\]]{0,300})\]/;
/** What validators write in the place of a value. */
const TYPES =
  /^(?:undefined|null|none|nan|string|str|number|int|integer|float|boolean|bool|object|array|dict|list)$/i;

/** The field's names in a part of a body. */
export function fieldNamesIn(text: string): string[] {
  const place = PLACE.exec(bounded(text))?.[1];
  return [...wordsIn(text, FIELDS), ...(place === undefined ? [] : [place])];
}

/** Like `fieldsIn`; a word that is all of its line is no prose, as YAML is written so. */
function wordsIn(text: string, names: readonly string[]): string[] {
  const source = scanned(text);
  return fieldsNamed(source, names).flatMap((field) => {
    const value = valueIn(source.text, field);
    const word = wordOf(source.text, field);
    return value.length > 0 || word === '' || sentenceOf(source.text, field) !== word ? value : [word];
  });
}

/** Each refused value with the names beside it: of one object, or of one line or the text where there are no objects. */
export function pastedValues(text: string): PastedValue[] {
  const source = bounded(text);
  if (source.includes('{')) return valuesOfParts(source.split(/[{}]+/, 2000));
  const ofLines = valuesOfParts(source.split(/[\r\n]+/, 2000));
  // YAML, XML and the like have the name on one line and the value on another.
  return ofLines.some(({ fields }) => fields.length > 0) ? ofLines : valuesOfParts([source]);
}

function valuesOfParts(parts: readonly string[]): PastedValue[] {
  return parts
    .filter((part) => /\w["'\\ \]]{0,4}[:=]|<\//.test(part.slice(0, 4096)))
    .slice(0, MOST_PARTS)
    .flatMap((part) => {
      const value = wordsIn(part, VALUES).find((found) => !TYPES.test(found));
      return value === undefined ? [] : [{ fields: fieldNamesIn(part), text: value }];
    });
}

const TEMPLATES = [
  /\$\{[^{}]{1,60}\}/,
  /\{\{?[^{}]{1,60}\}?\}/,
  /<[^<>]{1,60}>/,
  /%[A-Z][A-Z_]{2,40}%/,
  /\$[A-Z][A-Z_]{2,40}/,
  /\[(?:your|my|app|host|domain|client|secret)[^[\]]{0,40}\]/i,
  /\byour[-_ ]{0,1}(?:app|api|domain|host|site|server|company|client|secret|token|key|callback|workspace)\b/i,
  /\bYOUR_[A-Z_]{2,40}/,
];

/** The first part of `text` that waits to be filled in (`{HOST}`, `${URL}`, `<secret>`, `your-domain`), or null. */
export function placeholderIn(text: string): string | null {
  for (const template of TEMPLATES) {
    const match = template.exec(text.slice(0, 4096));
    if (match) return match[0];
  }
  return null;
}

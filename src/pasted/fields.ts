/** Finds what a rule needs where the caller did not hand it over: in the pasted text and in the log lines. */

const KEPT = 65_536;
export const VALUE = 4096;
const QUOTED = /(?<=^|[\s(:=[,])['"`‘“]([^'"`‘’“”\n]{1,300})['"`’”](?=$|[\s).,:;\]}])/g;

/** The beginning and the end of a long text, so that a rule's work has a bound. */
export function bounded(text: string): string {
  return text.length <= 2 * KEPT ? text : `${text.slice(0, KEPT)}\n${text.slice(-KEPT)}`;
}

/** The values that stand under one of `names` in JSON, a form, a query, logfmt or `name: value`. */
export function fieldsIn(text: string, names: readonly string[]): string[] {
  const source = bounded(text);
  return occurrences(source, names).flatMap((occurrence) => {
    const { at, quote } = occurrence;
    const raw = source.slice(at, valueEnd(source, occurrence, VALUE));
    const isBare = quote === '';
    const isColon = isBare && separatorIsColon(source, at);
    const value = plain(raw, isBare && !isColon);
    // In "slug: must not be empty", what stands behind the colon is prose.
    return value === '' || (isColon && !/[\d_:/.@-]/.test(value)) ? [] : [value];
  });
}

/** What stands after a header's name, to the end of its line. Brackets and quotes before it are left out. */
export function headersIn(text: string, names: readonly string[], max = 200): string[] {
  const source = bounded(text);
  return occurrences(source, names).map(({ at }) => {
    const rest = source.slice(at, at + max);
    const end = rest.search(/[\r\n]/);
    return (end < 0 ? rest : rest.slice(0, end)).trim();
  });
}

/** The parts of a sentence that stand in quotes, with where each begins. An apostrophe opens nothing. */
export function quotedIn(sentence: string): { text: string; at: number }[] {
  return [...sentence.slice(0, VALUE).matchAll(QUOTED)].map((match) => ({
    text: match[1] ?? '',
    at: match.index,
  }));
}

function plain(raw: string, isForm: boolean): string {
  const value = raw.replaceAll('\\u0026', '&').replace(/\\{1,4}(["'/])/g, '$1');
  if (!isForm || !/%[0-9a-f]{2}/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Where `name` stands as a field's name: `"name": …`, `name=…`, `Name: …`, `\"name\":\"…`. */

const MOST = 40;

/** `at` is where the value begins, behind its opening quote if it has one. */
export interface Occurrence {
  at: number;
  quote: '' | '"' | "'";
  /** Backslashes before the opening quote: JSON inside JSON has them, and so has its closing quote. */
  depth: number;
}

/** Every place, in the order of the text, where one of `names` stands before a separator. Linear in the text. */
export function occurrences(text: string, names: readonly string[]): Occurrence[] {
  // Most texts are a mere code, and have no field at all.
  if (!text.includes(':') && !text.includes('=')) return [];
  const lower = text.toLowerCase();
  // Lower-casing may lengthen a text (`İ`), and then no place in it is a place in the other.
  const source = lower.length === text.length ? lower : text;
  const found: Occurrence[] = [];
  for (const name of spelled(names)) {
    let count = 0;
    for (
      let at = source.indexOf(name);
      at >= 0 && count < MOST;
      at = source.indexOf(name, at + name.length)
    ) {
      if (isWord(source.charCodeAt(at - 1))) continue;
      const occurrence = valueAfter(source, at + name.length);
      if (occurrence === null) continue;
      found.push(occurrence);
      count += 1;
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Where the value of at most `max` characters ends: at its closing quote, or at what ends a bare value. */
function valueEnd(text: string, { at, quote, depth }: Occurrence, max: number): number {
  const stop = Math.min(text.length, at + max);
  let slashes = 0;
  for (let i = at; i < stop; i += 1) {
    const char = text.charAt(i);
    if (quote === '') {
      if (/[\s,;&}\])"'<>\\]/.test(char)) return i;
    } else if (char === quote && slashes <= depth) {
      return i - slashes;
    } else if (char === '\n') {
      return i;
    }
    slashes = char === '\\' ? slashes + 1 : 0;
  }
  return stop;
}

/** Whether the value at `at` stands behind a colon: then it is no form field, and is not percent-encoded. */
function separatorIsColon(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && i > at - 12; i -= 1) {
    if (text[i] === ':') return true;
    if (text[i] === '=') return false;
  }
  return false;
}

function valueAfter(text: string, from: number): Occurrence | null {
  let at = skip(text, from + indexLength(text, from), '\\"\'', 4);
  const separator = skip(text, at, ' \t', 4);
  if (text[separator] !== ':' && text[separator] !== '=') return null;
  // In `a= b=2`, `a` is empty and the next field follows.
  const isTight = text[separator] === '=' && separator === at;
  at = isTight ? separator + 1 : skip(text, separator + 1, ' \t>[', 12);
  const opening = skip(text, at, '\\', 4);
  const char = text[opening];
  return char === '"' || char === "'"
    ? { at: opening + 1, quote: char, depth: opening - at }
    : { at, quote: '', depth: 0 };
}

/** `name[]=` and `name[0]=` are elements of a list in a form. */
function indexLength(text: string, from: number): number {
  const char = text[from];
  if (char !== '[' && char !== '%') return 0;
  return /^(?:\[\d{0,3}\]|%5b\d{0,3}%5d)(?==)/i.exec(text.slice(from, from + 12))?.[0].length ?? 0;
}

function skip(text: string, from: number, chars: string, most: number): number {
  let at = from;
  while (at < text.length && at - from < most && chars.includes(text.charAt(at))) at += 1;
  return at;
}

const known = new Map<string, ReadonlySet<string>>();

/** Every spelling of every name. Names are constants of the rules, so there are few lists of them to keep. */
function spelled(names: readonly string[]): ReadonlySet<string> {
  const key = names.join();
  const all = known.get(key) ?? new Set(names.flatMap(spellings));
  known.set(key, all);
  return all;
}

function spellings(name: string): string[] {
  const words = name.toLowerCase().split(/[-_ ]/);
  return ['_', '-', ''].map((between) => words.join(between));
}

/** Letters, digits, `_` and `-`: a name inside a longer name is another name. */
function isWord(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 48 && unit <= 57) ||
    (unit >= 65 && unit <= 90) ||
    unit === 95 ||
    unit === 45
  );
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
  return [...fieldsIn(text, FIELDS), ...(place === undefined ? [] : [place])];
}

/** Each refused value with the names beside it: of one object, or of one line where there are no objects. */
export function pastedValues(text: string): PastedValue[] {
  const source = bounded(text);
  const parts = source.split(source.includes('{') ? /[{}]+/ : /[\r\n]+/, 2000);
  return parts
    .filter((part) => /\w["'\\ \]]{0,4}[:=]/.test(part.slice(0, 4096)))
    .slice(0, MOST_PARTS)
    .flatMap((part) => {
      const value = fieldsIn(part, VALUES).find((found) => !TYPES.test(found));
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

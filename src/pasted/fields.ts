/** Where a field stands in a text, under which name, and what its value is. */

const KEPT = 65_536;
/** How much is read of each end of a text that is longer than twice `KEPT`. */
const EXCERPT = 32_768;
export const VALUE = 4096;
const MOST_FIELDS = 2_000;
const MOST_OF_NAME = 40;
const DEEPEST = 40;

/** Whether only the beginning and the end of a text are read closely. */
export function isLong(text: string): boolean {
  return text.length > 2 * KEPT;
}

/** The beginning and the end of a long text, so that a rule's work has a bound. */
export function bounded(text: string): string {
  return !isLong(text) ? text : `${text.slice(0, EXCERPT)}\n${text.slice(-EXCERPT)}`;
}

export interface Field {
  /** Its name as it is written, without what stands before a dot. */
  name: string;
  /** The name as names are compared: see `bareName`. */
  bare: string;
  /** The object that it stands in; null at the top. */
  within: Around | null;
  /** Where the value begins, behind its opening quote if it has one. */
  at: number;
  quote: '' | '"' | "'" | '`' | '<';
  /** Backslashes before the opening quote: JSON inside JSON has them, and so has its closing quote. */
  depth: number;
  separator: ':' | '=' | '<';
  /** Whether it stands inside the text of another field, such as a message. */
  isInText: boolean;
}

/** An object or list, by the name of the field that holds it; '' where it has none. */
export interface Around {
  name: string;
  within: Around | null;
}

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

const TAG = /<(\/?)([A-Za-z_][\w:.-]{0,80})(?:\s[^<>]{0,400})?>/g;

/** Every field of a text in the order of the text, with the names round it: JSON in any spelling, headers, forms, YAML, logfmt, XML. Linear. */
export function scanFields(text: string): Field[] {
  const fields = text.includes(':') || text.includes('=') ? pairsOf(text) : [];
  if (!text.includes('</')) return fields;
  return [...fields, ...elementsOf(text)].sort((a, b) => a.at - b.at);
}

function pairsOf(text: string): Field[] {
  const fields: Field[] = [];
  let around: Around | null = null;
  let opening = '';
  let openingAt = -1;
  let textEnd = -1;
  let hasList = false;
  for (let i = 0; i < text.length && fields.length < MOST_FIELDS; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === COLON || unit === EQUALS) {
      const named = nameBefore(text, i);
      if (named === null) continue;
      const { name, start, isClosed, from } = named;
      const isInText = start < textEnd;
      const isTight = unit === EQUALS && from === i + 1 && !isClosed && text.charCodeAt(i - 1) !== SPACE;
      let at = isTight ? from : skip(text, from, isClosed ? ' \t>\r\n' : ' \t>', 40);
      const isList = !isTight && text.charCodeAt(at) === OPEN_LIST;
      if (isList || text.charCodeAt(at) === OPEN_OBJECT) {
        opening = name;
        openingAt = at;
      }
      if (isList) at = skip(text, at + 1, ' \t\r\n[', 12);
      const separator = unit === COLON ? ':' : '=';
      const field = valueAt(text, at, { name, bare: bareName(name), within: around, separator, isInText });
      fields.push(field);
      if (isInText) continue;
      if (field.quote !== '') textEnd = valueEnd(text, field, KEPT);
      if (!isList) continue;
      hasList = true;
      fields.push(...moreOf(text, field));
    } else if (i >= textEnd) {
      if (unit === OPEN_OBJECT || unit === OPEN_LIST)
        around = { name: i === openingAt ? opening : '', within: around };
      else if ((unit === CLOSE_OBJECT || unit === CLOSE_LIST) && around !== null) around = around.within;
    }
  }
  return hasList ? fields.sort((a, b) => a.at - b.at) : fields;
}

const COLON = 58;
const EQUALS = 61;
const SPACE = 32;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;

/** The name before the separator at `separator`, and where what follows it begins; null if nothing is named there. */
function nameBefore(
  text: string,
  separator: number,
): { name: string; start: number; isClosed: boolean; from: number } | null {
  const next = text.charCodeAt(separator + 1);
  const isColon = text.charCodeAt(separator) === COLON;
  // `https://` is no field, and in `a == b` nothing is named.
  if (isColon ? next === 47 && text.charCodeAt(separator + 2) === 47 : next === EQUALS) return null;
  let at = separator - 1;
  for (
    let spaces = 0;
    spaces < 4 && (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === 9);
    spaces += 1
  )
    at -= 1;
  const quote = text.charCodeAt(at);
  const isClosed = quote === 34 || quote === 39 || quote === 96;
  if (isClosed) at -= 1;
  for (let slashes = 0; slashes < 4 && text.charCodeAt(at) === 92; slashes += 1) at -= 1;
  if (!isClosed && !isColon) at -= indexLength(text, at);
  const end = at + 1;
  while (end - at <= LONGEST_NAME && isNameUnit(text.charCodeAt(at))) at -= 1;
  let start = at + 1;
  // `error.details.slug` is a slug; `--data` is data.
  for (let i = end - 1; i >= start; i -= 1) {
    if (text.charCodeAt(i) === 46) start = i + 1;
  }
  while (start < end && (text.charCodeAt(start) === 45 || text.charCodeAt(start) === 36)) start += 1;
  const first = text.charCodeAt(start);
  if (start >= end || (first >= 48 && first <= 57)) return null;
  const from = !isColon && next === 62 ? separator + 2 : separator + 1;
  return { name: text.slice(start, end), start, isClosed, from };
}

const LONGEST_NAME = 100;

/** `name[]=` and `name[0]=` are elements of a list in a form. */
function indexLength(text: string, at: number): number {
  const last = text.charCodeAt(at);
  if (last !== 93 && last !== 68 && last !== 100) return 0;
  return /(?:\[\d{0,3}\]|%5b\d{0,3}%5d)$/i.exec(text.slice(Math.max(0, at - 8), at + 1))?.[0].length ?? 0;
}

/** Letters, digits, `_`, `-`, `.`, `$` and `@`: a name inside a longer name is another name. */
function isNameUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 48 && unit <= 57) ||
    (unit >= 64 && unit <= 90) ||
    unit === 95 ||
    unit === 45 ||
    unit === 46 ||
    unit === 36
  );
}

function valueAt(
  text: string,
  at: number,
  named: Pick<Field, 'name' | 'bare' | 'within' | 'separator' | 'isInText'>,
): Field {
  const opening = skip(text, at, '\\', 4);
  const char = text[opening];
  const isQuoted = char === '"' || char === "'" || char === '`';
  return isQuoted
    ? { ...named, at: opening + 1, quote: char, depth: opening - at }
    : { ...named, at, quote: '', depth: 0 };
}

/** The further texts of a list: the sentences of an error bag. */
function moreOf(text: string, first: Field): Field[] {
  const more: Field[] = [];
  let last = first;
  while (last.quote !== '' && more.length < 20) {
    const end = valueEnd(text, last, VALUE);
    const next = skip(text, end, '\\"\'` \t\r\n,', 40);
    const between = text.slice(end, next);
    if (!between.includes(',') || !/["'`]$/.test(between)) break;
    last = { ...last, at: next };
    more.push(last);
  }
  return more;
}

/** The elements of XML that hold nothing but text. */
function elementsOf(text: string): Field[] {
  const fields: Field[] = [];
  const open: (Around & { end: number })[] = [];
  for (const match of text.matchAll(TAG)) {
    const [whole, slash, name = ''] = match;
    if (slash === '') {
      const within = open.at(-1) ?? null;
      if (open.length < DEEPEST && !whole.endsWith('/>')) {
        const local = name.slice(name.indexOf(':') + 1);
        open.push({ name: local, within, end: match.index + whole.length });
      }
      continue;
    }
    const last = open.at(-1);
    const local = name.slice(name.indexOf(':') + 1);
    if (last === undefined || last.name !== local) {
      const at = open.findLastIndex((tag) => tag.name === local);
      if (at >= 0) open.length = at;
      continue;
    }
    if (text.lastIndexOf('<', match.index - 1) < last.end && match.index - last.end <= VALUE) {
      const at = skip(text, last.end, ' \t\r\n', 400);
      const { within } = last;
      const bare = bareName(local);
      fields.push({ name: local, bare, within, at, quote: '<', depth: 0, separator: '<', isInText: false });
    }
    open.pop();
    if (fields.length >= MOST_FIELDS) break;
  }
  return fields;
}

function skip(text: string, from: number, chars: string, most: number): number {
  let at = from;
  while (at < text.length && at - from < most && chars.includes(text.charAt(at))) at += 1;
  return at;
}

/** Where the value of at most `max` characters ends: at its closing quote, or at what ends a bare value. */
function valueEnd(text: string, { at, quote, depth }: Field, max: number): number {
  const stop = Math.min(text.length, at + max);
  if (quote === '<') {
    const end = text.indexOf('<', at);
    return end < 0 || end > stop ? stop : end;
  }
  const closing = quote === '' ? -1 : quote.charCodeAt(0);
  let slashes = 0;
  for (let i = at; i < stop; i += 1) {
    const unit = text.charCodeAt(i);
    if (closing < 0) {
      if (unit <= 32 || BARE_ENDS.has(unit)) return i;
    } else if (unit === closing && slashes <= depth && (quote !== "'" || !isApostrophe(text, i))) {
      return i - slashes;
    } else if (unit === 10) {
      return i;
    }
    slashes = unit === 92 ? slashes + 1 : 0;
  }
  return stop;
}

/** What ends a value without quotes, besides whitespace. */
const BARE_ENDS = new Set(Array.from(',;&}])"\'<>\\', (char) => char.charCodeAt(0)));

/** In `'You can't'`, which no program prints but people write. */
function isApostrophe(text: string, at: number): boolean {
  return /[a-z]/i.test(text.charAt(at - 1)) && /[a-z]/i.test(text.charAt(at + 1));
}

/** Names are compared without case and what stands between their words. */
function bareName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ $@]/g, '');
}

/** The fields of a text or those that were read from it already. */
export interface Scanned {
  text: string;
  fields: readonly Field[];
}

/** `text` with its fields; of a long text, those of its beginning and end. */
export function scanned(text: string): Scanned {
  const source = bounded(text);
  return { text: source, fields: scanFields(source) };
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

/** What a field says where it holds a sentence: to the end of its line if it has no quotes; decoded in a form. */
export function sentenceOf(text: string, field: Field): string {
  if (field.quote !== '') return plain(text.slice(field.at, valueEnd(text, field, VALUE)), false).trim();
  const line = lineFrom(text, field.at, VALUE);
  if (field.separator === ':') return line.trim();
  const value = text.slice(field.at, valueEnd(text, field, VALUE));
  // logfmt and forms: a value without quotes has no spaces of its own.
  const isForm = /[&+]|%[0-9a-f]{2}/i.test(value + text.charAt(field.at + value.length));
  return isForm ? plain(value.replaceAll('+', ' '), true).trim() : value;
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
  if (!isForm || !/%[0-9a-f]{2}/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
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

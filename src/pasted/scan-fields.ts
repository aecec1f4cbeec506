/** Where a field stands in a text, under which name, and what its value is. */

const KEPT = 65_536;
/** How much is read of each end of a text that is longer than twice `KEPT`. */
const EXCERPT = 32_768;
/** How much of a value is read, in characters. */
export const VALUE = 4096;
const MOST_FIELDS = 2_000;
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
  /** The name with what stands before a dot. */
  dotted: string;
  /** The name as names are compared: see `bareName`. */
  bare: string;
  /** The object that it stands in; null at the top. */
  within: Around | null;
  /** The list that it is an element of, by its name; null for one that is no element. */
  list: Around | null;
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
  isList: boolean;
  /** Counts up in the order of the text. */
  id: number;
}

const TAG = /<(\/?)([A-Za-z_][\w:.-]{0,80})(?:\s[^<>]{0,400})?>/g;

/** Every field of a text in the order of the text, with the names round it: JSON in any spelling, headers, forms, YAML, logfmt, XML. Linear. */
export function scanFields(text: string, most = MOST_FIELDS): Field[] {
  const fields = text.includes(':') || text.includes('=') ? pairsOf(text, most) : [];
  if (!text.includes('</')) return fields;
  return [...fields, ...elementsOf(text, most)].sort((a, b) => a.at - b.at);
}

function pairsOf(text: string, most: number): Field[] {
  const fields: Field[] = [];
  let around: Around | null = null;
  let opening: Around | null = null;
  let openingAt = -1;
  let count = 0;
  let textEnd = -1;
  let hasList = false;
  for (let i = 0; i < text.length && fields.length < most; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === COLON || unit === EQUALS) {
      const named = nameBefore(text, i);
      if (named === null) continue;
      const { name, dotted, start, isClosed, from } = named;
      const isInText = start < textEnd;
      const isTight = unit === EQUALS && from === i + 1 && !isClosed && text.charCodeAt(i - 1) !== SPACE;
      let at = isTight ? from : skip(text, from, isClosed ? ' \t>\r\n' : ' \t>', 40);
      const isList = !isTight && text.charCodeAt(at) === OPEN_LIST;
      if (isList || text.charCodeAt(at) === OPEN_OBJECT) {
        count += 1;
        opening = { name, within: around, isList, id: count };
        openingAt = at;
      }
      const list = isList ? opening : null;
      if (isList) at = skip(text, at + 1, ' \t\r\n[', 12);
      const separator = unit === COLON ? ':' : '=';
      const bare = bareName(name);
      const field = valueAt(text, at, { name, dotted, bare, within: around, list, separator, isInText });
      fields.push(field);
      if (isInText) continue;
      if (field.quote !== '') textEnd = valueEnd(text, field, KEPT);
      if (!isList) continue;
      hasList = true;
      fields.push(...moreOf(text, field));
    } else if (i === openingAt || i >= textEnd) {
      if (i === openingAt) around = opening;
      else if (unit === OPEN_OBJECT || unit === OPEN_LIST) {
        count += 1;
        around = { name: '', within: around, isList: unit === OPEN_LIST, id: count };
      } else if ((unit === CLOSE_OBJECT || unit === CLOSE_LIST) && around !== null) around = around.within;
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
): { name: string; dotted: string; start: number; isClosed: boolean; from: number } | null {
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
  at -= isClosed ? placeLength(text, at) : isColon ? 0 : indexLength(text, at);
  const end = at + 1;
  while (end - at <= LONGEST_NAME && isNameUnit(text.charCodeAt(at))) at -= 1;
  // `<soap:Fault>` is the name of an element.
  if (isColon && text.charCodeAt(text.charCodeAt(at) === 47 ? at - 1 : at) === 60 && next > SPACE)
    return null;
  let start = at + 1;
  // `error.details.slug` is a slug; `--data` is data.
  for (let i = end - 1; i >= start; i -= 1) {
    if (text.charCodeAt(i) === 46) start = i + 1;
  }
  while (start < end && (text.charCodeAt(start) === 45 || text.charCodeAt(start) === 36)) start += 1;
  const first = text.charCodeAt(start);
  if (start >= end || (first >= 48 && first <= 57)) return null;
  const from = !isColon && next === 62 ? separator + 2 : separator + 1;
  return { name: text.slice(start, end), dotted: text.slice(at + 1, end), start, isClosed, from };
}

const LONGEST_NAME = 100;

/** `name[]=` and `name[0]=` are elements of a list in a form. */
function indexLength(text: string, at: number): number {
  const last = text.charCodeAt(at);
  if (last !== 93 && last !== 68 && last !== 100) return 0;
  return /(?:\[\d{0,3}\]|%5b\d{0,3}%5d)$/i.exec(text.slice(Math.max(0, at - 8), at + 1))?.[0].length ?? 0;
}

/** `"redirect_uris.0":` is an element of a list in an error bag. */
function placeLength(text: string, at: number): number {
  const last = text.charCodeAt(at);
  if (last < 48 || last > 57) return 0;
  return /(?<=[A-Za-z_])\.\d{1,3}$/.exec(text.slice(Math.max(0, at - 5), at + 1))?.[0].length ?? 0;
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
  named: Pick<Field, 'name' | 'dotted' | 'bare' | 'within' | 'list' | 'separator' | 'isInText'>,
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
function elementsOf(text: string, most: number): Field[] {
  const fields: Field[] = [];
  const open: (Around & { end: number })[] = [];
  for (const match of text.matchAll(TAG)) {
    const [whole, slash, name = ''] = match;
    if (slash === '') {
      const within = open.at(-1) ?? null;
      if (open.length < DEEPEST && !whole.endsWith('/>')) {
        const local = name.slice(name.indexOf(':') + 1);
        open.push({ name: local, within, isList: false, id: 0, end: match.index + whole.length });
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
      const named = { name: local, dotted: local, bare, within, list: null };
      fields.push({ ...named, at, quote: '<', depth: 0, separator: '<', isInText: false });
    }
    open.pop();
    if (fields.length >= most) break;
  }
  return fields;
}

function skip(text: string, from: number, chars: string, most: number): number {
  let at = from;
  while (at < text.length && at - from < most && chars.includes(text.charAt(at))) at += 1;
  return at;
}

/** Where the value of at most `max` characters ends: at its closing quote, or at what ends a bare value. */
export function valueEnd(text: string, { at, quote, depth }: Field, max: number): number {
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
export function bareName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. $@]/g, '');
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

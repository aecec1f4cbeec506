import { levelInPlace, needsMark } from './level.ts';
import { type FormName, type Instant, readNamedForm, readTimeAt, type TimeAt } from './time.ts';

/**
 * Layouts say how a text line is written, part by part: `[{time}] [{level}] [{thread}] {service} - {message}`.
 *
 * - A blank stands for one blank or more; other characters stand for themselves.
 * - `{name}` is a field: behind an opening bracket, a quote or a bar it goes to what follows it in the layout, else it
 *   has no blanks. `{name:kind}` restricts it to a kind of `KINDS`, `{name:a|b}` to words, and `{name:*}` lets it have
 *   blanks.
 * - `{time}`, or `{time:form}` in a form that only the format knows; `{clock}` is a time of day without a date.
 * - `{message}` is the rest of the line; `{inner}` is the rest, read like a line of its own.
 * - `{_:…}` only repeats what another part says, and is not kept.
 * - `((…))` may be left out.
 *
 * A match takes no step twice, so it is linear in the text.
 */

/** The parts of a layout in their order. */
type Layout = readonly Part[];

type Part = {
  /** Parts of equal keys take the same of any text. */
  key: string;
} & (
  | { kind: 'text'; text: string }
  | { kind: 'blank' }
  | { kind: 'time'; form: string | undefined }
  | { kind: 'level' }
  | { kind: 'field'; name: string; scan: Scan }
  | { kind: 'option'; parts: Layout }
);

/** Where a value that begins at an index of a text ends; -1 if none does. */
type Scan = (text: string, at: number) => number;

/** Fields to the end of the line. */
const REST = new Set(['message', 'inner', 'extra']);

const KINDS: Readonly<Record<string, RegExp>> = {
  /** A number, or the dash that stands for none. */
  n: /-?\d{1,20}(?:\.\d{1,12})?(?![\w.])|-(?=\s|$)/y,
  /** A number with whatever is glued to it left out. */
  digits: /\d{1,20}/y,
  status: /-?\d{1,3}(?![\w.])|-(?=\s|$)/y,
  method: /[A-Z]{3,16}(?![\w-])|-(?=\s|$)/y,
  word: /[\w.-]{1,128}/y,
  /** A container of Docker: no address, and no number. */
  container: /(?![\d.]+(?![\w-]))[\w.-]{1,128}/y,
  /** A name of parts, such as a class: only that tells it from a word of the message, or the name of a pair. */
  logger: /[A-Za-z_$][\w$-]{0,100}(?:(?:\.|::|[/\\#])[\w$<>-]{1,100}){1,30}(?![\w$<>-]|[ \t]{0,3}:?=)/y,
  /** A name of one part or more. */
  name: /[A-Za-z_$][\w$-]{0,100}(?:(?:\.|::|[/\\#])[\w$<>-]{1,100}){0,30}/y,
  ip: /\[?[\da-fA-F]{0,4}[.:][\da-fA-F.:]{2,60}\]?/y,
  /** A duration with its unit, or a bare number. */
  took: /\d{1,12}(?:\.\d{1,9})?(?: ?(?:[nuµμm]s|s|m|h|secs?|msecs?)(?:\d[\w.]{0,20})?)?(?!\w)/y,
  clock: /\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?[AP]M)?(?![\w:])/y,
  /** Addresses, as a chain of proxies adds them. */
  addrs: /[^\s,]{1,200}(?:, ?[^\s,]{1,100}){0,10}/y,
  /** A name in capitals. */
  component: /[A-Z][A-Z_]{1,40}(?![\w-])|[A-Z][A-Z_\d]{1,40}(?=-\d-)/y,
  /** A pod of a deployment. */
  pod: /[a-z\d-]{1,200}-[a-z\d]{5,10}-[a-z\d]{5}(?![\w-])/y,
  host: /[\w.:[\]-]{1,255}/y,
  path: /(?:\/|https?:\/\/|\*)\S{0,16384}/y,
  url: /https?:\/\/[^\s|]{1,2000}/y,
  /** A name as Python gives its loggers. */
  plain: /[A-Za-z_][\w.]{0,100}/y,
  /** What stands before the level in Monolog. */
  channel: /[\w-]{1,60}/y,
  /** A path of Rust's modules. */
  rust: /[a-z_]\w{0,60}(?:::\w{1,60}){1,20}/y,
  /** Spans of Rust's tracing: `request{method=GET}:inner{a=b}`. */
  spans: /[\w.-]{1,64}(?:\{[^{}\n]{0,2000}\})?(?::[\w.-]{1,64}\{[^{}\n]{0,2000}\}){0,8}(?=: )/y,
  /** A file of source and its line. */
  source: /[\w./@-]{1,200}:\d{1,6}/y,
  script: /[\w./@-]{1,200}\.[cm]?[jt]sx?:\d{1,6}/y,
  /** structlog pads its event. */
  event: /[^[\]=\n]{1,200}?(?= {2,60}(?:\[|[\w.]{1,60}=))/y,
  uuid: /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w-])/iy,
  /** An id between brackets that can be nothing else. */
  tag: /(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|req[_-][\w-]{6,64}|[\da-f]{16,64})(?=\])/iy,
  /** Anything without a blank. */
  any: /\S{1,16384}/y,
  /** A stream of CloudWatch: that of a Lambda function, or of a container of ECS. */
  stream: /\d{4}\/\d\d\/\d\d\/\[[$\w]{1,20}\][\da-f]{4,40}|[\w.-]{1,100}\/[\w.-]{1,100}\/[\da-f]{32}(?!\w)/y,
  /** A message of Exim. */
  exim: /[\dA-Za-z]{6}-[\dA-Za-z]{6,11}-[\dA-Za-z]{2,4}(?![\w-])/y,
  braces: /\{[^{}\n]{0,400}\}/y,
};

/** The kinds of fields whose names say it. */
const KIND_OF: Readonly<Record<string, string>> = {
  status: 'status',
  method: 'method',
  path: 'path',
  pid: 'digits',
  tid: 'digits',
  bytes: 'n',
  duration_ms: 'n',
  duration_s: 'n',
  duration_us: 'n',
  duration: 'took',
  clock: 'clock',
  pri: 'digits',
};

const LONGEST = 16_384;

/** Reads a layout. Throws where it is not well formed, which is a mistake of ours. */
export function layoutOf(source: string): Layout {
  const parts: Part[] = [];
  let index = 0;
  while (index < source.length) {
    const field = matchAt(FIELD, source, index);
    const optionEnd = source.startsWith('((', index) ? source.indexOf('))', index) : -1;
    const blank = matchAt(BLANKS, source, index);
    if (field) {
      const [all, name = '', kind] = field;
      if (name === 'time') parts.push({ key: all, kind: 'time', form: kind });
      else if (name === 'level' && kind === undefined) parts.push({ key: all, kind: 'level' });
      else {
        const before = source.slice(Math.max(0, index - 2), index);
        const stops = stopsOf(source.slice(index + all.length));
        const key = `${before}${all}${stops.join('\n')}`;
        parts.push({ key, kind: 'field', name, scan: scanFor(name, kind, before, stops) });
      }
      index += all.length;
    } else if (optionEnd !== -1) {
      const inside = optionOf(source.slice(index + 2, optionEnd), source.slice(optionEnd + 2));
      parts.push({ key: `((${inside.map(({ key }) => key).join('\t')}))`, kind: 'option', parts: inside });
      index = optionEnd + 2;
    } else if (blank) {
      parts.push({ key: ' ', kind: 'blank' });
      index += blank[0].length;
    } else {
      const text = matchAt(PLAIN, source, index)?.[0] ?? '';
      const last = parts.at(-1);
      const whole = last?.kind === 'text' ? last.text + text : text;
      if (last?.kind === 'text') parts.pop();
      parts.push({ key: whole, kind: 'text', text: whole });
      index += text.length;
    }
  }
  return parts;
}

const FIELD = /\{([\w.]+)(?::([^{}]+))?\}/y;
const BLANKS = / +/y;
const PLAIN = /[^{ (]+|./y;

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** What stands behind an option is where a field at its end stops. */
function optionOf(source: string, behind: string): Layout {
  const own = layoutOf(source);
  return layoutOf(`${source}${behind}`)
    .slice(0, own.length)
    .map((part, at) => (part.kind === 'text' ? (own[at] ?? part) : part));
}

/** How a field is read: `before` are the two characters in front of it, `stops` what may follow. */
function scanFor(name: string, kind: string | undefined, before: string, stops: readonly string[]): Scan {
  if (REST.has(name)) return (text) => text.length;
  const open = before.at(-1) ?? '';
  if (open === '"' && stops[0]?.startsWith('"')) return quotedEnd;
  if (kind?.includes('|')) return oneOf(kind.split('|'));
  const known = kind ?? KIND_OF[name];
  const pattern = known === undefined || known === '*' ? undefined : KINDS[known];
  if (pattern) return matching(pattern);
  if (known === '*' || /[[({<|]/.test(open)) return before.endsWith('((') ? word(stops) : until(stops);
  return word(stops);
}

/** The texts that may follow a field: what stands next, or first in and behind an option. */
function stopsOf(behind: string): string[] {
  if (behind.startsWith('((')) {
    const end = behind.indexOf('))');
    return [...stopsOf(behind.slice(2, end)), ...stopsOf(behind.slice(end + 2))];
  }
  const text = /^ ?(?:[^{ (]|\((?!\())+/.exec(behind)?.[0];
  return text === undefined ? (behind.startsWith(' ') ? [' '] : []) : [text];
}

function oneOf(words: readonly string[]): Scan {
  return (text, at) => {
    const found = words.find((each) => text.startsWith(each, at));
    return found === undefined ? -1 : at + found.length;
  };
}

function matching(pattern: RegExp): Scan {
  return (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
}

function quotedEnd(text: string, at: number): number {
  const quote = text.indexOf('"', at);
  if (quote === -1 || quote - at > LONGEST) return -1;
  const backslash = text.indexOf('\\', at);
  if (backslash === -1 || backslash > quote) return quote;
  let end = backslash;
  while (end < text.length && text[end] !== '"') {
    end += text[end] === '\\' ? 2 : 1;
    if (end - at > LONGEST) return -1;
  }
  return end < text.length ? end : -1;
}

function until(stops: readonly string[]): Scan {
  return (text, at) => {
    let end = -1;
    for (const stop of stops) {
      const found = text.indexOf(stop, at);
      if (found !== -1 && (end === -1 || found < end)) end = found;
    }
    if (stops.length === 0) return text.length;
    return end - at > 1_000 ? -1 : end;
  };
}

function word(stops: readonly string[]): Scan {
  const texts = stops.filter((stop) => !stop.startsWith(' '));
  return (text, at) => {
    let end = at;
    while (end < text.length && end - at < LONGEST && !isBlank(text.charCodeAt(end))) end += 1;
    if (texts.length > 0) {
      const whole = text.slice(at, end);
      for (const stop of texts) {
        const found = whole.indexOf(stop);
        if (found !== -1 && at + found < end) end = at + found;
      }
    }
    return end === at ? -1 : end;
  };
}

/** Whether a unit of UTF-16 is white space between the words of a line. */
function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** What the words of a format mean as levels. */
type Levels = Readonly<Record<string, string>>;

/** Many layouts at once: what they begin with alike is matched once. */
export interface LayoutTree<Owner> {
  children: Node<Owner>[];
}

interface Node<Owner> extends LayoutTree<Owner> {
  part: Part;
  levels: Levels | undefined;
  /** The place of the first layout that passes here, and of the first that ends here. */
  least: number;
  end: { at: number; owner: Owner } | null;
}

/** A tree of layouts; of two that fit a text the first counts. */
export function treeOf<Owner>(
  layouts: Iterable<{ layout: Layout; levels: Levels | undefined; owner: Owner }>,
): LayoutTree<Owner> {
  const root: LayoutTree<Owner> = { children: [] };
  const byKey = new Map<LayoutTree<Owner>, Map<string, Node<Owner>>>();
  let at = 0;
  for (const { layout, levels, owner } of layouts) {
    let tree = root;
    let node: Node<Owner> | undefined;
    for (const part of layout) {
      const own = levels && hasLevel(part) ? levels : undefined;
      const key = own ? `${part.key}${JSON.stringify(own)}` : part.key;
      const known = byKey.get(tree) ?? new Map<string, Node<Owner>>();
      byKey.set(tree, known);
      node = known.get(key);
      if (!node) {
        node = { part, levels: own, least: at, end: null, children: [] };
        known.set(key, node);
        tree.children.push(node);
      }
      tree = node;
    }
    if (node) node.end ??= { at, owner };
    at += 1;
  }
  return root;
}

function hasLevel(part: Part): boolean {
  return part.kind === 'level' || (part.kind === 'option' && part.parts.some(hasLevel));
}

/** What a layout took from a line. */
export interface Matched {
  instant: Instant | null;
  level: string | undefined;
  fields: { name: string; value: string }[];
  /** Undefined where the layout has none. */
  message: string | undefined;
  inner: string | undefined;
}

/** A text that is matched: its times are looked for once. */
interface Reading {
  text: string;
  modified: number | undefined;
  times: Map<number, TimeAt | null>;
  /** What has been taken so far on this way. */
  taken: Matched;
}

/** The first layout of a tree that fits a text, and what it took; null if none does. `modified` as `LineContext` has it. */
export function matchTree<Owner>(
  tree: LayoutTree<Owner>,
  text: string,
  modified: number | undefined,
): { owner: Owner; matched: Matched } | null {
  const taken: Matched = {
    instant: null,
    level: undefined,
    fields: [],
    message: undefined,
    inner: undefined,
  };
  const reading: Reading = { text, modified, times: new Map(), taken };
  const best: Best<Owner> = { at: Number.POSITIVE_INFINITY, found: null };
  walk(tree, reading, 0, best);
  return best.found;
}

interface Best<Owner> {
  at: number;
  found: { owner: Owner; matched: Matched } | null;
}

function walk<Owner>(
  { children }: LayoutTree<Owner>,
  reading: Reading,
  from: number,
  best: Best<Owner>,
): void {
  for (const node of children) {
    if (node.least >= best.at) return;
    const { taken } = reading;
    const { instant, level } = taken;
    const size = taken.fields.length;
    const to = matchPart(node.part, reading, from, node.levels);
    // What does not fit has taken nothing.
    if (to === -1) continue;
    const { end } = node;
    if (end && end.at < best.at && isBlankFrom(reading.text, to)) {
      best.at = end.at;
      best.found = { owner: end.owner, matched: { ...taken, fields: [...taken.fields] } };
    }
    if (node.children.length > 0) walk(node, reading, to, best);
    backTo(taken, instant, level, size);
  }
}

function backTo(taken: Matched, instant: Instant | null, level: string | undefined, size: number): void {
  taken.instant = instant;
  taken.level = level;
  taken.message = undefined;
  taken.inner = undefined;
  if (taken.fields.length > size) taken.fields.length = size;
}

/** Where what `part` takes of the text ends; -1 if it takes nothing there. */
function matchPart(part: Part, reading: Reading, at: number, levels: Levels | undefined): number {
  const { text } = reading;
  switch (part.kind) {
    case 'text':
      return text.startsWith(part.text, at) ? at + part.text.length : -1;
    case 'blank': {
      const end = skipBlanks(text, at);
      return end === at && end < text.length && !isBlank(text.charCodeAt(at - 1)) ? -1 : end;
    }
    case 'time':
      return matchTime(part.form, reading, at);
    case 'level':
      return matchLevel(reading, at, levels);
    case 'option':
      return matchOption(part.parts, reading, at, levels);
    case 'field': {
      const end = part.scan(text, at);
      if (end !== -1) take(part.name, text.slice(at, end).trim(), reading.taken);
      return end;
    }
  }
}

function take(name: string, value: string, taken: Matched): void {
  if (name === 'message' || name === 'inner') taken[name] = value;
  else if (value !== '' && value !== '-' && name !== '_') taken.fields.push({ name, value });
}

/** An option that does not fit takes nothing, and that is no failure. */
function matchOption(parts: Layout, reading: Reading, from: number, levels: Levels | undefined): number {
  const { taken } = reading;
  const { instant, level } = taken;
  const size = taken.fields.length;
  let at = from;
  for (const part of parts) {
    at = matchPart(part, reading, at, levels);
    if (at === -1) {
      backTo(taken, instant, level, size);
      return from;
    }
  }
  return at;
}

function matchTime(form: string | undefined, reading: Reading, at: number): number {
  const { text, modified, taken } = reading;
  const found =
    form === undefined ? timeAt(reading, at) : readNamedForm(form as FormName, text, at, modified);
  if (!found) return -1;
  taken.instant = found.instant;
  if (found.instant === null) taken.fields.push({ name: 'written_time', value: text.slice(at, found.end) });
  return found.end;
}

function timeAt({ text, times }: Reading, at: number): TimeAt | null {
  const known = times.get(at);
  if (known !== undefined) return known;
  const found = readTimeAt(text, at);
  // A date alone may be the beginning of anything.
  const time = found && found.end - at > 'yyyy-mm-dd'.length ? found : null;
  times.set(at, time);
  return time;
}

const LEVEL_WORD = /[A-Za-z]{3,13}(?![\w-])/y;

/** A level may be padded on either side. */
function matchLevel({ text, taken }: Reading, from: number, levels: Levels | undefined): number {
  const at = skipBlanks(text, from);
  if (levels) {
    const word = wordsOf(levels).find((each) => text.startsWith(each, at) && !goesOn(text, at, each));
    if (word === undefined) return -1;
    taken.level = levels[word];
    return paddedEnd(text, at + word.length);
  }
  LEVEL_WORD.lastIndex = at;
  const word = LEVEL_WORD.exec(text)?.[0] ?? '';
  const level = levelInPlace(word);
  if (level === undefined) return -1;
  const end = at + word.length;
  // In lower case it may be a word of a sentence, but not where something marks its place.
  const before = text[at - 1] ?? '';
  const isMarked =
    /[[(<|:\t]/.test(before) || text[end] === '\t' || /[\])>|:]/.test(text[skipBlanks(text, end)] ?? '');
  if (word !== word.toUpperCase() && (!isMarked || (needsMark(word) && !/[[(<|\t]/.test(before)))) return -1;
  taken.level = level;
  return paddedEnd(text, end);
}

const levelWords = new WeakMap<Levels, readonly string[]>();

function wordsOf(levels: Levels): readonly string[] {
  let words = levelWords.get(levels);
  if (words === undefined) {
    words = Object.keys(levels);
    levelWords.set(levels, words);
  }
  return words;
}

/** Whether a word of letters that stands at a place is only the beginning of one. */
function goesOn(text: string, at: number, word: string): boolean {
  return /[A-Za-z]$/.test(word) && /[A-Za-z]/.test(text[at + word.length] ?? '');
}

/** Padding belongs to a level where something is glued to its column: `[INFO ]`. */
function paddedEnd(text: string, end: number): number {
  const padded = skipBlanks(text, end);
  return padded > end && /[\]|:})>]/.test(text[padded] ?? '') && padded - end < 8 ? padded : end;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlankFrom(text: string, at: number): boolean {
  return skipBlanks(text, at) === text.length;
}

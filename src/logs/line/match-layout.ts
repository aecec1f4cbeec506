import { isBlank, type Layout, type Part } from './format.ts';
import { levelInPlace, needsMark } from './level.ts';
import { type FormName, type Instant, readNamedForm, readTimeAt, type TimeAt } from './time.ts';

/** What the words of a format mean as levels. */
type Levels = Readonly<Record<string, string>>;

/** Many layouts at once: what they begin with alike is matched once. */
export interface LayoutTree<Owner> {
  children: Node<Owner>[];
}

interface Node<Owner> extends LayoutTree<Owner> {
  part: Part;
  levels: Levels | undefined;
  key: string;
  /** The place of the first layout that passes here, and of the first that ends here. */
  least: number;
  end: { at: number; owner: Owner } | null;
}

/** A tree of layouts; of two that fit a text the first counts. */
export function treeOf<Owner>(
  layouts: Iterable<{ layout: Layout; levels: Levels | undefined; owner: Owner }>,
): LayoutTree<Owner> {
  const root: LayoutTree<Owner> = { children: [] };
  let at = 0;
  for (const { layout, levels, owner } of layouts) {
    let tree = root;
    let node: Node<Owner> | undefined;
    for (const part of layout) {
      const own = hasLevel(part) ? levels : undefined;
      const key = `${part.key}${own ? JSON.stringify(own) : ''}`;
      node = tree.children.find((each) => each.key === key);
      if (!node) {
        node = { part, levels: own, key, least: at, end: null, children: [] };
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
  const isMarked = /[[(<|:]/.test(text[at - 1] ?? '') || /[\])>|:]/.test(text[skipBlanks(text, end)] ?? '');
  if (word !== word.toUpperCase() && (!isMarked || (needsMark(word) && !/[[(<|]/.test(text[at - 1] ?? ''))))
    return -1;
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

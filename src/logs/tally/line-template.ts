/**
 * Templates of JSON lines: a program writes lines that are alike but for their values, so where these stand is known
 * without parsing. What is out of the ordinary fits no template.
 */

/** A value that differs from line to line, and what stands before it. */
interface Part {
  /** The bytes between the value before and this one, in which every line is the same; with the opening quote of a text. */
  before: Uint8Array;
  isText: boolean;
  /** Set where the value is read; then it must be ASCII. */
  isRead: boolean;
}

export interface Template {
  parts: readonly Part[];
  /** What stands behind the last value. */
  end: Uint8Array;
}

const QUOTE = 34;
const BACKSLASH = 92;
const BRACE = 123;
const DOT = 46;
const MINUS = 45;

/** Longer lines have no template, nor have those of more values. */
const LONGEST = 8_192;
const MOST_PARTS = 64;

/** What can be a value at a place of JSON text. */
const VALUE = /"[^"\\{\x00-\x1f]*"|-?\d+(?:\.\d+)?(?=[\s,}\]])|true|false|null|\[\s*\]|\{\s*\}/y;
const KEY = /"[^"\\]*"\s*:/y;

/**
 * The template of a line that is JSON, one object within others, with the paths of its values in their order; null if
 * it has none. `isRead` says which of them are read.
 */
export function templateOf(
  text: string,
  isRead: (path: readonly string[]) => boolean,
): { template: Template; paths: readonly (readonly string[])[] } | null {
  if (text.length > LONGEST) return null;
  const parts: Part[] = [];
  const paths: string[][] = [];
  const names = new Set<string>();
  const outer: string[] = [];
  let from = 0;
  let at = 0;
  for (;;) {
    while (at < text.length && /[\s,{]/.test(text[at] ?? '')) {
      at += 1;
    }
    if (text[at] === '}') {
      at += 1;
      if (outer.pop() === undefined) break;
      continue;
    }
    KEY.lastIndex = at;
    const key = KEY.exec(text)?.[0];
    if (key === undefined) return null;
    const path = [...outer, key.slice(1, key.lastIndexOf('"'))];
    const name = JSON.stringify(path);
    // Of two under one name the parser takes the last.
    if (names.has(name)) return null;
    names.add(name);
    at += key.length;
    while (/\s/.test(text[at] ?? '')) at += 1;
    VALUE.lastIndex = at;
    const value = VALUE.exec(text)?.[0];
    if (value === undefined) {
      if (text[at] !== '{') return null;
      outer.push(path.at(-1) ?? '');
      at += 1;
      continue;
    }
    if (!/^[[{]/.test(value)) {
      const isText = value.startsWith('"');
      const start = isText ? at + 1 : at;
      parts.push({ before: Buffer.from(text.slice(from, start)), isText, isRead: isRead(path) });
      paths.push(path);
      from = isText ? at + value.length - 1 : at + value.length;
    }
    at += value.length;
  }
  if (text.slice(at).trim() !== '' || parts.length > MOST_PARTS) return null;
  return { template: { parts, end: Buffer.from(text.slice(from)) }, paths };
}

/** Templates by what they begin with, so that what is alike in them is gone over once. */
export interface Templates<Owner> {
  add(template: Template, owner: Owner): void;
  /**
   * The owner of the template that the line from `start` to `end` fits, with where its values begin and end, in turn, in
   * `places`; undefined if it fits none. A line that fits is JSON that the parser reads as the line of the template, but
   * for its values.
   */
  find(bytes: Uint8Array, start: number, end: number, places: Int32Array): Owner | undefined;
}

interface Branch<Owner> {
  children: (Part & Branch<Owner>)[];
  ends: { tail: Uint8Array; owner: Owner }[];
}

/** Templates for lines of at most so many shapes. */
export function templates<Owner>(most: number): Templates<Owner> {
  const root: Branch<Owner> = { children: [], ends: [] };
  let count = 0;
  return {
    add({ parts, end }, owner) {
      if (count === most) return;
      count += 1;
      let branch = root;
      for (const part of parts) {
        const isSame = (other: Part) =>
          other.isText === part.isText &&
          other.isRead === part.isRead &&
          Buffer.compare(other.before, part.before) === 0;
        const known = branch.children.find(isSame);
        const next = known ?? { ...part, children: [], ends: [] };
        if (known === undefined) branch.children.push(next);
        branch = next;
      }
      branch.ends.push({ tail: end, owner });
    },
    find(bytes, start, end, places) {
      let branch = root;
      let at = start;
      for (let place = 0; ; place += 2) {
        const child = childAt(branch.children, bytes, at, end, places, place);
        if (child === undefined) break;
        branch = child;
        at = places[place + 1] ?? 0;
      }
      for (const { tail, owner } of branch.ends)
        if (at + tail.length === end && stands(tail, bytes, at)) return owner;
      return undefined;
    },
  };
}

function childAt<Each extends Part>(
  children: readonly Each[],
  bytes: Uint8Array,
  at: number,
  end: number,
  places: Int32Array,
  place: number,
): Each | undefined {
  for (const child of children) {
    if (!stands(child.before, bytes, at)) continue;
    const from = at + child.before.length;
    const to = valueEnd(child, bytes, from, end);
    if (to === -1) continue;
    places[place] = from;
    places[place + 1] = to;
    return child;
  }
  return undefined;
}

function stands(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  const { length } = text;
  for (let index = 0; index < length; index += 1) if (bytes[at + index] !== text[index]) return false;
  return true;
}

function valueEnd({ isText, isRead }: Part, bytes: Uint8Array, from: number, end: number): number {
  if (!isText) return scalarEnd(bytes, from, end);
  const stops = isRead ? STOPS_READ : STOPS;
  let at = from;
  while (at < end && stops[bytes[at] ?? 0] === 0) at += 1;
  return at < end && bytes[at] === QUOTE ? at : -1;
}

/** Bytes that end a text, or make it the parser's: an escape, or a body in it. What is read must be ASCII. */
const STOPS = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 32 || byte === QUOTE || byte === BACKSLASH || byte === BRACE ? 1 : 0,
);
const STOPS_READ = STOPS.map((stop, byte) => (byte > 126 ? 1 : stop));

/** The end of a number of few digits, or of a word; -1 for anything else. */
function scalarEnd(bytes: Uint8Array, from: number, end: number): number {
  const first = bytes[from] ?? 0;
  if (first === 116)
    return bytes[from + 1] === 114 && bytes[from + 2] === 117 && bytes[from + 3] === 101 ? from + 4 : -1;
  if (first === 102)
    return bytes[from + 1] === 97 &&
      bytes[from + 2] === 108 &&
      bytes[from + 3] === 115 &&
      bytes[from + 4] === 101
      ? from + 5
      : -1;
  if (first === 110)
    return bytes[from + 1] === 117 && bytes[from + 2] === 108 && bytes[from + 3] === 108 ? from + 4 : -1;
  const whole = first === MINUS ? from + 1 : from;
  let at = digitsEnd(bytes, whole, end);
  const count = at - whole;
  if (count === 0 || count > 15 || (count > 1 && bytes[whole] === 48)) return -1;
  if (bytes[at] === DOT) {
    const behind = digitsEnd(bytes, at + 1, end);
    // The parser keeps the digits of large numbers.
    if (behind === at + 1 || count > 9) return -1;
    at = behind;
  }
  return at;
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && ((bytes[at] ?? 0) - 48) >>> 0 < 10) at += 1;
  return at;
}

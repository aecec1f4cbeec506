import type { LineFinder } from '../wasm/id-scanner.ts';

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
  /** Whether there is no room for another one. */
  isFull(): boolean;
  /**
   * The owner of the template whose number `lineAt` gave. A line that fits is JSON that the parser reads as the line of
   * the template, but for its values.
   */
  at(number: number): Owner | undefined;
}

/** A node of the tree: where its children are, and where the next child and the next end of a line are to be linked. */
interface Branch {
  children: (Part & Branch)[];
  nextChild: number;
  nextEnd: number;
}

/** Bytes of a node, and of an end, in front of what they compare; see `line-match.as.ts`. */
const NODE = 20;
const BELOW = 4;
const ENDS = 8;
const END = 12;
const KINDS = { scalar: 0, text: 1, read: 2 };

/** Templates for lines of at most so many shapes, in a tree that `lineAt` reads. What was in it is forgotten. */
export function templates<Owner>(
  most: number,
  { tree, treeAt }: Pick<LineFinder, 'tree' | 'treeAt'>,
): Templates<Owner> {
  const owners: Owner[] = [];
  const root: Branch = { children: [], nextChild: BELOW, nextEnd: ENDS };
  let used = NODE;
  let isFull = false;
  tree.fill(0, 0, NODE);

  /** Writes numbers, and bytes behind them, and links them from `link`. */
  const put = (link: number, numbers: readonly number[], bytes: Uint8Array): number => {
    const at = used;
    for (const [index, number] of [...numbers, bytes.length].entries())
      tree.writeInt32LE(number, at + index * 4);
    const from = at + (numbers.length + 1) * 4;
    tree.set(bytes, from);
    used = Math.ceil((from + bytes.length) / 4) * 4;
    tree.writeInt32LE(treeAt + at, link);
    return at;
  };

  return {
    add({ parts, end }, owner) {
      const size = parts.reduce((sum, { before }) => sum + NODE + 4 + before.length, END + 4 + end.length);
      isFull ||= owners.length === most || used + size > tree.length;
      if (isFull) return;
      let branch = root;
      for (const part of parts) {
        const isSame = (other: Part) =>
          other.isText === part.isText &&
          other.isRead === part.isRead &&
          Buffer.compare(other.before, part.before) === 0;
        let next = branch.children.find(isSame);
        if (next === undefined) {
          const kind = !part.isText ? KINDS.scalar : part.isRead ? KINDS.read : KINDS.text;
          const at = put(branch.nextChild, [0, 0, 0, kind], part.before);
          next = { ...part, children: [], nextChild: at + BELOW, nextEnd: at + ENDS };
          branch.nextChild = at;
          branch.children.push(next);
        }
        branch = next;
      }
      branch.nextEnd = put(branch.nextEnd, [0, owners.length], end);
      owners.push(owner);
    },
    isFull: () => isFull,
    at: (number) => owners[number],
  };
}

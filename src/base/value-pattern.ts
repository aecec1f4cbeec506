/**
 * Patterns that a catalog gives for values: the part of regular expressions that every dialect reads alike, matched in
 * time that grows with the value and never faster, as patterns and values come from elsewhere.
 */

/** Characters from one code point to another, both included. */
type Range = readonly [from: number, to: number];

/** One of some characters, or of all others. */
interface CharSet {
  readonly ranges: readonly Range[];
  readonly isNegated: boolean;
}

type Node =
  | { kind: 'set'; set: CharSet }
  | { kind: 'sequence' | 'choice'; parts: readonly Node[] }
  | { kind: 'repeat'; part: Node; min: number; max: number };

/** A step of the matcher: take a character, go on at several places, or be done. */
type Step = { set: CharSet; next: number } | { next: readonly number[] } | 'done';

export interface ValuePattern {
  readonly source: string;
  /** The characters that values are made of, in the pattern's order; null where it says only which are not. */
  readonly alphabet: readonly Range[] | null;
  test(text: string): boolean;
}

const LONGEST = 300;
const MOST_STEPS = 2_000;
const ANY: CharSet = { ranges: [], isNegated: true };
const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x30, 0x39],
  [0x5f, 0x5f],
];

/** What a pattern may be made of, for messages about one that is made of something else. */
export const PATTERN_FORMS =
  'characters, [a-z], \\d, \\w, ., (groups), |, *, +, ?, {2,5}, ^ at its start and $ at its end';

/** The pattern that a text says, or null where it is none of those that are understood. */
export function readPattern(source: string): ValuePattern | null {
  if (source.length > LONGEST) return null;
  const body = source.replace(/^\^/, '').replace(/(?<!\\)((?:\\\\)*)\$$/, '$1');
  const isAnchored = [source.startsWith('^'), body.length < source.replace(/^\^/, '').length] as const;
  try {
    const reader = new Reader(body);
    const node = reader.read();
    const steps = stepsOf(node, isAnchored);
    const sets = isAnchored[0] && isAnchored[1] ? reader.sets : [ANY];
    const alphabet = sets.some(({ isNegated }) => isNegated)
      ? null
      : distinct(sets.flatMap((set) => set.ranges));
    return { source, alphabet, test: (text) => isMatch(steps, text, isAnchored[1]) };
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

class NotUnderstood extends Error {}

class Reader {
  readonly sets: CharSet[] = [];
  readonly #chars: readonly string[];
  #at = 0;

  constructor(body: string) {
    this.#chars = [...body];
  }

  read(): Node {
    const node = this.#choice();
    if (this.#at < this.#chars.length) throw new NotUnderstood();
    return node;
  }

  #choice(): Node {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (let next = this.#next(); next !== undefined && next !== '|' && next !== ')'; next = this.#next())
      parts.push(this.#repeated(this.#single()));
    return { kind: 'sequence', parts };
  }

  #single(): Node {
    const char = this.#step();
    if (char === '(') {
      if (this.#take('?') && !this.#take(':')) throw new NotUnderstood();
      const inner = this.#choice();
      if (!this.#take(')')) throw new NotUnderstood();
      return inner;
    }
    if ('^$*+?{}]'.includes(char)) throw new NotUnderstood();
    const set: CharSet =
      char === '['
        ? this.#class()
        : char === '.'
          ? { ranges: [[10, 10]], isNegated: true }
          : { ranges: this.#literal(char), isNegated: false };
    this.sets.push(set);
    return { kind: 'set', set };
  }

  #class(): CharSet {
    const isNegated = this.#take('^');
    const ranges: Range[] = [];
    while (!this.#take(']')) {
      const from = this.#literal(this.#step());
      const [first] = from;
      const isRange = this.#next() === '-' && this.#chars[this.#at + 1] !== ']';
      if (!isRange || from.length > 1 || first === undefined || first[0] !== first[1]) {
        ranges.push(...from);
        continue;
      }
      this.#at += 1;
      const [last, ...more] = this.#literal(this.#step());
      if (last === undefined || more.length > 0 || last[0] !== last[1] || last[0] < first[0])
        throw new NotUnderstood();
      ranges.push([first[0], last[0]]);
    }
    if (ranges.length === 0) throw new NotUnderstood();
    return { ranges, isNegated };
  }

  #literal(char: string): readonly Range[] {
    if (char !== '\\') return [[codePoint(char), codePoint(char)]];
    const escaped = this.#step();
    if (escaped === 'd') return DIGITS;
    if (escaped === 'w') return WORD;
    // A letter or digit behind a backslash means something that is not a character.
    if (/[a-z0-9]/i.test(escaped)) throw new NotUnderstood();
    return [[codePoint(escaped), codePoint(escaped)]];
  }

  #repeated(part: Node): Node {
    const char = this.#next();
    if (char === undefined || !'*+?{'.includes(char)) return part;
    this.#at += 1;
    const [min, max] = char === '{' ? this.#counts() : [char === '+' ? 1 : 0, char === '?' ? 1 : Infinity];
    const after = this.#next();
    if (min > max || (after !== undefined && '*+?{'.includes(after))) throw new NotUnderstood();
    return { kind: 'repeat', part, min, max };
  }

  #counts(): [number, number] {
    const end = this.#chars.indexOf('}', this.#at);
    const match = /^(\d{1,4})(,(\d{0,4}))?$/.exec(this.#chars.slice(this.#at, Math.max(end, 0)).join(''));
    if (match === null) throw new NotUnderstood();
    this.#at = end + 1;
    const [, min, more, max] = match;
    return [Number(min), more === undefined ? Number(min) : max === '' ? Infinity : Number(max)];
  }

  #next(): string | undefined {
    return this.#chars[this.#at];
  }

  #step(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) throw new NotUnderstood();
    this.#at += 1;
    return char;
  }

  #take(char: string): boolean {
    if (this.#next() !== char) return false;
    this.#at += 1;
    return true;
  }
}

/** The steps of a matcher (Thompson 1968), made from the end; the last one is where it starts. */
function stepsOf(node: Node, [isFromStart]: readonly [boolean, boolean]): readonly Step[] {
  const steps: Step[] = ['done'];
  const add = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw new NotUnderstood();
    return steps.push(step) - 1;
  };
  const build = (part: Node, next: number): number => {
    switch (part.kind) {
      case 'set':
        return add({ set: part.set, next });
      case 'sequence':
        return part.parts.reduceRight((after, each) => build(each, after), next);
      case 'choice':
        return add({ next: part.parts.map((each) => build(each, next)) });
      case 'repeat':
        return repeat(part, next);
    }
  };
  const repeat = ({ part, min, max }: Extract<Node, { kind: 'repeat' }>, next: number): number => {
    let at = next;
    if (max === Infinity) {
      const ways: number[] = [next];
      at = add({ next: ways });
      ways.push(build(part, at));
    } else {
      for (let count = min; count < max; count += 1) at = add({ next: [next, build(part, at)] });
    }
    for (let count = 0; count < min; count += 1) at = build(part, at);
    return at;
  };
  const start = build(node, 0);
  const anywhere: Node = { kind: 'repeat', part: { kind: 'set', set: ANY }, min: 0, max: Infinity };
  add({ next: [isFromStart ? start : build(anywhere, start)] });
  return steps;
}

/** Whether a text goes through the steps: all places that it can be at are followed at once. */
function isMatch(steps: readonly Step[], text: string, isToEnd: boolean): boolean {
  let places = new Set<number>();
  reach(steps, steps.length - 1, places);
  for (const char of text) {
    if (places.has(0) && !isToEnd) return true;
    const point = codePoint(char);
    const reached = new Set<number>();
    for (const place of places) {
      const step = steps[place];
      if (typeof step === 'object' && 'set' in step && holds(step.set, point))
        reach(steps, step.next, reached);
    }
    if (reached.size === 0) return false;
    places = reached;
  }
  return places.has(0);
}

function reach(steps: readonly Step[], from: number, places: Set<number>): void {
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (places.has(at)) continue;
    places.add(at);
    const step = steps[at];
    if (typeof step === 'object' && !('set' in step)) open.push(...step.next);
  }
}

function holds({ ranges, isNegated }: CharSet, point: number): boolean {
  return ranges.some(([from, to]) => from <= point && point <= to) !== isNegated;
}

function distinct(ranges: readonly Range[]): Range[] {
  const seen = new Set<string>();
  return ranges.filter((range) => !seen.has(range.join()) && seen.add(range.join()));
}

/** Whether a character is one of an alphabet. */
export function isInAlphabet(char: string, alphabet: readonly Range[]): boolean {
  return holds({ ranges: alphabet, isNegated: false }, codePoint(char));
}

/** An alphabet in words: `a-z, 0-9 and -`. */
export function formatAlphabet(alphabet: readonly Range[]): string {
  const parts = alphabet.map(([from, to]) => {
    const [first, last] = [String.fromCodePoint(from), String.fromCodePoint(to)];
    return from === to ? first : `${first}-${last}`;
  });
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}

import { CharSet, JS } from 'refa';

/** Repetitions up to this often are written out; others become loops, which remember how often they turn. */
const WRITTEN_OUT = 6;
/** More positions than a pattern of this program has; what has more is not told. */
const MOST_POSITIONS = 2_500;
/** As long as the text that a pattern meets is taken to be, in characters. */
export const TEXT_LENGTH = 65_536;

/** What must hold between two characters for a step there. */
export interface Gap {
  /** The characters that may stand before. */
  before: CharSet;
  /** Whether the text may begin there. */
  start: boolean;
  after: CharSet;
  end: boolean;
}

export interface Edge extends Gap {
  to: number;
}

/**
 * A pattern as a machine that tries every way to match: each position takes one character, and two ways to the same
 * position are two edges. Position 0 stands for the text before a match: it takes anything, for as long as it likes.
 */
export interface Automaton {
  sets: CharSet[];
  /** How often a position can be passed, as its loops say. */
  turns: number[];
  edges: Edge[][];
  /** From where a match may begin at the beginning of the text. */
  first: Edge[];
  /** Where it has matched before it took anything. */
  atOnce: Gap[];
  /** Where the pattern has matched. */
  accepts: Gap[][];
  /** Loops in what is matched backwards, which are tried from every place. */
  backwards: number;
}

export class TooLarge extends Error {}

type Node = JsNode;
type JsNode = ReturnType<JS.Parser['parse']>['expression']['alternatives'][number]['elements'][number];
type Alternatives = readonly { elements: readonly Node[] }[];

/** A stretch of the pattern between two knots; a knot is a place between characters. */
interface Step {
  to: number;
  position: number | null;
  gap: Gap | null;
}

/** A pattern as an automaton. */
export function automatonOf(source: string, flags: string): Automaton {
  const { expression, maxCharacter } = JS.Parser.fromLiteral({ source, flags }).parse({
    backreferences: 'unknown',
    maxBackreferenceWords: 0,
    assertions: 'parse',
    maxNodes: 1_000_000,
  });
  return new Builder(CharSet.all(maxCharacter), flags.includes('y')).build(
    expression.alternatives as Alternatives,
  );
}

class Builder {
  readonly #all: CharSet;
  readonly #isSticky: boolean;
  readonly #knots: Step[][] = [];
  readonly #sets: CharSet[] = [];
  readonly #turns: number[] = [];
  readonly #behind: number[] = [];
  #backwards = 0;

  constructor(all: CharSet, isSticky: boolean) {
    this.#all = all;
    this.#isSticky = isSticky;
  }

  build(alternatives: Alternatives): Automaton {
    const start = this.#knot();
    this.#position(this.#all, TEXT_LENGTH, start);
    const end = this.#alternatives(alternatives, start, 1);
    const before = this.#behind[0] ?? 0;
    if (!this.#isSticky) {
      this.#knots[before]?.push({ to: start, position: null, gap: null });
      this.#knots[before]?.push({ to: before, position: 0, gap: null });
    }
    const edges: Edge[][] = [];
    const accepts: Gap[][] = [];
    for (const knot of this.#behind) {
      const { steps, gaps } = this.#closure(knot, end);
      edges.push(steps);
      accepts.push(gaps);
    }
    const first = this.#closure(start, end);
    const search: Edge[] = this.#isSticky ? [] : [{ ...this.#anywhere(), to: 0 }];
    return {
      ...{ sets: this.#sets, turns: this.#turns, edges, accepts },
      first: [...first.steps, ...search],
      atOnce: first.gaps,
      backwards: this.#backwards,
    };
  }

  #anywhere(): Gap {
    return { before: this.#all, start: true, after: this.#all, end: true };
  }

  #knot(): number {
    this.#knots.push([]);
    return this.#knots.length - 1;
  }

  /** Adds a position that is reached from a knot; gives the knot behind it. */
  #position(set: CharSet, turns: number, from: number): number {
    const position = this.#sets.length;
    if (position >= MOST_POSITIONS) throw new TooLarge(`It has more than ${MOST_POSITIONS} positions.`);
    this.#sets.push(set);
    this.#turns.push(turns);
    const behind = this.#knot();
    this.#behind.push(behind);
    if (position > 0) this.#knots[from]?.push({ to: behind, position, gap: null });
    return behind;
  }

  #alternatives(alternatives: Alternatives, from: number, turns: number): number {
    const end = this.#knot();
    for (const { elements } of alternatives) {
      let at = from;
      for (const element of elements) at = this.#element(element, at, turns);
      this.#knots[at]?.push({ to: end, position: null, gap: null });
    }
    return end;
  }

  #element(node: Node, from: number, turns: number): number {
    switch (node.type) {
      case 'CharacterClass':
        return node.characters.isEmpty ? this.#knot() : this.#position(node.characters, turns, from);
      case 'Alternation':
        return this.#alternatives(node.alternatives as Alternatives, from, turns);
      case 'Quantifier':
        return this.#repeated(node, from, turns);
      case 'Assertion':
        return this.#assertion(node, from, turns);
      default:
        return from;
    }
  }

  #repeated(node: Node & { type: 'Quantifier' }, from: number, turns: number): number {
    const alternatives = node.alternatives as Alternatives;
    const isLoop = node.max > WRITTEN_OUT;
    const least = Math.min(node.min, isLoop ? 1 : WRITTEN_OUT);
    const inner = isLoop ? Math.min(TEXT_LENGTH, turns * Math.min(node.max, TEXT_LENGTH)) : turns;
    let at = from;
    for (let count = 0; count < least - (isLoop ? 1 : 0); count += 1)
      at = this.#alternatives(alternatives, at, inner);
    if (isLoop) {
      const head = this.#knot();
      this.#knots[at]?.push({ to: head, position: null, gap: null });
      const behind = this.#alternatives(alternatives, head, inner);
      this.#knots[behind]?.push({ to: head, position: null, gap: null });
      const end = this.#knot();
      this.#knots[behind]?.push({ to: end, position: null, gap: null });
      if (node.min === 0) this.#knots[at]?.push({ to: end, position: null, gap: null });
      return end;
    }
    const end = this.#knot();
    for (let count = least; count < node.max; count += 1) {
      this.#knots[at]?.push({ to: end, position: null, gap: null });
      at = this.#alternatives(alternatives, at, inner);
    }
    this.#knots[at]?.push({ to: end, position: null, gap: null });
    return end;
  }

  #assertion(node: Node & { type: 'Assertion' }, from: number, turns: number): number {
    const alternatives = node.alternatives as Alternatives;
    const one = oneCharacter(alternatives, this.#all);
    const isAhead = node.kind === 'ahead';
    const behind = this.#knot();
    if (one !== null) {
      const may = node.negate ? one.negate() : one;
      const gap = isAhead
        ? { ...this.#anywhere(), after: may, end: node.negate }
        : { ...this.#anywhere(), before: may, start: node.negate };
      this.#knots[from]?.push({ to: behind, position: null, gap });
      return behind;
    }
    // What is looked at is tried at that place too, though nothing follows on it.
    if (isAhead) this.#alternatives(alternatives, from, turns);
    else this.#backwards = Math.max(this.#backwards, mostTurns(alternatives));
    this.#knots[from]?.push({ to: behind, position: null, gap: null });
    return behind;
  }

  /** The ways from a knot to the next positions, and to the end of the pattern. */
  #closure(from: number, end: number): { steps: Edge[]; gaps: Gap[] } {
    const steps: Edge[] = [];
    const gaps: Gap[] = [];
    const passed = new Set<number>();
    let budget = 50_000;
    const walk = (knot: number, gap: Gap): void => {
      if (passed.has(knot)) return;
      budget -= 1;
      if (budget < 0) throw new TooLarge('It has too many ways past optional parts.');
      if (knot === end) gaps.push(gap);
      passed.add(knot);
      for (const step of this.#knots[knot] ?? []) {
        if (step.position !== null) steps.push({ ...gap, to: step.position });
        else walk(step.to, step.gap === null ? gap : both(gap, step.gap));
      }
      passed.delete(knot);
    };
    walk(from, this.#anywhere());
    return { steps, gaps };
  }
}

function both(a: Gap, b: Gap): Gap {
  return {
    before: a.before.intersect(b.before),
    start: a.start && b.start,
    after: a.after.intersect(b.after),
    end: a.end && b.end,
  };
}

/** The set of which one character is all that is looked at; null for what is longer. */
function oneCharacter(alternatives: Alternatives, all: CharSet): CharSet | null {
  let set = CharSet.empty(all.maximum);
  for (const { elements } of alternatives) {
    const [only, ...more] = elements;
    if (only?.type !== 'CharacterClass' || more.length > 0) return null;
    set = set.union(only.characters);
  }
  return set;
}

function mostTurns(alternatives: Alternatives): number {
  const each = alternatives.flatMap(({ elements }) =>
    elements.map((node) => {
      if (node.type === 'CharacterClass' || node.type === 'Unknown') return 1;
      const inner = mostTurns(node.alternatives as Alternatives);
      return node.type === 'Quantifier' ? inner * Math.max(1, Math.min(node.max, TEXT_LENGTH)) : inner;
    }),
  );
  return Math.min(TEXT_LENGTH, Math.max(1, ...each));
}

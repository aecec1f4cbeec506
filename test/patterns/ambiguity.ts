import { CharSet } from 'refa';
import { type Automaton, automatonOf, type Edge, type Gap, TEXT_LENGTH, TooLarge } from './automaton.ts';

/** A text that a pattern fails on only after it has tried many ways. */
export interface Attack {
  before: string;
  /** What is repeated. */
  pump: string;
  after: string;
  /** About how many steps a text of `TEXT_LENGTH` can take; infinite where each repetition doubles them. */
  steps: number;
}

/** More states of the search for one pattern than any of this program needs. */
const MOST_STATES = 400_000;
/** What a text of `TEXT_LENGTH` may cost: a second or so. A pattern may try 4,096 characters from each place. */
const MOST_STEPS = TEXT_LENGTH * 4_096;

interface Link {
  to: number;
  /** The kinds of characters before and behind the step, as bits. */
  before: bigint;
  after: bigint;
}

/** An automaton whose characters are told apart only as far as its sets do. */
interface Machine {
  sets: bigint[];
  turns: number[];
  links: Link[][];
  first: Edge[];
  automaton: Automaton;
  /** A character of each kind. */
  samples: string[];
}

/**
 * The dearest attack on a pattern that there is, or null if none takes more than `MOST_STEPS`. A backtracking matcher is
 * slow where one text can be read in many ways: where a loop reads the same text in two ways (Weber and Seidl's EDA),
 * the ways double with each turn; where one loop can take over from another at any place (IDA), they are as many as
 * there are places. The search before a match is a loop too.
 *
 * @throws TooLarge for a pattern that is too large to tell
 */
export function attackOn(source: string, flags: string): Attack | null {
  const automaton = automatonOf(source, flags);
  if (automaton.backwards >= 1_000 && !flags.includes('y'))
    return { before: '', pump: 'what it looks back at', after: '', steps: TEXT_LENGTH * automaton.backwards };
  const machine = machineOf(automaton);
  return doubled(machine) ?? takenOver(machine);
}

function machineOf(automaton: Automaton): Machine {
  const { sets, edges, accepts, first, turns } = automaton;
  const all = [...edges.flat(), ...accepts.flat(), ...first];
  const kinds = kindsOf([...sets, ...all.flatMap(({ before, after }) => [before, after])]);
  const known = new Map<CharSet, bigint>();
  const bitsOf = (set: CharSet): bigint => {
    const found = known.get(set);
    if (found !== undefined) return found;
    let bits = 0n;
    for (const [at, kind] of kinds.entries()) if (!kind.isDisjointWith(set)) bits |= 1n << BigInt(at);
    known.set(set, bits);
    return bits;
  };
  const setBits = sets.map(bitsOf);
  const links = edges.map((each, from) =>
    each.flatMap(({ to, before, after }) => {
      const link = {
        to,
        before: bitsOf(before) & (setBits[from] ?? 0n),
        after: bitsOf(after) & (setBits[to] ?? 0n),
      };
      return link.before === 0n || link.after === 0n ? [] : [link];
    }),
  );
  return { automaton, links, first, sets: setBits, turns, samples: kinds.map(sampleOf) };
}

/** The coarsest parts that every set is made of. */
function kindsOf(sets: readonly CharSet[]): CharSet[] {
  const seen = new Set<string>();
  let kinds = sets[0] === undefined ? [] : [CharSet.all(sets[0].maximum)];
  for (const set of sets) {
    const key = set.toRangesString();
    if (seen.has(key)) continue;
    seen.add(key);
    kinds = kinds.flatMap((kind) => {
      const inside = kind.intersect(set);
      return inside.isEmpty || inside.equals(kind) ? [kind] : [inside, kind.without(set)];
    });
  }
  return kinds;
}

const SHOWN = CharSet.fromRange(0xffff, { min: 0x21, max: 0x7e });

function sampleOf(kind: CharSet): string {
  for (const { min, max } of kind.ranges) {
    if (max < 0x21 || min > 0x7e) continue;
    return String.fromCodePoint(Math.max(min, SHOWN.ranges[0]?.min ?? 0));
  }
  return String.fromCodePoint(kind.ranges[0]?.min ?? 0);
}

/** The parts of the machine in which every position can be reached from every other, by position. */
function loopsOf({ links }: Machine): number[] {
  const count = links.length;
  const index = new Array<number>(count).fill(-1);
  const low = new Array<number>(count).fill(0);
  const loop = new Array<number>(count).fill(-1);
  const stack: number[] = [];
  const onStack = new Set<number>();
  let next = 0;
  const visit = (at: number): void => {
    index[at] = low[at] = next;
    next += 1;
    stack.push(at);
    onStack.add(at);
    for (const { to } of links[at] ?? []) {
      if (index[to] === -1) {
        visit(to);
        low[at] = Math.min(low[at] ?? 0, low[to] ?? 0);
      } else if (onStack.has(to)) low[at] = Math.min(low[at] ?? 0, index[to] ?? 0);
    }
    if (low[at] !== index[at]) return;
    const members: number[] = [];
    for (let member = -1; member !== at; ) {
      member = stack.pop() ?? at;
      onStack.delete(member);
      members.push(member);
    }
    const turns = members.length > 1 || (links[at] ?? []).some(({ to }) => to === at);
    if (turns) for (const member of members) loop[member] = at;
  };
  for (let at = 0; at < count; at += 1) if (index[at] === -1) visit(at);
  return loop;
}

interface State {
  places: number[];
  /** The kinds that the character read last can be of. */
  kinds: bigint;
  from: State | null;
  hasParted: boolean;
}

/**
 * The text that leads several readers at once from places to places, each in a loop of its own if told so; null if none
 * does. Every reader reads the same text.
 */
function wordBetween(
  machine: Machine,
  from: readonly number[],
  to: readonly number[],
  isAllowed: (reader: number, place: number) => boolean,
  mustPart: boolean,
  budget: { left: number },
): string | null {
  const { sets, links } = machine;
  const begun = from.reduce((bits, place) => bits & (sets[place] ?? 0n), -1n);
  const queue: State[] = [];
  const seen = new Map<string, bigint>();
  for (let bits = begun; bits !== 0n; bits &= bits - 1n)
    queue.push({ places: [...from], kinds: bits & -bits, from: null, hasParted: false });
  for (let at = 0; at < queue.length; at += 1) {
    const state = queue[at] as State;
    budget.left -= 1;
    if (budget.left < 0) return null;
    let partial: { places: number[]; before: bigint; after: bigint; ways: string }[] = [
      { places: [], before: state.kinds, after: -1n, ways: '' },
    ];
    for (const [reader, place] of state.places.entries()) {
      partial = partial.flatMap((known) =>
        (links[place] ?? []).flatMap((link, way) => {
          if (!isAllowed(reader, link.to)) return [];
          const before = known.before & link.before;
          const after = known.after & link.after & (sets[link.to] ?? 0n);
          if (before === 0n || after === 0n) return [];
          return [
            { places: [...known.places, link.to], before, after, ways: `${known.ways},${place}:${way}` },
          ];
        }),
      );
    }
    for (const { places, after, ways } of partial) {
      const taken = ways.split(',').slice(1);
      const hasParted = state.hasParted || (mustPart && taken.some((way) => way !== taken[0]));
      const key = `${places.join(',')}${hasParted ? '!' : ''}`;
      const fresh = after & ~(seen.get(key) ?? 0n);
      if (fresh === 0n) continue;
      seen.set(key, (seen.get(key) ?? 0n) | fresh);
      const isThere = places.every((place, reader) => place === to[reader]) && (!mustPart || hasParted);
      for (let bits = fresh; bits !== 0n; bits &= bits - 1n) {
        const next = { places, kinds: bits & -bits, from: state, hasParted };
        // The text can be repeated only if its last character can stand before its first.
        if (isThere && (bits & -bits) === firstKind(next)) return textOf(machine, next);
        queue.push(next);
      }
    }
  }
  return null;
}

function firstKind(state: State): bigint {
  let at = state;
  while (at.from !== null) at = at.from;
  return at.kinds;
}

/** What was read behind the first place. */
function textOf({ samples }: Machine, last: State): string {
  let text = '';
  for (let at: State | null = last; at?.from != null; at = at.from)
    text = (samples[at.kinds.toString(2).length - 1] ?? '') + text;
  return text;
}

/** Short texts that lead from the beginning to a place, in several ways. */
function leadsTo(machine: Machine, goal: number): string[] {
  const { links, sets, samples, first } = machine;
  interface Lead {
    place: number;
    kind: number;
    text: string;
  }
  const leads: string[] = [];
  const queue: Lead[] = [];
  const seen = new Set<string>();
  const reach = (place: number, bits: bigint, text: string): void => {
    for (let at = 0; at < samples.length; at += 1) {
      const key = `${place},${at}`;
      if ((bits & (1n << BigInt(at))) === 0n || seen.has(key)) continue;
      seen.add(key);
      queue.push({ place, kind: at, text: text + samples[at] });
    }
  };
  for (const edge of first) {
    if (!edge.start) continue;
    const sample = samples.reduce(
      (bits, char, at) => (edge.after.has(char.codePointAt(0) ?? 0) ? bits | (1n << BigInt(at)) : bits),
      0n,
    );
    reach(edge.to, sample & (sets[edge.to] ?? 0n), '');
  }
  for (let at = 0; at < queue.length; at += 1) {
    const lead = queue[at] as Lead;
    if (lead.place === goal) leads.push(lead.text);
    for (const { to, before, after } of links[lead.place] ?? [])
      if ((before & (1n << BigInt(lead.kind))) !== 0n) reach(to, after & (sets[to] ?? 0n), lead.text);
  }
  // What matches at the very beginning may not behind another character.
  return [...leads, ...samples.flatMap((sample) => leads.slice(0, 1).map((lead) => sample + lead))];
}

/** An attack on a loop that reads the same text in two ways. */
function doubled(machine: Machine): Attack | null {
  const loops = loopsOf(machine);
  const budget = { left: MOST_STATES };
  for (const [place, loop] of loops.entries()) {
    if (loop === -1) continue;
    const inLoop = (_: number, at: number) => loops[at] === loop;
    const pump = wordBetween(machine, [place, place], [place, place], inLoop, true, budget);
    if (budget.left < 0) throw new TooLarge('It takes too many states to tell.');
    if (pump === null) continue;
    const attack = verified(machine, place, pump, Number.POSITIVE_INFINITY, 3);
    if (attack !== null) return attack;
  }
  return null;
}

/** The dearest attack in which loops take over from each other. */
function takenOver(machine: Machine): Attack | null {
  const loops = loopsOf(machine);
  const { links, turns } = machine;
  const budget = { left: MOST_STATES };
  const reached = reachedFrom(links);
  const costs = new Map<string, number>();
  let dearest: Attack | null = null;
  const attacks = new Map<number, { place: number; next: number; attack: Attack }[]>();
  for (const [place, loop] of loops.entries()) {
    if (loop === -1) continue;
    for (const [next, other] of loops.entries()) {
      if (other === -1 || next === place || !(reached[place]?.has(next) ?? false)) continue;
      const key = `${loop},${other}`;
      const cost = (turns[place] ?? 1) * (turns[next] ?? 1);
      if ((costs.get(key) ?? 0) >= cost) continue;
      const allowed = (reader: number, at: number) =>
        reader === 0
          ? loops[at] === loop
          : reader === 2
            ? loops[at] === other
            : reached[at]?.has(next) === true;
      const pump = wordBetween(machine, [place, place, next], [place, next, next], allowed, false, budget);
      if (budget.left < 0) throw new TooLarge('It takes too many states to tell.');
      if (pump === null) continue;
      const attack = verified(machine, place, pump, cost, 1.5);
      if (attack === null) continue;
      costs.set(key, cost);
      const known = attacks.get(place) ?? [];
      known.push({ place, next, attack });
      attacks.set(place, known);
    }
  }
  const costFrom = (place: number, seen: ReadonlySet<number>): number =>
    Math.max(
      turns[place] ?? 1,
      ...(attacks.get(place) ?? []).map(({ next }) =>
        seen.has(next) ? 1 : (turns[place] ?? 1) * costFrom(next, new Set([...seen, next])),
      ),
    );
  for (const each of attacks.values())
    for (const { place, next, attack } of each) {
      const steps = (turns[place] ?? 1) * costFrom(next, new Set([place, next]));
      if (steps > MOST_STEPS && steps > (dearest?.steps ?? 0)) dearest = { ...attack, steps };
    }
  return dearest;
}

function reachedFrom(links: readonly (readonly Link[])[]): Set<number>[] {
  return links.map((_, from) => {
    const seen = new Set<number>([from]);
    const open = [from];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const { to } of links[at] ?? [])
        if (!seen.has(to)) {
          seen.add(to);
          open.push(to);
        }
    return seen;
  });
}

/** The attack, if the ways to read it really grow by more than the text does, and the pattern does not match it. */
function verified(
  machine: Machine,
  place: number,
  pump: string,
  steps: number,
  growth: number,
): Attack | null {
  const { samples } = machine;
  for (const before of leadsTo(machine, place)) {
    const short = waysIn(machine, before + pump.repeat(12));
    const long = waysIn(machine, before + pump.repeat(24));
    if (short === null || long === null || short.ways === 0 || long.ways < short.ways * 2 * growth) continue;
    for (const after of ['', ...samples, ...samples.map((sample) => `\n${sample}`)])
      if (waysIn(machine, before + pump.repeat(12) + after, true) !== null)
        return { before, pump, after, steps };
  }
  return null;
}

/** In how many ways the beginnings of a text can be read; null where the pattern matches in it. */
function waysIn(machine: Machine, text: string, isWhole = false): { ways: number } | null {
  const { automaton, first } = machine;
  let counts = new Map<number, number>();
  let ways = 0;
  const units = [...text].map((char) => char.codePointAt(0) ?? 0);
  for (let at = 0; at <= units.length; at += 1) {
    const [before, after] = [units[at - 1], units[at]];
    const isOpen = (gap: Gap) =>
      (before === undefined ? gap.start : gap.before.has(before)) &&
      (after === undefined ? gap.end : gap.after.has(after));
    if (at === 0 && automaton.atOnce.some(isOpen)) return null;
    // Where the text goes on behind what is given, no end is met.
    if (after !== undefined || isWhole)
      for (const place of counts.keys()) if ((automaton.accepts[place] ?? []).some(isOpen)) return null;
    if (after === undefined) break;
    const next = new Map<number, number>();
    const step = (edges: readonly Edge[], count: number) => {
      for (const edge of edges)
        if (isOpen(edge) && automaton.sets[edge.to]?.has(after) === true)
          next.set(edge.to, (next.get(edge.to) ?? 0) + count);
    };
    if (at === 0) step(first, 1);
    else for (const [place, count] of counts) step(automaton.edges[place] ?? [], count);
    counts = next;
    for (const count of counts.values()) ways += count;
  }
  return { ways };
}

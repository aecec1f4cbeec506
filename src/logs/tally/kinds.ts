import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FailureLine } from './tally.ts';

/** Kinds of lines: those of one code, status and workspace; as numbers, which cost less than texts. */
export type Kind = Pick<FailureLine, 'code' | 'status' | 'workspace'>;

/** More than so many names or kinds are not told apart. */
const MOST = 131_072;

/** Numbers for triples of numbers, in the order in which they come: 0, 1, 2 … */
export function numbersOfTriples() {
  const triples: number[] = [];
  let slots = new Int32Array(1_024).fill(-1);
  const slotOf = (a: number, b: number, c: number): number => {
    const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
    let slot = Math.imul(mixed ^ (mixed >>> 15), 0x9e3779b1) >>> 8;
    for (;;) {
      slot &= slots.length - 1;
      const at = (slots[slot] ?? 0) * 3;
      if (at < 0 || (triples[at] === a && triples[at + 1] === b && triples[at + 2] === c)) return slot;
      slot += 1;
    }
  };
  return {
    /** The triples that have numbers, one behind the other. */
    triples: triples as readonly number[],
    /** The number of a triple; -1 for one that has none, where there are `most`. */
    of(a: number, b: number, c: number, most: number): number {
      const slot = slotOf(a, b, c);
      const known = slots[slot] ?? -1;
      const count = triples.length / 3;
      if (known !== -1 || count >= most) return known;
      slots[slot] = count;
      triples.push(a, b, c);
      if (count * 2 > slots.length) {
        slots = new Int32Array(slots.length * 4).fill(-1);
        for (let each = 0; each <= count; each += 1)
          slots[slotOf(triples[each * 3] ?? 0, triples[each * 3 + 1] ?? 0, triples[each * 3 + 2] ?? 0)] =
            each;
      }
      return count;
    },
  };
}

/** Kinds as they are written: `kinds` has for each the place of its code in `names`, its status or 0, and its workspace. */
export interface WrittenKinds {
  names: readonly (string | null)[];
  kinds: readonly number[];
}

/** Gives kinds their numbers. */
export function kindNumbers() {
  const names = new Map<string | null, number>([[null, 0]]);
  const { of, triples } = numbersOfTriples();
  const nameOf = (name: string | null): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (names.size === MOST) return -1;
    names.set(name, names.size);
    return names.size - 1;
  };
  // A line is counted, and then noted where it stands.
  let last: Kind | null = null;
  let lastNumber = -1;
  return {
    /** The number of a kind; -1 where there are too many. */
    of(kind: Kind): number {
      if (kind === last) return lastNumber;
      const code = nameOf(kind.code);
      const workspace = nameOf(kind.workspace);
      last = kind;
      lastNumber = code === -1 || workspace === -1 ? -1 : of(code, kind.status ?? 0, workspace, MOST);
      return lastNumber;
    },
    written: (): WrittenKinds => ({ names: [...names.keys()], kinds: triples }),
  };
}

/** Gives the kinds that were written by their numbers; throws for what is none. */
export function kindReader({ names, kinds }: WrittenKinds): (number: number) => Kind {
  const all = Uint32Array.from(kinds);
  const nameAt = (place: number | undefined): string | null => {
    const name = names[place ?? -1];
    if (name === undefined) throw new RangeError('A kind has a name that is not there.');
    return name;
  };
  return (number) => {
    const at = number * 3;
    return { code: nameAt(all[at]), status: all[at + 1] || null, workspace: nameAt(all[at + 2]) };
  };
}

/** More bytes than what is packed can have. */
const LARGEST = 64 * 1_048_576;

/** A value of JSON as few bytes. Most of it is digits and ids, which hardly repeat. */
export function pack(value: object): Buffer {
  return deflateRawSync(JSON.stringify(value), { strategy: constants.Z_HUFFMAN_ONLY });
}

/** What `pack` packed; throws for what is none. */
export function unpack(bytes: Buffer): unknown {
  return JSON.parse(inflateRawSync(bytes, { maxOutputLength: LARGEST }).toString());
}

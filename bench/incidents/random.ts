/** Chance that is the same for the same seed, on any machine. */
export class Random {
  #state: number;

  constructor(seed: string) {
    // FNV-1a: seeds that differ by one character begin far apart.
    let hash = 0x811c9dc5;
    for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** A number from 0 up to but not including 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(part: number): boolean {
    return this.next() < part;
  }

  /** One of the items. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }

  /** The items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }

  /** So many characters of an alphabet. */
  chars(length: number, alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'): string {
    let text = '';
    for (let at = 0; at < length; at++) text += alphabet[Math.floor(this.next() * alphabet.length)];
    return text;
  }

  hex(length: number): string {
    return this.chars(length, '0123456789abcdef');
  }
}

/** How the platform of one incident spells its request ids. */
export const ID_STYLES: Record<string, (random: Random) => string> = {
  prefixed: (random) => `req_${random.chars(14)}`,
  uuid: (random) => `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
  ulid: (random) => `01K${random.chars(23, '0123456789ABCDEFGHJKMNPQRSTVWXYZ')}`,
  hex: (random) => random.hex(32),
  dashed: (random) => `req-${random.chars(8)}-${random.chars(8)}`,
};

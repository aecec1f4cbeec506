/**
 * The page packer: AssemblyScript, which `scripts/compile-wasm.mjs` makes WebAssembly of. It writes the pages of a segment,
 * as `segment-format.ts` says, of hashes and blocks in the order of the blocks.
 *
 * It is a stable counting sort by bucket in two steps, as a single one would write all over memory: first into parts, each
 * of which fits into the nearest cache, then each part into its pages.
 */

const HASH_BITS: u32 = 28;
const ENTRY: usize = 3;
const ENTRY_BITS: u32 = 24;
const PAGE_BUCKETS: usize = 64;
/** How many buckets a part has at most, as a power of two: as many as the bits that an entry leaves of 32. */
const PART_BITS: u32 = 8;
const PART_BUCKETS: usize = 256;

// Where things stand in memory. Of each part where it ends, of each bucket of a part where it goes on, of each page where it ends.
const PARTS: usize = 64;
const BUCKETS: usize = PARTS + 256 * 4;
const ENDS: usize = BUCKETS + PART_BUCKETS * 4;
const MAX_PAGES: usize = 1024;
const PAIRS: usize = ENDS + MAX_PAGES * 4;

export function endsAt(): usize {
  return ENDS;
}
/** Where the pairs are put, and then the pages stand. */
export function pairsAt(): usize {
  return PAIRS;
}

@inline
function larger(one: usize, other: usize): usize {
  return one > other ? one : other;
}

/** The bytes that the pages of so many pairs take. */
@inline
function sizeOf(count: usize, blockBits: u32): usize {
  return (((<usize>1) << (HASH_BITS - ENTRY_BITS + blockBits)) + count) * ENTRY;
}

/** Where the entries stand between the two steps: behind the pairs, and behind the pages that will stand in their place. */
@inline
function entriesAt(count: usize, blockBits: u32): usize {
  return PAIRS + ((larger(count * 8, sizeOf(count, blockBits)) + 3) & ~3);
}

/** How much memory `pack` needs, in bytes. */
export function needed(count: usize, blockBits: u32): usize {
  return entriesAt(count, blockBits) + count * 4;
}

/** Writes the pages of so many pairs, where these stand; `blockBits` is from 2 to 12. Gives how many bytes they take. */
export function pack(count: usize, blockBits: u32): usize {
  const bucketBits = HASH_BITS - ENTRY_BITS + blockBits;
  const partBits = bucketBits > PART_BITS ? bucketBits - PART_BITS : 0;
  const entries = entriesAt(count, blockBits);
  partition(PAIRS + count * 8, entries, HASH_BITS - partBits, blockBits);
  const buckets = (<usize>1) << (bucketBits - partBits);
  let at = PAIRS;
  let page = ENDS;
  let from = entries;
  for (let part: usize = 0; part < (<usize>1) << partBits; part += 1) {
    const to = <usize>load<u32>(PARTS + part * 4);
    memory.fill(BUCKETS, 0, PART_BUCKETS * 4);
    for (let entry = from; entry < to; entry += 4) {
      const bucket = BUCKETS + (<usize>(load<u32>(entry) >> ENTRY_BITS) << 2);
      store<u32>(bucket, load<u32>(bucket) + 1);
    }
    for (let first: usize = 0; first < buckets; first += PAGE_BUCKETS) {
      let place = at + PAGE_BUCKETS * ENTRY;
      for (let bucket = BUCKETS + first * 4; bucket < BUCKETS + (first + PAGE_BUCKETS) * 4; bucket += 4) {
        const length = load<u32>(bucket);
        put(at, length);
        store<u32>(bucket, <u32>place);
        at += ENTRY;
        place += <usize>length * ENTRY;
      }
      at = place;
      store<u32>(page, <u32>(place - PAIRS));
      page += 4;
    }
    for (; from < to; from += 4) {
      const entry = load<u32>(from);
      const bucket = BUCKETS + (<usize>(entry >> ENTRY_BITS) << 2);
      const place = load<u32>(bucket);
      store<u32>(bucket, place + <u32>ENTRY);
      put(<usize>place, entry);
    }
  }
  return at - PAIRS;
}

/** Writes the lowest 24 bits of a number. */
@inline
function put(at: usize, value: u32): void {
  store<u16>(at, <u16>value);
  store<u8>(at, <u8>(value >> 16), 2);
}

/**
 * Sorts the pairs up to `end` by the first bits of their hashes, those from `shift` on, to `entries`: each an entry, and on
 * top of it the bits of its bucket that follow on those.
 */
function partition(end: usize, entries: usize, shift: u32, blockBits: u32): void {
  memory.fill(PARTS, 0, 256 * 4);
  for (let pair = PAIRS; pair < end; pair += 8) {
    const part = PARTS + (<usize>(load<u32>(pair) >> shift) << 2);
    store<u32>(part, load<u32>(part) + 1);
  }
  for (let part = PARTS; part < BUCKETS; part += 4) {
    const length = load<u32>(part);
    store<u32>(part, <u32>entries);
    entries += <usize>length * 4;
  }
  for (let pair = PAIRS; pair < end; pair += 8) {
    const hash = load<u32>(pair);
    const part = PARTS + (<usize>(hash >> shift) << 2);
    const place = load<u32>(part);
    store<u32>(part, place + 4);
    store<u32>(<usize>place, (hash << blockBits) | load<u32>(pair, 4));
  }
}

import { exportsOf } from '../wasm/byte-scanner.ts';
import { WASM } from '../wasm/page-pack.wasm.ts';

/** More ids than this are no log: the stretch is to be indexed in smaller segments. */
const MAX_PAIRS = 6_000_000;
/** How much memory is added at once at least, in its pages of 64 KB. */
const GROWTH = 32;
const MEMORY_PAGE = 65_536;

/** Thrown where a stretch holds more ids than one segment may. */
export class TooDense extends Error {}

/** What the compiled module exports; `…At` gives an address. */
interface Exports {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  pairsAt(): number;
  endsAt(): number;
  needed(count: number, blockBits: number): number;
  pack(count: number, blockBits: number): number;
}

/** The ids of one segment after the other, in memory that is used again, and the pages that are made of them. */
export class PairStore {
  readonly #wasm = exportsOf(Buffer.from(WASM, 'base64')) as Exports;
  #room = this.#grownTo(0);
  #length = 0;

  /** Takes hashes and blocks, in turn, in the order of the blocks. Throws `TooDense`. */
  add(found: Uint32Array): void {
    const length = this.#length + found.length;
    if (length > MAX_PAIRS * 2) throw new TooDense('more ids than one segment may hold');
    if (length > this.#room.length) this.#room = this.#grownTo(this.#wasm.pairsAt() + length * 4);
    this.#room.set(found, this.#length);
    this.#length = length;
  }

  clear(): void {
    this.#length = 0;
  }

  /**
   * The pages of what was added, as `segment-format.ts` says, and where each of the first `pages` ends: views that last until
   * more is added. Nothing is in the store then.
   */
  pack(blockBits: number, pages: number): { bytes: Buffer; ends: Uint32Array } {
    const wasm = this.#wasm;
    const count = this.#length / 2;
    this.#length = 0;
    this.#room = this.#grownTo(wasm.needed(count, blockBits));
    const size = wasm.pack(count, blockBits);
    const { buffer } = wasm.memory;
    return {
      bytes: Buffer.from(buffer, wasm.pairsAt(), size),
      ends: new Uint32Array(buffer, wasm.endsAt(), pages),
    };
  }

  /** The room for pairs in a memory of at least `size` bytes. */
  #grownTo(size: number): Uint32Array {
    const { memory, pairsAt } = this.#wasm;
    const missing = Math.ceil((size - memory.buffer.byteLength) / MEMORY_PAGE);
    if (missing > 0) memory.grow(Math.max(GROWTH, missing));
    return new Uint32Array(memory.buffer, pairsAt(), (memory.buffer.byteLength - pairsAt()) >>> 2);
  }
}

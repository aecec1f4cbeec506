/** Finds the ids in raw log text, and the lines that may say an error. */

/** A block: the grain in which an index says where an id stands. 2 to the power of this, in bytes. */
export const BLOCK_BITS = 16;

/** How many bits of a hash are kept. */
export const HASH_BITS = 28;

/** Bytes in front of the text that are its context; a line feed stands in for what is not there. */
export const CONTEXT = 64;

/** How many bytes of text one call of `scan` may take. */
export const MAX_TEXT = 1_310_720;

/** What one call found. The arrays are views that the next call overwrites. */
export interface Scanned {
  /** Of each id the hash and the block of its first byte, in turn, in the order of the blocks; seldom one twice. */
  pairs: Uint32Array;
  /** Line feeds in each block, from the block in which the text begins to the one in which it ends. */
  feeds: Uint32Array;
  /**
   * Places, relative to the text, in lines that may say an error code or a failing status, in no order; a line may
   * be named often. Null if there are too many: then every line may.
   */
  flagged: Uint32Array | null;
}

export interface Scanner {
  /** The caller writes text here, from `CONTEXT` on. */
  readonly memory: Uint8Array;
  /** Forgets all before; call it when a segment begins. */
  reset(): void;
  /**
   * Scans `length` bytes of `memory` from `from` (at least `CONTEXT`), which stand `offset` bytes into the segment;
   * a segment is shorter than 2 GiB less one block. The text begins where a line does.
   *
   * The ends of the text are the ends of its last token; the bytes in front of it are its context.
   *
   * @throws RangeError if the text does not lie within `memory`, or holds more ids than there is room for
   */
  scan(from: number, length: number, offset: number): Scanned;
}

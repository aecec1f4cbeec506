/**
 * Tells whether a stretch of a log is still the text that was indexed, without reading all of it: a digest of its
 * first 64 KB, of 512 bytes in many places, and of its last 4 KB.
 *
 * A log that was cut and has grown again, or another one that begins and ends alike, differs in one of these. Bytes
 * that were changed in place and stand elsewhere go unnoticed.
 */

import { createHash, type Hash } from 'node:crypto';
import { readAt } from './log-identity.ts';
import type { Stretch } from './plan.ts';

const BLOCK = 65_536;
const SAMPLE = 512;
const TAIL = 4_096;

/** How many bytes of the block of this number are taken, from its beginning on. */
function sampleSize(block: number): number {
  if (block === 0) return BLOCK;
  const every = block < 16 ? 1 : block < 64 ? 16 : 64;
  return block % every === 0 ? SAMPLE : 0;
}

/** Gives the check of a stretch whose text is fed to it from its beginning on. */
export class StretchCheck {
  readonly #hash: Hash = createHash('sha256');
  #length = 0;
  #tail: Buffer = Buffer.alloc(0);

  feed(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const place = this.#length + at;
      const inBlock = place % BLOCK;
      const left = Math.min(bytes.length - at, BLOCK - inBlock);
      const taken = Math.min(left, sampleSize(Math.floor(place / BLOCK)) - inBlock);
      if (taken > 0) this.#hash.update(bytes.subarray(at, at + taken));
      at += left;
    }
    this.#length += bytes.length;
    const last = bytes.subarray(-TAIL);
    this.#tail = Buffer.concat([
      this.#tail.subarray(Math.max(0, this.#tail.length + last.length - TAIL)),
      last,
    ]);
  }

  /** The check of what was fed so far. */
  digest(): string {
    return finish(this.#hash.copy(), this.#tail);
  }
}

/** As `StretchCheck`, of a stretch of an open file. Throws what `node:fs` throws. */
export function checkOf(file: number, { start, end }: Stretch): string {
  const hash = createHash('sha256');
  for (let block = 0; start + block * BLOCK < end; block += 1) {
    const from = start + block * BLOCK;
    const size = Math.min(sampleSize(block), end - from);
    if (size > 0) hash.update(readAt(file, from, size));
  }
  return finish(hash, tailOf(file, { start, end }));
}

/** The last bytes of a stretch: enough to see that a log whose check has held was not cut meanwhile. */
export function tailOf(file: number, { start, end }: Stretch): Buffer {
  const from = Math.max(start, end - TAIL);
  return readAt(file, from, end - from);
}

function finish(hash: Hash, tail: Buffer): string {
  return hash.update(tail).digest('hex').slice(0, 16);
}

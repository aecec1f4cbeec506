/**
 * Tells whether a stretch of a log is still the text that was indexed, without reading all of it: a digest of 512
 * bytes in many places, the denser the nearer to its beginning, and of its last 4 KB. A lookup of a fresh process
 * waits for that, so the places are few.
 *
 * A log that was cut and has grown again, or another one that begins and ends alike, differs in one of these. Bytes
 * that were changed in place and stand elsewhere go unnoticed.
 */

import { createHash, type Hash } from 'node:crypto';
import { readAt } from './log-identity.ts';
import type { Stretch } from './plan.ts';

const UNIT = 8_192;
const SAMPLE = 512;
const TAIL = 4_096;

/** How many bytes of the unit of this number are taken, from its beginning on: each 8 KB, 64 KB, then 16 MB. */
function sampleSize(unit: number): number {
  const every = unit < 8 ? 1 : unit < 128 ? 8 : 2_048;
  return unit % every === 0 ? SAMPLE : 0;
}

/** The next unit of which anything is taken. */
function nextSample(unit: number): number {
  let next = unit + 1;
  while (sampleSize(next) === 0) next += 1;
  return next;
}

/** Gives the check of a stretch whose text is fed to it from its beginning on. */
export class StretchCheck {
  readonly #hash: Hash = createHash('sha256');
  #length = 0;
  #tail: Buffer = Buffer.alloc(0);

  feed(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const place = this.#length + at;
      const inUnit = place % UNIT;
      const left = Math.min(bytes.length - at, UNIT - inUnit);
      const taken = Math.min(left, sampleSize(Math.floor(place / UNIT)) - inUnit);
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
  for (let unit = 0; start + unit * UNIT < end; unit = nextSample(unit)) {
    const from = start + unit * UNIT;
    hash.update(readAt(file, from, Math.min(SAMPLE, end - from)));
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

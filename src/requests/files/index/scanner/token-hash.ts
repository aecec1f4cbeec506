/** The hash of a token, the same that `scanner.as.ts` computes. */

import { HASH_BITS } from './scanner.ts';

const K1 = 0x9e3779b1;
const K2 = 0x85ebca6b;
const K3 = 0xc2b2ae35;
const K4 = 0x27d4eb2f;

/** Folds the case of the letters of four bytes; what else it changes, it changes everywhere. */
const FOLD = 0x20202020;

/** The hash of the `length` bytes at `start`, in which case does not count. */
export function tokenHash(bytes: Uint8Array, start: number, length: number): number {
  // Four lanes take four bytes each of every 16; of a token that is longer, the last 16 are taken once more.
  let a = length;
  let b = length;
  let c = length;
  let d = length;
  const end = start + length;
  const steps = length < 16 ? 0 : Math.max(1, Math.ceil(length / 16) - 1);
  for (let step = 0; step <= steps; step += 1) {
    const at = step > 0 && step === steps ? end - 16 : start + step * 16;
    a = mix(a, fourAt(bytes, at, end));
    b = mix(b, fourAt(bytes, at + 4, end));
    c = mix(c, fourAt(bytes, at + 8, end));
    d = mix(d, fourAt(bytes, at + 12, end));
  }
  const sum = Math.imul(a, K1) + Math.imul(b, K2) + Math.imul(c, K3) + Math.imul(d, K4);
  return Math.imul(sum ^ (sum >>> 15), K2) >>> (32 - HASH_BITS);
}

function mix(state: number, four: number): number {
  const mixed = Math.imul(state ^ (four | FOLD), K1);
  return mixed ^ (mixed >>> 15);
}

/** Four bytes, the first the lowest; zero stands for those from `end` on. */
function fourAt(bytes: Uint8Array, at: number, end: number): number {
  return (
    byteAt(bytes, at, end) |
    (byteAt(bytes, at + 1, end) << 8) |
    (byteAt(bytes, at + 2, end) << 16) |
    (byteAt(bytes, at + 3, end) << 24)
  );
}

function byteAt(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? (bytes[at] ?? 0) : 0;
}

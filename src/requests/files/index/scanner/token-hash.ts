/** The hash of a token, the same that `scanner.as.ts` computes. */

import { HASH_BITS } from './scanner.ts';

const K1 = 0x9e3779b1;
const K2 = 0x85ebca6b;
const LANES = [K1, K2, 0xc2b2ae35, 0x27d4eb2f];

/** Folds the case of the letters of four bytes; what else it changes, it changes everywhere. */
const FOLD = 0x20202020;

/** The hash of the `length` bytes at `start`, in which case does not count. */
export function tokenHash(bytes: Uint8Array, start: number, length: number): number {
  const sum = LANES.reduce((total, factor, lane) => (total + Math.imul(laneOf(bytes, start, length, lane * 4), factor)) | 0, 0);
  return Math.imul(sum ^ (sum >>> 15), K2) >>> (32 - HASH_BITS);
}

/** One of the four lanes: of each 16 bytes it takes its four, and of a longer token the last 16 once more. */
function laneOf(bytes: Uint8Array, start: number, length: number, lane: number): number {
  if (length < 16) return mix(length, fourAt(bytes, start + lane, start + length));
  const end = start + length;
  let state = length;
  let at = start;
  do {
    state = mix(state, fourAt(bytes, at + lane, end));
    at += 16;
  } while (at < end - 16);
  return mix(state, fourAt(bytes, end - 16 + lane, end));
}

function mix(state: number, four: number): number {
  const mixed = Math.imul(state ^ (four | FOLD), K1);
  return mixed ^ (mixed >>> 15);
}

/** Four bytes, the first the lowest; zero stands for those from `end` on. */
function fourAt(bytes: Uint8Array, at: number, end: number): number {
  let four = 0;
  for (let index = Math.min(at + 4, end) - 1; index >= at; index -= 1)
    four |= (bytes[index] ?? 0) << ((index - at) * 8);
  return four;
}

/** The byte scanner that `byte-scan.as.ts` compiles to. */

import { inflateRawSync } from 'node:zlib';
import { attempt } from '../../base/objects.ts';
import { WASM } from './byte-scan.wasm.ts';

/** What the compiled module exports; `…At` gives an address. */
interface Exports {
  memory: { buffer: ArrayBuffer };
  textAt(): number;
  maxText(): number;
  patternAt(): number;
  placesAt(): number;
  maxPlaces(): number;
  places(): number;
  count(start: number, end: number): number;
  scan(
    start: number,
    end: number,
    offset: number,
    first: number,
    apart: number,
    second: number,
    compared: number,
  ): number;
}

/** What one pass over a text found. It holds until the next one. */
export interface ByteScan {
  /** Where the probe's needles may begin, in order; null if there are too many such places. */
  places: Uint32Array | null;
  /** How many line feeds stand from `from` up to `to`. */
  feeds(from: number, to: number): number;
}

export interface ByteScanner {
  /** Where a text is put; no longer one is scanned. */
  memory: Buffer;
  /** Scans `bytes`, which are copied into the memory if they are not in it. */
  scan(bytes: Buffer, probe: Probe): ByteScan;
  /** How many line feeds stand in `bytes`, no more than fit into the memory, where they are put. */
  feedsIn(bytes: Uint8Array): number;
}

/**
 * The byte scanner in the compressed WebAssembly module `bytes`.
 *
 * @throws Error if this Node.js knows no SIMD
 */
export function byteScanner(bytes: Uint8Array): ByteScanner {
  const wasm = exportsOf(bytes) as Exports;
  const { buffer } = wasm.memory;
  const textAt = wasm.textAt();
  const memory = Buffer.from(buffer, textAt, wasm.maxText());
  const needle = new Uint8Array(buffer, wasm.patternAt());

  const addressOf = (text: Uint8Array): number => {
    if (text.buffer === buffer) return text.byteOffset;
    memory.set(text);
    return textAt;
  };

  return {
    memory,
    feedsIn(bytes) {
      const start = addressOf(bytes);
      return wasm.count(start, start + bytes.length);
    },
    scan(text, { offset, first, apart, second, pattern, mask, compared }) {
      if (text.length > memory.length) throw new RangeError('The text is longer than the memory.');
      const start = addressOf(text);
      needle.set(pattern);
      needle.set(mask, pattern.length);
      const feeds = wasm.scan(start, start + text.length, offset, first, apart, second, compared);
      const count = wasm.places();
      return {
        places: count > wasm.maxPlaces() ? null : new Uint32Array(buffer, wasm.placesAt(), count),
        feeds: (from, to) =>
          from === 0 && to === text.length ? feeds : wasm.count(start + from, start + to),
      };
    },
  };
}

/** What of a needle is compared while a text is passed over, and what where that is found. */
interface Probe {
  /** A byte of the needle, and where it stands in it. */
  first: number;
  offset: number;
  /** Another one, and how far behind the first; the same one where there is no other. */
  second: number;
  apart: number;
  /** Bytes of the needle from `compared` on, and which of them count (255) or not (0). */
  pattern: Uint8Array;
  mask: Uint8Array;
  compared: number;
}

const PATTERN_SIZE = 16;

/** No further than this is a needle looked at, so that its bytes stand near each other. */
const LONGEST = 64;

/** What is common in logs, the commonest first; what is not listed is rare. */
const COMMON = Buffer.from('"e rtasoi:dcpn0,1lm2uh_.-/3kg45q697bwv8f');

/**
 * What tells every place where one of `needles` may begin: what they have in common. Null if they begin differently
 * and share no byte at its place.
 */
export function probeOf(needles: readonly Uint8Array[]): Probe | null {
  const [needle] = needles;
  if (needle === undefined) return null;
  const length = Math.min(LONGEST, needle.length);
  // Behind the end of a shorter one nothing is shared.
  const isShared = (index: number) => needles.every((each) => each[index] === needle[index]);
  const shared = Array.from({ length }, (_, index) => index).filter(isShared);
  // What ids begin with is often the same in all of them: a kind, or the time.
  const latter = shared.filter((index) => index >= length / 2);
  const rarest = (latter.length > 1 ? latter : shared)
    .sort((a, b) => rarity(needle[b]) - rarity(needle[a]))
    .slice(0, 2)
    .sort((a, b) => a - b);
  const offset = rarest[0];
  if (offset === undefined) return null;
  const behind = rarest[1] ?? offset;
  const compared = Math.max(0, length - PATTERN_SIZE);
  const window = Array.from({ length: PATTERN_SIZE }, (_, index) => compared + index);
  return {
    first: needle[offset] ?? 0,
    offset,
    second: needle[behind] ?? 0,
    apart: behind - offset,
    pattern: Uint8Array.from(window, (index) => needle[index] ?? 0),
    mask: Uint8Array.from(window, (index) => (shared.includes(index) ? 255 : 0)),
    compared,
  };
}

function rarity(byte: number | undefined): number {
  const rank = byte === undefined ? -1 : COMMON.indexOf(byte);
  return rank === -1 ? COMMON.length : rank;
}

/** So many bytes are searched in the time that the loading takes. */
const WORTH_LOADING = 1024 * 1024;

/** Fewer bytes at once are searched as fast without the scanner. */
const WORTH_SCANNING = 4_096;

let shared: ByteScanner | null | undefined;

/**
 * The byte scanner of this thread, for a text of `size` bytes in a search of `all`; null if it is not worth its use
 * or its loading, and where WebAssembly has no SIMD.
 *
 * All searches share its memory, so nothing in it outlasts the turn in which it is put there.
 */
export function sharedScanner(all: number, size: number): ByteScanner | null {
  if (size < WORTH_SCANNING) return null;
  if (shared === undefined && all > WORTH_LOADING) shared = loadByteScanner();
  return shared ?? null;
}

/** A byte scanner of one's own; null where WebAssembly has no SIMD. */
export function loadByteScanner(): ByteScanner | null {
  return attempt(() => byteScanner(Buffer.from(WASM, 'base64')));
}

/** What of WebAssembly is used here; Node's types do not have it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: object };
};

/**
 * What the WebAssembly module exports whose compressed form is `bytes`.
 *
 * @throws Error if this Node.js knows no SIMD
 */
export function exportsOf(bytes: Uint8Array): object {
  return new WebAssembly.Instance(new WebAssembly.Module(inflateRawSync(bytes))).exports;
}

/** The byte scanner that `byte-scan.as.ts` compiles to. */

import { exportsOf } from '../wasm.ts';
import type { Probe } from './probe.ts';

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
}

/**
 * The byte scanner in the WebAssembly module `bytes`.
 *
 * @throws Error if this Node.js knows no SIMD
 */
export function byteScanner(bytes: Uint8Array): ByteScanner {
  const wasm = exportsOf(bytes) as Exports;
  const { buffer } = wasm.memory;
  const textAt = wasm.textAt();
  const memory = Buffer.from(buffer, textAt, wasm.maxText());
  const needle = new Uint8Array(buffer, wasm.patternAt());

  const addressOf = (text: Buffer): number => {
    if (text.buffer === buffer) return text.byteOffset;
    memory.set(text);
    return textAt;
  };

  return {
    memory,
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

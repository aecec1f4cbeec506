/** The scanner that `scanner.as.ts` compiles to. */

import { exportsOf } from '../../wasm.ts';
import { BLOCK_BITS, CONTEXT, MAX_TEXT, type Scanned, type Scanner } from './scanner.ts';

/** What the compiled module exports; `…At` gives an address. */
interface Exports {
  memory: { buffer: ArrayBuffer };
  textAt(): number;
  pairsAt(): number;
  flagsAt(): number;
  feedsAt(): number;
  maxPairs(): number;
  maxFlags(): number;
  pairs(): number;
  flags(): number;
  reset(): void;
  scan(from: number, length: number, offset: number): void;
}

/**
 * The scanner in the WebAssembly module `bytes`.
 *
 * @throws Error if this Node.js knows no SIMD
 */
export function wasmScanner(bytes: Uint8Array): Scanner {
  const wasm = exportsOf(bytes) as Exports;
  const { buffer } = wasm.memory;
  const found = (at: number, count: number) => new Uint32Array(buffer, at, count);
  const memory = new Uint8Array(buffer, wasm.textAt() - CONTEXT, CONTEXT + MAX_TEXT);
  wasm.reset();
  return {
    memory,
    reset: () => wasm.reset(),
    scan(from: number, length: number, offset: number): Scanned {
      if (from < CONTEXT || from + length > memory.length)
        throw new RangeError('The text is not within the memory.');
      wasm.scan(from - CONTEXT, length, offset);
      if (wasm.pairs() > wasm.maxPairs()) throw new RangeError('The text holds too many ids.');
      const blocks = ((offset + Math.max(length, 1) - 1) >>> BLOCK_BITS) - (offset >>> BLOCK_BITS) + 1;
      return {
        pairs: found(wasm.pairsAt(), wasm.pairs() * 2),
        feeds: found(wasm.feedsAt(), blocks),
        flagged: wasm.flags() > wasm.maxFlags() ? null : found(wasm.flagsAt(), wasm.flags()),
      };
    },
  };
}

import { WASM } from './byte-scan.wasm.ts';
import { type ByteScanner, byteScanner } from './byte-scanner.ts';

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
  try {
    return byteScanner(Buffer.from(WASM, 'base64'));
  } catch {
    return null;
  }
}

import { plainScanner } from './plain-scanner.ts';
import type { Scanner } from './scanner.ts';
import { WASM } from './scanner.wasm.ts';
import { wasmScanner } from './wasm-scanner.ts';

/** The fastest scanner that this Node.js can run. */
export function loadScanner(): Scanner {
  try {
    // No flags for V8: its first compiler scans the first megabytes about as fast as the second one would, compiled first.
    return wasmScanner(Buffer.from(WASM, 'base64'));
  } catch {
    return plainScanner();
  }
}

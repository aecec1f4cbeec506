import { WASM } from './id-scan.wasm.ts';
import { type Scanner, wasmScanner } from './id-scanner.ts';
import { plainScanner } from './plain-scanner.ts';

/** The fastest scanner that this Node.js can run. */
export function loadScanner(): Scanner {
  try {
    // No flags for V8: its first compiler scans the first megabytes about as fast as the second one would, compiled first.
    return wasmScanner(Buffer.from(WASM, 'base64'));
  } catch {
    return plainScanner();
  }
}

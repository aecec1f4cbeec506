import { setFlagsFromString } from 'node:v8';
import { plainScanner } from './plain-scanner.ts';
import type { Scanner } from './scanner.ts';
import { SCANNER_WASM } from './scanner.wasm.ts';
import { wasmScanner } from './wasm-scanner.ts';

/** The fastest scanner that this Node.js can run. */
export function loadScanner(): Scanner {
  try {
    // Else the first hundreds of megabytes are scanned by code that V8 has not optimised yet.
    setFlagsFromString('--no-liftoff');
    return wasmScanner(Buffer.from(SCANNER_WASM, 'base64'));
  } catch {
    return plainScanner();
  }
}

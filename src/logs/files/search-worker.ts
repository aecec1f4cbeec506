/** The thread that goes over a large file from its end, while it is searched from its beginning. */

import { workerData } from 'node:worker_threads';
import { loadByteScanner } from '../wasm/byte-scanner.ts';
import { type SieveJob, sieveBackwards } from './sieve.ts';

const scanner = loadByteScanner();
if (scanner) sieveBackwards(workerData as SieveJob, scanner);

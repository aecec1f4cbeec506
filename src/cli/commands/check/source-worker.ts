/** A thread that searches source files: it takes some at a time, and answers with what each names. */

import { parentPort, workerData } from 'node:worker_threads';
import { searcherOf, type Wanted } from './search-source.ts';

const search = searcherOf(workerData as Wanted);

parentPort?.on('message', async (files: readonly string[]) => {
  const searchFile = await search;
  parentPort?.postMessage(files.map(searchFile));
});

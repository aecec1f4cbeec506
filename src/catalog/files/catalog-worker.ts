/** The thread that reads and checks the files of a catalog, and hands over what they hold in pieces. */

import { parentPort, workerData } from 'node:worker_threads';
import { keep } from './kept-catalog.ts';
import { CatalogError, catalogOfTexts } from './load-catalog.ts';
import type { ReadJob, ReadReport } from './thread.ts';

/** Entries of one piece: few enough that taking them costs a few milliseconds. */
const AT_ONCE = 100;

function* reportsOf({ paths, sources, digest, keptAt }: ReadJob): Generator<ReadReport> {
  const { parts } = catalogOfTexts(paths, sources);
  yield { heads: parts.map(({ errors: _, ...head }) => head), trouble: keptWith({ digest, parts }, keptAt) };
  for (const [part, { errors }] of parts.entries())
    for (let at = 0; at < errors.length; at += AT_ONCE)
      yield { part, errors: errors.slice(at, at + AT_ONCE) };
  yield { end: true };
}

/** Why the catalog could not be kept; null where it was, or need not be. */
function keptWith(kept: Parameters<typeof keep>[1], path: string | null): string | null {
  try {
    if (path !== null) keep(path, kept);
    return null;
  } catch (error) {
    return String(error);
  }
}

const reports = reportsOf(workerData as ReadJob);

function report(): void {
  try {
    const { value } = reports.next();
    if (value !== undefined) parentPort?.postMessage(value);
  } catch (error) {
    if (!(error instanceof CatalogError)) throw error;
    parentPort?.postMessage({ problems: [...error.located] } satisfies ReadReport);
  }
}

parentPort?.on('message', report);
report();

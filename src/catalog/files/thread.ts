import { Worker } from 'node:worker_threads';
import type { CatalogData, EntryData } from '../schema.ts';
import type { CatalogProblem, SourceText } from './load-catalog.ts';

/** What a thread is to read, and where it is to keep what it read. */
export interface ReadJob {
  paths: readonly string[];
  sources: readonly SourceText[];
  digest: string;
  keptAt: string | null;
}

/** What the thread says: first how many parts there are or what is wrong, then, each time it is asked, some entries. */
export type ReadReport =
  | { problems: CatalogProblem[] }
  | { heads: Omit<CatalogData, 'errors'>[]; trouble: string | null }
  | { part: number; errors: EntryData[] }
  | { end: true };

/** What was read, or what is wrong with it. */
export type ReadParts = { parts: CatalogData[]; trouble: string | null } | { problems: CatalogProblem[] };

/**
 * The checked data of catalog files, read in a thread of its own, from which it comes in pieces, so that calls are
 * answered in between. The thread keeps no process alive.
 *
 * @throws Error if the thread cannot be had or breaks down
 */
export function partsInThread(workerUrl: URL, job: ReadJob): Promise<ReadParts> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl, { workerData: job });
    worker.unref();
    const parts: CatalogData[] = [];
    let trouble: string | null = null;
    const end = (read: ReadParts) => {
      resolve(read);
      void worker.terminate();
    };
    worker.on('message', (report: ReadReport) => {
      if ('problems' in report) end(report);
      else if ('end' in report) end({ parts, trouble });
      else if ('heads' in report) {
        trouble = report.trouble;
        for (const head of report.heads) parts.push({ ...head, errors: [] });
      } else parts[report.part]?.errors.push(...report.errors);
      // Whoever waits for an answer goes first.
      if (!('problems' in report || 'end' in report)) setImmediate(() => worker.postMessage('more'));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The thread that reads the catalog has ended.')));
  });
}

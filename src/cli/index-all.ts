import type { Config } from '../config.ts';
import type { CatchUpResult, Progress } from '../requests/files/index/indexer.ts';
import { indexerOf } from '../requests/files/open-logs.ts';

/** Indexes the configured logs, all of their lines or those of one workspace. The folder for the index must be known. */
export async function indexAll(
  { stateFolder, logs: paths }: Pick<Config, 'stateFolder' | 'logs'>,
  workerUrl: URL,
  onProgress: (progress: Progress) => void,
  linesOf: string | null = null,
): Promise<CatchUpResult> {
  if (stateFolder === null) throw new Error('There is no folder for the index.');
  const indexer = indexerOf({ paths, workerUrl, stateFolder, linesOf, onTrouble: () => {} });
  return await indexer.catchUp({ threads: 2, inBackground: false, worth: 1, onProgress });
}

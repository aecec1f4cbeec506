import type { Config } from '../config.ts';
import type { CatchUpResult, Progress } from '../requests/files/index/indexer.ts';
import { indexerOf } from '../requests/files/open-logs.ts';

/** Indexes all of the configured logs. The folder for the index must be known. */
export async function indexAll(
  { stateFolder, logs: paths }: Pick<Config, 'stateFolder' | 'logs'>,
  workerUrl: URL,
  onProgress: (progress: Progress) => void,
): Promise<CatchUpResult> {
  if (stateFolder === null) throw new Error('There is no folder for the index.');
  const indexer = indexerOf({ paths, workerUrl, stateFolder, onTrouble: () => {} });
  return await indexer.catchUp({ threads: 2, inBackground: false, worth: 1, onProgress });
}

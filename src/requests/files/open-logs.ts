import { join } from 'node:path';
import type { RequestLog } from '../request-log.ts';
import type { SeenErrors } from '../tally/seen.ts';
import { fileLog } from './file-log.ts';
import { IndexFolder } from './index/index-folder.ts';
import { Indexer, type IndexerOptions } from './index/indexer.ts';
import { LogIndex } from './index/log-index.ts';
import { seenInFiles } from './index/seen-in-files.ts';

/** Fewer bytes that no index covers are read quicker than indexed. */
const WORTH_INDEXING = 1_048_576;

export interface LogsOptions extends Omit<IndexerOptions, 'folder'> {
  /** Where the index is kept; null for none. */
  stateFolder: string | null;
  /** Only errors of this workspace are counted, if it is given. */
  workspace: string | null;
}

/** Log files with their index, which is kept up in the background from the first call on. */
export function openLogs(options: LogsOptions): { log: RequestLog; seen: SeenErrors | null } {
  const { paths, stateFolder, workspace } = options;
  if (stateFolder === null) return { log: fileLog({ paths }), seen: null };
  const indexer = indexerOf({ ...options, stateFolder });
  const folder = new IndexFolder(indexFolderOf(stateFolder));
  const index = new LogIndex(folder);
  const onSearched = (unindexed: number) => unindexed >= WORTH_INDEXING && indexer.nudge();
  return {
    log: fileLog({ paths, index, onSearched }),
    seen: seenInFiles({
      paths,
      folder,
      index,
      workspace,
      generation: () => indexer.generation,
      onBehind: () => indexer.nudge(),
    }),
  };
}

/** What indexes these logs. */
export function indexerOf({
  stateFolder,
  ...options
}: Omit<IndexerOptions, 'folder'> & { stateFolder: string }): Indexer {
  return new Indexer({ ...options, folder: indexFolderOf(stateFolder) });
}

/** The folder of the index, in the folder for state. */
export function indexFolderOf(stateFolder: string): string {
  return join(stateFolder, 'index');
}

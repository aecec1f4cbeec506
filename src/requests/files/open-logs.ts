import { join } from 'node:path';
import type { RequestLog } from '../request-log.ts';
import type { SeenErrors } from '../tally/seen.ts';
import { fileLog } from './file-log.ts';
import { IndexFolder } from './index/index-folder.ts';
import { Indexer, type IndexerOptions } from './index/indexer.ts';
import { LogIndex } from './index/log-index.ts';
import { lineMayName, READ_ALWAYS } from './index/own-lines.ts';
import { idHash } from './index/scanner/id-rule.ts';
import { seenInFiles } from './index/seen-in-files.ts';

/** Fewer bytes that no index covers are read quicker than indexed. */
const WORTH_INDEXING = 1_048_576;

export interface LogsOptions extends Omit<IndexerOptions, 'folder' | 'linesOf'> {
  /** Where the index is kept; null for none. */
  stateFolder: string | null;
  /** Whose errors alone are counted, and whose lines are indexed apart; null for all. */
  workspace: string | null;
}

export interface OpenLogs {
  log: RequestLog;
  /** As `log`, for the lines of the workspace alone; it may find others too. Null where no workspace is given. */
  own: RequestLog | null;
  /** Null where there is no folder for an index. */
  seen: SeenErrors | null;
}

/** Log files with their index, which is kept up in the background from the first call on. */
export function openLogs(options: LogsOptions): OpenLogs {
  const { paths, stateFolder, workspace } = options;
  const own = workspace === null ? null : linesOf(workspace, options);
  if (stateFolder === null) return { log: fileLog({ paths }), own, seen: null };
  const indexer = indexerOf({ ...options, stateFolder, linesOf: null });
  const folder = new IndexFolder(indexFolderOf(stateFolder));
  const index = new LogIndex(folder);
  return {
    log: fileLog({ paths, index, onSearched: nudging(indexer) }),
    own,
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

/** The lines of one workspace, with an index of their own: see `ownFirst`. */
function linesOf(workspace: string, { stateFolder, ...options }: LogsOptions): RequestLog {
  const { paths } = options;
  const wants = lineMayName(workspace);
  if (stateFolder === null) return fileLog({ paths, wants });
  const indexer = indexerOf({ ...options, stateFolder, linesOf: workspace });
  const folder = new IndexFolder(new IndexFolder(indexFolderOf(stateFolder)).folderOfLinesOf(workspace));
  const index = new LogIndex(folder, idHash(READ_ALWAYS));
  return fileLog({ paths, index, wants, onSearched: nudging(indexer) });
}

function nudging(indexer: Indexer): (unindexed: number) => void {
  return (unindexed) => {
    if (unindexed >= WORTH_INDEXING) indexer.nudge();
  };
}

/** What indexes these logs, all of their lines or those of one workspace. */
export function indexerOf({
  stateFolder,
  ...options
}: Omit<IndexerOptions, 'folder'> & { stateFolder: string }): Indexer {
  const { linesOf } = options;
  const folder = indexFolderOf(stateFolder);
  return new Indexer({
    ...options,
    folder: linesOf === null ? folder : new IndexFolder(folder).folderOfLinesOf(linesOf),
  });
}

/** The folder of the index, in the folder for state. */
export function indexFolderOf(stateFolder: string): string {
  return join(stateFolder, 'index');
}

import pLimit from 'p-limit';
import { lazyTable } from './clickhouse/lazy-table.ts';
import type { Login } from './clickhouse/login.ts';
import type { OpenTable } from './clickhouse/open-table.ts';
import type { TableSource } from './clickhouse/source.ts';
import { fileLog } from './file-log.ts';
import { IndexFolder, indexFolderOf } from './index/index-folder.ts';
import { Indexer, type IndexerOptions } from './index/indexer.ts';
import { LogIndex } from './index/log-index.ts';
import { lineMayName, READ_ALWAYS } from './index/own-lines.ts';
import { seenInFiles } from './index/seen-in-files.ts';
import { type IdNames, idNames } from './line/ids.ts';
import { LOG_FILES, type LogLine, type RequestLog } from './log.ts';
import { allLogs, type NamedLog } from './merge-logs.ts';
import { ownFirst } from './own-first.ts';
import { type SeenErrors, seenInAll } from './tally/seen.ts';
import { idHash } from './wasm/id-scanner.ts';
import { linesWithin, withinWorkspace } from './workspace.ts';

interface RequestsOptions extends Omit<LogsOptions, 'idNames'> {
  tables: readonly TableSource[];
  tableLogin: Login;
}

/** The request logs that a configuration names, files and tables, as one. */
interface Requests {
  /** Null where none are configured. */
  log: RequestLog | null;
  /** Null where none are configured, or files alone and no folder for an index of them. */
  seen: SeenErrors | null;
  tables: readonly (OpenTable & { name: string })[];
}

/** How many lookups are under way at once. */
const SEARCHES_AT_ONCE = 4;

/** Opens all that is configured; nothing is read or connected before it is asked. */
export function openRequests({
  tables: sources,
  tableLogin,
  idKeys,
  ...rest
}: RequestsOptions & { idKeys: readonly string[] }): Requests {
  const names = idNames(idKeys);
  const options = { ...rest, idNames: names };
  const { paths, workspace } = options;
  const files = paths.length === 0 ? null : openLogs(options);
  const tables = sources.map((source) => {
    // To people of one workspace it is nothing where logs are kept.
    const name = workspace === null ? source.name : 'a table of request logs';
    const suffices = workspace === null ? hasOwn : hasOwnOf(workspace, names);
    const searched = workspace === null ? source : withoutCountedLimits(source);
    const how = { name, idNames: names, suffices, now: Date.now, login: tableLogin, workspace };
    return { ...lazyTable(searched, how), name };
  });
  const logs: NamedLog[] = [...(files === null ? [] : [{ name: LOG_FILES, log: files.log }]), ...tables];
  const joined = tables.length === 0 ? files?.log : allLogs(logs);
  const all =
    files?.own && workspace !== null
      ? ownFirst({ ...files, own: files.own }, tables, workspace, names)
      : joined;
  const log = all && atMost(SEARCHES_AT_ONCE, all);
  const seen = [...(files?.seen ? [files.seen] : []), ...tables.map((table) => table.seen)];
  return {
    log: (log && workspace !== null ? withinWorkspace(log, workspace, { idNames: names }) : log) ?? null,
    seen: seen.length === 0 ? null : seenInAll(seen),
    tables,
  };
}

/**
 * A search for an id that there is not would keep a limit of rows that one for a request of many lines breaks, so whoever
 * may not see that request would learn of it. What bounds the search then is its time.
 */
function withoutCountedLimits(source: TableSource): TableSource {
  return { ...source, limits: { ...source.limits, rows: null, bytes: null } };
}

function hasOwn(lines: readonly LogLine[]): boolean {
  return lines.some(({ mentioned_in }) => mentioned_in === undefined);
}

/** A request of another workspace must be searched for as long as one that there is not. */
function hasOwnOf(workspace: string, names: IdNames) {
  return (lines: readonly LogLine[], id: string) => hasOwn(linesWithin(lines, id, workspace, names));
}

/** `log`, with at most `count` searches under way at once: each holds buffers, and a host may send hundreds. */
export function atMost(count: number, log: RequestLog): RequestLog {
  const inTurn = pLimit(count);
  return {
    find: (id, options) =>
      inTurn(() => {
        options?.signal?.throwIfAborted();
        return log.find(id, options);
      }),
  };
}

/** Fewer bytes that no index covers are read quicker than indexed. */
const WORTH_INDEXING = 1_048_576;

interface LogsOptions extends Omit<IndexerOptions, 'folder' | 'linesOf'> {
  /** Further names that hold ids of requests. */
  idNames: IdNames;
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
function openLogs(options: LogsOptions): OpenLogs {
  const { paths, idNames, stateFolder, workspace } = options;
  const own = workspace === null ? null : linesOf(workspace, options);
  if (stateFolder === null) return { log: fileLog({ paths, idNames }), own, seen: null };
  const indexer = indexerOf({ ...options, stateFolder, linesOf: null });
  const folder = new IndexFolder(indexFolderOf(stateFolder));
  const index = new LogIndex(folder);
  return {
    log: fileLog({ paths, idNames, index, onSearched: nudging(indexer) }),
    own,
    seen: seenInFiles({
      paths,
      idNames,
      folder,
      index,
      workspace,
      generation: () => indexer.generation,
      onBehind: () => indexer.nudge(),
    }),
  };
}

/** The lines of one workspace, with an index of their own: see `ownFirst`. */
function linesOf(workspace: string, { idNames, stateFolder, ...options }: LogsOptions): RequestLog {
  const { paths } = options;
  const wants = lineMayName(workspace);
  if (stateFolder === null) return fileLog({ paths, idNames, wants });
  const indexer = indexerOf({ ...options, stateFolder, linesOf: workspace });
  const folder = new IndexFolder(new IndexFolder(indexFolderOf(stateFolder)).folderOfLinesOf(workspace));
  const index = new LogIndex(folder, idHash(READ_ALWAYS));
  return fileLog({ paths, idNames, index, wants, onSearched: nudging(indexer) });
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

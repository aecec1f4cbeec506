import { type OwnNames, ownNames } from '../redact/redact.ts';
import type { TableFacts } from './clickhouse/columns.ts';
import type { OpenTable, OpenTableOptions } from './clickhouse/open-table.ts';
import { type Login, type TableSource, toldName } from './clickhouse/source.ts';
import { fileLog } from './file-log.ts';
import { prepareGlobs } from './files/sources.ts';
import { IndexFolder, indexFolderOf } from './index/index-folder.ts';
import { type CatchUpResult, Indexer, type Progress } from './index/indexer.ts';
import { LogIndex } from './index/log-index.ts';
import { seenInFiles } from './index/seen-in-files.ts';
import { lineMayName, READ_ALWAYS } from './index/segment-builder.ts';
import { type IdNames, idNames } from './line/ids.ts';
import { LOG_FILES, type LogLine, type RequestLog } from './log.ts';
import { allLogs, atMost } from './merge-logs.ts';
import type { Coverage, LineJudge, surveyOf } from './survey.ts';
import { type SeenErrors, seenInAll } from './tally/tally.ts';
import { idHash } from './wasm/id-scanner.ts';
import { linesWithin, ownFirst, withinWorkspace } from './workspace.ts';

/** What a configuration says of request logs. */
export interface LogsConfig {
  /** Files, folders and globs. */
  logs: readonly string[];
  tables: readonly TableSource[];
  /** The login where the address of a table names no file with one. */
  tableLogin: Login;
  /** The one workspace whose requests may be seen; null for all. */
  workspace: string | null;
  /** Further names that hold ids of requests. */
  idKeys: readonly string[];
  /** Names of further fields whose values are redacted. */
  redact: readonly string[];
  /** Where the index is kept; null for none. */
  stateFolder: string | null;
}

/** What request logs need of the process. */
export interface LogsMeans {
  /** The built `index-worker.ts`. */
  workerUrl: URL;
  /** Told of what stops the index, such as a full disk; lookups go on without. */
  onTrouble: (problem: string) => void;
}

/** A table, as it can be examined. */
export interface Table {
  /** How answers name it. */
  name: string;
  /** Rejects with a `Failure` if the table cannot be searched. */
  check(signal?: AbortSignal): Promise<void>;
  /** What the database tells of it; rejects with a `Failure` if its description does not come or fit. */
  facts(signal?: AbortSignal): Promise<TableFacts>;
}

/** The request logs that a configuration names, files and tables, as one. */
export interface Logs {
  /** Loads what reads them, if there are any; it rejects for nothing that a lookup would not. */
  load(): Promise<void>;
  /** Every line that carries an id; null where no logs are configured. */
  find: RequestLog['find'] | null;
  /** The newest lines that match what is known of a request; null where no logs are configured. */
  search: RequestLog['search'] | null;
  /** Null where none are configured, or files alone and no folder for an index of them. */
  seen: SeenErrors | null;
  tables: readonly Table[];
  /** What there is behind each path of `logs`. Never rejects for what cannot be read. */
  survey(judge: LineJudge): ReturnType<typeof surveyOf>;
  /**
   * Indexes all lines of the files that are there now; with `isForCounts` not those of the workspace apart, which only
   * make lookups faster. Rejects if there is no folder, or a thread cannot be had or breaks down.
   */
  index(onProgress: (progress: Progress) => void, isForCounts?: boolean): Promise<CatchUpResult>;
  /** How much of the files the index covers. */
  coverage(): Promise<Coverage>;
}

/** How many lookups are under way at once. */
const SEARCHES_AT_ONCE = 4;

/** The logs of a configuration, opened. */
interface OpenedLogs extends Pick<Logs, 'survey' | 'index' | 'coverage'> {
  log: RequestLog;
  seen: SeenErrors;
  tableOf(source: TableSource): Pick<Table, 'check' | 'facts'>;
}

/** Opens what a configuration names of files and tables as one; without any, nothing is found. */
export function openConfigured(config: LogsConfig, means: LogsMeans): OpenedLogs {
  const { logs: paths, workspace, stateFolder } = config;
  const names = { idNames: idNames(config.idKeys), ownNames: ownNames(config.redact) };
  const files = paths.length === 0 ? null : openFiles(config, means, names);
  prepareGlobs(paths);
  const tables = new Map(config.tables.map((source) => [source, openTable(source, config, names)]));
  const bounded = atMost(SEARCHES_AT_ONCE, joined(files, [...tables.values()], workspace, names));
  const counted = [...(files?.seen ? [files.seen] : []), ...[...tables.values()].map(({ seen }) => seen)];
  return {
    log: workspace === null ? bounded : withinWorkspace(bounded, workspace, names),
    seen: seenInAll(counted),
    tableOf(source) {
      const table = tables.get(source);
      if (table === undefined) throw new Error(`${source.name} is not configured.`);
      return table;
    },
    async survey(judge) {
      const { openIndex, surveyOf } = await import('./survey.ts');
      return surveyOf(paths, openIndex(stateFolder), { ...judge, workspace, idNames: names.idNames });
    },
    async index(onProgress, isForCounts = false) {
      if (stateFolder === null) throw new Error('There is no folder for the index.');
      const how = { threads: 2, inBackground: false, worth: 1, onProgress };
      const index = (linesOf: string | null) =>
        indexerOf(config, { ...means, onTrouble: () => {} }, stateFolder, linesOf).catchUp(how);
      if (workspace !== null && !isForCounts) await index(workspace);
      return index(null);
    },
    async coverage() {
      const { coverageOf, openIndex } = await import('./survey.ts');
      return coverageOf(paths, openIndex(stateFolder));
    },
  };
}

/** The names of fields that the configuration speaks of. */
interface Names {
  idNames: IdNames;
  ownNames: OwnNames;
}

type NamedTable = OpenTable & { name: string };

function joined(
  files: LogFiles | null,
  tables: readonly NamedTable[],
  workspace: string | null,
  names: Names,
) {
  if (files?.own && workspace !== null)
    return ownFirst({ log: files.log, own: files.own }, tables, workspace, names.idNames);
  if (files === null) return allLogs(tables);
  return tables.length === 0 ? files.log : allLogs([{ name: LOG_FILES, log: files.log }, ...tables]);
}

/** A table whose client is loaded when it is first asked: a server that is never asked need not load it. */
function openTable(
  source: TableSource,
  { tableLogin: login, workspace }: LogsConfig,
  names: Names,
): NamedTable {
  const name = toldName(source, workspace);
  const suffices = workspace === null ? hasOwn : hasOwnOf(workspace, names.idNames);
  const searched = workspace === null ? source : withoutCountedLimits(source);
  const options: OpenTableOptions = { name, ...names, suffices, now: Date.now, login, workspace };
  let loading: Promise<OpenTable> | null = null;
  const opened = (): Promise<OpenTable> => {
    loading ??= import('./clickhouse/open-table.ts').then((module) => module.openTable(searched, options));
    return loading;
  };
  return {
    name,
    log: {
      find: async (id, how) => (await opened()).log.find(id, how),
      search: async (criteria, how) => (await opened()).log.search(criteria, how),
    },
    seen: { since: async (since, how) => (await opened()).seen.since(since, how) },
    check: async (signal) => (await opened()).check(signal),
    facts: async (signal) => (await opened()).facts(signal),
  };
}

/**
 * Without limits of rows and bytes: one that a request of many lines breaks, and a missing one does not, would tell
 * whoever may not see that request that there is one. What bounds the search then is its time.
 */
function withoutCountedLimits(source: TableSource): TableSource {
  return { ...source, limits: { ...source.limits, rows: null, bytes: null } };
}

function hasOwn(lines: readonly LogLine[]): boolean {
  return lines.some(({ mentioned_in }) => mentioned_in === undefined);
}

/** A request of another workspace must be searched for as long as a missing one. */
function hasOwnOf(workspace: string, names: IdNames) {
  return (lines: readonly LogLine[], id: string) => hasOwn(linesWithin(lines, id, workspace, names));
}

/** Fewer bytes that no index covers are read quicker than indexed. */
const WORTH_INDEXING = 1_048_576;

interface LogFiles {
  log: RequestLog;
  /** As `log`, for the lines of the workspace alone; it may find others too. Null where no workspace is given. */
  own: RequestLog | null;
  /** Null where there is no folder for an index. */
  seen: SeenErrors | null;
}

/** Log files with their index, which is kept up in the background from the first call on. */
function openFiles(config: LogsConfig, means: LogsMeans, names: Names): LogFiles {
  const { logs: paths, stateFolder, workspace } = config;
  const wants = workspace === null ? undefined : lineMayName(workspace);
  const reader = { paths, ...names };
  if (stateFolder === null)
    return { log: fileLog(reader), own: wants ? fileLog({ ...reader, wants }) : null, seen: null };
  const kept = (linesOf: string | null) => {
    const indexer = indexerOf(config, means, stateFolder, linesOf);
    const onSearched = (unindexed: number) => {
      if (unindexed >= WORTH_INDEXING) indexer.nudge();
    };
    const onSearch = () => indexer.putOff();
    return { indexer, folder: new IndexFolder(indexer.folder), onSearch, onSearched };
  };
  const { indexer, folder, onSearch, onSearched } = kept(null);
  const index = new LogIndex(folder);
  const counted = { ...reader, folder, index, workspace };
  const seen = seenInFiles({
    ...counted,
    generation: () => indexer.generation,
    onBehind: () => indexer.nudge(),
  });
  const log = fileLog({ ...reader, index, onSearch, onSearched });
  if (workspace === null || wants === undefined) return { log, own: null, seen };
  const own = kept(workspace);
  const ownIndex = new LogIndex(own.folder, idHash(READ_ALWAYS));
  const told = { onSearch: own.onSearch, onSearched: own.onSearched };
  return { log, own: fileLog({ ...reader, index: ownIndex, wants, ...told }), seen };
}

/** What indexes the files, all of their lines or those of one workspace. */
function indexerOf(
  { logs: paths }: LogsConfig,
  { workerUrl, onTrouble }: LogsMeans,
  stateFolder: string,
  linesOf: string | null,
): Indexer {
  const all = indexFolderOf(stateFolder);
  const folder = linesOf === null ? all : new IndexFolder(all).folderOfLinesOf(linesOf);
  return new Indexer({ folder, linesOf, paths, workerUrl, onTrouble });
}

import { allLogs, type NamedLog } from './all-logs.ts';
import { atMost } from './at-most.ts';
import type { Login } from './clickhouse/login.ts';
import type { OpenTable } from './clickhouse/open-table.ts';
import type { TableSource } from './clickhouse/source.ts';
import { type LogsOptions, openLogs } from './files/open-logs.ts';
import { lazyTable } from './lazy-table.ts';
import { ownFirst } from './own-first.ts';
import { LOG_FILES, type LogLine, type RequestLog } from './request-log.ts';
import type { SeenErrors } from './tally/seen.ts';
import { seenInAll } from './tally/seen-in-all.ts';
import { linesWithin, withinWorkspace } from './within-workspace.ts';

interface RequestsOptions extends LogsOptions {
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
export function openRequests({ tables: sources, tableLogin, ...options }: RequestsOptions): Requests {
  const { paths, workspace } = options;
  const files = paths.length === 0 ? null : openLogs(options);
  const tables = sources.map((source) => {
    // To people of one workspace it is nothing where logs are kept.
    const name = workspace === null ? source.name : 'a table of request logs';
    const suffices = workspace === null ? hasOwn : hasOwnOf(workspace);
    const searched = workspace === null ? source : withoutCountedLimits(source);
    return { ...lazyTable(searched, { name, suffices, now: Date.now, login: tableLogin, workspace }), name };
  });
  const logs: NamedLog[] = [...(files === null ? [] : [{ name: LOG_FILES, log: files.log }]), ...tables];
  const joined = tables.length === 0 ? files?.log : allLogs(logs);
  const all =
    files?.own && workspace !== null ? ownFirst({ ...files, own: files.own }, tables, workspace) : joined;
  const log = all && atMost(SEARCHES_AT_ONCE, all);
  const seen = [...(files?.seen ? [files.seen] : []), ...tables.map((table) => table.seen)];
  return {
    log: (log && workspace !== null ? withinWorkspace(log, workspace) : log) ?? null,
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
function hasOwnOf(workspace: string) {
  return (lines: readonly LogLine[], id: string) => hasOwn(linesWithin(lines, id, workspace));
}

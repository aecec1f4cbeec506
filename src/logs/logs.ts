/**
 * The door of request logs: files with their index, tables, and the journal of this server's own failures. What reads
 * them is loaded when it is first asked, or before, by `load`: no host waits for it to be greeted.
 */

import { toldName } from './clickhouse/source.ts';
import type { Logs, LogsConfig, LogsMeans, openConfigured } from './open-logs.ts';

export type { TableFacts } from './clickhouse/columns.ts';
export {
  isTableAddress,
  isUrl,
  type Login,
  readTableAddress,
  type TableSource,
  withoutLogins,
} from './clickhouse/source.ts';
export type { Progress } from './index/indexer.ts';
export { type Audit, type Journal, openAudit, openJournal } from './journal.ts';
export {
  BACKOFF,
  type Found,
  isErrorLevel,
  isTroubledLevel,
  LOG_FILES,
  type LogLine,
  NO_RETRY,
  OWN_SERVICE,
  type RequestLog,
  type SearchCriteria,
  type Searched,
  type SearchedBack,
  type SearchedLine,
  type SearchFound,
  type SourceFailure,
  type StatusRange,
} from './log.ts';
export type { Logs, LogsConfig, LogsMeans, Table } from './open-logs.ts';
export { exceptionIn, foldStack } from './stack.ts';
export type { Coverage, PathSurvey, SampledLines } from './survey.ts';
export type { Seen, SeenCount, SeenErrors } from './tally/tally.ts';
export { howLookedFor } from './token.ts';

/** Opens all that is configured; nothing is read or connected before it is asked. */
export function openLogs(config: LogsConfig, means: LogsMeans): Logs {
  const { logs: paths, tables, stateFolder } = config;
  let loading: Promise<ReturnType<typeof openConfigured>> | null = null;
  const opened = () => {
    loading ??= import('./open-logs.ts').then((module) => module.openConfigured(config, means));
    return loading;
  };
  const hasLogs = paths.length + tables.length > 0;
  const isCounted = tables.length > 0 || (paths.length > 0 && stateFolder !== null);
  return {
    async load() {
      // A lookup reads the journal too.
      if (hasLogs) await Promise.all([opened(), import('./read-journal.ts')]);
    },
    find: hasLogs ? async (id, how) => (await opened()).log.find(id, how) : null,
    search: hasLogs ? async (criteria, how) => (await opened()).log.search(criteria, how) : null,
    seen: isCounted ? { since: async (since, how) => (await opened()).seen.since(since, how) } : null,
    tables: tables.map((source) => ({
      name: toldName(source, config.workspace),
      check: async (signal) => (await opened()).tableOf(source).check(signal),
      facts: async (signal) => (await opened()).tableOf(source).facts(signal),
    })),
    survey: async (judge) => (await opened()).survey(judge),
    index: async (onProgress, isForCounts) => (await opened()).index(onProgress, isForCounts),
    coverage: async () => (await opened()).coverage(),
  };
}

export type { TableFacts } from './clickhouse/facts.ts';
export { lazyTable } from './clickhouse/lazy-table.ts';
export type { Login } from './clickhouse/login.ts';
export type { OpenTable } from './clickhouse/open-table.ts';
export {
  isTableAddress,
  isUrl,
  readTableAddress,
  type TableSource,
  withoutLogins,
} from './clickhouse/source.ts';
export { type Compression, decompress, utf16Of } from './files/decompress.ts';
export { countLineFeeds } from './files/line-search.ts';
export { codeOf, isSystemError, type OpenFile, openFile, readAt, reasonOf } from './files/open-file.ts';
export { expandSources } from './files/sources.ts';
export {
  type Coverage,
  coverageOf,
  factsOf,
  type LogFacts,
  type OpenIndex,
  openIndex,
  sumOf,
} from './index/coverage.ts';
export type { CatchUpResult, Progress } from './index/indexer.ts';
export { type Journal, OWN_SERVICE, openJournal } from './journal.ts';
export { readAccessLog } from './line/formats.ts';
export { type IdNames, idNames, ownId } from './line/ids.ts';
export { findObject, parseJson } from './line/json.ts';
export { readPairs } from './line/logfmt.ts';
export { parseLine } from './line/parse-line.ts';
export {
  type Found,
  LOG_FILES,
  type LogLine,
  type RequestLog,
  type Searched,
  type SourceFailure,
} from './log.ts';
export { atMost, indexerOf, openRequests } from './open-requests.ts';
export { BACKOFF, NO_RETRY } from './retry-words.ts';
export { hourOf, type Seen, type SeenCount, type SeenErrors } from './tally/seen.ts';
export { HOUR } from './tally/tally.ts';
export { holdBack } from './workspace.ts';

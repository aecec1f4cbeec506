import type { IdNames } from './line/ids.ts';
import { LOG_FILES, type RequestLog } from './log.ts';
import { allLogs, type NamedLog } from './merge-logs.ts';
import { provesOwn } from './workspace.ts';

/** Log files: those of their lines that are of one workspace (and maybe others), and all of them. */
interface Files {
  own: RequestLog;
  log: RequestLog;
}

/**
 * Log files and tables as one, for people of `workspace`: only where the lines of the workspace, and the tables, prove
 * that a request is its own are all lines of it searched for.
 *
 * So a search for a request of another workspace is one for a request that there is not: it reads the same.
 */
export function ownFirst(
  files: Files,
  tables: readonly NamedLog[],
  workspace: string,
  names: IdNames,
): RequestLog {
  const joined = (log: RequestLog, asked: readonly NamedLog[]) =>
    asked.length === 0 ? log : allLogs([{ name: LOG_FILES, log }, ...asked]);
  return {
    async find(id, options) {
      const asked = tables.map(({ name, log }) => ({ name, log: askedOnce(log) }));
      const first = await joined(files.own, asked).find(id, options);
      return provesOwn(first.lines, id, workspace, names)
        ? joined(files.log, asked).find(id, options)
        : first;
    },
  };
}

/** A log that answers what it has answered, or failed with, when it was asked first. */
function askedOnce(log: RequestLog): RequestLog {
  let asked: ReturnType<RequestLog['find']> | null = null;
  return {
    find(id, options) {
      asked ??= log.find(id, options);
      return asked;
    },
  };
}

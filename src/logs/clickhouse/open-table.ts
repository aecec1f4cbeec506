import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { codeOf, Failure } from '../../base/failure.ts';
import type { RequestLog } from '../log.ts';
import type { SeenErrors } from '../tally/seen.ts';
import { factsOf, type TableFacts } from './facts.ts';
import { seenInTable } from './seen.ts';
import type { Login, TableSource } from './source.ts';
import { tableClient } from './table-client.ts';
import { checkedTable, type TableLogOptions, tableLog } from './table-log.ts';

export interface OpenTable {
  log: RequestLog;
  seen: SeenErrors;
  /** Asks for the description of the table, and rejects with a `Failure` if it does not fit. */
  check(signal?: AbortSignal): Promise<void>;
  /** What the database tells of the table; rejects with a `Failure` if its description does not come or fit. */
  facts(signal?: AbortSignal): Promise<TableFacts>;
}

export interface OpenTableOptions extends TableLogOptions {
  /** The login where the address of the table names no file with one. */
  login: Login;
  /** Only errors of this workspace are counted, if it is given. */
  workspace: string | null;
}

/** A table of ClickHouse; nothing is connected before it is asked. */
export function openTable(source: TableSource, options: OpenTableOptions): OpenTable {
  const { credentials, url, limits } = source;
  const login = () => (credentials === null ? Promise.resolve(options.login) : loginOfFile(credentials));
  const table = checkedTable(source, tableClient(url, limits, login));
  return {
    log: tableLog(table, options),
    seen: seenInTable(table, options),
    check: async (signal) => {
      await table.plan(signal);
    },
    facts: (signal) => factsOf(table, signal),
  };
}

const fileSchema = z.strictObject({ user: z.string().min(1), password: z.string() });

/** More than any file with a name and a password has. */
const LARGEST = 65_536;

/**
 * The login in a file (JSON: `{"user": …, "password": …}`), read anew each time, as passwords are changed.
 *
 * @throws Failure `state_conflict` that shows nothing of the file
 */
async function loginOfFile(path: string): Promise<Login> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw refused(`cannot be read (${codeOf(error)})`);
  });
  try {
    return fileSchema.parse(JSON.parse(text.slice(0, LARGEST)));
  } catch {
    throw refused('is not of the form {"user": "…", "password": "…"}');
  }
}

function refused(why: string): Failure {
  return new Failure(
    'state_conflict',
    `The file with the credentials for ClickHouse ${why}. Retrying does not help until whoever runs this server mends that file.`,
  );
}

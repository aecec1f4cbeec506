import type { FailureCode } from '../base/failure.ts';
import { type Catalog, type Entry, type EntryInput, entryOf, type RetryWhen } from '../catalog/catalog.ts';

/** The surface of this server's own failures, where they are no errors of the catalog. */
const SURFACE = 'this MCP server';

type Words = Pick<EntryInput, 'title' | 'meaning' | 'fix' | 'who'> & {
  retry: { when: RetryWhen; note: string };
};

const OPERATOR = 'whoever runs this MCP server';

const WORDS: Readonly<Record<FailureCode, Words>> = {
  invalid_request: {
    title: 'The call could not be read',
    meaning: 'The JSON-RPC message, its method or its arguments do not have the form that MCP asks for.',
    fix: ['Read the message: it names what was expected.', 'Repeat the call in that form.'],
    retry: { when: 'after_fix', note: 'The same call is always refused.' },
    who: 'caller',
  },
  validation_failed: {
    title: 'An argument of the call does not fit',
    meaning: 'A tool was called with an argument that is missing, unknown or out of its bounds.',
    fix: ['Read the message: it names the argument and what fits.', 'Repeat the call with that mended.'],
    retry: { when: 'after_fix', note: 'The same call is always refused.' },
    who: 'caller',
  },
  not_found: {
    title: 'Nothing was found',
    meaning:
      'No error of the catalog was recognized, no log line carries the request id, or there is no such tool or resource. The message says what was searched.',
    fix: [
      'Read the message: it says what was searched and what is near.',
      'Pass the code itself or the whole error as received; list_errors shows all codes.',
    ],
    retry: { when: 'after_fix', note: 'The same call finds nothing again, unless the logs have grown.' },
    who: 'caller',
  },
  internal_error: {
    title: 'A bug of this server',
    meaning: 'The server ran into a bug of its own. Its journal holds the cause under the request_id.',
    fix: ['Report it with the request_id; lookup_request shows what the journal says.'],
    retry: { when: 'never', note: 'The same call likely fails again; other calls still work.' },
    who: 'the maintainers of error-catalog-mcp',
  },
  unauthorized: {
    title: 'The log database refused the credentials',
    meaning: 'ClickHouse, which holds request logs, refused the user name or password of this server.',
    fix: [`Tell ${OPERATOR} to check the user and password that the server has for ClickHouse.`],
    retry: { when: 'after_fix', note: 'The same call is refused until that is mended; other calls work.' },
    who: OPERATOR,
  },
  forbidden_by_scope: {
    title: 'The logs may not be read',
    meaning:
      'The ClickHouse user of this server has no right to read the table of request logs, or the user that the server runs as none to read a log file or folder. The message says which.',
    fix: [`Tell ${OPERATOR} to grant that right: SELECT on the table, or permission to read the file.`],
    retry: { when: 'after_fix', note: 'The same call is refused until that is mended; other calls work.' },
    who: OPERATOR,
  },
  state_conflict: {
    title: 'The logs are not as configured',
    meaning:
      'A log file is damaged or compressed in a way that is not read here. Or of ClickHouse, which holds request logs, the table, its columns, the certificate or the file with the login is not as this server was told, or the search would read more than it may. The message says which.',
    fix: [`Tell ${OPERATOR} what the message says.`],
    retry: { when: 'after_fix', note: 'The same call fails until that is mended; other calls work.' },
    who: OPERATOR,
  },
  rate_limited: {
    title: 'The log database is busy',
    meaning: 'ClickHouse, which holds request logs, runs as many queries as it may, or a quota is used up.',
    fix: ['Repeat the call after the wait that the message names.'],
    retry: { when: 'after_delay', note: 'The same call works once there is room again.' },
    who: 'caller',
  },
  upstream_error: {
    title: 'The log database failed',
    meaning:
      'ClickHouse, which holds request logs, was too slow, broke off its answer, or failed while it searched.',
    fix: [
      'Repeat the call with growing pauses, at most five times.',
      `If it lasts, tell ${OPERATOR} what the message says.`,
    ],
    retry: { when: 'with_backoff', note: 'Usually passes; looking up is safe to repeat.' },
    who: 'caller',
  },
  service_unavailable: {
    title: 'The logs cannot be read now',
    meaning:
      'Nothing answers at the address of ClickHouse, which holds request logs, or something else does, or it says that it cannot serve now. Or a log file changed while it was read, or its disk failed.',
    fix: [
      'Repeat the call with growing pauses, at most five times.',
      `If it lasts, tell ${OPERATOR} to check host and port, or the disk.`,
    ],
    retry: {
      when: 'with_backoff',
      note: 'Works once the logs can be read again; looking up is safe to repeat.',
    },
    who: 'caller',
  },
};

const ENTRIES = new Map<string, Entry>(
  Object.entries(WORDS).map(([code, words]) => [code, entryOf({ code, surface: SURFACE, ...words })]),
);

/** Stands in every failure of the logs, and tells it from an error of the platform that has the same code. */
export const OF_OWN_LOGS = 'a failure of the logs of this MCP server, not of the platform';

/** Codes with which the log database does not fail. */
const OF_CALLS = ['invalid_request', 'validation_failed', 'not_found', 'internal_error'];

/** A code in the shape of a failure. */
const NAMED = /^\s*\{\s*"error"\s*:\s*\{\s*"code"\s*:\s*"([a-z_]{1,40})"/;
/** The code of a failure of the log database: before its message as JSON, or in its message. */
const BEFORE = /"code\\?"\s{0,20}:\s{0,20}\\?"([a-z_]{1,40})/g;
const WITHIN = /Failed \(([a-z_]{1,40})\)/;
/** How many characters may stand before that it is one: what goes on for longer is of something else too. */
const FAR = 1_000;
const WITHIN_REACH = 4_000;

/** A failure of this server itself. */
export interface OwnFailure {
  entry: Entry;
  /** Whether the text says that it is this server's; else only its journal can tell. */
  isTold: boolean;
}

/**
 * The failure of this server that a text is, or may be: one of its log database, whatever the catalog holds, or one
 * whose code the catalog lacks. Null for all else.
 */
export function ownFailureIn(text: string, catalog: Catalog): OwnFailure | null {
  const told = ENTRIES.get(codeOfOwnLogs(text) ?? '');
  if (told !== undefined) return { entry: told, isTold: true };
  const code = NAMED.exec(text.slice(0, 200))?.[1] ?? '';
  const entry = catalog.get(code) === undefined ? ENTRIES.get(code) : undefined;
  return entry === undefined ? null : { entry, isTold: false };
}

/** Whether the log database fails with a code, beside the platform. */
export function isCodeOfOwnLogs(code: string): boolean {
  return ENTRIES.has(code) && !OF_CALLS.includes(code);
}

function codeOfOwnLogs(text: string): string | null {
  const at = text.slice(0, FAR + OF_OWN_LOGS.length).indexOf(OF_OWN_LOGS);
  if (at < 0) return null;
  const before = [...text.slice(0, at).matchAll(BEFORE)].at(-1);
  return (before ?? WITHIN.exec(text.slice(at, at + WITHIN_REACH)))?.[1] ?? null;
}

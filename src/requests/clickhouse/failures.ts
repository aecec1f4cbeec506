import * as z from 'zod';
import { Failure, type FailureCode } from '../../errors.ts';
import { BACKOFF, NO_RETRY } from '../retry-words.ts';
import { Exception } from './answer.ts';

/** What a query asked for, as far as words about its failure need it. */
export interface Asked {
  queryId: string;
  /** In milliseconds. */
  time: number;
}

/** What a failure of ClickHouse means here, by the numbers of its ErrorCodes.cpp. */
const BY_NUMBER: Readonly<Record<number, keyof typeof KINDS>> = {
  ...of('unauthorized', 192, 193, 194, 195, 516),
  ...of('forbidden', 164, 291, 497),
  ...of('missing', 60, 81),
  ...of('unfit', 10, 16, 36, 43, 46, 47, 53, 62, 115, 386, 452, 457),
  ...of('tooMuch', 158, 307, 396),
  ...of('busy', 201, 202),
  ...of('slow', 159, 209),
  ...of('unavailable', 210, 225, 236, 241, 242, 279, 999),
};

/** How each kind of failure is told: what happened, and what to do next. */
const KINDS = {
  unauthorized: {
    code: 'unauthorized',
    what: 'ClickHouse refused the user or password of this server',
    next: `${NO_RETRY} sets ERROR_CATALOG_CLICKHOUSE_USER and ERROR_CATALOG_CLICKHOUSE_PASSWORD, or the file with the login, to ones that it accepts.`,
  },
  forbidden: {
    code: 'forbidden_by_scope',
    what: 'the ClickHouse user of this server may not read the table',
    next: `${NO_RETRY} grants that user SELECT on it.`,
  },
  missing: {
    code: 'state_conflict',
    what: 'there is no such database or table',
    next: `${NO_RETRY} checks the address that --logs or ERROR_CATALOG_LOGS gives, or creates the table.`,
  },
  unfit: {
    code: 'state_conflict',
    what: 'the table or server does not take the query',
    next: `${NO_RETRY} checks that the preset fits the table, and that ClickHouse is 24.8 or newer.`,
  },
  tooMuch: {
    code: 'state_conflict',
    what: 'the search would read more than it may (max_rows, max_bytes)',
    next: `${NO_RETRY} gives the table an index of its ids, or raises these limits in the address.`,
  },
  busy: {
    code: 'rate_limited',
    what: 'ClickHouse runs as many queries as it may now, or a quota is used up',
    next: 'Retry after 10 seconds.',
  },
  slow: {
    code: 'upstream_error',
    what: 'ClickHouse took longer than it may',
    next: `${BACKOFF}; if it lasts, whoever runs this server gives the table an index of its ids, or raises timeout in the address.`,
  },
  broken: {
    code: 'upstream_error',
    what: 'the connection broke off before the answer was whole',
    next: `${BACKOFF}; if it lasts, whoever runs this server should check the port, and whether it speaks TLS.`,
  },
  garbled: {
    code: 'upstream_error',
    what: 'the answer cannot be read',
    next: `${BACKOFF}; if it lasts, tell whoever runs this server.`,
  },
  failed: {
    code: 'upstream_error',
    what: 'ClickHouse failed',
    next: `${BACKOFF}; if it lasts, tell whoever runs this server.`,
  },
  unavailable: {
    code: 'service_unavailable',
    what: 'ClickHouse cannot serve now',
    next: `${BACKOFF}; if it lasts, tell whoever runs this server.`,
  },
  unreachable: {
    code: 'service_unavailable',
    what: 'nothing answers at that address',
    next: `${BACKOFF}; if it lasts, whoever runs this server should check host and port.`,
  },
  proxy: {
    code: 'service_unavailable',
    what: "the answer is not ClickHouse's: a proxy or load balancer before it answered, or something else listens there",
    next: `${BACKOFF}; if it lasts, whoever runs this server should check host and port.`,
  },
  tls: {
    code: 'state_conflict',
    what: 'no trusted TLS connection could be made',
    next: `${NO_RETRY} checks the certificate (NODE_EXTRA_CA_CERTS names further authorities), or says tls=off where ClickHouse speaks plain HTTP.`,
  },
} as const satisfies Readonly<Record<string, { code: FailureCode; what: string; next: string }>>;

type Kind = keyof typeof KINDS;

/** What a query came to that failed: its words hold nothing that ClickHouse or a proxy wrote but the name of an error. */
export function failureOf(thrown: unknown, asked: Asked): Failure {
  if (thrown instanceof Failure) return thrown;
  const { kind, detail } = kindOf(thrown);
  return said(kind, detail, asked);
}

/** What a query came to whose time was over before its answer was whole. */
export function tooSlow(asked: Asked): Failure {
  return said('slow', null, asked);
}

function said(kind: Kind, detail: string | null, { queryId, time }: Asked): Failure {
  const { code, what, next } = KINDS[kind];
  const limit = kind === 'slow' ? ` (${time / 1_000} s)` : '';
  const named = detail === null ? '' : ` (${detail})`;
  const traced = kind === 'failed' ? ` Its query_log has the query under ${queryId}.` : '';
  return new Failure(code, `${capital(what)}${limit}${named}. ${next}${traced}`);
}

/** Whether a connection was lost, as one that was kept alive may be just when it is used again. */
export function isLost(thrown: unknown): boolean {
  return kindOf(thrown).kind === 'broken';
}

/** Whether user or password were refused. */
export function isRefusal(thrown: unknown): boolean {
  return kindOf(thrown).kind === 'unauthorized';
}

function kindOf(thrown: unknown): { kind: Kind; detail: string | null } {
  if (thrown instanceof Exception) {
    const name = thrown.type === '' ? '' : `${thrown.type}, `;
    return { kind: BY_NUMBER[thrown.code] ?? 'failed', detail: `${name}code ${thrown.code}` };
  }
  if (!(thrown instanceof Error)) return { kind: 'failed', detail: null };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const detail = /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : null;
  if (/^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL)/.test(code))
    return { kind: 'unreachable', detail };
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code))
    return { kind: 'tls', detail };
  if (
    /^(?:ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE|HPE_)/.test(code) ||
    /\b(?:aborted|socket hang up)\b/.test(thrown.message)
  )
    return { kind: 'broken', detail };
  if (code === 'ETIMEDOUT' || /^Timeout error/.test(thrown.message)) return { kind: 'slow', detail };
  if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) return { kind: 'garbled', detail: null };
  return { kind: 'proxy', detail };
}

function of<Each extends Kind>(kind: Each, ...numbers: readonly number[]): Record<number, Each> {
  return Object.fromEntries(numbers.map((number) => [number, kind]));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client';
import * as z from 'zod';
import { Failure, type FailureCode } from '../../base/failure.ts';
import { LINE_FEED } from '../../base/text.ts';
import { parseJson } from '../line/json.ts';
import { BACKOFF, NO_RETRY } from '../log.ts';
import { boundedList } from '../merge-logs.ts';
import type { Limits, Login } from './source.ts';

/** How many bytes of rows one query keeps: the first and the last of them. */
const MOST_KEPT = 8 * 1_048_576;
const CONNECTIONS = 8;
/** How many milliseconds more than the database a query has until its answer is here. */
const TRANSFER = 2_000;
/** ClickHouse's ErrorCodes: a user whose profile has `readonly=1` may change no setting. */
const READONLY = 164;

export interface Rows<Row> {
  rows: Row[];
  /** Rows that came but were not kept. */
  omitted: number;
  /** How many rows the database had read when its answer began; null where it does not tell. */
  read: number | null;
}

/** Asks one ClickHouse over a few connections that are kept alive. */
export interface TableClient {
  /**
   * The rows that a query gives. What fails is a `Failure` in the catalog's own codes; a cancelled call rejects with the
   * reason of its signal, and its query is cancelled in the database too.
   */
  ask<Row>(query: Query<Row>, signal?: AbortSignal): Promise<Rows<Row>>;
}

/** Nothing is connected before the first query. `login` is read again after it was refused. */
export function tableClient(url: string, limits: Limits, login: () => Promise<Login>): TableClient {
  let opened: Promise<Opened> | null = null;
  let maySet = true;

  const open = (): Promise<Opened> => {
    opened ??= login()
      .then((each) => ({ login: each, client: connect(url, limits, each) }))
      .catch((thrown: unknown) => {
        // The next call asks anew.
        opened = null;
        throw thrown;
      });
    return opened;
  };

  const once = async <Row>(
    { client }: Opened,
    query: Query<Row>,
    queryId: string,
    signal: AbortSignal,
  ): Promise<Rows<Row>> => {
    const { http_status_code, response_headers, stream } = await client.exec({
      query: `${query.text}\nFORMAT JSONCompactEachRow`,
      query_params: query.params,
      query_id: queryId,
      abort_signal: signal,
      clickhouse_settings: maySet ? settingsOf(limits) : {},
      // The client itself would read any number of bytes into memory, and takes for an exception what looks like one.
      ignore_error_response: true,
      decompress_response_stream: false,
    });
    // Of an answer that has begun, the client no longer heeds the signal.
    const stop = () => stream.destroy(new Error('The answer is no longer wanted: aborted.'));
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      const kept = boundedList<Row>(query.most, MOST_KEPT);
      let count = 0;
      let passedOver = 0;
      for await (const text of rowsOf({ status: http_status_code, headers: response_headers, stream })) {
        count += 1;
        if (count > query.most) throw new SyntaxError('There are more rows than were asked for.');
        // Not the client's own parser, which rounds long integers.
        if (text === null) passedOver += 1;
        else kept.add(query.row.parse(parseJson(text)), text.length);
      }
      signal.throwIfAborted();
      const read = rowsRead(response_headers['x-clickhouse-summary']);
      return { rows: kept.items(), omitted: kept.omitted() + passedOver, read };
    } finally {
      signal.removeEventListener('abort', stop);
      stream.destroy();
    }
  };

  /** After a refusal: whether there is another login by now than the one that was refused. */
  const isChanged = async (refused: Opened): Promise<boolean> => {
    if (opened !== null && (await opened) === refused) opened = null;
    return !isDeepStrictEqual((await open()).login, refused.login);
  };

  const again = async (thrown: unknown, used: Opened): Promise<boolean> => {
    if (isRefusal(thrown)) return await isChanged(used);
    if (!(thrown instanceof Exception) || thrown.code !== READONLY || !maySet) return isLost(thrown);
    // The limits of that profile hold then, and the deadline below.
    maySet = false;
    return true;
  };

  return {
    async ask(query, signal) {
      signal?.throwIfAborted();
      const asked = { queryId: `error-catalog-mcp-${randomUUID()}`, time: limits.time };
      const limit = deadline(limits.time + TRANSFER, signal);
      try {
        const used = await open();
        try {
          return await once(used, query, asked.queryId, limit.signal);
        } catch (thrown) {
          if (limit.signal.aborted || !(await again(thrown, used))) throw thrown;
          return await once(await open(), query, `${asked.queryId}-again`, limit.signal);
        }
      } catch (thrown) {
        signal?.throwIfAborted();
        if (isRefusal(thrown)) opened = null;
        throw limit.isOver() ? tooSlow(asked) : failureOf(thrown, asked);
      } finally {
        limit.clear();
      }
    },
  };
}

/** A client, and the login that it has. */
interface Opened {
  login: Login;
  client: ReturnType<typeof connect>;
}

function connect(url: string, { time }: Limits, { user, password }: Login) {
  return createClient({
    url,
    username: user,
    password,
    application: 'error-catalog-mcp',
    request_timeout: time + TRANSFER,
    max_open_connections: CONNECTIONS,
    keep_alive: { enabled: true, eagerly_destroy_stale_sockets: true },
    // Its logger writes to stdout, which is the protocol's.
    log: { level: ClickHouseLogLevel.OFF },
  });
}

/** The number of rows in the summary that ClickHouse sends in a header; null for any other text. */
function rowsRead(summary: unknown): number | null {
  const digits = /"read_rows"\s*:\s*"?(\d{1,15})\b/.exec(typeof summary === 'string' ? summary : '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Reading only, within bounds; and a query whose reader is gone ends. */
function settingsOf({ time, rows, bytes }: Limits): ClickHouseSettings {
  return {
    // 2, not 1: a user who is limited to 2 may send 2, not 1.
    readonly: '2',
    max_execution_time: Math.ceil(time / 1_000),
    ...(rows !== null && { max_rows_to_read: String(rows) }),
    ...(bytes !== null && { max_bytes_to_read: String(bytes) }),
    read_overflow_mode: 'throw',
    timeout_overflow_mode: 'throw',
    cancel_http_readonly_queries_on_client_close: 1,
    // A table over shards that are chosen by the id asks the one that has it.
    optimize_skip_unused_shards: 1,
  };
}

/** Reads what ClickHouse answers, within bounds: whatever listens at its address may send anything, without end. */

/** How many bytes a row may have. A longer one is passed over, but for one that no table has. */
const LONGEST_ROW = 4 * 1_048_576;
const LONGEST_PASSED = 256 * 1_048_576;
/** How many bytes of an exception are read. */
const LONGEST_EXCEPTION = 65_536;

/** An exception of ClickHouse, without its text, which may hold parts of queries and rows. */
export class Exception extends Error {
  readonly code: number;
  /** `UNKNOWN_TABLE`; empty where the text tells none. */
  readonly type: string;

  constructor(code: number, type: string) {
    super('ClickHouse threw an exception.');
    this.code = code;
    this.type = type;
  }
}

export interface Answer {
  status: number | undefined;
  headers: Readonly<Record<string, unknown>>;
  stream: AsyncIterable<Buffer>;
}

/**
 * The texts of the rows of an answer in one of the formats of a line for each row; null for one that is too long.
 * Whoever stops reading closes the connection.
 *
 * @throws Exception if ClickHouse threw one, before or behind rows
 * @throws SyntaxError if the answer is of another form, and whatever the connection breaks off with
 */
async function* rowsOf({ status = 0, headers, stream }: Answer): AsyncGenerator<string | null> {
  // Nothing else was asked for, and a few bytes may unfold to any number.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw new SyntaxError('It is compressed.');
  const code = headers['x-clickhouse-exception-code'];
  if (status < 200 || status > 299 || code !== undefined)
    throw exceptionIn(await beginningOf(stream), code) ?? new Error('The answer is none of ClickHouse.');
  let exception: string | null = null;
  try {
    for await (const line of linesOf(stream)) {
      const text: string | null = line?.toString() ?? null;
      if (exception === null && (text === null || (text.startsWith('[') && text.endsWith(']')))) {
        yield text;
      } else if (exception !== null || text?.trim() !== '') {
        exception = `${exception ?? ''}${text ?? ''}\n`;
        if (exception.length > LONGEST_EXCEPTION) break;
      }
    }
  } catch (thrown) {
    // Behind an exception, ClickHouse breaks the connection off.
    throw (exception === null ? null : exceptionIn(exception)) ?? thrown;
  }
  if (exception !== null) throw exceptionIn(exception) ?? new SyntaxError('A row has another form.');
}

async function beginningOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    parts.push(chunk);
    length += chunk.length;
    if (length > LONGEST_EXCEPTION) break;
  }
  return Buffer.concat(parts).toString();
}

/** The lines of a stream without their line feeds; null for one that is longer than a row may be. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer) => {
    length += part.length;
    if (length <= LONGEST_ROW) parts.push(part);
    else parts = [];
    if (length > LONGEST_PASSED) throw new SyntaxError('A row has no end.');
  };
  const take = () => {
    const line = length > LONGEST_ROW ? null : Buffer.concat(parts);
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield take();
}

/** The exception that a text tells. Its name stands at the end, as all before it may hold anything. */
function exceptionIn(text: string, known?: unknown): Exception | null {
  const code = String(known ?? /\bCode: (\d{1,6})[.,] (?:DB::|e\.code)/.exec(text)?.[1]);
  const [, type = ''] = /\(([A-Z][A-Z0-9_]{2,79})\) \(version [^()]{1,60}[()]/.exec(text.slice(-400)) ?? [];
  return /^\d{1,6}$/.test(code) ? new Exception(Number(code), type) : null;
}

/** Ends what takes longer than it may, and what the caller no longer wants. */
export interface Deadline {
  signal: AbortSignal;
  /** Whether the time is over. */
  isOver(): boolean;
  /** Takes the timer back. */
  clear(): void;
}

/** A signal that is set off after `ms` milliseconds, or when `signal` is. */
function deadline(ms: number, signal: AbortSignal | undefined): Deadline {
  const { controller, leave } = following(signal);
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, ms);
  return {
    signal: controller.signal,
    isOver: () => isOver,
    clear: () => {
      clearTimeout(timer);
      leave();
    },
  };
}

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
function tooSlow(asked: Asked): Failure {
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
function isLost(thrown: unknown): boolean {
  return kindOf(thrown).kind === 'broken';
}

/** Whether user or password were refused. */
function isRefusal(thrown: unknown): boolean {
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

/** SQL and the values of its parameters: a value, or the name of a column, never enters the text. */
export interface Query<Row> {
  text: string;
  params: Record<string, unknown>;
  /** What a row of the answer is: a list of values. */
  row: z.ZodType<Row>;
  /** How many rows it can give; what gives more is no answer to it. */
  most: number;
}

/** A controller whose signal is set off when another one is, with the same reason, until it is told to leave that. */
export interface Following {
  controller: AbortController;
  leave(): void;
}

/** A new controller that follows `signal`, if there is one. */
export function following(signal: AbortSignal | undefined): Following {
  const controller = new AbortController();
  const pass = () => controller.abort(signal?.reason);
  if (signal?.aborted === true) pass();
  else signal?.addEventListener('abort', pass, { once: true });
  return { controller, leave: () => signal?.removeEventListener('abort', pass) };
}

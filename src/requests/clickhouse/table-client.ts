import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client';
import { keeper } from '../keeper.ts';
import { parseJson } from '../parse/json.ts';
import { Exception, rowsOf } from './answer.ts';
import { deadline } from './deadline.ts';
import { failureOf, isLost, isRefusal, tooSlow } from './failures.ts';
import type { Login } from './login.ts';
import type { Query } from './query.ts';
import type { Limits } from './source.ts';

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
      const kept = keeper<Row>(query.most, MOST_KEPT);
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
      return { rows: kept.items(), omitted: kept.omitted() + passedOver };
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

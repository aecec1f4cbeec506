/**
 * The rows, made by the engine itself: the same for the same numbers, but for the day on which they end. A request has
 * six lines in 0.7 seconds, of three services; its ids are 128 bits; a message has about 200 bytes.
 */

export const LINES_A_REQUEST = 6;
export const DAYS = 10;
export const DAY_MS = 86_400_000;

/** When the rows end: noon of yesterday, so that the last 24 hours lie in two partitions and nothing is past its TTL. */
export const END_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS / 2;
export const BEGIN_MS = END_MS - DAYS * DAY_MS;

/** The id of a request by its number, as an expression of the engine. */
export const REQUEST_ID = "lower(hex(sipHash128(toUInt64(request), 'request')))";
/** The id of its trace. */
export const TRACE_ID = "lower(hex(sipHash128(toUInt64(request), 'trace')))";
/** An id that stands in the text of one of its lines alone. */
export const TEXT_ID = "lower(hex(sipHash128(toUInt64(request), 'text')))";
/** When it began, in milliseconds: requests lie on the days in turn, and anywhere in their day. */
export const BEGAN_MS = `(${BEGIN_MS} + request % ${DAYS} * ${DAY_MS} + sipHash64(toUInt64(request), 'time') % ${DAY_MS - 1_000})`;

const LINE = `
  number % ${LINES_A_REQUEST} AS line,
  sipHash64(number, 'line') AS a,
  sipHash64(request, 'of the request') AS b,
  ${REQUEST_ID} AS request_id,
  ${TRACE_ID} AS trace_id,
  fromUnixTimestamp64Nano(toInt64(${BEGAN_MS} * 1000000 + line * 137000000 + a % 50000000), 'UTC') AS time,
  ['gateway', 'gateway', 'api', 'api', 'api', 'worker'][line + 1] AS service,
  ['GET', 'POST', 'PUT', 'DELETE'][b % 4 + 1] AS method,
  concat('/v1/', ['tickets', 'users', 'apps', 'webhooks', 'invoices', 'tokens'][intDiv(b, 8) % 6 + 1], '/',
    toString(intDiv(b, 64) % 100000)) AS path,
  concat('workspace-', toString(intDiv(b, 1024) % 500)) AS workspace,
  multiIf(b % 100 < 90, 200, b % 100 < 97, 404, b % 100 < 99, 409, 500) AS answered,
  line IN (1, 5) ? answered : 0 AS status,
  line IN (1, 5) ? (a % 100000) / 100 : 0 AS duration_ms,
  line = 5 AND answered >= 400 AS failed,
  failed ? 'error' : ['info', 'info', 'debug'][a % 3 + 1] AS level,
  failed ? ['ticket_locked', 'user_not_found', 'invalid_token', 'rate_limited', 'webhook_failed', 'internal_error'
    ][intDiv(b, 4096) % 6 + 1] : '' AS code,
  concat(['received the request of a client', 'authorised the caller for the workspace',
      'loaded the record from the primary store', 'evaluated the policy of the account',
      'wrote the change to the journal of events', 'finished the request and sent the answer'][line + 1],
    ' ', method, ' ', path, ' in ', workspace, ' status ', toString(answered), ' took ', toString(a % 100000), 'us shard ',
    toString(a % 64), ' node ', lower(hex(toUInt16(a % 4096))), ' attempt ', toString(a % 3), ' span ', lower(hex(a)),
    ' peer 10.', toString(a % 256), '.', toString(intDiv(a, 256) % 256), '.', toString(intDiv(a, 65536) % 256),
    line = 0 ? concat(' upstream ', ${TEXT_ID}) : ' pool main queue default') AS message,
  ['eu-1', 'us-1', 'ap-1'][a % 3 + 1] AS region,
  concat(service, '-', toString(a % 40)) AS pod,
  ['curl/8', 'python-requests/2.32', 'okhttp/4.12', 'Mozilla/5.0'][b % 4 + 1] AS user_agent`;

/** So many lines of one day, as a query of the engine. */
function linesOf(day: number, count: number): string {
  return `(SELECT ${LINE} FROM (SELECT number, intDiv(number, ${LINES_A_REQUEST}) * ${DAYS} + ${day} AS request FROM numbers(${count})))`;
}

/** `INSERT` of so many lines of one day into the table `flat`. */
export function insertFlat(day: number, count: number): string {
  return `INSERT INTO request_logs (time, request_id, trace_id, level, service, workspace, method, path, status,
      duration_ms, code, message, fields)
    SELECT time, request_id, trace_id, level, service, workspace, method, path, status, duration_ms, code, message,
      map('region', region, 'pod', pod, 'user_agent', user_agent, 'attempt', toString(a % 3))
    FROM ${linesOf(day, count)}`;
}

/** The same into `otel_logs`: what the flat table has in columns stands in a map of eight attributes. */
export function insertOtel(day: number, count: number): string {
  return `INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, SeverityNumber, ServiceName, Body,
      ResourceAttributes, ScopeName, LogAttributes)
    SELECT time, trace_id, lower(hex(a)), upper(level), failed ? 17 : 9, service, message,
      map('service.name', service, 'k8s.pod.name', pod, 'cloud.region', region), 'http',
      map('request_id', request_id, 'http.request.method', method, 'url.path', path,
        'http.response.status_code', toString(status), 'duration_ms', toString(duration_ms), 'error.code', code,
        'workspace', workspace, 'user_agent.original', user_agent)
    FROM ${linesOf(day, count)}`;
}

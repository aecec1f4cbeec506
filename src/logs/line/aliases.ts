import { remembering } from '../../base/remember.ts';
import { wordList, wordSet } from '../../base/text.ts';

/** How the names of fields are compared: whatever their case, their separators and what they are nested in. */

/** Objects that only wrap the fields of a line, so that even `code` in them is the line's own. */
export const PLAIN_WRAPPERS = wordSet(`
  attributes fields data extra context ctx properties meta metadata payload jsonpayload record mdc`);

/** Further wrappers, in which a `code` may belong to something else. The index scanner looks for no code in them. */
const WRAPPERS = wordSet(`
  resource extras contextmap contextdata props protopayload attr attrs span spans http_info http_request
  http_response request_info response_info state scope scopes details detail info event eventdata
  customdimensions tags labels log logdata msg message body httpcontext access accesslog otel vars annotations
  result source _source parsed structured hb`);

/** A name by its letters: `http.status_code`, `HTTP-Status-Code` and `httpStatusCode` are one. Short ones keep their `@`. */
export function keyOf(name: string): string {
  if (/^@\w{1,2}$/.test(name)) return name;
  return name.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/** How many objects round a field are looked through. */
const MAX_WRAPPERS = 4;

/** The keys under which a field is known, the most exact first. */
const keysOf = remembering(makeKeys, 10_000);

function makeKeys(name: string): readonly string[] {
  const keys = [keyOf(name)];
  let inner = name;
  let isOther = false;
  for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
    const dot = inner.indexOf('.');
    if (dot === -1) break;
    const outer = inner.slice(0, dot).toLowerCase();
    const isPlain = PLAIN_WRAPPERS.has(outer) || name.startsWith('resource.attributes.');
    if (!isPlain && !WRAPPERS.has(outer) && !/^\d{1,2}$/.test(outer)) break;
    if (!isPlain) isOther = true;
    inner = inner.slice(dot + 1);
    const key = keyOf(inner);
    keys.push(isOther && key === 'code' ? '' : key);
  }
  return keys;
}

/** Things by the keys of their names. Of two under one key the less deeply wrapped wins, then the first. */
export function indexByName<T extends { name: string }>(fields: readonly T[]): Map<string, T> {
  const index = new Map<string, T>();
  const all = fields.map((field) => ({ field, keys: keysOf(field.name) }));
  for (let depth = 0; depth <= MAX_WRAPPERS; depth += 1) {
    for (const { field, keys } of all) {
      const key = keys[depth];
      if (key !== undefined && key !== '' && !index.has(key)) index.set(key, field);
    }
  }
  return index;
}

/** A table of names, by their keys. */
export function keyed(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(keyOf))];
}

/**
 * The names under which log formats keep what a `LogLine` says.
 *
 * Names count by their letters: `status_code` stands for `statusCode` and `status.code` as well. Where
 * several stand in one line, the first listed wins and the others stay in `rest`.
 */
export const ALIASES = {
  time: wordList(`
    time timestamp @timestamp ts @t datetime time_iso8601 edgestarttimestamp timeunixnano starttimeunixnano
    msec time_local asctime instant timemillis request_time_epoch request_received_timestamp eventtime
    event_timestamp eventtimestampms timegenerated startutc start_time started_at time.repr time.timestamp
    date_time time_stamp log_time log_timestamp logged_at timestamp_ms ts_ms epoch unixtime rt _time
    event.created observedtimeunixnano __realtime_timestamp timestamp_in_ms date t start created`),
  level: wordList(`
    level_name level severity severitytext lvl log.level levelname loglevel log_severity severity_level
    error_severity @l`),
  pythonLevel: ['levelno'],
  otelSeverity: ['severitynumber'],
  /** Fields that may hold a level, among other things: Heroku's `at=info`, Datadog's `status`. */
  levelIfKnown: ['at', 'status', 'priority', 'level.name'],
  service: wordList(`
    service service.name servicename svc resource.service.name app app_name application application_name
    service_context.service dd.service container_name kubernetes.container_name kubernetes.container.name
    kubernetes.labels.app resource.labels.service_name resource.labels.container_name syslog_identifier
    _systemd_unit container_app_name_s app_role_name cloud_role_name`),
  /** Syslog's severities are meant where one of these fields, which only such formats have, stands beside. */
  syslogSeverity: ['level', 'priority'],
  syslogNeighbors: ['short_message', '__realtime_timestamp', 'syslog_identifier', '_pid'],
  /** Where nothing else names the service: structlog, Python, Java, .NET. */
  logger: wordList(`
    logger logger_name log.logger source_context category category_name @module target channel module`),
  requestLine: ['request', 'request_line', 'http.request_line', 'http_request', 'req'],
  /** pino's name of the logger; only beside `pid` or `hostname`, which pino writes with it. */
  serviceIfPino: ['name'],
  method: wordList(`
    method req.method request.method http.request.method http.method request.http_method http.req.method
    httprequest.requestmethod httprequest.httpmethod http.http_method clientrequestmethod proxy.method cs-method
    event.request.method verb`),
  path: wordList(`
    path req.url req.path req.original_url request.uri request.path request.url url.path http.target uri url
    clientrequesturi clientrequestpath requestpath httprequest.requesturl httprequest.uri http.request.path
    http.request.url http.request.uri http.url http.uri http.path http.url_details.path proxy.path
    original_url request_target cs-uri-stem event.request.url url.full url.original raw_path uri_path
    endpoint http.route resource_path route x_envoy_origin_path`),
  status: wordList(`
    status res.statuscode statuscode res.status response.status response.status_code
    http.response.status_code http.response.status http.status_code http.res.status_code http_status
    http_code httprequest.status edgeresponsestatus downstreamstatus response_code response_status.code
    proxy.status_code event.response.status sc-status result_code resp.status resp.status_code
    reply.status_code resp err.statuscode err.status error.status error.status_code delivery.status_code response_code_sent`),
  workspace: wordList(`
    workspace workspace_slug workspaceslug workspace.slug workspace_id workspaceid workspace.id
    workspace_name workspace.name tenant tenant_slug tenant.slug tenant_id tenantid tenant.id req.workspace
    request.workspace`),
  message: wordList(`
    msg message event short_message body @m rendered_message @message @mt message_template log text
    text_payload log_s log_entry line display_message event.message log_message message.text _raw`),
  /** What is shown as the message where there is none. */
  messageIfNone: wordList(`
    err.message error.message exception.message last_error.message error_description error_message
    integration_error_message status.message response_status.message status_message status_details error err
    exception exceptions.message reason outcome.reason alert_text detail description desc`),
  code: ['error.code', 'err.code', 'error_code', 'code'],
  error: ['error', 'err'],
} as const;

/** The unit of a bare number whose name does not say it, where only one format uses that name. */
export const DURATIONS = {
  ms: [
    'responsetime', // pino-http, Fastify
    'response_latency', // Amazon API Gateway
    'latencies.request', // Kong
    'http.server.duration', // OpenTelemetry semantic conventions before 1.20
  ],
  s: [
    'request_time', // nginx
    'http.server.request.duration', // OpenTelemetry semantic conventions since 1.20
  ],
  us: [],
  ns: ['event.duration'], // Elastic Common Schema
} as const;

/** Words of a name that say a duration. */
export const DURATION_WORDS = wordSet(`
  duration elapsed latency took time dur runtime responsetime requesttime processtime resptime total`);

/** Words of a name that say that the duration is that of a part, or of something other than the request. */
export const PART_WORDS = wordSet(`
  db view views sql query queue queued wait waited upstream backend connect connection tls ssl dns cache redis
  gc cpu timeout retry ttl delay interval billed init max min avg mean p50 p95 p99 up uptime start end expire
  expires session header headers first byte bytes ttfb restore local date stamp zone lock allocated budget
  limit remaining window since server_time age auth plan planning idle`);

/** Names that are read as a duration only with the unit written out; `service` is Heroku's router. */
export const WRITTEN_DURATIONS = wordList(`
  duration elapsed latency httprequest.latency took dur response_time time_taken request_duration
  request_time elapsed_time latency_human processing_time execution_time request_latency time service`);

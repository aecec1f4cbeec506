/**
 * Under which names the log formats keep what a `LogLine` says.
 *
 * Names are flattened (`req.id`) and in lower case; where several stand in one line, the first listed wins and
 * the others stay in `rest`.
 */
export const ALIASES = {
  time: [
    'time',
    'timestamp',
    '@timestamp',
    'ts',
    '@t',
    'datetime',
    'time_iso8601',
    'edgestarttimestamp',
    'timeunixnano',
    'time_unix_nano',
    'msec',
    'time_local',
    'asctime',
    'eventtime',
    'event_time',
    'startutc',
    'start_time',
    'observedtimeunixnano',
    'observed_time_unix_nano',
    '__realtime_timestamp',
    'date',
    't',
  ],
  level: [
    'level_name',
    'level',
    'severity',
    'severitytext',
    'severity_text',
    'lvl',
    'log.level',
    'levelname',
    'loglevel',
    '@l',
  ],
  pythonLevel: ['levelno'],
  otelSeverity: ['severitynumber', 'severity_number'],
  /** Here a level is one of several things the field may say: Heroku's `at=info`, Datadog's `status`. */
  levelIfKnown: ['at', 'status'],
  service: [
    'service',
    'service.name',
    'service_name',
    'servicename',
    'resource.service.name',
    'app',
    'app_name',
    'application',
    'container_name',
    'kubernetes.container_name',
    'kubernetes.labels.app',
    'syslog_identifier',
    '_systemd_unit',
  ],
  /** Of syslog's severities: beside one of the fields that only these formats have. */
  syslogSeverity: ['level', 'priority'],
  syslogNeighbours: ['short_message', '__realtime_timestamp', 'syslog_identifier', '_pid'],
  /** Where nothing else names the service: structlog, Python, Java. */
  logger: ['logger', 'logger_name', 'loggername', 'log.logger'],
  requestLine: ['request', 'request_line', 'requestline', 'http.request_line'],
  /** pino's name of the logger; only beside `pid` or `hostname`, which pino writes with it. */
  serviceIfPino: ['name'],
  method: [
    'method',
    'req.method',
    'request.method',
    'request_method',
    'http.request.method',
    'http.method',
    'http_method',
    'httprequest.requestmethod',
    'requestmethod',
    'clientrequestmethod',
    'verb',
  ],
  path: [
    'path',
    'req.url',
    'req.path',
    'request.uri',
    'request.path',
    'request.url',
    'request_uri',
    'url.path',
    'http.target',
    'uri',
    'url',
    'clientrequesturi',
    'clientrequestpath',
    'requestpath',
    'httprequest.requesturl',
    'request_path',
    'http.url',
    'url.full',
    'http.path',
    'endpoint',
    'http.route',
    'route',
  ],
  status: [
    'status',
    'res.statuscode',
    'statuscode',
    'status_code',
    'res.status',
    'response.status',
    'response.status_code',
    'response.statuscode',
    'http.response.status_code',
    'http.status_code',
    'http_status',
    'httprequest.status',
    'http.status',
    'edgeresponsestatus',
    'downstreamstatus',
    'response_code',
    'err.statuscode',
    'err.status',
  ],
  workspace: [
    'workspace',
    'workspace_slug',
    'workspaceslug',
    'workspace.slug',
    'workspace_id',
    'workspaceid',
    'workspace.id',
    'workspace_name',
    'workspace.name',
    'tenant',
    'tenant_slug',
    'tenant.slug',
    'tenant_id',
    'tenantid',
    'tenant.id',
    'req.workspace',
    'request.workspace',
  ],
  message: ['msg', 'message', 'event', 'short_message', 'body', '@m', '@mt', 'log', 'text'],
  /** What stands in for a message that is not there. */
  messageIfNone: ['err.message', 'error.message', 'exception.message', 'error_description', 'error', 'err'],
  code: ['error.code', 'err.code', 'error_code', 'errorcode', 'code'],
  error: ['error', 'err'],
} as const;

/** Duration names that say their unit, or whose format fixes it. */
export const DURATIONS = {
  ms: [
    'responsetime', // pino-http, Fastify
    'duration_ms',
    'durationms',
    'elapsed_ms',
    'elapsedms',
    'latency_ms',
    'latencyms',
    'response_time_ms',
    'request_duration_ms',
    'took_ms',
    'duration_millis',
    'process_time_ms',
    'http.server.duration', // OpenTelemetry semantic conventions before 1.20
  ],
  s: [
    'request_time', // nginx
    'duration_s',
    'duration_sec',
    'duration_seconds',
    'elapsed_seconds',
    'latency_seconds',
    'http.server.request.duration', // OpenTelemetry semantic conventions since 1.20
  ],
  us: ['duration_us', 'elapsed_us', 'latency_us'],
  ns: ['duration_ns', 'elapsed_ns', 'latency_ns', 'event.duration'],
} as const;

/** A bare `duration` whose unit a neighbour tells: each of these fields is peculiar to one format. */
export const DURATION_BY_NEIGHBOUR = [
  { neighbour: 'request.uri', unit: 's' }, // Caddy
  { neighbour: 'downstreamstatus', unit: 'ns' }, // Traefik
  { neighbour: 'response_flags', unit: 'ms' }, // Envoy
] as const;

/** Names that are read as a duration only with the unit written out; `service` is Heroku's router. */
export const WRITTEN_DURATIONS = [
  'duration',
  'elapsed',
  'latency',
  'httprequest.latency',
  'took',
  'dur',
  'response_time',
  'time_taken',
  'request_duration',
  'request_time',
  'responsetime',
  'service',
] as const;

/** Objects that only wrap the fields of a line. */
export const WRAPPERS = [
  'attributes.',
  'resource.attributes.',
  'fields.',
  'data.',
  'extra.',
  'context.',
  'ctx.',
  'properties.',
  'meta.',
  'metadata.',
  'payload.',
  'jsonpayload.',
  'record.',
  'mdc.',
] as const;

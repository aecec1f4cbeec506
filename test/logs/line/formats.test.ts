import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../src/logs/line/parse-line.ts';
import type { LogLine } from '../../../src/logs/log.ts';

const TIME = '2026-11-22T10:00:00.123Z';
const MS = Date.parse(TIME);

function read(line: string | object, id = 'req_1'): Partial<LogLine>[] {
  const text = typeof line === 'string' ? line : JSON.stringify(line);
  return parseLine(text, { source: 'app.log:1', id }).map(({ line: { source, ...others } }) => others);
}

interface Case {
  format: string;
  line: string | object;
  expected: Partial<LogLine>;
}

const cases: Case[] = [
  {
    format: 'OTLP spans',
    line: {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
          scopeSpans: [
            {
              spans: [
                {
                  traceId: 'req_1',
                  startTimeUnixNano: `${MS}000000`,
                  endTimeUnixNano: `${MS + 34}500000`,
                  attributes: [
                    { key: 'http.request.method', value: { stringValue: 'POST' } },
                    { key: 'http.response.status_code', value: { intValue: '500' } },
                  ],
                  status: { code: 2, message: 'stock is gone' },
                },
              ],
            },
          ],
        },
      ],
    },
    expected: {
      time: TIME,
      level: 'error',
      service: 'shop',
      method: 'POST',
      status: 500,
      duration_ms: 34.5,
      message: 'stock is gone',
      rest: {
        traceId: 'req_1',
        endTimeUnixNano: `${MS + 34}500000`,
        'status.code': 2,
      },
    },
  },
  {
    format: 'pino-http',
    line: {
      level: 50,
      time: MS,
      pid: 7,
      hostname: 'web-1',
      name: 'gateway',
      req: { id: 'req_1', method: 'POST', url: '/v1/apps?x=1', headers: { host: 'api' } },
      res: { statusCode: 409 },
      responseTime: 18.5,
      err: { type: 'AppError', message: 'slug taken', code: 'state_conflict' },
      msg: 'request errored',
    },
    expected: {
      time: TIME,
      level: 'error',
      service: 'gateway',
      method: 'POST',
      path: '/v1/apps?x=1',
      status: 409,
      duration_ms: 18.5,
      message: 'request errored',
      code: 'state_conflict',
      rest: {
        pid: 7,
        hostname: 'web-1',
        'req.id': 'req_1',
        'req.headers.host': 'api',
        'err.type': 'AppError',
        'err.message': 'slug taken',
      },
    },
  },
  {
    format: 'Fastify',
    line: {
      level: 30,
      time: MS,
      reqId: 'req_1',
      res: { statusCode: 200 },
      responseTime: 3,
      msg: 'request completed',
    },
    expected: {
      time: TIME,
      level: 'info',
      status: 200,
      duration_ms: 3,
      message: 'request completed',
      rest: { reqId: 'req_1' },
    },
  },
  {
    format: 'structlog',
    line: {
      event: 'token refused',
      level: 'warning',
      timestamp: '2026-11-22T10:00:00.123456Z',
      correlation_id: 'req_1',
      error: 'invalid_grant',
      tenant_id: 'acme',
      duration_ms: 4,
    },
    expected: {
      time: TIME,
      level: 'warn',
      duration_ms: 4,
      workspace: 'acme',
      message: 'token refused',
      code: 'invalid_grant',
      rest: { correlation_id: 'req_1' },
    },
  },
  {
    format: 'Caddy',
    line: {
      level: 'info',
      ts: MS / 1000,
      logger: 'http.log.access',
      msg: 'handled request',
      request: { method: 'GET', uri: '/x', host: 'api.example', headers: { 'X-Request-Id': ['req_1'] } },
      duration: 0.0182,
      status: 502,
    },
    expected: {
      time: TIME,
      level: 'info',
      method: 'GET',
      path: '/x',
      status: 502,
      duration_ms: 18.2,
      message: 'handled request',
      rest: {
        logger: 'http.log.access',
        'request.host': 'api.example',
        'request.headers.X-Request-Id': 'req_1',
      },
    },
  },
  {
    format: 'nginx JSON',
    line: {
      time_iso8601: '2026-11-22T12:00:00+02:00',
      request_id: 'req_1',
      request_method: 'GET',
      request_uri: '/x?y=1',
      status: '504',
      request_time: '60.001',
    },
    expected: {
      time: '2026-11-22T10:00:00.000Z',
      method: 'GET',
      path: '/x?y=1',
      status: 504,
      duration_ms: 60_001,
      rest: { request_id: 'req_1' },
    },
  },
  {
    format: 'nginx JSON with msec',
    line: { msec: '1795341600.123', request_id: 'req_1', status: 200 },
    expected: { time: TIME, status: 200, rest: { request_id: 'req_1' } },
  },
  {
    format: 'a route in one field, and the status under code beside it',
    line: { msec: '1795341600.123', request_id: 'req_1', route: 'GET /x', code: '502', took: '12ms' },
    expected: {
      ...{ time: TIME, method: 'GET', path: '/x', status: 502, duration_ms: 12 },
      rest: { request_id: 'req_1' },
    },
  },
  {
    format: 'pairs alone, one of which sums the request up',
    line: 'time=2026-11-22T10:00:00.123Z level=info svc=shop msg="POST /x 502 12ms" request_id=req_1',
    expected: {
      ...{ time: TIME, level: 'info', service: 'shop', method: 'POST', path: '/x', status: 502 },
      ...{ duration_ms: 12, message: 'POST /x 502 12ms', rest: { request_id: 'req_1' } },
    },
  },
  {
    format: 'a code that is no status, as no line of access has it',
    line: { msec: '1795341600.123', request_id: 'req_1', method: 'GET', code: '502' },
    expected: { time: TIME, method: 'GET', rest: { request_id: 'req_1', code: '502' } },
  },
  {
    format: 'Cloudflare Logpush, nanoseconds',
    line: `{"RayID":"req_1","EdgeStartTimestamp":${MS}456789,"ClientRequestMethod":"GET","ClientRequestURI":"/x","EdgeResponseStatus":522}`,
    expected: { time: TIME, method: 'GET', path: '/x', status: 522, rest: { RayID: 'req_1' } },
  },
  {
    format: 'Cloudflare Logpush, RFC 3339',
    line: { RayID: 'req_1', EdgeStartTimestamp: '2026-11-22T10:00:00Z', EdgeResponseStatus: 200 },
    expected: { time: '2026-11-22T10:00:00.000Z', status: 200, rest: { RayID: 'req_1' } },
  },
  {
    format: 'one OTLP log record',
    line: {
      timeUnixNano: `${MS}000001`,
      severityNumber: 17,
      body: { stringValue: 'upstream failed' },
      attributes: [
        { key: 'http.request.method', value: { stringValue: 'PUT' } },
        { key: 'http.response.status_code', value: { intValue: '503' } },
        { key: 'request_id', value: { stringValue: 'req_1' } },
      ],
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    },
    expected: {
      time: TIME,
      level: 'error',
      method: 'PUT',
      status: 503,
      message: 'upstream failed',
      rest: { request_id: 'req_1', traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
    },
  },
  {
    format: 'flat OpenTelemetry JSON',
    line: {
      Timestamp: TIME,
      SeverityText: 'ERROR',
      Body: 'boom',
      Attributes: { request_id: 'req_1', 'http.route': '/x', 'http.response.status_code': 500 },
      Resource: { 'service.name': 'billing' },
    },
    expected: {
      time: TIME,
      level: 'error',
      service: 'billing',
      path: '/x',
      status: 500,
      message: 'boom',
      rest: { 'Attributes.request_id': 'req_1' },
    },
  },
  {
    format: 'logfmt',
    line: 'time=2026-11-22T10:00:00.123Z level=error msg="cannot \\"save\\"" code=state_conflict status=409 workspace=acme request_id=req_1 duration=1m2.5s',
    expected: {
      time: TIME,
      level: 'error',
      status: 409,
      duration_ms: 62_500,
      workspace: 'acme',
      message: 'cannot "save"',
      code: 'state_conflict',
      rest: { request_id: 'req_1' },
    },
  },
  {
    format: 'Heroku router, from heroku logs',
    line: '2026-11-22T10:00:00.123456+00:00 heroku[router]: at=info method=GET path="/x" host=a.example request_id=req_1 dyno=web.1 connect=0ms service=18ms status=200 bytes=5',
    expected: {
      time: TIME,
      level: 'info',
      service: 'heroku',
      method: 'GET',
      path: '/x',
      status: 200,
      duration_ms: 18,
      rest: {
        host: 'a.example',
        request_id: 'req_1',
        dyno: 'web.1',
        connect: '0ms',
        bytes: '5',
        procid: 'router',
      },
    },
  },
  {
    format: 'Heroku router, from a syslog drain',
    line: '<158>1 2026-11-22T10:00:00.123456+00:00 host heroku router - at=info method=GET path="/x" request_id=req_1 service=18ms status=200',
    expected: {
      time: TIME,
      level: 'info',
      service: 'heroku',
      method: 'GET',
      path: '/x',
      status: 200,
      duration_ms: 18,
      rest: { request_id: 'req_1', host: 'host', procid: 'router' },
    },
  },
  {
    format: 'text with time and level',
    line: '2026-11-22 10:00:00,123 ERROR req_1 failed: disk full',
    expected: {
      time: TIME,
      level: 'error',
      message: 'req_1 failed: disk full',
      rest: { time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'Python logging',
    line: '2026-11-22 10:00:00,123 - api.views - WARNING - req_1 is slow',
    expected: {
      time: TIME,
      level: 'warn',
      service: 'api.views',
      message: 'req_1 is slow',
      rest: { time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'nginx error log',
    line: '2026/11/22 10:00:00 [error] 12#0: *1 upstream timed out, request_id: req_1',
    expected: {
      time: '2026-11-22T10:00:00.000Z',
      level: 'error',
      message: 'upstream timed out, request_id: req_1',
      rest: { pid: '12', tid: '0', connection: '1', time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'a date and a time in two fields',
    line: { date: '2026-09-21', time: '14:13:20+02:00', request_id: 'req_1' },
    expected: { time: '2026-09-21T12:13:20.000Z', rest: { request_id: 'req_1' } },
  },
  {
    format: 'a zone that is not known for sure',
    line: '2026-09-21 14:13:20 CST [7] ERROR: req_1 failed',
    expected: {
      time: null,
      level: 'error',
      message: 'req_1 failed',
      rest: { written_time: '2026-09-21 14:13:20 CST', pid: '7' },
    },
  },
  {
    format: 'such a zone in a field',
    line: { time: '2026-09-21 14:13:20 CST', id: 'req_1' },
    expected: { time: null, rest: { time: '2026-09-21 14:13:20 CST', id: 'req_1' } },
  },
  {
    format: 'Apache error log',
    line: '[Mon Sep 21 14:13:20.123456 2026] [core:error] [pid 1] req_1 failed',
    expected: {
      time: '2026-09-21T14:13:20.123Z',
      level: 'error',
      service: 'core',
      message: 'req_1 failed',
      rest: { pid: '1', time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'colors in text',
    line: '2026-11-22T10:00:00.123Z \x1b[31mERROR\x1b[0m \x1b[36mrequest_id\x1b[0m=\x1b[35mreq_1\x1b[0m',
    expected: { time: TIME, level: 'error', rest: { request_id: 'req_1' } },
  },
  {
    format: 'colors in a docker line',
    line: {
      log: '\x1b[31mWARN\x1b[0m slow \x1b[36mrequest_id\x1b[0m=\x1b[35mreq_1\x1b[0m\n',
      stream: 'stderr',
    },
    expected: { time: null, level: 'warn', message: 'slow', rest: { request_id: 'req_1', stream: 'stderr' } },
  },
  {
    format: 'Google Cloud',
    line: {
      severity: 'ERROR',
      httpRequest: { requestMethod: 'GET', requestUrl: '/a', status: 502 },
      request_id: 'req_1',
    },
    expected: {
      time: null,
      level: 'error',
      method: 'GET',
      path: '/a',
      status: 502,
      rest: { request_id: 'req_1' },
    },
  },
  {
    format: 'a request line in JSON, and a status with its reason',
    line: { request: 'GET /a?b=1 HTTP/1.1', status: '409 Conflict', request_id: 'req_1' },
    expected: {
      time: null,
      method: 'GET',
      path: '/a?b=1',
      status: 409,
      rest: { request_id: 'req_1', proto: 'HTTP/1.1' },
    },
  },
  {
    format: 'AWS Application Load Balancer',
    line: 'https 2026-11-22T10:00:00.123456Z app/lb/50dc 1.2.3.4:2817 10.0.0.1:80 0.086 0.048 0.037 409 409 0 57 "POST https://a.example:443/x HTTP/1.1" "curl/8" - - arn:x "Root=req_1" "-"',
    expected: {
      time: TIME,
      method: 'POST',
      path: 'https://a.example:443/x',
      status: 409,
      duration_ms: 171,
      rest: {
        elb: 'app/lb/50dc',
        client: '1.2.3.4:2817',
        target_addr: '10.0.0.1:80',
        target_status: '409',
        user_agent: 'curl/8',
        trace_id: 'Root=req_1',
        type: 'https',
        target_group: 'arn:x',
        request_processing_s: '0.086',
        target_processing_s: '0.048',
        response_processing_s: '0.037',
        received_bytes: '0',
        sent_bytes: '57',
        proto: 'HTTP/1.1',
        extra: '"-"',
      },
    },
  },
  {
    format: "lograge behind Ruby's Logger",
    line: 'E, [2026-11-22T10:00:00.123456 #1] ERROR -- api: method=GET path=/x status=409 duration=18.5ms request_id=req_1',
    expected: {
      time: TIME,
      level: 'error',
      service: 'api',
      method: 'GET',
      path: '/x',
      status: 409,
      duration_ms: 18.5,
      rest: { request_id: 'req_1', pid: '1', time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'Monolog',
    line: { message: 'x', level: 400, level_name: 'ERROR', context: { request_id: 'req_1' } },
    expected: {
      time: null,
      level: 'error',
      message: 'x',
      rest: { level: 400, 'context.request_id': 'req_1' },
    },
  },
  ...(
    [
      ['Monolog by number', { level: 250 }, 'notice'],
      ['slog', { level: 'WARN+2' }, 'warn'],
      ['OTLP by name', { severityText: 'SEVERITY_NUMBER_ERROR' }, 'error'],
    ] as const
  ).map(([format, fields, level]) => ({
    format: `the level of ${format}`,
    line: { ...fields, id: 'req_1' },
    expected: { time: null, level, rest: { id: 'req_1' } },
  })),
  {
    format: 'GELF',
    line: { version: '1.1', short_message: 'x', level: 3, _request_id: 'req_1' },
    expected: { time: null, level: 'error', message: 'x', rest: { version: '1.1', _request_id: 'req_1' } },
  },
  {
    format: 'journald',
    line: {
      __REALTIME_TIMESTAMP: '1795341600123000',
      PRIORITY: '4',
      SYSLOG_IDENTIFIER: 'api',
      MESSAGE: 'req_1 x',
    },
    expected: { time: TIME, level: 'warn', service: 'api', message: 'req_1 x' },
  },
  {
    format: "structlog's console",
    line: '2026-11-22T10:00:00.123Z [error    ] request_failed                 [app.api] request_id=req_1 status=409',
    expected: {
      time: TIME,
      level: 'error',
      service: 'app.api',
      status: 409,
      message: 'request_failed',
      rest: { request_id: 'req_1' },
    },
  },
  {
    format: 'structlog in JSON with its logger',
    line: { event: 'x', logger: 'app.api', request_id: 'req_1' },
    expected: { time: null, service: 'app.api', message: 'x', rest: { request_id: 'req_1' } },
  },
  {
    format: 'uvicorn',
    line: 'INFO:     10.0.0.1:5 - "POST /x?id=req_1 HTTP/1.1" 409 Conflict',
    expected: {
      time: null,
      level: 'info',
      method: 'POST',
      path: '/x?id=req_1',
      status: 409,
      message: 'Conflict',
      rest: { client: '10.0.0.1:5', proto: 'HTTP/1.1' },
    },
  },
  {
    format: 'Envoy',
    line: '[2026-11-22T10:00:00.123Z] "POST /x HTTP/2" 503 UF 0 91 18 - "-" "curl" "req_1"',
    expected: {
      time: TIME,
      method: 'POST',
      path: '/x',
      status: 503,
      message: '"POST /x HTTP/2" 503 UF 0 91 18 - "-" "curl" "req_1"',
    },
  },
  {
    format: 'morgan',
    line: 'GET /x/req_1 409 18.5 ms - 12',
    expected: {
      time: null,
      method: 'GET',
      path: '/x/req_1',
      status: 409,
      duration_ms: 18.5,
      rest: { bytes: '12' },
    },
  },
  {
    format: 'gin',
    line: '[GIN] 2026/11/22 - 10:00:00 | 409 |     18.5ms |  10.0.0.1 | POST     "/x?id=req_1"',
    expected: {
      time: '2026-11-22T10:00:00.000Z',
      method: 'POST',
      path: '/x?id=req_1',
      status: 409,
      duration_ms: 18.5,
      rest: { remote_addr: '10.0.0.1', time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'Spring Boot',
    line: '2026-11-22 10:00:00.123 ERROR 1 --- [nio-8080-exec-1] c.e.api.AppService      : req_1 failed with slug_taken (409)',
    expected: {
      time: TIME,
      level: 'error',
      service: 'c.e.api.AppService',
      message: 'req_1 failed with slug_taken (409)',
      rest: { pid: '1', thread: 'nio-8080-exec-1', time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'a message in quotes that holds a pair, and pairs behind it',
    line: '2026-11-22T10:00:00.123Z WARN "guard: body lacks confirmed=true" request_id=req_1 apps=24',
    expected: {
      time: TIME,
      level: 'warn',
      message: 'guard: body lacks confirmed=true',
      rest: { request_id: 'req_1', apps: '24' },
    },
  },
  {
    format: 'a plain line about a failure',
    line: '2026-11-22T10:00:00.123Z ERROR req_1 failed with slug_taken (409)',
    expected: { time: TIME, level: 'error', message: 'req_1 failed with slug_taken (409)' },
  },
  {
    format: 'an empty list',
    line: { request_id: 'req_1', attributes: [] },
    expected: { time: null, rest: { request_id: 'req_1' } },
  },
  {
    format: 'text with pairs at its end',
    line: '2026-11-22T10:00:00.123Z WARN cannot save request_id=req_1 code=state_conflict',
    expected: {
      time: TIME,
      level: 'warn',
      message: 'cannot save',
      code: 'state_conflict',
      rest: { request_id: 'req_1' },
    },
  },
  {
    format: 'text with pairs in its middle',
    line: 'saw status=409 for req_1 twice',
    expected: { time: null, status: 409, message: 'saw status=409 for req_1 twice' },
  },
  {
    format: 'text that begins with a word that may be a level',
    line: 'alert sent for req_1',
    expected: { time: null, message: 'alert sent for req_1' },
  },
  {
    format: 'text without anything',
    line: 'something about req_1 happened',
    expected: { time: null, message: 'something about req_1 happened' },
  },
  {
    format: 'common log format',
    line: '10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET /x?id=req_1 HTTP/1.1" 502 157',
    expected: {
      time: '2026-11-22T10:00:00.000Z',
      method: 'GET',
      path: '/x?id=req_1',
      status: 502,
      rest: { remote_addr: '10.0.0.1', bytes: '157', proto: 'HTTP/1.1' },
    },
  },
  {
    format: 'combined log format with the id behind',
    line: '10.0.0.1 - bob [22/Nov/2026:12:00:00 +0200] "GET /x HTTP/1.1" 200 1 "-" "curl/8 \\"x\\"" req_1 0.004',
    expected: {
      time: '2026-11-22T10:00:00.000Z',
      method: 'GET',
      path: '/x',
      status: 200,
      rest: {
        remote_addr: '10.0.0.1',
        remote_user: 'bob',
        bytes: '1',
        user_agent: 'curl/8 \\"x\\"',
        extra: 'req_1 0.004',
        proto: 'HTTP/1.1',
      },
    },
  },
  {
    format: 'Kubernetes CRI',
    line: `2026-11-22T10:00:01.5Z stdout F {"level":"info","ts":"${TIME}","msg":"hello","request_id":"req_1"}`,
    expected: {
      time: TIME,
      level: 'info',
      message: 'hello',
      rest: { request_id: 'req_1', stream: 'stdout' },
    },
  },
  {
    format: 'Kubernetes CRI round text',
    line: '2026-11-22T10:00:00.123456789Z stderr F panic: nil in req_1',
    expected: { time: TIME, level: 'fatal', message: 'nil in req_1', rest: { stream: 'stderr' } },
  },
  {
    format: 'Docker json-file round JSON',
    line: {
      log: `${JSON.stringify({ level: 40, msg: 'slow', reqId: 'req_1' })}\n`,
      stream: 'stdout',
      time: '2026-11-22T10:00:00.123456789Z',
    },
    expected: { time: TIME, level: 'warn', message: 'slow', rest: { reqId: 'req_1', stream: 'stdout' } },
  },
  {
    format: 'Docker json-file round logfmt',
    line: { log: 'level=warn msg=slow request_id=req_1\n', stream: 'stdout', time: TIME },
    expected: { time: TIME, level: 'warn', message: 'slow', rest: { request_id: 'req_1', stream: 'stdout' } },
  },
  {
    format: 'BSD syslog, which has no year',
    line: '<11>Nov 22 10:00:00 web-1 app[42]: {"request_id":"req_1","msg":"hello"}',
    expected: {
      time: null,
      level: 'error',
      service: 'app',
      message: 'hello',
      rest: { request_id: 'req_1', written_time: 'Nov 22 10:00:00', host: 'web-1', procid: '42' },
    },
  },
  {
    format: 'JSON behind text',
    line: '2026-11-22T10:00:00.123Z ERROR upstream answered 409 {"error":{"code":"state_conflict","message":"busy","request_id":"req_1"}}',
    expected: {
      time: TIME,
      level: 'error',
      message: 'upstream answered 409',
      code: 'state_conflict',
      rest: { 'error.message': 'busy', 'error.request_id': 'req_1' },
    },
  },
  {
    format: 'maps as Go prints them',
    line: 'time=2026-11-22T10:00:00.123Z level=error msg=no luck error=map[reason:The body is empty. status_code:400] http_request=map[headers:map[accept:*/*] method:POST path:/x query:] trace_id=req_1',
    expected: {
      ...{ time: TIME, level: 'error', method: 'POST', path: '/x', status: 400, message: 'no luck' },
      rest: {
        error: 'map[reason:The body is empty. status_code:400]',
        http_request: 'map[headers:map[accept:*/*] method:POST path:/x query:]',
        trace_id: 'req_1',
      },
    },
  },
  {
    format: 'an offset before a colon',
    line: '2026-11-22T12:00:00.123+0200: [Worker] Job Pay (id=req_1) FAILED',
    expected: { time: TIME, message: '[Worker] Job Pay (id=req_1) FAILED' },
  },
  {
    format: 'a prefix and a pair before the time',
    line: 'asynq: pid=41 2026/11/22 10:00:00.123456 WARN: Retry exhausted for task id=req_1',
    expected: {
      ...{ time: TIME, level: 'warn', message: 'asynq: pid=41 Retry exhausted for task id=req_1' },
      rest: { time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'cells in a row',
    line: '2026-11-22T10:00:00.123Z|req_1|203.0.113.9|POST|/x|502|0.412',
    expected: {
      ...{ time: TIME, method: 'POST', path: '/x', status: 502 },
      message: 'req_1|203.0.113.9|POST|/x|502|0.412',
    },
  },
  {
    format: 'a status and a request behind an arrow',
    line: '[2026-11-22T10:00:00.123Z] INFO  web-1/API: <= 404 POST /x?id=req_1 [+12.5 ms]',
    expected: {
      ...{ time: TIME, level: 'info', method: 'POST', path: '/x?id=req_1', status: 404, duration_ms: 12.5 },
      message: 'web-1/API: <= 404 POST /x?id=req_1 [+12.5 ms]',
    },
  },
  {
    format: 'a request that failed, named in prose',
    line: '2026-11-22 10:00:00.123 [error] (http|req_1) Request POST /x failed: timeout',
    expected: {
      ...{ time: TIME, level: 'error', method: 'POST', path: '/x' },
      message: '(http|req_1) Request POST /x failed: timeout',
      rest: { time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'a resource beside a method and a status',
    line: { time: TIME, http_method: 'POST', resource: '/x', http_status: 500, request_id: 'req_1' },
    expected: { time: TIME, method: 'POST', path: '/x', status: 500, rest: { request_id: 'req_1' } },
  },
  {
    format: 'a short object within a sentence',
    line: '2026-11-22 10:00:00.123 ERROR job {"id":"req_1","kind":"pay"} failed: card declined',
    expected: {
      ...{ time: TIME, level: 'error', message: 'job {"id":"req_1","kind":"pay"} failed: card declined' },
      rest: { time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'a request to another service, named in prose',
    line: '2026-11-22 10:00:00.123 [error] (http|req_1) Stock request POST /x failed: timeout',
    expected: {
      ...{ time: TIME, level: 'error', message: '(http|req_1) Stock request POST /x failed: timeout' },
      rest: { time_zone: 'not given, read as UTC' },
    },
  },
  {
    format: 'an error body as a JSON string',
    line: {
      msg: 'answered',
      body: '{"error":{"code":"state_conflict","message":"busy","request_id":"req_1"}}',
    },
    expected: {
      time: null,
      message: 'answered',
      code: 'state_conflict',
      rest: { body: '{"error":{"code":"state_conflict","message":"busy","request_id":"req_1"}}' },
    },
  },
  {
    format: 'an error body nested in the line',
    line: { msg: 'answered', response: { body: { error: { code: 'state_conflict' } } }, id: 'req_1' },
    expected: { time: null, message: 'answered', code: 'state_conflict', rest: { id: 'req_1' } },
  },
  {
    format: 'an OAuth error body',
    line: { id: 'req_1', payload: '{"error":"invalid_grant","error_description":"expired"}' },
    expected: {
      time: null,
      message: 'expired',
      code: 'invalid_grant',
      rest: { id: 'req_1', payload: '{"error":"invalid_grant","error_description":"expired"}' },
    },
  },
  {
    format: 'an error that is a sentence',
    line: { id: 'req_1', error: 'connection refused by peer' },
    expected: { time: null, message: 'connection refused by peer', rest: { id: 'req_1' } },
  },
  {
    format: 'a duration without a unit',
    line: { id: 'req_1', msg: 'x', duration: 18, latency: '5', took: '5 parsecs' },
    expected: {
      time: null,
      message: 'x',
      rest: { id: 'req_1', duration: 18, latency: '5', took: '5 parsecs' },
    },
  },
  {
    format: 'a line behind NULs, as copytruncate leaves them',
    line: '\0\0\0{"msg":"x","id":"req_1"}',
    expected: { time: null, message: 'x', rest: { id: 'req_1' } },
  },
  {
    format: 'integers beyond 2^53',
    line: '{"request_id":"req_1","order":12345678901234567890}',
    expected: { time: null, rest: { request_id: 'req_1', order: '12345678901234567890' } },
  },
  {
    format: '__proto__ as a key',
    line: '{"__proto__":"x","a":{"__proto__":{"admin":true}},"id":"req_1"}',
    expected: { time: null, rest: { '(__proto__)': 'x', 'a.__proto__.admin': true, id: 'req_1' } },
  },
  {
    format: 'the same name twice',
    line: '{"a.b":1,"a":{"b":2},"id":"req_1"}',
    expected: { time: null, rest: { 'a.b': 1, 'a.b (2)': 2, id: 'req_1' } },
  },
  {
    format: 'malformed JSON',
    line: '{"id":"req_1","a":',
    expected: { time: null, message: '{"id":"req_1","a":' },
  },
  {
    format: 'a level that is no severity',
    line: { id: 'req_1', level: 'Metadata' },
    expected: { time: null, rest: { id: 'req_1', level: 'Metadata' } },
  },
  {
    format: 'an OAuth authorization code, which is no error code',
    line: { id: 'req_1', code: 'SplxlOBeZQQYbYS6WxSbIA' },
    expected: { time: null, rest: { id: 'req_1', code: 'SplxlOBeZQQYbYS6WxSbIA' } },
  },
];

describe('parseLine', () => {
  test.each(cases)('reads $format', ({ line, expected }) => {
    expect(read(line)).toEqual([expected]);
  });

  test('reads only the records of an OTLP export that carry the id', () => {
    const record = (id: string, nanos: string) => ({
      timeUnixNano: `${MS}${nanos}`,
      severityText: 'WARN',
      body: { stringValue: `about ${id}` },
      attributes: [{ key: 'request_id', value: { stringValue: id } }],
    });
    const line = {
      resourceLogs: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'idp' } }] },
          scopeLogs: [
            { scope: { name: 'lib' }, logRecords: [record('req_2', '000001'), record('req_1', '000002')] },
            { logRecords: [record('req_1', '000003'), null, 7] },
          ],
        },
        { scopeLogs: 'broken' },
      ],
    };
    const expected = { time: TIME, level: 'warn', service: 'idp', message: 'about req_1' };
    expect(read(line)).toEqual([
      { ...expected, rest: { request_id: 'req_1', 'scope.name': 'lib' } },
      { ...expected, rest: { request_id: 'req_1' } },
    ]);
  });

  test.each([
    ['another id that begins with it', { id: 'req_12' }],
    ['an id that an escape makes longer', '{"id":"req_1\\u0061"}'],
    ['a blank line', '   '],
  ])('returns nothing for %s', (_, line) => {
    expect(read(line)).toEqual([]);
  });

  test.each([
    ['behind an escaped line feed', '{"msg":"a\\nreq_1 b"}', 'req_1'],
    ['with an escaped slash', '{"id":"abc\\/de"}', 'abc/de'],
    ['as a number', '{"id":1234567}', '1234567'],
    ['as a number beyond 2^53', '{"id":12345678901234567890}', '12345678901234567890'],
    ['as a key', '{"requests":{"req_1":"ok"}}', 'req_1'],
    [
      'in a traceparent',
      '{"tp":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}',
      '00f067aa0ba902b7',
    ],
    ['before a colo', '{"cf-ray":"8f3b2c1d4e5f6a7b-AMS"}', '8f3b2c1d4e5f6a7b'],
    ['deeper than fields are split', `${'{"a":'.repeat(40)}"req_1"${'}'.repeat(40)}`, 'req_1'],
    ['deeper than can be printed', `${'{"a":'.repeat(90_000)}"req_1"${'}'.repeat(90_000)}`, 'req_1'],
  ])('finds an id %s', (_, line, id) => {
    expect(read(line, id)).toHaveLength(1);
  });

  test('keeps every field, however many there are and whatever names come again', () => {
    const many = Object.fromEntries(Array.from({ length: 1_300 }, (_, index) => [`f${index}`, index]));
    const [line] = read({ id: 'req_1', ...many });
    expect(Object.keys(line?.rest ?? {})).toHaveLength(1_301);
    const [pairs] = parseLine(`done ${'a=1 '.repeat(50_000)}`, { source: '' });
    expect(Object.keys(pairs?.line.rest ?? {})).toHaveLength(50_000);
  });
});

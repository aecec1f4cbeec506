import type { Format } from '../format.ts';

/** Elixir, Erlang, Rust, Swift, Android and pipelines. */
export const OTHERS: readonly Format[] = [
  {
    name: 'Elixir and Phoenix',
    docs: 'https://hexdocs.pm/logger/Logger.Formatter.html',
    layouts: [
      '{clock} request_id={request_id:word} [{level}] {message}',
      '{clock} [{level}] {message}',
      '{time} request_id={request_id:word} [{level}] {message}',
    ],
    samples: [
      {
        line: '10:11:12.345 request_id=F1a2b3c4d5e6f708 [info] Sent 500 in 34ms',
        reads: {
          time: null,
          level: 'info',
          status: 500,
          duration_ms: 34,
          message: 'Sent 500 in 34ms',
          rest: { request_id: 'F1a2b3c4d5e6f708' },
        },
      },
      {
        line: '10:11:12.345 request_id=F1a2b3c4d5e6f708 [info] GET /orders',
        reads: { level: 'info', method: 'GET', path: '/orders' },
      },
      {
        line: '2026-03-04 10:11:12.345 [error] GenServer Shop.Orders terminating',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'GenServer Shop.Orders terminating',
        },
      },
    ],
  },
  {
    name: 'Erlang/OTP logger',
    docs: 'https://www.erlang.org/doc/apps/kernel/logger_formatter.html',
    layouts: ['={level} REPORT==== {time} ===(( {message}))', '{time} {level}: {message}'],
    levels: {
      DEBUG: 'debug',
      INFO: 'info',
      NOTICE: 'notice',
      WARNING: 'warn',
      ERROR: 'error',
      CRITICAL: 'fatal',
      CRASH: 'error',
      PROGRESS: 'info',
      SUPERVISOR: 'error',
    },
    samples: [
      {
        line: '=ERROR REPORT==== 4-Mar-2026::10:11:12.345678 ===',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error' },
      },
    ],
  },
  {
    name: 'tracing (Rust)',
    docs: 'https://docs.rs/tracing-subscriber/latest/tracing_subscriber/fmt/',
    layouts: [
      '{time} {level} {span:spans}: {service:rust}: {message}',
      '{time} {level} {service:rust}: {message}',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12.345678Z ERROR request{method=GET uri=/orders request_id=req_1}: shop::orders: order failed error="stock is gone" latency=34 ms status=500',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop::orders',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34,
        },
      },
      {
        line: '2026-03-04T10:11:12.345678Z  WARN shop::orders: order failed order_id=7',
        reads: { level: 'warn', service: 'shop::orders', message: 'order failed', rest: { order_id: '7' } },
      },
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345678Z","level":"ERROR","fields":{"message":"order failed","status":500},"target":"shop::orders","span":{"method":"GET","uri":"/orders","name":"request"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop::orders',
          method: 'GET',
          path: '/orders',
          status: 500,
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'tower-http (Rust), as JSON',
    docs: 'https://docs.rs/tower-http/latest/tower_http/trace/',
    has: ['classification', 'target', 'level'],
    terms: { status: 'classification' },
    samples: [
      {
        line: '{"timestamp":"2026-03-04T10:11:12.345678Z","level":"ERROR","fields":{"message":"response failed","classification":"Status code: 503 Service Unavailable","latency":"34 ms"},"target":"tower_http::trace::on_failure","span":{"method":"GET","uri":"/orders","name":"request"}}',
        reads: { method: 'GET', path: '/orders', status: 503, duration_ms: 34, message: 'response failed' },
      },
    ],
  },
  {
    name: 'env_logger and actix-web',
    docs: 'https://docs.rs/env_logger/latest/env_logger/',
    layouts: [
      '[{time} {level} actix_web::middleware::logger] {remote_addr:ip} "{request}" {status} {bytes} "{referer}" "{user_agent}" {duration_s}',
      '[{time} {level} {service:name}] {message}',
      '{time} {level} [{service:rust}] {message}',
    ],
    samples: [
      {
        line: '[2026-03-04T10:11:12Z ERROR shop::orders] order failed',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'shop::orders',
          message: 'order failed',
        },
      },
      {
        line: '[2026-03-04T10:11:12Z INFO  actix_web::middleware::logger] 203.0.113.9 "GET /orders HTTP/1.1" 500 12 "-" "curl/8" 0.034500',
        reads: { level: 'info', method: 'GET', path: '/orders', status: 500, duration_ms: 34.5 },
      },
    ],
  },
  {
    name: 'fern',
    docs: 'https://docs.rs/fern/latest/fern/',
    layouts: ['[{time}][{service:name}][{level}] {message}', '[{time}][{level}][{service:name}] {message}'],
    samples: [
      {
        line: '[2026-03-04][10:11:12][shop::orders][ERROR] order failed',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'shop::orders',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'Vapor (Swift)',
    docs: 'https://docs.vapor.codes/basics/logging/',
    layouts: ['[ {level} ] {message}'],
    samples: [
      {
        line: '[ ERROR ] stock is gone [request-id: 8F5C6A10-7777-4AAA-9BBB-C0C0C0C0C0C1] (App/routes.swift:12)',
        reads: { level: 'error' },
      },
    ],
  },
  {
    name: 'swift-log (Vapor)',
    docs: 'https://github.com/apple/swift-log',
    layouts: ['{time} {level} {service:name} : {message}'],
    levels: {
      trace: 'trace',
      debug: 'debug',
      info: 'info',
      notice: 'notice',
      warning: 'warn',
      error: 'error',
      critical: 'fatal',
    },
    samples: [
      {
        line: '2026-03-04T10:11:12+0000 error codes.vapor.application : request-id=8F5C6A10-7777-4AAA-9BBB-C0C0C0C0C0C1 [Vapor] POST /orders',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'codes.vapor.application',
          method: 'POST',
          path: '/orders',
        },
      },
    ],
  },
  {
    name: 'MinIO audit log',
    docs: 'https://min.io/docs/minio/linux/operations/monitoring/minio-logging.html',
    has: ['deploymentid', 'api.statuscode'],
    terms: { status: 'api.statuscode', path: 'requestpath' },
    units: { 'api.timetoresponse': 'ns' },
    samples: [
      {
        line: '{"version":"1","deploymentid":"d1","time":"2026-03-04T10:11:12.345678Z","api":{"name":"PutObject","status":"Service Unavailable","statusCode":503,"timeToResponse":"34500000ns"},"requestID":"17A1B2C3D4E5F607","requestPath":"/orders/7.json"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          path: '/orders/7.json',
          status: 503,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'Mojolicious',
    docs: 'https://docs.mojolicious.org/Mojo/Log',
    layouts: ['[{time}] [{pid}] [{level}] [{request_id:word}] {message}'],
    levels: { trace: 'trace', debug: 'debug', info: 'info', warn: 'warn', error: 'error', fatal: 'fatal' },
    samples: [
      {
        line: '[2026-03-04 10:11:12.34567] [41] [trace] [Fk3dQ1aZ] POST "/orders"',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'trace',
          method: 'POST',
          path: '/orders',
          rest: { request_id: 'Fk3dQ1aZ' },
        },
      },
      {
        line: '[2026-03-04 10:11:12.34567] [41] [trace] [Fk3dQ1aZ] 500 Internal Server Error (0.0345s, 28.986/s)',
        reads: { status: 500, duration_ms: 34.5 },
      },
    ],
  },
  {
    name: 'Android logcat',
    docs: 'https://developer.android.com/tools/logcat',
    layouts: [
      '{time:m-d H:M:S} {pid} {tid} {level} {service:name}: {message}',
      '{time:m-d H:M:S} {pid} {tid} {level} {service:name} : {message}',
    ],
    levels: { V: 'verbose', D: 'debug', I: 'info', W: 'warn', E: 'error', F: 'fatal' },
    samples: [
      {
        line: '03-04 10:11:12.345  4141  4242 E ShopOrders: order failed',
        modified: '2026-03-04T12:00:00Z',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'ShopOrders',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'Apple unified log (log show)',
    docs: 'https://developer.apple.com/documentation/os/viewing-log-messages',
    layouts: ['{time} {thread:word} {level} {activity:word} {pid} {ttl:digits} {service}: {message}'],
    levels: { Default: 'info', Info: 'info', Debug: 'debug', Error: 'error', Fault: 'fatal' },
    samples: [
      {
        line: '2026-03-04 10:11:12.345678+0000 0x1a2b     Error       0x0                  41     0    Shop: (CFNetwork) [com.example.shop:net] order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop',
          message: '(CFNetwork) [com.example.shop:net] order failed',
        },
      },
    ],
  },
  {
    name: 'GitHub Actions and Azure Pipelines',
    docs: 'https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands',
    layouts: [
      '{time} ##[{level:error|warning|debug|command|section|group|endgroup|notice}]{message}',
      '##[{level:error|warning|debug|notice}]{message}',
    ],
    levels: {
      error: 'error',
      warning: 'warn',
      debug: 'debug',
      command: 'info',
      section: 'info',
      group: 'info',
      endgroup: 'info',
      notice: 'notice',
    },
    samples: [
      {
        line: '2026-03-04T10:11:12.3456789Z ##[error]Process completed with exit code 1.',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'Process completed with exit code 1.',
        },
      },
    ],
  },
  {
    name: 'levels as letters',
    docs: 'https://docs.ruby-lang.org/en/master/Logger/Formatter.html',
    layouts: [
      '[{level}] {time} {message}',
      '[{level} {time}] {message}',
      '{level} {time} {message}',
      '{time} {level}/{service:name}: {message}',
      '{time} [{level}] {message}',
    ],
    levels: {
      T: 'trace',
      V: 'verbose',
      D: 'debug',
      I: 'info',
      N: 'notice',
      W: 'warn',
      E: 'error',
      F: 'fatal',
      C: 'fatal',
    },
    samples: [
      {
        line: '[E] 2026-03-04 10:11:12 order failed',
        reads: { time: '2026-03-04T10:11:12.000Z', level: 'error', message: 'order failed' },
      },
      {
        line: '2026-03-04 10:11:12.345 E/Shop: order failed',
        reads: { level: 'error', service: 'Shop', message: 'order failed' },
      },
    ],
  },
  {
    name: 'Jenkins',
    docs: 'https://www.jenkins.io/doc/book/system-administration/viewing-logs/',
    layouts: ['{time} [id={thread_id:digits}] {level} {service}: {message}'],
    samples: [
      {
        line: '2026-03-04 10:11:12.345+0000 [id=41]\tSEVERE\thudson.util.BootFailure#publish: Failed to initialize Jenkins',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'hudson.util.BootFailure#publish',
          message: 'Failed to initialize Jenkins',
        },
      },
    ],
  },
  {
    name: 'timbre (Clojure)',
    docs: 'https://github.com/taoensso/timbre',
    layouts: ['{time} {host} {level} [{service:name}:{source_line:digits}] - {message}'],
    samples: [
      {
        line: '2026-03-04T10:11:12.345Z web-1 ERROR [shop.orders:42] - order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop.orders',
          message: 'order failed',
        },
      },
    ],
  },
];

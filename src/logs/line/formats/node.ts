import type { Format } from '../format.ts';

/** Node.js. */
export const NODE: readonly Format[] = [
  {
    name: 'pino and Fastify',
    docs: 'https://github.com/pinojs/pino/blob/main/docs/api.md',
    samples: [
      {
        line: '{"level":50,"time":1772619072345,"pid":41,"hostname":"web-1","reqId":"req-1","req":{"method":"GET","url":"/orders"},"res":{"statusCode":500},"err":{"type":"Error","message":"stock is gone","stack":"Error: stock is gone\\n    at x"},"responseTime":34.5,"msg":"request errored"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
          message: 'request errored',
          rest: { 'err.message': 'stock is gone' },
        },
      },
    ],
  },
  {
    name: 'bunyan, as its CLI shows it',
    docs: 'https://github.com/trentm/node-bunyan#cli-usage',
    layouts: [
      '[{time}] {level}: {service:word}/{pid} on {host:word}: {message}',
      '[{time}] {level}: {service:word}/{component:word}/{pid} on {host:word}: {message}',
    ],
    samples: [
      {
        line: '[2026-03-04T10:11:12.345Z] ERROR: shop/41 on web-1: order failed (req_id=req_1)',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          message: 'order failed (req_id=req_1)',
        },
      },
    ],
  },
  {
    name: 'pino-pretty',
    docs: 'https://github.com/pinojs/pino-pretty',
    layouts: [
      '[{time}] {level} ({service:word}/{pid} on {host}): {message}',
      '[{time}] {level} ({service:word}/{pid}): {message}',
      '[{time}] {level} ({pid}(( on {host}))): {message}',
      '[{time}] {level}: {message}',
      '[{clock}] {level} ({pid}(( on {host}))): {message}',
      '[{clock}] {level}: {message}',
    ],
    samples: [
      {
        line: '[2026-03-04 11:11:12.345 +0100] ERROR (shop/41 on web-1): order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          message: 'order failed',
          rest: { pid: '41', host: 'web-1' },
        },
      },
      {
        line: '[10:11:12.345] ERROR (41): order failed',
        reads: { time: null, level: 'error', message: 'order failed' },
      },
    ],
  },
  {
    name: 'bunyan',
    docs: 'https://github.com/trentm/node-bunyan#core-fields',
    samples: [
      {
        line: '{"name":"shop","hostname":"web-1","pid":41,"level":50,"msg":"order failed","time":"2026-03-04T10:11:12.345Z","v":0,"req":{"method":"GET","url":"/orders"},"res":{"statusCode":500}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          method: 'GET',
          path: '/orders',
          status: 500,
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'winston JSON, and express-winston',
    docs: 'https://github.com/bithavoc/express-winston',
    samples: [
      {
        line: '{"level":"\\u001b[31merror\\u001b[39m","message":"order failed","timestamp":"2026-03-04T10:11:12.345Z","requestId":"x1"}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'order failed' },
      },
      {
        line: '{"level":"error","message":"HTTP GET /orders","meta":{"req":{"url":"/orders","method":"GET"},"res":{"statusCode":500},"responseTime":34},"timestamp":"2026-03-04T10:11:12.345Z"}',
        reads: {
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34,
          message: 'HTTP GET /orders',
        },
      },
    ],
  },
  {
    name: 'winston text',
    docs: 'https://github.com/winstonjs/logform',
    layouts: [
      '{time} [{level}]: {message}',
      '{time} [{service:name}] {level}: {message}',
      '{time} {level}: {message}',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12.345Z [error]: order failed',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'order failed' },
      },
      {
        line: '2026-03-04T10:11:12.345Z [shop] error: order failed',
        reads: { level: 'error', message: 'order failed', service: 'shop' },
      },
      {
        line: 'error: order failed {"requestId":"x1","status":500,"timestamp":"2026-03-04T10:11:12.345Z"}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', status: 500, message: 'order failed' },
      },
    ],
  },
  {
    name: 'log4js',
    docs: 'https://log4js-node.github.io/log4js-node/layouts.html',
    layouts: ['[{time}] [{level}] {service:name} - {message}'],
    samples: [
      {
        line: '[2026-03-04T10:11:12.345] [ERROR] default - order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'default',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'NestJS',
    docs: 'https://docs.nestjs.com/techniques/logger',
    layouts: [
      '[Nest] {pid} - {time} {level} [{service}] {message}',
      '[Nest] {pid} - {time} {level} {message}',
      '[Nest] {pid} - {time} [{service}] {message}',
    ],
    levels: { LOG: 'info', ERROR: 'error', WARN: 'warn', DEBUG: 'debug', VERBOSE: 'verbose', FATAL: 'fatal' },
    samples: [
      {
        line: '[Nest] 41  - 03/04/2026, 10:11:12 AM   ERROR [Orders] order failed',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'Orders',
          message: 'order failed',
        },
      },
      {
        line: '[Nest] 41  - 03/04/2026, 3:11:12 PM     LOG [RouterExplorer] Mapped {/orders, GET} route +2ms',
        reads: { time: '2026-03-04T15:11:12.000Z', level: 'info', service: 'RouterExplorer' },
      },
    ],
  },
  {
    name: 'morgan (tiny, dev, short)',
    docs: 'https://github.com/expressjs/morgan#predefined-formats',
    layouts: [
      '{remote_addr:ip} {remote_user} {method} {path:any} HTTP/{http_version:word} {status} {bytes} - {duration:took}',
      '{method} {path:path} {status} {bytes} - {duration:took}',
      '{method} {path:path} {status} {duration:took} - {bytes}',
    ],
    samples: [
      {
        line: 'GET /orders 500 34.5 ms - 12',
        reads: { method: 'GET', path: '/orders', status: 500, duration_ms: 34.5 },
      },
      {
        line: 'GET /orders 500 12 - 34.5 ms',
        reads: { method: 'GET', path: '/orders', status: 500, duration_ms: 34.5 },
      },
      {
        line: '203.0.113.9 - GET /orders HTTP/1.1 500 12 - 34.5 ms',
        reads: {
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
          rest: { remote_addr: '203.0.113.9' },
        },
      },
    ],
  },
  {
    name: 'Next.js and Koa',
    docs: 'https://nextjs.org/docs/app/api-reference/config/next-config-js/logging',
    samples: [
      {
        line: ' GET /orders 500 in 34ms',
        reads: { method: 'GET', path: '/orders', status: 500, duration_ms: 34 },
      },
      {
        line: '  --> GET /orders 500 34ms 12b',
        reads: { method: 'GET', path: '/orders', status: 500, duration_ms: 34 },
      },
    ],
  },
  {
    name: 'Strapi',
    docs: 'https://docs.strapi.io/cms/configurations/middlewares#logger',
    samples: [
      {
        line: '[2026-03-04 10:11:12.345] http: POST /api/orders (34 ms) 500',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'POST',
          path: '/api/orders',
          status: 500,
          duration_ms: 34,
        },
      },
    ],
  },
  {
    name: 'Ghost',
    docs: 'https://docs.ghost.org/config#logging',
    samples: [
      {
        line: '[2026-03-04 10:11:12] ERROR "POST /members/api/session/" 429 34ms',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          method: 'POST',
          path: '/members/api/session/',
          status: 429,
          duration_ms: 34,
        },
      },
    ],
  },
  {
    name: 'hapi (good-squeeze, good-console)',
    docs: 'https://github.com/hapijs/good-console',
    layouts: [
      '{time:yymmdd/HMS}, ({request_id}) [{tags}] {scheme:https|http}://{host:word}:{port:digits}: {method:get|post|put|patch|delete|head|options} {path} {query:braces} {status} ({duration})',
      '{time:yymmdd/HMS}, ({request_id}) [{tags}] {message}',
      '{time:yymmdd/HMS}, [{tags}] {message}',
    ],
    samples: [
      {
        line: '260304/101112.345, (1772619072345:web-1:41:k3:10004) [response] http://web-1:3000: post /orders {} 500 (34ms)',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'POST',
          path: '/orders',
          status: 500,
          duration_ms: 34,
          rest: { request_id: '1772619072345:web-1:41:k3:10004' },
        },
      },
    ],
  },
  {
    name: 'tslog',
    docs: 'https://tslog.js.org/',
    layouts: ['{time}\t{level}\t{caller:script}\t{message}'],
    samples: [
      {
        line: '2026-03-04 10:11:12.345\tERROR\t/src/orders.ts:12\torder failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'order failed',
          rest: { caller: '/src/orders.ts:12' },
        },
      },
    ],
  },
];

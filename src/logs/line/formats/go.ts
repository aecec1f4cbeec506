import type { Format } from '../format.ts';

/** Go. */
export const GO: readonly Format[] = [
  {
    name: 'log/slog',
    docs: 'https://pkg.go.dev/log/slog',
    has: ['time', 'level', 'msg'],
    units: {
      duration: 'ns if large',
      latency: 'ns if large',
      elapsed: 'ns if large',
      took: 'ns if large',
      'request.duration': 'ns if large',
      'response.duration': 'ns if large',
      'response.latency': 'ns if large',
    },
    samples: [
      {
        line: 'time=2026-03-04T10:11:12.345Z level=ERROR msg="order failed" request_id=req_1 status=500',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', status: 500, message: 'order failed' },
      },
      {
        line: '{"time":"2026-03-04T10:11:12.345678+01:00","level":"ERROR","msg":"order failed","request_id":"req_1","duration":34500000}',
        reads: { time: '2026-03-04T09:11:12.345Z', level: 'error', duration_ms: 34.5 },
      },
      {
        line: '{"time":"2026-03-04T10:11:12.345Z","level":"WARN","msg":"504: Gateway Timeout","request":{"id":"req_1","method":"GET","path":"/orders"},"response":{"latency":2500000000,"status":504}}',
        reads: { method: 'GET', path: '/orders', status: 504, duration_ms: 2500 },
      },
      {
        line: '2026/03/04 10:11:12 ERROR order failed request_id=req_1',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          message: 'order failed',
          rest: { request_id: 'req_1' },
        },
      },
    ],
  },
  {
    name: 'zap',
    docs: 'https://pkg.go.dev/go.uber.org/zap',
    has: ['level', 'ts', 'caller', 'msg'],
    units: {
      duration: 's if a fraction',
      latency: 's if a fraction',
      elapsed: 's if a fraction',
      took: 's if a fraction',
    },
    layouts: [
      '{time}\t{level}\t{service:name}\t{caller:source}\t{message}',
      '{time}\t{level}\t{service:name}\t{message}',
      '{time}\t{level}\t{caller:source}\t{message}',
      '{time}\t{level}\t{message}',
    ],
    samples: [
      {
        line: '{"level":"error","ts":1772619072.345,"caller":"orders/place.go:42","msg":"order failed","request_id":"req_1","latency":0.0345}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          duration_ms: 34.5,
          message: 'order failed',
        },
      },
      {
        line: '2026-03-04T10:11:12.345Z\tERROR\torders/place.go:42\torder failed\t{"request_id": "req_1", "status": 500}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          status: 500,
          message: 'order failed',
          rest: { caller: 'orders/place.go:42', request_id: 'req_1' },
        },
      },
    ],
  },
  {
    name: 'hlog (zerolog behind HTTP)',
    docs: 'https://pkg.go.dev/github.com/rs/zerolog/hlog',
    has: ['level', 'time', 'message', 'method', 'url', 'status', 'size', 'duration'],
    units: { duration: 'ms' },
    samples: [
      {
        line: '{"level":"info","req_id":"c0umremcie6smuu506pg","method":"GET","url":"/orders","status":500,"size":21,"duration":34.5,"time":"2026-03-04T10:11:12Z","message":"order failed"}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'zerolog',
    docs: 'https://github.com/rs/zerolog',
    layouts: [
      '{time} {level} {caller:source} > {message}',
      '{time} {level} {message}',
      '{clock} {level} {message}',
    ],
    levels: {
      TRC: 'trace',
      DBG: 'debug',
      INF: 'info',
      WRN: 'warn',
      ERR: 'error',
      FTL: 'fatal',
      PNC: 'fatal',
    },
    samples: [
      {
        line: '{"level":"error","time":"2026-03-04T10:11:12Z","message":"order failed","error":"stock is gone"}',
        reads: { time: '2026-03-04T10:11:12.000Z', level: 'error', message: 'order failed' },
      },
      {
        line: '2026-03-04T10:11:12Z ERR order failed error="stock is gone" request_id=req_1',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          message: 'order failed',
          rest: { error: 'stock is gone' },
        },
      },
      {
        line: '10:11AM ERR order failed request_id=req_1',
        reads: { time: null, level: 'error', message: 'order failed', rest: { clock: '10:11AM' } },
      },
    ],
  },
  {
    name: 'logrus',
    docs: 'https://github.com/sirupsen/logrus',
    layouts: ['{level}[{seconds:digits}] {message}', '{level}[{time}] {message}'],
    levels: {
      TRAC: 'trace',
      DEBU: 'debug',
      INFO: 'info',
      WARN: 'warn',
      ERRO: 'error',
      FATA: 'fatal',
      PANI: 'fatal',
    },
    samples: [
      {
        line: 'time="2026-03-04T10:11:12Z" level=error msg="order failed" request_id=req_1',
        reads: { time: '2026-03-04T10:11:12.000Z', level: 'error', message: 'order failed' },
      },
      {
        line: 'ERRO[0041] order failed                                  request_id=req_1',
        reads: { time: null, level: 'error', message: 'order failed' },
      },
    ],
  },
  {
    name: 'log (standard library)',
    docs: 'https://pkg.go.dev/log',
    layouts: ['{time} {caller:source}: {message}'],
    samples: [
      {
        line: '2026/03/04 10:11:12 order failed',
        reads: { time: '2026-03-04T10:11:12.000Z', message: 'order failed' },
      },
      {
        line: '2026/03/04 10:11:12.345678 place.go:42: order failed',
        reads: { time: '2026-03-04T10:11:12.345Z', message: 'order failed', rest: { caller: 'place.go:42' } },
      },
    ],
  },
  {
    name: 'go-zero',
    docs: 'https://go-zero.dev/en/docs/components/logx',
    has: ['@timestamp', 'caller', 'content', 'level'],
    terms: { message: 'content' },
    samples: [
      {
        line: '{"@timestamp":"2026-03-04T10:11:12.345+00:00","caller":"handler/loghandler.go:147","content":"[HTTP] 500 - POST /orders - 203.0.113.9:51234 - curl/8","duration":"34.5ms","level":"error","span":"00f067aa0ba902b7","trace":"4bf92f3577b34da6a3ce929d0e0e4736"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'POST',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'Gitea and Forgejo',
    docs: 'https://docs.gitea.com/administration/logging-config',
    layouts: ['{time} {caller:any} [{level}] {message}'],
    levels: { T: 'trace', D: 'debug', I: 'info', W: 'warn', E: 'error', C: 'fatal', F: 'fatal' },
    samples: [
      {
        line: '2026/03/04 10:11:12 HTTPRequest [E] router: completed POST /api/v1/orders for 203.0.113.9:51234, 500 Internal Server Error in 34.5ms @ repo/repo.go:112(repo.Create)',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          method: 'POST',
          path: '/api/v1/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'gin',
    docs: 'https://gin-gonic.com/en/docs/examples/custom-log-format/',
    layouts: [
      '[GIN] {time} | {status} | {duration} | {remote_addr:ip} | {method} "{path}"(( {message}))',
      '[GIN-debug] [{level}] {message}',
    ],
    samples: [
      {
        line: '[GIN] 2026/03/04 - 10:11:12 | 500 |    34.567ms |     203.0.113.9 | GET      "/orders"',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.567,
          rest: { remote_addr: '203.0.113.9' },
        },
      },
    ],
  },
  {
    name: 'gin, a panic',
    docs: 'https://pkg.go.dev/github.com/gin-gonic/gin#Recovery',
    layouts: ['(({time} ))[{level}] {time} {message}'],
    levels: { Recovery: 'error' },
    samples: [
      {
        line: '2026/03/04 10:11:12 [Recovery] 2026/03/04 - 10:11:12 panic recovered:',
        reads: { time: '2026-03-04T10:11:12.000Z', level: 'error', message: 'panic recovered:' },
      },
    ],
  },
  {
    name: 'Fiber',
    docs: 'https://docs.gofiber.io/api/middleware/logger',
    layouts: ['{clock} | {status} | {duration} | {remote_addr:ip} | {method} | {path:any}(( | {message}))'],
    samples: [
      {
        line: '10:11:12 | 500 |     34.5ms | 203.0.113.9 | GET | /orders | stock is gone',
        reads: {
          time: null,
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
          message: 'stock is gone',
        },
      },
    ],
  },
  {
    name: 'echo',
    docs: 'https://echo.labstack.com/docs/middleware/logger',
    has: ['latency', 'latency_human', 'uri'],
    units: { latency: 'ns' },
    samples: [
      {
        line: '{"time":"2026-03-04T10:11:12.345678Z","id":"req_1","remote_ip":"203.0.113.9","host":"shop","method":"GET","uri":"/orders","status":500,"error":"stock is gone","latency":34500000,"latency_human":"34.5ms","bytes_in":0,"bytes_out":41}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
          message: 'stock is gone',
        },
      },
    ],
  },
  {
    name: 'chi',
    docs: 'https://pkg.go.dev/github.com/go-chi/chi/v5/middleware#Logger',
    layouts: [
      '{time} [{request_id}] "{request}" from {remote_addr} - {status} {bytes_written:word} in {duration}',
      '{time} "{request}" from {remote_addr} - {status} {bytes_written:word} in {duration}',
    ],
    samples: [
      {
        line: '2026/03/04 10:11:12 [web-1/x9f3-000001] "GET http://shop.example.com/orders HTTP/1.1" from 203.0.113.9:51234 - 500 12B in 34.567ms',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          method: 'GET',
          path: 'http://shop.example.com/orders',
          status: 500,
          duration_ms: 34.567,
          rest: { request_id: 'web-1/x9f3-000001' },
        },
      },
    ],
  },
];

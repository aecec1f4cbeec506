import type { Format } from '../format.ts';

/** Python. */
export const PYTHON: readonly Format[] = [
  {
    name: 'Python logging, in words parted by dashes',
    docs: 'https://docs.python.org/3/howto/logging.html#formatters',
    layouts: [
      '{time} - {service:name} - {level} - {message}',
      '{time} - {level} - {service:logger} - {message}',
      '{time} - {level} - {message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12,345 - shop.orders - WARNING - order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'warn',
          service: 'shop.orders',
          message: 'order failed',
        },
      },
      {
        line: '2026-03-04 10:11:12,345 - __main__ - ERROR - order failed',
        reads: { level: 'error', service: '__main__', message: 'order failed' },
      },
    ],
  },
  {
    name: 'aiohttp',
    docs: 'https://docs.aiohttp.org/en/stable/logging.html',
    layouts: ['{level}:{service:plain}:{remote_addr:ip} [{time}] "{request}" {status} {bytes}(( {extra}))'],
    samples: [
      {
        line: 'INFO:aiohttp.access:10.0.0.4 [04/Mar/2026:10:11:12 +0000] "POST /orders HTTP/1.1" 500 245 "-" "curl/8"',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'info',
          service: 'aiohttp.access',
          method: 'POST',
          path: '/orders',
          status: 500,
        },
      },
    ],
  },
  {
    name: 'Python logging, basicConfig',
    docs: 'https://docs.python.org/3/library/logging.html#logging.basicConfig',
    layouts: [
      '{time}:{level}:{service:name}:{message}',
      '{level}:{service:plain}:{message}',
      '{time} {level} {service:logger}: {message}',
      '{time} {service:plain} {level} {message}',
      '{time} [{level}] {service:name}: {message}',
      '{time} {level}:{service:name}:{message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12,345:ERROR:shop.orders:order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop.orders',
          message: 'order failed',
        },
      },
      {
        line: 'ERROR:root:order failed',
        reads: { level: 'error', service: 'root', message: 'order failed' },
      },
    ],
  },
  {
    name: 'loguru',
    docs: 'https://loguru.readthedocs.io/en/stable/api/logger.html',
    layouts: [
      '{time} | {level} | {service:name}:{function:*}:{source_line:digits} - {message}',
      '{time} | {level} | {message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12.345 | ERROR    | shop.orders:place:42 - order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop.orders',
          message: 'order failed',
          rest: { function: 'place', source_line: '42' },
        },
      },
      {
        line: '{"text":"2026-03-04 10:11:12.345 | ERROR    | shop.orders:place:42 - order failed\\n","record":{"elapsed":{"repr":"0:00:01.5","seconds":1.5},"extra":{"request_id":"x1"},"level":{"icon":"x","name":"ERROR","no":40},"message":"order failed","name":"shop.orders","time":{"repr":"2026-03-04 10:11:12.345678+00:00","timestamp":1772619072.345678}}}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'order failed' },
      },
    ],
  },
  {
    name: 'Rich',
    docs: 'https://rich.readthedocs.io/en/stable/logging.html',
    layouts: ['[{time:m/d/yy H:M:S}] {level} {message}'],
    samples: [
      {
        line: '[03/04/26 10:11:12] ERROR    order failed                    orders.py:12',
        reads: { time: '2026-03-04T10:11:12.000Z', level: 'error' },
      },
    ],
  },
  {
    name: 'structlog console',
    docs: 'https://www.structlog.org/en/stable/console-output.html',
    layouts: ['{time} [{level}] {event:event} (([{service:name}] )){message}'],
    samples: [
      {
        line: '2026-03-04 10:11:12 [error    ] order failed                   [shop.orders] request_id=req_1 status=502',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'shop.orders',
          status: 502,
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'gunicorn',
    docs: 'https://docs.gunicorn.org/en/stable/settings.html#logging',
    layouts: ['[{time}] [{pid}] [{level}] {message}'],
    samples: [
      {
        line: '[2026-03-04 10:11:12 +0100] [41] [ERROR] Error handling request /orders',
        reads: {
          time: '2026-03-04T09:11:12.000Z',
          level: 'error',
          path: '/orders',
          message: 'Error handling request /orders',
          rest: { pid: '41' },
        },
      },
    ],
  },
  {
    name: 'uvicorn and FastAPI',
    docs: 'https://www.uvicorn.org/settings/#logging',
    layouts: ['{level}: {client:ip} - "{request}" {status}(( {reason:*}))'],
    samples: [
      {
        line: 'INFO:     203.0.113.9:51234 - "GET /orders HTTP/1.1" 500 Internal Server Error',
        reads: {
          level: 'info',
          method: 'GET',
          path: '/orders',
          status: 500,
          rest: { client: '203.0.113.9:51234' },
        },
      },
      {
        line: 'ERROR:    Exception in ASGI application',
        reads: { level: 'error', message: 'Exception in ASGI application' },
      },
    ],
  },
  {
    name: 'Django runserver and django.request',
    docs: 'https://docs.djangoproject.com/en/stable/ref/logging/',
    layouts: [
      '[{time}] "{request}" {status} {bytes}',
      '{level} {time} {service:name} {pid} {tid} {message}',
      '{level} {time} {service:logger} {message}',
    ],
    samples: [
      {
        line: '[04/Mar/2026 10:11:12] "GET /orders HTTP/1.1" 500 145',
        reads: { time: '2026-03-04T10:11:12.000Z', method: 'GET', path: '/orders', status: 500 },
      },
      {
        line: 'ERROR    [2026-03-04 10:11:12,345] [req_1a2b3c] django.request: Internal Server Error: /orders',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', path: '/orders' },
      },
      {
        line: 'ERROR 2026-03-04 10:11:12,345 log 41 139872 Internal Server Error: /orders',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', service: 'log', path: '/orders' },
      },
    ],
  },
  {
    name: 'Flask',
    docs: 'https://flask.palletsprojects.com/en/stable/logging/',
    layouts: ['[{time}] {level} in {service:name}: {message}'],
    samples: [
      {
        line: '[2026-03-04 10:11:12,345] ERROR in app: Exception on /orders [GET]',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'app',
          method: 'GET',
          path: '/orders',
          message: 'Exception on /orders [GET]',
        },
      },
    ],
  },
  {
    name: 'Celery',
    docs: 'https://docs.celeryq.dev/en/stable/userguide/configuration.html#worker-log-format',
    layouts: [
      '[{time}: {level}/{process}] {task:logger}[{task_id:word}]: {message}',
      '[{time}: {level}/{process}] {message}',
    ],
    samples: [
      {
        line: '[2026-03-04 10:11:12,345: ERROR/ForkPoolWorker-1] Task shop.place[8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1] raised unexpected: StockError("stock is gone")',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message:
            'Task shop.place[8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1] raised unexpected: StockError("stock is gone")',
          rest: { process: 'ForkPoolWorker-1' },
        },
      },
      {
        line: '[2026-03-04 10:11:12,345: INFO/ForkPoolWorker-1] Task shop.place[8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1] succeeded in 0.345s: None',
        reads: { level: 'info', duration_ms: 345 },
      },
    ],
  },
  {
    name: 'Tornado',
    docs: 'https://www.tornadoweb.org/en/stable/log.html',
    layouts: ['[{level} {time:yymmdd H:M:S} {service:word}:{source_line:digits}] {message}'],
    levels: { D: 'debug', I: 'info', W: 'warn', E: 'error', C: 'fatal' },
    samples: [
      {
        line: '[E 260304 10:11:12 web:2271] 500 GET /orders (203.0.113.9) 34.50ms',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'Sanic',
    docs: 'https://sanic.dev/en/guide/best-practices/logging.html',
    layouts: ['[{time}] - ({service:word})[{level}][{client}]: {method} {path:any} {status} {bytes}'],
    samples: [
      {
        line: '[2026-03-04 10:11:12 +0000] - (sanic.access)[INFO][203.0.113.9:51234]: POST http://shop.example.com/orders  500 144',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'info',
          service: 'sanic.access',
          method: 'POST',
          path: 'http://shop.example.com/orders',
          status: 500,
        },
      },
    ],
  },
  {
    name: 'Airflow',
    docs: 'https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/logging-monitoring/logging-tasks.html',
    layouts: ['[{time}] {{caller:word}:{source_line:digits}} {level} - {message}'],
    samples: [
      {
        line: '[2026-03-04T10:11:12.345+0000] {taskinstance.py:1824} ERROR - Task failed with exception',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'Task failed with exception',
          rest: { caller: 'taskinstance.py' },
        },
      },
    ],
  },
  {
    name: 'Scrapy, Odoo, OpenStack',
    docs: 'https://docs.openstack.org/oslo.log/latest/configuration/index.html',
    layouts: [
      '{time} [{service:name}] {level}: {message}',
      '{time} {pid} {level} {database:word} {service:logger}: {message}',
      '{time} {pid} {level} {service:name} [{request_id:word}(( {context:*}))] {message}',
      '{time} {pid} {level} {service:name} [-] {message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12 [scrapy.core.scraper] ERROR: Error downloading',
        reads: { level: 'error', service: 'scrapy.core.scraper', message: 'Error downloading' },
      },
      {
        line: '2026-03-04 10:11:12,345 41 ERROR shop odoo.http: Exception during request handling.',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'odoo.http',
          message: 'Exception during request handling.',
          rest: { database: 'shop' },
        },
      },
      {
        line: '2026-03-04 10:11:12.345 41 ERROR nova.api.openstack [req-9b1c2d3e-1111-4222-8333-a1f000000038 admin demo - default default] Unexpected exception',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'nova.api.openstack',
          message: 'Unexpected exception',
        },
      },
    ],
  },
  {
    name: 'django-structlog',
    docs: 'https://django-structlog.readthedocs.io/en/latest/events.html',
    has: ['event', 'code', 'request', 'request_id'],
    terms: { status: 'code' },
    samples: [
      {
        line: '{"event":"request_finished","code":500,"request":"POST /orders","request_id":"req_1","timestamp":"2026-03-04T10:11:12.345678Z","logger":"django_structlog.middlewares.request","level":"error"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'POST',
          path: '/orders',
          status: 500,
        },
      },
    ],
  },
  {
    name: 'python-json-logger',
    docs: 'https://nhairs.github.io/python-json-logger/latest/',
    samples: [
      {
        line: '{"asctime": "2026-03-04 10:11:12,345", "levelname": "ERROR", "name": "shop.orders", "message": "order failed", "request_id": "req_1", "created": 1772619072.345}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', message: 'order failed' },
      },
    ],
  },
];

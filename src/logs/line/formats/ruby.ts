import type { Format } from '../format.ts';

/** Ruby. */
export const RUBY: readonly Format[] = [
  {
    name: "Ruby's Logger, and Rails behind it",
    docs: 'https://docs.ruby-lang.org/en/master/Logger/Formatter.html',
    layouts: [
      '{_:D|I|W|E|F|A}, [{time}(( ))#{pid}] {level} -- {service:name}: {inner}',
      '{_:D|I|W|E|F|A}, [{time}(( ))#{pid}] {level} -- :(( {inner}))',
    ],
    levels: { DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error', FATAL: 'fatal', ANY: 'info' },
    samples: [
      {
        line: 'E, [2026-03-04T10:11:12.345678 #412] ERROR -- shop: order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'shop',
          message: 'order failed',
          rest: { pid: '412' },
        },
      },
      {
        line: 'I, [2026-03-04T11:11:12.345678 #412]  INFO -- : [9b1c2d3e-1111-4222-8333-a1f000000038] Started POST "/orders" for 203.0.113.9 at 2026-03-04 11:11:12 +0100',
        reads: { time: '2026-03-04T10:11:12.345Z', method: 'POST', path: '/orders' },
      },
      {
        line: 'I, [2026-03-04T10:11:12.345678 #412]  INFO -- : [9b1c2d3e-1111-4222-8333-a1f000000038] Completed 500 Internal Server Error in 34ms (ActiveRecord: 3.1ms | Allocations: 41)',
        reads: {
          level: 'info',
          status: 500,
          duration_ms: 34,
          rest: { request_id: '9b1c2d3e-1111-4222-8333-a1f000000038' },
        },
      },
    ],
  },
  {
    name: 'Rails, tagged with the request id',
    docs: 'https://api.rubyonrails.org/classes/ActiveSupport/TaggedLogging.html',
    layouts: ['[{request_id:tag}] {inner}', '[{request_id:tag}]'],
    samples: [
      {
        line: '[9b1c2d3e-1111-4222-8333-a1f000000038] Started GET "/orders" for 203.0.113.9 at 2026-03-04 10:11:12 +0000',
        reads: {
          method: 'GET',
          path: '/orders',
          time: '2026-03-04T10:11:12.000Z',
          rest: { request_id: '9b1c2d3e-1111-4222-8333-a1f000000038' },
        },
      },
      {
        line: '[9b1c2d3e-1111-4222-8333-a1f000000038] Completed 500 Internal Server Error in 34ms (ActiveRecord: 3.1ms)',
        reads: { status: 500, duration_ms: 34 },
      },
    ],
  },
  {
    name: 'Rails, a request that starts',
    docs: 'https://guides.rubyonrails.org/debugging_rails_applications.html#the-logger',
    layouts: ['Started {method} "{path}" for {remote_addr:ip} at {time}'],
    samples: [
      {
        line: 'Started GET "/orders?a=b" for 203.0.113.9 at 2026-03-04 10:11:12 +0100',
        reads: { time: '2026-03-04T09:11:12.000Z', method: 'GET', path: '/orders?a=b' },
      },
    ],
  },
  {
    name: 'Puma',
    docs: 'https://puma.io/puma/',
    layouts: ['{time} {level} ("{request}" - ({remote_addr})): {message}'],
    levels: { 'Rack app': 'error', 'HTTP parse error, malformed request': 'error' },
    samples: [
      {
        line: '2026-03-04 10:11:12 +0000 Rack app ("POST /orders" - (203.0.113.9)): #<StockError: stock is gone>',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          method: 'POST',
          path: '/orders',
          message: '#<StockError: stock is gone>',
        },
      },
    ],
  },
  {
    name: 'lograge',
    docs: 'https://github.com/roidrage/lograge',
    has: ['controller', 'action', 'status', 'duration'],
    units: { duration: 'ms' },
    samples: [
      {
        line: "method=GET path=/orders format=html controller=OrdersController action=show status=500 error='StockError: stock is gone' duration=34.50 view=0.00 db=3.10",
        reads: {
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
          message: 'StockError: stock is gone',
        },
      },
      {
        line: '{"method":"GET","path":"/orders","format":"json","controller":"OrdersController","action":"show","status":500,"duration":34.5,"view":0,"db":3.1,"request_id":"req_1"}',
        reads: { method: 'GET', path: '/orders', status: 500, duration_ms: 34.5 },
      },
    ],
  },
  {
    name: 'GitLab (production_json.log)',
    docs: 'https://docs.gitlab.com/administration/logs/#production_jsonlog',
    samples: [
      {
        line: '{"method":"GET","path":"/shop/orders","format":"html","controller":"OrdersController","action":"show","status":500,"time":"2026-03-04T10:11:12.345Z","db_duration_s":0.01,"view_duration_s":0.0,"duration_s":0.0345,"correlation_id":"x1"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          method: 'GET',
          path: '/shop/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
  {
    name: 'Sidekiq',
    docs: 'https://github.com/sidekiq/sidekiq/wiki/Logging',
    layouts: [
      '{time} pid={pid} tid={tid_name:word} class={job_class} jid={jid:word}(( elapsed={duration_s})) {level}: {message}',
      '{time} pid={pid} tid={tid_name:word} {level}: {message}',
      '{time} {pid} TID-{tid_name:word} {job_class} JID-{jid:word} {level}: {message}',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12.345Z pid=41 tid=gnx class=OrderJob jid=ff8e1b9d0e0f4736aabbccdd elapsed=0.345 INFO: fail',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'info',
          duration_ms: 345,
          message: 'fail',
          rest: { job_class: 'OrderJob', jid: 'ff8e1b9d0e0f4736aabbccdd' },
        },
      },
      {
        line: '2026-03-04T10:11:12.345Z pid=41 tid=gnx WARN: StockError: stock is gone',
        reads: { level: 'warn', message: 'StockError: stock is gone' },
      },
    ],
  },
  {
    name: 'Sidekiq JSON',
    docs: 'https://github.com/sidekiq/sidekiq/wiki/Logging',
    has: ['pid', 'tid', 'lvl', 'msg', 'ctx.jid'],
    units: { 'ctx.elapsed': 's' },
    samples: [
      {
        line: '{"ts":"2026-03-04T10:11:12.345Z","pid":41,"tid":"gnx","lvl":"WARN","msg":"StockError: stock is gone","ctx":{"class":"OrderJob","jid":"ff8e1b9d","elapsed":"0.345"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'warn',
          duration_ms: 345,
          message: 'StockError: stock is gone',
        },
      },
    ],
  },
  {
    name: 'Sidekiq, a job that failed',
    docs: 'https://github.com/sidekiq/sidekiq/wiki/Error-Handling',
    has: ['context', 'job.class', 'job.jid'],
    terms: { message: 'context' },
    samples: [
      {
        line: '2026-03-04T10:11:12.345Z pid=41 tid=gnx WARN: {"context":"Job raised exception","job":{"class":"OrderJob","jid":"ff8e1b9d0e0f4736aabbccdd"}}',
        reads: { level: 'warn', message: 'Job raised exception' },
      },
    ],
  },
  {
    name: 'semantic_logger',
    docs: 'https://logger.rocketjob.io/',
    layouts: [
      '{time} {level} [{pid}:{thread:*}] (({named_tags:braces} )){service:name} -- {message}',
      '{time} {level} [{pid}:{thread:*}] (({named_tags:braces} ))({duration}) {service:name} -- {message}',
    ],
    levels: { T: 'trace', D: 'debug', I: 'info', W: 'warn', E: 'error', F: 'fatal' },
    samples: [
      {
        line: '2026-03-04 10:11:12.345678 E [41:puma srv tp 001 orders.rb:12] Shop::Orders -- order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop::Orders',
          message: 'order failed',
        },
      },
      {
        line: '2026-03-04 10:11:12.345678 E [41:puma 001] {request_id: req_1} (34.5ms) OrdersController -- Completed #create -- { :method => "POST", :path => "/orders", :status => 500 } -- Exception: StockError: stock is gone',
        reads: {
          level: 'error',
          service: 'OrdersController',
          method: 'POST',
          path: '/orders',
          status: 500,
          duration_ms: 34.5,
        },
      },
    ],
  },
];

import type { Format } from '../format.ts';

/** .NET. */
export const DOTNET: readonly Format[] = [
  {
    name: '.NET console',
    docs: 'https://learn.microsoft.com/dotnet/core/extensions/console-log-formatter',
    layouts: [
      '{time} {level}: {service:name}[{event_id:digits}](( {message}))',
      '{level}: {service:name}[{event_id:digits}](( {message}))',
    ],
    levels: { trce: 'trace', dbug: 'debug', info: 'info', warn: 'warn', fail: 'error', crit: 'fatal' },
    samples: [
      {
        line: '2026-03-04 10:11:12.345 fail: Shop.Orders[7] order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop.Orders',
          message: 'order failed',
          rest: { event_id: '7' },
        },
      },
      {
        line: 'info: Microsoft.AspNetCore.Hosting.Diagnostics[2]\n      Request finished HTTP/1.1 GET http://shop.example.com/orders - 500 0 - 34.5678ms',
        reads: {
          level: 'info',
          service: 'Microsoft.AspNetCore.Hosting.Diagnostics',
          method: 'GET',
          path: 'http://shop.example.com/orders',
          status: 500,
          duration_ms: 34.568,
        },
      },
    ],
  },
  {
    name: '.NET console, JSON',
    docs: 'https://learn.microsoft.com/dotnet/core/extensions/console-log-formatter#json',
    samples: [
      {
        line: '{"Timestamp":"2026-03-04T10:11:12.345Z","EventId":0,"LogLevel":"Error","Category":"Shop.Orders","Message":"order failed","State":{"Message":"order failed","{OriginalFormat}":"order failed"},"Scopes":[{"Message":"RequestPath:/orders RequestId:0HN1:1","RequestId":"0HN1:1","RequestPath":"/orders"}]}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop.Orders',
          path: '/orders',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'Serilog (console and file)',
    docs: 'https://github.com/serilog/serilog-sinks-file#controlling-log-formatting',
    layouts: [
      '[{time} {level}] {message}',
      '[{clock} {level}] {message}',
      '[{time}] [{level}] [{thread}] {service:logger}: {message}',
    ],
    samples: [
      {
        line: '2026-03-04 11:11:12.345 +01:00 [ERR] HTTP GET /orders responded 500 in 34.5678 ms',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.568,
        },
      },
      { line: '[10:11:12 ERR] order failed', reads: { time: null, level: 'error', message: 'order failed' } },
      {
        line: '[2026-03-04 11:11:12.345 +01:00] [ERR] [79] Shop.Orders: order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop.Orders',
          message: 'order failed',
          rest: { thread: '79' },
        },
      },
    ],
  },
  {
    name: 'CLEF (Serilog compact JSON)',
    docs: 'https://clef-json.org/',
    samples: [
      {
        line: '{"@t":"2026-03-04T10:11:12.3456789Z","@mt":"HTTP {RequestMethod} {RequestPath} responded {StatusCode} in {Elapsed:0.0000} ms","@l":"Error","RequestMethod":"GET","RequestPath":"/orders","StatusCode":500,"Elapsed":34.5678,"SourceContext":"Serilog.AspNetCore.RequestLoggingMiddleware"}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Serilog.AspNetCore.RequestLoggingMiddleware',
          method: 'GET',
          path: '/orders',
          status: 500,
          duration_ms: 34.568,
          message: 'HTTP GET /orders responded 500 in 34.5678 ms',
        },
      },
      {
        line: '{"@t":"2026-03-04T10:11:12.3456789Z","@mt":"Order {OrderId} failed","@l":"Error","OrderId":7,"@x":"System.InvalidOperationException: stock is gone"}',
        reads: { level: 'error', message: 'Order 7 failed' },
      },
    ],
  },
  {
    name: 'Serilog JSON',
    docs: 'https://github.com/serilog/serilog/wiki/Formatting-Output',
    samples: [
      {
        line: '{"Timestamp":"2026-03-04T11:11:12.3456789+01:00","Level":"Error","MessageTemplate":"Order {OrderId} failed","Properties":{"OrderId":7,"SourceContext":"Shop.Orders","RequestPath":"/orders"}}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop.Orders',
          path: '/orders',
          message: 'Order 7 failed',
        },
      },
    ],
  },
  {
    name: 'NLog',
    docs: 'https://github.com/NLog/NLog/wiki/SimpleLayout',
    layouts: [
      '{time}|{level}|{service:name}|{message}',
      '{time}|{event_id:digits}|{level}|{service:name}|{message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12.3456|ERROR|Shop.Orders|order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop.Orders',
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'log4net',
    docs: 'https://logging.apache.org/log4net/manual/configuration/layouts.html',
    layouts: [
      '{time} [{thread}] {level} {service:name} [{ndc}] - {message}',
      '{time} [{thread}] {level} {service:name} {caller} - {message}',
    ],
    samples: [
      {
        line: '2026-03-04 10:11:12,345 [1] ERROR Shop.Orders [(null)] - order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'Shop.Orders',
          message: 'order failed',
        },
      },
    ],
  },
];

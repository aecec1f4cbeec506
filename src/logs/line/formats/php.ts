import type { Format } from '../format.ts';

/** PHP. */
export const PHP: readonly Format[] = [
  {
    name: 'Monolog, Laravel and Symfony',
    docs: 'https://github.com/Seldaek/monolog/blob/main/doc/message-structure.md',
    layouts: ['[{time}] {service:channel}.{level}: {message}'],
    samples: [
      {
        line: '[2026-03-04 10:11:12] production.ERROR: stock is gone {"order":7,"exception":"[object] (StockError(code: 0): stock is gone at /app/Order.php:12)"}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'production',
          message: 'stock is gone',
          rest: { order: 7 },
        },
      },
      {
        line: '[2026-03-04 10:11:12] production.ERROR: stock is gone {"order":7,"exception":"[object] (StockError(code: 0): stock is gone at /app/Order.php:12)',
        reads: { level: 'error', message: 'stock is gone', rest: { order: 7 } },
      },
      {
        line: '[2026-03-04T10:11:12.345678+01:00] request.CRITICAL: Uncaught PHP Exception StockError: "stock is gone" at Order.php line 12 {"status":500} []',
        reads: { time: '2026-03-04T09:11:12.345Z', level: 'fatal', service: 'request', status: 500 },
      },
      {
        line: '{"message":"order failed","context":{"order":7},"level":400,"level_name":"ERROR","channel":"app","datetime":"2026-03-04T10:11:12.345678+00:00","extra":{}}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', service: 'app', message: 'order failed' },
      },
    ],
  },
  {
    name: 'PHP error log',
    docs: 'https://www.php.net/manual/en/errorfunc.configuration.php#ini.error-log',
    layouts: [
      '[{time}] PHP {level}: {message}',
      '[{time}] {level}: [pool {pool:word}] {message}',
      'PHP {level}: {message}',
    ],
    levels: {
      'Fatal error': 'fatal',
      'Parse error': 'fatal',
      'Core error': 'fatal',
      'Recoverable fatal error': 'error',
      Warning: 'warn',
      Notice: 'notice',
      Deprecated: 'notice',
      'Strict Standards': 'notice',
      DEBUG: 'debug',
      NOTICE: 'notice',
      WARNING: 'warn',
      ERROR: 'error',
      ALERT: 'fatal',
    },
    samples: [
      {
        line: '[04-Mar-2026 10:11:12 UTC] PHP Fatal error:  Uncaught StockError: stock is gone in /app/Order.php:12',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'fatal',
          message: 'Uncaught StockError: stock is gone in /app/Order.php:12',
        },
      },
      {
        line: '[04-Mar-2026 10:11:12] WARNING: [pool www] child 41 exited on signal 11',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'warn',
          message: 'child 41 exited on signal 11',
          rest: { pool: 'www' },
        },
      },
    ],
  },
  {
    name: 'php-fpm access log',
    docs: 'https://www.php.net/manual/en/install.fpm.configuration.php#access-format',
    layouts: [
      '{remote_addr:ip} - {remote_user} {time} "{request}" {status}(( {extra}))',
      '{remote_addr:ip} - {time} "{request}" {status}(( {extra}))',
    ],
    samples: [
      {
        line: '10.0.0.1 -  04/Mar/2026:10:11:12 +0000 "GET /index.php" 500',
        reads: { time: '2026-03-04T10:11:12.000Z', method: 'GET', path: '/index.php', status: 500 },
      },
    ],
  },
  {
    name: 'Nextcloud',
    docs: 'https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/logging_configuration.html',
    has: ['reqid', 'remoteaddr', 'useragent', 'app', 'level'],
    terms: { level: 'level', service: 'app', path: 'url' },
    levels: { 0: 'debug', 1: 'info', 2: 'warn', 3: 'error', 4: 'fatal' },
    samples: [
      {
        line: '{"reqId":"x1","level":3,"time":"2026-03-04T10:11:12+00:00","remoteAddr":"203.0.113.9","user":"bob","app":"files","method":"GET","url":"/index.php/apps/files","message":"stock is gone","userAgent":"curl/8","version":"30.0.0"}',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'files',
          method: 'GET',
          path: '/index.php/apps/files',
          message: 'stock is gone',
        },
      },
    ],
  },
];

import type { Format } from '../format.ts';

/** Syslog in its dresses, and what the journal and devices write. */
export const SYSLOG: readonly Format[] = [
  {
    name: 'syslog (RFC 5424)',
    docs: 'https://www.rfc-editor.org/rfc/rfc5424',
    samples: [
      {
        line: '<165>1 2026-03-04T10:11:12.345678Z web-1 shop 41 ID47 [ex@32473 iut="3" src="app"] order failed',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'notice',
          service: 'shop',
          message: 'order failed',
          rest: { host: 'web-1', procid: '41', iut: '3' },
        },
      },
    ],
  },
  {
    name: 'CEF (ArcSight Common Event Format)',
    docs: 'https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.4/pdfdoc/cef-implementation-standard/cef-implementation-standard.pdf',
    terms: { path: 'request', method: 'requestmethod' },
    layouts: [
      'CEF:{cef_version}|{vendor}|{product}|{device_version}|{signature}|{event}|{level}|{message}',
      '((<{pri}>)){time:Mon d H:M:S} {host} CEF:{cef_version}|{vendor}|{product}|{device_version}|{signature}|{event}|{level}|{message}',
    ],
    levels: {
      10: 'fatal',
      0: 'info',
      1: 'info',
      2: 'info',
      3: 'info',
      4: 'warn',
      5: 'warn',
      6: 'warn',
      7: 'error',
      8: 'error',
      9: 'fatal',
      Low: 'info',
      Medium: 'warn',
      'Very-High': 'fatal',
      High: 'error',
    },
    samples: [
      {
        line: 'CEF:0|Acme|Gate|1.0|100|Login failed|7|rt=1772619072345 src=203.0.113.9 externalId=x1 msg=The account is locked outcome=failure',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'The account is locked',
          rest: { vendor: 'Acme', event: 'Login failed', outcome: 'failure' },
        },
      },
    ],
  },
  {
    name: 'syslog (RFC 3164), /var/log/syslog and journalctl',
    docs: 'https://www.rfc-editor.org/rfc/rfc3164',
    layouts: [
      '((<{pri}>)){time:Mon d H:M:S} {host} {service:word}[{procid:word}]:{inner}',
      '((<{pri}>)){time:Mon d H:M:S} {host} {service}:{inner}',
    ],
    samples: [
      {
        line: '<11>Mar  4 10:11:12 web-1 shop[41]: order failed',
        modified: '2026-03-05T00:00:00Z',
        reads: {
          time: '2026-03-04T10:11:12.000Z',
          level: 'error',
          service: 'shop',
          message: 'order failed',
          rest: { host: 'web-1', procid: '41' },
        },
      },
      {
        line: 'Mar 04 10:11:12 web-1 shop[41]: ERROR order failed request_id=req_1',
        modified: '2027-01-02T00:00:00Z',
        reads: { time: '2026-03-04T10:11:12.000Z', level: 'error', service: 'shop', message: 'order failed' },
      },
      {
        line: 'Mar  4 10:11:12 web-1 shop[41]: order failed',
        reads: { time: null, message: 'order failed' },
      },
    ],
  },
  {
    name: 'rsyslog with ISO times, journalctl -o short-iso',
    docs: 'https://www.rsyslog.com/doc/configuration/templates.html',
    layouts: [
      '((<{pri}>)){time} {level} {service:word}[{procid:word}]:{inner}',
      '((<{pri}>)){time} {host} {service:word}[{procid:word}]:{inner}',
      '((<{pri}>)){time} {service:word}[{procid:word}]:{inner}',
    ],
    samples: [
      {
        line: '2026-03-04T10:11:12.345678+01:00 web-1 shop[41]: ERROR order failed',
        reads: { time: '2026-03-04T09:11:12.345Z', level: 'error', service: 'shop', message: 'order failed' },
      },
    ],
  },
  {
    name: 'Heroku router',
    docs: 'https://devcenter.heroku.com/articles/http-routing',
    samples: [
      {
        line: '2026-03-04T10:11:12.345678+00:00 heroku[router]: at=error code=H12 desc="Request timeout" method=GET path="/orders" host=shop.example.com request_id=req_1 fwd="203.0.113.9" dyno=web.1 connect=0ms service=30000ms status=503 bytes=0 protocol=https',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          service: 'heroku',
          method: 'GET',
          path: '/orders',
          status: 503,
          duration_ms: 30_000,
          code: 'H12',
          message: 'Request timeout',
        },
      },
    ],
  },
  {
    name: 'journald (journalctl -o json)',
    docs: 'https://www.freedesktop.org/software/systemd/man/latest/systemd.journal-fields.html',
    samples: [
      {
        line: '{"__REALTIME_TIMESTAMP":"1772619072345678","PRIORITY":"3","SYSLOG_IDENTIFIER":"shop","_PID":"41","MESSAGE":"order failed"}',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'error', service: 'shop', message: 'order failed' },
      },
    ],
  },
  {
    name: '.NET under systemd',
    docs: 'https://learn.microsoft.com/dotnet/core/extensions/console-log-formatter',
    layouts: ['<{pri}>{service:logger}[{event_id:digits}] {message}'],
    samples: [
      {
        line: '<3>Shop.Orders[0] order failed',
        reads: { level: 'error', service: 'Shop.Orders', message: 'order failed' },
      },
    ],
  },
  {
    name: 'Cisco IOS and ASA',
    docs: 'https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/b_syslog.html',
    layouts: [
      '((*)){time:Mon d H:M:S}: %{facility:component}-{level}-{mnemonic:word}: {message}',
      '%{facility:component}-{level}-{mnemonic:word}: {message}',
    ],
    levels: { 0: 'fatal', 1: 'fatal', 2: 'fatal', 3: 'error', 4: 'warn', 5: 'notice', 6: 'info', 7: 'debug' },
    samples: [
      {
        line: '*Mar  4 10:11:12.345: %LINK-3-UPDOWN: Interface Gi0/1, changed state to down',
        modified: '2026-03-04T12:00:00Z',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          message: 'Interface Gi0/1, changed state to down',
          rest: { mnemonic: 'UPDOWN' },
        },
      },
    ],
  },
  {
    name: 'GELF',
    docs: 'https://go2docs.graylog.org/current/getting_in_log_data/gelf.html',
    samples: [
      {
        line: '{"version":"1.1","host":"web-1","short_message":"order failed","timestamp":1772619072.345,"level":3,"_request_id":"req_1","_http_method":"GET","_http_path":"/orders","_http_status":500}',
        reads: {
          time: '2026-03-04T10:11:12.345Z',
          level: 'error',
          method: 'GET',
          path: '/orders',
          status: 500,
          message: 'order failed',
        },
      },
    ],
  },
  {
    name: 'LEEF (IBM QRadar)',
    docs: 'https://www.ibm.com/docs/en/dsm?topic=leef-overview',
    layouts: ['LEEF:1.0|{vendor}|{product}|{device_version}|{event}|{message}'],
    samples: [
      {
        line: 'LEEF:1.0|Acme|Gate|1.0|login-failed|src=203.0.113.9\tsev=7\tmsg=The account is locked\treason=locked',
        reads: { message: 'The account is locked', rest: { event: 'login-failed', src: '203.0.113.9' } },
      },
    ],
  },
  {
    name: 'FortiGate',
    docs: 'https://docs.fortinet.com/document/fortigate/latest/fortios-log-message-reference',
    samples: [
      {
        line: 'date=2026-03-04 time=11:11:12 devname="fw1" eventtime=1772619072345678901 tz="+0100" logid="0419016384" type="utm" level="alert" msg="web attack" action="dropped"',
        reads: { time: '2026-03-04T10:11:12.345Z', level: 'fatal', message: 'web attack' },
      },
      {
        line: 'date=2026-03-04 time=11:11:12 tz="+0100" devname="fw1" level="warning" msg="slow"',
        reads: { time: '2026-03-04T10:11:12.000Z', level: 'warn', message: 'slow' },
      },
    ],
  },
];

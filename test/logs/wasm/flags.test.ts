import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PLAIN_WRAPPERS } from '../../../src/logs/line/aliases.ts';
import { parseLine } from '../../../src/logs/line/parse-line.ts';
import { fc } from '../../support/chance.ts';
import { SCANNERS, scanAll } from './scan-all.ts';

const statuses = fc.oneof(
  fc.integer({ min: 100, max: 999 }),
  fc.integer({ min: 400, max: 599 }),
  fc.constantFrom('404', '409 Conflict', '500', '200', '\x1b[31m404\x1b[0m'),
);
const codes = fc.constantFrom(
  'not_found',
  'state_conflict',
  'E42',
  'invalid_grant',
  'true',
  '404',
  'Auth.Failed',
);
const keys = fc.constantFrom(
  ...[
    'status',
    'Status',
    'statusCode',
    'status_code',
    'response_code',
    'http.status_code',
    'EdgeResponseStatus',
    'resp',
  ],
  ...[
    'code',
    'Code',
    'CODE',
    'error_code',
    'errorCode',
    'error.code',
    'err.code',
    'error',
    'err',
    'ERROR',
    'data.code',
  ],
  ...['attributes.code', 'fields.status', 'ctx.error_code', 'x', 'duration_ms', 'items'],
);
const values = fc.oneof(statuses, codes);
const leaves = fc.tuple(keys, values);

/** Objects as loggers write them, with what counts at any depth. */
const objects: fc.Arbitrary<Record<string, unknown>> = fc.letrec<{ object: Record<string, unknown> }>(
  (tie) => ({
    object: fc
      .array(
        fc.oneof(
          { weight: 3, arbitrary: leaves },
          fc.tuple(
            keys,
            values.map((value) => [value]),
          ),
          fc
            .tuple(keys, fc.constantFrom('intValue', 'stringValue', 'doubleValue'), values)
            .map(([key, type, value]) => [key, { [type]: value }]),
          leaves.map(([key, value]) => ['attributes', [{ key, value: { stringValue: value } }]]),
          leaves.map(([key, value]) => ['tags', [{ name: key, value }]]),
          fc.tuple(
            fc.constantFrom('res', 'response', 'body', 'error', 'err', 'data', 'fields'),
            tie('object'),
          ),
          tie('object').map((object) => ['msg', JSON.stringify(object)]),
          tie('object').map((object) => [
            'message',
            JSON.stringify({ level: 'info', ...object }, null, '\t'),
          ]),
          tie('object').map((object) => [
            'message',
            JSON.stringify({ level: 'info', ...object }).replaceAll('"', '\\u0022'),
          ]),
          tie('object').map((object) => ['msg', `409 ${JSON.stringify(object)}`]),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((entries) => Object.fromEntries(entries) as Record<string, unknown>),
  }),
).object;

const json = fc.tuple(objects, fc.constantFrom('', ' ', '\t')).map(([object, space]) => {
  const text =
    space === '' ? JSON.stringify(object) : JSON.stringify(object, null, space).replaceAll('\n', ' ');
  // .NET writes quotes within strings so.
  return text.replaceAll('\\\\u0022', '\\u0022');
});

const pairs = fc
  .array(
    fc.tuple(leaves, fc.constantFrom('=', '="', '=\x1b[31m', '\x1b[0m=')).map(([[key, value], between]) => {
      const close = between === '="' ? '"' : '';
      return `${key.startsWith('x') ? '\x1b[36m' : ''}${key}${between}${value}${close}`;
    }),
    { maxLength: 4 },
  )
  .map((list) => `2026-11-22T10:00:00.456Z INFO done ${list.join(' ')}`);

const paths = fc.constantFrom('/', '/a?q=', '/a:', '/"a":', '/v1/apps/404', '/a=', '/\x16\x03');

const requests = fc
  .tuple(fc.integer({ min: 100, max: 999 }), paths, fc.constantFrom(' HTTP/1.1', '', ' =', ' :'))
  .chain(([status, path, end]) =>
    fc.constantFrom(
      `10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET ${path}${end}" ${status} 12`,
      `10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET ${path}${end}" ${status} - "-" "curl"`,
      `[GIN] 2026/09/21 - 14:13:20 |${status}|  18.5ms |  1.2.3.4 | POST  "${path}"`,
      `[GIN] 2026/09/21 - 14:13:20 |\x1b[97;43m ${status} \x1b[0m|  18.5ms |  1.2.3.4 | POST  "${path}"`,
      `2026-11-22T10:00:00Z GET ${path} ${status} 18.5 ms`,
      `GET ${path} \x1b[33m${status}\x1b[0m 18.5 ms`,
      `INFO: "GET ${path} HTTP/1.1" ${status}-`,
      `INFO: "GET ${path} HTTP/1.1" ${status}`,
      `https 2026-11-22T10:00:00.123456Z app/x 1.2.3.4:1 5.6.7.8:80 0.001 0.002 0.003 ${status} 200 1 2 "GET ${path} HTTP/1.1" "curl" - -`,
    ),
  );

const inner = fc.oneof(json, pairs, requests);

const lines = fc.oneof(
  inner,
  inner.map((line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2026-11-22T10:00:00Z' })),
  inner.map((line) => `2026-11-22T10:00:00Z stdout F ${line}`),
  inner.map((line) => `<34>1 2026-11-22T10:00:00Z host app 1 - [x@1 status="404"] ${line}`),
  fc.tuple(inner, objects).map(([line, object]) => `${line} ${JSON.stringify(object)}`),
);

/** Whether the line must be flagged. */
function fails(line: string): boolean {
  return parseLine(line, { source: '' }).some(
    ({ line: { code, status } }) => code !== undefined || (status ?? 0) >= 400,
  );
}

describe.each(Object.entries(SCANNERS))('%s', (_, scanner) => {
  const isFlagged = (line: string) => scanAll(scanner, Buffer.from(`${line}\n`)).flagged.length > 0;

  test('flags each line with an error code or a failing status', () => {
    let failing = 0;
    fc.assert(
      fc.property(lines, (line) => {
        if (!fails(line)) return;
        failing += 1;
        expect(isFlagged(line)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    expect(failing).toBeGreaterThan(1_000);
  });

  test('flags those of the samples, and few others', () => {
    const samples = readdirSync('samples/logs').flatMap((name) =>
      readFileSync(`samples/logs/${name}`, 'utf8').split('\n'),
    );
    const failing = samples.filter(fails);
    expect(failing.length).toBeGreaterThan(20);
    expect(failing.filter((line) => !isFlagged(line))).toEqual([]);
    expect(samples.filter((line) => isFlagged(line) && !fails(line)).length).toBeLessThan(
      samples.length / 10,
    );
  });

  test.each([...PLAIN_WRAPPERS])('flags a code under %s.code', (wrapper) => {
    expect(isFlagged(`${wrapper}.code=not_found`)).toBe(true);
    expect(isFlagged(`"${wrapper}.code":"not_found"`)).toBe(true);
  });

  test.each([
    '{"attributes":[{"key":"http.status_code","value":{"intValue":404}}]}',
    '{"attributes":[{"key":"http.status_code","value":{"intValue":"404"}}]}',
    '{"status":404}',
    '{"res":{"statusCode": 404 }}',
    'status=\x1b[31m404\x1b[0m',
    '\x1b[36mstatus\x1b[0m=404',
    '{"message":"{\\u0022time\\u0022:1,\\u0022status\\u0022:\\u0022404\\u0022}"}',
    '10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "\\x16\\x03=" 400 12',
    'I1122 10:00:00.456789       1 httplog.go:132] "HTTP" verb="GET" URI="/api/v1/pods" latency="18.5ms" resp=503',
    '1763805600.456     18 10.0.0.1 TCP_MISS/503 1234 GET http://shop.example.com/a - HIER_DIRECT/10.0.0.2 text/html',
  ])('flags %s', (line) => {
    expect(fails(line)).toBe(true);
    expect(isFlagged(line)).toBe(true);
  });

  test.each([
    '{"level":"info","correlation_id":"a","status":200,"duration_ms":404,"status_code":204,"msg":"completed"}',
    'time=2026-11-22T10:00:00.404Z level=info took=404 path=/v1/apps/404 agent=Terraform/1 method=encode',
    'level=info grpc.code=OK response.code=200 unicode=1',
    '10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 12',
    '2026-11-22 10:00:00,404 INFO pool-404 current size 0.404',
    'level=info path=/v1/APPS/404/a to=/apps/404 done',
  ])('does not flag %s', (line) => {
    expect(isFlagged(line)).toBe(false);
  });
});

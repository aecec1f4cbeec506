import { describe, expect, test } from 'vitest';
import { parseLine } from '../../../src/logs/line/parse-line.ts';

const ASKED = 'req_7f3a9c21';
const OTHER = 'req_00000002';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

function mentioned(line: string | object, id = ASKED): (string | undefined)[] {
  const text = typeof line === 'string' ? line : JSON.stringify(line);
  return parseLine(text, { source: 'a:1', id }).map(({ line: { mentioned_in } }) => mentioned_in);
}

describe("a line with another request's id of its own", () => {
  test.each<[string, string | object]>([
    ['user_agent', { request_id: OTHER, user_agent: `x ${ASKED}` }],
    ['parent_request_id', { requestId: OTHER, parent_request_id: ASKED }],
    ['request_ids', { reqId: OTHER, request_ids: [ASKED, 'req_3'] }],
    ['path', { req: { id: OTHER }, path: `/v1/requests/${ASKED}` }],
    ['msg', { correlation_id: OTHER, msg: `retry of ${ASKED}` }],
    ['req.headers.referer', { req: { headers: { 'X-Request-Id': OTHER, referer: `/${ASKED}` } } }],
    ['ClientRequestURI', { RayID: '8f3b2c1d4e5f6a7b', ClientRequestURI: `/?q=${ASKED}` }],
    ['user_agent', { trace_id: TRACE, user_agent: ASKED }],
    [
      'body',
      {
        attributes: [{ key: 'request_id', value: { stringValue: OTHER } }],
        timeUnixNano: '1',
        body: { stringValue: ASKED },
      },
    ],
    ['items.0.request_id', { request_id: OTHER, items: [{ request_id: ASKED, a: 1 }, { request_id: 'x' }] }],
    ['message', `2026-11-22T10:00:00Z INFO saw ${ASKED} request_id=${OTHER} again`],
    [
      'path',
      `10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET /x?id=${ASKED} HTTP/1.1" 502 157 "-" "curl" ${OTHER}`,
    ],
    [
      'user_agent',
      `10.0.0.1 - - [22/Nov/2026:10:00:00 +0000] "GET /x HTTP/1.1" 502 157 "-" "${ASKED}" request_id=${OTHER}`,
    ],
    ['message', `2026-11-22T10:00:00Z WARN oauth the code was already exchanged by ${ASKED}`],
    ['msg', { level: 'info', msg: `dropped, it is a retry of request ${ASKED}` }],
    ['msg', { trace_id: TRACE, msg: `the slug is held by ${ASKED}, asked for again` }],
    ['another field', { request_id: OTHER, 'a\u202eb': ASKED }],
  ])('is named as one that mentions the id in %s', (field, line) => {
    expect(mentioned(line)).toEqual([field]);
  });

  test('but not where a bracket opens with the name of its own trace', () => {
    const line = `2026-11-22T10:00:00Z ERROR ledger [trace_id=${TRACE} span_id=00f067aa0ba902b7] booking failed`;
    expect(mentioned(line, TRACE)).toEqual([undefined]);
  });

  test('also for an id with the form of a trace', () => {
    expect(mentioned({ trace_id: TRACE, msg: 'of 8f3b2c1d4e5f6a7b' }, '8f3b2c1d4e5f6a7b')).toEqual(['msg']);
  });
});

describe("a line of the request's own", () => {
  test.each<[string, string | object]>([
    ['its own id', { request_id: ASKED, user_agent: ASKED }],
    ['two ids of its own', { request_id: OTHER, correlation_id: ASKED }],
    ['a header with its id', { reqId: 'req-1', req: { headers: { 'x-request-id': ASKED } } }],
    ['an error body with its id', { request_id: OTHER, error: { request_id: ASKED } }],
    ['no id of its own', { user_agent: ASKED, msg: 'x' }],
    ['an empty id of its own', { request_id: '-', msg: ASKED }],
    ['a trace, and a text that names it', { trace_id: TRACE, msg: `${ASKED} failed` }],
    ['a trace, and an id of another name', { trace_id: TRACE, call_id: ASKED }],
    ['an id in an object about something else', { job: { request_id: OTHER }, msg: ASKED }],
    [
      'a trace, and the id in the path that was asked for',
      { trace_id: TRACE, method: 'GET', path: `/o/${ASKED}` },
    ],
    [
      'a load balancer, with the id in the address',
      `https 2026-11-22T10:00:00.000000Z app/shop/50dc6c495c0c9188 10.0.0.1:2817 10.0.0.2:80 0.000 0.048 0.000 504 - 34 366 "GET https://shop.example.com:443/o/${ASKED} HTTP/1.1" "curl/8" - - arn:aws:x "Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2026-11-22T10:00:00.000000Z "forward" "-" "-"`,
    ],
    [
      'a text in which it is spoken of, and speaks itself',
      `2026-11-22T10:00:00Z WARN ${ASKED} was blocked by ${ASKED}`,
    ],
    ['a text that says what failed', `2026-11-22T10:00:00Z ERROR already the third time: ${ASKED} failed`],
    ['a pair among words', `2026-11-22T10:00:00Z ERROR order requestId=${ASKED} failed twice`],
    ['a span', `2026-11-22T10:00:00Z ERROR request{request_id=${ASKED}}: shop::orders: failed`],
    ['plain text', `2026-11-22T10:00:00Z INFO saw ${ASKED} after ${OTHER}`],
    [
      'an access log with its id behind',
      `1.2.3.4 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 502 157 "-" "-" ${ASKED}`,
    ],
    [
      'an access log without ids',
      `1.2.3.4 - - [22/Nov/2026:10:00:00 +0000] "GET /${ASKED} HTTP/1.1" 502 157 "-" "-" 0.004`,
    ],
  ])('mentions nothing: %s', (_, line) => {
    expect(mentioned(line)).toEqual([undefined]);
  });

  test.each([
    ['8f3b2c1d4e5f6a7b8f3b2c1d4e5f6a7b', `trace_id=${TRACE}`],
    ['9f2b1c1d-4e5f-4a7b-8f3b-2c1d4e5f6a7b', `trace_id=${TRACE}`],
    ['01K67E3X6X2D5TNVXBMYSBEE1R', `trace_id=${TRACE}`],
    [ASKED, 'correlation_id=cor_r5i9gkvre8fx'],
  ])('has it as a tag in front, beside another: %s %s', (id, other) => {
    const line = `2026-11-22 10:00:00,365 WARNING  [${id}] api.views: not possible ${other}`;
    expect(mentioned(line, id)).toEqual([undefined]);
  });

  test('has it as no tag beside the id of another request', () => {
    const line = `2026-11-22 10:00:00,365 WARNING  [${ASKED}] api.views: not possible request_id=${OTHER}`;
    expect(mentioned(line)).toEqual(['thread']);
  });
});

describe('lists of records', () => {
  const own = { request_id: ASKED, msg: 'mine' };
  const others = { request_id: OTHER, msg: 'theirs', password: 'x' };
  test.each<[string, unknown]>([
    ['a list on one line', [others, own, 7]],
    ['the only member', { Records: [others, own] }],
    ['a member beside those of the shipment', { logGroup: 'g', logEvents: [others, own] }],
    ['a list in a docker line', { log: JSON.stringify([others, own]), stream: 'stdout' }],
  ])('give the records with the id: %s', (_, value) => {
    const lines = parseLine(JSON.stringify(value), { source: 'a:1', id: ASKED });
    expect(lines.map(({ line }) => line.message)).toEqual(['mine']);
    expect(JSON.stringify(lines.map(({ line }) => line))).not.toContain('password');
  });
});

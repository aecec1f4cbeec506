import { describe, expect, it } from 'vitest';
import { readPasted } from '../../src/pasted/pasted.ts';

describe('the request id of a paste', () => {
  it.each([
    ['{"request_id":"req_abc","reqId":"r-2","traceId":"4bf92f3577b34da6a3ce929d0e0e4736"}', 'req_abc'],
    ['{"traceId":"4bf92f3577b34da6","error":{"request_id":77123}}', '77123'],
    ['opc-request-id: 91AB77C0/55D2/E1', '91AB77C0/55D2/E1'],
    ['> x-request-id: sent-1\n< x-request-id: back-2', 'back-2'],
    ['error=x&request_id=a%2Fb', 'a/b'],
    ['[["retry-after","42"],["x-request-id","a/b"]]', 'a/b'],
    ['x-request-id\ta/b\nretry-after\t42', 'a/b'],
    ['Request Id: req_abc\nCode: rate_limited', 'req_abc'],
    ['#<struct code=:rate_limited, request_id="a/b">', 'a/b'],
    ['&errors.Error{Code:"x", RequestID:"req_abc"}', 'req_abc'],
    ['<Error><RequestId>zz-y</RequestId></Error>', 'zz-y'],
    ['request\\_id: req\\_abc', 'req_abc'],
    ['**Request-ID:** `abc/def`', 'abc/def'],
    ['it failed, see req_77aa', 'req_77aa'],
    ['{"correlation_id":"c-77"}', 'c-77'],
  ])('%s is %s', (text, id) => {
    expect(readPasted(text).requestId).toBe(id);
  });

  it.each([
    '{"request_id":null}',
    '{"request_id":""}',
    'request_id: see the logs',
    '"request_id": "<uuid>"',
    `{"request_id":"${'a1'.repeat(100)}"}`,
    'trace_id: unknown',
  ])('%s names none', (text) => {
    expect(readPasted(text).requestId).toBeNull();
  });
});

describe('a value', () => {
  it.each([
    ['{"url":"https%3A%2F%2Fapp.example%2Fcb"}', 'https%3A%2F%2Fapp.example%2Fcb'],
    ['{"url":"https://h.example/in?a=1&amp;b=2"}', 'a=1&amp;b=2'],
    ['{"url":"http://h.example/cb?x=%7B%22a%22%7D"}', '?x=%7B%22a%22%7D'],
    ['{"slug":"O’Brien"}', 'O’Brien'],
    ['{"slug":"*nord*"}', '"*nord*"'],
    ['{"slug":"__nord__"}', '"__nord__"'],
    ['rate(x[5m]) > 3', 'rate(x[5m]) > 3'],
    ['{"pattern":"^[a-z0-9\\\\-]+$"}', '^[a-z0-9'],
  ])('keeps what may be its very fault: %s', (text, kept) => {
    expect(readPasted(text).text).toContain(kept);
  });
});

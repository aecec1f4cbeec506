import { describe, expect, it } from 'vitest';
import { readPastedId } from '../../src/pasted/pasted.ts';
import { fc } from '../support/chance.ts';

const TRACE = '0af7651916cd43dd8448eb211c80a144';
const UUID = '8f5c6a10-7777-4aaa-9bbb-c0c0c0c0c0c1';

describe('an id that was pasted', () => {
  it.each([
    ['request_id: ord_7c21f0', 'ord_7c21f0'],
    ['"request_id":"ord_7c21f0",', 'ord_7c21f0'],
    ['requestId=ord_7c21f0', 'ord_7c21f0'],
    ['X-Request-Id: ord_7c21f0', 'ord_7c21f0'],
    ['Request ID: ord_7c21f0', 'ord_7c21f0'],
    ['request id ord_7c21f0.', 'ord_7c21f0'],
    ['request ord_7c21f0 failed', 'ord_7c21f0'],
    ['Reference #18.ac1f3b', '18.ac1f3b'],
    ["'ord_7c21f0'", 'ord_7c21f0'],
    ['[ord_7c21f0]', 'ord_7c21f0'],
    ['(ord_7c21f0).', 'ord_7c21f0'],
    ['ord_7c21f0,', 'ord_7c21f0'],
    [`{${UUID}}`, UUID],
    [`urn:uuid:${UUID}`, UUID],
    [`req-${UUID}`, UUID],
    [`00-${TRACE}-b7ad6b7169203331-01`, TRACE],
    [`traceparent: 00-${TRACE}-b7ad6b7169203331-01`, TRACE],
    [`${TRACE}-b7ad6b7169203331-1`, TRACE],
    [`${TRACE}/1234567;o=1`, TRACE],
    [`${TRACE}:b7ad6b7169203331:0:1`, TRACE],
    ['8d1c2b3a4f5e6d43-FRA', '8d1c2b3a4f5e6d43'],
    ['CF-Ray: 8d1c2b3a4f5e6d43-FRA', '8d1c2b3a4f5e6d43'],
    [
      'X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678;Sampled=1',
      '1-67891233-abcdef012345678912345678',
    ],
    ['Root=1-67891233-abcdef012345678912345678;Sampled=1', '1-67891233-abcdef012345678912345678'],
    ['0HN1ABCDEF2G3%3A00000065', '0HN1ABCDEF2G3:00000065'],
  ])('%s is %s', (pasted, id) => {
    expect(readPastedId(pasted)).toBe(id);
  });

  it.each([
    'ord_7c21f0',
    'req_1',
    'req-1-retry',
    UUID,
    TRACE,
    '0HN1ABCDEF2G3:00000065',
    'a1+7f/3c==',
    'bVAtYTFmMDAwMTAtZXhhbXBsZQ==',
    '1234000560-123456789012345678',
    'order/12345678',
    '18.ac1f3b.1772619072.345',
    'id-7f3a',
    'trace7',
    '100%zz',
    'a%0Ab',
  ])('%s is left as it is', (id) => {
    expect(readPastedId(id)).toBe(id);
  });

  it('is the same when it is read once more', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/), (id) => {
        const once = readPastedId(`request_id: "${id}",`);
        expect(readPastedId(once)).toBe(once);
      }),
    );
  });
});

import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { readMessage, refuseLong } from '../../src/protocol/json-rpc.ts';
import { fc } from '../support/chance.ts';

/** Values that are nearly messages: the right members with likely and unlikely contents. */
const member = fc.oneof(
  fc.constantFrom<unknown>('2.0', '1.0', 'tools/list', 1, 1.5, -0, null, true, [], {}, undefined),
  fc.constantFrom<unknown>({ _meta: {} }, { _meta: { progressToken: 1 } }, { _meta: { progressToken: {} } }),
  fc.constantFrom<unknown>({ _meta: { 'io.modelcontextprotocol/related-task': {} } }, { _meta: null }),
  fc.constantFrom<unknown>({ code: 1, message: 'x' }, { code: 'x', message: 1 }, { code: 1.5, message: '' }),
  fc.jsonValue(),
);
const nearlyMessage = fc.record(
  {
    jsonrpc: fc.oneof(fc.constant('2.0'), member),
    id: member,
    method: member,
    params: member,
    result: member,
    error: member,
    extra: member,
  },
  { requiredKeys: [] },
);

describe('a line of input', () => {
  it('is either refused or a message that the SDK accepts, so none is met with silence', () => {
    fc.assert(
      fc.property(nearlyMessage, (value) => {
        const read = readMessage(JSON.stringify(value));
        if ('refusal' in read || read.message?.method === undefined) return;
        expect(JSONRPCMessageSchema.safeParse(read.message).success, JSON.stringify(value)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is never refused when it is a request or notification that the SDK accepts', () => {
    fc.assert(
      fc.property(nearlyMessage, (value) => {
        const line = JSON.stringify(value);
        const accepted = JSONRPCMessageSchema.safeParse(JSON.parse(line));
        if (accepted.success && 'method' in accepted.data)
          expect(readMessage(line)).toHaveProperty('message');
      }),
      { numRuns: 5_000 },
    );
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (line) => void readMessage(line)),
    );
  });
});

describe('a line that is too long', () => {
  it.each([
    ['an id at its end', '{"method":"x","params":{"a":"', '"}},"jsonrpc":"2.0","id":17}', 17],
    ['an id before its params', '{"jsonrpc":"2.0","id":"a-1","method":"x","params":{"a":"', '"}}', 'a-1'],
    ['no id that can be seen', '{"method":"x","params":{"a":"', '"}}', null],
    ['something like an id inside its params', '{"method":"x","params":{"id":5,', '"a":1}}', null],
  ])('is refused to %s', (_, head, tail, id) => {
    expect(refuseLong(head, tail, 100, 10)).toMatchObject({
      rpc: -32600,
      id,
      problem: expect.stringContaining('100 bytes'),
    });
  });
});

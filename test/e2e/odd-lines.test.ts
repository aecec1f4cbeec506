import { describe, expect, it } from 'vitest';
import { errorOf, RawServer, SAMPLE_LOGS } from '../support/server.ts';

const PING = '{"jsonrpc":"2.0","id":"ping","method":"ping"}';

/** The lines that the server writes for these, up to its reply to a ping behind them. */
async function linesFor(...lines: string[]): Promise<Record<string, unknown>[]> {
  const server = await RawServer.initialized(['--logs', SAMPLE_LOGS]);
  const before = server.lines.length;
  for (const line of [...lines, PING]) server.write(line);
  expect(await server.close()).toEqual({ code: 0, signal: null });
  expect(server.stderr).toBe('');
  return server.lines.slice(before).map((line) => JSON.parse(line));
}

const ids = (lines: Record<string, unknown>[]) => lines.map(({ id }) => id);

describe('what must not be answered', () => {
  it.each([
    [
      'a notification with null for params',
      '{"jsonrpc":"2.0","method":"notifications/initialized","params":null}',
    ],
    ['a notification with a list for params', '{"jsonrpc":"2.0","method":"notifications/x","params":[]}'],
    [
      'a notification with a bad _meta',
      '{"jsonrpc":"2.0","method":"notifications/x","params":{"_meta":null}}',
    ],
    ['an error that names no request', '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}'],
    ['a response that is none', '{"jsonrpc":"2.0","id":3,"result":null}'],
    ['an error that is none', '{"jsonrpc":"2.0","id":"i","error":{"code":"x","message":"y"}}'],
  ])('%s', async (_, line) => {
    expect(ids(await linesFor(line))).toEqual(['ping']);
  });
});

describe('a cancellation', () => {
  const call = (id: number | string) =>
    `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":"tools/call","params":{"name":"lookup_request","arguments":{"request_id":"req_xyz123"},"_meta":{"progressToken":1}}}`;
  const cancel = (id: number | string, more = '') =>
    `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${JSON.stringify(id)}${more}}}`;
  const listen = (id: number | string) =>
    `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":"subscriptions/listen","params":{"notifications":{},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}`;

  it.each([
    ['a call with id 0', [call(0), cancel(0)]],
    ['a call with an empty id', [call(''), cancel('')]],
    ['a call, with null for a reason', [call(7), cancel(7, ',"reason":null')]],
    ['a subscription with id 0', [listen(0), cancel(0)]],
    ['a subscription, with a number for a reason', [listen(7), cancel(7, ',"reason":5')]],
  ])('of %s is the last word about it', async (_, lines) => {
    expect(ids(await linesFor(...lines))).toEqual(['ping']);
  });

  it('has no say in what is asked under the same id later', async () => {
    const list = '{"jsonrpc":"2.0","id":7,"method":"tools/list"}';
    const ping = '{"jsonrpc":"2.0","id":7,"method":"ping"}';
    expect(await linesFor(cancel(7), ping)).toMatchObject([{ id: 7, result: {} }, { id: 'ping' }]);
    const lines = await linesFor(list, cancel(7), ping);
    expect(lines.map(({ id, result }) => [id, Object.keys(result as object)])).toEqual([
      [7, []],
      ['ping', []],
    ]);
  });
});

describe('a server without tasks', () => {
  it.each([
    ['task metadata', '"task":{"ttl":60000}'],
    ['a related task', '"_meta":{"io.modelcontextprotocol/related-task":{"taskId":"x"}}'],
  ])('serves a call with %s as any other', async (_, more) => {
    const line = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"explain_error","arguments":{"error":"rate_limited"},${more}}}`;
    const lines = await linesFor(line);
    expect(lines.find(({ id }) => id === 1)).toMatchObject({
      result: { structuredContent: { code: 'rate_limited' } },
    });
  });
});

describe('a line that is too long to be read', () => {
  const long = (end: string) =>
    `{"jsonrpc":"2.0","method":"x","params":{"a":"${'a'.repeat(68_000_000)}"},${end}`;

  it.each([
    ['an id with leading zeros', '"id":007}', undefined],
    ['an id with a tab in it', '"id":"a\tb"}', undefined],
    ['an id that is too large a number', '"id":9999999999999999}', undefined],
    ['an id that is not ASCII', '"id":"é€"}', 'é€'],
  ])('is refused, and the next one answered: %s', async (_, end, id) => {
    const lines = await linesFor(long(end));
    expect(ids(lines).toSorted()).toEqual([id, 'ping'].toSorted());
    expect(lines.find(({ error }) => error)).toMatchObject({ error: { code: -32600 } });
  });
});

describe('a request with very much wrong in it', () => {
  it.each([
    [
      'params',
      'completion/complete',
      { ref: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [i, i])) },
    ],
    ['method', 'x'.repeat(1_000_000), {}],
    ['uri', 'resources/read', { uri: `x${'😀'.repeat(500_000)}` }],
    ['tool', 'tools/call', { name: `${'x'.repeat(99)}😀😀` }],
  ])('is refused in few words: its %s', async (_, method, params) => {
    const server = await RawServer.initialized();
    const reply = await server.request(method, params);
    const line = JSON.stringify(reply);
    expect(line.length).toBeLessThan(6_000);
    expect(Buffer.from(line).toString()).toBe(line);
    const found = await server.call('lookup_request', { request_id: errorOf(reply).request_id });
    expect(JSON.stringify(found).length).toBeLessThan(6_000);
    await server.close();
  });
});

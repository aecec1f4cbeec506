import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RawServer, type Reply, SAMPLE_LOGS } from '../support/server.ts';
import { checkLine } from '../support/spec-schemas.ts';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const SERVER_INFO = { name: 'error-catalog-mcp', version: expect.any(String) };

let server: RawServer;
beforeAll(() => {
  server = new RawServer(['--logs', SAMPLE_LOGS]);
});
afterAll(async () => {
  expect(await server.close()).toEqual({ code: 0, signal: null });
  expect(server.stderr).toBe('');
});

/** Sends a request that says everything about itself; its reply must fit the protocol's schemas. */
async function ask(method: string, params: object = {}, meta: object = META): Promise<Reply> {
  const reply = await server.request(method, { ...params, _meta: meta });
  checkLine(reply as unknown as Record<string, unknown>, method);
  return reply;
}

describe('a host of revision 2026-07-28, without a handshake', () => {
  it('learns of the server by server/discover', async () => {
    const { result } = await ask('server/discover');
    expect(result).toEqual({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: {
        tools: {},
        resources: {},
        prompts: {},
        completions: {},
        extensions: { 'io.modelcontextprotocol/skills': {} },
      },
      instructions: expect.stringContaining('explain_error'),
      ttlMs: 3_600_000,
      cacheScope: 'public',
      _meta: { 'io.modelcontextprotocol/serverInfo': expect.objectContaining(SERVER_INFO) },
    });
  });

  it.each([
    ['tools/list', {}, 'tools', 3],
    ['prompts/list', {}, 'prompts', 2],
    ['resources/list', {}, 'resources', 2],
    ['resources/templates/list', {}, 'resourceTemplates', 1],
    ['resources/read', { uri: 'errors://catalog' }, 'contents', 1],
  ])('may keep what %s answers', async (method, params, key, count) => {
    const { result } = await ask(method, params);
    expect(result).toMatchObject({ ttlMs: expect.any(Number), cacheScope: expect.any(String) });
    expect(result?.[key]).toHaveLength(count);
  });

  it.each([
    ['tools/call', { name: 'explain_error', arguments: { error: 'rate_limited' } }],
    ['tools/call', { name: 'lookup_request', arguments: { request_id: 'req_nobody' } }],
    ['prompts/get', { name: 'diagnose_error', arguments: { error: 'rate_limited' } }],
    [
      'completion/complete',
      { ref: { type: 'ref/prompt', name: 'diagnose_error' }, argument: { name: 'error', value: 'rate' } },
    ],
  ])('is told by %s %j who answers, and that it is complete', async (method, params) => {
    const { result } = await ask(method, params);
    expect(result).toMatchObject({
      resultType: 'complete',
      _meta: { 'io.modelcontextprotocol/serverInfo': SERVER_INFO },
    });
    expect(result).not.toHaveProperty('ttlMs');
  });

  it('is told which versions there are when it asks for another', async () => {
    const { error } = await ask(
      'tools/list',
      {},
      { ...META, 'io.modelcontextprotocol/protocolVersion': '1900-01-01' },
    );
    expect(error).toMatchObject({
      code: -32022,
      data: {
        supported: expect.arrayContaining(['2026-07-28', '2025-11-25', '2024-11-05']),
        requested: '1900-01-01',
        error: { code: 'invalid_request', request_id: expect.stringMatching(/^req_/) },
      },
    });
  });

  it.each([
    ['no version', 'server/discover', {}],
    ['a version that is no text', 'tools/list', { 'io.modelcontextprotocol/protocolVersion': 1 }],
    ['no capabilities', 'tools/list', { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }],
  ])('is told what is wrong with a _meta that has %s', async (_, method, meta) => {
    const { error } = await ask(method, {}, meta);
    expect(error).toMatchObject({
      code: -32602,
      message: expect.stringContaining('io.modelcontextprotocol/'),
      data: { error: { code: 'invalid_request' } },
    });
  });

  it.each([
    ['tools/call', { name: 'explain', arguments: {} }, 'explain_error'],
    ['resources/read', { uri: 'errors://nothing' }, 'errors://catalog'],
    ['prompts/get', { name: 'nothing' }, 'diagnose_error'],
    ['prompts/get', { name: 'diagnose_error' }, "'error'"],
  ])('is refused by %s %j with what there is', async (method, params, named) => {
    const { error } = await ask(method, params);
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining(named) });
  });

  it.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'tasks/get'])(
    'no longer has %s',
    async (method) => {
      const { error } = await ask(method, {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: {},
      });
      expect(error).toMatchObject({ code: -32601, data: { error: { code: 'not_found' } } });
    },
  );
});

describe('a subscription', () => {
  const acknowledged = (id: string) => (message: Reply & { params?: Record<string, unknown> }) =>
    (message.params?.['_meta'] as Record<string, unknown> | undefined)?.[
      'io.modelcontextprotocol/subscriptionId'
    ] === id;
  const listen = (id: string) =>
    JSON.stringify({
      jsonrpc: '2.0',
      id,
      method: 'subscriptions/listen',
      params: { notifications: { toolsListChanged: true }, _meta: META },
    });

  it('is acknowledged with what of it is agreed to, and stays open until the host ends it', async () => {
    const own = new RawServer();
    own.write(listen('kept'));
    own.write(listen('cancelled'));
    for (const id of ['kept', 'cancelled']) {
      const message = await own.reply(acknowledged(id));
      checkLine(message as unknown as Record<string, unknown>, null);
      expect(message).toMatchObject({
        method: 'notifications/subscriptions/acknowledged',
        params: { notifications: {} },
      });
    }
    own.write('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"cancelled"}}');
    expect(own.lines).toHaveLength(2);
    expect(await own.close()).toEqual({ code: 0, signal: null });
    expect(own.lines).toHaveLength(3);
    const closing = JSON.parse(own.lines[2] ?? '');
    checkLine(closing, 'subscriptions/listen');
    expect(closing).toMatchObject({
      id: 'kept',
      result: { resultType: 'complete', _meta: { 'io.modelcontextprotocol/subscriptionId': 'kept' } },
    });
  });

  it('without a filter is refused', async () => {
    expect((await ask('subscriptions/listen')).error).toMatchObject({ code: -32602 });
  });
});

describe('both eras on one pipe', () => {
  it('answers discover, then the handshake, then each request in its own form', async () => {
    const own = new RawServer();
    const discovered = await own.request('server/discover', { _meta: META });
    expect(discovered.result).toMatchObject({ supportedVersions: ['2026-07-28'] });
    const greeted = await own.request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'test', version: '1' },
    });
    expect(greeted.result).toMatchObject({ protocolVersion: '2025-06-18', serverInfo: SERVER_INFO });
    own.write('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    expect((await own.request('ping')).result).toEqual({});
    const [legacy, modern] = await Promise.all([
      own.request('tools/list', {}),
      own.request('tools/list', { _meta: META }),
    ]);
    expect(Object.keys(legacy.result ?? {})).toEqual(['tools']);
    expect(modern.result).toMatchObject({ resultType: 'complete', tools: legacy.result?.['tools'] });
    await own.close();
  });

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'greets a host of %s',
    async (version) => {
      const own = new RawServer();
      const { result } = await own.request('initialize', {
        protocolVersion: version,
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      });
      expect(result).toMatchObject({ protocolVersion: version });
      await own.close();
    },
  );

  it.each([
    ['subscriptions/listen', -32602],
    ['logging/setLevel', -32601],
  ])('answers %s of an earlier revision with %s', async (method, code) => {
    expect((await server.request(method, {})).error?.code).toBe(code);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, RawServer } from '../support/server.ts';

const protocolVersion = '2025-11-25';
const capabilities = {};
const clientInfo = { name: 'test', version: '1' };
const SECRET = 'hunter2-value-of-the-client';

/** The params of an `initialize`, and each parameter that its refusal must name, with what it is. */
const BAD: Record<string, readonly [params: unknown, named: Readonly<Record<string, string>>]> = {
  'no params': [undefined, { protocolVersion: 'missing', capabilities: 'missing', clientInfo: 'missing' }],
  'empty params': [{}, { protocolVersion: 'missing', capabilities: 'missing', clientInfo: 'missing' }],
  'no version': [{ capabilities, clientInfo }, { protocolVersion: 'missing' }],
  'a number as version': [
    { protocolVersion: 2025, capabilities, clientInfo },
    { protocolVersion: 'a number' },
  ],
  'null as version': [{ protocolVersion: null, capabilities, clientInfo }, { protocolVersion: 'null' }],
  'a list of versions': [
    { protocolVersion: [protocolVersion], capabilities, clientInfo },
    { protocolVersion: 'an array' },
  ],
  'no capabilities': [{ protocolVersion, clientInfo }, { capabilities: 'missing' }],
  'a list of capabilities': [
    { protocolVersion, capabilities: ['roots'], clientInfo },
    { capabilities: 'an array' },
  ],
  'text as capabilities': [
    { protocolVersion, capabilities: SECRET, clientInfo },
    { capabilities: 'a string' },
  ],
  'no client': [{ protocolVersion, capabilities }, { clientInfo: 'missing' }],
  'text as client': [{ protocolVersion, capabilities, clientInfo: SECRET }, { clientInfo: 'a string' }],
  'a client without a name': [
    { protocolVersion, capabilities, clientInfo: { version: SECRET } },
    { 'clientInfo.name': 'missing' },
  ],
  'a client without a version': [
    { protocolVersion, capabilities, clientInfo: { name: SECRET } },
    { 'clientInfo.version': 'missing' },
  ],
  'a client with an object as name': [
    { protocolVersion, capabilities, clientInfo: { name: { text: SECRET }, version: true } },
    { 'clientInfo.name': 'an object', 'clientInfo.version': 'a boolean' },
  ],
  'a _meta, and no client': [
    { protocolVersion, capabilities, _meta: { progressToken: 1 } },
    { clientInfo: 'missing' },
  ],
  'a task, and no version': [{ capabilities, clientInfo, task: { ttl: 1 } }, { protocolVersion: 'missing' }],
};

/** Handshakes with more than is asked for, or with what this server need not understand. */
const GOOD: Record<string, unknown> = {
  'an unknown version': { protocolVersion: '1900-01-01', capabilities, clientInfo },
  'capabilities of odd shapes': { protocolVersion, capabilities: { roots: true, tasks: [] }, clientInfo },
  'capabilities of odd shapes, and a _meta': {
    protocolVersion,
    capabilities: { roots: true },
    clientInfo: { ...clientInfo, icons: 7 },
    _meta: { progressToken: 1 },
  },
};

let server: RawServer;
beforeAll(() => {
  server = new RawServer();
});
afterAll(async () => {
  expect(await server.close()).toEqual({ code: 0, signal: null });
  expect(server.stderr).toBe('');
});

describe('an initialize', () => {
  it.each(Object.entries(BAD))('with %s is told what to send instead', async (_, [params, named]) => {
    const reply = await server.request('initialize', params);
    expect(reply.error?.code).toBe(-32602);
    const { code, message, request_id } = errorOf(reply);
    expect(message).toBe(reply.error?.message);
    const told = [...message.matchAll(/params\.([\w.]+) must be [^;]+?, but it is ([a-z ]+)/g)];
    expect(Object.fromEntries(told.map(([, parameter, kind]) => [parameter, kind]))).toEqual(named);
    expect(message).not.toContain(SECRET);
    expect(message).not.toMatch(/SDK/);

    // What it names as an example is accepted.
    const example = /Send params such as (\{.*\})\.$/.exec(message)?.[1] ?? '';
    const greeted = await server.request('initialize', JSON.parse(example));
    expect(greeted.result).toMatchObject({ protocolVersion, serverInfo: { name: 'error-catalog-mcp' } });

    const found = await server.call('lookup_request', { request_id });
    expect(found.result?.['structuredContent']).toMatchObject({ lines: [{ code }] });
  });

  it.each(Object.entries(GOOD))('with %s is greeted', async (_, params) => {
    const { result } = await server.request('initialize', params);
    expect(result).toMatchObject({ protocolVersion, serverInfo: { name: 'error-catalog-mcp' } });
  });
});

import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { type JSONRPCMessage, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf, EARLIER_VERSIONS, greet, INSTRUCTIONS } from '../../src/protocol/greeting.ts';

const following = { name: 'error-catalog-mcp', version: '0.0.0', followsFiles: true };
const identity = { name: 'error-catalog-mcp', version: '0.0.0' };
const clientInfo = { name: 'test', version: '1' };
const initialize = (params: Record<string, unknown>) => {
  return { jsonrpc: '2.0' as const, id: 1, method: 'initialize', params };
};
const handshake = (protocolVersion: string) =>
  initialize({ protocolVersion, capabilities: { roots: {} }, clientInfo });

/** What the SDK's own server replies to a message. */
async function replyOfSdk(message: JSONRPCMessage, followsFiles = false): Promise<unknown> {
  const capabilities = capabilitiesOf({ followsFiles });
  const server = new Server(identity, { capabilities, instructions: INSTRUCTIONS });
  const [here, there] = InMemoryTransport.createLinkedPair();
  const reply = new Promise<JSONRPCMessage>((resolve) => {
    there.onmessage = resolve;
  });
  await Promise.all([server.connect(here), there.start()]);
  await there.send(message);
  const { result } = (await reply) as { result?: unknown };
  await server.close();
  return result;
}

describe('the greeting before the SDK is loaded', () => {
  it('knows the versions that the SDK knows', () => {
    expect(EARLIER_VERSIONS).toEqual(SUPPORTED_PROTOCOL_VERSIONS);
  });

  it.each([...EARLIER_VERSIONS, '2026-07-28', '1900-01-01'])(
    'says to a host of %s what the SDK would say',
    async (version) => {
      expect(greet(handshake(version), identity)).toEqual(await replyOfSdk(handshake(version)));
    },
  );

  it('promises news of the resources where it follows the files of a catalog', async () => {
    const message = handshake('2025-11-25');
    const greeting = greet(message, following);
    expect(greeting).toEqual(await replyOfSdk(message, true));
    expect(greeting).toMatchObject({ capabilities: { resources: { listChanged: true } } });
  });

  it('greets a host whose handshake has a _meta', () => {
    const { params, ...message } = handshake('2025-11-25');
    const withMeta = { ...message, params: { ...params, _meta: { progressToken: 1 } } };
    expect(greet(withMeta, identity)).toEqual(greet(handshake('2025-11-25'), identity));
  });

  it.each([
    ['no version', { capabilities: {}, clientInfo }],
    ['a version that is no text', { protocolVersion: 1, capabilities: {}, clientInfo }],
    ['no capabilities', { protocolVersion: '2025-11-25', clientInfo }],
    [
      'no name of the host',
      { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { version: '1' } },
    ],
  ])('leaves a handshake with %s to the SDK, which refuses it', async (_, params) => {
    expect(greet(initialize(params), identity)).toBeNull();
    expect(await replyOfSdk(initialize(params))).toBeUndefined();
  });

  it.each([
    ['a notification', { jsonrpc: '2.0' as const, method: 'initialize', params: {} }],
    ['another request', { jsonrpc: '2.0' as const, id: 1, method: 'ping' }],
    [
      'a discovery that does not say its version',
      { jsonrpc: '2.0' as const, id: 1, method: 'server/discover' },
    ],
  ])('leaves %s to the server', (_, message) => {
    expect(greet(message, identity)).toBeNull();
  });
});

import { readFileSync } from 'node:fs';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { type JSONRPCMessage, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { builtinCatalog, entryOf } from '../../src/catalog/catalog.ts';
import { catalogOf } from '../../src/catalog/entries.ts';
import {
  BUILT_IN,
  capabilitiesOf,
  EARLIER_VERSIONS,
  greet,
  ICONS,
  type Identity,
  instructionsFor,
  serverInfoOf,
} from '../../src/protocol/greeting.ts';
import { servedOf } from '../../src/protocol/mcp.ts';

const identity: Identity = {
  name: 'error-catalog-mcp',
  version: '0.0.0',
  title: 'Error Catalog',
  description: 'What errors mean.',
  websiteUrl: 'https://example.com/error-catalog',
};
const following = { ...identity, followsFiles: true };
const clientInfo = { name: 'test', version: '1' };
const initialize = (params: Record<string, unknown>) => {
  return { jsonrpc: '2.0' as const, id: 1, method: 'initialize', params };
};
const handshake = (protocolVersion: string) =>
  initialize({ protocolVersion, capabilities: { roots: {} }, clientInfo });

/** What the SDK's own server replies to a message. */
async function replyOfSdk(message: JSONRPCMessage, of: Identity = identity): Promise<unknown> {
  const capabilities = capabilitiesOf(of);
  const server = new Server(serverInfoOf(of), { capabilities, instructions: instructionsFor(of) });
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
  it('sends an error with a request_id to the one tool that explains it too, where there are logs', () => {
    expect(instructionsFor({ hasLogs: true })).toMatch(/With a request_id.*lookup_request alone/);
    expect(instructionsFor({})).toMatch(/explain_error first/);
  });

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
    expect(greeting).toEqual(await replyOfSdk(message, following));
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

  it('shows what it is: a title, a description, a page and a small icon, in both eras', () => {
    const info = {
      title: 'Error Catalog',
      description: 'What errors mean.',
      websiteUrl: 'https://example.com/error-catalog',
      icons: [{ src: expect.stringMatching(/^data:image\/svg\+xml;base64,/), mimeType: 'image/svg+xml' }],
    };
    expect(greet(handshake('2025-11-25'), identity)).toMatchObject({ serverInfo: info });
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const discover = { jsonrpc: '2.0' as const, id: 1, method: 'server/discover', params: { _meta } };
    expect(greet(discover, identity)).toMatchObject({
      _meta: { 'io.modelcontextprotocol/serverInfo': info },
      instructions: instructionsFor(identity),
    });
    expect(ICONS[0]?.src.length).toBeLessThan(1_000);
  });

  it('has the icon of the bundle', () => {
    const file = readFileSync(new URL('../../mcpb/icon.svg', import.meta.url), 'utf8');
    const plain = file
      .replace(/<title>.*<\/title>/, '')
      .replace(/>\s+</g, '><')
      .trim();
    expect(Buffer.from(ICONS[0]?.src.split(',')[1] ?? '', 'base64').toString()).toBe(plain);
  });

  it('names what is served: the built-in catalog without loading it, another one with its services', () => {
    expect(BUILT_IN).toEqual(servedOf(builtinCatalog()));
    expect(instructionsFor({})).toContain("the error catalog 'platform'.");
    const entries = ['billing', 'mail', 'billing'].map((service, at) =>
      entryOf({ code: `code_${at}`, service }),
    );
    const served = servedOf(catalogOf({ name: 'acme', version: null, support: null, entries }));
    expect(instructionsFor({ served })).toContain("the error catalog 'acme' (services: billing, mail).");
    const many = { catalog: 'acme', services: Array.from({ length: 9 }, (_, at) => `s${at}`) };
    expect(instructionsFor({ served: many })).toContain('(services: s0, s1, s2, s3, s4, s5 and 3 more)');
  });
});

import { describe, expect, it } from 'vitest';
import { RawServer, SAMPLE_LOGS } from '../support/server.ts';
import { unavailable } from './installed.ts';
import { checker } from './spec-schema.ts';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Each method, what it is asked, and what its reply is in the schema, without the word of its revision. */
const ASKED: [method: string, params: object, reply: string][] = [
  ['tools/list', {}, 'ListToolsResult'],
  ['prompts/list', {}, 'ListPromptsResult'],
  ['resources/list', {}, 'ListResourcesResult'],
  ['resources/templates/list', {}, 'ListResourceTemplatesResult'],
  ['resources/read', { uri: 'errors://catalog' }, 'ReadResourceResult'],
  ['resources/read', { uri: 'errors://catalog/rate_limited' }, 'ReadResourceResult'],
  ['resources/read', { uri: 'ui://error-catalog/request' }, 'ReadResourceResult'],
  ['tools/call', { name: 'explain_error', arguments: { error: 'rate_limited' } }, 'CallToolResult'],
  ['tools/call', { name: 'list_errors', arguments: { seen: '7d' } }, 'CallToolResult'],
  ['tools/call', { name: 'lookup_request', arguments: { request_id: 'req_xyz123' } }, 'CallToolResult'],
  ['tools/call', { name: 'lookup_request', arguments: {} }, 'CallToolResult'],
  ['prompts/get', { name: 'diagnose_error', arguments: { error: '503' } }, 'GetPromptResult'],
  ['prompts/get', { name: 'report_problem', arguments: { request_id: 'req_xyz123' } }, 'GetPromptResult'],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'diagnose_error' }, argument: { name: 'error', value: 'r' } },
    'CompleteResult',
  ],
];
const REFUSED: [method: string, params: object][] = [
  ['tools/call', { name: 'nothing', arguments: {} }],
  ['resources/read', { uri: 'errors://nothing' }],
  ['prompts/get', { name: 'nothing' }],
  ['tools/nothing', {}],
];
const MALFORMED = [
  '{',
  '[]',
  '{"jsonrpc":"1.0","id":1,"method":"ping"}',
  '{"jsonrpc":"2.0","id":{},"method":"ping"}',
];

describe.skipIf(unavailable('@modelcontextprotocol/conformance'))(
  "every line fits the revision's own schema",
  () => {
    it('for hosts of 2026-07-28', async () => {
      const problems = await checker('2026-07-28');
      const server = new RawServer(['--logs', SAMPLE_LOGS]);
      for (const [method, params, name] of [['server/discover', {}, 'DiscoverResult'] as const, ...ASKED]) {
        const reply = await server.request(method, { ...params, _meta: META });
        expect(problems(`${name}Response`, reply), JSON.stringify(reply)).toBeNull();
      }
      for (const [method, params] of [...REFUSED, ['ping', {}] as const]) {
        const reply = await server.request(method, { ...params, _meta: META });
        expect(problems('JSONRPCErrorResponse', reply), JSON.stringify(reply)).toBeNull();
      }
      const other = { ...META, 'io.modelcontextprotocol/protocolVersion': '1900-01-01' };
      const refused = await server.request('tools/list', { _meta: other });
      expect(problems('UnsupportedProtocolVersionError', refused)).toBeNull();

      const listen = { notifications: { toolsListChanged: true }, _meta: META };
      server.write(
        JSON.stringify({ jsonrpc: '2.0', id: 'listen', method: 'subscriptions/listen', params: listen }),
      );
      for (const line of MALFORMED) server.write(line);
      await server.close();
      const lines = server.lines.map((line) => JSON.parse(line));
      const told = lines.find(({ method }) => method !== undefined);
      expect(problems('SubscriptionsAcknowledgedNotification', told)).toBeNull();
      const closing = lines.find(({ id }) => id === 'listen');
      expect(problems('SubscriptionsListenResult', closing.result)).toBeNull();
      expect(lines.filter(({ error, id }) => error && id === undefined)).toHaveLength(3);
      for (const line of lines) expect(problems('JSONRPCMessage', line), JSON.stringify(line)).toBeNull();
    });

    it('for hosts of 2025-11-25, after the handshake', async () => {
      const problems = await checker('2025-11-25');
      const server = await RawServer.initialized(['--logs', SAMPLE_LOGS]);
      expect(problems('InitializeResult', JSON.parse(server.lines[0] ?? '').result)).toBeNull();
      for (const [method, params, name] of ASKED) {
        const { result } = await server.request(method, params);
        expect(problems(name, result), JSON.stringify(result)).toBeNull();
      }
      for (const [method, params] of REFUSED) await server.request(method, params);
      for (const line of MALFORMED) server.write(line);
      await server.close();
      for (const line of server.lines) expect(problems('JSONRPCMessage', JSON.parse(line)), line).toBeNull();
    });

    it('and the schema is not one that everything fits', async () => {
      const problems = await checker('2026-07-28');
      expect(
        problems('ListToolsResultResponse', { jsonrpc: '2.0', id: 1, result: { tools: [] } }),
      ).not.toBeNull();
      expect(
        problems('JSONRPCMessage', { jsonrpc: '2.0', id: null, error: { code: 1, message: '' } }),
      ).not.toBeNull();
    });
  },
);

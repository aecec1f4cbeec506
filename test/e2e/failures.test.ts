import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, freshFolder, RawServer, SAMPLE_LOGS } from '../support/server.ts';

const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
const megabytes = (count: number) => 'x'.repeat(count * 1_000_000);
const call = (name: string, args: string) =>
  `{"jsonrpc":"2.0","id":"case","method":"tools/call","params":{"name":"${name}","arguments":${args}}}`;
const request = (method: string, params: string) =>
  `{"jsonrpc":"2.0","id":"case","method":"${method}","params":${params}}`;

/** What is sent; the code of the failure; the JSON-RPC code, or null for a tool's error result; words it must say. */
const CASES: Record<
  string,
  readonly [line: string | Buffer, code: string, rpc: number | null, says: RegExp]
> = {
  'a required argument is missing': [
    call('explain_error', '{}'),
    'validation_failed',
    null,
    /error.*required/,
  ],
  'arguments are null': [call('explain_error', 'null'), 'validation_failed', null, /error \(required\)/],
  'arguments are an array': [
    call('explain_error', '["not_found"]'),
    'invalid_request',
    null,
    /must be an object/,
  ],
  'arguments are text': [call('lookup_request', '"req_1"'), 'invalid_request', null, /request_id/],
  'arguments are deep': [call('explain_error', deep), 'invalid_request', null, /must be an object/],
  'an argument is deep': [call('explain_error', `{"error":${deep}}`), 'validation_failed', null, /error/],
  'an argument is of a wrong type': [
    call('explain_error', '{"error":true}'),
    'validation_failed',
    null,
    /string/,
  ],
  'an unknown argument': [
    call('list_errors', '{"color":"red"}'),
    'validation_failed',
    null,
    /'color'.*query, status/,
  ],
  'an unknown argument named __proto__': [
    call('explain_error', '{"error":"not_found","__proto__":{"x":1}}'),
    'validation_failed',
    null,
    /__proto__/,
  ],
  'two names for one argument': [
    call('list_errors', '{"query":"slug","q":"uri"}'),
    'validation_failed',
    null,
    /'q'/,
  ],
  'a status that is none': [call('list_errors', '{"status":"ok"}'), 'validation_failed', null, /409/],
  'a limit out of range': [call('list_errors', '{"limit":0}'), 'validation_failed', null, /limit/],
  'a cursor that is none of ours': [
    call('list_errors', '{"cursor":"AAAA"}'),
    'validation_failed',
    null,
    /next_cursor/,
  ],
  'an error text that is empty': [
    call('explain_error', '{"error":"  "}'),
    'validation_failed',
    null,
    /error/,
  ],
  'a text that is no error': [
    call('explain_error', '{"error":"good morning"}'),
    'not_found',
    null,
    /list_errors/,
  ],
  'a text of 9 MB': [
    call('explain_error', JSON.stringify({ error: megabytes(9) })),
    'not_found',
    null,
    /9000000 characters/,
  ],
  'binary text': [
    call('explain_error', JSON.stringify({ error: '\u0000\u0001\ufffd\ud800binary' })),
    'not_found',
    null,
    /list_errors shows all codes/,
  ],
  'a request id that no line carries': [
    call('lookup_request', '{"request_id":"req_nobody"}'),
    'not_found',
    null,
    /5 files, 410 lines, from 2026-11-20T09:0.* to 2026-11-20T/,
  ],
  'a request id with ../': [
    call('lookup_request', '{"request_id":"../../etc/passwd"}'),
    'not_found',
    null,
    /No line of .* carries/,
  ],
  'a request id with NUL': [
    call('lookup_request', '{"request_id":"req_\\u0000x"}'),
    'validation_failed',
    null,
    /ASCII/,
  ],
  'a request id with a newline': [
    call('lookup_request', '{"request_id":"req_1\\nreq_2"}'),
    'validation_failed',
    null,
    /ASCII/,
  ],
  'an unknown tool': [
    call('explain', '{}'),
    'not_found',
    -32602,
    /explain_error, list_errors, lookup_request/,
  ],
  'a tool named __proto__': [call('__proto__', '{}'), 'not_found', -32602, /no tool/],
  'a tool named constructor': [call('constructor', '{}'), 'not_found', -32602, /no tool/],
  'a tool named toString': [call('toString', '{}'), 'not_found', -32602, /no tool/],
  'a tool call without a name': [request('tools/call', '{}'), 'invalid_request', -32602, /params.name/],
  'a list cursor that is none of ours': [
    request('tools/list', '{"cursor":"x"}'),
    'invalid_request',
    -32602,
    /one page/,
  ],
  'an unknown resource': [
    request('resources/read', '{"uri":"errors://x"}'),
    'not_found',
    -32602,
    /errors:\/\/catalog/,
  ],
  'an unknown code as a resource': [
    request('resources/read', '{"uri":"errors://catalog/nope"}'),
    'not_found',
    -32602,
    /errors:\/\/catalog\/\{code\}/,
  ],
  'an unknown method': [request('tools/destroy', '{}'), 'not_found', -32601, /no method/],
  'a completion without an argument': [
    request('completion/complete', '{}'),
    'invalid_request',
    -32602,
    /params.ref/,
  ],
  'params that are an array': [
    request('tools/list', '[]'),
    'invalid_request',
    -32602,
    /params must be an object/,
  ],
  'a _meta of the wrong type': [request('tools/list', '{"_meta":7}'), 'invalid_request', -32602, /_meta/],
  'a line that is no JSON': ['{"jsonrpc":"2.0","id":"case",', 'invalid_request', -32700, /not valid JSON/],
  'a line that is no text': [
    Buffer.from([0xff, 0xfe, 0x00, 0x80]),
    'invalid_request',
    -32700,
    /not valid JSON/,
  ],
  'a batch': ['[{"jsonrpc":"2.0","id":"case","method":"ping"}]', 'invalid_request', -32600, /Batches/],
  'a JSON-RPC 1.0 line': [
    '{"id":"case","method":"tools/list","params":[]}',
    'invalid_request',
    -32600,
    /jsonrpc/,
  ],
  'an id that is an object': [
    '{"jsonrpc":"2.0","id":{},"method":"ping"}',
    'invalid_request',
    -32600,
    /id must be/,
  ],
  'a message without a method': ['{"jsonrpc":"2.0","id":"case"}', 'invalid_request', -32600, /method/],
  'a line of 70 MB': [
    `{"method":"tools/call","params":{"name":"explain_error","arguments":{"error":"${megabytes(70)}"}},"jsonrpc":"2.0","id":"case"}`,
    'invalid_request',
    -32600,
    /bytes/,
  ],
  'a line of 20 MB': [
    call('explain_error', JSON.stringify({ error: megabytes(20) })),
    'validation_failed',
    null,
    /10000000/,
  ],
};

/** Lines whose id cannot be known. */
const NAMELESS = new Set([
  'a line that is no JSON',
  'a line that is no text',
  'a batch',
  'an id that is an object',
]);

let server: RawServer;
let previous: unknown;

beforeAll(async () => {
  server = await RawServer.initialized(['--logs', SAMPLE_LOGS]);
});
afterAll(async () => {
  expect(await server.close()).toEqual({ code: 0, signal: null });
  expect(server.stderr).toBe('');
});

describe('every failure has the shape of the platform, a code of the catalog, and an id that can be looked up', () => {
  it.each(Object.entries(CASES))('%s', async (name, [line, code, rpc, says]) => {
    const from = server.lines.length;
    server.write(line);
    const reply = await server.reply((message) => server.lines.indexOf(JSON.stringify(message)) >= from);
    if (rpc === null) {
      expect(reply.result?.isError).toBe(true);
      expect(reply.result?.content).toHaveLength(1);
      expect(reply.result).not.toHaveProperty('structuredContent');
    } else {
      expect(reply.error?.code).toBe(rpc);
      expect(reply.error?.message).toMatch(says);
    }
    expect(reply.id).toBe(NAMELESS.has(name) ? undefined : 'case');

    const error = errorOf(reply);
    expect(Object.keys(error)).toEqual(['code', 'message', 'request_id']);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(says);
    expect(error.message.length).toBeLessThan(700);
    expect(error.request_id).not.toBe(previous);
    previous = error.request_id;

    const explained = await server.call('explain_error', { error: JSON.stringify({ error }) });
    expect(explained.result?.['structuredContent']).toMatchObject({ code, request_id: error.request_id });

    const found = await server.call('lookup_request', { request_id: error.request_id });
    expect(found.result?.['structuredContent']).toMatchObject({
      request_id: error.request_id,
      lines: [{ code, service: 'error-catalog-mcp', level: 'error' }],
      error: { code },
      note: expect.stringContaining('server itself'),
    });
  });
});

describe('the journal', () => {
  it("lets another server find yesterday's failure, and is private to its user", async () => {
    const folder = freshFolder();
    const first = await RawServer.initialized([], folder);
    const { request_id } = errorOf(await first.call('explain_error', {}));
    await first.close();

    const second = await RawServer.initialized([], folder);
    const found = await second.call('lookup_request', { request_id });
    await second.close();
    expect(found.result?.['structuredContent']).toMatchObject({ lines: [{ code: 'validation_failed' }] });

    const journal = join(folder, 'error-catalog-mcp');
    expect(statSync(journal).mode & 0o777).toBe(0o700);
    expect(statSync(join(journal, 'journal.ndjson')).mode & 0o777).toBe(0o600);
  });

  it('does without a folder that it cannot write', async () => {
    const folder = join(freshFolder(), 'a-file');
    writeFileSync(folder, '');
    const server = await RawServer.initialized([], folder);
    const { request_id } = errorOf(await server.call('explain_error', {}));
    const found = await server.call('lookup_request', { request_id });
    await server.close();
    expect(found.result?.['structuredContent']).toMatchObject({ lines: [{ code: 'validation_failed' }] });
    expect(server.stderr.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(server.stderr)).toMatchObject({
      level: 'warn',
      message: expect.stringContaining('journal'),
    });
  });
});

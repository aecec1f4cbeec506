import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, freshFolder, RawServer } from '../support/server.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

function traced(server: RawServer, name: string, args: object, _meta: object = { traceparent: TRACEPARENT }) {
  return server.request('tools/call', { name, arguments: args, _meta });
}

describe('the trace of a call', () => {
  it('is kept with a failure, which is found by it', async () => {
    const server = await RawServer.initialized();
    const meta = { traceparent: TRACEPARENT, tracestate: 'vendor=abc' };
    const { request_id } = errorOf(await traced(server, 'explain_error', { error: 'good morning' }, meta));
    const found = await server.call('lookup_request', { request_id: TRACE });
    expect(found.result?.['structuredContent']).toMatchObject({
      lines: [
        {
          code: 'not_found',
          rest: { tool: 'explain_error', request_id, span_id: '00f067aa0ba902b7', tracestate: 'vendor=abc' },
        },
      ],
    });
    await server.close();
  });

  it.each([
    ['no trace', {}],
    ['a trace of zeros', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }],
    ['a trace that is none', { traceparent: 'good morning' }],
    ['a trace that is no text', { traceparent: 7 }],
  ])('is none where the request has %s', async (_, meta) => {
    const server = await RawServer.initialized();
    const { request_id } = errorOf(await traced(server, 'explain_error', { error: 'good morning' }, meta));
    const { result } = await server.call('lookup_request', { request_id });
    expect(result?.['structuredContent']).toMatchObject({ lines: [{ rest: { tool: 'explain_error' } }] });
    expect(JSON.stringify(result)).not.toMatch(/trace|span/);
    await server.close();
  });
});

describe('--audit', () => {
  it('writes a line for every call, that only its owner may read', async () => {
    const file = join(freshFolder(), 'audit.ndjson');
    const server = await RawServer.initialized(['--audit', file]);
    await traced(server, 'explain_error', { error: 'rate_limited' });
    const { request_id } = errorOf(await server.call('lookup_request', { request_id: 'req_nobody' }));
    await server.close();
    const common = {
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      'service.name': 'error-catalog-mcp',
      'mcp.method.name': 'tools/call',
      'gen_ai.operation.name': 'execute_tool',
      duration_ms: expect.any(Number),
      'mcp.client.name': 'test',
      'mcp.client.version': '1',
    };
    expect(linesOf(file)).toEqual([
      {
        ...common,
        level: 'info',
        message: 'tools/call explain_error',
        'gen_ai.tool.name': 'explain_error',
        'gen_ai.tool.call.arguments': '{"error":"rate_limited"}',
        outcome: 'success',
        trace_id: TRACE,
        span_id: '00f067aa0ba902b7',
      },
      {
        ...common,
        level: 'warn',
        message: 'tools/call lookup_request',
        'gen_ai.tool.name': 'lookup_request',
        'gen_ai.tool.call.arguments': '{"request_id":"req_nobody"}',
        outcome: 'failure',
        'error.type': 'not_found',
        request_id,
      },
    ]);
    expect(statSync(file).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });

  it('holds no secrets of the arguments', async () => {
    const file = join(freshFolder(), 'audit.ndjson');
    const server = await RawServer.initialized(['--audit', file, '--redact', 'iban_note']);
    const error = 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789 rate_limited';
    await server.call('explain_error', { error, value: '{"iban_note":"do not tell"}' });
    await server.close();
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('rate_limited');
    expect(text).not.toMatch(/abcdefghijklmnopqrstuvwxyz|do not tell/);
  });

  it('is a log in which a failed call is found by its request id', async () => {
    const file = join(freshFolder(), 'audit.ndjson');
    const writer = await RawServer.initialized(['--audit', file]);
    const { request_id } = errorOf(await writer.call('explain_error', { error: 'good morning' }));
    await writer.close();
    const reader = await RawServer.initialized(['--logs', file]);
    const { result } = await reader.call('lookup_request', { request_id });
    await reader.close();
    expect(result?.['structuredContent']).toMatchObject({
      lines: [{ service: 'error-catalog-mcp', level: 'warn', message: 'tools/call explain_error' }],
    });
  });

  it('puts a full file aside', async () => {
    const file = join(freshFolder(), 'audit.ndjson');
    writeFileSync(file, '');
    truncateSync(file, 10 * 1_048_576);
    const server = await RawServer.initialized(['--audit', file]);
    await server.call('explain_error', { error: 'rate_limited' });
    await server.close();
    expect(linesOf(file)).toHaveLength(1);
    expect(statSync(`${file}.1`).size).toBe(10 * 1_048_576);
  });

  it('keeps no call from its answer where it cannot be written, and says so once', async () => {
    const folder = freshFolder();
    const server = await RawServer.initialized(['--audit', folder]);
    for (const error of ['rate_limited', 'not_found']) {
      const { result } = await server.call('explain_error', { error });
      expect(result?.['structuredContent']).toMatchObject({ code: error });
    }
    await server.close();
    expect(server.stderr.match(/The audit cannot be written/g)).toHaveLength(1);
  });
});

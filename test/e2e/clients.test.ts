import { Client as NewClient, type VersionNegotiationMode } from '@modelcontextprotocol/client';
import { StdioClientTransport as NewTransport } from '@modelcontextprotocol/client/stdio';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtinEntries } from '../../src/catalog/combine.ts';
import { ENTRY, environment, freshFolder, SAMPLE_LOGS } from '../support/server.ts';

type Outcome = {
  content: { text: string }[];
  isError?: boolean;
  structuredContent?: Record<string, unknown>;
};

const launch = () => ({
  command: process.execPath,
  args: [ENTRY, '--logs', SAMPLE_LOGS],
  env: environment(freshFolder()),
  stderr: 'pipe' as const,
});
const who = { name: 'test', version: '1' };
const entries = builtinEntries();

/** What the suite needs of a host; each client library gives it in its own way. */
interface Host {
  connect(): Promise<void>;
  close(): Promise<void>;
  tools(): Promise<{ name: string }[]>;
  call(name: string, args: Record<string, unknown>): Promise<Outcome>;
  read(uri: string): Promise<{ contents: { text?: unknown; mimeType?: string | undefined }[] }>;
  complete(value: string): Promise<{ completion: { values: string[] } }>;
  prompt(name: string, args: Record<string, string>): Promise<{ messages: { content: unknown }[] }>;
  /** The version of the protocol that was agreed on. */
  version(): string | undefined;
}

const template = { type: 'ref/resource' as const, uri: 'errors://catalog/{code}' };

function sdkV1(): Host {
  const client = new Client(who);
  const transport = new StdioClientTransport(launch());
  let version: string | undefined;
  return {
    connect: () => {
      const connected = client.connect(transport);
      Object.assign(transport, { setProtocolVersion: (agreed: string) => (version = agreed) });
      return connected;
    },
    close: () => client.close(),
    tools: async () => (await client.listTools()).tools,
    call: async (name, args) => (await client.callTool({ name, arguments: args })) as Outcome,
    read: async (uri) => (await client.readResource({ uri })) as Awaited<ReturnType<Host['read']>>,
    complete: (value) => client.complete({ ref: template, argument: { name: 'code', value } }),
    prompt: (name, args) => client.getPrompt({ name, arguments: args }),
    version: () => version,
  };
}

function sdkV2(mode: VersionNegotiationMode): Host {
  const client = new NewClient(who, { versionNegotiation: { mode } });
  return {
    connect: () => client.connect(new NewTransport(launch())),
    close: () => client.close(),
    tools: async () => (await client.listTools()).tools,
    call: async (name, args) => (await client.callTool({ name, arguments: args })) as Outcome,
    read: async (uri) => (await client.readResource({ uri })) as Awaited<ReturnType<Host['read']>>,
    complete: (value) => client.complete({ ref: template, argument: { name: 'code', value } }),
    prompt: (name, args) => client.getPrompt({ name, arguments: args }),
    version: () => client.getNegotiatedProtocolVersion(),
  };
}

describe.each([
  ['SDK v1 client', '2025-11-25', sdkV1],
  ['@modelcontextprotocol/client 2.x, legacy', '2025-11-25', () => sdkV2('legacy')],
  ['@modelcontextprotocol/client 2.x, auto', '2026-07-28', () => sdkV2('auto')],
  [
    '@modelcontextprotocol/client 2.x, pinned to 2026-07-28',
    '2026-07-28',
    () => sdkV2({ pin: '2026-07-28' }),
  ],
])('the built server through the %s', (_, version, make) => {
  let host: Host;
  beforeAll(async () => {
    host = make();
    await host.connect();
  });
  afterAll(() => host.close());

  it('agrees on the newest version of the protocol that both know', () => {
    expect(host.version()).toBe(version);
  });

  it('writes a prompt that holds what the tools know', async () => {
    const { messages } = await host.prompt('diagnose_error', { error: 'req_xyz123' });
    expect(messages).toEqual([
      { role: 'user', content: { type: 'text', text: expect.stringContaining('workspace_slug_taken') } },
    ]);
  });

  it('lists the three tools', async () => {
    expect((await host.tools()).map(({ name }) => name)).toEqual([
      'explain_error',
      'list_errors',
      'lookup_request',
    ]);
  });

  it.each(entries.map((entry) => [entry.code, entry] as const))(
    'explains %s completely',
    async (code, entry) => {
      const { structuredContent, content, isError } = await host.call('explain_error', { error: code });
      expect(isError).toBeFalsy();
      const { symptoms: _s, example: _e, rejects: _r, status_alone: _a, by_message: _b, ...rest } = entry;
      const { documented, ...shown } = rest;
      const { sources, ...answer } = structuredContent ?? {};
      const stated = documented?.parts.filter((part) => part !== 'http_status' || entry.http_status !== null);
      expect(sources).toContainEqual({ ...documented, parts: stated });
      expect(answer).toEqual({ ...shown, matched: { by: 'code', confidence: 1 } });
      const text = content[0]?.text ?? '';
      const parts = [
        entry.title,
        entry.meaning,
        ...(entry.causes ?? []),
        ...(entry.fix ?? []),
        entry.retry?.when,
        entry.retry?.note,
      ];
      for (const part of [...parts, ...(entry.confusable_with ?? []).map((link) => link.tell_apart)])
        expect(text).toContain(part);
    },
  );

  it('lists all 34 errors', async () => {
    const { structuredContent } = await host.call('list_errors', {});
    expect(structuredContent?.['total']).toBe(34);
    expect(structuredContent?.['errors']).toHaveLength(34);
  });

  it('joins an error body, its request and its explanation by the next call it offers', async () => {
    const body = '{"error":{"code":"workspace_slug_taken","message":"…","request_id":"req_xyz123"}}';
    const explained = await host.call('explain_error', { error: body });
    const [next] = (explained.structuredContent?.['next'] ?? []) as {
      tool: string;
      arguments: Record<string, unknown>;
    }[];
    const found = await host.call(next?.tool ?? '', next?.arguments ?? {});
    expect(found.structuredContent).toMatchObject({
      request_id: 'req_xyz123',
      error: { code: 'workspace_slug_taken' },
      explanation: { code: 'workspace_slug_taken' },
      searched: { files: 5, lines: 410 },
    });
    expect(found.structuredContent?.['lines']).toHaveLength(4);
  });

  it('keeps code, message and request_id of a failure', async () => {
    const { isError, content } = await host.call('lookup_request', { request_id: 'req_nobody' });
    expect(isError).toBe(true);
    expect(JSON.parse(content[0]?.text ?? '')).toEqual({
      error: { code: 'not_found', message: expect.any(String), request_id: expect.stringMatching(/^req_/) },
    });
  });

  it('says which tools there are when one is unknown', async () => {
    await expect(host.call('explain', {})).rejects.toMatchObject({
      code: -32602,
      data: { error: { code: 'not_found', message: expect.stringContaining('explain_error') } },
    });
  });

  it('reads the catalog and one code as resources, and completes the code', async () => {
    const [whole] = (await host.read('errors://catalog')).contents;
    const catalog = JSON.parse(String(whole?.text));
    expect(catalog).toMatchObject({
      version: expect.any(String),
      hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(catalog.errors).toEqual(entries);
    const [one] = (await host.read('errors://catalog/rate_limited')).contents;
    expect(one).toMatchObject({
      mimeType: 'text/markdown',
      text: expect.stringMatching(/^# rate_limited: Too many requests\n/),
    });
    expect((await host.complete('WORKSPACE_SLUG_')).completion.values).toEqual([
      'workspace_slug_taken',
      'workspace_slug_invalid',
      'workspace_slug_too_short',
      'workspace_slug_reserved',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { RequestLog } from '../../src/logs/log.ts';
import { explainError } from '../../src/tools/explain-error.ts';
import { callTool, toolContext } from '../support/context.ts';
import { FINDS_ONLY } from '../support/finds-only.ts';

interface Explained {
  code: string;
  matched: { by: string; confidence: number };
  also?: string[];
  request_id?: string;
  retry_after?: { seconds: number; at: string };
  findings?: { message: string; suggestion?: string }[];
  next?: { tool: string; arguments: Record<string, string> }[];
}

async function explain(error: string, value?: string, logs: RequestLog | null = null) {
  const { data, text } = await callTool(
    explainError,
    { error, ...(value !== undefined && { value }) },
    toolContext(logs),
  );
  return { ...(data as unknown as Explained), text };
}

const someLogs: RequestLog = {
  ...FINDS_ONLY,
  find: () => Promise.reject(new Error('explain_error does not read logs')),
};

describe('explain_error', () => {
  it('says what is wrong with the value and gives one that passes', async () => {
    const { findings, text } = await explain('workspace_slug_invalid', 'Acme_Corp');
    expect(findings?.[0]).toMatchObject({ suggestion: 'acme-corp' });
    expect(text).toContain('acme-corp');
  });

  it('turns Retry-After into the wait', async () => {
    const { retry_after, text } = await explain('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 30\r\n');
    expect(retry_after).toMatchObject({ seconds: 30, at: expect.stringMatching(/Z$/) });
    expect(text).toContain('30 s');
  });

  it('names a specific code inside a wrapper and offers to explain it', async () => {
    const { code, also, next } = await explain(
      '{"error":{"code":"validation_failed","message":"slug: workspace_slug_too_short","request_id":"req_abc123"}}',
    );
    expect({ code, also }).toEqual({ code: 'validation_failed', also: ['workspace_slug_too_short'] });
    expect(next).toEqual([
      { tool: 'explain_error', arguments: { error: 'workspace_slug_too_short' }, reason: expect.any(String) },
    ]);
  });

  it('says that a status alone is a guess, and what else it may be', async () => {
    const { matched, text } = await explain('Request failed with status code 403');
    expect(matched).toEqual({ by: 'status', confidence: 0.5 });
    expect(text).toMatch(/guess from the HTTP status/);
    expect(text).toMatch(/may instead be: requires_confirmation/);
  });

  it('offers a lookup only where there are logs to look in', async () => {
    const body = '{"error":{"code":"not_found","message":"Gone.","request_id":"req_abc123"}}';
    expect((await explain(body)).next).toBeUndefined();
    expect((await explain(body, undefined, someLogs)).next).toMatchObject([
      { tool: 'lookup_request', arguments: { request_id: 'req_abc123' } },
    ]);
  });

  it('says what the status class means when a code is not in the catalog', async () => {
    const paste = 'HTTP/1.1 409 Conflict\n\n{"error":{"code":"workspace_region_unavailable","message":"x"}}';
    await expect(explain(paste)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/4xx status.*nearest codes are.*may lag behind the backend/s),
    });
  });
});

const jwt = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"exp":1,"sub":"u"}').toString('base64url')}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`;
const SECRETS: readonly [where: string, paste: string, secret: string][] = [
  [
    'a bearer token',
    'curl -H "Authorization: Bearer tok_4f9d8s7a6f5d4s3a" … 401 unauthorized',
    'tok_4f9d8s7a6f5d4s3a',
  ],
  ['a JWT', `{"error":"unauthorized"} with token ${jwt}`, jwt],
  ['a client secret', 'invalid_client client_id=app_1&client_secret=s3cr3t-zzz-987', 's3cr3t-zzz-987'],
  [
    'a cookie',
    'Cookie: session=abcdef0123456789abcdef\n\nunauthorized_x {"code":"unauthorized"}',
    'abcdef0123456789abcdef',
  ],
  ['a key in a URL', 'rate_limited https://api.example.com/x?api_key=zz99yy88xx77', 'zz99yy88xx77'],
  ['a request id that is a token', `{"error":{"code":"unauthorized","request_id":"${jwt}"}}`, jwt],
  ['a text that is not recognized', 'nothing here but password=hunter2-hunter2', 'hunter2-hunter2'],
  ['a rejected value', `unauthorized`, jwt],
];

describe('a secret in what was pasted', () => {
  it.each(SECRETS)('is never echoed: %s', async (where, paste, secret) => {
    const value = where === 'a rejected value' ? secret : undefined;
    const said = await explain(paste, value).then(JSON.stringify, (error: Error) => error.message);
    expect(said).not.toContain(secret);
  });
});

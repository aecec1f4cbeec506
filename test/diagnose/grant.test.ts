import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findings, line, said } from './facts.ts';

const CODE = 'invalid_grant';
const GOOD = 'https://app.example.com/cb';

describe('a grant that was refused', () => {
  it.each([
    ['both in the value', { value: `${GOOD} ${GOOD}/` }],
    [
      'one in the value, one in the paste',
      { value: GOOD, text: `grant_type=authorization_code&redirect_uri=${encodeURIComponent(`${GOOD}/`)}` },
    ],
    [
      'both in the paste',
      { text: `/authorize?redirect_uri=${encodeURIComponent(GOOD)}&x=1\n{"redirect_uri":"${GOOD}/"}` },
    ],
    [
      'both in the log',
      {
        lines: [
          line({ rest: { redirect_uri: GOOD } }),
          line({ rest: { 'registered.redirect_uri': `${GOOD}/` } }),
        ],
      },
    ],
    [
      'one in the value, one in the log',
      {
        value: GOOD,
        lines: [line({ path: `/oauth/authorize?redirect_uri=${encodeURIComponent(`${GOOD}/`)}` })],
      },
    ],
  ])('has redirect URIs that differ: %s', async (_, given) => {
    expect(await said(CODE, given)).toContain(
      "differ in the path: '/cb' against '/cb/' (a trailing slash), first at character 27. They must be the same byte for byte (RFC 6749 section 4.1.3).",
    );
  });

  it('is not compared with another URL of its message', async () => {
    const text = `{"message":"POST 'https://acme.example/oauth/token' failed"}`;
    expect(await findings(CODE, { value: GOOD, text })).toEqual([]);
  });

  it('is given the URI that the log expects, and that once', async () => {
    const rest = {
      error_description: 'redirect_uri does not match the authorization request',
      redirect_uri: `${GOOD}/`,
      expected: GOOD,
    };
    expect(await findings(CODE, { lines: [line({ rest })] })).toEqual([
      { message: expect.stringContaining("'/cb/' against '/cb' (a trailing slash)"), suggestion: GOOD },
    ]);
  });

  it('has redirect URIs that are the same', async () => {
    expect(await said(CODE, `${GOOD} ${GOOD}`)).toContain('the same, byte for byte');
    expect(await findings(CODE, GOOD)).toEqual([]);
  });

  it.each([
    ['a sentence', { text: 'code issued at 2026-11-20T09:00:00Z, exchanged at 2026-11-20T09:12:30Z' }],
    ['fields', { text: '{"issued_at":"2026-11-20T09:00:00Z","exchanged_at":"2026-11-20T09:12:30Z"}' }],
    [
      'log fields',
      {
        lines: [
          line({
            time: '2026-11-20T09:12:30Z',
            code: CODE,
            rest: { code_issued_at: '2026-11-20T09:00:00Z' },
          }),
        ],
      },
    ],
    ['its age', { lines: [line({ rest: { code_age_seconds: 750 } })] }],
    [
      'two log lines',
      {
        lines: [
          line({ time: '2026-11-20T09:00:00Z', path: '/oauth/authorize', status: 302 }),
          line({ time: '2026-11-20T09:12:30Z', path: '/oauth/token', status: 400 }),
        ],
      },
    ],
  ])('was too old, by %s', async (_, given) => {
    expect(await said(CODE, given)).toContain('The code was 12 min 30 s old when it was exchanged');
  });

  it('was not too old', async () => {
    const lines = [
      line({ time: '2026-11-20T09:12:30Z', code: CODE, rest: { code_issued_at: '2026-11-20T09:12:00Z' } }),
    ];
    expect(await findings(CODE, { lines })).toEqual([]);
  });

  it('was younger, but past its own end', async () => {
    const lines = [
      line({ time: '2026-11-20T09:12:30Z', code: CODE, rest: { expires_at: '2026-11-20T09:12:00Z' } }),
    ];
    expect(await said(CODE, { lines })).toContain('expired at 2026-11-20T09:12:00Z, 30 s before');
  });

  it('was a refresh token, which may be old', async () => {
    const text =
      '{"grant_type":"refresh_token","issued_at":"2026-10-20T09:00:00Z","exchanged_at":"2026-11-20T09:12:30Z"}';
    expect(await findings(CODE, { text })).toEqual([]);
  });

  it.each([
    [
      'The authorization code is expired or was used before.',
      'the code was used before (a double submit, a reload, a retry), or it expired. Start a new authorization',
    ],
    ['code expired', 'it expired. Start'],
    ['Code already redeemed', 'used before'],
    ['redirect_uri does not match the authorization request', 'the redirect_uri is not that of'],
    ['PKCE verification failed', 'code_verifier does not fit'],
    ['refresh token is expired', 'the refresh token is no longer valid'],
    ['issued to another client', 'another client_id'],
  ])('has a message that says why: %s', async (description, cause) => {
    const text = JSON.stringify({ error: CODE, error_description: description });
    expect(await said(CODE, { text })).toContain(cause);
  });

  it('is not explained by documentation that names every cause', async () => {
    expect(
      await findings(CODE, { text: 'invalid_grant — code expired, redirect_uri mismatch, code reused.' }),
    ).toEqual([]);
  });

  describe('with PKCE', () => {
    const verifier = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    it.each([
      [`code_verifier=short`, 'has 5 characters'],
      [`code_verifier=${'a'.repeat(50)}%21`, 'characters other than'],
      [`code_challenge=${challenge}x&code_verifier=${verifier}`, 'does not fit the code_challenge'],
      [
        `{"code_challenge":"${createHash('sha256').update(verifier).digest('base64')}","code_verifier":"${verifier}"}`,
        'base64url without padding',
      ],
    ])('%#: %s', async (text, problem) => {
      expect(await said(CODE, { text })).toContain(problem);
    });

    it('that fits says nothing, and no verifier is repeated', async () => {
      expect(await findings(CODE, { text: `code_challenge=${challenge}&code_verifier=${verifier}` })).toEqual(
        [],
      );
      expect(
        await said(CODE, { text: `code_challenge=${challenge}x&code_verifier=${verifier}` }),
      ).not.toContain(verifier);
    });
  });

  it('has a code that was changed on its way, which is not repeated', async () => {
    const text = await said(CODE, '4%2F0AbCdEf\n');
    expect(text).toContain('percent-encoded');
    expect(text).toContain('line break');
    expect(text).not.toContain('0AbCdEf');
  });
});

import { describe, expect, it } from 'vitest';
import { findings, jwt, NOW, said } from './facts.ts';

const SECONDS = NOW / 1000;
const HEADER = { alg: 'HS256', kid: 'machine-2026-11' };

describe('a token', () => {
  it.each([
    ['expired', { exp: SECONDS - 3900 }, 'expired 1 h 5 min ago, at 2026-11-20T08:55:00Z'],
    ['not yet valid', { nbf: SECONDS + 120 }, 'not valid before 2026-11-20T10:02:00Z, in 2 min'],
    ['issued in the future', { iat: SECONDS + 600 }, 'issued 10 min in the future'],
    ['with exp in milliseconds', { exp: NOW }, 'exp in milliseconds'],
    ['with nbf in milliseconds', { nbf: NOW }, 'nbf in milliseconds'],
    ['with exp as text', { exp: '2026-11-20' }, 'exp that is no number'],
  ])('%s', async (_, claims, problem) => {
    for (const code of ['unauthorized', 'invalid_token']) {
      expect(await said(code, jwt(HEADER, claims))).toContain(problem);
    }
  });

  it('that is in date shows its key and issuer, and that it was not verified', async () => {
    const text = await said(
      'unauthorized',
      jwt(HEADER, { exp: SECONDS + 60, iss: 'https://acme.example', aud: ['a', 'b'] }),
    );
    expect(text).toContain(
      "kid 'machine-2026-11', alg 'HS256', iss 'https://acme.example', aud 'a' and 'b', exp 2026-11-20T10:01:00Z",
    );
    expect(text).toContain('not verified');
  });

  it('that does not sign shows its key even if it is expired', async () => {
    expect(await said('invalid_token', jwt(HEADER, { exp: 1 }))).toContain("kid 'machine-2026-11'");
    expect(await said('unauthorized', jwt(HEADER, { exp: 1 }))).not.toContain('machine-2026-11');
  });

  it.each([
    ['unsigned', jwt({ alg: 'none' }, {}, ''), 'unsigned (alg: none)'],
    ['unsigned in disguise', jwt({ alg: 'nOnE' }, {}, ''), 'unsigned (alg: none)'],
    ['without its last part', jwt(HEADER, {}).split('.').slice(0, 2).join('.'), 'has 2 parts'],
    ['with an empty signature', jwt(HEADER, {}, ''), 'empty signature'],
    ['with half a signature', jwt(HEADER, {}, 'A'.repeat(20)), 'a signature of 15 bytes where HS256 has 32'],
    ['with too long a signature', jwt(HEADER, {}, 'A'.repeat(60)), 'something appended'],
    ['with half an RSA signature', jwt({ alg: 'RS256' }, {}, 'A'.repeat(60)), 'too few for RS256'],
    ['cut in its first part', jwt(HEADER, {}).slice(0, 15), 'first part is not base64url'],
    ['cut in its middle part', `${jwt(HEADER, {}).split('.')[0]}.eyJl.x`, 'middle part'],
    ['in plain base64', `${jwt(HEADER, {})}+/=`, 'not as base64url'],
    ['encrypted', `${jwt({ alg: 'dir' }, {})}.a.b`, 'encrypted JWT'],
    ['with Bearer twice', `Bearer Bearer ${jwt(HEADER, {})}`, 'prefix Bearer twice'],
    ['with a colon', `Bearer: ${jwt(HEADER, {})}`, 'colon behind Bearer'],
    ['in quotes', `"${jwt(HEADER, {})}"`, 'in quotes'],
    ['with a line break', `${jwt(HEADER, {})}\n`, 'line break around'],
    ['broken in two', jwt(HEADER, {}).replace('.', '.\n'), 'whitespace in the middle'],
    ['with a hidden character', `${jwt(HEADER, {})}\u200b`, 'does not show'],
    ['unset', 'Bearer undefined', 'the word "undefined"'],
    ['missing', 'Bearer ', 'missing behind Bearer'],
    ['empty', '', 'is empty'],
    ['a placeholder', 'Bearer <token>', 'placeholder'],
    ['Basic', 'Basic YTpi', 'Basic credentials'],
    ['opaque', 'sometoken123', 'not a JWT'],
  ])('that is %s', async (_, value, problem) => {
    expect(await said('unauthorized', value)).toContain(problem);
  });

  it.each([
    ['issuer mismatch: expected "https://acme.example"', 'issuer', "'https://acme.example' is expected"],
    ['expected issuer https://acme.example, got another', 'issuer', "'https://acme.example' is expected"],
    ['aud: expected api.acme', 'audience', "'api.acme' is expected"],
    ['audience must be api.acme.', 'audience', "'api.acme' is expected"],
  ])('is compared with what the message asks for: %s', async (text, claim, problem) => {
    const value = jwt(HEADER, { iss: 'https://other.example', aud: 'other' });
    const message = await said('invalid_token', { value, text });
    expect(message).toContain(`has the ${claim} `);
    expect(message).toContain(problem);
    const fitting = jwt(HEADER, { iss: 'https://acme.example', aud: ['x', 'api.acme'] });
    expect(await said('invalid_token', { value: fitting, text })).not.toContain('expected');
  });

  it('is found in a paste', async () => {
    const token = jwt(HEADER, { exp: SECONDS - 60 });
    const text = `$ curl -H "Authorization: Bearer ${token}" https://api.platform.example\n{"error":{"code":"unauthorized"}}`;
    expect(await findings('unauthorized', { text })).toEqual([
      { message: expect.stringContaining('expired 1 min ago') },
    ]);
  });

  it('in a shell variable is judged only in single quotes', async () => {
    const curl = (mark: string) =>
      `curl -H ${mark}Authorization: Bearer $TOKEN${mark} "https://api.platform.example"`;
    expect(await said('unauthorized', { text: curl("'") })).toContain('single quotes');
    expect(await findings('unauthorized', { text: curl('"') })).toEqual([]);
  });

  it('that a transcript does not send is missed', async () => {
    const sent = '> GET /v1/workspaces HTTP/2\n> host: api.platform.example\n>\n< HTTP/2 401';
    expect(await said('unauthorized', { text: sent })).toContain('without an Authorization header');
    const redacted = sent.replace('> host', '> authorization: Bearer [redacted]\n> host');
    expect(await said('unauthorized', { text: redacted })).not.toContain('without');
  });

  it('is not said to be broken in two if it is a sentence', async () => {
    expect(await said('unauthorized', 'no token was sent')).not.toContain('broken in two');
  });

  it('is never repeated', async () => {
    const claims = { exp: 1, sub: 'joe@example.com', secret: 'hunter2' };
    for (const value of [jwt(HEADER, claims), `Bearer  "${jwt(HEADER, claims)}`, `${jwt(HEADER, claims)}=`]) {
      const text = JSON.stringify(await findings('invalid_token', value));
      expect(text).not.toMatch(/eyJ|hunter2|joe@/);
    }
  });

  it('cannot say more than a line, nor anything that does not show', async () => {
    const text = await said(
      'invalid_token',
      jwt({ alg: 'HS256', kid: `\u202e${'k'.repeat(500)}\n` }, { iss: 'i'.repeat(900) }),
    );
    expect(text).toContain('\\u202e');
    expect(text).toContain('cut, 502 characters');
    expect(text.split('\n').every((message) => message.length <= 300)).toBe(true);
  });
});

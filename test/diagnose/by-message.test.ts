import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { findings, NOW, said } from './facts.ts';

const body = (error: string, description: string) =>
  JSON.stringify({ error, error_description: description });

describe('a message that says something else than its code means', () => {
  it.each([
    ['invalid_token', 'The access token expired', 'the token expired. RFC 6750'],
    ['invalid_token', 'Token has been revoked', 'the token was revoked'],
    ['invalid_token', 'not enough segments', 'cannot be read at all'],
    ['invalid_grant', 'Unknown or invalid refresh token', 'the refresh token is no longer valid'],
    ['invalid_grant', 'Invalid username or password', "the user's name, password or account was refused"],
    ['access_denied', 'Blocked by a conditional access policy', 'a rule of the authorization server refused'],
    [
      'access_denied',
      'The resource owner or authorization server denied the request.',
      'which does not say which',
    ],
    ['webhook_url_invalid', 'HEAD answered 405', 'answered HEAD with an error'],
    ['webhook_url_invalid', 'HEAD https://hooks.example/in returned 404', 'answered HEAD with an error'],
    ['webhook_url_invalid', 'The endpoint timed out', 'did not answer HEAD in time'],
    ['unauthorized', 'Signature verification failed', 'which is what invalid_token means'],
  ])('%s: %s', async (code, message, then) => {
    for (const text of [
      body(code, message),
      `${code}: ${message}`,
      `<p>${body(code, message).replaceAll('"', '&quot;')}`,
    ]) {
      const [first] = await findings(code, { text });
      expect(first?.message).toMatch(/^By the message, /);
      expect(first?.message).toContain(then);
    }
  });

  it.each([
    ['invalid_token', 'The signature does not verify'],
    ['invalid_token', 'The token is not expired, but its signature is wrong'],
    [
      'invalid_token',
      'The access token provided is expired, revoked, malformed, or invalid for other reasons.',
    ],
    [
      'invalid_grant',
      'The authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI, or was issued to another client.',
    ],
    ['access_denied', 'The user denied the request'],
    ['webhook_url_invalid', 'The URL is not https'],
  ])('is not found in %s: %s', async (code, message) => {
    expect(await said(code, { text: body(code, message) })).not.toContain('By the message');
  });

  it('is told by the catalog of a team too', async () => {
    const entry = {
      code: 'quota_spent',
      rejects: null,
      by_message: [{ says: ['storage full'], means: 'the storage is used up: delete files.' }],
    };
    const found = (text: string) => diagnose({ entry, value: null, text, lines: [], now: NOW });
    expect(await found('{"code":"quota_spent","message":"Your storage is full."}')).toEqual([
      { message: 'By the message, the storage is used up: delete files.' },
    ]);
    expect(await found('quota_spent')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { diagnosis, findings, NOW, said } from './facts.ts';

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
    ['unauthorized', 'Missing Authorization header', 'no token came with the call'],
    ['unauthorized', 'No bearer token in request', 'no token came with the call'],
    ['unauthorized', 'Your session has expired', 'it has expired'],
    ['invalid_request', 'Unexpected token } in JSON at position 48', 'cannot be read as JSON'],
    ['invalid_request', 'The cursor has expired', 'the cursor does not hold'],
    ['validation_failed', 'description must be at most 280 characters', 'too long or too large'],
    ['validation_failed', "display_name can't be blank", 'a value is missing'],
    ['not_found', 'No route matches POST /v1/workspace', 'no such path or method'],
    ['not_found', 'This invitation has been deleted', 'has been deleted'],
    [
      'workspace_slug_taken',
      'The slug of a deleted workspace is held until 2026-12-10',
      'is held for a while',
    ],
    ['workspace_slug_taken', 'You already own a workspace with this slug', 'it is your own workspace'],
    ['state_conflict', 'The workspace is being deleted', 'is being deleted, is gone'],
    ['state_conflict', 'Cannot delete while it is provisioning', 'another operation on it still runs'],
    ['state_conflict', 'The subscription has already been cancelled', 'in that state already'],
    ['state_conflict', 'Version mismatch: expected 4, got 5', 'it was changed in between'],
    ['upstream_error', 'The mail provider returned 401', 'answered, and refused'],
    ['service_unavailable', 'The database is in read-only mode', 'takes no writes for now'],
    ['payment_method_required', 'The card ending in 4242 has expired', 'it has expired'],
    ['payment_method_required', 'Your card was declined', 'its bank refused it'],
    ['signups_blocked', 'Sign-up is by invitation only', 'not the spending cap'],
    ['idp_metadata_invalid', 'The signing certificate expired', 'has expired'],
    ['idp_metadata_invalid', 'The document is not signed', 'are not signed'],
    ['invalid_client', 'Client app_1 not found', 'does not know the client_id'],
    ['invalid_client', 'Invalid client secret', 'the secret does not belong to it'],
    ['invalid_client', 'The client secret was rotated', 'has expired or was rotated'],
    ['invalid_client', 'Missing client authentication', 'sent in another way'],
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
    ['unauthorized', 'No token, or an expired one'],
    ['validation_failed', 'slug must have at least 3 characters'],
    ['state_conflict', 'The default project cannot be deleted'],
    ['state_conflict', 'It must be cancelled before it can be archived'],
    ['state_conflict', 'Resume it first: it is not being deleted'],
    ['workspace_slug_taken', "The slug 'acme' is already in use"],
    ['payment_method_required', 'The trial expired on 2026-11-01: add a card'],
    ['signups_blocked', 'The spending cap of $200 is reached'],
    ['invalid_client', 'Client not found or disabled'],
    ['invalid_client', 'Invalid client or Invalid client credentials'],
    ['upstream_error', 'No answer from the mail provider'],
  ])('is not found in %s: %s', async (code, message) => {
    expect(await said(code, { text: body(code, message) })).not.toContain('By the message');
  });

  it('takes the place of what the code advises, as far as its rule says so', async () => {
    const told = await diagnosis('state_conflict', { text: body('state_conflict', 'Already archived') });
    expect(told.advice.retry).toMatchObject({ when: 'never' });
    expect(told.advice.fix?.join(' ')).toContain('treat this answer as success');
    expect(told.advice.who).toBeUndefined();
    const policy = await diagnosis('access_denied', { text: body('access_denied', 'Blocked by policy') });
    expect(policy.advice.who).toBe('workspace_owner');
    const other = await diagnosis('state_conflict', { text: body('state_conflict', 'Not now') });
    expect(other.advice).toEqual({});
  });

  it('is told by the catalog of a team too', async () => {
    const entry = {
      code: 'quota_spent',
      rejects: null,
      by_message: [
        {
          says: ['storage full'],
          means: 'the storage is used up: delete files.',
          advice: { fix: ['Delete files.'] },
        },
      ],
    };
    const found = (text: string) => diagnose({ entry, value: null, text, lines: [], now: NOW });
    expect(await found('{"code":"quota_spent","message":"Your storage is full."}')).toEqual({
      findings: [{ message: 'By the message, the storage is used up: delete files.' }],
      advice: { fix: ['Delete files.'] },
    });
    expect(await found('quota_spent')).toEqual({ findings: [], advice: {} });
  });
});

import { describe, expect, test } from 'vitest';
import { meaningChanged } from '../../src/check/likeness.ts';
import { entry } from './catalogs.ts';

const of = (code: string, meaning: string | undefined, title?: string) =>
  entry({ code, ...(meaning !== undefined && { meaning }), ...(title !== undefined && { title }) });

describe('the same in other words', () => {
  test.each([
    [
      'workspace_slug_taken',
      'The workspace slug is already in use.',
      'Another workspace has this slug already.',
    ],
    ['workspace_slug_taken', 'The slug is not free.', 'The slug is taken.'],
    ['invalid_token', 'The token is invalid.', 'The token is not valid.'],
    [
      'rate_limited',
      'Too many requests. Check Retry-After header.',
      'You sent too many requests; the Retry-After header says when to go on.',
    ],
    [
      'invalid_grant',
      'code expired, redirect_uri mismatch, code reused.',
      'The authorization code expired, was used before, or belongs to another redirect_uri.',
    ],
    [
      'idp_metadata_invalid',
      'SAML XML malformed or unsigned.',
      'The SAML metadata XML is malformed or unsigned.',
    ],
    [
      'client_secret_revoked',
      'secret is no longer valid. You rotated more than 24h ago.',
      'The client secret is no longer valid: it was rotated more than 24 h ago.',
    ],
    [
      'signups_blocked',
      'you hit your spending cap. Raise it or wait for next period.',
      'The spending cap is reached, so sign-ups are blocked until the next period.',
    ],
    ['access_denied', 'user aborted consent.', 'The user declined consent or left the page.'],
    [
      'not_found',
      "Resource doesn't exist or you can't see it.",
      'The resource does not exist, or you cannot see it.',
    ],
    ['upstream_error', 'Something upstream failed. Retry with backoff.', 'A service that we call failed.'],
    ['code_expired', 'The code expired.', 'The code expired and may not be used again; ask for a new one.'],
    ['x', 'Expired.', 'The bank refused the card.'],
    ['card_declined', 'Declined.', 'The bank refused the card.'],
    ['x', 'ユーザー名が長すぎます。', 'ユーザー名が長すぎるため使えません。'],
  ])('%s: %j, %j', (code, before, after) => {
    expect(meaningChanged(of(code, before), of(code, after))).toBeNull();
    expect(meaningChanged(of(code, after), of(code, before))).toBeNull();
  });
});

describe('another meaning', () => {
  test.each([
    [
      'card_declined',
      'The bank refused the payment for lack of funds.',
      'The card expired, or its number was mistyped.',
    ],
    [
      'state_conflict',
      'The workspace is being deleted.',
      'Two requests changed one record at the same moment.',
    ],
    [
      'enterprise_only',
      'The action is only available on the Enterprise plan.',
      'The trial period of the account ended yesterday.',
    ],
    [
      'invalid_token',
      'The token is not signed with the expected key.',
      'The session belongs to another browser window.',
    ],
    [
      'workspace_suspended',
      'Members can still read the data of the workspace.',
      'Billing failed three times and everything was switched off.',
    ],
    ['x', '支払いが銀行に拒否された。', 'ディスクの空き容量が不足。'],
  ])('%s: %j, %j', (code, before, after) => {
    expect(meaningChanged(of(code, before), of(code, after))).toMatch(/shares few words/);
    expect(meaningChanged(of(code, after), of(code, before))).toMatch(/shares few words/);
  });

  test.each([
    ['charge_state', 'The card was charged.', 'The card was not charged.'],
    [
      'plan_limit',
      'The action is available on the Pro plan.',
      'The action is never available on the Pro plan.',
    ],
    ['metadata', 'The metadata is signed by the provider.', 'The metadata is unsigned by the provider.'],
    ['order_kept', "The order can't be changed.", 'The order can be changed.'],
  ])('that denies what it said. %s: %j, %j', (code, before, after) => {
    expect(meaningChanged(of(code, before), of(code, after))).toMatch(/denied/);
    expect(meaningChanged(of(code, after), of(code, before))).toMatch(/denied/);
  });
});

test.each([
  ['The minimum is 3 characters.', 'The minimum is 5 characters.'],
  ['You rotated the secret more than 24h ago.', 'You rotated the secret more than 48h ago.'],
])('with another number a meaning is another: %j, %j', (before, after) => {
  expect(meaningChanged(of('x', before), of('x', after))).toBe('a number in it is another one');
  expect(meaningChanged(of('x', after), of('x', before))).toBe('a number in it is another one');
});

test('a number that is spelt out stays the same', () => {
  const [before, after] = ['The minimum is 3 characters.', 'The minimum is three characters.'];
  expect(meaningChanged(of('x', before), of('x', after))).toBeNull();
});

test('a title that stays holds a meaning of new words', () => {
  const title = 'Members cannot read the archive of a suspended workspace';
  const before = of('x', 'Billing failed three times.', title);
  const after = of('x', 'Everything was switched off yesterday.', title);
  expect(meaningChanged(before, after)).toBeNull();
});

test('where one says nothing there is nothing to compare', () => {
  expect(meaningChanged(of('x', undefined), of('x', 'Billing failed three times.'))).toBeNull();
  expect(meaningChanged(of('x', 'Billing failed three times.'), of('x', undefined))).toBeNull();
});

import { describe, expect, test } from 'vitest';
import { type Named, pairRenames } from '../../src/check/likeness.ts';
import { fc } from '../support/chance.ts';

const named = (code: string, rest: Partial<Named> = {}): Named => ({
  code,
  statuses: [],
  text: null,
  ...rest,
});

describe('two codes', () => {
  test.each([
    ['mfa_web_authn_x', 'mfa_webauthn_x', 'the same letters'],
    ['rateLimited', 'RATE_LIMITED', 'another convention'],
    ['slug_taken', 'taken_slug', 'another order'],
    ['invalid_redirect_uri', 'redirect_uri_invalid', 'another order'],
    ['webhook_secret_required', 'webhook_secrets_required', 'a plural'],
    ['user_blocked', 'users_blocking', 'other endings'],
    ['subscription_past_due', 'subscripton_past_due', 'a letter that is left out'],
    ['payment_method_required', 'payment_mehtod_required', 'letters that are swapped'],
  ])('%s and %s are one error: %s', (from, to) => {
    expect(pairRenames([named(from)], [named(to)])).toEqual([{ from, to }]);
  });

  test.each([
    ['token_valid', 'token_invalid', 'a denial'],
    ['mfa_enabled', 'mfa_disabled', 'a denial'],
    ['user_found', 'user_not_found', 'a denial'],
    ['subscription_payment_method_valid', 'subscription_payment_method_not_valid', 'a denial'],
    ['value_get_failed', 'value_set_failed', 'another word of three letters'],
    ['signed_request', 'unsigned_request', 'a denial'],
    ['value_min_exceeded', 'value_max_exceeded', 'another word of three letters'],
    ['slug_too_long', 'slug_too_short', 'another word'],
    ['E1001', 'E1002', 'another number'],
    ['oauth1_failed_early', 'oauth2_failed_early', 'another number'],
    ['err_1_23', 'err_12_3', 'another number'],
    ['1001', '1010', 'numbers alone'],
    ['workspace_slug_taken', 'workspace_slug_reserved', 'a shared part alone'],
    ['card_expired', 'user_missing', 'nothing shared'],
  ])('%s and %s are two: %s', (from, to) => {
    expect(pairRenames([named(from)], [named(to)])).toEqual([]);
  });

  test('of a long shared part are one with the same status and a similar meaning', () => {
    const from = named('workspace_slug_taken', {
      statuses: [409],
      text: 'Somebody already registered this address.',
    });
    const alike = { statuses: [409, 400], text: 'This address was registered by somebody else.' };
    const to = named('workspace_slug_unavailable', alike);
    expect(pairRenames([from], [to])).toHaveLength(1);
    expect(pairRenames([from], [{ ...to, statuses: [404] }])).toEqual([]);
    expect(pairRenames([from], [{ ...to, text: 'Too many letters.' }])).toEqual([]);
    expect(pairRenames([from], [{ ...to, text: 'This address has spaces.' }])).toEqual([]);
    expect(pairRenames([from], [{ ...to, code: 'workspace_unavailable' }])).toEqual([]);
  });
});

test('each code is paired once, with the likeliest', () => {
  const missing = ['slug_taken', 'slugs_taken', 'user_gone'].map((code) => named(code));
  const added = ['taken_slug', 'SlugTaken', 'nothing_alike'].map((code) => named(code));
  expect(pairRenames(missing, added)).toEqual([
    { from: 'slug_taken', to: 'SlugTaken' },
    { from: 'slugs_taken', to: 'taken_slug' },
  ]);
});

test('a pair that is not allowed leaves both for others', () => {
  const missing = ['slug_taken'].map((code) => named(code));
  const added = ['SlugTaken', 'taken_slug'].map((code) => named(code));
  expect(pairRenames(missing, added, (_, to) => to !== 'SlugTaken')).toEqual([
    { from: 'slug_taken', to: 'taken_slug' },
  ]);
});

test('the pairs do not depend on the order of the codes', () => {
  const word = fc.constantFrom(
    'slug',
    'slugs',
    'taken',
    'user',
    'card',
    'cards',
    'expired',
    'Expired',
    'not',
  );
  const code = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('_'));
  const codes = fc.uniqueArray(code, { maxLength: 12 });
  fc.assert(
    fc.property(codes, codes, (from, to) => {
      const pairs = pairRenames(
        from.map((each) => named(each)),
        to.map((each) => named(each)),
      );
      const reversed = pairRenames(
        from.toReversed().map((each) => named(each)),
        to.toReversed().map((each) => named(each)),
      );
      expect(reversed).toEqual(pairs);
      expect(new Set(pairs.map((pair) => pair.from)).size).toBe(pairs.length);
      expect(new Set(pairs.map((pair) => pair.to)).size).toBe(pairs.length);
    }),
  );
});

test('thousands of codes on either side are paired', () => {
  const words = ['card', 'user', 'token', 'slug', 'plan', 'quota', 'grant', 'scope', 'order', 'cart'];
  const codes = Array.from({ length: 4_000 }, (_, at) =>
    [...String(at).padStart(4, '0')].map((digit) => words[Number(digit)]).join('_'),
  );
  const pairs = pairRenames(
    codes.map((each) => named(each)),
    codes.map((each) => named(each.toUpperCase())),
  );
  expect(pairs).toHaveLength(4_000);
  expect(pairs.every(({ from, to }) => from.toUpperCase() === to)).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { findings, said } from './facts.ts';

describe('what is no value', () => {
  it.each([
    ['workspace_slug_taken', '{"message":"Taken.","errors":{"slug":["That slug is already in use."]}}'],
    ['workspace_slug_taken', '{"errors":{"slug":["has already been taken"]}}'],
    ['workspace_slug_invalid', '{"slug":["This field must be lowercase."]}'],
    ['workspace_slug_invalid', '{"field_errors":{"slug":"invalid"}}'],
    ['validation_failed', '{"errors":{"brand_color":["must be a hex color"]}}'],
    ['validation_failed', "Error 'validation_failed': the color is not a hex color"],
    ['validation_failed', '"URL not confirmed. Please give a public address" for the webhook'],
    ['webhook_url_invalid', '{"message":"\\"We cannot reach the URL. Is it public?\\""}'],
    ['redirect_uri_invalid', '{"errors":{"redirect_uri":["must be an absolute URL of https://"]}}'],
  ])('is not judged as one: %s %s', async (code, text) => {
    expect(await findings(code, { text })).toEqual([]);
  });

  it.each([
    'The grant is wrong, expired, revoked, not the one of this redirection URI, or issued to another client.',
    'Code is invalid, expired or was already used',
    'invalid/expired/reused code',
  ])('is a sentence that lists every cause: %s', async (error_description) => {
    const text = JSON.stringify({ error: 'invalid_grant', error_description });
    expect(await findings('invalid_grant', { text })).toEqual([]);
  });

  it('is the code that stands in a nested body', async () => {
    const body = `{"error":{"code":"validation_failed","message":"accent_color: '#9F' is not a valid hex color."}}`;
    const text = await said('validation_failed', { text: JSON.stringify({ msg: body }) });
    expect(text).toContain("'#9F'");
    expect(text).not.toContain("'validation_failed'");
  });
});

describe('a value', () => {
  it('that a validator puts beside its field is that of the field', async () => {
    const text =
      '{"detail":[{"loc":["body","slug"],"msg":"too short","input":"ab"},{"loc":["body","name"],"input":"x"}]}';
    expect(await said('workspace_slug_too_short', { text })).toContain("'ab' (in the pasted text) has 2");
  });

  it('is a URL where a token belongs', async () => {
    for (const code of ['unauthorized', 'invalid_token']) {
      const text = await said(code, 'https://console.example/account/api-keys');
      expect(text).toContain('is a URL, not a token');
      expect(text).not.toContain('JWT');
    }
  });

  it('broken by a mail program is whole again', async () => {
    const text = '{"code":"workspace_slug_invalid","message":"The slug\n\'Nord_Licht\' is invalid"}';
    expect(await said('workspace_slug_invalid', { text })).toContain("'Nord_Licht'");
  });
});

describe('a grant type', () => {
  const body = '{"grant_type":"password","client_id":"a1","username":"kim"}';
  it('that was sent as JSON is found, and what the app lacks is only a guess', async () => {
    for (const text of [
      `POST /oauth/token\nbody: ${body}\nanswer: {"error":"unsupported_grant_type"}`,
      `curl https://x.example/oauth/token -d '${body}'`,
    ]) {
      expect(await said('unsupported_grant_type', { text })).toContain('reads a form');
      expect(await said('unsupported_grant_type', { text })).toContain('may not be enabled');
    }
  });

  it('in a form, and in a form that was printed as a map, was not', async () => {
    for (const text of [
      'POST /oauth/token\ngrant_type=password&client_id=a1',
      'POST /oauth/token params {grant_type=password, client_id=a1}',
      'POST /oauth/token map[grant_type:password client_id:a1]',
    ])
      expect(await said('unsupported_grant_type', { text })).not.toContain('reads a form');
  });
});

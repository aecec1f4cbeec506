import { describe, expect, it } from 'vitest';
import { findings, line, said } from './facts.ts';

const SECRET = 'q7Fk2mZp9Xv4';

describe('a credential', () => {
  it.each([
    ['', 'is empty'],
    ['  ', 'only whitespace'],
    [` ${SECRET}`, 'starts with whitespace'],
    [`${SECRET} `, 'ends with whitespace'],
    [`${SECRET}\n`, 'ends with a line break'],
    [`"${SECRET}"`, 'stands in quotes'],
    [`${SECRET}"`, 'a quote at one end'],
    [`${SECRET}%2B`, 'percent-encoded'],
    [`${SECRET}&amp;`, 'HTML-escaped'],
    [`q7 ${SECRET}`, 'whitespace in the middle'],
    [`q7\n${SECRET}`, 'line break in the middle'],
    [`CLIENT_SECRET=${SECRET}`, 'holds its own name'],
    [`Basic ${SECRET}`, 'whole Authorization value'],
    [`${SECRET}\u200b`, 'does not show'],
    [`${SECRET}–x`, 'typographic'],
    [`${SECRET}****`, 'masked'],
    [`${SECRET}...`, 'masked or shortened'],
    ['<client-secret>', 'placeholder'],
    ['YOUR_CLIENT_SECRET', 'placeholder'],
    ['$CLIENT_SECRET', 'placeholder'],
    ['xxxxxx', 'placeholder'],
    ['changeme', 'placeholder'],
    ['undefined', 'the word "undefined"'],
  ])('%j %s, and is not repeated', async (value, problem) => {
    for (const code of ['invalid_client', 'client_secret_revoked', 'idp_oauth_failed']) {
      const text = JSON.stringify(await findings(code, value));
      expect(JSON.parse(text)[0]?.message).toContain(problem);
      expect(text).not.toContain(SECRET);
    }
  });

  it.each([SECRET, 'app_acme_web', '1234-abc.apps.googleusercontent.com', 'a~b.c_d-e+f/g=='])(
    '%s shows nothing wrong',
    async (value) => {
      expect(await findings('invalid_client', value)).toEqual([]);
    },
  );

  it('that was rotated is dated', async () => {
    const lines = [line({ rest: { 'client.secret_rotated_at': '2026-11-18T09:00:00Z' } })];
    expect(await said('client_secret_revoked', { lines })).toContain('rotated 2 d 1 h ago');
    expect(await said('client_secret_revoked', { text: '{"rotated_at":"2026-11-18T09:00:00Z"}' })).toContain(
      'rotated 2 d 1 h ago',
    );
    expect(
      await findings('client_secret_revoked', { text: '{"rotated_at":"2026-11-20T09:00:00Z"}' }),
    ).toEqual([]);
  });

  it.each([
    ['AADSTS7000215: Invalid client secret provided.', "secret's ID was saved"],
    ['{"error":"incorrect_client_credentials"}', 'GitHub refused'],
    ['redirect_uri_mismatch', 'not at fault'],
  ])('refused by a provider: %s', async (text, cause) => {
    expect(await said('idp_oauth_failed', { text })).toContain(cause);
    expect(await said('idp_oauth_failed', { lines: [line({ rest: { 'upstream.body': text } })] })).toContain(
      cause,
    );
    expect(await findings('invalid_client', { text })).toEqual([]);
  });

  it('that is the ID of a Microsoft secret is named', async () => {
    const value = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    expect(await said('idp_oauth_failed', { value, text: 'Microsoft rejected the credentials' })).toContain(
      'not its value',
    );
    expect(await findings('idp_oauth_failed', { value, text: 'Google rejected the credentials' })).toEqual(
      [],
    );
  });
});

describe('a grant type', () => {
  const CODE = 'unsupported_grant_type';
  it.each([
    ['authorisation_code', 'authorization_code'],
    ['authorization-code', 'authorization_code'],
    ['code', 'authorization_code'],
    ['refreshToken', 'refresh_token'],
    ['client_credential', 'client_credentials'],
    ['ClientCredentials', 'client_credentials'],
    ['device_code', 'urn:ietf:params:oauth:grant-type:device_code'],
    ['urn:ietf:params:oauth:grant_type:device_code', 'urn:ietf:params:oauth:grant-type:device_code'],
    ['token-exchange', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    ['jwt-bearer', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
    ['Password', 'password'],
    [' password ', 'password'],
  ])('%j is meant as %s', async (value, better) => {
    expect((await findings(CODE, value))[0]?.suggestion).toBe(better);
    expect(await said(CODE, better)).toContain('is spelled correctly');
  });

  it.each([
    ['implicit', 'is a response type'],
    ['magic', 'is no grant type of RFC 6749'],
    ['', 'is empty'],
  ])('%j: %s', async (value, problem) => {
    expect(await said(CODE, value)).toContain(problem);
  });

  it('is read from a form, a message and a log', async () => {
    expect(await said(CODE, { text: 'grant_type=client-credentials&x=1' })).toContain(
      "'client-credentials' (in the pasted text)",
    );
    expect(
      await said(CODE, {
        text: `{"error_description":"The grant type 'password' is not enabled for this app."}`,
      }),
    ).toContain('is spelled correctly');
    expect(await said(CODE, { lines: [line({ rest: { grant_type: 'password' } })] })).toContain(
      '(in the log)',
    );
    expect(await findings(CODE, { text: 'grant_type: unsupported' })).toEqual([]);
  });

  it('sent as JSON is said to', async () => {
    const text = `curl -H 'Content-Type: application/json' -d '{"grant_type":"password"}' https://acme.example/oauth/token`;
    expect(await said(CODE, { text })).toContain('sent as JSON');
    expect(
      await said(CODE, { text: text.replace('application/json', 'application/x-www-form-urlencoded') }),
    ).not.toContain('sent as JSON');
  });
});

describe('a confirmation', () => {
  const CODE = 'requires_confirmation';
  it.each([
    ['{"confirmed":"true"}', 'sent as text'],
    ['{"confirmed":1}', "sent as '1'"],
    ['{"confirmed":false}', "sent as 'false'"],
    ['{"confirm":true}', "'confirm' was sent"],
    ['DELETE /v1/workspaces/acme?confirmed=true', 'in the query'],
    ['X-Confirmed: true', 'in a header'],
  ])('%s: %s', async (text, problem) => {
    expect(await said(CODE, { text })).toContain(problem);
    expect(await said(CODE, text)).toContain(problem);
  });

  it('in the path of a log line is seen', async () => {
    expect(await said(CODE, { lines: [line({ path: '/v1/workspaces/acme?confirmed=true' })] })).toContain(
      'in the query',
    );
  });

  it.each([
    ['1', 'is not true'],
    ['"true"', 'is not true'],
    ['yes', 'is not true'],
    ['false', 'does not confirm'],
  ])('given as %s alone: %s', async (value, problem) => {
    expect(await said(CODE, value)).toContain(problem);
  });

  it.each(['true', '{"confirmed":true}', 'Destructive op, missing confirmed: true.'])(
    '%s says nothing',
    async (value) => {
      expect(await findings(CODE, value)).toEqual([]);
      expect(await findings(CODE, { text: value })).toEqual([]);
    },
  );
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshFolder, RawServer } from '../support/server.ts';

const CATALOG = `
name: shop
version: 3
errors:
  - code: name_not_allowed
    title: The name cannot be taken
    rejects:
      kind: slug
      pattern: '^[a-z]+$'
      min_length: 5
      max_length: 12
      reserved: [root]
      fields: [shop_name]
      path_segments: [shops]
  - code: handle_reserved
    rejects: { kind: slug, because: reserved, pattern: '^[A-Z0-9_]+$', reserved: [ROOT], min_length: 2 }
  - code: handle_in_use
    rejects: { kind: slug, because: taken, pattern: '^[a-z0-9_]+$' }
  - code: project_key_bad
    rejects: { kind: slug, pattern: '^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$', max_length: 10 }
  - code: callback_refused
    rejects: { kind: redirect_uri, schemes: [https, myshop] }
  - code: hook_refused
    rejects: { kind: webhook_url, schemes: [https, http], must_answer: POST }
  - code: token_expired
    rejects: { kind: token }
  - code: key_rotated
    rejects: { kind: credential, grace_hours: 2 }
  - code: slow_down
    http_status: 429
    rejects: { kind: wait, because: limit }
  - code: code_refused
    rejects: { kind: grant }
  - code: flow_off
    rejects: { kind: grant_type, supported: [authorization_code, refresh_token] }
  - code: not_agreed
    rejects: { kind: confirmation, field: accept_loss }
  - code: metadata_broken
    rejects: { kind: saml_metadata }
  - code: paint_refused
    rejects: { kind: hex_color }
  - code: mail_refused
    rejects: { kind: email }
  - code: switch_refused
    rejects: { kind: boolean }
  - code: amount_refused
    rejects: { kind: number }
  - code: page_refused
    rejects: { kind: url }
  - code: bad_fields
    rejects:
      kind: field_value
      values: [{ kind: slug, pattern: '^[a-z]{4,}$' }]
  - code: nothing_known
`;

interface Found {
  findings?: { message: string; suggestion?: string }[];
}

let server: RawServer;

beforeAll(async () => {
  const file = join(freshFolder(), 'shop.yaml');
  writeFileSync(file, CATALOG);
  server = await RawServer.initialized(['--catalog', file]);
});
afterAll(() => server.close());

async function findings(error: string, value?: string) {
  const { result } = await server.call('explain_error', { error, ...(value !== undefined && { value }) });
  const content = result?.['structuredContent'] as Found | undefined;
  return content?.findings ?? [];
}

async function said(error: string, value?: string): Promise<string> {
  return (await findings(error, value)).map(({ message }) => message).join('\n');
}

describe("a team's own catalog says what its errors reject", () => {
  it.each([
    ['Acme_Corp', /'A' at 1; '_' at 5; 'C' at 6\. Allowed: a-z\./, 'acmecorp'],
    ['ab', /has 2 characters; a slug needs at least 5/, 'abteam'],
    ['root', /'root' is a reserved word/, undefined],
    ['thisnameistoolong', /has 17 characters; a slug has at most 12/, 'thisnameisto'],
    ['Root-1', /not allowed/, undefined],
    ['Café', /'é' \(U\+00E9\) at 4/, 'cafeteam'],
  ])(
    'the slug %s is judged by its rules, and the suggestion keeps to them',
    async (value, message, better) => {
      const found = await findings('name_not_allowed', value);
      expect(found.map((finding) => finding.message).join('\n')).toMatch(message);
      expect(found[0]?.suggestion).toBe(better);
      if (better !== undefined) expect(better).toMatch(/^[a-z]{5,12}$/);
    },
  );

  it.each([
    ['a field', '{"error":{"code":"name_not_allowed"},"shop_name":"Acme Shop"}'],
    ['a message', `name_not_allowed: the shop_name 'Acme Shop' is refused`],
  ])('the slug is read from %s that the catalog names', async (_, error) => {
    expect((await findings(error))[0]).toMatchObject({
      message: expect.stringContaining("'Acme Shop' (in the pasted text) has characters"),
      suggestion: 'acmeshop',
    });
  });

  it.each<[code: string, value: string, message: RegExp, better: string | undefined]>([
    ['handle_reserved', 'root', /'root' is a reserved word/, undefined],
    ['handle_in_use', 'acme', /Free-looking: 'acme_corp'/, 'acme_corp'],
    ['project_key_bad', '-acme-', /does not match '\^\[a-z\]/, 'acme'],
    ['project_key_bad', '3com', /does not match/, undefined],
    [
      'callback_refused',
      'http://shop.example/cb',
      /scheme 'http:'; allowed are https:, myshop:/,
      'https://shop.example/cb',
    ],
    ['callback_refused', 'other://cb', /allowed are https:, myshop:/, undefined],
    ['callback_refused', 'https://localhost/cb', /unless the API takes it in development/, undefined],
    ['hook_refused', 'http://hooks.example.com/in', /also answer POST.*curl -i -X POST 'http/s, undefined],
    ['hook_refused', 'ftp://hooks.example.com/in', /not https or http/, undefined],
    ['token_expired', 'Bearer undefined', /the word "undefined"/, undefined],
    ['key_rotated', ' key ', /starts with whitespace/, undefined],
    ['slow_down', '30', /Wait 30 s/, undefined],
    ['code_refused', '"abc"', /stands in quotes/, undefined],
    ['flow_off', 'password', /only 'authorization_code', 'refresh_token' are supported/, undefined],
    ['flow_off', 'refresh', /refresh_token/, 'refresh_token'],
    ['metadata_broken', '<EntityDescriptor>', /not well-formed/, undefined],
    ['paint_refused', 'teal', /name of a color/, '#008080'],
    ['mail_refused', 'joe', /has no @/, undefined],
    ['switch_refused', 'yes', /no JSON boolean/, 'true'],
    ['amount_refused', '1,000', /no JSON number/, '1000'],
    ['page_refused', 'htps//x', /URL/, undefined],
  ])('%s: %s', async (code, value, message, better) => {
    expect(await said(code, value)).toMatch(message);
    expect((await findings(code, value)).find(({ suggestion }) => suggestion)?.suggestion).toBe(better);
  });

  it('a confirmation is looked for under its own field', async () => {
    expect(await said('{"error":{"code":"not_agreed"},"accept_loss":"true"}')).toContain(
      '`accept_loss` must be the JSON boolean true',
    );
    expect(await said('{"error":{"code":"not_agreed"},"accept_loss":true}')).toBe('');
  });

  it('the fields of a form are judged by the rules for them, and by none that are not given', async () => {
    const message = (words: string) => `{"error":{"code":"bad_fields","message":"${words}"}}`;
    expect(await said(message("slug: 'A1' is not valid"))).toContain('Allowed: a-z.');
    expect(await said('nothing_known', 'Acme_Corp')).toBe('');
  });

  it('a code of the built-in catalog that stands in no entry of theirs is judged by nobody', async () => {
    const { result } = await server.call('explain_error', { error: 'workspace_slug_invalid', value: 'A_b' });
    expect(JSON.stringify(result)).not.toContain('Allowed: a-z');
  });
});

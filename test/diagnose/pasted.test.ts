import { describe, expect, it } from 'vitest';
import { findings, jwt, NOW, said, suggestion } from './facts.ts';

describe('a key', () => {
  it('that stands as the kid of a token is not repeated', async () => {
    for (const key of ['sk_live_51HabcDEF', 'ghp_abcdef', 'AKIAIOSFODNN7EXAMPLE', 'whsec_abc']) {
      const text = await said('invalid_token', jwt({ alg: 'HS256', kid: key }, {}));
      expect(text).toContain('[redacted]');
      expect(text).not.toContain(key);
    }
  });

  it.each(['myapp-AKIAIOSFODNN7EXAMPLE://cb', 'https://AKIAIOSFODNN7EXAMPLE/cb'])(
    'that was lower-cased on its way is not repeated: %s',
    async (url) => {
      for (const code of ['redirect_uri_invalid', 'webhook_url_invalid'])
        expect(JSON.stringify(await findings(code, url))).not.toMatch(/akiaiosf/i);
    },
  );
});

describe('a webhook URL without a correction', () => {
  it.each(['https://10.0.0.1/h', 'ftp://hooks.example.com/h', 'https://exa mple.com'])(
    '%s is not said to have one',
    async (url) => {
      const text = await said('webhook_url_invalid', url);
      expect(text).not.toContain('corrected URL');
      expect(text).toContain('The URL you choose must also answer HEAD');
    },
  );
});

describe('a URL with three slashes', () => {
  it('has no host', async () => {
    for (const code of ['redirect_uri_invalid', 'webhook_url_invalid']) {
      const text = await said(code, 'https:///h');
      expect(text).toContain('it has no host');
      expect(text).not.toMatch(/lacks the two slashes|'h'/);
      expect(await suggestion(code, 'https:///h')).toBeUndefined();
    }
  });

  it('before a host has one too many', async () => {
    const url = 'https:///app.example.com/cb';
    expect(await said('redirect_uri_invalid', url)).toContain('3 slashes after https:');
    expect(await suggestion('redirect_uri_invalid', url)).toBe('https://app.example.com/cb');
  });
});

describe('a slug in dress', () => {
  it.each([
    '{"slug":"Acme_Corp"}',
    '{"name":"X","workspace_slug":"Acme_Corp"}',
    '{"workspace":{"slug":"Acme_Corp"}}',
    'slug=Acme_Corp',
    'name=x&slug=Acme_Corp',
    'slug: Acme_Corp',
    '"Acme_Corp"',
    "'Acme_Corp'",
  ])('is judged alone: %s', async (value) => {
    expect(await suggestion('workspace_slug_invalid', value)).toBe('acme-corp');
    expect(await said('workspace_slug_invalid', value)).toContain("'A' at 1; '_' at 5");
  });

  it('that is fine is not corrected', async () => {
    for (const value of ['{"slug":"acme"}', 'slug: acme', 'slug=acme']) {
      expect(await suggestion('workspace_slug_invalid', value)).toBeUndefined();
      expect(await said('workspace_slug_invalid', value)).toContain("'acme' breaks no documented rule");
    }
    expect(await said('workspace_slug_too_short', '{"slug":""}')).toContain('is empty');
  });

  it('says why its repair is longer', async () => {
    expect(await suggestion('workspace_slug_invalid', 'ab_')).toBe('ab-team');
    expect(await said('workspace_slug_invalid', 'ab_')).toMatch(/'ab', which has 2 characters/);
    expect(await suggestion('workspace_slug_invalid', 'Admin!')).toBeUndefined();
    expect(await said('workspace_slug_invalid', 'Admin!')).toMatch(/'admin', which is a reserved word/);
    expect(await said('workspace_slug_invalid', 'Acme_Corp')).not.toContain('Repaired');
  });
});

describe('a color with gaps', () => {
  it.each(['#12 34 56', '#12-34-56', '12_34_56'])('%s has six digits', async (value) => {
    const given = { value, text: 'not a valid hex color' };
    expect(await said('validation_failed', given)).not.toMatch(/it has \d/);
    expect(await suggestion('validation_failed', given)).toBe('#123456');
  });

  it('has as many digits as are hex', async () => {
    expect(await said('validation_failed', { value: '#12 3g', text: 'hex color' })).toContain(
      'it has 3 hex digits',
    );
  });
});

describe('a token that is encoded or misnamed', () => {
  const expired = jwt({ alg: 'HS256' }, { exp: NOW / 1000 - 60 });
  it.each([
    `Bearer%20${expired}`,
    expired.replaceAll('.', '%2E'),
    `Bearer ${expired.replaceAll('.', '%2e')}`,
    `Bearer%2520${expired}`,
  ])('is decoded: %#', async (value) => {
    for (const given of [{ value }, { text: `> Authorization: ${value}\n` }]) {
      const text = await said('unauthorized', given);
      expect(text).toContain('expired 1 min ago');
      expect(text).toContain('percent-encoded');
      expect(text).not.toMatch(/not a JWT|cut off/);
    }
  });

  it('gets a hint about its scheme', async () => {
    expect(await said('unauthorized', 'bearer abc.def.ghi')).toMatch(/scheme.*`Bearer`/);
    expect(await said('unauthorized', 'Authorization: Token abc')).toMatch(/scheme Token.*`Bearer`/);
    expect(await said('unauthorized', 'Bearer abc.def.ghi')).not.toContain('scheme');
  });

  it('that is missing is only said to be that', async () => {
    for (const value of ['Authorization: Bearer ', 'Bearer ', "'Authorization: Bearer '"]) {
      expect(await findings('unauthorized', value)).toEqual([
        { message: expect.stringContaining('missing behind Bearer') },
      ]);
    }
  });
});

describe('a value that only the paste shows', () => {
  it('is an unquoted URL of a message', async () => {
    for (const text of [
      'URL http://x.example.com/h is not https',
      '{"error":{"code":"webhook_url_invalid","message":"URL http://x.example.com/h is not https."}}',
    ])
      expect(await suggestion('webhook_url_invalid', { text })).toBe('https://x.example.com/h');
    const curl = 'curl -X POST http://api.platform.example/v1/webhooks';
    expect(await findings('webhook_url_invalid', { text: curl })).toEqual([]);
  });

  it.each(['redirect_uris[]=', 'redirect_uris[0]=', 'redirect_uris%5B%5D='])(
    'is sent as %s',
    async (name) => {
      const text = `curl -d '${name}http://x.example.com/cb' https://api.platform.example/v1/apps`;
      expect(await suggestion('redirect_uri_invalid', { text })).toBe('https://x.example.com/cb');
    },
  );

  it('is a time beside a body', async () => {
    const text =
      'code issued at 2026-11-20T09:00:00Z, exchanged at 2026-11-20T09:12:30Z\n{"error":"invalid_grant"}';
    expect(await said('invalid_grant', { text })).toContain('12 min 30 s old');
  });
});

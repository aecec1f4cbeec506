import { describe, expect, it } from 'vitest';
import { corrected, isSafeSlug, slugRulesOf, variants } from '../../src/diagnose/rules/slug.ts';
import { fc } from '../support/chance.ts';
import { findings, line, said, suggestion } from './facts.ts';

/** As the built-in catalog has them. */
const RULES = slugRulesOf({
  pattern: '^[a-z0-9-]+$',
  min_length: 3,
  reserved: ['auth', 'api', 'app', 'admin'],
});

describe('a slug that was refused', () => {
  it('names each disallowed character and its position, from 1', async () => {
    expect(await said('workspace_slug_invalid', 'Acme_Corp')).toContain("'A' at 1; '_' at 5; 'C' at 6");
    expect(await said('workspace_slug_invalid', 'a__b_c')).toContain("'_' at 2, 3, 5");
  });

  it('counts characters, not code units', async () => {
    expect(await said('workspace_slug_invalid', '😀a_')).toContain("'_' at 3");
  });

  it.each([
    ['Acme_Corp', 'acme-corp'],
    ['Café', 'cafe'],
    ['Cafe\u0301', 'cafe'],
    ['Straße', 'strasse'],
    ['Ærø Øl Łódź', 'aero-ol-lodz'],
    ['  Acme  Corp!! ', 'acme-corp'],
    ['-acme--corp-', 'acme-corp'],
    ['acme.io', 'acme-io'],
    ['HQ', 'hq-team'],
    ['Www', 'www-team'],
    ['аcme', 'acme'],
    ['ac\u200bme', 'acme'],
    ['a'.repeat(80), 'a'.repeat(63)],
  ])('%j is corrected to %s', async (value, better) => {
    expect(await suggestion('workspace_slug_invalid', value)).toBe(better);
  });

  it.each(['日本', '!!!', '---', '😀'])(
    '%s has no correction, since nothing of it can be kept',
    async (value) => {
      const found = await findings('workspace_slug_invalid', value);
      expect(found.map((finding) => finding.suggestion)).toEqual(found.map(() => undefined));
      expect(found[0]?.message).toContain('choose a name in Latin letters');
    },
  );

  it('is empty', async () => {
    expect(await said('workspace_slug_too_short', '')).toContain('is empty');
    expect(await said('workspace_slug_too_short', ' \n')).toContain('only whitespace');
  });

  it.each([
    ['a', '1 character;'],
    ['hq', '2 characters;'],
  ])('%s is too short', async (value, count) => {
    expect(await said('workspace_slug_too_short', value)).toContain(count);
    expect(await said('workspace_slug_too_short', 'abc')).not.toContain('at least 3');
  });

  it.each([
    ['https://acme.platform.example/login', 'acme'],
    ['https://api.platform.example/v1/workspaces/Acme_Corp/apps?x=1', 'acme-corp'],
    ['acme.platform.example', 'acme'],
    ['https://www.acme.example', 'acme'],
  ])('is taken out of %s', async (value, slug) => {
    expect(await said('workspace_slug_invalid', value)).toContain('is a URL or host name');
    expect(await suggestion('workspace_slug_invalid', value)).toBe(slug);
  });

  it('that breaks no rule is said to, once', async () => {
    const found = await findings('workspace_slug_invalid', 'acme-corp');
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain("'acme-corp' breaks no documented rule");
  });

  it('with hyphens at its ends is not said to break a documented rule', async () => {
    expect(await said('workspace_slug_invalid', '-acme')).toMatch(/no documented rule, but starts with -/);
  });
});

describe('a reserved slug', () => {
  it('needs a name before it, and none is made up', async () => {
    const text = await said('workspace_slug_reserved', 'admin');
    expect(text).toContain(
      "'admin' is a reserved word. Put a name of your own before it: '<your-name>-admin'",
    );
    for (const code of ['workspace_slug_reserved', 'workspace_slug_invalid', 'validation_failed'])
      for (const word of ['admin', 'Admin', 'API!', 'auth'])
        expect(await suggestion(code, word)).toBeUndefined();
  });

  it('that the document does not name is not said to be documented', async () => {
    expect(await said('workspace_slug_reserved', 'status')).toContain(
      'not among the reserved words that are documented',
    );
  });
});

describe('a taken slug', () => {
  it('gets variants, whose being free was not checked', async () => {
    const text = await said('workspace_slug_taken', 'acme');
    expect(text).toContain("'acme-corp', 'acme-hq', 'acme-team'");
    expect(text).toContain('was not checked');
  });

  it("gets the platform's own proposal first", async () => {
    const text = `{"error":{"code":"workspace_slug_taken","message":"The slug 'acme' is already in use. Try 'acme-paris' or pick another."}}`;
    expect(await suggestion('workspace_slug_taken', { text })).toBe('acme-paris');
    expect(await said('workspace_slug_taken', { text })).toContain("platform's own proposal");
  });

  it('is not proposed again', async () => {
    expect(await said('workspace_slug_taken', 'acme-corp')).not.toContain("'acme-corp-corp'");
    expect(await suggestion('workspace_slug_taken', 'acme-corp')).toBe('acme-corp-hq');
  });
});

describe('a slug that only the paste or the log shows', () => {
  const code = 'workspace_slug_invalid';
  it.each([
    [
      'a message',
      { text: `{"error":{"code":"${code}","message":"The slug 'Acme_Corp' has bad characters."}}` },
    ],
    ['an escaped message', { text: `{\\"message\\":\\"The slug 'Acme_Corp' has bad characters.\\"}` }],
    ['a message with escaped quotes', { text: `{"message":"The slug \\"Acme_Corp\\" has bad characters."}` }],
    [
      'a request body',
      { text: `curl -d '{"slug": "Acme_Corp"}' https://api.platform.example/v1/workspaces` },
    ],
    ['a message that begins with it', { text: `{"message":"'Acme_Corp' has bad characters"}` }],
    ['a message that ends with it', { text: `{"message":"only a-z, 0-9 and - (got \\"Acme_Corp\\")"}` }],
    ['a field of a log line', { lines: [line({ rest: { 'body.slug': 'Acme_Corp' } })] }],
    ['a message of a log line', { lines: [line({ message: "The slug 'Acme_Corp' is invalid" })] }],
    ['the path of a log line', { lines: [line({ method: 'GET', path: '/v1/slugs/Acme_Corp' })] }],
  ])('is read from %s', async (_, given) => {
    expect(await suggestion(code, given)).toBe('acme-corp');
    expect(await said(code, given)).toMatch(/\(in the (?:log|pasted text)\)/);
  });

  it('is not the name in the path of a change, which is another slug', async () => {
    const lines = [line({ method: 'PATCH', path: '/v1/workspaces/Acme_Corp' })];
    expect(await findings(code, { lines })).toEqual([]);
  });

  it('is not the name of the field', async () => {
    expect(await findings(code, { text: `{"message":"'slug' has bad characters"}` })).toEqual([]);
  });

  it('is not a pattern that a message asks for', async () => {
    expect(await findings(code, { text: `{"message":"slug: '^[a-z0-9-]+$' does not match"}` })).toEqual([]);
  });

  it('is not guessed where nothing shows it', async () => {
    expect(await findings(code)).toEqual([]);
    expect(await findings(code, { text: "You can't use that" })).toEqual([]);
  });
});

describe('every suggested slug passes the rule', () => {
  const name = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[A-Za-z_. é-]{0,70}$/),
  );

  it('whatever the name', () => {
    fc.assert(
      fc.property(name, (text) => {
        const all = [corrected(text, RULES), ...variants(text, RULES)];
        for (const slug of all) {
          if (slug !== null) expect(isSafeSlug(slug, RULES)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'workspace_slug_invalid',
    'workspace_slug_too_short',
    'workspace_slug_reserved',
    'workspace_slug_taken',
  ])('and diagnosed again, it has no problem: %s', async (code) => {
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const slug = await suggestion(code, text);
        if (slug === undefined) return;
        expect(slug).toMatch(/^[a-z0-9-]{3,63}$/);
        expect(await suggestion('workspace_slug_invalid', slug)).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

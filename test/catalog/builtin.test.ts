import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAILURES } from '../../src/base/failure.ts';
import { builtinCatalog, combine } from '../../src/catalog/combine.ts';
import { parseYaml } from '../../src/catalog/format.ts';
import { catalogSchema } from '../../src/catalog/schema.ts';
import { platformSchema } from './platform-schema.ts';

const FILE = new URL('../../src/catalog/platform.yaml', import.meta.url);

const { entries, get } = builtinCatalog();
const document = readFileSync(new URL('../fixtures/platform-error-codes.txt', import.meta.url), 'utf8');

/** The document's lines that introduce a code: a table row (status, code, text run together) or a list item. */
const introductions = document
  .split('\n')
  .flatMap((line): { status: number | null; text: string }[] => {
    const row = /^(\d{3})(?=[a-z])(.*)$/.exec(line);
    const item = /^\s+•\s+(.*)$/.exec(line);
    if (row) return [{ status: Number(row[1]), text: row[2] ?? '' }];
    return item ? [{ status: null, text: item[1] ?? '' }] : [];
  })
  .filter(({ text }) => !/^(code|message|request_id):/.test(text));

/** The facts of the document that no meaning may lose. */
const FACTS: Record<string, RegExp[]> = {
  invalid_request: [/parameter/i, /malformed/, /message/],
  validation_failed: [/slug/, /too short/, /hex color/],
  unauthorized: [/no token/, /expired/],
  invalid_token: [/signed/, /expected key/, /machine key/, /rotated/],
  forbidden_by_scope: [/token/, /lacks the scope/],
  requires_confirmation: [/destructive/, /confirmed: true/],
  not_found: [/does not exist/, /cannot see/],
  workspace_slug_taken: [/slug/, /already in use/],
  state_conflict: [/state/, /does not allow/, /delete while provisioning/],
  enterprise_only: [/only/, /Enterprise plan/],
  pro_required: [/only/, /Pro or a higher/],
  rate_limited: [/too many requests/i, /Retry-After/],
  internal_error: [/bug/i, /platform/, /request_id/],
  upstream_error: [/upstream failed/, /backoff/],
  service_unavailable: [/maintenance/i, /partial degradation/, /retry/i],
  workspace_slug_invalid: [/disallowed/, /a-z/, /0-9/, /-/],
  workspace_slug_too_short: [/minimum/, /3 characters/],
  workspace_slug_reserved: [/auth, api, app, admin, etc/],
  workspace_provisioning_failed: [/initial provisioning/, /details/],
  redirect_uri_invalid: [/valid URL/, /forbidden scheme/],
  redirect_uri_localhost_only_dev: [/http:\/\/localhost/, /development only/, /Pro/, /override/],
  client_secret_revoked: [/no longer valid/, /rotated/, /24 h/],
  idp_oauth_failed: [/Google/, /GitHub/, /Microsoft/, /rejected/, /client_id/, /secret/],
  idp_metadata_invalid: [/SAML/, /XML/, /malformed/, /unsigned/],
  idp_already_configured: [/already configured/, /workspace/],
  payment_method_required: [/moved to Pro/, /no valid card/],
  subscription_past_due: [/payment/, /resolved to continue/],
  signups_blocked: [/spending cap/, /raise it/i, /next period/],
  webhook_url_invalid: [/not https/, /HEAD/],
  webhook_secret_required: [/registered/, /secret is missing/, /rare/i, /bug/],
  invalid_grant: [/expired/, /redirect_uri/, /used before/],
  invalid_client: [/client_id/, /secret is wrong/],
  unsupported_grant_type: [/grant type/, /not enabled/, /app/],
  access_denied: [/user aborted/, /consent/],
};

describe('the built-in catalog against the document', () => {
  it('explains every code that the document introduces', () => {
    expect(introductions).toHaveLength(34);
    for (const { text } of introductions) {
      expect(entries.filter(({ code }) => text.startsWith(code)).length, text).toBeGreaterThan(0);
    }
  });

  it.each(entries.map((entry) => [entry.code, entry] as const))(
    '%s stands in the document, with its status',
    (_, entry) => {
      const found = introductions.filter(({ text }) => text.startsWith(entry.code));
      expect(found).toHaveLength(1);
      if (entry.surface === 'api') expect(entry.http_status).toBe(found[0]?.status);
      else expect(entry.http_status_note).toContain('RFC 6749');
    },
  );

  it('is held to the facts of every code', () => {
    expect(Object.keys(FACTS)).toEqual(entries.map(({ code }) => code));
  });

  it.each(Object.entries(FACTS))('%s loses nothing of what the document says happens', (code, facts) => {
    for (const fact of facts) expect(get(code)?.meaning).toMatch(fact);
  });

  it('lists the codes by area, in the order of the document', () => {
    const areas = entries.map(({ area }) => area);
    expect(areas.filter((area, index) => area !== areas[index - 1])).toEqual([...new Set(areas)]);
    const positions = entries.map(({ code }) => introductions.findIndex(({ text }) => text.startsWith(code)));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });
});

describe('the quality of the entries', () => {
  it('is its file as any catalog file is read, which is not done anew at every start', () => {
    const parsed = parseYaml(readFileSync(FILE, 'utf8'));
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
    const data = catalogSchema.parse(parsed.data);
    expect(data).toEqual(parsed.data);
    expect(combine([data]).catalog.entries).toEqual(entries);
  });

  it('fits a schema that asks for more than that of catalog files', () => {
    expect(platformSchema.safeParse({ errors: entries }).error?.issues).toBeUndefined();
    expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
  });

  it('explains every failure that the server itself has', () => {
    for (const code of Object.keys(FAILURES)) expect(get(code)?.surface, code).toBe('api');
  });

  it('answers every link to a neighbor on its other side, with the same check', () => {
    const links = entries.flatMap(({ code, confusable_with }) =>
      confusable_with.map((link) => ({ from: code, ...link })),
    );
    expect(links.length).toBeGreaterThan(60);
    for (const { from, code, tell_apart } of links) {
      expect(code).not.toBe(from);
      expect(get(code)?.confusable_with).toContainEqual({ code: from, tell_apart });
    }
  });

  it('gives every code a neighbor, each at most once', () => {
    for (const { code, confusable_with } of entries) {
      expect(confusable_with.length, code).toBeGreaterThan(0);
      expect(new Set(confusable_with.map((link) => link.code)).size, code).toBe(confusable_with.length);
    }
  });

  it('shares no fix step, symptom or example between two entries', () => {
    for (const field of ['fix', 'symptoms'] as const) {
      const texts = entries.flatMap((entry) => entry[field]);
      expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    }
    const examples = entries.map(({ example }) => example);
    expect(new Set(examples).size).toBe(examples.length);
  });

  it.each(entries.map((entry) => [entry.code, entry] as const))(
    '%s has a remedy that can be acted on',
    (_, entry) => {
      expect(entry.fix.length).toBeGreaterThan(1);
      for (const step of entry.fix) {
        expect(step).toMatch(/^[A-Z]/);
        expect(step).not.toBe(entry.meaning);
        expect(step).not.toBe(entry.example);
        expect(step).not.toMatch(/^contact support\W*$/i);
      }
      if (entry.who === 'platform') {
        expect(entry.fix.join(' ')).toMatch(/`request_id`/);
        expect(entry.fix.join(' ')).toMatch(/GitHub/);
      }
      expect(entry.symptoms.length).toBeGreaterThanOrEqual(5);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { tokensOf } from '../../bench/hosts/measure-tokens.ts';
import { combine } from '../../src/catalog/combine.ts';
import type { Catalog } from '../../src/catalog/entries.ts';
import type { LogLine } from '../../src/logs/log.ts';
import { TOOLS } from '../../src/tools/tools.ts';
import { catalogWith, manyErrors } from '../support/catalog.ts';
import { callTool, toolContext } from '../support/context.ts';

interface Answer {
  data: Record<string, unknown>;
  text: string;
}

/** What a tool answers that serves `catalog`. */
async function ask(catalog: Catalog, name: string, args: object, lines?: LogLine[]): Promise<Answer> {
  const tool = TOOLS.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`There is no ${name}.`);
  const searched = { files: 1, lines: 1, from: null, to: null, skipped: [] };
  const logs = lines === undefined ? null : { find: async () => ({ lines, searched, omitted: 0 }) };
  const context = toolContext(logs as Parameters<typeof toolContext>[0]);
  const { data, text } = await callTool(tool, args, { ...context, catalog });
  // What is answered fits what tools/list promises.
  tool.output.parse(data);
  return { data, text };
}

const explain = (catalog: Catalog, error: string) => ask(catalog, 'explain_error', { error });

describe('errors of several services', () => {
  const catalog = catalogWith([
    { code: 'gone', service: 'boxes', operations: ['GET /v1/boxes/{id}', 'DELETE /v1/boxes/{id}'] },
    { code: 'gone', service: 'lids', extra: { runbook: 'rb-77' } },
    { code: 'full', service: 'boxes', operations: ['POST /v1/boxes'] },
  ]);

  it.each([
    [{ service: 'boxes' }, ['gone', 'full']],
    [{ operation: 'POST /v1/boxes' }, ['full']],
    [{ operation: 'get https://api.example.com/v1/boxes/7?x=1' }, ['gone']],
    [{ operation: '/v1/boxes/:box' }, ['gone']],
    [{ operation: 'PUT /v1/boxes' }, []],
    [{ query: 'RB-77' }, ['gone']],
  ])('are listed by %o', async (args, codes) => {
    const { data } = await ask(catalog, 'list_errors', args);
    expect((data['errors'] as { code: string }[]).map(({ code }) => code)).toEqual(codes);
  });

  it('are refused by a service that there is not, with those that there are', async () => {
    await expect(ask(catalog, 'list_errors', { service: 'keys' })).rejects.toThrow(/"boxes", "lids"/);
  });

  it('say which calls they answer', async () => {
    const { data, text } = await explain(catalog, 'full');
    expect(data).toMatchObject({ operations: ['POST /v1/boxes'] });
    expect(text).toContain('Answer of: POST /v1/boxes');
  });
});

describe('an entry of which little is known', () => {
  const catalog = catalogWith([
    { code: 'bare' },
    { code: 'said', example: 'Your card was declined.', extra: { sqlstate: '42P01', tags: ['a', 'b'] } },
  ]);

  it('says of each field that it is unknown, and invents nothing', async () => {
    const { data, text } = await explain(catalog, 'bare');
    expect(data).toEqual({
      ...{ code: 'bare', title: null, surface: null, area: null, http_status: null, meaning: null },
      ...{ causes: null, fix: null, retry: null, who: null, confusable_with: [] },
      matched: { by: 'code', confidence: 1 },
    });
    expect(text).toBe(
      'bare\nHTTP status: unknown | surface: unknown | area: unknown\n' +
        'The catalog does not say: what it means, its causes, the fix, who must act, whether to retry.',
    );
  });

  it('gives what else its catalog knows', async () => {
    const { data, text } = await explain(catalog, 'said');
    expect(data['extra']).toEqual({ sqlstate: '42P01', tags: ['a', 'b'] });
    expect(text).toContain('sqlstate: 42P01\ntags: ["a","b"]');
  });

  it('is recognized by the message that the API sends', async () => {
    expect((await explain(catalog, 'Your card was declined.')).data).toMatchObject({
      code: 'said',
      matched: { by: 'symptom' },
    });
  });

  it('is listed by what stands for its title', async () => {
    const { data, text } = await ask(catalog, 'list_errors', {});
    expect(data['errors']).toMatchObject([
      { code: 'bare', title: null, retry: null },
      { code: 'said', title: 'Your card was declined.' },
    ]);
    expect(text).toContain('- bare status unknown\n- said status unknown: Your card was declined.');
  });
});

describe('an entry of which very much is known', () => {
  const long = 'It was refused because the account is not what the contract says it should be. '.repeat(20);
  const all = Array.from({ length: 40 }, (_, index) => `${index}: ${long}`);
  const entry = {
    code: 'long_one',
    meaning: long.repeat(5),
    causes: all,
    fix: all,
    links: all,
    extra: { all },
  };

  it.each([
    ['in English', entry, 900],
    ['in Chinese', { code: 'long_one', meaning: '额度已用完，请稍后再试。'.repeat(900), fix: [long] }, 1_400],
  ])('is cut to a bound, which is announced, with where the whole is: %s', async (_, given, most) => {
    const { data, text } = await explain(catalogWith([given]), 'long_one');
    expect(tokensOf(text)).toBeLessThanOrEqual(most);
    expect(data['cut']).toContain('the whole: resource errors://catalog/long_one');
    expect(text).toContain('Cut here: ');
    expect(text).toMatch(/ …$/m);
  });
});

describe('one field of which there is very much', () => {
  const long = 'It was refused because of what the contract says. '.repeat(400);
  const names = Array.from({ length: 500 }, (_, index) => `other_code_${index}`);

  it.each([
    ['retry.note', { retry: { when: 'never' as const, note: long } }],
    ['deprecated', { deprecated: long }],
    ['http_status_note', { http_status_note: long }],
    ['replaced_by', { replaced_by: names }],
    ['aliases', { aliases: names }],
    ['http_statuses', { http_status: Array.from({ length: 600 }, (_, index) => 300 + index) }],
    ['confusable_with', { confusable_with: names.map((code) => ({ code, tell_apart: 'Look.' })) }],
    ['extra', { extra: Object.fromEntries(names.map((name) => [name, 'yes'])) }],
  ])('is cut to a bound, which is announced: %s', async (field, given) => {
    const { data, text } = await explain(catalogWith([{ code: 'long_one', ...given }]), 'long_one');
    expect(tokensOf(text)).toBeLessThanOrEqual(1_100);
    expect(data['cut']).toEqual(expect.arrayContaining([expect.stringContaining(field)]));
    expect(text).toContain('the whole: resource errors://catalog/long_one');
  });

  it('is cut in each of several errors with the same code, so that all of them fit', async () => {
    const of = (service: string) => ({ code: 'taken', service, meaning: long, fix: [long] });
    const all = catalogWith(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(of));
    const { data, text } = await explain(all, 'taken');
    expect(data['namesakes']).toHaveLength(4);
    expect(data['note']).toContain('2 more: resource errors://catalog/taken');
    expect(tokensOf(text)).toBeLessThanOrEqual(1_100);
  });

  it('is the codes that a text names beside the one that is meant: the rest of them are counted', async () => {
    const all = catalogWith(names.map((code) => ({ code })));
    const { data } = await explain(all, names.join(' '));
    expect(data['also']).toHaveLength(20);
    expect(data['note']).toBe('The text names 479 more codes than are listed here.');
  });
});

describe('what has come to its end', () => {
  const catalog = catalogWith([
    { code: 'old_one', deprecated: 'no longer sent', replaced_by: 'new_one', since: '1.0' },
    { code: 'new_one', title: 'The new one', aliases: ['older_one'] },
    { code: 'dated', deprecated: true },
  ]);

  it('still explains itself, says so first, and points to what is sent instead', async () => {
    const { data, text } = await explain(catalog, 'old_one');
    expect(data).toMatchObject({
      ...{ deprecated: 'no longer sent', replaced_by: ['new_one'], since: '1.0' },
      next: [{ tool: 'explain_error', arguments: { error: 'new_one' }, reason: 'this code is sent instead' }],
    });
    expect(text).toMatch(/^old_one\nDeprecated: no longer sent\. Sent instead: new_one\.\nSince: 1\.0\n/);
    expect((await explain(catalog, 'dated')).data).toMatchObject({ deprecated: true });
  });

  it('is marked in the list', async () => {
    expect((await ask(catalog, 'list_errors', {})).text).toContain('- old_one status unknown [deprecated]');
  });

  it('leads by an alias to its error, which says so', async () => {
    const { data, text } = await explain(catalog, 'older_one');
    expect(data).toMatchObject({ code: 'new_one', matched: { by: 'alias' }, aliases: ['older_one'] });
    expect(text).toContain('Also called: older_one');
  });
});

describe('a code that several errors have', () => {
  const of = (service: string, status: number) => ({
    ...{
      code: 'taken',
      service,
      http_status: status,
      meaning: `Taken in ${service}.`,
      fix: [`Ask ${service}.`],
    },
  });
  const catalog = catalogWith([of('users', 409), of('slots', 423), of('seats', 410)]);

  it('is explained for each of them', async () => {
    const { data, text } = await explain(catalog, 'taken');
    expect(data).toMatchObject({ service: 'users', namesakes: [{ service: 'slots' }, { service: 'seats' }] });
    expect(data['note']).toContain(
      "3 errors have the code 'taken'. The text does not say which one is meant",
    );
    for (const service of ['users', 'slots', 'seats']) expect(text).toContain(`1. Ask ${service}.`);
  });

  it('is explained for the one first that goes with the rest of the text', async () => {
    const { data } = await explain(catalog, '{"error":{"code":"taken"},"status":423}');
    expect(data).toMatchObject({ service: 'slots', namesakes: [{ service: 'users' }, { service: 'seats' }] });
    expect(data['note']).toContain('fits the rest of the text best');
  });

  it('is told from its namesakes by the service and status of a log line', async () => {
    const line = {
      time: null,
      level: 'error',
      service: 'seats',
      status: 410,
      code: 'taken',
      source: 'a.log:1',
    };
    const { data } = await ask(catalog, 'lookup_request', { request_id: 'req_1' }, [
      line as unknown as LogLine,
    ]);
    expect(data).toMatchObject({ explanation: { service: 'seats' } });
    expect(data['note']).toContain("3 errors have the code 'taken'");
  });

  it('is listed once for each', async () => {
    const { data, text } = await ask(catalog, 'list_errors', {});
    expect(data['errors']).toMatchObject([{ service: 'users' }, { service: 'slots' }, { service: 'seats' }]);
    expect(text).toContain('slots / area unknown\n- taken 423');
  });
});

describe('a catalog of thousands', () => {
  const { catalog } = combine([manyErrors(5_000)]);

  it('is listed in pages that stay in their budget, each error once', async () => {
    const codes = new Set<unknown>();
    let cursor: unknown;
    let pages = 0;
    do {
      const args = cursor === undefined ? {} : { cursor };
      const { data, text } = await ask(catalog, 'list_errors', args);
      expect(tokensOf(data)).toBeLessThanOrEqual(1_400);
      expect(tokensOf(text)).toBeLessThanOrEqual(900);
      expect(data['total']).toBe(5_000);
      for (const { code } of data['errors'] as { code: string }[]) codes.add(code);
      cursor = data['next_cursor'];
      pages += 1;
    } while (cursor !== undefined);
    expect(codes.size).toBe(5_000);
    expect(pages).toBeGreaterThan(99);
  });

  it('names the areas that there are where one is asked for that is not there', async () => {
    await expect(ask(catalog, 'list_errors', { area: 'cats' })).rejects.toThrow(
      'area: there is no \'cats\'; expected one of "cards", "accounts", "invoices"',
    );
  });
});

describe('what is known about rejected values', () => {
  it('is known of the built-in platform alone, also where a catalog extends it', async () => {
    const error = '{"error":{"code":"workspace_slug_invalid"}}';
    const own = catalogWith([{ code: 'workspace_slug_invalid', meaning: 'Other rules hold here.' }]);
    const value = 'Acme_Corp';
    expect((await ask(own, 'explain_error', { error, value })).data).not.toHaveProperty('findings');
    const errors = [{ code: 'workspace_slug_invalid', meaning: 'The same rules.' }];
    const { catalog } = combine([{ name: 'more', extends: 'builtin', errors }]);
    expect((await ask(catalog, 'explain_error', { error, value })).data).toMatchObject({
      meaning: 'The same rules.',
      findings: [{ suggestion: 'acme-corp' }],
    });
  });
});

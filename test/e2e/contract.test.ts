import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersJsonSchema, answersPage } from '../../scripts/answers-page.ts';
import { answerSchema, compiled, DIALECTS } from '../support/answer-schemas.ts';
import { corruptionsOf, type Damage } from '../support/corruptions.ts';
import { errorOf, freshFolder, RawServer, recentSampleLogs, SAMPLE_LOGS } from '../support/server.ts';
import { typeScriptOf } from '../support/type-script.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

it('documents every field of every answer (npm run answers writes it)', () => {
  expect(read('docs/answers.md')).toBe(answersPage());
  expect(JSON.parse(read('answers.schema.json'))).toEqual(answersJsonSchema());
});

interface Listed {
  name: string;
  inputSchema: { properties: Record<string, { description?: string; enum?: string[] }> };
  outputSchema: { required?: string[]; properties: object };
}

/** A server that was greeted by a host of that name, and its tools. */
async function greetedBy(name: string, ...args: ConstructorParameters<typeof RawServer>) {
  const server = new RawServer(...args);
  const clientInfo = { name, version: '1' };
  await server.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  const { result } = await server.request('tools/list');
  return { server, tools: (result?.['tools'] ?? []) as Listed[] };
}

it('names values only where there are some: an empty list of them is no schema', async () => {
  const { server, tools } = await greetedBy('some-host');
  const named = tools.flatMap(({ inputSchema }) =>
    Object.values(inputSchema.properties).map((each) => each.enum),
  );
  expect(named.filter((values) => values !== undefined).length).toBeGreaterThan(2);
  expect(named).not.toContainEqual([]);
  await server.close();
});

const TOOLS = ['explain_error', 'list_errors', 'lookup_request'] as const;
const HOSTS = [
  ['most hosts', 'some-host'],
  ['hosts that show types', 'codex-mcp-client'],
] as const;

/** Texts that are read in every way that there is, with all that an explanation may hold beside. */
const ERRORS: Record<string, string>[] = [
  {
    error:
      '{"error":{"code":"rate_limited","message":"Slow down.","request_id":"req_xyz123"}}\nRetry-After: 30',
  },
  { error: 'slug_in_use', value: 'Acme Corp' },
  { error: 'slug taken' },
  { error: 'HTTP 409' },
  { error: 'HTTP 401 Unauthorized' },
  { error: 'rate_limted' },
  { error: '{"error":"invalid_grant","error_description":"The code was already used."}' },
  { error: '{"error":{"code":"slug_in_use"},"details":[{"code":"brand_new_code"}]}' },
  { error: 'forbidden_by_scope, then not_found' },
  { error: 'redirect_uri_mismatch', value: 'https://app.example.com/callback/' },
];
const LISTS: Record<string, unknown>[] = [
  {},
  { status: '4xx' },
  { query: 'token' },
  { retry: 'never', limit: 2 },
  { query: 'no such words' },
  { seen: '7d' },
  { seen: '24h', limit: 3 },
];
const SEARCHES: Record<string, unknown>[] = [
  {},
  { status: '5xx' },
  { path: '/v1/*', limit: 3 },
  { code: 'rate_limited' },
  { method: 'POST', limit: 1 },
];

/** Lines that show hardly anything, of requests that are alike. */
function oddLogs(): string {
  const folder = freshFolder();
  const lines = ['odd_1111', 'odd_2222'].flatMap((request_id) => [
    { request_id, workspace: 'acme' },
    { request_id, workspace: 'acme', level: 'error', error: { code: 'not_known_here' }, job_id: 'job_33331' },
  ]);
  writeFileSync(join(folder, 'odd.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return folder;
}

const ODD = [{}, { request_id: 'odd_1111' }, { code: 'not_known_here' }];

/** A catalog whose entries say all that one may, or nothing, and share codes. */
const OWN_CATALOG = `
name: shop
version: 3
errors:
  - code: taken
    service: users
    title: The name is taken
    http_status: [409, 422]
    http_status_note: 422 before version 2.
    example: That name is taken.
    fix: [Choose another name., Ask again.]
    causes: [Someone has it.]
    retry: { when: after_fix, note: With another name. }
    who: caller
    since: '2.0'
    deprecated: no longer sent
    replaced_by: [name_taken]
    aliases: [occupied, '4711']
    links: ['https://shop.example/errors#taken']
    operations: [POST /v1/users]
    extra: { severity: 3, team: accounts, is_public: true, seen_in: [eu, us], owner: null }
    confusable_with: [{ code: name_taken, tell_apart: The message names a user. }]
    documented: { source: the guide, parts: [title, http_status] }
  - code: taken
    service: slots
    meaning: Somebody else has the slot.
    http_status: 423
    retry: { when: with_backoff }
  - code: taken
    service: seats
    surface: api
    area: hall
    deprecated: true
  - code: name_taken
    title: The name is taken
  - code: bare
`;
const OWN: [tool: string, args: Record<string, unknown>][] = [
  ['explain_error', { error: 'taken' }],
  ['explain_error', { error: '{"error":{"code":"taken"},"status":423,"request_id":"own_1111"}' }],
  ['explain_error', { error: 'bare' }],
  ['explain_error', { error: 'name_taken, then bare', value: 'x' }],
  ['list_errors', {}],
  ['list_errors', { seen: '24h' }],
  ['list_errors', { service: 'slots' }],
  ['lookup_request', {}],
  ['lookup_request', { request_id: 'own_1111' }],
  ['lookup_request', { request_id: 'own_2222' }],
  ['lookup_request', { request_id: 'own_3333' }],
];

/** A catalog file of that, and a log in which its errors end requests. */
function ownFiles(): string[] {
  const folder = freshFolder();
  const time = new Date(Date.now() - 60_000).toISOString();
  const lines = [
    { request_id: 'own_1111', service: 'slots', status: 423, error: { code: 'taken', message: 'No slot.' } },
    { request_id: 'own_2222', service: 'users', status: 409, error: { code: 'taken' } },
    { request_id: 'own_3333', status: 500, error: { code: 'not_known_here', message: 'No idea.' } },
  ].map(
    (line) => `${JSON.stringify({ time, level: 'error', method: 'POST', path: '/v1/users', ...line })}\n`,
  );
  writeFileSync(join(folder, 'own.yaml'), OWN_CATALOG);
  writeFileSync(join(folder, 'own.ndjson'), lines.join(''));
  return ['--catalog', join(folder, 'own.yaml'), '--logs', join(folder, 'own.ndjson')];
}

describe('the contract of the answers', () => {
  let server: RawServer;
  let shown: Map<string, Listed[]>;
  const answers = new Map<string, unknown[]>();

  beforeAll(async () => {
    const folder = recentSampleLogs();
    const usual = await greetedBy('some-host', ['--logs', folder], freshFolder());
    const typed = await greetedBy('codex-mcp-client');
    await typed.server.close();
    server = usual.server;
    shown = new Map([
      ['some-host', usual.tools],
      ['codex-mcp-client', typed.tools],
    ]);
    const askAt = async (asked: RawServer, tool: string, args: Record<string, unknown>) => {
      const reply = await asked.call(tool, args);
      if (reply.result?.isError === true) return reply;
      answers.set(tool, [...(answers.get(tool) ?? []), reply.result?.['structuredContent']]);
      return reply;
    };
    const ask = (tool: string, args: Record<string, unknown>) => askAt(server, tool, args);
    const list = await ask('list_errors', { seen: '24h' });
    const { errors = [] } = (list.result?.['structuredContent'] ?? {}) as { errors?: { code: string }[] };
    for (const { code } of errors) await ask('explain_error', { error: code });
    for (const args of ERRORS) await ask('explain_error', args);
    for (const args of LISTS) await ask('list_errors', args);
    for (const args of SEARCHES) await ask('lookup_request', args);
    const logs = readdirSync(SAMPLE_LOGS).map((name) => readFileSync(join(folder, name), 'utf8'));
    for (const id of new Set(logs.join('\n').match(/\breq_[a-z0-9]+\b/g)))
      await ask('lookup_request', { request_id: id });
    const odd = await RawServer.initialized(['--logs', oddLogs(), '--workspace', 'acme'], freshFolder());
    const own = await RawServer.initialized(ownFiles(), freshFolder());
    const others = [
      ...ODD.map((args) => [odd, 'lookup_request', args] as const),
      ...OWN.map(([tool, args]) => [own, tool, args] as const),
    ];
    for (const [asked, tool, args] of others) {
      const reply = await askAt(asked, tool, args);
      expect(reply.result?.isError, JSON.stringify([args, reply])).not.toBe(true);
    }
    await Promise.all([odd.close(), own.close()]);
    const failed = errorOf(await ask('explain_error', { error: 'good morning' }));
    await ask('lookup_request', { request_id: failed.request_id });
  });
  afterAll(() => server.close());

  const schemaOf = (host: string, tool: string) =>
    shown.get(host)?.find(({ name }) => name === tool)?.outputSchema ?? {};

  it('is what is published, for hosts that show types', () => {
    for (const tool of TOOLS) expect(schemaOf('codex-mcp-client', tool)).toEqual(answerSchema(tool));
  });

  describe.each(HOSTS)('as %s are told it', (_, host) => {
    it.each(TOOLS)('is kept by every answer of %s, in both dialects', (tool) => {
      const given = answers.get(tool) ?? [];
      expect(given.length).toBeGreaterThan(6);
      for (const dialect of DIALECTS) {
        const validate = compiled(schemaOf(host, tool), dialect);
        for (const answer of given)
          expect(validate(answer), JSON.stringify([validate.errors, answer])).toBe(true);
      }
    });

    it.each(TOOLS)('leaves nothing of %s open in TypeScript', (tool) => {
      // A word of an enum is no type.
      const type = typeScriptOf(schemaOf(host, tool)).replace(/"[^"]*"/g, 'word');
      expect(type).toMatch(/^\{ .{300,} \}$/);
      expect(type).not.toMatch(/\b(?:unknown|any)\b/);
    });

    it.each(TOOLS)('refuses damaged answers of %s, in both dialects', (tool) => {
      const given = answers.get(tool) ?? [];
      const corruptions = given.flatMap((answer) =>
        corruptionsOf(answer).filter((each) => isDamage(each, given)),
      );
      expect(corruptions.length).toBeGreaterThan(500);
      for (const dialect of DIALECTS) {
        const validate = compiled(schemaOf(host, tool), dialect);
        const missed = corruptions.filter(({ value }) => validate(value));
        const places = [...new Set(missed.map(({ damage, place }) => `${damage}: ${place}`))].join(', ');
        expect(1 - missed.length / corruptions.length, places).toBeGreaterThan(0.95);
      }
    });
  });

  it('gives every argument a description with an example, or its values', () => {
    for (const { name, inputSchema } of shown.get('some-host') ?? []) {
      for (const [argument, { description = '' }] of Object.entries(inputSchema.properties))
        expect([name, argument, description]).toEqual([
          name,
          argument,
          expect.stringMatching(/e\.g\. \S|^Default \d/),
        ]);
    }
  });
});

/** Under these names anything may stand that a log line or a catalog says. */
const OPEN = /(?:^|\.)(?:rest|extra)(?:$|\.)/;

/**
 * Whether a damage makes an answer that cannot be one: what may be left out may be dropped, and where names are open,
 * others may stand.
 */
function isDamage(
  { damage, place }: { damage: Damage; place: string },
  answers: readonly unknown[],
): boolean {
  if (OPEN.test(place)) return damage === 'wrong type' && !/(?:rest|extra)\./.test(place);
  return damage !== 'dropped' || alwaysThere(answers).has(place);
}

const known = new WeakMap<object, Set<string>>();

/** The places that hold something in every object of their kind that was seen in the answers. */
function alwaysThere(answers: readonly unknown[]): Set<string> {
  const before = known.get(answers);
  if (before !== undefined) return before;
  const holders = new Map<string, number>();
  const found = new Map<string, number>();
  const count = (value: unknown, place: string): void => {
    if (Array.isArray(value)) for (const each of value) count(each, `${place}[]`);
    else if (typeof value === 'object' && value !== null) {
      holders.set(place, (holders.get(place) ?? 0) + 1);
      for (const [name, each] of Object.entries(value)) {
        const own = place === '' ? name : `${place}.${name}`;
        found.set(own, (found.get(own) ?? 0) + 1);
        count(each, own);
      }
    }
  };
  for (const answer of answers) count(answer, '');
  const parent = (place: string) => place.replace(/\.?[^.]*$/, '');
  const always = new Set(
    [...found].filter(([place, times]) => times === holders.get(parent(place))).map(([place]) => place),
  );
  known.set(answers, always);
  return always;
}

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { errorOf, freshFolder, RawServer } from '../support/server.ts';

/** Writes a file at once, so that no server reads half of it. */
function put(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const servers: RawServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const file = () => join(freshFolder(), 'catalog.yaml');
const yaml = (meaning: string) => `name: mine\nerrors:\n  - code: quota_spent\n    meaning: ${meaning}\n`;
/** More entries than are read while calls wait. */
const manyMore = Array.from(
  { length: 3000 },
  (_, at) => `  - code: filled_${at}\n    meaning: Filled in so that there is much to read.\n`,
).join('');
const BROKEN = 'name: mine\nerrors:\n  - code: quota_spent\n    fix: none\n';
const CHANGED = 'notifications/resources/list_changed';

async function started(args: readonly string[], state = freshFolder()): Promise<RawServer> {
  const server = await RawServer.initialized(args, state);
  servers.push(server);
  return server;
}

async function explained(server: RawServer): Promise<Record<string, unknown>> {
  const { result } = await server.call('explain_error', { error: 'quota_spent' });
  return result?.['structuredContent'] as Record<string, unknown>;
}

/** Waits until the server has told so often that its resources have changed. */
async function told(server: RawServer, times: number): Promise<void> {
  let count = 0;
  await server.reply((message) => {
    if ((message as { method?: string }).method === CHANGED) count += 1;
    return count >= times;
  });
}

describe('a catalog that is edited while the server runs', () => {
  it('is read again, and the host is told', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = await started(['--catalog', path]);
    expect(await explained(server)).toMatchObject({ meaning: 'Before.' });
    put(path, yaml('After it.'));
    await told(server, 1);
    expect(await explained(server)).toMatchObject({ meaning: 'After it.' });
    const { result } = await server.request('resources/read', { uri: 'errors://catalog/quota_spent' });
    expect(JSON.stringify(result)).toContain('After it.');
  });

  it('is read again when an editor puts another file in its place, of the same size', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = await started(['--catalog', path]);
    expect(await explained(server)).toMatchObject({ meaning: 'Before.' });
    writeFileSync(`${path}.tmp`, yaml('Behind.'));
    renameSync(`${path}.tmp`, path);
    await told(server, 1);
    expect(await explained(server)).toMatchObject({ meaning: 'Behind.' });
  });

  it('stays as it was while the edit is broken, which is said in answers and in the log', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = await started(['--catalog', path]);
    put(path, BROKEN);
    await told(server, 1);
    const answer = await explained(server);
    expect(answer).toMatchObject({
      meaning: 'Before.',
      note: expect.stringContaining(`${path}:4:5: .errors[0].fix`),
    });
    expect(answer['note']).toContain('the state before the edit');
    expect(server.stderr).toContain('.errors[0].fix (quota_spent): expected a list of texts');
    const { result } = await server.request('resources/read', { uri: 'errors://catalog' });
    expect(JSON.stringify(result)).toContain('cannot be served as its files are now');

    put(path, yaml('Mended.'));
    await told(server, 2);
    const mended = await explained(server);
    expect(mended).toMatchObject({ meaning: 'Mended.' });
    expect(mended).not.toHaveProperty('note');
  });

  it('is read by a thread where it is large, with the same said of it, and kept', async () => {
    const path = file();
    const state = freshFolder();
    const large = (meaning: string) => yaml(meaning) + manyMore;
    put(path, large('Before.'));
    const server = await started(['--catalog', path, '--on-invalid-catalog', 'last-good'], state);
    put(path, large('After it.'));
    await told(server, 1);
    expect(await explained(server)).toMatchObject({ meaning: 'After it.' });

    put(path, large('Broken.').replace('    meaning: Filled', '    fix: none\n    meaning: Filled'));
    await told(server, 2);
    expect(await explained(server)).toMatchObject({
      meaning: 'After it.',
      note: expect.stringContaining(`${path}:6:5: .errors[1].fix`),
    });
    await server.close();

    const next = await started(['--catalog', path, '--on-invalid-catalog', 'last-good'], state);
    expect(await explained(next)).toMatchObject({
      meaning: 'After it.',
      note: expect.stringContaining('the last good state'),
    });
  });

  it('says so too when the file is gone, and takes the one that comes back', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = await started(['--catalog', path]);
    rmSync(path);
    await told(server, 1);
    expect(await explained(server)).toMatchObject({ note: expect.stringContaining('ENOENT') });
    put(path, yaml('Before.'));
    await told(server, 2);
    expect(await explained(server)).not.toHaveProperty('note');
  });

  it('takes a file that is added to its folder', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = await started(['--catalog', join(path, '..')]);
    put(join(path, '..', 'more.json'), '{"name":"more","errors":[{"code":"late_one"}]}');
    await told(server, 1);
    const { result } = await server.call('list_errors', {});
    expect(result?.['structuredContent']).toMatchObject({ total: 2 });
  });

  it('is followed in a folder whose links lead back to it', async () => {
    const path = file();
    const folder = join(path, '..');
    put(path, yaml('Before.'));
    for (const name of ['a', 'b', 'c']) symlinkSync('.', join(folder, name));
    const server = await started(['--catalog', folder]);
    expect(await explained(server)).toMatchObject({ meaning: 'Before.' });
    mkdirSync(join(folder, 'deeper'));
    put(join(folder, 'deeper', 'more.json'), '{"name":"more","errors":[{"code":"late_one"}]}');
    await told(server, 1);
    const { result } = await server.call('list_errors', {});
    expect(result?.['structuredContent']).toMatchObject({ total: 2 });
  });

  it('says again what is wrong when it comes back as broken as it was', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = await started(['--catalog', path]);
    put(path, BROKEN);
    await told(server, 1);
    rmSync(path);
    await told(server, 2);
    expect(await explained(server)).toMatchObject({ note: expect.stringContaining('ENOENT') });
    put(path, BROKEN);
    await told(server, 3);
    expect(await explained(server)).toMatchObject({ note: expect.stringContaining('.errors[0].fix') });
  });

  it('is told of to a host of 2026-07-28 that subscribed, by the id of its subscription, and to no other', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = new RawServer(['--catalog', path]);
    servers.push(server);
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const listen = (id: string, notifications: object) =>
      server.write(
        JSON.stringify({
          jsonrpc: '2.0',
          id,
          method: 'subscriptions/listen',
          params: { _meta, notifications },
        }),
      );
    const { result } = await server.request('server/discover', { _meta });
    expect(result).toMatchObject({ capabilities: { resources: { listChanged: true } } });
    listen('told', { resourcesListChanged: true, toolsListChanged: true });
    listen('untold', { toolsListChanged: true });
    type Note = { method?: string; params?: { _meta?: Record<string, unknown>; notifications?: unknown } };
    const idOf = (note: Note) => note.params?._meta?.['io.modelcontextprotocol/subscriptionId'];
    const notes = () => server.lines.map((line) => JSON.parse(line) as Note);
    await server.reply(() => notes().filter(({ method }) => method?.endsWith('acknowledged')).length === 2);
    const agreed = notes().filter(({ method }) => method?.endsWith('acknowledged'));
    expect(agreed.map((note) => [idOf(note), note.params?.notifications])).toEqual([
      ['told', { resourcesListChanged: true }],
      ['untold', {}],
    ]);
    put(path, yaml('After it.'));
    await told(server, 1);
    expect(
      notes()
        .filter(({ method }) => method === CHANGED)
        .map(idOf),
    ).toEqual(['told']);
  });
});

describe('a server with the built-in catalog', () => {
  it('promises no news of its resources', async () => {
    const server = await started([]);
    const first = JSON.parse(server.lines[0] ?? '{}') as { result?: { capabilities?: object } };
    expect(first.result?.capabilities).toHaveProperty('resources', {});
  });
});

/** Where the last good state of a catalog is kept, once a server has started with it. */
async function keptBy(path: string, state: string): Promise<string> {
  const folder = join(state, 'error-catalog-mcp', 'catalogs');
  const server = await started(['--catalog', path], state);
  await vi.waitFor(() => expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.json$/)]), 60_000);
  await server.close();
  return join(folder, readdirSync(folder)[0] ?? '');
}

describe('a catalog that is broken at the start', () => {
  const LAST_GOOD = ['--on-invalid-catalog', 'last-good'];

  it('keeps the server from starting, as long as nothing else was said', async () => {
    const path = file();
    const state = freshFolder();
    put(path, yaml('Before.'));
    await keptBy(path, state);
    put(path, BROKEN);
    const server = new RawServer(['--catalog', path], state);
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.stderr).toContain(`${path}:4:5: .errors[0].fix`);
    expect(server.lines).toEqual([]);
  });

  it('gives way to the last good state where that is wanted, which answers say with its date', async () => {
    const path = file();
    const state = freshFolder();
    put(path, yaml('Before.'));
    await keptBy(path, state);
    put(path, BROKEN);
    const server = await started(['--catalog', path, ...LAST_GOOD], state);
    const answer = await explained(server);
    expect(answer).toMatchObject({ meaning: 'Before.' });
    const date = /this is from the last good state, of \d{4}-\d\d-\d\dT/;
    expect(answer['note']).toMatch(date);
    put(path, BROKEN.replace('none', 'nothing'));
    await told(server, 1);
    const { note } = await explained(server);
    expect(note).toMatch(date);
    expect(note).toContain('found "nothing"');
    put(path, yaml('Mended.'));
    await told(server, 2);
    expect(await explained(server)).toMatchObject({ meaning: 'Mended.' });
  });

  it('is read from its files, and not from a kept state that somebody changed', async () => {
    const path = file();
    const state = freshFolder();
    put(path, yaml('Before.'));
    const kept = await keptBy(path, state);
    const { parts, ...head } = JSON.parse(readFileSync(kept, 'utf8')) as { parts: unknown };
    for (const changed of [[null], [], [{ name: 'mine', errors: null }]]) {
      expect(changed).not.toEqual(parts);
      put(kept, JSON.stringify({ ...head, parts: changed }));
      const server = await started(['--catalog', path], state);
      expect(await explained(server)).toMatchObject({ meaning: 'Before.' });
      await server.close();
    }
  });

  it.each([
    ['there is none', (kept: string) => rmSync(kept)],
    ['it is damaged', (kept: string) => put(kept, '{"format":1')],
    ['it was changed', (kept: string) => put(kept, readFileSync(kept, 'utf8').replace('Before', 'Bef0re'))],
  ])('refuses all the same where %s', async (_, damage) => {
    const path = file();
    const state = freshFolder();
    put(path, yaml('Before.'));
    damage(await keptBy(path, state));
    put(path, BROKEN);
    const server = new RawServer(['--catalog', path, ...LAST_GOOD], state);
    expect(await server.exited).toEqual({ code: 2, signal: null });
    expect(server.stderr).toContain('There is no earlier state that could be served instead.');
  });
});

describe('the failures of the server itself', () => {
  it.each(['unauthorized', 'rate_limited', 'not_found', 'internal_error'])(
    'do not stand for a %s that another API sent and the catalog lacks',
    async (code) => {
      const path = file();
      put(path, yaml('Before.'));
      const server = await started(['--catalog', path]);
      const body = JSON.stringify({ error: { code, message: 'It said so.', request_id: 'req_1' } });
      for (const error of [code, body]) {
        const failure = errorOf(await server.call('explain_error', { error }));
        expect(failure).toMatchObject({
          code: 'not_found',
          message: expect.stringContaining(`'${code}'`),
          unknown_code: code,
        });
      }
    },
  );

  it('are explained, as its own, where its journal has their request_id', async () => {
    const path = file();
    put(path, yaml('Before.'));
    const server = await started(['--catalog', path]);
    const failure = errorOf(await server.call('explain_error', { error: 'Lorem ipsum dolor' }));
    const { result } = await server.call('explain_error', { error: JSON.stringify({ error: failure }) });
    expect(result?.['structuredContent']).toMatchObject({
      code: 'not_found',
      surface: 'this MCP server',
      note: expect.stringContaining('journal'),
    });
  });

  it('are not guessed to be others of the catalog, and theirs come first', async () => {
    const path = file();
    put(path, 'name: mine\nerrors: [{code: not_found, meaning: No such pet.}, {code: page_not_found}]');
    const server = await started(['--catalog', path]);
    const { result } = await server.call('explain_error', { error: 'not_found' });
    expect(result?.['structuredContent']).toMatchObject({
      meaning: 'No such pet.',
      matched: { confidence: 1 },
    });
    const failure = errorOf(await server.call('explain_error', { error: 'Lorem ipsum dolor' }));
    const { result: own } = await server.call('explain_error', { error: JSON.stringify({ error: failure }) });
    expect(own?.['structuredContent']).toMatchObject({ code: 'not_found' });
  });
});

import { execFile } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { segmentsIn, someLog } from '../requests/files/index/indexed.ts';
import { ENTRY, environment, freshFolder, RawServer, type Reply } from '../support/server.ts';

const run = promisify(execFile);
const HOUR = 3_600_000;

function indexCommand(state: string, ...args: string[]) {
  return run(process.execPath, [ENTRY, 'index', ...args], { env: environment(state) });
}

function logIn(folder: string, text: string): string {
  const path = join(folder, 'app.log');
  writeFileSync(path, text);
  return path;
}

const indexIn = (state: string) => join(state, 'error-catalog-mcp', 'index');

const structured = (reply: Reply) => reply.result?.['structuredContent'] as Record<string, never>;

/** Calls until the answer fits; fails after ten seconds. */
async function until(ask: () => Promise<Reply>, fits: (reply: Reply) => boolean): Promise<Reply> {
  const end = Date.now() + 10_000;
  for (;;) {
    const reply = await ask();
    if (fits(reply)) return reply;
    if (Date.now() > end) throw new Error(`It never came: ${JSON.stringify(reply)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('error-catalog-mcp index', () => {
  test('indexes the logs once, in two threads, and says so', async () => {
    const state = freshFolder();
    const log = someLog(300_000);
    const path = logIn(state, log.text);
    const first = await indexCommand(state, '--logs', path);
    expect(first.stdout).toMatch(/^Indexed \d+ MB of 1 file in [\d.]+ s \(\d+ [MG]B\/s\)\.\n$/);
    expect(segmentsIn(indexIn(state)).length).toBe(Math.ceil(statSync(path).size / (14 * 1_048_576)));
    expect((await indexCommand(state, '--logs', path)).stdout).toBe(
      'Everything in 1 file is indexed already.\n',
    );

    const server = await RawServer.initialized(['--logs', path], state);
    for (const id of [log.ids[0], log.ids[60_000], log.ids.at(-1)]) {
      const found = structured(await server.call('lookup_request', { request_id: id }));
      expect(found).toMatchObject({
        request_id: id,
        searched: { files: 1, lines: log.text.split('\n').length - 1 },
      });
    }
    await server.close();
  });

  test.each([
    ['without logs', [], /index needs --logs PATH/],
    ['with another argument', ['again', '--logs', 'x'], /Unknown command or argument 'again'/],
  ])('refuses to begin %s', async (_, args, message) => {
    await expect(indexCommand(freshFolder(), ...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(message),
    });
  });

  test('says which paths it cannot index, and ends with 1 where that is all of them', async () => {
    const state = freshFolder();
    const missing = join(state, 'nothing.log');
    await expect(indexCommand(state, '--logs', missing)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /nothing\.log\. There is nothing at this path.*\nThere is no log file to index\.\n$/,
      ),
    });
    const path = logIn(state, someLog(100).text);
    const { stdout, stderr } = await indexCommand(state, '--logs', missing, '--logs', path);
    expect(stderr).toContain('There is nothing at this path.');
    expect(stdout).toMatch(/^Indexed \d+ KB of 1 file/);
  });

  test('says why it could not write, and ends with 1', async () => {
    const state = freshFolder();
    const path = logIn(state, someLog(100).text);
    writeFileSync(join(state, 'error-catalog-mcp'), 'a file where its folder should be');
    await expect(indexCommand(state, '--logs', path)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Not all could be indexed.'),
    });
  });
});

describe('a server with logs', () => {
  test('indexes them in the background after a lookup, and goes when stdin ends', async () => {
    const state = freshFolder();
    const log = someLog(100_000);
    const server = await RawServer.initialized(['--logs', logIn(state, log.text)], state);
    expect(segmentsIn(indexIn(state))).toEqual([]);
    await server.call('lookup_request', { request_id: log.ids[7] });
    await until(
      () => server.request('ping'),
      () => segmentsIn(indexIn(state)).length > 0,
    );
    const start = performance.now();
    expect(await server.close()).toEqual({ code: 0, signal: null });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('goes when stdin ends while it indexes', async () => {
    const state = freshFolder();
    const log = someLog(400_000);
    const server = await RawServer.initialized(['--logs', logIn(state, log.text)], state);
    await server.call('lookup_request', { request_id: log.ids[7] });
    const start = performance.now();
    expect(await server.close()).toEqual({ code: 0, signal: null });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('answers without an index where it cannot be written', async () => {
    const state = freshFolder();
    const log = someLog(30_000);
    const path = logIn(state, log.text);
    writeFileSync(join(state, 'error-catalog-mcp'), 'a file where its folder should be');
    const server = await RawServer.initialized(['--logs', path], state);
    for (const id of log.ids.slice(0, 3)) {
      const found = structured(await server.call('lookup_request', { request_id: id }));
      expect(found['lines']).not.toHaveLength(0);
    }
    await server.close();
  });

  test('tells a host that asks for it how far a long lookup has come, and nothing to others', async () => {
    const state = freshFolder();
    // Decompressing is slow enough on any machine.
    const path = join(state, 'app.log.gz');
    writeFileSync(path, gzipSync('x'.repeat(40).concat('\n').repeat(12_000_000), { level: 1 }));
    const total = statSync(path).size;
    const server = await RawServer.initialized(['--logs', path], state);
    const call = { name: 'lookup_request', arguments: { request_id: 'req_0123456789' } };
    await server.request('tools/call', { ...call, _meta: { progressToken: 'p1' } });
    const told = server.lines
      .map((line) => JSON.parse(line))
      .filter(({ method }) => method === 'notifications/progress');
    expect(told.length).toBeGreaterThan(0);
    const steps = told.map(({ params }) => params.progress as number);
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    for (const { params } of told) {
      expect(params).toMatchObject({ progressToken: 'p1', total });
      expect(params.message).toMatch(/^searched \d+ of \d+ MB of logs$/);
    }
    await server.close();
  });
});

describe('which errors the logs show', () => {
  const now = Date.now();
  const at = (ago: number) => new Date(now - ago).toISOString();
  const line = (ago: number, code: string, id: string, workspace = 'acme') =>
    `${JSON.stringify({ time: at(ago), level: 'error', code, status: 409, request_id: id, workspace })}\n`;
  const text = [
    line(50 * HOUR, 'state_conflict', 'req_old00001'),
    line(3 * HOUR, 'state_conflict', 'req_a0000001'),
    line(2 * HOUR, 'rate_limited', 'req_b0000001', 'other'),
    line(1 * HOUR, 'state_conflict', 'req_a0000002'),
    line(0.5 * HOUR, 'quota_gone', 'req_c0000001'),
    `${JSON.stringify({ time: at(1000), status: 502, request_id: 'req_d0000001', workspace: 'acme' })}\n`,
  ].join('');

  async function serverWith(...args: string[]): Promise<RawServer> {
    const state = freshFolder();
    const server = await RawServer.initialized(['--logs', logIn(state, text), ...args], state);
    await until(
      () => server.call('explain_error', { error: 'state_conflict' }),
      (reply) => structured(reply)['seen'] !== undefined,
    );
    return server;
  }

  test('is said of the error that is explained', async () => {
    const server = await serverWith();
    const reply = await server.call('explain_error', { error: 'state_conflict' });
    expect(structured(reply)['seen']).toEqual({
      count: 2,
      last: at(HOUR),
      request_ids: ['req_a0000002', 'req_a0000001'],
      since: expect.stringMatching(/:00:00\.000Z$/),
      up_to: at(1000),
    });
    expect(reply.result?.content?.[0]?.text).toContain(
      `Seen in the last 24h: 2 log lines, last at ${at(HOUR)}, e.g. req_a0000002`,
    );
    const never = structured(await server.call('explain_error', { error: 'invalid_grant' }));
    expect(never['seen']).toMatchObject({ count: 0 });
    await server.close();
  });

  test('sorts the list, and names what the catalog lacks', async () => {
    const server = await serverWith();
    const list = structured(await server.call('list_errors', { seen: '7d' })) as Record<string, unknown>;
    expect((list['errors'] as { code: string; seen: unknown }[]).slice(0, 3)).toMatchObject([
      { code: 'state_conflict', seen: { count: 3 } },
      { code: 'rate_limited', seen: { count: 1, request_ids: ['req_b0000001'] } },
      { code: 'invalid_request', seen: { count: 0 } },
    ]);
    expect(list['uncatalogued']).toEqual([
      { code: 'quota_gone', count: 1, last: at(0.5 * HOUR), request_ids: ['req_c0000001'] },
    ]);
    expect(list['note']).toContain('Statuses without a code: 502 (1 log line');
    await server.close();
  });

  test('counts one workspace alone where the server is limited to it', async () => {
    const server = await serverWith('--workspace', 'Acme');
    const list = structured(await server.call('list_errors', { seen: '24h' })) as Record<string, unknown>;
    const seen = (list['errors'] as { code: string; seen: { count: number } }[]).filter(
      (error) => error.seen.count > 0,
    );
    expect(seen.map(({ code }) => code)).toEqual(['state_conflict']);
    expect(JSON.stringify(list)).not.toContain('req_b0000001');
    await server.close();
  });

  test('is not said without logs', async () => {
    const server = await RawServer.initialized();
    expect(structured(await server.call('explain_error', { error: 'state_conflict' }))).not.toHaveProperty(
      'seen',
    );
    const list = structured(await server.call('list_errors', { seen: '24h' }));
    expect(list['note']).toContain('No request logs are configured');
    await server.close();
  });
});

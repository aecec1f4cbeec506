import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { segmentsIn, someLog } from '../logs/index/indexed.ts';
import { IS_SANDBOXED } from '../support/sandbox.ts';
import { ENTRY, environment, freshFolder, RawServer, type Reply } from '../support/server.ts';

const run = promisify(execFile);
const HOUR = 3_600_000;
/** How much of a log one segment of its index is about, in bytes. */
const SEGMENT = 14 * 1_048_576;

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

/** Calls until the answer fits; fails after a minute. */
async function until(ask: () => Promise<Reply>, fits: (reply: Reply) => boolean): Promise<Reply> {
  const end = Date.now() + 60_000;
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
    expect(first.stdout).toMatch(/^Indexed \d+ MB of 1 file in [\d.]+ s \([\d.]+ [MG]B\/s\)\.\n$/);
    expect(segmentsIn(indexIn(state)).length).toBe(Math.ceil(statSync(path).size / SEGMENT));
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

  test('says that it cannot index without WebAssembly; a lookup reads the logs then', async () => {
    const state = freshFolder();
    const log = someLog(100);
    const path = logIn(state, log.text);
    const jitless = (...args: string[]) =>
      run(process.execPath, ['--jitless', ENTRY, ...args, '--logs', path], { env: environment(state) });
    await expect(jitless('index')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Not all could be indexed. An index needs WebAssembly with SIMD'),
    });
    expect((await jitless('lookup', log.ids[3] ?? '')).stdout).toContain(`carry ${log.ids[3]}`);
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
  });

  test('indexes what it can read beside what it cannot, and ends with 1, claiming nothing of the latter', async () => {
    const state = freshFolder();
    const missing = join(state, 'nothing.log');
    const path = logIn(state, someLog(100).text);
    const again = () => indexCommand(state, '--logs', missing, '--logs', path);
    // On a busy machine a bar is shown before it.
    const stderr = expect.stringMatching(
      /^(?:[█░]+ .*\n)*Not indexed: \S+nothing\.log\. There is nothing at this path\. Check the path, or remove it from the logs\.\n$/,
    );
    await expect(again()).rejects.toMatchObject({
      code: 1,
      stderr,
      stdout: expect.stringMatching(/^Indexed \d+ KB of 1 file/),
    });
    await expect(again()).rejects.toMatchObject({
      code: 1,
      stderr,
      stdout: 'All that can be indexed in 1 file is indexed already.\n',
    });
  });

  test.skipIf(IS_SANDBOXED)('counts no file that it cannot open, or cannot read', async () => {
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    const state = freshFolder();
    chmodSync(state, 0o777);
    logIn(folder, someLog(100).text);
    writeFileSync(join(folder, 'secret.log'), someLog(100, 2).text, { mode: 0o000 });
    writeFileSync(
      join(folder, 'old.log.xz'),
      Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...Buffer.alloc(5_000)]),
    );
    const as = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const { code, stdout, stderr } = await runCli(['index', '--logs', folder], { state, ...as });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Indexed \d+ KB of 1 file /);
    expect(stderr).toMatch(/^Not indexed: secret\.log\. This user may not read it\./m);
    expect(stderr).toMatch(/^Not indexed: old\.log\.xz\. /m);
  });

  test('ends with 0 where all that is not indexed is left out on purpose', async () => {
    const folder = freshFolder();
    const state = freshFolder();
    const { text } = someLog(100);
    logIn(folder, text);
    writeFileSync(join(folder, 'short.log'), text.slice(0, 400));
    writeFileSync(join(folder, 'wide.log'), Buffer.from(`\ufeff${text}`, 'utf16le'));
    const first = await indexCommand(state, '--logs', folder);
    expect(first.stderr).toMatch(/(?:^|\n)Not indexed: wide\.log\. It is in UTF-16\. .*\n$/);
    expect((await indexCommand(state, '--logs', folder)).stdout).toBe(
      'All that can be indexed in 3 files is indexed already.\n',
    );
  });

  test.each([
    ['the folder for state is a file', []],
    ['its own folder is a file', ['index']],
    ['the folder of its version is a file', ['index', 'v6']],
  ])('says that the index cannot be written, and ends with 1, where %s', async (_, below) => {
    const state = freshFolder();
    const folder = indexIn(state);
    const { text } = someLog(100);
    const logs = freshFolder();
    logIn(logs, text);
    writeFileSync(join(logs, 'packed.log.gz'), gzipSync(text, { level: 0 }));
    const file = join(state, 'error-catalog-mcp', ...below);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'a file where a folder should be');
    for (const path of [join(logs, 'app.log'), join(logs, 'packed.log.gz')]) {
      await expect(indexCommand(state, '--logs', path)).rejects.toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining(
          `Not all could be indexed. The index cannot be written in ${folder} (E`,
        ),
      });
    }
  });

  test.skipIf(IS_SANDBOXED)('says that the index cannot be written where this user may not', async () => {
    const state = freshFolder();
    const path = logIn(freshFolder(), someLog(100).text);
    chmodSync(dirname(path), 0o755);
    chmodSync(state, 0o755);
    mkdirSync(indexIn(state), { recursive: true });
    chmodSync(indexIn(state), 0o555);
    const as = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const { code, stderr } = await runCli(['index', '--logs', path], { state, ...as });
    // A busy machine may take so long that it is told how far it has come.
    const said = stderr.replace(/^[█░]{30} .*\n/gm, '');
    expect({ code, said }).toEqual({
      code: 1,
      said: `Not all could be indexed. The index cannot be written in ${indexIn(state)} (EACCES). Give this user write permission there, or set XDG_STATE_HOME to another folder.\n`,
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
    expect(await server.close()).toEqual({ code: 0, signal: null });
  });

  test('goes when stdin ends while it indexes', async () => {
    const state = freshFolder();
    const log = someLog(400_000);
    const server = await RawServer.initialized(['--logs', logIn(state, log.text)], state);
    await server.call('lookup_request', { request_id: log.ids[7] });
    expect(await server.close()).toEqual({ code: 0, signal: null });
    // It did not finish that first.
    expect(segmentsIn(indexIn(state)).length).toBeLessThan(Math.ceil(log.text.length / SEGMENT));
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

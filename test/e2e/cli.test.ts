import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import {
  ENTRY,
  environment,
  errorOf,
  freshFolder,
  RawServer,
  recentSampleLogs,
  SAMPLE_LOGS,
} from '../support/server.ts';

const ERRORS = fileURLToPath(new URL('../../samples/errors', import.meta.url));
const pasted = (name: string) => readFileSync(join(ERRORS, name), 'utf8');

describe('the terminal and a host', () => {
  const state = freshFolder();
  const logs = recentSampleLogs();
  let server: RawServer;

  beforeAll(async () => {
    // So that both count the same errors.
    expect((await runCli(['index', '--logs', logs], { state })).code).toBe(0);
    server = await RawServer.initialized(['--logs', logs], state);
  });
  afterAll(() => server.close());

  /** Between the two answers a second passes, or a new hour begins, or a new day with it. */
  const settledAt = (now: number) => (text: string) =>
    text
      .replaceAll(/[\d-]{10}T\d\d:00:00\.000Z/g, 'a full hour')
      .replaceAll(/[\d-]{10}T[\d:.]{8,12}Z/g, (time) =>
        Math.abs(Date.parse(time) - now) < 600_000 ? 'soon' : time,
      );
  const rejected = { error: 'workspace_slug_invalid', value: 'Acme_Corp' };
  const body = pasted('workspace-slug-taken.json');

  test.each([
    [['explain', 'workspace_slug_invalid', '--value', 'Acme_Corp'], 'explain_error', rejected],
    [['--value=Acme_Corp', 'explain', '--', 'workspace_slug_invalid'], 'explain_error', rejected],
    [['explain', 'it', 'says', 'slow down'], 'explain_error', { error: 'it says slow down' }],
    [['explain', body], 'explain_error', { error: body }],
    [['explain', pasted('rate-limited.txt')], 'explain_error', { error: pasted('rate-limited.txt') }],
    [['explain', '-'], 'explain_error', { error: pasted('access-denied.txt') }, pasted('access-denied.txt')],
    [['explain'], 'explain_error', { error: pasted('invalid-grant.json') }, pasted('invalid-grant.json')],
    [['list'], 'list_errors', {}],
    [['list', '--status', '4xx', '--limit', '3'], 'list_errors', { status: '4xx', limit: 3 }],
    [['list', '--area=tokens', '--retry', 'never'], 'list_errors', { area: 'tokens', retry: 'never' }],
    [['list', '--query', 'slug', '--surface=api'], 'list_errors', { query: 'slug', surface: 'api' }],
    [['list', '--seen', '999d'], 'list_errors', { seen: '999d' }],
    [['lookup', 'req_xyz123'], 'lookup_request', { request_id: 'req_xyz123' }],
    [['lookup', 'req_h0st1le0001'], 'lookup_request', { request_id: 'req_h0st1le0001' }],
    [['lookup', 'req_53cr3t5h0wn'], 'lookup_request', { request_id: 'req_53cr3t5h0wn' }],
  ])('get the same answer to %j', async (args, tool, given, stdin = '') => {
    const { result } = await server.call(tool, given);
    const text = result?.content?.[0]?.text ?? '';
    expect(result?.isError).toBeUndefined();
    const [plain, json] = await Promise.all([
      runCli(['--logs', logs, ...args], { state, stdin }),
      runCli(['--logs', logs, '--json', ...args], { state, stdin }),
    ]);
    const settled = settledAt(Date.now());
    expect({ ...plain, stdout: settled(plain.stdout) }).toEqual({
      code: 0,
      signal: null,
      stdout: `${settled(text)}\n`,
      stderr: '',
    });
    expect(json).toMatchObject({ code: 0, stderr: '' });
    expect(settled(json.stdout)).toBe(`${settled(JSON.stringify(result?.['structuredContent']))}\n`);
  });

  test('show the fields that a host has to ask for at once in the terminal', async () => {
    const request_id = 'req_7f3kq9w2mx';
    const ask = async (cursor?: unknown) => {
      const { result } = await server.call('lookup_request', { request_id, ...(cursor ? { cursor } : {}) });
      return result?.['structuredContent'] as {
        lines: object[];
        fields_cursor?: string;
        next_cursor?: string;
      };
    };
    const whole: object[] = [];
    let page = await ask((await ask()).fields_cursor);
    for (; page.next_cursor !== undefined; page = await ask(page.next_cursor)) whole.push(...page.lines);
    whole.push(...page.lines);
    const { stdout } = await runCli(['--logs', logs, '--json', 'lookup', request_id], { state });
    const told = JSON.parse(stdout);
    expect(told.lines).toEqual(whole);
    expect(whole).toHaveLength(told.total);
    expect(stdout).not.toMatch(/fields_omitted|cursor/);
    expect((await runCli(['--logs', logs, 'lookup', request_id], { state })).stdout).not.toMatch(/not shown/);
  });

  test('go on where an answer ended', async () => {
    const args = ['list', '--limit', '20', '--logs', logs];
    const { next_cursor: cursor } = JSON.parse((await runCli([...args, '--json'], { state })).stdout);
    const { result } = await server.call('list_errors', { limit: 20, cursor });
    expect((await runCli([...args, '--cursor', cursor], { state })).stdout).toBe(
      `${result?.content?.[0]?.text}\n`,
    );
  });

  test.each([
    [['explain', 'zzz'], 'explain_error', { error: 'zzz' }, 1],
    [['list', '--limit', '0'], 'list_errors', { limit: 0 }, 2],
    [['list', '--seen', 'yesterday'], 'list_errors', { seen: 'yesterday' }, 2],
    [['lookup', 'req 1'], 'lookup_request', { request_id: 'req 1' }, 2],
    [
      ['lookup', 'req_xyz123', '--cursor', 'no'],
      'lookup_request',
      { request_id: 'req_xyz123', cursor: 'no' },
      2,
    ],
  ])('refuse %j in the same words', async (args, tool, given, exitCode) => {
    const { code, message } = errorOf(await server.call(tool, given));
    const { stdout, ...ended } = await runCli([...args, '--json', '--logs', logs], { state });
    expect(ended).toEqual({ code: exitCode, signal: null, stderr: '' });
    const { error } = JSON.parse(stdout);
    expect(error).toEqual({ code, message, request_id: expect.stringMatching(/^req_/) });
    const found = await server.call('lookup_request', { request_id: error.request_id });
    expect(found.result?.['structuredContent']).toMatchObject({ error: { code, message } });
    const said = await runCli([...args, '--logs', logs], { state });
    expect(said).toMatchObject({ code: exitCode, stdout: '' });
    expect(said.stderr).toMatch(new RegExp(`\\n\\(${code}, noted as req_[0-9a-f]{32}\\)\\n$`));
    expect(said.stderr.startsWith(`${message}\n`)).toBe(true);
  });
});

describe('a command', () => {
  test('writes colors where they are forced, else none', async () => {
    const args = ['explain', 'rate_limited'];
    const { stdout } = await runCli(args, { env: { FORCE_COLOR: '1' } });
    expect(stdout).toMatch(/^\x1b\[1mrate_limited/);
    for (const env of [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '0' }] as Record<string, string>[]) {
      expect((await runCli(args, { env })).stdout).not.toContain('\x1b');
    }
  });

  test('shows nothing of a hostile log that could steer a terminal', async () => {
    const args = ['lookup', 'req_h0st1le0001', '--logs', SAMPLE_LOGS];
    const { stdout } = await runCli(args, { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('ALL CLEAR');
    expect(stdout.replaceAll(/\x1b\[\d{1,2}m/g, '')).not.toMatch(/[^\n\P{C}]/u);
  });

  test('is limited to a workspace as a server is', async () => {
    const args = ['lookup', 'req_xyz123', '--logs', SAMPLE_LOGS, '--workspace', 'globex'];
    expect(await runCli(args)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining("limited to workspace 'globex'"),
    });
  });

  test('refuses a catalog that is broken, as wrong arguments', async () => {
    const file = join(freshFolder(), 'catalog.json');
    writeFileSync(file, '{"name": "mine", "errors": []}');
    const args = ['explain', 'rate_limited', '--catalog', file];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^The catalog .*catalog\.json cannot be served:\n.*catalog\.json:1:18: \.errors: [^\n]*\n\(validation_failed, noted as /,
    );
    const json = await runCli([...args, '--json']);
    expect(json).toMatchObject({ code: 2, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'validation_failed' } });
  });

  test('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [ENTRY, 'list'], { env: environment(freshFolder()) });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.runIf(process.platform === 'linux')('says that the disk is full', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [ENTRY, 'list'], {
      env: environment(freshFolder()),
      stdio: ['ignore', full, 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    closeSync(full);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(/^The answer could not be written\. ENOSPC/),
    });
  });

  test('ends at once on Ctrl-C, as a shell expects it: by the signal', async () => {
    const path = join(freshFolder(), 'big.log.gz');
    // Without the signal it would take seconds, and end with an exit code.
    writeFileSync(path, gzipSync('x'.repeat(40).concat('\n').repeat(12_000_000), { level: 1 }));
    for (const args of [['explain'], ['lookup', 'req_none0', '--logs', path]]) {
      const child = spawn(process.execPath, [ENTRY, ...args], { env: environment(freshFolder()) });
      const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
      await new Promise((resolve) => setTimeout(resolve, 500));
      child.kill('SIGINT');
      expect(await ended).toEqual({ code: null, signal: 'SIGINT' });
    }
  });

  test('that is wrong says all that is wrong, and how to get help', async () => {
    const { code, stdout, stderr } = await runCli(['index', '--nope', '--value', 'x']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /'--nope'[\s\S]*--value is an option of explain[\s\S]*index needs --logs PATH[\s\S]*--help/,
    );
  });

  test('that is wrong is told as JSON where that is asked for, under an id that can be looked up', async () => {
    const state = freshFolder();
    const { code, stdout, stderr } = await runCli(['lookup', 'req_1', 'req_2', '--json'], { state });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    const { error } = JSON.parse(stdout);
    expect(error).toMatchObject({
      code: 'validation_failed',
      message: expect.stringContaining('lookup takes one request id'),
    });
    expect((await runCli(['lookup', error.request_id], { state })).code).toBe(0);
  });

  test('shows its help also where a setting is wrong', async () => {
    const env = { ERROR_CATALOG_WORKSPACE: '' };
    expect(await runCli(['--help', '--nope'], { env })).toMatchObject({ code: 0, stderr: '' });
  });

  test('understands what PowerShell writes: UTF-16', async () => {
    const stdin = Buffer.from('\ufeff{"error":{"code":"rate_limited"}}', 'utf16le');
    const { code, stdout } = await runCli(['explain'], { stdin });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^rate_limited: /) });
  });

  test('does not say that there are no logs where only the folder for their index is missing', async () => {
    const env = { XDG_STATE_HOME: '', HOME: '', LOCALAPPDATA: '' };
    const { stdout } = await runCli(['list', '--seen', '24h', '--logs', SAMPLE_LOGS], { env });
    expect(stdout).toContain('There is no folder for the index');
  });

  test.each([
    [['--help'], /^Usage: error-catalog-mcp \[OPTION/],
    [['lookup', '--help'], /^Usage: error-catalog-mcp lookup /],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('%j shows it on stdout', async (args, stdout) => {
    expect(await runCli(args)).toEqual({
      code: 0,
      signal: null,
      stdout: expect.stringMatching(stdout),
      stderr: '',
    });
  });
});

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { preloading } from '../support/preload.ts';
import { ENTRY, freshFolder, RawServer, SAMPLE_LOGS } from '../support/server.ts';

const ANYONE = 65534;

describe('error-catalog-mcp doctor', () => {
  test('finds all well, and gives a host a configuration that works', async () => {
    const { code, stdout, stderr } = await runCli(['doctor', '--logs', 'logs'], {
      cwd: join(SAMPLE_LOGS, '..'),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const marks = stdout
      .split('\n')
      .flatMap((line) => /^(ok|! note|x problem) +([\w.]+): /.exec(line)?.slice(1, 3).join(' ') ?? []);
    expect(marks).toEqual([
      'ok Node.js',
      'ok program',
      'ok settings',
      'ok catalog',
      'ok state',
      'ok logs',
      'ok index',
      'ok handshake',
    ]);
    expect(stdout).toContain('logs: 5 files, 410 lines, 136 KB\n');
    expect(stdout).toMatch(/answered initialize and tools\/list in \d+ ms, with 3 tools\n/);
    expect(stdout).toContain('\nAll is well.\n');
    const { mcpServers } = JSON.parse(stdout.slice(stdout.indexOf('\n{')));
    const { command, args } = mcpServers['error-catalog'];
    expect({ command, args }).toEqual({ command: process.execPath, args: [ENTRY, '--logs', SAMPLE_LOGS] });
    const start = `${process.execPath} ${ENTRY} --logs ${SAMPLE_LOGS}`;
    expect(stdout).toContain(
      `\nclaude mcp add error-catalog -- ${start}\ncodex mcp add error-catalog -- ${start}\n`,
    );
    const server = await RawServer.initialized(args.slice(1), freshFolder(), args[0]);
    expect(
      (await server.call('lookup_request', { request_id: 'req_xyz123' })).result?.isError,
    ).toBeUndefined();
    await server.close();
  });

  test('says the same as JSON', async () => {
    const { code, stdout } = await runCli(['doctor', '--json', '--logs', SAMPLE_LOGS]);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    const found = JSON.parse(stdout);
    expect(found).toEqual({
      ok: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      checks: expect.any(Array),
      host_config: {
        mcpServers: { 'error-catalog': { command: process.execPath, args: [ENTRY, '--logs', SAMPLE_LOGS] } },
      },
    });
    for (const check of found.checks) {
      expect(check).toEqual({
        name: expect.any(String),
        verdict: 'ok',
        summary: expect.any(String),
        details: expect.any(Array),
        advice: expect.any(Array),
      });
    }
  });

  test('notes that no logs are configured, which is no problem', async () => {
    const { code, stdout } = await runCli(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^! note {4}logs: none are configured.*\n {10}-> Start the server with --logs PATH/m,
    );
  });

  test('names a path that is missing, and one that may not be read', async () => {
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    const secret = join(folder, 'secret.log');
    writeFileSync(secret, 'req_1\n', { mode: 0o000 });
    const missing = join(folder, 'missing');
    const state = join(freshFolder(), 'state');
    mkdirSync(state, { mode: 0o777 });
    chmodSync(state, 0o777);
    chmodSync(join(state, '..'), 0o755);
    const as = process.getuid?.() === 0 ? { uid: ANYONE } : {};
    const { code, stdout } = await runCli(['doctor', '--logs', missing, '--logs', secret], { state, ...as });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^x problem logs: .*missing: there is nothing to read\n {10}-> There is nothing at this path/m,
    );
    expect(stdout).toMatch(
      /^x problem logs: .*secret\.log: there is nothing to read\n {10}-> .*This user may not read it/m,
    );
    expect(stdout).toContain('\n2 problems: see the lines marked x.\n');
  });

  test('names a catalog that is broken', async () => {
    const file = join(freshFolder(), 'catalog.json');
    writeFileSync(file, '{"name": "mine", "errors": [');
    const { code, stdout } = await runCli(['doctor', '--catalog', file]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^x problem catalog: .*catalog\.json cannot be served\n {10}.*catalog\.json:1:29: It is no JSON/m,
    );
  });

  test('names a state folder that cannot be written', async () => {
    const state = freshFolder();
    writeFileSync(join(state, 'error-catalog-mcp'), 'a file where its folder should be');
    const { code, stdout } = await runCli(['doctor'], { state });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^x problem state: .* cannot be written \(EEXIST\)\n {10}-> Give this user write permission/m,
    );
  });

  test.each([['index'], ['index/v6']])('names a folder %s in it that cannot be written', async (name) => {
    const state = freshFolder();
    const file = join(state, 'error-catalog-mcp', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'a file where a folder should be');
    const { code, stdout } = await runCli(['doctor', '--logs', SAMPLE_LOGS], { state });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {8}state: /m);
    expect(stdout).toContain(`x problem index: ${file} cannot be written (E`);
    expect(stdout).not.toContain('error-catalog-mcp index');
    expect(stdout).not.toContain('All is well');
  });

  test('names a folder for the index that is another user’s', async () => {
    const state = freshFolder();
    chmodSync(state, 0o755);
    const folder = join(state, 'error-catalog-mcp');
    mkdirSync(join(folder, 'index'), { recursive: true });
    chmodSync(folder, 0o777);
    chmodSync(join(folder, 'index'), 0o555);
    const log = join(freshFolder(), 'a.log');
    chmodSync(dirname(log), 0o755);
    writeFileSync(log, 'request_id=req_1\n'.repeat(500));
    const as = process.getuid?.() === 0 ? { uid: ANYONE } : {};
    const { code, stdout } = await runCli(['doctor', '--logs', log], { state, ...as });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^x problem index: .*index cannot be written \(EACCES\)$/m);
  });

  test.each([
    ['acme-corp', /^ok {8}workspace: \d+ of 410 lines looked at name acme-corp$/m],
    ['nosuchws', /^! note {4}workspace: none of 410 lines looked at names nosuchws\n {10}-> Check the name/m],
  ])('says whether the logs name the workspace %s', async (workspace, said) => {
    const { code, stdout } = await runCli(['doctor', '--logs', SAMPLE_LOGS, '--workspace', workspace]);
    expect(code).toBe(0);
    expect(stdout).toMatch(said);
  });

  test('counts logs once that are given twice, and notes it', async () => {
    const again = ['--logs', `${SAMPLE_LOGS}/`, '--logs', join(SAMPLE_LOGS, 'api.ndjson')];
    const { code, stdout } = await runCli(['doctor', '--logs', SAMPLE_LOGS, ...again]);
    expect(code).toBe(0);
    expect(stdout).toContain('logs: 5 files, 410 lines, 136 KB\n');
    expect(stdout).toMatch(/^! note {4}logs: .*logs\/: given twice, 5 files counted above$/m);
    expect(stdout).toMatch(/^! note {4}logs: .*api\.ndjson: given twice, 1 file counted above$/m);
    const once = await runCli(['doctor', '--logs', SAMPLE_LOGS]);
    const shareOf = (text: string) => /^ok {8}index: .*$/m.exec(text)?.[0];
    expect(shareOf(stdout)).toBe(shareOf(once.stdout));
  });

  test('gives a configuration that works for a workspace that begins with a dash', async () => {
    const { code, stdout } = await runCli(['doctor', '--json', '--workspace=-acme']);
    expect(code).toBe(0);
    const { args } = JSON.parse(stdout).host_config.mcpServers['error-catalog'];
    const server = await RawServer.initialized(args.slice(1), freshFolder(), args[0]);
    expect(await server.close()).toEqual({ code: 0, signal: null });
  });

  test('does not blame the server for what a preload leaves behind', async () => {
    const folder = freshFolder();
    const preload = join(folder, 'preload.cjs');
    const pids = join(folder, 'pids');
    writeFileSync(
      preload,
      `if (process.argv.length < 3) {
        const child = require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' });
        require('node:fs').appendFileSync(${JSON.stringify(pids)}, child.pid + '\\n');
        child.unref();
      }`,
    );
    const { code, stdout } = await runCli(['doctor'], { env: preloading(preload) });
    const [pid] = readFileSync(pids, 'utf8').split('\n');
    // It is still there, so its end was not waited for.
    expect(process.kill(Number(pid), 'SIGKILL')).toBe(true);
    expect({ code, isWell: stdout.includes('All is well.') }).toEqual({ code: 0, isWell: true });
  });

  test('names an empty workspace and an option that is wrong, and gives no configuration without the limit', async () => {
    const env = { ERROR_CATALOG_WORKSPACE: '', ERROR_CATALOG_CATALOG: '' };
    const { code, stdout } = await runCli(['doctor', '--log', 'x'], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^x problem settings: 2 are wrong/m);
    expect(stdout).toContain(
      '-> --workspace needs the name of a workspace, and the variable ERROR_CATALOG_WORKSPACE is',
    );
    expect(stdout).toContain("-> Unknown option '--log'. Did you mean --logs?");
    expect(stdout).toContain('ERROR_CATALOG_CATALOG is set but empty');
    expect(stdout).toMatch(
      /^x problem handshake: the server ended with exit code 2 before it had answered\n {10}On stderr: /m,
    );
    expect(stdout).not.toContain('mcpServers');
  });

  test('names what prints into the protocol, without its secrets', async () => {
    const preload = join(freshFolder(), 'preload.cjs');
    writeFileSync(
      preload,
      "if (process.argv.length < 3) console.log('hi token=sk_live_abcdefghijklmnop12345')",
    );
    const { code, stdout } = await runCli(['doctor'], { env: preloading(preload) });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^x problem handshake: the server answered.*\n {10}On stdout, but no protocol: hi token=\[redacted\]\n/m,
    );
  });

  test('prints nothing of the environment but its own variables, and nothing of the logs', async () => {
    const env = { AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMIK7MDENGbPxRfiCY', NODE_ENV: 'very-private' };
    const { stdout } = await runCli(['doctor', '--json', '--logs', SAMPLE_LOGS], { env });
    expect(stdout).not.toMatch(/wJalr|very-private|req_xyz123|acme-corp/);
  });
});

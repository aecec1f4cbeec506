import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENTRY, environment, freshFolder, SAMPLE_LOGS } from '../support/server.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const FLAG = major > 22 || (major === 22 && minor >= 13) ? '--permission' : '--experimental-permission';

/** What `docs/sandbox.md` allows. */
function allowing(logs: string, state: string): string[] {
  return [
    '--no-warnings',
    FLAG,
    `--allow-fs-read=${dirname(ENTRY)}`,
    `--allow-fs-read=${logs}`,
    `--allow-fs-read=${state}`,
    `--allow-fs-write=${state}`,
    '--allow-worker',
  ];
}

/** Long enough to be indexed. */
function longLog(): string {
  const text = readFileSync(join(SAMPLE_LOGS, 'api.ndjson'), 'utf8');
  const path = join(freshFolder(), 'api.log');
  writeFileSync(path, text.repeat(160));
  return path;
}

describe("with the rights that Node's permission model leaves", () => {
  const home = freshFolder();
  const env = environment(home);
  const state = join(env['XDG_STATE_HOME'] ?? home, 'error-catalog-mcp');
  mkdirSync(state, { recursive: true });
  const logs = longLog();
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, [...allowing(logs, state), ENTRY, ...args], { env, encoding: 'utf8' });

  test('logs are indexed and requests found', () => {
    expect(run('index', '--logs', logs)).toContain('Indexed');
    expect(existsSync(join(state, 'index'))).toBe(true);
    expect(run('lookup', 'req_xyz123', '--logs', logs)).toContain('Failed with 409');
  });

  test('nothing else can be read, and that is not taken for "not found"', () => {
    let said = '';
    try {
      run('lookup', 'root', '--logs', '/etc/hosts');
    } catch (error) {
      said = String((error as { stderr?: unknown }).stderr);
    }
    expect(said).toContain('It could not be read (ERR_ACCESS_DENIED)');
    expect(said).not.toContain('(not_found');
  });
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rightsOf } from '../support/sandbox.ts';
import { ENTRY, environment, freshFolder, SAMPLE_LOGS } from '../support/server.ts';

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
    execFileSync(process.execPath, ['--no-warnings', ...rightsOf([logs], state), ENTRY, ...args], {
      env,
      encoding: 'utf8',
    });

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

  test('the doctor checks all but what needs another process', () => {
    const said = run('doctor', '--logs', logs);
    expect(said).toContain('handshake: not tried, as this process may start no other (ERR_ACCESS_DENIED)');
    expect(said).not.toContain('problem');
  });

  test('a catalog, a file to import and a host that it may not see are named', () => {
    const stderrOf = (...args: string[]): string => {
      try {
        return run(...args);
      } catch (error) {
        return (
          String((error as { stderr?: unknown }).stderr) + String((error as { stdout?: unknown }).stdout)
        );
      }
    };
    expect(stderrOf('list', '--catalog', '/etc/hosts')).toContain('/etc/hosts: It cannot be read: Access');
    expect(stderrOf('import', '/etc/hosts')).toMatch(/\/etc\/hosts[\s\S]*(?:restricted|ERR_ACCESS_DENIED)/);
    expect(stderrOf('connect', 'cursor')).toContain('as the system says ERR_ACCESS_DENIED');
  });
});

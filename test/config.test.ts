import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig, type Surroundings } from '../src/config.ts';

const surroundings: Surroundings = { args: [], env: {}, platform: 'linux', home: '/home/ada' };
const read = (given: Partial<Surroundings>) => readConfig({ ...surroundings, ...given });

describe('the configuration', () => {
  it('takes logs from flags and environment together', () => {
    const env = { ERROR_CATALOG_LOGS: ['/a', '/b'].join(delimiter) };
    expect(read({ env, args: ['--logs', '/c', '--logs=/d'] })).toMatchObject({
      config: { logs: ['/a', '/b', '/c', '/d'] },
    });
  });

  it.each([
    ['linux', {}, join('/home/ada', '.local', 'state', 'error-catalog-mcp')],
    ['linux', { XDG_STATE_HOME: '/state' }, join('/state', 'error-catalog-mcp')],
    ['linux', { XDG_STATE_HOME: 'relative' }, join('/home/ada', '.local', 'state', 'error-catalog-mcp')],
    ['darwin', {}, join('/home/ada', 'Library', 'Application Support', 'error-catalog-mcp')],
    ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'error-catalog-mcp')],
  ])('keeps the state of a user on %s with %o in its usual place', (platform, env, stateFolder) => {
    expect(read({ platform, env })).toMatchObject({ config: { stateFolder } });
  });

  it('does without a state folder where the system knows no home', () => {
    expect(read({ home: null })).toMatchObject({ config: { stateFolder: null } });
    expect(read({ home: '' })).toMatchObject({ config: { stateFolder: null } });
  });

  it('takes one workspace, the flag before the environment', () => {
    const env = { ERROR_CATALOG_WORKSPACE: 'globex' };
    expect(read({})).toMatchObject({ config: { workspace: null } });
    expect(read({ env })).toMatchObject({ config: { workspace: 'globex' } });
    expect(read({ env, args: ['--workspace', 'acme'] })).toMatchObject({ config: { workspace: 'acme' } });
  });

  it.each([
    [{ args: ['--workspace', ' '] }, '--workspace needs the name of a workspace.'],
    [{ env: { ERROR_CATALOG_WORKSPACE: '' } }, '--workspace needs the name of a workspace.'],
    [{ args: ['--workspace=a', '--workspace=b'] }, '--workspace may be given only once.'],
  ])('is never taken for unlimited where a limit was meant: %o', (given, problem) => {
    expect(read(given)).toEqual({ problems: [problem] });
  });

  it('takes names to redact from flags and environment together', () => {
    const env = { ERROR_CATALOG_REDACT: 'internalNote, shoe-size,' };
    expect(read({ env, args: ['--redact', 'nickname'] })).toMatchObject({
      config: { redact: ['internalNote', 'shoe-size', 'nickname'] },
    });
    expect(read({ args: ['--redact', 'user.note'] })).toEqual({
      problems: ['--redact needs the name of a field, without dots.'],
    });
  });

  it('names every problem at once', () => {
    expect(read({ args: ['stray', '--nope', '--logs'] })).toEqual({
      problems: [
        "Unknown option '--nope'. The options are --logs, --workspace, --redact, --id-key, --help, --version.",
        "Unknown command or argument 'stray'. The command is index.",
        '--logs needs a path: a file, a folder or a glob.',
      ],
    });
  });
});

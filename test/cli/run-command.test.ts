import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommandContext, OutputError } from '../../src/cli/command.ts';
import { freshFolder, recentSampleLogs, SAMPLE_LOGS } from '../support/server.ts';
import { type RecordingTerminal, recordingTerminal, unstyled } from './recording-terminal.ts';
import { runHere } from './run-here.ts';

/** Carries out a command in this process; its arguments are such as it takes. */
const run = (
  args: readonly string[],
  terminal?: RecordingTerminal,
  change: Partial<CommandContext> = {},
  state = freshFolder(),
) => runHere(args, { ...(terminal && { terminal }), change, state });

/** Words alone: what a terminal shows, however it is broken. */
const words = (text: string) => unstyled(text).split(/\s+/).filter(Boolean).join(' ');

describe('an answer', () => {
  test.each([
    [['explain', 'workspace_slug_invalid', '--value', 'Acme_Corp']],
    [['list', '--status', '4xx']],
    [['lookup', 'req_h0st1le0001', '--logs', SAMPLE_LOGS, '--plain']],
  ])('%j has the same words in colors, broken at the width of the terminal', async (args) => {
    const plain = await run(args);
    const dressed = await run(args, recordingTerminal({ columns: 60, colors: true }));
    expect(dressed.stdout).not.toBe(plain.stdout);
    const withoutNext = (text: string) => words(text).replace(/Next: .*/, '');
    expect(withoutNext(dressed.stdout)).toBe(withoutNext(plain.stdout));
    for (const line of unstyled(dressed.stdout).split('\n')) {
      if (line.length > 60) expect(line.trim()).not.toContain(' ');
    }
  });

  test('on a terminal without colors is the plain text', async () => {
    const args = ['explain', 'rate_limited'];
    expect((await run(args, recordingTerminal({ columns: 60 }))).stdout).toBe((await run(args)).stdout);
  });

  test('in a pipe has colors where they are forced, and is not broken', async () => {
    const args = ['explain', 'rate_limited'];
    const forced = await run(args, recordingTerminal({ colors: true }));
    expect(forced.stdout).toContain('\x1b[1mrate_limited\x1b[22m');
    expect(unstyled(forced.stdout)).toBe((await run(args)).stdout);
  });

  test('as JSON is on one line, and laid out on a terminal', async () => {
    const args = ['explain', 'rate_limited', '--json'];
    const piped = await run(args);
    const seen = await run(args, recordingTerminal({ columns: 60, colors: true }));
    expect(piped.stdout.split('\n')).toHaveLength(2);
    expect(seen.stdout).toMatch(/^\{\n {2}"code": "rate_limited",\n/);
    expect(JSON.parse(seen.stdout)).toEqual(JSON.parse(piped.stdout));
  });

  test('that a person goes on with is a command with the same options', async () => {
    const { stdout } = await run(
      [
        '--logs',
        SAMPLE_LOGS,
        'explain',
        '{"code":"rate_limited","request_id":"req_xyz123"}',
        '--redact=note',
      ],
      recordingTerminal({ colors: true }),
    );
    expect(unstyled(stdout)).toContain(
      `\nNext: error-catalog-mcp lookup req_xyz123 --logs ${SAMPLE_LOGS} --redact=note (`,
    );
  });

  test.each([[['explain']], [['explain', '-']], [['explain', '--json', '-']]])(
    '%j is of what is piped in',
    async (args) => {
      const body = '{"error":{"code":"state_conflict","message":"no","request_id":"req_piped1"}}\n';
      const { code, stdout } = await run(args, recordingTerminal(), {
        readStdin: () => Promise.resolve(body),
      });
      expect(code).toBe(0);
      expect(stdout).toMatch(/state_conflict/);
      expect(stdout).toMatch(/req_piped1/);
    },
  );
});

describe('a failure', () => {
  test.each([
    [['explain', 'zzz'], 1, 'not_found', /No error of the catalog was recognized/],
    [['lookup', 'req_nobody', '--logs', SAMPLE_LOGS], 1, 'not_found', /carries 'req_nobody'/],
    [['list', '--limit', 'many'], 2, 'validation_failed', /limit: /],
    [['list', '--area', 'nope'], 2, 'validation_failed', /area: .*"workspaces"/],
    [['explain', '-'], 2, 'validation_failed', /could not be read from stdin\. nothing is piped in/],
  ])(
    '%j is a sentence on stderr, JSON with --json, and can be looked up',
    async (args, code, name, message) => {
      const state = freshFolder();
      const said = await run(args, recordingTerminal(), {}, state);
      expect(said).toMatchObject({ code, stdout: '' });
      expect(said.stderr).toMatch(message);
      const [, id = ''] =
        new RegExp(`^\\(${name}, noted as (req_[0-9a-f]{32})\\)$`, 'm').exec(said.stderr) ?? [];
      const found = await run(['lookup', id], recordingTerminal(), {}, state);
      expect(found.code).toBe(0);
      expect(found.stdout).toContain(name);

      const json = await run([...args, '--json'], recordingTerminal(), {}, state);
      expect(json).toMatchObject({ code, stderr: '' });
      expect(JSON.parse(json.stdout)).toEqual({
        error: {
          code: name,
          message: expect.stringMatching(message),
          request_id: expect.stringMatching(/^req_/),
        },
      });
    },
  );

  test('cannot steer the terminal', async () => {
    const { stderr } = await run(
      ['explain', '\x1b[2J\x9b31m'],
      recordingTerminal({ columns: 60, colors: true }),
    );
    expect(stderr).toMatch(/recognized/);
    expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    const list = await run(['list', '--query', '\x1b[2J'], recordingTerminal({ columns: 60 }));
    expect(list.stdout).toContain('query [4 characters]');
    expect(list.stdout).not.toContain('\x1b[2J');
  });

  test('of services that cannot be opened is told the same way, with exit code 3', async () => {
    const change = { open: () => Promise.reject(new Error('the disk is gone')) };
    const { code, stdout, stderr } = await run(['explain', 'x', '--json'], recordingTerminal(), change);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'internal_error' } });
    expect(stderr).toMatch(/^Error: Unexpected exception Error: the disk is gone\n/);
  });

  test('to write the answer is said on stderr, with exit code 3', async () => {
    const terminal = recordingTerminal();
    terminal.out = () => Promise.reject(new OutputError('ENOSPC: no space left on device'));
    for (const args of [['explain', 'rate_limited'], ['explain', 'zzz', '--json'], ['--help']]) {
      terminal.stderr = '';
      const { code, stderr } = await run(args, terminal);
      expect(code).toBe(3);
      expect(stderr).toBe('The answer could not be written. ENOSPC: no space left on device\n');
    }
  });
});

describe('other commands', () => {
  test('show the help and the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' });
    expect((await run(['--help'])).stdout).toMatch(/^Usage: error-catalog-mcp /);
    expect((await run(['list', '-h'])).stdout).toMatch(/^Usage: error-catalog-mcp list /);
  });

  test('`list --seen` counts what no index has counted yet, as it would be gone before a server had', async () => {
    const args = ['list', '--seen', '24h', '--json', '--logs', join(recentSampleLogs(), 'api.ndjson')];
    const { stdout, stderr } = await run(args);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)['errors'][0]).toMatchObject({ code: 'rate_limited', seen: { count: 25 } });
  });
});

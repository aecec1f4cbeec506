import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { preloading } from '../support/preload.ts';
import { freshFolder, SAMPLE_LOGS } from '../support/server.ts';

const SECRET = 'hunter2';
const WRONG = `clickhouse://ada:${SECRET}@127.0.0.1:1/d/t?preset=flat`;
const WELL = 'clickhouse://127.0.0.1:1/d/t?preset=flat&tls=off';
const LOGIN = { ERROR_CATALOG_CLICKHOUSE_USER: 'ada', ERROR_CATALOG_CLICKHOUSE_PASSWORD: SECRET };

const COMMANDS = [
  ...[
    ['explain', 'not_found'],
    ['list', '--seen', '24h'],
    ['lookup', 'req_none'],
    ['doctor'],
    ['check'],
  ].flatMap((command) => [command, [...command, '--json']]),
  ['check', '--github'],
  ['index'],
  [],
];

/** What every process was started with that a run of the program started, itself first. */
function noteStarts(): { env: Record<string, string>; starts: () => { argv: string[]; login: unknown }[] } {
  const folder = freshFolder();
  const [hook, notes] = [join(folder, 'hook.cjs'), join(folder, 'notes')];
  writeFileSync(
    hook,
    `const { ERROR_CATALOG_CLICKHOUSE_USER: user, ERROR_CATALOG_CLICKHOUSE_PASSWORD: password } = process.env;
    if (require('node:worker_threads').isMainThread)
      require('node:fs').appendFileSync(${JSON.stringify(notes)}, JSON.stringify({ argv: process.argv, login: { user, password } }) + '\\n');`,
  );
  const starts = () =>
    readFileSync(notes, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { env: preloading(hook), starts };
}

describe('a login for ClickHouse', () => {
  test.each(COMMANDS)('is refused in an address, and shown by nothing: %s %s %s', async (...command) => {
    const runs = [
      await runCli([...command, '--logs', WRONG]),
      await runCli([...command, '--logs', SAMPLE_LOGS, WRONG]),
      await runCli(command, { env: { ERROR_CATALOG_LOGS: [SAMPLE_LOGS, WRONG].join(delimiter) } }),
    ];
    for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toContain(SECRET);
    const refused = command[0] === 'doctor' ? 1 : 2;
    // All words behind explain are its error.
    const asWord = command[0] === 'explain' ? 0 : refused;
    expect(runs.map(({ code }) => code)).toEqual([refused, asWord, refused]);
    expect(runs[0]?.stdout).toMatch(
      command.includes('--json') || command[0] === 'doctor' ? /do not belong into an address/ : /^$/,
    );
  });

  test.each(COMMANDS.filter(({ length }) => length > 0))(
    'of the environment is shown by nothing: %s %s %s',
    async (...command) => {
      const { code, stdout, stderr } = await runCli([...command, '--logs', WELL], { env: LOGIN });
      expect(code).toBe({ lookup: 3, doctor: 1 }[command[0] ?? ''] ?? 0);
      expect(stdout + stderr).not.toContain(SECRET);
    },
  );

  test('of the environment reaches the server that the doctor starts', async () => {
    const { env, starts } = noteStarts();
    await runCli(['doctor', '--logs', WELL], { env: { ...LOGIN, ...env } });
    expect(starts().map(({ login }) => login)).toEqual([
      { user: 'ada', password: SECRET },
      { user: 'ada', password: SECRET },
    ]);
    expect(starts()[1]?.argv.slice(2)).toEqual(['--logs', WELL]);
  });

  test('is handed on to no process in its arguments', async () => {
    const { env, starts } = noteStarts();
    const { stdout } = await runCli(['doctor', '--logs', WRONG, `--logs=${WRONG}`], { env });
    expect(starts()).toHaveLength(2);
    expect(JSON.stringify(starts()[1])).not.toContain(SECRET);
    expect(stdout).toMatch(/^x problem +handshake: the server ended with exit code 2/m);
  });
});

describe('tables alone', () => {
  test('are nothing to index, which is no failure', async () => {
    const { code, stdout, stderr } = await runCli(['index', '--logs', WELL], {
      env: { HOME: '', XDG_STATE_HOME: '' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      'Nothing is to be indexed: only tables are configured, and a table has indexes of its own.\n',
    );
  });

  test('do not keep files from being indexed', async () => {
    const { code, stdout } = await runCli(['index', '--logs', WELL, '--logs', SAMPLE_LOGS]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Indexed .* of 5 files in /);
  });

  test('are logs to the doctor, which does not ask for any', async () => {
    const { stdout } = await runCli(['doctor', '--logs', WELL]);
    expect(stdout).toContain('x problem logs: clickhouse://127.0.0.1:1/d/t: it cannot be searched\n');
    expect(stdout).not.toContain('none are configured');
    expect(JSON.parse(stdout.slice(stdout.indexOf('\n{'))).mcpServers['error-catalog'].args.slice(1)).toEqual(
      ['--logs', WELL],
    );
  });

  test('that cannot be counted are told by check, which goes on', async () => {
    const { code, stdout } = await runCli(['check', '--json', '--logs', WELL]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      compared: [],
      notes: [
        expect.stringContaining('the built-in catalog'),
        expect.stringMatching(/^Not compared: clickhouse:\/\/127\.0\.0\.1:1\/d\/t\. Nothing answers/),
      ],
    });
  });
});

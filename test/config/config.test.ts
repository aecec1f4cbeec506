import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/cli/cli.ts';
import { type ProcessInput, readConfig } from '../../src/config/config.ts';
import { fc } from '../support/chance.ts';

const input: ProcessInput = {
  args: [],
  env: {},
  platform: 'linux',
  home: '/home/ada',
  stdinIsTerminal: false,
};
/** What an MCPB host passes for a field that the person left empty. */
const unfilled = (name: string) => ['$', `{user_config.${name}}`].join('');
const read = (given: Partial<ProcessInput>) => readArguments({ ...input, ...given });

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

  it('takes catalogs, those of the flags instead of those of the environment', () => {
    const env = { ERROR_CATALOG_CATALOG: ['a.yaml', 'b'].join(delimiter) };
    expect(read({})).toMatchObject({ config: { catalogs: [] } });
    expect(read({ env })).toMatchObject({ config: { catalogs: ['a.yaml', 'b'] } });
    expect(read({ env, args: ['--catalog', 'c', '--catalog=d.json'] })).toMatchObject({
      config: { catalogs: ['c', 'd.json'] },
    });
  });

  it('refuses an invalid catalog unless it is to serve the last good one', () => {
    expect(read({})).toMatchObject({ config: { onInvalidCatalog: 'refuse' } });
    const args = ['--on-invalid-catalog', 'last-good'];
    expect(read({ args })).toMatchObject({ config: { onInvalidCatalog: 'last-good' } });
    expect(read({ args: ['--on-invalid-catalog=retry'] })).toMatchObject({
      problems: ['--on-invalid-catalog needs refuse or last-good.'],
    });
  });

  it.each([
    [{ args: ['--workspace', ' '] }, '--workspace needs the name of a workspace.'],
    [
      { env: { ERROR_CATALOG_WORKSPACE: '' } },
      '--workspace needs the name of a workspace, and the variable ERROR_CATALOG_WORKSPACE is set but empty: unset it, or fill it in.',
    ],
    [{ args: ['--workspace=a', '--workspace=b'] }, '--workspace may be given only once.'],
  ])('is never taken for unlimited where a limit was meant: %o', (given, problem) => {
    expect(read(given)).toMatchObject({ problems: [problem] });
  });

  it('takes names to redact from flags and environment together', () => {
    const env = { ERROR_CATALOG_REDACT: 'internalNote, shoe-size,' };
    expect(read({ env, args: ['--redact', 'nickname'] })).toMatchObject({
      config: { redact: ['internalNote', 'shoe-size', 'nickname'] },
    });
    expect(read({ args: ['--redact', 'user.note'] })).toMatchObject({
      problems: ['--redact needs the name of a field, without dots.'],
    });
    expect(read({ env: { ERROR_CATALOG_ID_KEYS: 'good,§' } })).toMatchObject({
      problems: ["--id-key needs the name of a field, and the variable ERROR_CATALOG_ID_KEYS is '§'."],
    });
  });

  it.each([
    [{ ERROR_CATALOG_CATALOG: '', ERROR_CATALOG_LOGS: '', ERROR_CATALOG_REDACT: ' , ' }, []],
    [
      {
        ERROR_CATALOG_LOGS: unfilled('logs'),
        ERROR_CATALOG_CATALOG: unfilled('catalog'),
      },
      [],
    ],
    [
      {},
      [
        '--logs',
        unfilled('logs'),
        `--catalog=${unfilled('catalog')}`,
        `--redact=${unfilled('redact')}`,
        '--catalog=',
      ],
    ],
  ])('takes what a host left unfilled, %o %j, for not set', (env, args) => {
    expect(read({ env, args })).toMatchObject({
      config: { logs: [], catalogs: [], workspace: null, redact: [], idKeys: [] },
    });
  });

  it.each([
    [{ ERROR_CATALOG_WORKSPACE: unfilled('workspace') }, []],
    [{}, ['--workspace', unfilled('workspace')]],
    [{ ERROR_CATALOG_WORKSPACE: '' }, []],
  ])('never takes a workspace that a host left unfilled, %o %j, for all workspaces', (env, args) => {
    expect(read({ env, args })).toMatchObject({ problems: [expect.stringContaining('workspace')] });
  });

  it.each([
    [{ ERROR_CATALOG_WORKSPACE: '*' }, []],
    [{ ERROR_CATALOG_WORKSPACE: 'acme' }, ['--workspace', '*']],
  ])("takes '*' for all workspaces, %o %j", (env, args) => {
    expect(read({ env, args })).toMatchObject({ config: { workspace: null } });
  });

  it('takes nothing but the very placeholder for not set', () => {
    expect(read({ args: ['--logs', `./${unfilled('logs')}`] })).toMatchObject({
      config: { logs: [`./${unfilled('logs')}`] },
    });
  });
});

describe('tables of ClickHouse among the logs', () => {
  const flat = 'clickhouse://db.example:8443/logs/requests?preset=flat';
  const named = (given: Partial<ProcessInput>) => {
    const result = read(given);
    if (!('config' in result)) throw new Error(result.problems.join('\n'));
    return [result.config.logs, result.config.tables.map(({ address }) => address)];
  };

  it('are told from paths, each taken once', () => {
    const args = ['--logs', '/a', '--logs', flat, '--logs=./b', `--logs=${flat}`];
    expect(named({ args })).toEqual([['/a', './b'], [flat]]);
  });

  it.skipIf(delimiter !== ':').each([
    [`/var/log:${flat}:/x`, ['/var/log', '/x'], [flat]],
    [`${flat}:/x:${flat}&window=7d`, ['/x'], [flat, `${flat}&window=7d`]],
    [
      'clickhouse://h/d/t?preset=otel:CLICKHOUSE://[::1]:9/d/t?preset=otel:logs/*.log',
      ['logs/*.log'],
      ['clickhouse://h/d/t?preset=otel', 'CLICKHOUSE://[::1]:9/d/t?preset=otel'],
    ],
    [`${flat}&credentials=C%3A/login.json:/x`, ['/x'], [`${flat}&credentials=C%3A/login.json`]],
  ])('stand among the paths of the variable: %s', (value, logs, tables) => {
    expect(named({ env: { ERROR_CATALOG_LOGS: value } })).toEqual([logs, tables]);
  });

  it.each([
    [{}, { user: 'default', password: '' }],
    [
      { ERROR_CATALOG_CLICKHOUSE_USER: '', ERROR_CATALOG_CLICKHOUSE_PASSWORD: ' p ' },
      { user: 'default', password: ' p ' },
    ],
    [
      { ERROR_CATALOG_CLICKHOUSE_USER: 'ada', ERROR_CATALOG_CLICKHOUSE_PASSWORD: 'p' },
      { user: 'ada', password: 'p' },
    ],
    [
      {
        ERROR_CATALOG_CLICKHOUSE_USER: unfilled('clickhouse_user'),
        ERROR_CATALOG_CLICKHOUSE_PASSWORD: unfilled('clickhouse_password'),
      },
      { user: 'default', password: '' },
    ],
  ])('take their login from %o', (env, tableLogin) => {
    expect(read({ env })).toMatchObject({ config: { tableLogin } });
  });

  it('are refused with every problem, and where it stands', () => {
    const env = { ERROR_CATALOG_LOGS: 'clickhouse://h/d/t' };
    expect(
      read({ env, args: ['--logs', 'clickhouse://h/d?preset=flat&window=soon', 'index'] }),
    ).toMatchObject({
      problems: [
        expect.stringMatching(/^The table of ERROR_CATALOG_LOGS: preset must be otel /),
        expect.stringMatching(/^The table of --logs: It must name a database and a table/),
        'The table of --logs: window must be hours or days, such as 24h or 7d.',
      ],
    });
  });

  it.each([
    'https://db.example:8443/logs/requests',
    'jdbc:clickhouse://h/d/t',
    'clickhouses://h/d/t',
    'file:///var/log',
  ])('are no URLs of another kind: %s', (value) => {
    const problem = expect.stringMatching(/^--logs needs a path \(.*\) or clickhouse:\/\//);
    expect(read({ args: ['--logs', value] })).toMatchObject({ problems: [problem] });
    expect(read({ args: ['doctor', '--logs', value] })).toMatchObject({ config: { logs: [], tables: [] } });
  });

  const address = 'clickhouse://ada:hunter2/@h:8443/d/t?preset=otel&pwd=hunter2';
  const plain = 'clickhouse://ada:hunter2@h:8443/d/t?preset=otel&Password=hunter2&pa%73s=hunter2';
  it.each<Partial<ProcessInput>>(
    [address, plain, plain.replace('clickhouse', 'https')].flatMap((secret) => [
      { args: ['--logs', secret] },
      { args: [`--logs=${secret}`] },
      { args: ['--logs', '/x', secret] },
      { args: ['lookup', 'req_1', secret] },
      { args: ['--log', secret] },
      { args: [`--log=${secret}`] },
      { args: ['--workspace', `--logs=${secret}`] },
      { args: [secret] },
      { args: ['--redact', secret] },
      { env: { ERROR_CATALOG_LOGS: secret } },
      { env: { ERROR_CATALOG_LOGS: `/x:${secret}:/y` } },
      { env: { ERROR_CATALOG_REDACT: secret } },
    ]),
  )('never show a password: %o', (given) => {
    const result = read(given);
    expect(result).toHaveProperty('problems');
    expect(JSON.stringify(result)).not.toContain('hunter2');
    const doctor = read({ ...given, args: ['doctor', ...(given.args ?? [])] });
    if (!('config' in doctor) || !('values' in doctor.config.command)) throw new Error('It must start.');
    const { logs, tables, command } = doctor.config;
    expect(JSON.stringify([logs, tables, command.problems])).not.toContain('hunter2');
  });
});

describe('the command', () => {
  const asked = (name: string, operands: string[], options = {}, json = false, shared: string[] = []) => {
    return { name, operands, options, json, shared };
  };

  it.each([
    [[], { name: 'serve' }],
    [['--logs', 'x'], { name: 'serve' }],
    [['--help'], { name: 'help', of: null }],
    [['-h'], { name: 'help', of: null }],
    [['lookup', '--help'], { name: 'help', of: 'lookup' }],
    [['--version'], { name: 'version' }],
    [['index', '--logs', 'x'], { name: 'index' }],
    [['--logs', 'x', 'index'], { name: 'index' }],
    [['explain', 'not_found'], asked('explain', ['not_found'])],
    [['explain', 'slow', 'down', '--value', 'a b'], asked('explain', ['slow', 'down'], { value: 'a b' })],
    [['--value=-5', '--json', 'explain', '-'], asked('explain', ['-'], { value: '-5' }, true)],
    [['explain', '- it said: no', '-5'], asked('explain', ['- it said: no', '-5'])],
    [['explain', '--', '--nope', '--json'], asked('explain', ['--nope', '--json'])],
    [['explain', '--value', '-'], asked('explain', [], { value: '-' })],
    [['list', '--status', '4xx', '--limit=3'], asked('list', [], { status: '4xx', limit: '3' })],
    [
      ['--logs', 'x', 'lookup', '--redact=y', 'req_1', '--cursor', 'c', '--json'],
      asked('lookup', ['req_1'], { cursor: 'c' }, true, ['--logs', 'x', '--redact=y']),
    ],
  ])('%j', (args, command) => expect(read({ args })).toMatchObject({ config: { command } }));

  it.each([
    [
      ['--color'],
      "Unknown option '--color'. The options are --logs, --catalog, --on-invalid-catalog, --workspace, --redact, --id-key, --audit, --help, --version.",
    ],
    [['--log', 'x'], "Unknown option '--log'. Did you mean --logs?"],
    [['list', '--stat', '4xx'], "Unknown option '--stat'. Did you mean --status?"],
    [['explain', '-foo'], /^Unknown option '-foo'\. .* Put -- before an error that begins with a dash\.$/],
    [['lookpu'], "Unknown command or argument 'lookpu'. Did you mean lookup?"],
    [
      ['explode'],
      /^Unknown command or argument 'explode'\. The commands are explain, list, lookup, index, check, import, new, connect, hook, doctor; /,
    ],
    [['--logs', 'a.log', 'b.log'], /'b\.log'.* put a pattern in quotes \(--logs '\*\.log'\)\.$/],
    [['lookup', 'req_1', '--logs', 'a.log', 'b.log'], /'b\.log': lookup takes one request id\. .*in quotes/],
    [
      ['--logs', 'a.log', 'lookup', 'req_1', 'req_2'],
      "Unknown command or argument 'req_2': lookup takes one request id.",
    ],
    [
      ['list', 'slug'],
      "Unknown command or argument 'slug': list takes only options. Did you mean --query 'slug'?",
    ],
    [['index', 'again', '--logs', 'x'], "Unknown command or argument 'again': index takes only options."],
    [
      ['--json'],
      '--json is an option of explain, list, lookup, check, import, connect, doctor, not of the server.',
    ],
    [['explain', 'x', '--query', 'y'], '--query is an option of list, not of explain.'],
    [['list', '--limit', '1', '--limit', '2'], '--limit may be given only once.'],
    [['list', '--limit'], '--limit needs a value.'],
    [['list', '--json=yes'], '--json takes no value.'],
    [['--catalog'], '--catalog needs the path of a catalog: a file or a folder.'],
    [
      ['--logs='],
      '--logs needs a path (a file, a folder or a glob) or clickhouse://HOST:PORT/DATABASE/TABLE?preset=otel.',
    ],
    [
      ['--logs', '--workspace=x'],
      "--logs needs a path (a file, a folder or a glob) or clickhouse://HOST:PORT/DATABASE/TABLE?preset=otel, but '--workspace=x' follows. If that is it, write --logs=--workspace=x.",
    ],
    [['index'], 'index needs --logs PATH.'],
  ])('%j is refused', (args, problem) => {
    expect(read({ args })).toMatchObject({
      problems: [typeof problem === 'string' ? problem : expect.stringMatching(problem)],
    });
  });

  it('asks for the error only where nobody pipes one in', () => {
    expect(read({ args: ['explain'] })).toMatchObject({ config: { command: { name: 'explain' } } });
    expect(read({ args: ['explain'], stdinIsTerminal: true })).toMatchObject({
      problems: ['explain needs an error: a code, the whole error, or - to read it from stdin.'],
    });
    expect(read({ args: ['explain', '--help'], stdinIsTerminal: true })).toHaveProperty('config');
  });

  it('names every problem at once', () => {
    expect(
      read({ args: ['stray', '--nope', '--logs', '--redact=a.b'], env: { ERROR_CATALOG_WORKSPACE: '' } }),
    ).toMatchObject({
      problems: [
        "Unknown option '--nope'. The options are --logs, --catalog, --on-invalid-catalog, --workspace, --redact, --id-key, --audit, --help, --version.",
        expect.stringContaining("Unknown command or argument 'stray'."),
        expect.stringContaining('--logs needs a path (a file, a folder or a glob) or clickhouse://'),
        expect.stringContaining('--workspace needs the name of a workspace'),
        '--redact needs the name of a field, without dots.',
      ],
    });
    expect(read({ args: ['index', '--nope', '--value', 'x'], home: null })).toMatchObject({
      problems: [
        expect.stringContaining("Unknown option '--nope'"),
        '--value is an option of explain, not of index.',
        'index needs --logs PATH.',
      ],
    });
  });

  it('lets the doctor start in spite of all problems, and tells it where settings came from', () => {
    const env = { ERROR_CATALOG_WORKSPACE: '', ERROR_CATALOG_CATALOG: '' };
    const args = ['doctor', '--json', '--logs', 'x', '--nope'];
    expect(read({ args, env })).toMatchObject({
      config: {
        logs: ['x'],
        command: {
          name: 'doctor',
          json: true,
          shared: ['--logs', 'x', '--nope'],
          settings: {
            logs: { given: [{ value: 'x', from: '--logs' }], unset: [] },
            catalog: { given: [], unset: [{ value: '', from: 'ERROR_CATALOG_CATALOG' }] },
            workspace: { given: [{ value: '', from: 'ERROR_CATALOG_WORKSPACE' }] },
          },
          problems: [expect.stringContaining('--nope'), expect.stringContaining('ERROR_CATALOG_WORKSPACE')],
        },
      },
    });
  });
});

describe('without the commands', () => {
  const words = [
    ...['explain', 'list', 'lookup', 'doctor', 'index', 'word', '-', '--', '-h', '--help', '--version'],
    ...['--json', '--logs', '--logs=x', '--logs=', '--log', '--workspace', '--workspace=*', '--workspace='],
    ...['--redact', '--query', '--query=x', '--nope', '--map=a=b', '-5', 'clickhouse://h/d/t?preset=otel'],
  ];

  it('the arguments of the server are read as with them, and no others are taken for those of the server', () => {
    const some = fc.array(fc.constantFrom(...words), { maxLength: 5 });
    fc.assert(
      fc.property(some, fc.constantFrom('', 'acme'), (args, workspace) => {
        const given = { ...input, args, env: { ERROR_CATALOG_WORKSPACE: workspace } };
        const [alone, all] = [readConfig(given), readArguments(given)];
        const isServed = (result: typeof all) => 'config' in result && result.config.command.name === 'serve';
        expect(isServed(alone)).toBe(isServed(all));
        if (isServed(alone)) expect(alone).toEqual(all);
      }),
      { numRuns: 500 },
    );
  });
});

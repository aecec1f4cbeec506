import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder } from '../../../support/server.ts';
import { runCli } from '../../run-cli.ts';

const CATALOG = `name: demo
version: 2
errors:
  - code: card_declined
    http_status: 402
    meaning: The bank refused the card.
    fix: [Ask the customer for another one.]
    retry: { when: after_fix }
    who: end_user
  - code: mfa_web_authn_failed
    http_status: 401
    meaning: The second factor was not accepted.
    fix: [Register the key again.]
    retry: { when: after_fix }
    who: end_user
`;

const FILES = {
  'errors.yaml': CATALOG,
  'old.yaml': CATALOG.replace('version: 2', 'version: 1')
    .replace('http_status: 402', 'http_status: 400')
    .concat('  - code: quota_spent\n'),
  'docs.md': [
    '# Error codes',
    '',
    '| HTTP | Code | What happens |',
    '|---|---|---|',
    '| 402 | `card_declined` | The bank refused the card. |',
    '| 401 | `mfa_webauthn_failed` | The second factor was not accepted. |',
    '| 409 | `seat_taken` | Somebody else sits there. |',
    '',
  ].join('\n'),
  'src/errors.ts':
    "throw new ApiError('card_declined', 402);\nthrow new ApiError('seat_taken', 409);\nthrow new ApiError('mfa_webauthn_failed', 401);\n",
  'api.yaml': `openapi: 3.1.0
info: { title: demo, version: '2' }
paths:
  /pay:
    post:
      responses:
        '402':
          description: The card was declined.
          content:
            application/json:
              example: { error: { code: card_declined, message: The bank refused the card. } }
`,
  'logs/api.ndjson': `${JSON.stringify({ time: '2026-01-02T03:04:05Z', level: 'error', request_id: 'req_abcdef123456', status: 409, error: { code: 'seat_taken', message: 'no' } })}
${JSON.stringify({ time: '2026-01-02T03:04:06Z', level: 'error', request_id: 'req_abcdef123457', status: 507, error: { code: 'disk_full', message: 'no' } })}
`,
};

/** A folder with the files of a project that drifted, or with others in their place. */
function project(change: Record<string, string> = {}): string {
  const folder = freshFolder();
  for (const [name, text] of Object.entries({ ...FILES, ...change })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const check = (cwd: string, args: string, env: Record<string, string> = {}) =>
  runCli(['check', ...args.split(' ').filter(Boolean)], { cwd, env });

const ALL =
  '--catalog errors.yaml --docs docs.md --openapi api.yaml --source src --logs logs --against old.yaml';

describe('check', () => {
  test('finds nothing in the built-in catalog', async () => {
    expect(await check(project(), '')).toEqual({
      ...{ code: 0, signal: null, stderr: '' },
      stdout:
        'Note: It is the built-in catalog that was checked. For errors.yaml, which lies here, say --catalog errors.yaml.\n\nNo findings in 34 errors of platform 1.\n',
    });
  });

  test('counts what a catalog lacks by itself only where it is asked to', async () => {
    const folder = project({ 'bare.yaml': 'name: bare\nerrors:\n  - code: card_declined\n' });
    const folded = await check(folder, '--catalog bare.yaml');
    expect(folded.stdout).toContain('(1) no_fix\n  card_declined (--quality shows them)\n');
    expect(folded.code).toBe(0);
    expect(await check(folder, '--catalog bare.yaml --quality')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('-> Give it a `fix`'),
    });
  });

  test('proposes what documents say and the catalog does not, ready to paste, and is content', async () => {
    const folder = project({
      'bare.yaml': 'name: bare\nerrors:\n  - code: card_declined\n',
      'd.md': '| Code | Status | Meaning |\n|--|--|--|\n| `card_declined` | 402 | The card was declined. |\n',
    });
    const { code, stdout } = await check(folder, '--catalog bare.yaml --docs d.md');
    expect(stdout).toContain('http_status: 402\n     meaning: The card was declined.\n');
    expect(code).toBe(0);
  });

  test('finds nothing where all say the same', async () => {
    const { code, stdout } = await check(project(), '--catalog errors.yaml --against errors.yaml');
    expect(stdout).toBe('No findings in 2 errors of demo 2; compared with errors.yaml.\n');
    expect(code).toBe(0);
  });

  test('says the same of files with CRLF at the ends of their lines, behind any number of comments', async () => {
    const comments = '# A line that says nothing.\n'.repeat(60);
    const plain = {
      'errors.yaml': comments + FILES['errors.yaml'],
      'docs.md': FILES['docs.md'],
      'api.yaml': comments + FILES['api.yaml'],
    };
    const withCrlf = Object.fromEntries(
      Object.entries(plain).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
    );
    const args = '--catalog errors.yaml --docs docs.md --openapi api.yaml --json';
    const given = await check(project(plain), args);
    expect(JSON.parse(given.stdout).findings).not.toEqual([]);
    expect(await check(project(withCrlf), args)).toEqual(given);
  });

  test('says who is behind, by all that it is given', async () => {
    const { code, stdout, stderr } = await check(project(), `${ALL} --json`);
    expect(stderr).toBe('');
    expect(code).toBe(1);
    const { compared, findings, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      catalog: { name: 'demo', version: '2', errors: 2, paths: ['errors.yaml'] },
      ...{ accepted: [], stale: [], notes: [] },
    });
    expect(compared).toEqual([
      {
        ...{ kind: 'source', name: 'src (1 file)', codes: 3, files: 1 },
        recognized: [{ construct: 'argument 1 of ApiError()', codes: 3, files: 1 }],
      },
      { kind: 'docs', name: 'docs.md', codes: 3, files: 1 },
      { kind: 'openapi', name: 'api.yaml', codes: 1, files: 1 },
      { kind: 'logs', name: 'logs', codes: 2, files: 1 },
      { kind: 'against', name: 'old.yaml', codes: 3, files: 1 },
    ]);
    expect(findings).toMatchObject([
      {
        ...{ rule: 'uncatalogued', code: 'seat_taken', file: join('src', 'errors.ts'), line: 2 },
        present: { catalog: false, source: true, docs: true, openapi: false, logs: true },
        message: expect.stringMatching(
          /also in docs\.md:7, also in the logs: 1 log line, last at 2026-01-02T03:04:05/,
        ),
      },
      {
        ...{ rule: 'uncatalogued', code: 'disk_full' },
        present: { catalog: false, source: false, docs: false, openapi: false, logs: true },
      },
      { rule: 'not_in_openapi', code: 'mfa_web_authn_failed', file: 'errors.yaml', line: 10, column: 5 },
      {
        rule: 'renamed',
        code: 'mfa_web_authn_failed',
        other: 'mfa_webauthn_failed',
        file: 'errors.yaml',
        line: 10,
      },
      { rule: 'removed', code: 'quota_spent', file: 'old.yaml', line: 16, column: 5 },
      { rule: 'status_changed', code: 'card_declined', file: 'errors.yaml', line: 5, column: 5 },
    ]);
  });

  test('tells what a client library lacks, and what it alone knows', async () => {
    const client = "export type ErrorCode =\n  | 'card_declined'\n  | 'room_full';\n";
    const folder = project({ 'client/codes.ts': client, 'client/page.md': '`mfa_web_authn_failed`' });
    const args = '--catalog errors.yaml --client client --source src --docs docs.md --json';
    const { compared, findings } = JSON.parse((await check(folder, args)).stdout);
    expect(compared[1]).toMatchObject({ kind: 'client', name: 'client (1 file)', codes: 2, files: 1 });
    expect(findings).toMatchObject([
      {
        ...{ rule: 'uncatalogued', code: 'seat_taken' },
        present: { catalog: false, source: true, client: false, docs: true },
      },
      {
        ...{ rule: 'uncatalogued', code: 'room_full', file: join('client', 'codes.ts'), line: 3, column: 5 },
        present: { catalog: false, source: false, client: true, docs: false },
        message: expect.stringMatching(/^It is known to the client in .*\. It is in the client, not in the/),
      },
      { rule: 'not_in_client', code: 'mfa_web_authn_failed', file: 'errors.yaml', line: 10 },
      { rule: 'renamed', code: 'mfa_web_authn_failed', other: 'mfa_webauthn_failed' },
    ]);
  });

  test('counts a code that a client library only mentions, and a file that is named twice once', async () => {
    const text = "export type ErrorCode = 'card_declined';\nif (error.is('mfa_web_authn_failed')) retry();\n";
    const shown = await check(
      project({ 'client.ts': text, 'docs.md': '- `card_declined`: No.\n- `mfa_web_authn_failed`: No.\n' }),
      '--catalog errors.yaml --client client.ts --docs docs.md --docs ./docs.md',
    );
    expect(shown.stdout).toMatch(
      /^1 code recognized in the client client\.ts \(1 file\): .*\n\nNo findings in 2 errors of demo 2; compared with client\.ts \(1 file\), docs\.md\.\n$/,
    );
  });

  test('tells a person, and in a GitHub workflow the workflow', async () => {
    const folder = project();
    const shown = await check(folder, '--catalog errors.yaml --docs docs.md --skip renamed,undocumented');
    expect(shown).toMatchObject({ code: 1, stderr: '' });
    expect(shown.stdout).toContain('\n  docs.md:7 seat_taken: It is documented in docs.md:7.');
    expect(shown.stdout).toMatch(
      /\n2 findings \(2 errors, 0 warnings\) in 2 errors of demo 2; compared with docs\.md\.\n$/,
    );
    const annotated = await check(folder, '--catalog errors.yaml --docs docs.md', { GITHUB_ACTIONS: 'true' });
    expect(annotated.code).toBe(1);
    expect(annotated.stdout).toMatch(
      /^::error file=docs\.md,line=7,title=uncatalogued%3A seat_taken::It is documented/,
    );
  });

  test('makes findings of what keeps the catalog from being read', async () => {
    const folder = project({ 'errors.yaml': CATALOG.replace('http_status: 402', 'http_status: 42') });
    const args = '--catalog errors.yaml --baseline b.json --write-baseline';
    const { code, stdout } = await check(folder, args);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /\n {2}errors\.yaml:5:5: \.errors\[0\]\.http_status \(card_declined\): expected an HTTP status/,
    );
    expect(stdout).toMatch(/1 finding \(1 error, 0 warnings\): the catalog errors\.yaml cannot be read\.\n$/);
    expect(() => readFileSync(join(folder, 'b.json'))).toThrow(/ENOENT/);
    const { findings, catalog } = JSON.parse((await check(folder, '--catalog errors.yaml --json')).stdout);
    expect(findings).toMatchObject([{ rule: 'invalid', file: 'errors.yaml', line: 5, column: 5 }]);
    expect(catalog.name).toBeNull();
  });

  test('says that the logs cannot be counted without a folder, and goes on', async () => {
    const folder = project();
    const { code, stdout } = await check(folder, '--catalog errors.yaml --logs logs', {
      HOME: '',
      XDG_STATE_HOME: '',
    });
    expect(stdout).toMatch(/^Note: The log files were not looked at: .*HOME/);
    expect(code).toBe(0);
  });
});

describe('a baseline', () => {
  test('is written, accepts what was found, and tells what is stale', async () => {
    const folder = project();
    const args = '--catalog errors.yaml --docs docs.md --baseline b.json';
    expect(await check(folder, args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('add --write-baseline'),
    });
    expect(await check(folder, `${args} --write-baseline`)).toMatchObject({ code: 0 });
    const text = readFileSync(join(folder, 'b.json'), 'utf8');
    expect(text).toContain('\n    {"rule":"uncatalogued","code":"seat_taken"},\n');
    const again = await check(folder, args);
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('; 2 accepted findings not counted.'),
    });

    writeFileSync(join(folder, 'docs.md'), FILES['docs.md'].replaceAll('seat_taken', 'room_full'));
    const later = await check(folder, args);
    expect(later).toMatchObject({ code: 1, stdout: expect.stringContaining('room_full') });
    expect(later.stdout).toContain(
      'Note: The baseline accepts uncatalogued of seat_taken, which does not occur',
    );
    await check(folder, `${args} --write-baseline`);
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toBe(text.replace('seat_taken', 'room_full'));
  });
});

describe('what check cannot use is refused, with exit code 2', () => {
  test.each([
    ['--catalog nowhere.yaml', /nowhere\.yaml: It cannot be read: ENOENT/],
    ['--docs nowhere.md', /--docs nowhere\.md cannot be read: ENOENT/],
    [
      '--docs src/errors.ts',
      /it is source code\. If it is of a client library, say --client src\/errors\.ts;/,
    ],
    ['--client nowhere', /--client nowhere cannot be read: ENOENT/],
    ['--client logs', /--client: no error code was found in logs/],
    ['--docs src', /--docs src cannot be read: it is no file/],
    ['--docs logs/api.ndjson', /--docs logs\/api\.ndjson: /],
    ['--openapi broken.yaml', /--openapi broken\.yaml: /],
    ['--against broken.yaml', /broken\.yaml:2:1: It is no YAML/],
    ['--against nowhere.yaml', /nowhere\.yaml/],
    ['--source nowhere', /--source nowhere cannot be read: ENOENT/],
    ['--source logs', /--source: no error code was found in logs \(\d+ files?\)\. Say with --pattern/],
    [
      '--source large.ts',
      /large\.ts was not read: It has 20,000,000 bytes; .*\n {4}--source: no error code was found in large\.ts \(0 files\)\./,
    ],
    ['--baseline broken.json', /broken\.json:1:\d+: It is no JSON/],
    [
      '--baseline typo.json',
      /typo\.json:1:\d+: expected a rule, and there is no 'no_fx'\. Did you mean 'no_fix'\?\n/,
    ],
    ['--skip no_fx', /there is no rule 'no_fx'\. Did you mean no_fix\?/],
    ['--write-baseline --baseline src', /--baseline src cannot be read/],
    ['--write-baseline --baseline no/b.json', /--baseline no\/b\.json cannot be written: ENOENT/],
  ])('%s', async (args, says) => {
    const folder = project({
      'broken.yaml': '{[\n',
      'large.ts': ' '.repeat(20_000_000),
      'broken.json': '{"accepted": [',
      'typo.json': '{"accepted": [{"rule": "no_fx", "code": "x"}]}',
    });
    const { code, stdout, stderr } = await check(folder, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });
});

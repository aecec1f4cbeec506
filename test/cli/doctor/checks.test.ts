import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtinCatalog } from '../../../src/catalog/combine.ts';
import {
  addLinesOf,
  checkCatalog,
  checkIndex,
  checkNode,
  checkProgram,
  checkSettings,
  checkStateFolder,
  checkWorkspace,
  hostConfigOf,
  probeFolder,
  probeNested,
  sizeOfFolder,
} from '../../../src/cli/doctor/checks.ts';
import { checkHandshake } from '../../../src/cli/doctor/handshake.ts';
import { readSettings } from '../../../src/config/settings.ts';
import { readTableAddress } from '../../../src/logs/clickhouse/source.ts';
import { freshFolder } from '../../support/server.ts';

describe('the doctor says of', () => {
  test.each([
    ['20.0.0', 'ok'],
    ['26.1.0', 'ok'],
    ['18.20.4', 'problem'],
  ])('Node.js %s: %s', (version, verdict) => {
    expect(checkNode({ version, path: '/bin/node' })).toMatchObject({
      verdict,
      summary: expect.stringContaining(`${version} at /bin/node`),
    });
  });

  test('the program where it is, whether it is there, and whether its code cache is used', () => {
    const cache = { folder: '/x/.cache', distrust: null };
    const installed = { entry: '/x/entry.cjs', isThere: true, cache };
    expect(checkProgram('1.0.0', installed)).toMatchObject({
      verdict: 'ok',
      summary: '1.0.0 at /x/entry.cjs',
    });
    expect(checkProgram('1.0.0', { ...installed, isThere: false })).toMatchObject({
      verdict: 'problem',
      advice: [expect.any(String)],
    });
    const distrust = 'belongs to another user';
    expect(checkProgram('1.0.0', { ...installed, cache: { ...cache, distrust } })).toMatchObject({
      verdict: 'warning',
      details: [expect.stringContaining('/x/.cache belongs to another user, so it is not used')],
      advice: [expect.stringContaining('Remove it')],
    });
  });

  test('settings what set them, and what was passed over', () => {
    const env = { ERROR_CATALOG_LOGS: '', ERROR_CATALOG_CATALOG: ['$', '{user_config.catalog}'].join('') };
    const settings = readSettings(new Map([['workspace', ['acme']]]), env);
    expect(checkSettings(settings, [])).toEqual({
      name: 'settings',
      verdict: 'warning',
      summary: '1 of 7 are set',
      details: [
        'logs: none (requests cannot be looked up) (default)',
        'catalog: the built-in one (default)',
        'on-invalid-catalog: refuse (default)',
        'workspace: acme (--workspace)',
        'redact: no further fields (default)',
        'id-key: no further fields (default)',
        'audit: none (default)',
      ],
      advice: [
        'ERROR_CATALOG_LOGS is set but empty, which counts as not set. Fill it in, or unset it.',
        expect.stringMatching(/^ERROR_CATALOG_CATALOG arrived as .*the host left that field unfilled/),
      ],
    });
    expect(checkSettings(settings, ['Wrong.'])).toMatchObject({ verdict: 'problem', advice: ['Wrong.'] });
    expect(checkSettings(readSettings(new Map(), {}), [])).toMatchObject({ verdict: 'ok' });
  });

  test('the catalog which it is, or why there is none', () => {
    const summary = `platform 1, ${builtinCatalog().entries.length} errors, built in`;
    expect(checkCatalog([], builtinCatalog())).toMatchObject({ verdict: 'ok', summary });
    expect(checkCatalog(['/c.json'], { problems: Array.from({ length: 12 }, () => 'Bad.') })).toMatchObject({
      verdict: 'problem',
      summary: '/c.json cannot be served',
      details: [...Array.from({ length: 10 }, () => 'Bad.'), 'And 2 more.'],
    });
    const own = { ...builtinCatalog(), name: 'own', version: null };
    expect(checkCatalog(['/c.json'], own).summary).toMatch(/^own, \d+ errors, from \/c\.json$/);
  });

  test('the state folder whether it can be written, leaving nothing there', () => {
    const folder = join(freshFolder(), 'a', 'b');
    expect(probeFolder(folder)).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
    expect(checkStateFolder(folder, null)).toMatchObject({ verdict: 'ok' });
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    expect(probeFolder(file)).toBe('EEXIST');
    expect(probeFolder(join(file, 'below'))).toBe('ENOTDIR');
    expect(checkStateFolder(file, 'EEXIST')).toMatchObject({
      verdict: 'problem',
      summary: `${file} cannot be written (EEXIST)`,
      advice: [expect.stringContaining('XDG_STATE_HOME')],
    });
    expect(checkStateFolder(null, null)).toMatchObject({ verdict: 'warning' });
  });

  test('folders within each other which of them cannot be written, making none', () => {
    const state = freshFolder();
    const outer = join(state, 'outer');
    const inner = join(outer, 'inner');
    expect(probeNested([outer, inner])).toBeNull();
    expect(readdirSync(state)).toEqual([]);
    mkdirSync(outer);
    expect(probeNested([outer, inner])).toBeNull();
    expect(readdirSync(outer)).toEqual([]);
    writeFileSync(inner, '');
    expect(probeNested([outer, inner])).toEqual({ folder: inner, problem: 'ENOTDIR' });
    const link = join(state, 'link');
    symlinkSync(outer, link);
    expect(probeNested([link])).toBeNull();
    expect(probeNested([state, link])).toEqual({ folder: link, problem: 'ENOTDIR' });
    expect(probeNested([inner, join(inner, 'more')])).toEqual({ folder: inner, problem: 'EEXIST' });
  });

  test('the index that it cannot be written, and advises nothing that would fail', () => {
    const behind = { covered: 0, total: 1_000 };
    const trouble = { folder: '/s/index', problem: 'EACCES' };
    const found = checkIndex(behind, 0, { trouble });
    expect(found).toMatchObject({
      verdict: 'problem',
      summary: '/s/index cannot be written (EACCES)',
      advice: [expect.stringContaining('write permission')],
    });
    expect(JSON.stringify(found)).not.toContain('error-catalog-mcp index');
    // The check of the state folder has said it before.
    expect(checkIndex(behind, 0, { isStateWell: false })).toMatchObject({ verdict: 'ok', details: [] });
  });

  test.each([
    ['some lines name it', [410, 300], 'ok', '300 of 1,420 lines looked at name acme', []],
    ['none does', [410, 0], 'warning', 'none of 1,420 lines looked at names acme', [/^Check the name/]],
  ])('the workspace that %s', (_, [lines = 0, ofWorkspace = 0], verdict, summary, advice) => {
    const samples = [
      { lines, ofWorkspace },
      { lines: 1_010, ofWorkspace: 0 },
    ];
    expect(checkWorkspace('acme', samples)).toMatchObject({
      verdict,
      summary,
      advice: advice.map((each) => expect.stringMatching(each)),
    });
  });

  test('the index how much it covers, and how much room it takes', () => {
    const folder = freshFolder();
    expect(sizeOfFolder(join(folder, 'missing'))).toBe(0);
    mkdirSync(join(folder, 'v1'));
    writeFileSync(join(folder, 'v1', 'a.seg'), 'x'.repeat(1_500));
    expect(sizeOfFolder(folder)).toBe(1_500);
    expect(checkIndex({ covered: 999, total: 1_000 }, 1_500)).toMatchObject({
      verdict: 'ok',
      summary: 'covers 99 % of 1.0 KB (1.5 KB on disk)',
      details: [expect.stringContaining('error-catalog-mcp index')],
    });
    expect(checkIndex({ covered: 1_000, total: 1_000 }, 0)).toMatchObject({ details: [] });
    expect(checkIndex({ covered: 0, total: 0 }, 0).summary).toMatch(/^none needed/);
  });

  const well = { took: 93.4, tools: 3, stray: [], stderr: 'a warning', failure: null, isObedient: true };
  test.each([
    ['a good answer', well, 'ok', [], []],
    [
      'a line that is no protocol',
      { ...well, stray: ['hello token=sk_live_abcdefghijklmnop12345'] },
      'problem',
      ['On stdout, but no protocol: hello token=[redacted]'],
      [/Find what prints there/],
    ],
    [
      'an early end',
      { ...well, took: null, failure: 'ended with exit code 2', stderr: `Oh\n\n${'x'.repeat(300)}\n` },
      'problem',
      ['On stderr: Oh', `On stderr: ${'x'.repeat(200)}… (cut)`],
      [/Mend what stderr says/],
    ],
    ['a server that stays', { ...well, isObedient: false }, 'problem', [], [/did not end/]],
  ])('%s what it means', (_, handshake, verdict, details, advice) => {
    expect(checkHandshake(handshake)).toMatchObject({
      verdict,
      details,
      advice: advice.map((each) => expect.stringMatching(each)),
    });
  });
});

test('the configuration for a host needs neither PATH, nor a folder, nor variables', () => {
  const config = {
    logs: ['logs', '/var/log/*.log'],
    catalogs: ['c.json'],
    onInvalidCatalog: 'refuse' as const,
    workspace: 'acme',
    redact: ['note'],
    idKeys: ['key'],
    audit: 'audit.ndjson',
    tables: [],
    tableLogin: { user: 'default', password: '' },
    stateFolder: null,
    command: { name: 'serve' as const },
  };
  const program = {
    entry: '/p/entry.cjs',
    node: { version: '20.0.0', path: '/bin/node' },
    folder: '/home/ada',
  };
  const args =
    '/p/entry.cjs --logs /home/ada/logs --logs /var/log/*.log --catalog /home/ada/c.json --workspace acme --redact note --id-key key --audit /home/ada/audit.ndjson';
  expect(hostConfigOf(config, program)).toEqual({
    mcpServers: { 'error-catalog': { command: '/bin/node', args: args.split(' ') } },
  });
  const dashed = hostConfigOf({ ...config, logs: ['-logs'], workspace: '-acme' }, program);
  expect(dashed.mcpServers['error-catalog'].args).toContain('--workspace=-acme');
  expect(dashed.mcpServers['error-catalog'].args.slice(1, 3)).toEqual(['--logs', '/home/ada/-logs']);
  const addresses = [
    'clickhouse://h/d/t?preset=flat&credentials=keys/c%20h.json&tls=off',
    'clickhouse://h/d/t?preset=otel&credentials=/c.json',
  ];
  const tables = addresses.map((address) => {
    const read = readTableAddress(address);
    if ('problems' in read) throw new Error(read.problems.join());
    return read.source;
  });
  expect(hostConfigOf({ ...config, tables }, program).mcpServers['error-catalog'].args.slice(5, 9)).toEqual([
    '--logs',
    'clickhouse://h/d/t?preset=flat&credentials=%2Fhome%2Fada%2Fkeys%2Fc%20h.json&tls=off',
    '--logs',
    addresses[1],
  ]);
});

test('the lines that add it to hosts hand on every word as it is', () => {
  const args = ['/a b/entry.cjs', '--logs', "/it's/*.log"];
  const config = { mcpServers: { 'error-catalog': { command: '/bin/node', args } } };
  const start = ["'/a b/entry.cjs'", '--logs', "'/it'\\''s/*.log'"].join(' ');
  const json = JSON.stringify({ name: 'error-catalog', command: '/bin/node', args });
  expect(addLinesOf(config, '/')).toEqual([
    `claude mcp add error-catalog -- /bin/node ${start}`,
    `codex mcp add error-catalog -- /bin/node ${start}`,
    `gemini mcp add --scope user error-catalog /bin/node -- ${start}`,
    `code --add-mcp '${json.replace("'", "'\\''")}'`,
  ]);
  const windows = { command: 'C:\\Program Files\\node.exe', args: ['C:\\x\\entry.cjs'] };
  const [claude] = addLinesOf({ mcpServers: { 'error-catalog': windows } }, '\\');
  expect(claude).toBe('claude mcp add error-catalog -- "C:\\Program Files\\node.exe" C:\\x\\entry.cjs');
});

import { once } from 'node:events';
import { mkdir, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { codesInSource, type SourceOptions } from '../../../../src/cli/commands/check/source-tree.ts';
import { treeOf } from '../../../check/source/tree.ts';
import { ENTRY } from '../../../support/server.ts';

const THROWS = (code: string) => `throw new ApiError('${code}');\n`;

function search(paths: readonly string[], options: Partial<SourceOptions> = {}) {
  return codesInSource(paths, { patterns: [], ignore: [], known: new Set(), ...options });
}

async function codesBelow(folder: string, options: Partial<SourceOptions> = {}): Promise<string[]> {
  const { emitted } = await search([folder], options);
  return emitted.map(({ code }) => code);
}

test('says where each code stands, and how it was found', async () => {
  const folder = await treeOf({ 'a/b.ts': `\nconst x = 1;\n  throw new ApiError('slug_taken');\n` });
  const { emitted, files, skipped } = await search([folder]);
  const file = join(folder, 'a', 'b.ts');
  expect(emitted).toMatchObject([
    {
      ...{ code: 'slug_taken', file, line: 3, column: 22, found: 'call', isName: false },
      constructs: [{ label: 'argument 1 of ApiError()' }],
    },
  ]);
  expect({ files, skipped }).toEqual({ files: 1, skipped: [] });
});

test('searches files in the order of their names, each path and each file once', async () => {
  const folder = await treeOf({
    'b.ts': THROWS('b_missing'),
    'a/z.ts': THROWS('z_missing'),
    'c.ts': THROWS('c_missing'),
  });
  const { emitted } = await search([join(folder, 'c.ts'), folder, folder]);
  expect(emitted.map(({ code }) => code)).toEqual(['c_missing', 'z_missing', 'b_missing']);
});

test.each([
  'node_modules/x/a.ts',
  '.git/a.ts',
  'vendor/a.go',
  'dist/a.js',
  'lib/__pycache__/a.py',
  'a.test.ts',
  'a.spec.js',
  'a_test.go',
  'test_a.py',
  'a_test.py',
  'tests/a.py',
  'src/__tests__/a.ts',
  'testdata/a.go',
  'ApiTest.java',
  'a.pb.go',
  'a_generated.go',
  'a.min.js',
  'a.d.ts',
])('passes over %s', async (name) => {
  const folder = await treeOf({ [name]: THROWS('slug_taken'), 'src/b.ts': '' });
  const { emitted, files } = await search([folder]);
  expect({ emitted, files }).toEqual({ emitted: [], files: 1 });
});

test.each([
  ['contest.py', 'raise ApiError("slug_taken")'],
  ['latest/a.ts', THROWS('slug_taken')],
  ['builder/a.ts', THROWS('slug_taken')],
])('searches %s', async (name, text) => {
  expect(await codesBelow(await treeOf({ [name]: text }))).toEqual(['slug_taken']);
});

test('searches a folder that is named itself, whatever its name', async () => {
  const folder = await treeOf({ 'test/a.ts': THROWS('slug_taken'), 'test/a.test.ts': THROWS('b_missing') });
  expect(await codesBelow(join(folder, 'test'))).toEqual(['slug_taken']);
  expect(await codesBelow(join(folder, 'test', 'a.test.ts'))).toEqual(['b_missing']);
});

test.each([
  ['legacy', ['b_missing']],
  ['legacy/**', ['b_missing']],
  ['./src/legacy/', ['b_missing', 'a_missing']],
  ['**/*.js', ['b_missing']],
  ['old.js', ['b_missing']],
])('passes over what %s names', async (glob, codes) => {
  const folder = await treeOf({ 'legacy/old.js': THROWS('a_missing'), 'b.ts': THROWS('b_missing') });
  expect((await codesBelow(folder, { ignore: [glob] })).sort()).toEqual([...codes].sort());
});

test('reads what links lead to within the folder, once, and says what leads out of it', async () => {
  const outside = await treeOf({ 'x.ts': THROWS('x_missing') });
  const folder = await treeOf({ 'a/a.ts': THROWS('a_missing') });
  await symlink(outside, join(folder, 'outside'));
  await symlink(folder, join(folder, 'a', 'loop'));
  await symlink(join(folder, 'a'), join(folder, 'again'));
  await symlink(join(folder, 'nowhere'), join(folder, 'broken.ts'));
  const { emitted, skipped } = await search([folder]);
  expect(emitted.map(({ code }) => code)).toEqual(['a_missing']);
  expect(skipped.map(({ file, reason }) => [relative(folder, file), reason]).sort()).toEqual([
    ['broken.ts', 'It does not exist, or is a link that leads nowhere.'],
    ['outside', 'It is a link that leads out of the folder; name what it leads to.'],
  ]);
});

test('says which files it did not read', async () => {
  const folder = await treeOf({
    'a.ts': THROWS('a_missing'),
    'binary.ts': new Uint8Array([116, 0, 1]),
    'large.ts': `${THROWS('b_missing')}${' '.repeat(16 * 1024 * 1024)}`,
  });
  const { emitted, files, skipped } = await search([folder, join(folder, 'none')]);
  expect(emitted.map(({ code }) => code)).toEqual(['a_missing']);
  expect(files).toBe(1);
  expect(skipped.map(({ file, reason }) => `${relative(folder, file)}: ${reason}`)).toEqual([
    'none: It does not exist, or is a link that leads nowhere.',
    'binary.ts: It is no text.',
    'large.ts: It has 16,777,249 bytes; at most 16 MiB are read.',
  ]);
});

test('finds nothing in an empty folder', async () => {
  const folder = await treeOf({});
  await mkdir(join(folder, 'src'));
  expect(await search([folder])).toEqual({
    ...{ emitted: [], doubtful: [], mentioned: new Map(), files: 0, skipped: [], unread: new Map() },
  });
});

test('leaves out the bare names of what another file spells', async () => {
  const folder = await treeOf({
    'codes.rs': 'pub enum ErrorCode { NotFound, SlugTaken, Gone }',
    'wire.rs':
      'fn code(c: &ErrorCode) -> &str { match c { ErrorCode::SlugTaken => "workspace_slug_taken", _ => "other" } }',
    'web.ts': THROWS('not_found'),
  });
  const { emitted } = await search([folder]);
  expect(emitted.map(({ code, isName }) => [code, isName])).toEqual([
    ['Gone', true],
    ['not_found', false],
    ['workspace_slug_taken', false],
  ]);
});

test('cuts what only says that it is an error off a bare name, unless the catalog has the whole', async () => {
  const text = 'const (\n\tCodeSlugTaken ErrorCode = iota\n\tErrNotFound\n\tERROR_CODE_GONE\n\tErrNo\n)';
  const folder = await treeOf({ 'a.go': text });
  expect(await codesBelow(folder)).toEqual(['SlugTaken', 'NotFound', 'GONE', 'ErrNo']);
  expect(await codesBelow(folder, { known: new Set(['err_not_found']) })).toEqual([
    'SlugTaken',
    'ErrNotFound',
    'GONE',
    'ErrNo',
  ]);
});

test('proves by any literal that a known code is used, but not by a comment', async () => {
  const folder = await treeOf({
    'a.ts': `// 'gone_away'\nconst a = 1;\nif (e.code === 'slug_taken') f('slug_taken');`,
    'b.py': 'x = """not_found"""\ny = {"a": \'{"error": "in_json"}\', "n": 20003, "s": 404}',
  });
  const known = new Set(['slug_taken', 'gone_away', 'not_found', 'in_json', '20003', '404', 'toString']);
  const { mentioned } = await search([folder], { known });
  expect([...mentioned].map(([code, { file, line }]) => [code, relative(folder, file), line])).toEqual([
    ['slug_taken', 'a.ts', 3],
    ['not_found', 'b.py', 1],
    ['in_json', 'b.py', 2],
    ['20003', 'b.py', 2],
  ]);
});

test("a team's patterns add to what is found by itself, in files of any kind", async () => {
  const folder = await treeOf({
    'a.ts': `${THROWS('slug_taken')}emit("a_missing"); emit("b_missing")`,
    'conf.toml': 'x = 1\nemit("c_missing")\n',
    'a.test.ts': 'emit("d_missing")',
  });
  const { emitted, mentioned, files } = await search([folder], {
    patterns: [/emit\("(\w+)"\)/],
    known: new Set(['slug_taken']),
  });
  expect(
    emitted.map(({ code, file, line, column, found }) => [code, relative(folder, file), line, column, found]),
  ).toEqual([
    ['slug_taken', 'a.ts', 1, 20, 'call'],
    ['a_missing', 'a.ts', 2, 7, 'pattern'],
    ['b_missing', 'a.ts', 2, 26, 'pattern'],
    ['c_missing', 'conf.toml', 2, 7, 'pattern'],
  ]);
  expect([...mentioned.keys()]).toEqual(['slug_taken']);
  expect(files).toBe(2);
});

test.each([
  ['the group named code', /(?<what>E)-(?<code>\d+)/, ['1234', '99']],
  ['the first group', /E-(\d+)/, ['1234', '99']],
  ['the whole match', /E-\d+/, ['E-1234', 'E-99']],
  ['lines, not the whole text', /^E-\d+$/, ['E-99']],
  ['a pattern that matches nothing', /x*/, []],
  ['a sticky pattern', /E-\d+/y, ['E-1234', 'E-99']],
  ['a pattern without regard to case', /e-\d+/i, ['E-1234', 'E-99']],
])('takes %s', async (_, pattern, codes) => {
  const folder = await treeOf({ 'a.txt': 'see E-1234 there\nE-99\n' });
  expect(await codesBelow(folder, { patterns: [pattern] })).toEqual(codes);
});

test('takes what a pattern finds as a bare name for one, whole', async () => {
  const text =
    'codes! {\n  ApiKeyGone, 404;\n  Internal, 500;\n  ErrSlugTaken, 409;\n}\nsay("NotListed", plain_code);\n';
  const folder = await treeOf({ 'error.rs': text });
  const { emitted } = await search([folder], { patterns: [/^ +(\w+), \d+;/, /say\("(\w+)/, /plain_\w+/] });
  expect(emitted.map(({ code, isName }) => `${code}${isName ? '?' : ''}`)).toEqual([
    'ApiKeyGone?',
    'Internal?',
    'ErrSlugTaken?',
    'NotListed',
    'plain_code',
  ]);
});

test('takes a variant of Rust for a mention of the known code that macros make of it', async () => {
  const text = 'make_codes! { ApiKeyGone, 404; Conflict, 409; SlugTAken, 409 }\n';
  const known = new Set(['api_key_gone', 'conflict', 'slug_taken', 'apikey_gone']);
  const folder = await treeOf({ 'error.rs': text, 'error.ts': 'f(SlugTaken);\n' });
  const { mentioned } = await search([folder], { known });
  expect([...mentioned.keys()]).toEqual(['api_key_gone']);
});

test('counts the files of languages that are not read, and proves by their words that a code is used', async () => {
  const folder = await treeOf({
    'a.ex': 'def x, do: {:error, :slug_taken}',
    'b.ex': '',
    'c.dart': '// none',
    'd.ts': '',
    'e.txt': 'slug_gone',
  });
  const found = await search([folder], { known: new Set(['slug_taken', 'slug_gone']) });
  expect([...found.unread]).toEqual([
    ['.ex', 2],
    ['.dart', 1],
  ]);
  expect(found).toMatchObject({ files: 1, emitted: [] });
  expect([...found.mentioned.keys()]).toEqual(['slug_taken']);
});

test.each([
  ['enum ErrorReason {\n  UNSPECIFIED = 0;\n  BOX_LOST = 1;\n}', ['BOX_LOST']],
  ['enum RefundReason {\n  TOO_LATE = 1;\n}', []],
])('takes the members of an enum of Protocol Buffers that is named for errors: %j', async (text, codes) => {
  expect(await codesBelow(await treeOf({ 'a.proto': text }))).toEqual(codes);
});

test('finds the same in threads, which search where there are many files', async () => {
  const emits = (at: number) => (at % 7 === 0 ? '\0' : THROWS(`slug_${'abcdefg'[at % 7]}_${at}`));
  const files = Array.from({ length: 1_030 }, (_, at) => [`${at % 40}/${at}.ts`, emits(at)]);
  const folder = await treeOf(Object.fromEntries(files));
  const options = { known: new Set(['slug_b_1']), patterns: [/slug_(c)/] };
  const workerUrl = new URL('source-worker.cjs', pathToFileURL(ENTRY));
  const inThreads = await search([folder], { ...options, workerUrl });
  expect(inThreads).toEqual(await search([folder], options));
  expect(inThreads.emitted.length).toBeGreaterThan(800);
  expect(inThreads.skipped.length).toBeGreaterThan(100);
  const thread = new Worker(workerUrl, { workerData: options });
  thread.postMessage([join(folder, '0', '0.ts'), join(folder, '1', '1.ts')]);
  const [results] = await once(thread, 'message');
  expect(results).toMatchObject([{ reason: 'It is no text.' }, { emitted: [{ code: 'slug_b_1' }] }]);
  await thread.terminate();
  // A thread that cannot be had is no reason to fail.
  const nowhere = new URL('nothing.cjs', workerUrl);
  expect(await search([folder], { ...options, workerUrl: nowhere })).toEqual(inThreads);
});

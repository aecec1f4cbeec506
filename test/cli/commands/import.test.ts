import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../src/catalog/files/load-catalog.ts';
import { FORMAT_NAMES } from '../../../src/import/import.ts';
import { freshFolder } from '../../support/server.ts';
import { runCli } from '../run-cli.ts';
import { runHere } from '../run-here.ts';

const OPENAPI = `openapi: 3.0.0
paths:
  /a:
    get:
      responses:
        '404':
          description: It is gone
          content: { application/json: { example: { code: is_gone } } }
`;
const SOURCES: Readonly<Record<string, string>> = {
  openapi: OPENAPI,
  'problem-types': '[{"type":"https://x.io/is_gone","title":"x","status":404,"detail":"It is gone"}]',
  json: '{"is_gone":{"status":404,"description":"It is gone"}}',
  markdown: '| Code | HTTP status | Description |\n|---|---|---|\n| `is_gone` | 404 | It is gone |\n',
  mdx: 'import A from "a"\n\n- `is_gone` (404): It is gone\n',
  messages: '{"is_gone":"It is gone"}',
  csv: 'code,status,meaning\nis_gone,404,It is gone\n',
  enums: 'enum ErrorCode {\n  // It is gone\n  is_gone = 1;\n}\n',
  tsv: 'code\tstatus\tmeaning\nis_gone\t404\tIt is gone\n',
};

function fileOf(text: string, name = 'source'): { folder: string; file: string; out: string } {
  const folder = freshFolder();
  const file = join(folder, name);
  writeFileSync(file, text);
  return { folder, file, out: join(folder, 'catalog.yaml') };
}

describe('import', () => {
  test.each(FORMAT_NAMES)('of %s writes a catalog that explains its errors', async (format) => {
    const { file, out } = fileOf(SOURCES[format] ?? '');
    const { code, stdout, stderr } = await runCli([
      'import',
      format,
      file,
      '--out',
      out,
      '--service',
      'shop',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const status = format === 'messages' || format === 'enums' ? 0 : 1;
    const meaning = format === 'messages' ? 0 : 1;
    expect(stderr).toBe(
      [
        `Imported 1 error from ${file} into ${out}: ${status} with an HTTP status, ${meaning} with a meaning, 0 with a fix.\n`,
        `  error-catalog-mcp check --catalog ${out}    is it well formed, and true?\n`,
        `  error-catalog-mcp --catalog ${out}          serve it to a host\n`,
      ].join(''),
    );
    const entry = loadCatalog([out]).catalog.get('is_gone');
    expect(entry?.meaning ?? entry?.example).toBe('It is gone');
    const explained = await runHere(['explain', 'is_gone', '--json', '--catalog', out]);
    expect(JSON.parse(explained.stdout)).toMatchObject({
      code: 'is_gone',
      service: 'shop',
      ...(status === 1 && { http_status: 404 }),
      ...(meaning === 1 && { meaning: 'It is gone' }),
    });
  });

  test('shows the catalog on stdout, and on stderr all that it did not take', async () => {
    const { file } = fileOf('id;Text;Fix it\n00042;Gone;Look\n;lost;\n', 'errors.csv');
    const args = ['--map', 'code=id', '--map', 'fix=fix_it', '--map=meaning=Text'];
    const { code, stdout, stderr } = await runHere(['import', 'csv', file, ...args, '--area', 'shop']);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=https://unpkg.com/error-catalog-mcp/catalog.schema.json
      name: errors
      area: shop
      errors:
        - code: '00042'
          meaning: Gone
          fix:
            - Look
      "
    `);
    expect(stderr.replaceAll(file, 'errors.csv')).toMatchInlineSnapshot(`
      "Imported 1 error from errors.csv: 0 with an HTTP status, 1 with a meaning, 1 with a fix.
      Not placed (1):
        errors.csv:3: ;lost; — The row has no code.
      "
    `);
  });

  test('gives a program all of it at once, and nothing else', async () => {
    const { code, stdout, stderr } = await runCli(['import', 'json', '-', '--json', '--name', 'mine'], {
      stdin: '\ufeff[{"code":"a","status":99},{"code":"a"},{"message":"b"}]',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      catalog: { name: 'mine', errors: [{ code: 'a', extra: { http_status: 99 } }] },
      unplaced: [{ line: 1, text: '{"message":"b"}', reason: expect.any(String) }],
      notes: [
        { line: 1, text: expect.stringContaining("The http_status 99 of 'a' stands under 'extra'") },
        { line: 1, text: expect.stringContaining("The code 'a' stands at line 1 too") },
      ],
      counts: { errors: 1, with_http_status: 0, with_meaning: 0, with_fix: 0, unplaced: 1 },
    });
  });

  test('writes JSON where the name of the file says so, and both are served', async () => {
    const { folder, file } = fileOf(SOURCES['json'] ?? '', 'a.json');
    const out = join(folder, 'out.json');
    expect((await runHere(['import', 'json', file, '--out', out])).code).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ name: 'a' });
    expect(loadCatalog([out]).catalog.get('is_gone')?.http_status).toBe(404);
  });

  test('names at most 50 of what it did not take', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `,row ${index}`);
    const { stderr } = await runCli(['import', 'csv', '-'], {
      stdin: ['code,text', 'a,b', ...lines].join('\n'),
    });
    expect(stderr).toContain('Not placed (60):\n  stdin:3: ,row 0 — The row has no code.\n');
    expect(stderr).toContain('  … and 10 more; --json shows all.\n');
    expect(stderr).not.toContain('row 50');
  });

  test('never overwrites', async () => {
    const { file, out } = fileOf(SOURCES['csv'] ?? '');
    writeFileSync(out, 'mine');
    const { code, stderr } = await runHere(['import', 'csv', file, '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${out} is there already, and is not overwritten.`);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  test.each<[string[], number, RegExp]>([
    [['import'], 2, /import needs a file, a folder or a glob; - reads stdin\./],
    [['import', 'opnapi', 'x'], 2, /opnapi cannot be read: ENOENT.*say --format openapi\./],
    [['import', 'csv'], 2, /import needs a file, a folder or a glob/],
    [['import', '--format', 'cvs', '-'], 2, /There is no format 'cvs'\. Did you mean csv\?/],
    [['import', '-', '--only', '('], 2, /--only needs a regular expression/],
    [['import', 'csv', '/nowhere/x'], 2, /\/nowhere\/x cannot be read: .*ENOENT/],
    [['import', freshFolder()], 2, /there is no file that can be imported/],
    [['import', 'csv', '-', '--map', 'code'], 2, /--map needs FIELD=COLUMN.*found 'code'/],
    [['import', 'csv', '-', '--map', 'titel=x'], 2, /no field 'titel'\. Did you mean 'title'\?/],
    [['import', 'csv', '-', '--map', 'code=a', '--map', 'code=b'], 2, /'code' may be given only once/],
    [['import', 'csv', '-', '--list', 'x'], 2, /--list is an option of .*json.*, not of csv\./],
    [['import', 'csv', '-', '--name', ' '], 2, /--name needs a name/],
    [['import', 'csv', '-', '--out', '/nowhere/x.yaml'], 2, /\/nowhere\/x\.yaml cannot be written: .*ENOENT/],
    [
      ['import', 'openapi', '-'],
      2,
      /stdin cannot be imported as openapi\. It looks like csv; leave the format out/,
    ],
    [
      ['import', 'csv', '-', '--map', 'code=meaning'],
      1,
      /^Not placed \(1\):\n.*\n\s*No error was found in stdin\./,
    ],
  ])('%j fails with %d, and says why and what to do', async (args, expected, message) => {
    const stdin = args.includes('code=meaning') ? 'code,meaning\na,\n' : 'code,meaning\na,b\n';
    const said = await runCli(args, { stdin });
    expect(said).toMatchObject({ code: expected, stdout: '' });
    expect(said.stderr).toMatch(message);
    const told = await runCli([...args, '--json'], { stdin });
    expect(told).toMatchObject({ code: expected, stderr: '' });
    expect(JSON.parse(told.stdout)).toMatchObject({ error: { code: expect.any(String) } });
  });

  test('tells of characters that were lost before', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'x.csv'), Buffer.from('code,meaning\na,caf\xe9\n', 'latin1'));
    const { code, stderr } = await runCli(['import', 'csv', 'x.csv'], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain('The file is not all UTF-8');
  });
});

test('import names the catalog of an OpenAPI document by its title', async () => {
  const cwd = freshFolder();
  const responses = { 404: { description: 'x', 'x-error-codes': ['box_lost'] } };
  const document = { openapi: '3.1.0', info: { title: 'Boxes' }, paths: { '/b': { get: { responses } } } };
  writeFileSync(join(cwd, 'api.json'), JSON.stringify(document));
  const { stdout } = await runCli(['import', 'api.json', '--json'], { cwd });
  expect(JSON.parse(stdout).catalog).toMatchObject({ name: 'Boxes', errors: [{ code: 'box_lost' }] });
});

describe('import of several files', () => {
  const PAGES: Readonly<Record<string, string>> = {
    'docs/box_lost.md': '# Box lost\n\nThe box is lost.\n',
    'docs/lid_lost.md': '---\ntitle: x\n---\n\nThe lid is lost.\n',
    'docs/README.md': '# All about it\n\nRead on.\n',
    'errors.csv': 'code,status\nis_gone,404\n',
    'src/errors.go':
      'package e\nconst (\n\t// The seat is taken.\n\tErrSeat ErrorCode = "seat_taken"\n)\nvar X = apierr.New("row_full", http.StatusConflict, "The row is full.")\n',
  };
  const project = () => {
    const folder = freshFolder();
    for (const [name, text] of Object.entries(PAGES)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  };

  test('makes one catalog of files, folders and globs; a page is about what its file is named for', async () => {
    const cwd = project();
    const args = ['import', 'docs', '*.csv', 'src/errors.go', '-o', 'all.yaml'];
    const { code, stderr: told } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(told).toContain('error-catalog-mcp check --catalog all.yaml');
    const { catalog } = loadCatalog([join(cwd, 'all.yaml')]);
    expect(
      catalog.entries.map(({ code, http_status, meaning, example }) => [
        code,
        http_status,
        meaning ?? example,
      ]),
    ).toEqual([
      ['box_lost', null, 'The box is lost.'],
      ['lid_lost', null, 'The lid is lost.'],
      ['is_gone', 404, null],
      ['seat_taken', null, 'The seat is taken.'],
      ['row_full', 409, 'The row is full.'],
    ]);
  });

  test('names the service by the file where that is asked for, and takes only what is wanted', async () => {
    const cwd = project();
    const { stdout, stderr } = await runCli(
      ['import', 'errors.csv', 'src/errors.go', '--service', '-', '--only', '^(?!row)', '--json'],
      { cwd },
    );
    expect(stderr).toBe('');
    const { catalog, unplaced } = JSON.parse(stdout);
    expect(catalog.errors).toMatchObject([{ service: 'errors' }, { service: 'errors', code: 'seat_taken' }]);
    expect(unplaced).toMatchObject([{ file: join('src', 'errors.go'), line: 6, text: 'row_full' }]);
  });
});

test('a catalog is begun, made and checked under the names that others have for it', async () => {
  const cwd = freshFolder();
  expect(await runCli(['init', '-o', 'mine.yaml'], { cwd })).toMatchObject({ code: 0 });
  expect(await runCli(['validate', '--catalog', 'mine.yaml'], { cwd })).toMatchObject({ code: 0 });
});

describe('new', () => {
  test('writes a catalog that can be served, says how to go on, and never overwrites', async () => {
    const cwd = freshFolder();
    const first = await runCli(['new'], { cwd });
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toMatch(
      /Wrote catalog\.yaml[\s\S]*check --catalog catalog\.yaml[\s\S]*-mcp --catalog catalog\.yaml/,
    );
    const listed = await runCli(['list', '--catalog', 'catalog.yaml'], { cwd });
    expect(listed.stdout).toMatch(/^2 errors\n/);
    const again = await runCli(['new'], { cwd });
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('catalog.yaml is there already');
    const shown = await runCli(['new', '-'], { cwd });
    expect(shown).toEqual({
      code: 0,
      signal: null,
      stderr: '',
      stdout: readFileSync(join(cwd, 'catalog.yaml'), 'utf8'),
    });
  });

  test.each([
    [['new', 'x.json'], /new writes YAML/],
    [['new', '/nowhere/x.yaml'], /cannot be written/],
    [['new', 'a', 'b'], /new takes one file/],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await runCli(args, { cwd: freshFolder() });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

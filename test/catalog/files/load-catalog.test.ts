import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtinCatalog, builtinEntries } from '../../../src/catalog/combine.ts';
import { CatalogError, loadCatalog } from '../../../src/catalog/files/load-catalog.ts';
import { writeYaml } from '../../../src/catalog/format.ts';
import { freshFolder } from '../../support/server.ts';

/** A folder with these files in it. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = freshFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const fileWith = (text: string, name = 'catalog.yaml') => join(folderWith({ [name]: text }), name);
const catalogOf = (text: string, name?: string) => loadCatalog([fileWith(text, name)]).catalog;

/** Each list names the one before nine times. */
const BOMB = Array.from({ length: 9 }, (_, n) => {
  return `      a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]\n`;
}).join('');

/** The problems of a catalog, without the folder in which it stands. */
function problemsOf(text: string, name = 'catalog.yaml'): string[] {
  const file = fileWith(text, name);
  try {
    loadCatalog([file]);
  } catch (error) {
    if (error instanceof CatalogError) return error.problems.map((problem) => problem.replaceAll(file, name));
    throw error;
  }
  return [];
}

describe('a catalog file', () => {
  it('needs no more than a name and codes; the rest is unknown', () => {
    const { name, version, support, entries } = catalogOf('name: mine\nerrors:\n  - code: gone');
    expect({ name, version, support }).toEqual({ name: 'mine', version: null, support: null });
    expect(entries).toEqual([
      {
        ...{ code: 'gone', aliases: [], title: null, service: null, domain: null, surface: null, area: null },
        ...{
          http_status: null,
          http_statuses: [],
          status_alone: false,
          meaning: null,
          causes: [],
          fix: [],
          retry: null,
        },
        ...{
          who: null,
          rejects: null,
          by_message: [],
          documented: null,
          confusable_with: [],
          symptoms: [],
          example: null,
          since: null,
          deprecated: null,
        },
        ...{ replaced_by: [], links: [], operations: [], extra: null },
      },
    ]);
  });

  it('holds every code as it stands, also where YAML would read a number', () => {
    const codes = ['00042', '22E05', '42P01', '1_000', '0x1F', '1.10', '+5', '123456789012345678901', '1e5'];
    const more = [
      'ORA-00001',
      'auth/invalid-email',
      'no',
      'off',
      'E0308',
      '2024-01-01',
      'ns.sub.code',
      '-32600',
    ];
    const all = [...codes, ...more];
    const yaml = `name: mine\nversion: 2.10\nerrors:\n${all.map((code) => `  - code: ${code}\n`).join('')}`;
    const { entries, version } = catalogOf(yaml);
    expect(entries.map(({ code }) => code)).toEqual(all);
    expect(version).toBe('2.10');
    const json = JSON.stringify({ name: 'mine', errors: [{ code: 21211 }, { code: '007' }] });
    expect(catalogOf(json, 'c.json').entries.map(({ code }) => code)).toEqual(['21211', '007']);
  });

  it.each([
    ['a list', '[400, 409]', 400, [400, 409]],
    ['null', 'null', null, []],
    ['one', '429', 429, [429]],
    ['a success, as APIs have that always answer 200', '200', 200, [200]],
  ])('takes %s for http_status', (_, status, first, all) => {
    const [entry] = catalogOf(`name: m\nerrors: [{ code: x, http_status: ${status} }]`).entries;
    expect(entry).toMatchObject({ http_status: first, http_statuses: all });
  });

  it('keeps under extra whatever it is given', () => {
    const extra = {
      sqlstate: '23505',
      grpc: { code: 6, name: 'ALREADY_EXISTS' },
      n: [1, null, true],
      é: 'ü',
    };
    const yaml = writeYaml({ name: 'm', errors: [{ code: 'x', extra }] });
    expect(catalogOf(yaml).entries[0]?.extra).toEqual(extra);
  });

  it('of the built-in entries is the built-in catalog', () => {
    const yaml = writeYaml({ name: 'platform', errors: builtinEntries() });
    expect(catalogOf(yaml).entries).toEqual(builtinCatalog().entries);
  });

  it('gives its service, surface and area to the entries that name none', () => {
    const { entries } = catalogOf(
      'name: m\nservice: billing\nsurface: api\narea: cards\nerrors: [{code: a}, {code: b, service: other, area: x}]',
    );
    expect(entries).toMatchObject([
      { service: 'billing', surface: 'api', area: 'cards' },
      { service: 'other', surface: 'api', area: 'x' },
    ]);
  });
});

describe('several files', () => {
  it('are one catalog, a folder with all its folders, in the order of the names', () => {
    const folder = folderWith({
      'b.yml': 'name: b\nerrors: [{code: b1}]',
      'a/z.json': '{"name":"a","errors":[{"code":"a1"}]}',
      'a/.hidden.yaml': 'nonsense',
      'notes.txt': 'no catalog',
    });
    const one = fileWith('name: c\nversion: 3\nerrors: [{code: c1}]');
    const { catalog } = loadCatalog([folder, one]);
    expect(catalog.entries.map(({ code }) => code)).toEqual(['a1', 'b1', 'c1']);
    expect(catalog.name).toBe('a + b + c');
  });

  it('may hold the same code for two services, surfaces, areas or statuses, and neither is lost', () => {
    const entries = ['service: s1', 'service: s2', 'surface: oauth', 'area: x', 'http_status: 409'];
    const yaml = `name: m\nerrors:\n${entries.map((entry) => `  - {code: taken, ${entry}}\n`).join('')}`;
    expect(catalogOf(yaml).all('taken')).toHaveLength(5);
  });

  it('are those that a glob matches, and those of a folder among other files', () => {
    const folder = folderWith({
      'a/errors.yaml': 'name: a\nerrors: [{code: one}]',
      'b/errors.yaml': 'name: b\nerrors: [{code: two}]',
      'b/openapi.yaml': 'openapi: 3.0.0\npaths: {}\n',
      'b/package.json': '{"name": "b"}',
    });
    const codesOf = (path: string) =>
      loadCatalog([join(folder, path)]).catalog.entries.map(({ code }) => code);
    expect(codesOf('*/errors.yaml')).toEqual(['one', 'two']);
    expect(codesOf('')).toEqual(['one', 'two']);
    expect(() => codesOf('*/none.yaml')).toThrow('it matches no .yaml, .yml or .json file');
  });

  it('gives every entry the page that the file names for its code', () => {
    const file = fileWith(
      "name: a\ndoc_url: 'https://x.io/errors#{code}'\nerrors: [{code: one}, {code: two, links: ['https://x.io/2']}]",
    );
    expect(loadCatalog([file]).catalog.entries.map(({ links }) => links)).toEqual([
      ['https://x.io/errors#one'],
      ['https://x.io/2', 'https://x.io/errors#two'],
    ]);
  });

  it('are told where one misspells its list', () => {
    const folder = folderWith({ 'a.yaml': 'name: a\nerors: [{code: one}]' });
    expect(() => loadCatalog([folder])).toThrow(/errors/);
  });

  it('are read once where one is named twice, or lies in a folder that is named too', () => {
    const folder = folderWith({ 'a.yaml': 'name: a\nerrors: [{code: one}]' });
    const file = join(folder, 'a.yaml');
    expect(loadCatalog([file, folder, join(folder, '.', 'a.yaml')]).catalog.entries).toHaveLength(1);
  });

  it('are refused where nothing tells two entries apart, with both places', () => {
    const folder = folderWith({
      'a.yaml': 'name: a\nerrors:\n  - code: taken\n',
      'b.yaml': 'name: b\nerrors:\n  - code: other\n  - code: taken\n    meaning: More.\n',
    });
    expect(() => loadCatalog([folder])).toThrow(
      `${join(folder, 'b.yaml')}:4:5: The code 'taken' stands twice, first at ${join(folder, 'a.yaml')}:3:5.`,
    );
  });
});

describe('the text of a file', () => {
  const TEXT = 'name: m\nerrors:\n  - code: a\n    meaning: grün\n';
  const written = (bytes: Buffer) => {
    const file = fileWith('');
    writeFileSync(file, bytes);
    return file;
  };
  const utf16 = Buffer.from(`\ufeff${TEXT}`, 'utf16le');

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16', utf16],
    ['UTF-16 of the other byte order', Buffer.from(utf16).swap16()],
    ['UTF-8 with lines of Windows', Buffer.from(TEXT.replaceAll('\n', '\r\n'))],
  ])('is read as %s', (_, bytes) => {
    expect(loadCatalog([written(bytes)]).catalog.get('a')?.meaning).toBe('grün');
  });

  it('is refused, and never mangled, where it is of another encoding', () => {
    const file = written(Buffer.from(TEXT, 'latin1'));
    expect(() => loadCatalog([file])).toThrow(`${file}:4:16: A character stands here that cannot be read`);
  });
});

describe('a catalog that extends the built-in one', () => {
  const extended = (errors: string) => catalogOf(`name: mine\nextends: builtin\nerrors:\n${errors}`);

  it('adds entries behind it and overrides the fields that it gives', () => {
    const { entries, get, support } = extended(
      '  - {code: quota_spent, http_status: 402}\n  - {code: rate_limited, fix: [Wait a minute.]}\n',
    );
    expect(entries).toHaveLength(35);
    expect(get('rate_limited')).toEqual({ ...builtinCatalog().get('rate_limited'), fix: ['Wait a minute.'] });
    expect(support).toBe(builtinCatalog().support);
  });

  it('says no more why a status is unknown once it gives one', () => {
    const entry = extended('  - {code: idp_oauth_failed, http_status: 502}\n').get('idp_oauth_failed');
    expect(entry).toMatchObject({ http_status: 502 });
    expect(entry).not.toHaveProperty('http_status_note');
  });

  it('keeps the built-in entry beside a namesake of another surface or service', () => {
    const catalog = extended(
      '  - {code: invalid_request, surface: oauth}\n  - {code: invalid_request, service: x}\n',
    );
    expect(catalog.all('invalid_request').map(({ surface }) => surface)).toEqual(['api', 'oauth', null]);
  });

  it('refuses to override the same entry twice', () => {
    const twice = '  - {code: not_found, title: A}\n  - {code: not_found, title: B}\n';
    expect(() => extended(twice)).toThrow("The code 'not_found' stands twice");
  });

  it('overrides what an error rejects as a whole, and keeps the rest of the entry', () => {
    const code = 'workspace_slug_invalid';
    const rejects = { kind: 'slug', pattern: '^[a-z]+$', reserved: ['root'] };
    const { get } = extended(`  - {code: ${code}, rejects: ${JSON.stringify(rejects)}}\n`);
    expect(get(code)).toEqual({ ...builtinCatalog().get(code), rejects });
    expect(extended(`  - {code: ${code}, title: Mine}\n`).get(code)).toMatchObject({
      rejects: builtinCatalog().get(code)?.rejects,
    });
  });
});

describe('what an error rejects', () => {
  const problem = (rejects: string) =>
    problemsOf(`name: m\nerrors: [{code: x, rejects: ${rejects}}]`).map((each) =>
      each.replace(/^[^ ]+ \.errors\[0\]\./, ''),
    );

  it.each([
    ['{kind: slugg}', /^rejects\.kind \(x\): expected \{ kind: slug \| .*, found "slugg"\.$/],
    ['slug', /^rejects \(x\): expected \{ kind: slug \| .*, found "slug"\.$/],
    ['{pattern: a}', /^rejects\.kind \(x\): it is missing; expected \{ kind: slug \| /],
    [
      '{kind: slug, min_lenght: 3}',
      /^rejects \(x\): there is no field "min_lenght"\. Did you mean 'min_length'\?$/,
    ],
    ['{kind: email, pattern: a}', /^rejects \(x\): there is no field "pattern"\./],
    [
      '{kind: slug, min_length: 0}',
      /^rejects\.min_length \(x\): expected a whole number from 1 to 1000, found 0\.$/,
    ],
    ['{kind: slug, pattern: "^(?!x)[a-z]+$"}', /^rejects\.pattern \(x\): expected a regular expression of /],
    [
      '{kind: slug, because: odd}',
      /^rejects\.because \(x\): expected one of format, reserved, taken, found "odd"\.$/,
    ],
    [
      '{kind: redirect_uri, schemes: ["https://"]}',
      /^rejects\.schemes\[0\] \(x\): expected a list of schemes/,
    ],
    ['{kind: confirmation}', /^rejects\.field \(x\): it is missing; expected text that is not empty\.$/],
    ['{kind: field_value, values: [{kind: token}]}', /^rejects\.values\[0\]\.kind \(x\): expected /],
  ])('%s is refused, and told what was expected', (rejects, expected) => {
    expect(problem(rejects)).toEqual([expect.stringMatching(expected)]);
  });
});

describe('an alias', () => {
  const catalog = catalogOf(
    'name: m\nerrors: [{code: new_name, aliases: [old_name, 17, taken]}, {code: taken}]',
  );

  it('finds the entry, unless a code has that name itself', () => {
    expect(catalog.get('old_name')?.code).toBe('new_name');
    expect(catalog.get('17')?.code).toBe('new_name');
    expect(catalog.get('taken')?.code).toBe('taken');
  });
});

describe('a catalog file that is wrong', () => {
  it('is told every problem at once, with its place, what was expected and what was found', () => {
    const yaml = `name: mine
erors: []
errors:
  - code: a
    fix: []
    http_status: [400, 4000]
  - title: No code
    retry: {when: sometimes}
  - code: null
  - code: b
    meaing: Typo.
    symptoms: one
`;
    expect(problemsOf(yaml)).toEqual([
      'catalog.yaml:2:1: the file: there is no field "erors". Did you mean \'errors\'?',
      'catalog.yaml:5:5: .errors[0].fix (a): expected a list of texts, at least one, found [].',
      'catalog.yaml:6:24: .errors[0].http_status[1] (a): expected an HTTP status from 100 to 999, found 4000.',
      expect.stringMatching(/^catalog\.yaml:7:5: \.errors\[1\]\.code: it is missing; expected a code: text/),
      'catalog.yaml:8:13: .errors[1].retry.when: expected one of never, after_fix, after_delay, with_backoff, found "sometimes".',
      expect.stringMatching(
        /^catalog\.yaml:9:5: \.errors\[2\]\.code: expected a code: .*, found null\. If that is the code, quote it\.$/,
      ),
      "catalog.yaml:11:5: .errors[3] (b): there is no field \"meaing\". Did you mean 'meaning'? What the format has no field for goes under 'extra'.",
      'catalog.yaml:12:5: .errors[3].symptoms (b): expected a list of texts, at least one, found "one".',
    ]);
  });

  it.each([
    [
      'YAML that breaks off',
      'name: mine\nerrors:\n  - code: "a\n',
      'catalog.yaml',
      /^catalog\.yaml:\d+:\d+: It is no YAML: /,
    ],
    [
      'a key that stands twice',
      'name: a\nname: b\nerrors: [{code: x}]',
      'catalog.yaml',
      /^catalog\.yaml:2:1: It is no YAML: duplicated? .*key/,
    ],
    ['JSON that breaks off', '{"name": "m",\n "errors": [', 'c.json', /^c\.json:2:13: It is no JSON: /],
    ['a list', '- code: a', 'catalog.yaml', /^catalog\.yaml:1:1: the file: expected a catalog: \{ name/],
    ['nothing', '', 'catalog.yaml', /^catalog\.yaml:1:1: /],
    [
      'JSON with a wrong field',
      '{\n  "name": "m",\n  "errors": [\n    { "code": "x",\n      "fix": 1 }\n  ]\n}',
      'c.json',
      /^c\.json:5:7: \.errors\[0\]\.fix \(x\): expected a list of texts, at least one, found 1\.$/,
    ],
    [
      'another base',
      'name: m\nextends: other\nerrors: [{code: x}]',
      'catalog.yaml',
      /^catalog\.yaml:2:1: \.extends: expected the word 'builtin', found "other"\.$/,
    ],
    [
      'a code of two lines',
      'name: m\nerrors: [{code: "a\\nb"}]',
      'catalog.yaml',
      /^catalog\.yaml:2:11: \.errors\[0\]\.code \(a\\nb\): expected a code/,
    ],
    [
      'a member of JSON that hides another',
      '{"name": "m",\n "errors": [{"code": "x", "fix": ["a"],\n  "fix": ["b"]}]}',
      'c.json',
      /^c\.json:3:3: The field "fix" stands twice in one object\.$/,
    ],
    [
      'a field that would be lost',
      '{"name": "m", "errors": [{"code": "x",\n  "extra": {"__proto__": {"a": 1}}}]}',
      'c.json',
      /^c\.json:2:13: A field cannot have the name __proto__; give it another\.$/,
    ],
    [
      'a value that holds itself',
      'name: m\nerrors:\n  - code: a\n    extra: &a\n      self: *a\n',
      'catalog.yaml',
      /^catalog\.yaml:5:7: It is nested more than 100 levels deep, or in itself\.$/,
    ],
    [
      'aliases of aliases that would fill the memory',
      `name: m\nerrors:\n  - code: a\n    extra:\n      a0: &a0 [x, x]\n${BOMB}`,
      'catalog.yaml',
      /^catalog\.yaml:\d+:7: With all that its aliases stand for, it has over 16000000 characters\.$/,
    ],
    [
      'JSON of any depth',
      `{"name":"m","errors":[{"code":"a","extra":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}}]}`,
      'c.json',
      /^c\.json:\d+:\d+: It is nested more than 100 levels deep/,
    ],
  ])('says what is wrong with %s', (_, text, name, says) => {
    expect(problemsOf(text, name)[0]).toMatch(says);
  });

  it.each([
    ['/nowhere/catalog.yaml', /^\/nowhere\/catalog\.yaml: It cannot be read: ENOENT/],
    [freshFolder(), /: It cannot be read: there is no \.yaml, \.yml or \.json file in the folder\.$/],
  ])('is told where it cannot be read: %s', (path, says) => {
    expect(() => loadCatalog([path])).toThrow(CatalogError);
    try {
      loadCatalog([path]);
    } catch (error) {
      expect(error instanceof CatalogError && error.problems[0]).toMatch(says);
    }
  });
});

describe('where an entry stands', () => {
  it.each(['catalog.yaml', 'catalog.json'])('is known of %s, down to the field', (name) => {
    const data = { name: 'm', errors: [{ code: 'a' }, { code: 'b', fix: ['Do.'], who: 'caller' }] };
    const text = name.endsWith('json') ? JSON.stringify(data, null, 2) : writeYaml(data);
    const file = fileWith(text, name);
    const { catalog, locate } = loadCatalog([file]);
    const entry = catalog.get('b');
    if (entry === undefined) throw new Error('b is missing');
    const lines = text.split('\n');
    const lineOf = (words: string) => 1 + lines.findIndex((line) => line.includes(words));
    expect(locate(entry, 'who')).toMatchObject({ file, line: lineOf('who') });
    expect(locate(entry, 'fix')).toMatchObject({ file, line: lineOf('fix') });
    expect(locate(entry, 'meaning')?.line).toBeGreaterThanOrEqual(lineOf('b') - 1);
  });
});

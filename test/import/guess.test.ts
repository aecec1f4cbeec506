import { describe, expect, test } from 'vitest';
import { FORMATS, guessFormat, misnamed } from '../../src/import/import.ts';
import { options } from './options.ts';

const PROTO =
  'syntax = "proto3";\nenum BoxError {\n  BOX_ERROR_UNSPECIFIED = 0;\n  // It is full.\n  BOX_FULL = 1;\n  BOX_LOST = 2; // It is lost.\n}\nenum Colour { RED = 0; }\n';
const GRAPHQL =
  'enum ErrorCode {\n  """\n  It is full.\n  """\n  BOX_FULL\n  # It is lost.\n  BOX_LOST @deprecated(reason: "no")\n}\n';
const PROPERTIES = '# all\nbox.full=It is full: \\\n    try another.\nbox.lost : It is lost.\n';
const PO =
  'msgid ""\nmsgstr "Language: en\\n"\n\nmsgctxt "box_full"\nmsgid "It is full."\nmsgstr ""\n\nmsgid "box_lost"\nmsgstr "It is "\n"lost."\n';
const SWAGGER = JSON.stringify({
  swagger: '2.0',
  paths: {
    '/b': {
      get: {
        responses: {
          '404': { description: 'It is lost.', examples: { 'application/json': { code: 'box_lost' } } },
        },
      },
    },
  },
  definitions: { ErrorCode: { type: 'string', enum: ['box_full'], description: '`box_full`: It is full.' } },
});

describe('records of which nobody says that they are errors', () => {
  test.each([
    ['u.json', '[{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]'],
    ['p.csv', 'id,name,price\n1,Red box,10\n2,Blue box,12\n'],
  ])('are refused: %s', async (name, text) => {
    const read = await FORMATS[guessFormat(name, text)].load();
    expect(() => read(text, { ...options(), isGuess: true })).toThrow('nothing says that they are errors');
    expect(read(text, options()).entries).toHaveLength(2);
    expect(read(text, { ...options({ map: { code: 'name' } }), isGuess: true }).entries).toHaveLength(2);
  });

  test.each([
    ['c.json', '[{"code": "a"}, {"code": "b"}]'],
    ['i.csv', 'id,price\nbox_full,10\nbox_lost,12\n'],
    ['m.csv', 'name,message\nfull,It is full.\n'],
  ])('are not: %s', async (name, text) => {
    const read = await FORMATS[guessFormat(name, text)].load();
    expect(read(text, { ...options(), isGuess: true }).entries.length).toBeGreaterThan(0);
  });
});

test('errors among other messages are taken alone', async () => {
  const read = await FORMATS.messages.load();
  const text = '{"errors": {"box": {"full": "It is full."}}, "buttons": {"ok": "Do it"}}';
  const { entries, unplaced } = read(text, options());
  expect(entries.map(({ data }) => data.code)).toEqual(['errors.box.full']);
  expect(unplaced.map((each) => each.text)).toEqual(['buttons']);
});

test('the status of a value of an enum is read', async () => {
  const read = await FORMATS.enums.load();
  const text = 'enum ErrorReason {\n  BOX_LOST = 1 [(errors.code) = 404];\n}\n';
  expect(read(text, options()).entries.map(({ data }) => data.http_status)).toEqual([404]);
});

describe('a file shows what it is', () => {
  test.each([
    ['a.yaml', 'openapi: 3.0.0\npaths: {}\n', 'openapi'],
    ['a.json', SWAGGER, 'openapi'],
    ['-', '{"a_b": "It is gone."}', 'messages'],
    ['a.yaml', 'auth:\n  expired: Log in again.\n', 'messages'],
    ['a.yaml', '- code: a_b\n  message: x\n', 'json'],
    ['a.json', '[{"type": "https://x.io/a", "title": "A"}]', 'problem-types'],
    ['-', '{"code": "a_b"}\n{"code": "c_d"}\n', 'json'],
    ['-', 'code,message\na_b,It is gone\n', 'csv'],
    ['-', 'code\tmessage\na_b\tIt is gone\n', 'tsv'],
    ['-', '# Errors\n\n- `a_b`: It is gone.\n', 'markdown'],
    ['a.mdx', '<Error code="a_b" />', 'mdx'],
    ['a.html', '<h1>x</h1>', 'markdown'],
    ['a.properties', 'a.b : c\n', 'messages'],
    ['package.json', '{"name": "x", "scripts": {"test": "vitest"}}', 'json'],
    ['-', PROPERTIES.replace(' : ', '='), 'messages'],
    ['-', PO, 'messages'],
    ['-', PROTO, 'enums'],
    ['a.graphql', GRAPHQL, 'enums'],
  ])('%s: %j', (name, text, format) => {
    expect(guessFormat(name, text)).toBe(format);
  });

  test.each([
    ['markdown', 'e.proto', PROTO, 'enums'],
    ['markdown', 'm.properties', PROPERTIES, 'messages'],
    ['markdown', '-', SWAGGER, 'openapi'],
    ['csv', '-', PO, null],
    ['json', '-', '{"a": "b c"}', null],
    ['mdx', 'a.md', '# x', null],
    ['markdown', 'a.csv', 'code,message\na_b,It is gone\n', 'csv'],
  ] as const)('so that a wrong %s is told of %s', (format, name, text, seems) => {
    expect(misnamed(format, name, text)).toBe(seems);
  });
});

test.each([
  ['enums', PROTO],
  ['enums', GRAPHQL],
  ['messages', PO],
  ['openapi', SWAGGER],
] as const)('%s has its codes and texts', async (format, text) => {
  const { entries } = (await FORMATS[format].load())(text, options());
  const said = entries.map(({ data: { code, meaning, example } }) => [code, meaning ?? example]);
  expect(said.sort()).toEqual([
    [expect.stringMatching(/^box_full$/i), 'It is full.'],
    [expect.stringMatching(/^box_lost$/i), 'It is lost.'],
  ]);
});

test('.properties go on behind a backslash, and part their key by = or :', async () => {
  const { entries } = (await FORMATS.messages.load())(PROPERTIES.replace(' : ', '='), options());
  expect(entries.map(({ data }) => data)).toEqual([
    { code: 'box.full', example: 'It is full: try another.' },
    { code: 'box.lost', example: 'It is lost.' },
  ]);
});

describe('what is written otherwise than the codes of a page', () => {
  const read = async (text: string, more = {}) => {
    const { entries, unplaced } = (await FORMATS.markdown.load())(text, { ...options(), ...more });
    return { codes: entries.map(({ data }) => data.code), left: unplaced.map(({ text: each }) => each) };
  };

  test('is left out and told, where nothing says that it is a code', async () => {
    const page =
      '# Spec\n\n## Error codes\n\n- `X_GONE`: It is gone.\n- `X_FULL`: It is full.\n\n## Ways in\n\n### `x.login.code`\n\nA fault of the client.\n';
    expect(await read(page)).toEqual({ codes: ['X_GONE', 'X_FULL'], left: ['x.login.code'] });
    expect((await read(page, { only: /./ })).codes).toHaveLength(3);
  });

  test('stays where the page says that these are codes too', async () => {
    const page = '# Errors\n\n## Error codes\n\n- `X_GONE`: It is gone.\n- `box.full`: It is full.\n';
    expect((await read(page)).codes).toEqual(['X_GONE', 'box.full']);
  });
});

test('a table may name the fields of its errors one below the other', async () => {
  const page =
    '# Errors\n\n## 404 Not Found\n\n| | |\n|--|--|\n| **Error** | `box_lost` |\n| **Message** | It is lost. |\n| | |\n| **Error** | `lid_lost` |\n| **Solution** | Look for it. |\n';
  const { entries } = (await FORMATS.markdown.load())(page, options());
  expect(entries.map(({ data }) => data)).toEqual([
    { code: 'box_lost', http_status: 404, meaning: 'It is lost.' },
    { code: 'lid_lost', http_status: 404, fix: ['Look for it.'] },
  ]);
});

test('a label of an example is none of a code, and a sentence that begins as a fix is one', async () => {
  const page =
    '# Errors\n\n## E0004\n\nBoxes cannot be nested.\n\nExample of erroneous code:\n\n```\nbox(box())\n```\n\nTo fix this, take the inner one out:\n';
  const { entries } = (await FORMATS.markdown.load())(page, options());
  expect(entries.map(({ data }) => data)).toEqual([
    { code: 'E0004', meaning: 'Boxes cannot be nested.', fix: ['To fix this, take the inner one out'] },
  ]);
});

test('a column called code that holds statuses leaves the code to the type that tells all apart', async () => {
  const { entries } = (await FORMATS.csv.load())(
    'type,description,code\nbox_lost,a b,404\nlid_lost,c d,404\n',
    options(),
  );
  expect(entries.map(({ data: { code, http_status } }) => [code, http_status])).toEqual([
    ['box_lost', 404],
    ['lid_lost', 404],
  ]);
});

import { describe, expect, test } from 'vitest';
import { importOpenapi } from '../../../src/import/openapi/import-openapi.ts';
import { options } from '../options.ts';

type Json = Record<string, unknown>;

const read = (document: Json) =>
  importOpenapi(JSON.stringify({ openapi: '3.1.0', info: { title: 'x' }, ...document }), options());
/** The entries without the calls that they answer, which have a test of their own. */
const entries = (document: Json) =>
  read(document).entries.map(({ data: { operations: _, ...data } }) => data);
const json = (schema: Json, more: Json = {}) => ({ content: { 'application/json': { schema, ...more } } });
const ofStatus = (responses: Json, operation: Json = {}) => ({
  paths: { '/x': { get: { ...operation, responses } } },
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const codeOf = (...codes: unknown[]) => ({
  properties: { code: { enum: codes }, message: { type: 'string' } },
});

test('an entry names the calls that it can answer, unless these are so many that it says nothing', () => {
  const responses = { 404: { description: '', ...json(codeOf('a')) } };
  const own = { 409: { description: '', ...json(codeOf('b')) } };
  const paths = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [
      `/p${at}`,
      { get: { responses: at === 7 ? { ...responses, ...own } : responses } },
    ]),
  );
  const found = read({ paths }).entries.map(({ data: { code, operations } }) => [code, operations]);
  expect(found).toEqual([
    ['a', undefined],
    ['b', ['GET /p7']],
  ]);
});

describe('the codes of a schema', () => {
  test.each<[string, Json, string[]]>([
    ['code', codeOf('a', 'b'), ['a', 'b']],
    ['error', { properties: { error: { enum: ['a'] } } }, ['a']],
    ['errorCode', { properties: { errorCode: { const: 'a' } } }, ['a']],
    [
      'details[].issue',
      { properties: { details: { items: { properties: { issue: { enum: ['a'] } } } } } },
      ['a'],
    ],
    ['error.code', { properties: { error: codeOf('a') } }, ['a']],
    ['errors[].code', { properties: { errors: { type: 'array', items: codeOf('a') } } }, ['a']],
    ['type', { properties: { type: { enum: ['a_error', 'error'] } } }, ['a_error']],
    ['the URI of a type', { properties: { type: { const: 'https://x.io/probs/a' } } }, ['a']],
    ['allOf', { allOf: [{ properties: { message: {} } }, codeOf('a')] }, ['a']],
    ['oneOf', { oneOf: [codeOf('a'), codeOf('b')] }, ['a', 'b']],
    ['constants', { properties: { code: { oneOf: [{ const: 'a' }, { const: 'b' }] } } }, ['a', 'b']],
    ['a reference', ref('E'), ['e']],
    ['a circle', ref('Circle'), ['c']],
    ['a discriminator', { discriminator: { propertyName: 'code', mapping: { a: '#/x' } } }, ['a']],
    ['numbers', codeOf(1001, 1002), ['1001', '1002']],
    ['statuses', codeOf(404, 409), []],
    ['null and empty', codeOf('a', null, ''), ['a']],
    ['what says that all is well', codeOf('no_auth_error', 'NoError', 'created', 'no_key'), ['no_key']],
    ['an example', { properties: { code: { type: 'string', example: 'a' } } }, ['a']],
    ['an example of it all', { properties: { code: {} }, example: { code: 'a' } }, ['a']],
    ['x-error-codes', { 'x-error-codes': ['a'] }, ['a']],
    ['nothing', { properties: { code: { type: 'string' } } }, []],
  ])('are read from %s', (_, schema, codes) => {
    const code = (value: string) => ({ code: { enum: [value] } });
    const Circle = { properties: { ...code('c'), error: ref('Circle') }, anyOf: [ref('Circle')] };
    const components = { schemas: { E: { properties: code('e') }, Circle } };
    const found = entries({ ...ofStatus({ 404: { description: '', ...json(schema) } }), components });
    expect(found.map((each) => each.code)).toEqual(codes);
  });

  test.each<[string, Json]>([
    ['x-enum-descriptions', { 'x-enum-descriptions': ['About a.', 'About b.'] }],
    ['x-enumDescriptions', { 'x-enumDescriptions': { a: 'About a.', b: 'About b.' } }],
  ])('have the meaning that %s gives', (_, more) => {
    const schema = { properties: { code: { enum: ['a', 'b'], ...more } } };
    expect(entries(ofStatus({ 400: { description: 'Bad', ...json(schema) } }))).toEqual([
      { code: 'a', http_status: 400, meaning: 'About a.' },
      { code: 'b', http_status: 400, meaning: 'About b.' },
    ]);
  });

  test('have the titles and flags of their constants', () => {
    const constant = {
      const: 'a',
      title: 'A',
      description: 'About a.',
      deprecated: true,
      'x-retryable': false,
    };
    expect(
      entries({ components: { schemas: { Error: { properties: { code: { oneOf: [constant] } } } } } }),
    ).toEqual([
      {
        code: 'a',
        title: 'A',
        meaning: 'About a.',
        deprecated: true,
        retry: { when: 'never', note: 'The source says not to retry.' },
      },
    ]);
  });

  test('are names where numbers have some', () => {
    const ErrorCode = { enum: [1, 2], 'x-enum-varnames': ['ONE', 'TWO'] };
    expect(entries({ components: { schemas: { ErrorCode } } })).toEqual([
      { code: 'ONE', aliases: ['1'] },
      { code: 'TWO', aliases: ['2'] },
    ]);
  });

  test.each<[string, Json, boolean]>([
    ['NotFoundError', codeOf('a'), true],
    ['Problem', codeOf('a'), true],
    ['Thing', codeOf('a'), true],
    ['ErrorType', { enum: ['a'] }, true],
    ['Country', { properties: { code: { enum: ['DE'] }, name: {} } }, false],
    ['DefaultSettings', { properties: { type: { enum: ['dark'] } } }, false],
  ])('that no response uses, of %s %j, are taken: %s', (name, schema, isTaken) => {
    expect(entries({ components: { schemas: { [name]: schema } } })).toHaveLength(isTaken ? 1 : 0);
  });
});

describe('the status of a code', () => {
  test('is that of the response that names it, or a list', () => {
    const found = entries({
      paths: {
        '/x': {
          get: {
            responses: { 404: json(codeOf('gone')), 400: json(codeOf('a', 'b')), '5XX': json(codeOf('odd')) },
          },
          put: { responses: { 410: json(codeOf('gone')), default: json(codeOf('any')) } },
        },
      },
    });
    expect(found.map(({ code, http_status: status }) => [code, status])).toEqual([
      ['a', 400],
      ['b', 400],
      ['gone', [404, 410]],
      ['odd', undefined],
      ['any', undefined],
    ]);
  });

  test.each([
    ['a reference', ref('Error')],
    ['a copy', codeOf('a', 'b')],
  ])('is not told by what many codes share under several statuses, as %s', (_, schema) => {
    const shared = { 400: json(schema), 404: json(schema), default: json(schema) };
    const components = { schemas: { Error: codeOf('a', 'b') } };
    expect(entries({ ...ofStatus(shared), components })).toEqual([{ code: 'a' }, { code: 'b' }]);
    const exact = { ...shared, 409: json(schema, { example: { code: 'b' } }) };
    expect(entries({ ...ofStatus(exact), components })).toEqual([
      { code: 'a' },
      { code: 'b', http_status: 409 },
    ]);
  });
});

describe('what a response says', () => {
  test('is the meaning of the one code that it names', () => {
    expect(entries(ofStatus({ 404: { description: 'It is gone', ...json(codeOf('a')) } }))).toEqual([
      { code: 'a', http_status: 404, meaning: 'It is gone' },
    ]);
    expect(entries(ofStatus({ 404: { description: 'It is gone', ...json(codeOf('a', 'b')) } }))).toEqual([
      { code: 'a', http_status: 404 },
      { code: 'b', http_status: 404 },
    ]);
  });

  test('in several ways is several causes', () => {
    const get = { responses: { 404: { description: 'No cat', ...json(codeOf('a')) } } };
    const put = { responses: { 404: { description: 'No dog', ...json(codeOf('a')) } } };
    expect(entries({ paths: { '/x': { get, put } } })).toEqual([
      { code: 'a', http_status: 404, causes: ['No cat', 'No dog'] },
    ]);
  });

  test.each<[string, Json, Json]>([
    ['example', { example: { error: { code: 'a', message: 'Gone' } } }, { example: 'Gone' }],
    ['text', { example: '{"error":"a","error_description":"Gone"}' }, { example: 'Gone' }],
    [
      'examples',
      { examples: { one: { summary: 'It went', value: { code: 'a', message: 'Gone' } } } },
      { example: 'Gone', meaning: 'It went' },
    ],
    [
      'a problem',
      { example: { type: 'https://x.io/a', title: 'T', status: 404, detail: 'Gone' } },
      { title: 'T', example: 'Gone', links: ['https://x.io/a'] },
    ],
    ['a list', { example: { errors: [{ code: 'a', message: 'Gone' }] } }, { example: 'Gone' }],
  ])('in its %s names a code, with a message', (_, media, data) => {
    expect(entries(ofStatus({ 404: { content: { 'application/json': media } } }))).toEqual([
      { code: 'a', http_status: 404, ...data },
    ]);
  });

  test.each([
    [{ error: 'It is not there' }],
    [{ code: 404, message: 'x' }],
    [{ type: 'about:blank', status: 404 }],
    ['no'],
  ])('in the example %j names no code', (example) => {
    const { entries: found, unplaced } = read(
      ofStatus({ 404: { description: 'Gone', ...json({}, { example }) } }),
    );
    expect(found).toEqual([]);
    expect(unplaced).toEqual([{ line: 1, text: "GET /x 404 'Gone'", reason: 'The response names no code.' }]);
  });
});

describe('an extension', () => {
  test.each<[unknown, Json]>([
    [['a'], {}],
    ['a', {}],
    [{ a: 'About a.' }, { meaning: 'About a.' }],
    [{ a: null }, {}],
    [{ a: { description: 'About a.', status: 409 } }, { meaning: 'About a.', http_status: 409 }],
    [[{ code: 'a', fix: 'Do it.' }], { fix: ['Do it.'] }],
    [{ 409: ['a'] }, { http_status: 409 }],
  ])('%j lists codes', (list, data) => {
    for (const name of ['x-error-codes', 'x-errors', 'x-codes', 'x-error-code']) {
      expect(entries({ [name]: list })).toEqual([{ code: 'a', ...data }]);
      expect(entries({ paths: { '/x': { get: { [name]: list } } } })).toEqual([{ code: 'a', ...data }]);
    }
  });

  test('of a response gives its status, of a tag its area', () => {
    expect(entries(ofStatus({ 409: { description: 'No', 'x-error-codes': ['a'] } }))).toEqual([
      { code: 'a', http_status: 409, meaning: 'No' },
    ]);
    expect(entries({ tags: [{ name: 'pets', 'x-error-codes': ['a'] }] })).toEqual([
      { code: 'a', area: 'pets' },
    ]);
  });
});

describe('the area of a code', () => {
  const responses = { 404: json(codeOf('a')) };
  test.each<[string, Json, string | undefined]>([
    ['of one tag', { get: { tags: ['pets'], responses } }, 'pets'],
    ['of two tags', { get: { tags: ['pets'], responses }, put: { tags: ['toys'], responses } }, undefined],
    ['of two tags at once', { get: { tags: ['pets', 'toys'], responses } }, undefined],
    ['of a component', { get: { tags: ['pets'], responses: { 404: json(ref('Error')) } } }, undefined],
  ])('%s is as certain as that', (_, item, area) => {
    const [first] = entries({ paths: { '/x': item }, components: { schemas: { Error: codeOf('a') } } });
    expect(first?.area).toBe(area);
  });
});

describe('descriptions', () => {
  const TABLE = '# Errors\n\n| Code | HTTP |\n|---|---|\n| `BOX_FULL` | 409 |';

  test('that hold a table of codes are read', () => {
    expect(entries({ info: { title: 'x', description: TABLE } })).toEqual([
      { code: 'BOX_FULL', area: 'Errors', http_status: 409 },
    ]);
  });

  test('that say that they list codes are read', () => {
    const description = 'Bad. Possible error codes:\n- `BOX_ODD` - It is odd.\n- `BOX_EVEN` - It is even.';
    expect(entries(ofStatus({ 400: { description } }))).toEqual([
      { code: 'BOX_ODD', http_status: 400, meaning: 'It is odd.' },
      { code: 'BOX_EVEN', http_status: 400, meaning: 'It is even.' },
    ]);
  });

  test('that list what other places know as codes give them their status', () => {
    const description = '- `box_odd`: It is odd.\n- `box_even`: It is even.';
    const components = { schemas: { ErrorCode: { enum: ['box_odd', 'box_even', 'box_lost'] } } };
    expect(entries({ ...ofStatus({ 400: { description } }), components })).toEqual([
      { code: 'box_odd', http_status: 400, meaning: 'It is odd.' },
      { code: 'box_even', http_status: 400, meaning: 'It is even.' },
      { code: 'box_lost' },
    ]);
  });

  test('that list what is no member of anything name codes', () => {
    const description = 'Not done.\n\n* `box_odd`: It is odd.\n* `box_even` when it is even.';
    expect(entries(ofStatus({ 400: { description } })).map(({ code }) => code)).toEqual([
      'box_odd',
      'box_even',
    ]);
  });

  test('that list parameters give no codes', () => {
    const description = '| Name | In | Description |\n|---|---|---|\n| `box_id` | path | The box. |';
    expect(entries({ info: { title: 'x', description } })).toEqual([]);
  });
});

describe('members of bodies', () => {
  const body = { problem: { errKey: 'box_full', userText: 'It is full.', code: 7 } };
  const document = ofStatus({ 409: { description: '', ...json({}, { example: body }) } });
  const mapped = (map: Record<string, string>) =>
    importOpenapi(JSON.stringify({ openapi: '3.1.0', ...document }), options({ map })).entries;

  test('are those that whoever imports names', () => {
    const [first] = mapped({ code: 'problem.errKey', example: 'userText' });
    expect(first?.data).toMatchObject({ code: 'box_full', example: 'It is full.', http_status: 409 });
  });

  test('give the code and the message alone', () => {
    expect(() => mapped({ fix: 'help' })).toThrow("cannot give 'fix'");
  });
});

describe('what is not taken', () => {
  test('is told: responses without a code once for each, references that lead away, and kinds', () => {
    const away = { 404: json({ $ref: 'other.yaml#/E' }), 410: json({ $ref: '#/nowhere' }) };
    const { unplaced } = read({
      paths: {
        '/x': {
          get: { responses: { 401: { $ref: '#/components/responses/No' }, ...away } },
          put: { responses: { 401: { $ref: '#/components/responses/No' } } },
          post: {
            responses: { 400: json({ properties: { code: { enum: ['a'] }, type: { enum: ['k', 'l'] } } }) },
          },
        },
      },
      components: { responses: { No: { description: 'No token' } } },
    });
    expect(unplaced.map(({ text, reason }) => [text, reason])).toEqual([
      ['other.yaml#/E', expect.stringContaining('leads out of the file')],
      ['#/nowhere', 'The reference leads nowhere.'],
      ['k, l', expect.stringContaining('kinds of errors')],
      ["GET /x 401 'No token' and 1 more", 'The response names no code.'],
      ['GET /x 404', 'The response names no code.'],
      ['GET /x 410', 'The response names no code.'],
    ]);
  });

  test('is told of descriptions that list names of members', () => {
    const description = 'Either of\n\n* `a_b` - one\n* `c_d` - another';
    const components = { schemas: { Box: { properties: { a_b: { type: 'string' } } } } };
    const responses = ofStatus({ 400: { description, ...json(codeOf('a', 'b')) } });
    const { entries: found, unplaced } = read({ ...responses, components });
    expect(found).toHaveLength(2);
    expect(unplaced).toEqual([
      { line: 1, text: description, reason: expect.stringContaining('may be codes') },
    ]);
  });

  test('is the description of a schema whose example names one code of many', () => {
    const schema = { description: 'Any error.', properties: { code: { example: 'a' } } };
    expect(entries(ofStatus({ 400: { description: 'Bad', ...json(schema) } }))).toEqual([
      { code: 'a', http_status: 400 },
    ]);
  });

  test('is told of texts that cannot be told to belong to which code', () => {
    const schema = { properties: { code: { enum: ['a', 'b'], 'x-enum-descriptions': ['one'] } } };
    expect(read(ofStatus({ 400: json(schema) })).unplaced).toEqual([
      { line: 1, text: '["one"]', reason: expect.stringContaining('1 texts for 2 codes') },
    ]);
  });

  test.each([
    ['{"swagger":"1.2"}', /It is Swagger 1\.2; expected/],
    ['{"openapi":"2.1"}', /It is OpenAPI 2\.1/],
    ['name: x', /no 'openapi: 3…'|There is no 'openapi/],
    ['[]', /There is no 'openapi/],
  ])('is a document of another kind: %s', (text, message) => {
    expect(() => importOpenapi(text, options())).toThrow(message);
  });
});

test('lines are those of the source', () => {
  const text = 'openapi: 3.0.0\npaths:\n  /x:\n    get:\n      x-error-codes:\n        - a\n        - b\n';
  expect(importOpenapi(text, options()).entries.map(({ line }) => line)).toEqual([6, 7]);
});

test('the line of an example is that of its code, however deep it stands', () => {
  const text = `openapi: 3.0.0
paths:
  /x:
    get:
      responses:
        '404':
          content:
            application/json:
              examples:
                gone:
                  value:
                    message: It is gone.
                    error_code: seat_gone
                deep:
                  value:
                    error:
                      message: It is taken.
                      code: seat_taken
                text:
                  value: '{"code": "seat_sold"}'
`;
  const lines = importOpenapi(text, options()).entries.map(({ data, line }) => [data.code, line]);
  expect(lines).toEqual([
    ['seat_gone', 13],
    ['seat_taken', 18],
    ['seat_sold', 20],
  ]);
});

test('the one text that a schema allows beside its one code is what the code means', () => {
  const schema = (code: Json, text: Json) => ({ properties: { code, description: text } });
  const one = schema({ enum: ['a'] }, { enum: ['It is gone.'] });
  const other = schema({ const: 'b' }, { const: 'It is late.' });
  expect(entries(ofStatus({ 422: json({ anyOf: [one, other] }) }))).toEqual([
    { code: 'a', http_status: 422, meaning: 'It is gone.' },
    { code: 'b', http_status: 422, meaning: 'It is late.' },
  ]);
  const both = schema({ enum: ['c', 'd'] }, { enum: ['One of them.'] });
  expect(entries(ofStatus({ 422: json(both) })).map(({ meaning }) => meaning)).toEqual([
    undefined,
    undefined,
  ]);
});

test('a list of objects beside the codes says what each means', () => {
  const code = {
    enum: ['a', 'b'],
    'x-enum-elements': [
      { name: 'b', description: 'It is late.', level: 2 },
      { name: 'a', description: 'It is gone.' },
    ],
  };
  expect(entries(ofStatus({ 422: json({ properties: { code } }) }))).toEqual([
    { code: 'a', http_status: 422, meaning: 'It is gone.' },
    { code: 'b', http_status: 422, meaning: 'It is late.', extra: { level: 2 } },
  ]);
});

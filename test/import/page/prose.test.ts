import { describe, expect, it } from 'vitest';
import { codesOf, entriesOf, read } from './read.ts';

describe('lists of labels below a heading', () => {
  const item = (code: string, status: string) =>
    `- **Error code:** \`${code}\`\n- **HTTP status:** ${status}\n- **Resolution:**\n  1. one\n  2. two`;

  it('are one error each, whose title is the heading', () => {
    const page = `# Errors\n\n## It is dim\n\n${item('LAMP-1', '409 Conflict')}\n\n## It is out\n\n${item('LAMP-2', '410')}`;
    expect(entriesOf(page)).toEqual([
      { code: 'LAMP-1', title: 'It is dim', http_status: 409, fix: ['one', 'two'] },
      { code: 'LAMP-2', title: 'It is out', http_status: 410, fix: ['one', 'two'] },
    ]);
  });

  it('are one error, wherever in it its code stands', () => {
    const page = '# Errors\n\n## Lamp errors\n\n- Status: 409\n- Code: `a_b`\n- Description: text';
    expect(entriesOf(page)).toEqual([
      { code: 'a_b', area: 'Lamp errors', http_status: 409, meaning: 'text' },
    ]);
  });
});

it('a number in brackets before a name is another name of it', () => {
  expect(entriesOf('# Result codes\n\n## (5) DB_BUSY\n\ntext\n\n## (261) DB_BUSY_NOW\n\nmore')).toEqual([
    { code: 'DB_BUSY', aliases: ['5'], meaning: 'text' },
    { code: 'DB_BUSY_NOW', aliases: ['261'], meaning: 'more' },
  ]);
});

describe('list items', () => {
  it.each([
    '- `a_b` — text',
    '- **a_b**: text',
    '- **a_b:** text',
    '* a_b - text',
    '+ a_b: text',
    '1. `a_b` – text',
    '- `a_b`: text',
    '- `a_b` text',
    '• a_b — text',
    '<ul><li><code>a_b</code> — text</li></ul>',
    '<dl><dt>a_b</dt><dd>text</dd></dl>',
  ])('%s', (item) => {
    expect(entriesOf(`# Errors\n\n${item}`)).toEqual([{ code: 'a_b', meaning: 'text' }]);
  });

  it.each(['- `a_b` (409): text', '- **a_b** (HTTP 409): text', '- 409 `a_b`: text', '- `409` `a_b` — text'])(
    '%s',
    (item) => {
      expect(entriesOf(`# Errors\n\n${item}`)).toEqual([{ code: 'a_b', http_status: 409, meaning: 'text' }]);
    },
  );

  it('have causes and fixes below them where a label says so', () => {
    const page =
      '- `a_b` — text\n  - Cause: one\n  - Causes:\n    - two\n    - three\n  - **Fix**: do\n  - more';
    expect(entriesOf(page)).toEqual([
      { code: 'a_b', meaning: 'text more', causes: ['one', 'two', 'three'], fix: ['do'] },
    ]);
  });

  it.each([
    '- Retry the request.',
    '- `code`: the code\n- `message`: the text\n- `type`: the kind',
    '- [a_b](#a_b)\n- [c_d](#c_d)',
    '- See https://a.example/errors_page',
    '- Step 1: do it',
  ])('are no codes: %s', (page) => {
    expect(codesOf(`# Errors\n\n${page}`)).toEqual([]);
  });

  it('under a heading of something else are no codes', () => {
    expect(
      codesOf('# API\n\n## Parameters\n\n- `max_size`: text\n\n## Request headers\n\n- `Retry-After`: text'),
    ).toEqual([]);
  });

  it('may name number, symbol and state in labels', () => {
    expect(
      entriesOf(
        '# Errors\n\n- Error number: `1045`; Symbol: `ER_ACCESS_DENIED`; SQLSTATE: `28000`\n\n  Message: Access denied\n\n  More.',
      ),
    ).toEqual([
      {
        code: '1045',
        aliases: ['ER_ACCESS_DENIED'],
        meaning: 'Access denied More.',
        extra: { SQLSTATE: '28000' },
      },
    ]);
  });
});

describe('headings', () => {
  it.each([
    ['### `card_declined`', 'card_declined', undefined],
    ["### 21211: Invalid 'To' Phone Number", '21211', "Invalid 'To' Phone Number"],
    ['## E0308', 'E0308', undefined],
    ['#### ORA-00001: unique constraint violated', 'ORA-00001', 'unique constraint violated'],
    ['## Error 1045: Access denied', '1045', 'Access denied'],
    ['## Card declined (card_declined)', 'card_declined', 'Card declined'],
    ['## 42P01 – undefined table', '42P01', 'undefined table'],
    ['## auth/invalid-email {#invalid-email}', 'auth/invalid-email', undefined],
  ])('%s', (heading, code, title) => {
    const [entry, second] = entriesOf(`# Errors\n\n${heading}\n\nWhat happened.`);
    expect(second).toBeUndefined();
    expect(entry).toEqual({ code, ...(title !== undefined && { title }), meaning: 'What happened.' });
  });

  it('have parts below them, by labels and headings', () => {
    const page = [
      '# Errors',
      '## `a_b` (409)',
      'First.\nMore.',
      '**Cause:** one',
      '### Possible causes',
      '- two\n- three',
      '### Solution',
      '1. do\n2. then',
      '**Retryable:** no',
      '**See also:** [docs](https://a.example)',
      '**Severity:** high',
      '## `c_d`',
      'HTTP status: 404',
      '**Possible solutions**\n\n* wait',
    ].join('\n\n');
    expect(entriesOf(page)).toEqual([
      {
        code: 'a_b',
        http_status: 409,
        meaning: 'First. More.',
        causes: ['one', 'two', 'three'],
        fix: ['do', 'then'],
        retry: { when: 'never', note: 'The source says not to retry.' },
        links: ['https://a.example'],
        extra: { Severity: 'high' },
      },
      { code: 'c_d', http_status: 404, fix: ['wait'] },
    ]);
  });

  it('give the area, but for the title and for codes', () => {
    const page = '# Errors\n\n## Billing\n\n- `a_b`: x\n\n### `c_d`\n\ny\n\n## Apps\n\n- `e_f`: z';
    expect(entriesOf(page).map(({ code, area }) => [code, area])).toEqual([
      ['a_b', 'Billing'],
      ['c_d', 'Billing'],
      ['e_f', 'Apps'],
    ]);
  });

  it('give no area where there is a title alone', () => {
    expect(entriesOf('## Errors\n\n- `a_b`: x')).toEqual([{ code: 'a_b', meaning: 'x' }]);
    expect(entriesOf('---\ntitle: Errors\n---\n\n## Billing\n\n- `a_b`: x')).toEqual([
      { code: 'a_b', area: 'Billing', meaning: 'x' },
    ]);
  });

  it('of the same words are told apart by those above', () => {
    const page = '# API\n\n## Create\n\n### Errors\n\n- `a_b`: x\n\n## Delete\n\n### Errors\n\n- `a_b`: y';
    expect(entriesOf(page).map(({ area, meaning }) => [area, meaning])).toEqual([
      ['Create / Errors', 'x'],
      ['Delete / Errors', 'y'],
    ]);
  });

  it('of a status give it to the codes below', () => {
    const page =
      '# Errors\n\n## 404 Not Found\n\n- `a_b`: x\n\n## 4xx\n\n- `c_d`: y\n\n## HTTP 409\n\n- `e_f`: z';
    expect(entriesOf(page).map(({ http_status: status }) => status)).toEqual([404, undefined, 409]);
  });

  it.each([
    '## Introduction',
    '## GitHub',
    '## 1. Start',
    '## 2024',
    '## OAuth2 errors',
    '## 404 Not Found',
    '## Rate limiting: how it works',
    '## SHA256',
  ])('are no codes: %s', (heading) => {
    expect(codesOf(`# Errors\n\n${heading}\n\nText.`)).toEqual([]);
  });

  it('that name an operation are no codes', () => {
    expect(
      codesOf(
        '# Errors\n\n## create_user\n\n### Errors\n\n| Error | Description |\n|---|---|\n| name_taken | x |',
      ),
    ).toEqual(['name_taken']);
  });
});

describe('a page that is not about errors', () => {
  it.each([
    '- `grant_type` - must be set',
    '- **acme/starter-kit**: a template',
    '| Name | Type | Description |\n|---|---|---|\n| `proxyUrl` | <code>string \\| null</code> | x |',
    '## `list_users`\n\nLists users.',
  ])('gives nothing: %s', (text) => {
    expect(codesOf(`# Getting started\n\n${text}`)).toEqual([]);
  });

  it.each([
    'It may answer with these errors:\n\n- `name_taken`: x',
    '- `name_taken` (409): x',
    '- `invalid_name`: x',
    '## Errors\n\n- `name_taken`: x',
  ])('gives what is said to be an error: %s', (text) => {
    expect(codesOf(`# Uploads\n\n${text}`)).toHaveLength(1);
  });
});

describe('entries in other forms', () => {
  it('may have their parts in a table below the heading', () => {
    const page =
      '# Errors\n\n### 2001 - Order not found\n\n| Property | Value |\n|---|---|\n| HTTP status | 404 |\n| Retryable | No |\n| Severity | low |';
    expect(entriesOf(page)).toEqual([
      {
        code: '2001',
        title: 'Order not found',
        http_status: 404,
        retry: { when: 'never', note: 'The source says not to retry.' },
        extra: { Severity: 'low' },
      },
    ]);
  });

  it('may have number, state and symbol in one line', () => {
    expect(entriesOf('# Errors\n\n* Error: 1000 SQLSTATE: HY000 (ER_HASHCHK)\n\n  Message: hashchk')).toEqual(
      [{ code: '1000', aliases: ['ER_HASHCHK'], meaning: 'hashchk', extra: { SQLSTATE: 'HY000' } }],
    );
  });

  it('may have the title in front of the code', () => {
    expect(entriesOf('# Errors\n\n**User blocked** (`user_blocked`)\nText.')).toEqual([
      { code: 'user_blocked', title: 'User blocked', meaning: 'Text.' },
    ]);
  });

  it('may be lists of definitions', () => {
    expect(entriesOf('# Errors\n\n`a_b`\n:   Text.')).toEqual([{ code: 'a_b', meaning: 'Text.' }]);
  });

  it('are no HTTP statuses beside codes', () => {
    expect(codesOf('# Errors\n\n- `a_b`: x\n\n## Response codes\n\n* 200: OK\n* 404: Not found')).toEqual([
      'a_b',
    ]);
  });
});

describe('paragraphs', () => {
  it.each(['**a_b**  text', '`a_b`: text', 'a_b: text', 'ORA-00001: text', 'a_b\ntext', '**a_b**\n\ntext'])(
    '%s',
    (page) => {
      const [entry, second] = entriesOf(`# Errors\n\n${page}`);
      expect(second).toBeUndefined();
      expect(entry?.meaning).toBe('text');
    },
  );

  it.each([
    'We return `a_b` when it fails.',
    '**Note:** no error is sent.',
    'Errors such as a_b: none',
    'Use `max_size` to limit it.',
  ])('are noted, not read: %s', (page) => {
    const { entries, unplaced } = read(`# Errors\n\n${page}`);
    expect(entries).toEqual([]);
    expect(unplaced.map(({ line, text }) => [line, text.slice(0, 3)])).toEqual([
      [3, page.replaceAll('*', '').slice(0, 3)],
    ]);
  });
});

describe('a code in front of its text', () => {
  it('has all of its sentence, over several lines', () => {
    const page = '`a_b`: Returned if the\nroom is\nlocked.\n\n`c_d`: No such\nroom.\ne_f: It is gone.';
    expect(entriesOf(`# Error codes\n\n${page}`)).toEqual([
      { code: 'a_b', meaning: 'Returned if the room is locked.' },
      { code: 'c_d', meaning: 'No such room.' },
      { code: 'e_f', meaning: 'It is gone.' },
    ]);
  });

  it('has the list that its text announces as causes, but for codes', () => {
    const page =
      '`a_b`: Returned when:\n* the room is locked\n* the room is gone\n\n`c_d`: One of:\n* `e_f`: locked\n* `g_h`: gone';
    expect(entriesOf(`# Error codes\n\n${page}`)).toEqual([
      { code: 'a_b', meaning: 'Returned when:', causes: ['the room is locked', 'the room is gone'] },
      { code: 'c_d', meaning: 'One of:' },
      { code: 'e_f', meaning: 'locked' },
      { code: 'g_h', meaning: 'gone' },
    ]);
  });
});

describe('a page of AsciiDoc', () => {
  it('has its tables read, with or without names of columns, and a cell on each line or none', () => {
    const page =
      '= Errors\n\n[cols="1,3"]\n|===\n|Code |Description\n\n|`a_b` |See <<x,the rooms>>.\n|`c_d`\n|*Gone* for\ngood.\n|===\n\n`e_f`:: Locked.';
    expect(read(page).entries.map(({ data, line }) => [data.code, data.meaning, line])).toEqual([
      ['a_b', 'See the rooms.', expect.any(Number)],
      ['c_d', 'Gone for good.', expect.any(Number)],
      ['e_f', 'Locked.', 13],
    ]);
  });
});

describe('examples', () => {
  it('give no codes, but a code that stands nowhere else is noted', () => {
    const page =
      '# Errors\n\n- `a_b`: x\n\n```json\n{ "code": "a_b" }\n```\n\n```json\n{\n  "error": "c_d"\n}\n```';
    const { entries, unplaced } = read(page);
    expect(entries).toHaveLength(1);
    expect(unplaced).toEqual([{ line: 11, text: 'c_d', reason: expect.stringMatching('example alone') }]);
  });
});

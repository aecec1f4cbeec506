import { describe, expect, it } from 'vitest';
import { codesOf, entriesOf, read } from './read.ts';

const table = (...rows: string[]) => {
  const [header = '', ...body] = rows;
  return [header, header.replace(/[^|]+/g, '---'), ...body].join('\n');
};

describe('columns', () => {
  it.each([
    ['| Code | HTTP | What happens |', '| a_b | 409 | text |'],
    ['| HTTP status code | Error | Description |', '| 409 | `a_b` | text |'],
    ['| Meaning | Status | Slug |', '| text | `409 Conflict` | a_b |'],
    ['| Error code | Status code | Explanation |', '| **a_b** | HTTP 409 | text |'],
    ['| Code | Name | Message |', '| 409 | a_b | text |'],
    ['| | | |', '| 409 | `a_b` | text |'],
    ['| Code | Reason | Description |', '| 409 | a_b | text |'],
  ])('%s', (header, row) => {
    expect(entriesOf(table(header, row))).toEqual([{ code: 'a_b', http_status: 409, meaning: 'text' }]);
  });

  it('are that of the codes where they tell the rows apart, and not that of their classes', () => {
    const rows = ['| 1004 | HY000 | ER_ONE | text |', '| 1005 | HY000 | ER_TWO | text |'];
    expect(entriesOf(table('| Error Code | SQLSTATE | Error | Description |', ...rows))).toEqual([
      { code: '1004', aliases: ['ER_ONE'], meaning: 'text', extra: { SQLSTATE: 'HY000' } },
      { code: '1005', aliases: ['ER_TWO'], meaning: 'text', extra: { SQLSTATE: 'HY000' } },
    ]);
  });

  it.each(['| Name | Kind |', '| Name | In |', '| Field | Parameter location |'])(
    'that say in which part of a request something stands list no errors: %s',
    (header) => {
      const page = table(`${header} Description |`, '| `a_b` | header | text |', '| `c_d` | path | text |');
      expect(codesOf(`# Errors\n\n${page}`)).toEqual([]);
    },
  );

  it('give every field that they are headed with', () => {
    const header =
      '| Error code | Title | Description | Causes | How to fix | Since | Deprecated | Link | Severity |';
    const row = '| a_b | T | M | one<br>two | do<br/>then | 2.10 | Yes | [more](/x) | high |';
    expect(entriesOf(table(header, row))).toEqual([
      {
        code: 'a_b',
        title: 'T',
        meaning: 'M',
        causes: ['one', 'two'],
        fix: ['do', 'then'],
        since: '2.10',
        deprecated: true,
        links: ['/x'],
        extra: { Severity: 'high' },
      },
    ]);
  });

  it.each([
    ['yes', { when: 'with_backoff', note: 'The source says that it may be retried.' }],
    ['No', { when: 'never', note: 'The source says not to retry.' }],
  ])('say of a retry: %s', (word, retry) => {
    expect(entriesOf(table('| Code | Retryable |', `| a_b | ${word} |`))).toEqual([{ code: 'a_b', retry }]);
  });

  it('keep any other word about a retry as it stands', () => {
    expect(entriesOf(table('| Code | Retry? |', '| a_b | after a minute |'))).toEqual([
      { code: 'a_b', extra: { 'Retry?': 'after a minute' } },
    ]);
  });

  it('are for what whoever imports says', () => {
    const page = table('| Ref | Wording | Code |', '| Login broken | text | 17 |');
    expect(entriesOf(page, { code: 'ref', meaning: 'WORDING' })).toEqual([
      { code: 'Login broken', meaning: 'text', extra: { Code: '17' } },
    ]);
  });

  it.each([
    ['400, 409', [400, 409]],
    ['400 or 409', [400, 409]],
    ['400/409', [400, 409]],
    ['4xx', undefined],
    ['400-499', undefined],
    ['', undefined],
  ])('status %s', (cell, status) => {
    const [entry] = entriesOf(table('| Code | HTTP status |', `| a_b | ${cell} |`));
    expect(entry?.http_status).toEqual(status);
  });
});

describe('codes', () => {
  it.each([
    '42P01',
    '00042',
    'ORA-00001',
    'E0308',
    '21211',
    'auth/invalid-email',
    'SVC.ATS.400101',
    'InvalidParameterValue',
    'ER_ACCESS_DENIED_ERROR',
    'unauthorized',
    '0',
    '-32601',
  ])('%s is kept as it stands', (code) => {
    expect(
      codesOf(table('| Error code | Description |', `| ${code} | text |`, `| \`${code}1\` | text |`)),
    ).toEqual([code, `${code}1`]);
  });

  it('several in a cell are several entries', () => {
    expect(
      codesOf(
        table('| Code | Meaning |', '| `a_b`, `c_d` | t |', '| e_f or g_h | t |', '| `i`<br>`j` | t |'),
      ),
    ).toEqual(['a_b', 'c_d', 'e_f', 'g_h', 'i', 'j']);
  });

  it('are not what else stands in their column', () => {
    const { entries, unplaced } = read(
      table(
        '| Code | Meaning |',
        '| a_b | t |',
        '| | lost |',
        '| 1000-1999 | reserved |',
        '| ERR_* | family |',
      ),
    );
    expect(entries.map(({ data }) => data.code)).toEqual(['a_b']);
    expect(unplaced.map(({ line }) => line)).toEqual([4, 5, 6]);
  });

  it('are told from HTTP statuses, which stand alone only where no other codes are', () => {
    const statuses = table('| Error code | Meaning |', '| 400 | Bad Request |', '| 404 | Not Found |');
    expect(entriesOf(statuses)).toEqual([
      { code: '400', http_status: 400, meaning: 'Bad Request' },
      { code: '404', http_status: 404, meaning: 'Not Found' },
    ]);
    const both = read(`${statuses}\n\n${table('| Error code | Meaning |', '| a_b | t |')}`);
    expect(both.entries.map(({ data }) => data.code)).toEqual(['a_b']);
    expect(both.unplaced.map(({ line }) => line)).toEqual([3, 4]);
  });

  it('of three digits have no status that nothing says', () => {
    expect(
      entriesOf(
        table('| Error code | Meaning |', '| 201 | The name is taken |', '| 300 | The name is odd |'),
      ),
    ).toEqual([
      { code: '201', meaning: 'The name is taken' },
      { code: '300', meaning: 'The name is odd' },
    ]);
  });

  it('have other names in a column of such', () => {
    expect(
      entriesOf(
        table('| Error code | Condition name |', '| 42P01 | undefined_table |', '| 42601 | syntax_error |'),
      ),
    ).toEqual([
      { code: '42P01', aliases: ['undefined_table'] },
      { code: '42601', aliases: ['syntax_error'] },
    ]);
  });
});

describe('tables of something else', () => {
  it.each([
    table('| Parameter | Description |', '| max_size | t |'),
    table('| Field | Type | Description |', '| `error_code` | string | t |'),
    table('| Name | Type | Description |', '| max_size | integer | t |'),
    table('| Header | Meaning |', '| Retry-After | t |'),
    table('| Key | Description |', '| `code` | t |', '| `message` | t |', '| `request_id` | t |'),
    table('| HTTP status code | Meaning |', '| 404 | Not found |'),
    table('| Plan | Requests |', '| pro_plan | 100 |'),
  ])('are noted as a whole', (page) => {
    const { entries, unplaced } = read(`# Errors\n\n${page}`);
    expect(entries).toEqual([]);
    expect(unplaced.map(({ line }) => line)).toEqual([3]);
  });
});

describe('cells', () => {
  it('keep escaped bars, inline code, and the text of links', () => {
    expect(entriesOf(table('| Code | Meaning |', '| [`a_b`](/a) | x \\| `y` &amp; [z](/z) |'))).toEqual([
      { code: 'a_b', meaning: 'x | `y` & z', links: ['/a', '/z'] },
    ]);
  });

  it('may stand on lines of their own', () => {
    expect(
      entriesOf(
        '|\nStatus code |\nError code |\nMessage |\n|---|---|---|\n|\n400 |\nDLI.0001 |\n- |\n|\n404 |\nDLI.0002 |\nGone. |\nMore text.',
      ),
    ).toEqual([
      { code: 'DLI.0001', http_status: 400 },
      { code: 'DLI.0002', http_status: 404, meaning: 'Gone.' },
    ]);
  });

  it('may be parted by tabs', () => {
    expect(entriesOf('Code\tHTTP\tMeaning\na_b\t404\tone\nc_d\t500\ttwo')).toEqual([
      { code: 'a_b', http_status: 404, meaning: 'one' },
      { code: 'c_d', http_status: 500, meaning: 'two' },
    ]);
  });

  it('that stand alone in a row head the rows below', () => {
    expect(
      entriesOf(table('| Code | Meaning |', '| **Class 42** | |', '| 42P01 | t |')).map(({ area }) => area),
    ).toEqual(['Class 42']);
  });
});

describe('a name beside a number', () => {
  it('is another name of the error, in a table and in a heading', () => {
    const rows = ['| Code | Name and link |', '| 0x01 | [IS_GONE](/a) |', '| 0x02 | IS_LATE |'];
    expect(entriesOf(`# Errors\n\n${table(...rows)}`).map(({ aliases }) => aliases)).toEqual([
      ['IS_GONE'],
      ['IS_LATE'],
    ]);
    expect(entriesOf('# Error codes\n\n## -1000 IS_SHUT\n\nIt is shut.\n')).toEqual([
      { code: '-1000', aliases: ['IS_SHUT'], title: 'IS_SHUT', meaning: 'It is shut.' },
    ]);
  });
});

describe('tables side by side', () => {
  const codes = ['e_1', 'e_2', 'e_3', 'e_4', 'e_5', 'e_6'].sort();

  it('are read each, where the header comes again', () => {
    const rows = ['| Code | Text | Code | Text |', '| e_1 | One. | e_4 | Four. |', '| e_2 | Two. | | |'];
    expect(entriesOf(`# Errors\n\n${table(...rows)}`)).toEqual([
      { code: 'e_1', meaning: 'One.' },
      { code: 'e_2', meaning: 'Two.' },
      { code: 'e_4', meaning: 'Four.' },
    ]);
  });

  it('are read each, where every cell holds a code and its text', () => {
    const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    const rows = [
      row('e_1 It is.', 'e_4 It has.'),
      row('e_2 It was.', 'e_5 It had.'),
      row('e_3 It may.', 'e_6 It did.'),
    ];
    const page = `# Errors\n\n<table><tbody>${rows.join('')}</tbody></table>\n`;
    expect(codesOf(page).toSorted()).toEqual(codes);
  });
});

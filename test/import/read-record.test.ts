import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/import/record.ts';

const read = (record: Record<string, unknown>, map: Record<string, string> = {}, key?: string) =>
  readRecord(record, { map: new Map(Object.entries(map)), ...(key !== undefined && { key }) });

describe('the code of a record', () => {
  test.each([
    [{ code: 'not_found' }, { code: 'not_found' }],
    [{ error_code: 'E1' }, { code: 'E1' }],
    [
      { errorCode: 'E1', name: 'A title' },
      { code: 'E1', extra: { name: 'A title' } },
    ],
    [{ 'Error-Code': '00042' }, { code: '00042' }],
    [
      { code: '1e5', name: 'Long title here' },
      { code: '1e5', extra: { name: 'Long title here' } },
    ],
    [
      { code: 'E 101', name: 'symbol' },
      { code: 'E 101', extra: { name: 'symbol' } },
    ],
    [
      { id: 7, name: 'NOT_FOUND' },
      { code: 'NOT_FOUND', extra: { id: 7 } },
    ],
    [{ key: 'a.b.c' }, { code: 'a.b.c' }],
    [
      { code: 1001, name: 'NOT_FOUND' },
      { code: 'NOT_FOUND', aliases: ['1001'] },
    ],
    [
      { code: '-32600', name: 'InvalidRequest' },
      { code: 'InvalidRequest', aliases: ['-32600'] },
    ],
    [
      { code: 1001, message: 'Gone' },
      { code: '1001', example: 'Gone' },
    ],
    [
      { code: 1001, name: 'Not found' },
      { code: '1001', extra: { name: 'Not found' } },
    ],
  ])('of %j is a name before a number', (record, data) => expect(read(record)).toEqual(data));

  test.each([
    [{ message: 'Gone' }, 'NOT_FOUND', { code: 'NOT_FOUND', example: 'Gone' }],
    [{ code: 1001 }, 'NOT_FOUND', { code: 'NOT_FOUND', aliases: ['1001'] }],
    [{ name: 'NOT_FOUND', fix: 'Look' }, '1001', { code: 'NOT_FOUND', aliases: ['1001'], fix: ['Look'] }],
    [{ code: 'not_found' }, 'NotFound', { code: 'not_found', aliases: ['NotFound'] }],
  ])('of %j under %j is one of the two, and the other an alias', (record, key, data) =>
    expect(read(record, {}, key)).toMatchObject(data),
  );

  test('is the one member whose name ends like that of a code', () => {
    expect(read({ sub_code: 12, text: 'Gone' })).toEqual({ code: '12', example: 'Gone' });
    expect(read({ sub_code: 12, error: 'It is gone' })).toMatchObject({ code: '12' });
    expect(read({ sub_code: 12, main_code: 1 })).toBeNull();
    expect(read({ country_code: 'NL' })).toBeNull();
  });

  test.each([[{ message: 'x' }], [{ code: '' }], [{ code: null }], [{ code: { a: 1 } }]])(
    'is not to be found in %j',
    (record) => expect(read(record)).toBeNull(),
  );
});

describe('a member of a record', () => {
  test.each([
    ['message', 'It is gone', { example: 'It is gone' }],
    ['Description', 'It is gone', { meaning: 'It is gone' }],
    ['explanation', 'It is gone', { meaning: 'It is gone' }],
    ['http_status', 404, { http_status: 404 }],
    ['httpStatusCode', '404', { http_status: 404 }],
    ['status', '404, 410', { http_status: [404, 410] }],
    ['status-code', [404, '410'], { http_status: [404, 410] }],
    ['status', 'INVALID_ARGUMENT', { extra: { status: 'INVALID_ARGUMENT' } }],
    ['status', '404 Not Found', { http_status: 404 }],
    ['status', 'HTTP 404', { http_status: 404 }],
    ['status', '404 if it is gone', { extra: { status: '404 if it is gone' } }],
    ['status', '4xx', { extra: { status: '4xx' } }],
    ['cause', 'one\ntwo', { causes: ['one', 'two'] }],
    ['Resolution', 'Do it.', { fix: ['Do it.'] }],
    ['workaround', '- one\n- two', { fix: ['one', 'two'] }],
    ['workaround', 'one\n- two', { fix: ['one', '- two'] }],
    ['error', 'It is gone', { example: 'It is gone' }],
    ['error', 'gone', { extra: { error: 'gone' } }],
    ['docs', '# Gone\nIt is gone.', { extra: { docs: '# Gone\nIt is gone.' } }],
    ['countryCode', 'NL', { extra: { countryCode: 'NL' } }],
    ['actions', ['a', 'b'], { fix: ['a', 'b'] }],
    ['actions', [{ do: 'a' }], { extra: { actions: [{ do: 'a' }] } }],
    ['retryable', true, { retry: { when: 'with_backoff', note: 'The source says that it may be retried.' } }],
    ['isRetryable', 'No', { retry: { when: 'never', note: 'The source says not to retry.' } }],
    ['retry', 'after_delay', { retry: { when: 'after_delay' } }],
    ['retry', { when: 'never', note: 'No.' }, { retry: { when: 'never', note: 'No.' } }],
    ['retry', 'sometimes', { extra: { retry: 'sometimes' } }],
    ['deprecated', 'true', { deprecated: true }],
    ['deprecated', 'since v3', { deprecated: 'since v3' }],
    ['since', 2.1, { since: '2.1' }],
    ['replacedBy', 'a, b', { replaced_by: ['a', 'b'] }],
    ['doc_url', 'https://x.io/e', { links: ['https://x.io/e'] }],
    ['docs', 'see the handbook', { links: ['see the handbook'] }],
    ['category', 'auth', { area: 'auth' }],
    ['aliases', 'A; B', { aliases: ['A', 'B'] }],
    ['severity', 'high', { extra: { severity: 'high' } }],
    ['details', [{ '@type': 'x' }], { extra: { details: [{ '@type': 'x' }] } }],
    ['title', ' - ', {}],
    ['title', null, {}],
  ])('%s: %j goes where it belongs', (name, value, data) =>
    expect(read({ code: 'c', [name]: value })).toEqual({ code: 'c', ...data }),
  );

  test('goes under extra if another takes the field before it', () => {
    expect(read({ code: 'c', description: 'd', meaning: 'm', detail: 't' })).toEqual({
      code: 'c',
      meaning: 'm',
      extra: { description: 'd', detail: 't' },
    });
  });

  test('is taken from where it is mapped, by any spelling or a path', () => {
    const record = { ID: 'x', error: { text: 'Gone', level: 2 }, message: 'no' };
    expect(read(record, { code: 'id', meaning: 'error.text' })).toEqual({
      code: 'x',
      meaning: 'Gone',
      example: 'no',
      extra: { error: { text: 'Gone', level: 2 } },
    });
  });

  test('of an entry of our own stays as it is', () => {
    const entry = {
      code: 'c',
      http_status: null,
      http_status_note: 'Nobody knows.',
      causes: ['a'],
      retry: { when: 'never' },
      extra: { a: [1] },
    };
    expect(read(entry)).toEqual(entry);
  });

  test('of no field joins what the record has under extra', () => {
    expect(read({ code: 'c', severity: 1, extra: { a: 1 } })).toEqual({
      code: 'c',
      extra: { a: 1, severity: 1 },
    });
    expect(read({ code: 'c', a: 2, extra: { a: 1 } })).toEqual({
      code: 'c',
      extra: { a: 2, extra: { a: 1 } },
    });
  });
});

import { describe, expect, test } from 'vitest';
import { catalogSchema, type EntryInput } from '../../src/catalog/schema.ts';
import { toCatalog } from '../../src/import/to-catalog.ts';

const convert = (...data: EntryInput[]) =>
  toCatalog(
    { entries: data.map((each, index) => ({ data: each, line: index + 1 })), unplaced: [] },
    { name: 'x' },
  );

describe('imported entries as a catalog', () => {
  test('stand in the order of the fields of an entry', () => {
    const { catalog } = convert({ fix: ['f'], meaning: 'm', title: 't', code: 'c' });
    expect(JSON.stringify(catalog)).toBe(
      '{"name":"x","errors":[{"code":"c","title":"t","meaning":"m","fix":["f"]}]}',
    );
  });

  test.each<[Partial<EntryInput>, object, string]>([
    [{ http_status: 99 }, { http_status: 99 }, 'http_status 99'],
    [{ http_status: [404, 7] }, { http_status: [404, 7] }, 'http_status [404,7]'],
    [{ area: 'x'.repeat(201) }, { area: 'x'.repeat(201) }, 'area'],
    [{ title: ' ' }, { title: ' ' }, 'title " "'],
    [{ area: '', extra: { area: 1 } }, { area: 1, other_area: '' }, 'area ""'],
  ])('keep %j under extra, and tell of it', (given, extra, told) => {
    const { catalog, notes } = convert({ code: 'c', ...given });
    expect(catalog?.errors).toEqual([{ code: 'c', extra }]);
    expect(notes).toEqual([{ line: 1, text: expect.stringContaining(told) }]);
  });

  test.each([[''], ['a\nb'], ['x'.repeat(201)]])('cannot have the code %j', (code) => {
    const { catalog, unplaced } = convert({ code, meaning: 'm' }, { code: 'ok' });
    expect(catalog?.errors).toEqual([{ code: 'ok' }]);
    expect(unplaced).toEqual([
      {
        line: 1,
        text: expect.stringMatching(/^\{"code":/),
        reason: expect.stringContaining('a code: text of at most'),
      },
    ]);
  });

  test('can be told apart once their fields fit', () => {
    const { catalog } = convert({ code: 'c', http_status: 99 }, { code: 'c', http_status: 98, meaning: 'm' });
    expect(catalogSchema.parse(catalog).errors).toEqual([
      { code: 'c', meaning: 'm', extra: { http_status: 99, other_http_status: [98] } },
    ]);
  });

  test('hold what JSON has no number for as text', () => {
    const extra = { a: [Number.POSITIVE_INFINITY] } as unknown as Record<string, number[]>;
    expect(convert({ code: 'c', extra }).catalog?.errors).toEqual([
      { code: 'c', extra: { a: ['Infinity'] } },
    ]);
  });

  test('are none where there is none', () => expect(convert().catalog).toBeNull());
});

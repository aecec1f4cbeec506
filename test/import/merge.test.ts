import { describe, expect, test } from 'vitest';
import type { EntryData } from '../../src/catalog/schema.ts';
import { mergeFiles, mergeTwice } from '../../src/import/to-catalog.ts';

const merge = (entries: EntryData[], defaults = {}) =>
  mergeTwice(
    entries.map((data, index) => ({ data, line: index + 1 })),
    defaults,
  );

describe('entries of one code', () => {
  test('that say the same are one', () => {
    const { entries, notes } = merge([
      { code: 'a', meaning: 'x' },
      { code: 'a', meaning: 'x' },
    ]);
    expect(entries).toEqual([{ data: { code: 'a', meaning: 'x' }, line: 1 }]);
    expect(notes).toEqual([
      { line: 2, text: "The code 'a' stands at line 1 too, the same, and was taken once." },
    ]);
  });

  test.each([
    [{ service: 'x' }, { service: 'y' }],
    [{ area: 'x' }, {}],
    [{ http_status: 404 }, { http_status: 410 }],
  ])('that are told apart by %j and %j stay two', (one, other) => {
    expect(
      merge([
        { code: 'a', ...one },
        { code: 'a', ...other },
      ]).entries,
    ).toHaveLength(2);
  });

  test('that only the default of the catalog makes alike are one', () => {
    expect(merge([{ code: 'a', service: 's' }, { code: 'a' }], { service: 's' }).entries).toHaveLength(1);
  });

  test('are merged without loss', () => {
    const { entries } = merge([
      { code: 'a', meaning: 'm1', title: 't1', fix: ['f1'], links: ['l1'], extra: { x: 1 } },
      { code: 'a', meaning: 'm2', title: 't2', fix: ['f2'], links: ['l1', 'l2'], extra: { x: 2, y: 3 } },
      { code: 'a', meaning: 'm3', title: 't2', causes: ['c'], example: 'e' },
    ]);
    expect(entries.map(({ data }) => data)).toEqual([
      {
        code: 'a',
        meaning: 'm1',
        title: 't1',
        fix: ['f1'],
        links: ['l1', 'l2'],
        causes: ['m2', 'm3', 'c'],
        example: 'e',
        extra: { x: 1, y: 3, other_title: ['t2'], other_fix: [['f2']], other_x: [2] },
      },
    ]);
  });
});

describe('entries of several files', () => {
  const merged = (...files: EntryData[][]) =>
    mergeFiles(files.map((file) => file.map((data) => ({ data, line: 1 })))).map(({ data }) => data);

  test('are one where they are of one error, and the list of all gives its place', () => {
    const list = { code: 'a', area: 'x', http_status: 409 };
    expect(merged([list], [{ code: 'a', fix: ['do'] }])).toEqual([{ ...list, fix: ['do'] }]);
  });

  test.each([
    [{ area: 'x' }, { area: 'y' }],
    [{ http_status: 404 }, { http_status: 410 }],
    [{ service: 'x' }, { service: 'y' }],
  ])('stay two where one denies the other: %j and %j', (one, other) => {
    expect(merged([{ code: 'a', ...one }], [{ code: 'a', ...other }])).toHaveLength(2);
  });

  test('stay two where they are two of one file', () => {
    expect(
      merged(
        [
          { code: 'a', meaning: 'x' },
          { code: 'a', meaning: 'y' },
        ],
        [{ code: 'a' }],
      ),
    ).toHaveLength(3);
  });
});

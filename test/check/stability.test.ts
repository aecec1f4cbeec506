import { describe, expect, test } from 'vitest';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import type { Catalog } from '../../src/catalog/entries.ts';
import { parseYaml } from '../../src/catalog/format.ts';
import type { EntryInput } from '../../src/catalog/schema.ts';
import { checkStability } from '../../src/check/stability.ts';
import { fc } from '../support/chance.ts';
import { brief, catalogWith, located } from './catalogs.ts';

const locate = located;
const changed = (old: Catalog, now: Catalog) =>
  checkStability({ catalog: now, locate }, { catalog: old, locate });

function found(old: readonly EntryInput[], now: readonly EntryInput[]): string[] {
  return changed(catalogWith(...old), catalogWith(...now)).map(brief);
}

describe('a code of the older version', () => {
  test('that is gone is told, with what to paste instead', () => {
    const [finding] = changed(catalogWith({ code: 'a_b' }, { code: '007' }), catalogWith({ code: 'a_b' }));
    expect(finding).toMatchObject({ rule: 'removed', severity: 'error', code: '007', file: '007#code' });
    const [words, ...yaml] = finding?.suggestion?.split('\n') ?? [];
    expect(words).toBe('Keep its entry, and say that it is over:');
    expect(parseYaml(yaml.join('\n'))).toMatchObject({
      data: [{ code: '007', deprecated: 'No longer sent; nothing replaces it.' }],
    });
  });

  test.each([
    [
      { code: 'a_b', service: 's', http_status: 409, meaning: 'It is taken.' },
      {
        ...{ code: 'a_b', service: 's', http_status: 409, meaning: 'It is taken.' },
        deprecated: 'No longer sent; nothing replaces it.',
      },
    ],
    [
      { code: 'a_b', http_status: [409, 410], deprecated: true, replaced_by: ['x_y'] },
      { code: 'a_b', http_status: [409, 410], deprecated: true, replaced_by: ['x_y'] },
    ],
    [
      { code: 'a_b', deprecated: 'Over since 2.0; nothing replaces it.' },
      { code: 'a_b', deprecated: 'Over since 2.0; nothing replaces it.' },
    ],
  ] as [EntryInput, unknown][])('that is gone is to be kept with what explained it: %j', (old, kept) => {
    const [finding] = changed(catalogWith(old, { code: 'x_y' }), catalogWith({ code: 'x_y' }));
    const [, ...yaml] = finding?.suggestion?.split('\n') ?? [];
    expect(parseYaml(yaml.join('\n'))).toMatchObject({ data: [kept] });
  });

  test('that has a new name is told as one finding, with what to paste instead', () => {
    const findings = changed(catalogWith({ code: 'slug_taken' }), catalogWith({ code: 'taken_slug' }));
    expect(findings).toMatchObject([
      {
        rule: 'renamed',
        code: 'slug_taken',
        other: 'taken_slug',
        about: 'taken_slug',
        file: 'taken_slug#code',
      },
    ]);
    expect(findings[0]?.suggestion).toMatch(
      /\n- code: slug_taken\n {2}deprecated: true\n {2}replaced_by: taken_slug$/,
    );
  });

  test.each([
    ['stays', [{ code: 'a_b' }], [{ code: 'a_b' }], []],
    ['stays as deprecated', [{ code: 'a_b' }], [{ code: 'a_b', deprecated: true }], []],
    [
      'was deprecated and is gone',
      [{ code: 'a_b', deprecated: true }, { code: 'c_d' }],
      [{ code: 'c_d' }],
      ['removed a_b'],
    ],
    ['is an alias now', [{ code: 'a_b' }], [{ code: 'c_d', aliases: ['a_b'] }], []],
    ['is new', [{ code: 'a_b' }], [{ code: 'a_b' }, { code: 'c_d' }], []],
    [
      'has one entry less',
      [
        { code: 'a_b', service: 'x' },
        { code: 'a_b', service: 'y' },
      ],
      [{ code: 'a_b', service: 'x' }],
      ['removed a_b y'],
    ],
    [
      'has an entry for each service now',
      [{ code: 'a_b' }],
      [
        { code: 'a_b', service: 'x' },
        { code: 'a_b', service: 'y' },
      ],
      [],
    ],
    [
      'lost an alias',
      [{ code: 'a_b', aliases: ['old_ab', 'E42'] }],
      [{ code: 'a_b', aliases: ['E42'] }],
      ['removed old_ab a_b'],
    ],
    [
      'has an alias that is a code or another alias now',
      [{ code: 'a_b', aliases: ['x_y', 'E42'] }],
      [{ code: 'a_b' }, { code: 'x_y' }, { code: 'c_d', aliases: ['E42'] }],
      [],
    ],
    ['went to another service', [{ code: 'a_b', service: 'x' }], [{ code: 'a_b', service: 'y' }], []],
  ] as [string, EntryInput[], EntryInput[], string[]][])('that %s', (_, old, now, expected) => {
    expect(found(old, now)).toEqual(expected);
  });

  test('that is left elsewhere takes no new name from another', () => {
    const old = [
      { code: 'slug_taken', service: 'x' },
      { code: 'slug_taken', service: 'y' },
      { code: 'slugs_taken' },
    ];
    const now = [{ code: 'slug_taken', service: 'x' }, { code: 'taken_slug' }];
    expect(found(old, now)).toEqual(['removed slug_taken y', 'renamed slugs_taken taken_slug']);
  });

  test('that was renamed is told as removed where no renames are wanted', () => {
    const [old, now] = [catalogWith({ code: 'slug_taken' }), catalogWith({ code: 'taken_slug' })];
    const findings = checkStability(
      { catalog: now, locate },
      { catalog: old, locate },
      (rule) => rule !== 'renamed',
    );
    expect(findings.map(brief)).toEqual(['removed slug_taken']);
  });
});

describe('what an entry says', () => {
  test.each([
    ['status', { http_status: 400 }, { http_status: 409 }, 'status_changed'],
    ['statuses', { http_status: [400, 409] }, { http_status: 400 }, 'status_changed'],
    ['order of statuses', { http_status: [400, 409] }, { http_status: [409, 400] }, null],
    ['status that was unknown', {}, { http_status: 409 }, null],
    ['status that is unknown now', { http_status: 409 }, { http_status: null }, null],
    ['retry', { retry: { when: 'never' } }, { retry: { when: 'with_backoff' } }, 'retry_changed'],
    ['retry that was unknown', {}, { retry: { when: 'never' } }, null],
    ['note of the retry', { retry: { when: 'never' } }, { retry: { when: 'never', note: 'No.' } }, null],
    [
      'meaning',
      { meaning: 'The bank refused it.' },
      { meaning: 'Your disk is full of holes.' },
      'meaning_changed',
    ],
    ['who must act', { who: 'caller' }, { who: 'platform' }, null],
  ] as [string, Partial<EntryInput>, Partial<EntryInput>, string | null][])(
    'of its %s',
    (_, old, now, rule) => {
      const expected = rule === null ? [] : [`${rule} a_b`];
      expect(found([{ code: 'a_b', ...old }], [{ code: 'a_b', ...now }])).toEqual(expected);
    },
  );

  test('is compared with the entry of the same service and surface', () => {
    const old = [
      { code: 'a_b', service: 'x', http_status: 400 },
      { code: 'a_b', service: 'y', http_status: 409 },
    ];
    expect(found(old, old.toReversed())).toEqual([]);
    const now = [
      { code: 'a_b', service: 'y', http_status: 410 },
      { code: 'a_b', service: 'x', http_status: 401 },
    ];
    expect(found(old, now)).toEqual(['status_changed a_b x', 'status_changed a_b y']);
    const [y, x] = now.map((each) => ({ ...each, surface: 'rest' }));
    expect(
      found(
        old,
        [y, x].filter((each) => each !== undefined),
      ),
    ).toEqual(['status_changed a_b x', 'status_changed a_b y']);
  });

  test('of two that nothing but the status tells apart is not confused', () => {
    const old = [
      { code: 'a_b', http_status: 400 },
      { code: 'a_b', http_status: 409 },
    ];
    expect(found(old, old.toReversed())).toEqual([]);
    expect(
      found(old, [
        { code: 'a_b', http_status: 400 },
        { code: 'a_b', http_status: 410 },
      ]),
    ).toEqual(['status_changed a_b']);
  });

  test('of an alias is compared with the entry that has it', () => {
    const old = [{ code: 'a_b', http_status: 400 }];
    expect(found(old, [{ code: 'c_d', aliases: ['a_b'], http_status: 409 }])).toEqual(['status_changed a_b']);
  });
});

describe('a catalog against itself', () => {
  test('has not changed: the built-in one', () => {
    expect(changed(builtinCatalog(), builtinCatalog())).toEqual([]);
  });

  test('has not changed, whatever it holds', () => {
    const name = fc.option(fc.constantFrom('x', 'y'), { nil: undefined });
    const given = fc.record({
      code: fc.constantFrom('slug_taken', 'slugs_taken', 'SLUG_TAKEN', 'token_valid', 'token_invalid', '1'),
      service: name,
      surface: name,
      http_status: fc.constantFrom(400, 409, null),
      meaning: fc.option(fc.constantFrom('It is not so.', 'It is so.', 'Else.'), { nil: undefined }),
      aliases: fc.option(fc.constant(['old']), { nil: undefined }),
    });
    const identity = ({ code, service, surface, http_status: status }: Record<string, unknown>) =>
      JSON.stringify([code, service, surface, status]);
    fc.assert(
      fc.property(fc.uniqueArray(given, { selector: identity, maxLength: 10 }), (entries) => {
        const defined = entries.map((each) => JSON.parse(JSON.stringify(each)) as EntryInput);
        expect(found(defined, defined)).toEqual([]);
        expect(found(defined, defined.toReversed())).toEqual([]);
      }),
    );
  });
});

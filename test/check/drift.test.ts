import { describe, expect, test } from 'vitest';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import type { EntryInput } from '../../src/catalog/schema.ts';
import { checkDrift } from '../../src/check/drift.ts';
import { type Sighting, TRUTHS, type Truth, type TruthKind } from '../../src/check/rules.ts';
import { brief, catalogWith, located } from './catalogs.ts';

type Shown = string | ({ code: string } & Partial<Sighting>);

/** A source that shows codes, each on a line of its own. */
function truth(kind: TruthKind, shown: readonly Shown[], mentioned: readonly string[] = []): Truth {
  const file = {
    source: 'src/errors.ts',
    client: 'client.ts',
    docs: 'docs.md',
    openapi: 'api.yaml',
    logs: null,
  }[kind];
  const sightings = shown.map((each, index) => ({
    ...{ isName: false, file, line: file === null ? null : index + 1, column: null },
    ...{ statuses: [], text: null, note: kind === 'logs' ? '3 log lines, last at noon' : null },
    ...(typeof each === 'string' ? { code: each } : each),
  }));
  return { kind, names: [file ?? 'logs/'], sightings, mentioned: new Set(mentioned) };
}

function found(entries: readonly EntryInput[], ...truths: Truth[]): string[] {
  return checkDrift(catalogWith(...entries), located, truths).map(brief);
}

describe('three sources and a catalog that drifted apart', () => {
  const catalog = catalogWith(
    { code: 'card_declined', http_status: 402 },
    { code: 'card_expired', http_status: 402 },
    { code: 'mfa_web_authn_failed', http_status: 401 },
    { code: 'plan_gone', aliases: ['plan_missing'] },
    { code: 'quota_spent', deprecated: true },
    { code: 'scope_missing', http_status: [401, 403] },
  );
  const truths = [
    truth('source', [
      'card_declined',
      { code: 'ScopeMissing', isName: true },
      'seat_taken',
      'seat_taken',
      'mfa_webauthn_failed',
      'plan_missing',
    ]),
    truth('docs', [
      { code: 'card_declined', statuses: [400] },
      'seat_taken',
      'card_expired',
      { code: 'scope_missing', statuses: [403] },
    ]),
    truth('openapi', [
      'card_declined',
      'mfa_webauthn_failed',
      'plan_gone',
      { code: 'scope_missing', statuses: [403, 418] },
    ]),
    truth('logs', ['card_declined', 'disk_full']),
  ];
  const findings = checkDrift(catalog, located, truths);

  test('differ in just what is told', () => {
    expect(findings.map(brief)).toEqual([
      'uncatalogued seat_taken',
      'uncatalogued disk_full',
      'never_emitted card_expired',
      'undocumented mfa_web_authn_failed',
      'undocumented plan_gone',
      'not_in_openapi card_expired',
      'status_differs card_declined docs 400',
      'status_differs scope_missing openapi 418',
      'renamed mfa_web_authn_failed mfa_webauthn_failed',
    ]);
  });

  test('are each told with who has the code and who lacks it', () => {
    expect(findings[0]).toEqual({
      rule: 'uncatalogued',
      severity: 'error',
      code: 'seat_taken',
      message:
        'It is emitted in 2 places, first in src/errors.ts:3, also in docs.md:2. It is in the source and the docs, not in the catalog, the OpenAPI or the logs.',
      suggestion: 'Add an entry for it, or make it an alias of the entry that explains it.',
      file: 'src/errors.ts',
      line: 3,
      present: { catalog: false, source: true, docs: true, openapi: false, logs: false },
    });
    expect(findings[1]).toMatchObject({
      message: expect.stringContaining('It is in the logs: 3 log lines, last at noon.'),
    });
    expect(findings[1]?.file).toBeUndefined();
    expect(findings[2]).toMatchObject({
      file: 'card_expired#code',
      message:
        'Nothing in src/errors.ts has it. It is in the catalog and the docs, not in the source, the OpenAPI or the logs.',
      present: { catalog: true, source: false, docs: true, openapi: false, logs: false },
    });
  });

  test('say both statuses, and where the other stands', () => {
    expect(findings[6]).toMatchObject({
      file: 'card_declined#http_status',
      message: 'The catalog says 402, docs.md:1 says 400.',
    });
  });

  test('say of a probable rename where the new name is', () => {
    expect(findings[8]).toMatchObject({
      other: 'mfa_webauthn_failed',
      file: 'mfa_web_authn_failed#code',
      message: expect.stringContaining(
        "'mfa_webauthn_failed' is emitted in src/errors.ts:5, also in api.yaml:2. It is in the catalog, not in the source, the docs, the OpenAPI or the logs.",
      ),
    });
  });
});

describe('where a code is', () => {
  test.each([
    ['in two files', ['a.go', 'b.ts'], 'a.go:1 and b.ts:2.'],
    ['twice in a file', ['a.go', 'a.go'], '2 places, first in a.go:1.'],
    ['more often in two files', ['a.go', 'a.go', 'b.ts'], '3 places, such as a.go:1 and b.ts:3.'],
    ['in many files', ['a', 'b', 'c', 'd', 'd'], '5 places, such as a:1, b:2 and c:3.'],
  ])('is told by file: %s', (_, files, places) => {
    const source = truth(
      'source',
      files.map((file) => ({ code: 'seat_taken', file })),
    );
    const [finding] = checkDrift(catalogWith({ code: 'x_y' }), located, [source]);
    expect(finding?.message).toBe(`It is emitted in ${places} The catalog does not have it.`);
  });
});

describe('a code of the catalog', () => {
  const entries = [{ code: 'slug_taken', aliases: ['E42'] }];
  test.each([
    ['is emitted', truth('source', ['slug_taken', 'x']), []],
    ['is emitted under an alias', truth('source', ['E42']), []],
    ['is only mentioned', truth('source', [], ['slug_taken']), ['unrecognized  source']],
    ['is mentioned by an alias', truth('source', [], ['E42']), ['unrecognized  source']],
    ['is a name in the source', truth('source', [{ code: 'SLUG_TAKEN', isName: true }]), []],
    ['is nowhere in the source', truth('source', []), ['never_emitted slug_taken']],
    ['is nowhere in the client', truth('client', []), ['not_in_client slug_taken']],
    ['is nowhere in the docs', truth('docs', []), ['undocumented slug_taken']],
    ['is nowhere in the OpenAPI', truth('openapi', []), ['not_in_openapi slug_taken']],
    ['is nowhere in the logs', truth('logs', []), []],
  ])('that %s', (_, source, expected) => {
    expect(found(entries, source).filter((each) => !each.startsWith('uncatalogued'))).toEqual(expected);
  });

  test('that is deprecated may be anywhere or nowhere', () => {
    const over = [{ code: 'slug_taken', deprecated: true }];
    expect(found(over, truth('source', []), truth('docs', []), truth('openapi', ['slug_taken']))).toEqual([]);
  });

  test('with several entries has the statuses of them all, or is not compared', () => {
    const two = [
      { code: 'x_y', service: 'a', http_status: 400 },
      { code: 'x_y', service: 'b', http_status: 409 },
    ];
    const shown = truth('docs', [{ code: 'x_y', statuses: [409] }]);
    expect(found(two, shown)).toEqual([]);
    expect(found([{ code: 'x_y', http_status: 400 }], shown)).toEqual(['status_differs x_y docs 409']);
    expect(found([...two.slice(0, 1), { code: 'x_y', service: 'b' }], shown)).toEqual([]);
    expect(found([{ code: 'x_y', http_status: 400 }], truth('docs', ['x_y']))).toEqual([]);
  });
});

describe('a name that stands for a code', () => {
  test('is the code that another source spells out', () => {
    const findings = checkDrift(catalogWith({ code: 'a_b' }), located, [
      truth('source', ['a_b', { code: 'SlugTaken', isName: true }]),
      truth('docs', ['a_b', 'slug_taken']),
    ]);
    expect(findings.map(brief)).toEqual(['uncatalogued slug_taken']);
    expect(findings[0]?.present).toEqual({ catalog: false, source: true, docs: true });
  });

  test('is told as it stands where nothing spells it out', () => {
    const names = [
      { code: 'SlugTaken', isName: true },
      { code: 'SLUG_TAKEN', isName: true },
    ];
    expect(found([{ code: 'a_b' }], truth('source', ['a_b', ...names]))).toEqual(['uncatalogued SlugTaken']);
  });
});

describe('a probable rename', () => {
  const entries = [{ code: 'slug_taken' }];
  test('takes the place of both findings', () => {
    expect(found(entries, truth('docs', ['taken_slug']))).toEqual(['renamed slug_taken taken_slug']);
  });

  test.each([
    ['the old name', ['slug_taken'], /^The source has the name of the catalog: correct the other/],
    ['the new name', ['taken_slug'], /^If it was renamed, make the new name the code/],
  ])('is judged by the source, which has %s', (_, emitted, advice) => {
    const truths = [truth('source', emitted), truth('docs', ['taken_slug'])];
    const [finding] = checkDrift(catalogWith(...entries), located, truths);
    expect(finding).toMatchObject({ rule: 'renamed', suggestion: expect.stringMatching(advice) });
  });

  test('leaves what a third source lacks', () => {
    expect(found(entries, truth('docs', ['taken_slug']), truth('openapi', []))).toEqual([
      'not_in_openapi slug_taken',
      'renamed slug_taken taken_slug',
    ]);
  });

  test('is told where a name has the words of one spelling', () => {
    const codes = [{ code: 'web_authn_failed' }];
    const truths = [
      truth('source', ['webauthn_failed']),
      truth('client', [{ code: 'WEB_AUTHN_FAILED', isName: true }]),
    ];
    const findings = checkDrift(catalogWith(...codes), located, truths);
    expect(findings).toMatchObject([
      {
        ...{ rule: 'renamed', other: 'webauthn_failed' },
        present: { catalog: true, source: false, client: true },
      },
    ]);
    expect(found(codes, ...truths, truth('docs', [{ code: 'Webauthnfailed', isName: true }]))).toEqual([
      'renamed web_authn_failed webauthn_failed',
    ]);
  });

  test('is told in the order of the catalog, however likely it is', () => {
    const codes = [{ code: 'slug_takn' }, { code: 'seat_taken' }, { code: 'room_taken' }];
    expect(
      found(codes, truth('docs', ['ROOM_TAKEN', 'taken_seat', 'slug_taken'])).map(
        (each) => each.split(' ')[1],
      ),
    ).toEqual(['slug_takn', 'seat_taken', 'room_taken']);
  });

  test('is none where a source has both', () => {
    expect(
      found(entries, truth('docs', ['taken_slug']), truth('source', ['slug_taken', 'taken_slug'])),
    ).toEqual(['uncatalogued taken_slug', 'undocumented slug_taken']);
  });

  test.each([
    ['in another file', 'b.ts', ['renamed slug_taken slugTaken']],
    ['in the same file', 'a.go', ['uncatalogued slugTaken']],
  ])('of another spelling is one where the source has both, the other %s', (_, file, expected) => {
    const shown = [
      { code: 'slug_taken', file: 'a.go' },
      { code: 'slugTaken', file },
    ];
    expect(found(entries, truth('source', shown))).toEqual(expected);
  });

  test('is none of what only the logs show, but for another spelling', () => {
    expect(found(entries, truth('logs', ['taken_slug']))).toEqual(['uncatalogued taken_slug']);
    expect(found(entries, truth('logs', ['SLUG-TAKEN']))).toEqual(['renamed slug_taken SLUG-TAKEN']);
  });

  test('is not looked for where nobody wants it', () => {
    const catalog = catalogWith(...entries);
    const findings = checkDrift(
      catalog,
      located,
      [truth('docs', ['taken_slug'])],
      (rule) => rule !== 'renamed',
    );
    expect(findings.map(brief)).toEqual(['uncatalogued taken_slug', 'undocumented slug_taken']);
  });
});

test('a catalog that every source repeats has not drifted', () => {
  const { entries } = builtinCatalog();
  const shown = entries.map(({ code, http_statuses: statuses, meaning }) => ({
    code,
    statuses,
    text: meaning,
  }));
  const truths = TRUTHS.map((kind) => truth(kind, shown));
  expect(checkDrift(builtinCatalog(), located, truths)).toEqual([]);
});

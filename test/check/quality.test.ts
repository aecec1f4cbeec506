import { describe, expect, test } from 'vitest';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import type { EntryInput } from '../../src/catalog/schema.ts';
import { checkQuality } from '../../src/check/quality/check-quality.ts';
import { brief, catalogWith, located, whole } from './catalogs.ts';

function found(...entries: EntryInput[]): string[] {
  return checkQuality(catalogWith(...entries), located).map(brief);
}

const over = { deprecated: 'No longer sent; nothing replaces it.' };

describe('an entry that helps', () => {
  test('is found nothing wrong with', () => expect(found(whole('a_b'), whole('c_d'))).toEqual([]));

  test('is every entry of the built-in catalog', () => {
    expect(checkQuality(builtinCatalog(), () => null)).toEqual([]);
  });
});

describe('what an entry leaves out', () => {
  test.each([
    ['meaning', 'no_meaning'],
    ['fix', 'no_fix'],
    ['retry', 'no_retry'],
    ['who', 'no_who'],
  ] as const)('is told: %s', (field, rule) => {
    const { [field]: _, ...rest } = whole('a_b');
    expect(found(rest as EntryInput)).toEqual([`${rule} a_b`]);
  });

  test('is no matter once it is deprecated, but for what it meant', () => {
    expect(found({ code: 'a_b', ...over })).toEqual(['no_meaning a_b']);
    expect(found({ code: 'a_b', ...over, meaning: 'It was so.' })).toEqual([]);
  });
});

describe('a fix step', () => {
  const slug = { meaning: 'The slug is already in use.' };
  test.each([
    ['turns the message round', slug, 'Make sure the slug is not in use.', true],
    ['repeats the title', { title: 'Card expired', meaning: 'It is over.' }, 'Fix the expired card.', true],
    [
      'repeats the example',
      { example: 'Quota of project exceeded' },
      'Check the quota of the project.',
      true,
    ],
    ['says what to do', slug, 'Choose another slug, e.g. with the name of your town.', false],
    [
      'repeats what the message advises',
      { meaning: 'Too many requests. Check the Retry-After header.' },
      'Check the Retry-After header.',
      false,
    ],
    ['says nothing at all', slug, 'Try to fix it.', false],
  ])('that %s', (_, message, step, isFound) => {
    expect(found(whole('a_b', { ...message, fix: [step] }))).toEqual(
      isFound ? ['fix_repeats_message a_b fix'] : [],
    );
  });
});

describe('a text that was never written', () => {
  test.each([
    ['TODO', true],
    ['todo', true],
    ['todo: say more', true],
    ['Tell more about it (TODO)', true],
    ['FIXME later', true],
    ['TBD.', true],
    ['Lorem ipsum dolor sit amet', true],
    ['xxx', true],
    ['XXXX', true],
    ['...', true],
    ['…', true],
    ['--', true],
    ['n/a', true],
    ['N/A.', true],
    ['example', true],
    ['[description here]', true],
    ['<what happened>', true],
    ['{{meaning}}', true],
    ['Todo not found', false],
    ['The todo: it was deleted', false],
    ['No TODO_LIST is left', false],
    ['The example is malformed', false],
    ['No description is set', false],
    ['<fault/>', false],
    ['<b>Over</b>', false],
    ['Card +49 xxx is unknown', false],
    ['{"error":"no"}', false],
    ['名前が長すぎます', false],
  ])('%j: %s', (text, isFound) => {
    expect(found(whole('a_b', { example: text }))).toEqual(isFound ? ['placeholder a_b example'] : []);
  });

  test.each([
    [{ title: 'TBD' }, 'title'],
    [{ meaning: 'TBD' }, 'meaning'],
    [{ service: 'TBD' }, 'service'],
    [{ surface: 'TBD' }, 'surface'],
    [{ area: 'TBD' }, 'area'],
    [{ http_status_note: 'TBD' }, 'http_status_note'],
    [{ causes: ['So it is.', 'TBD'] }, 'causes'],
    [{ fix: ['Ask the owner.', 'TBD', 'FIXME'] }, 'fix'],
    [{ retry: { when: 'never', note: 'TBD' } }, 'retry'],
    [{ who: 'TBD' }, 'who'],
    [{ symptoms: ['TBD'] }, 'symptoms'],
    [{ since: 'TBD' }, 'since'],
  ] as [Partial<EntryInput>, string][])('is found in %j, once a field', (given, field) => {
    expect(found(whole('a_b', given))).toEqual([`placeholder a_b ${field}`]);
  });

  test('is found in how to tell codes apart, in a deprecation and in links', () => {
    const pair = [
      whole('a_b', { confusable_with: [{ code: 'c_d', tell_apart: 'TODO' }] }),
      whole('c_d', { confusable_with: [{ code: 'a_b', tell_apart: 'By the hour.' }] }),
    ];
    expect(found(...pair)).toEqual(['placeholder a_b confusable_with']);
    expect(found(whole('a_b', { deprecated: 'TODO', replaced_by: 'c_d' }), whole('c_d'))).toEqual([
      'placeholder a_b deprecated',
    ]);
    expect(found(whole('a_b', { links: ['TBD'] }))).toEqual(['dead_link a_b TBD', 'placeholder a_b links']);
  });
});

describe('a link', () => {
  const tell_apart = 'By the hour.';
  test('to a code that does not exist is dead, and the likely one is named', () => {
    const catalog = catalogWith(
      whole('card_expired', { confusable_with: [{ code: 'card_declind', tell_apart }] }),
      whole('card_declined', { deprecated: true, replaced_by: 'nowhere_at_all' }),
    );
    expect(checkQuality(catalog, located)).toMatchObject([
      {
        rule: 'dead_link',
        severity: 'error',
        code: 'card_expired',
        other: 'card_declind',
        file: 'card_expired#confusable_with',
        suggestion: expect.stringContaining("'card_declined'"),
      },
      { rule: 'dead_link', code: 'card_declined', other: 'nowhere_at_all' },
    ]);
  });

  test('may lead to an alias', () => {
    expect(
      found(whole('a_b', { deprecated: true, replaced_by: 'old' }), whole('c_d', { aliases: ['old'] })),
    ).toEqual([]);
  });

  test.each([
    ['https://example.com/errors#a_b', true],
    ['www.example.com/errors', true],
    ['docs/errors.md', true],
    ['./errors.md', true],
    ['#a_b', true],
    ['mailto:help@example.com', true],
    ['see the wiki', false],
    ['wiki', false],
    ['https://', false],
    ['http://exa mple.com', false],
  ])('to %j is a URL or a path: %s', (link, isLink) => {
    expect(found(whole('a_b', { links: [link] }))).toEqual(isLink ? [] : [`dead_link a_b ${link}`]);
  });

  test('that the other side does not answer is told once', () => {
    const one = whole('a_b', { confusable_with: [{ code: 'c_d', tell_apart }] });
    expect(found(one, whole('c_d'))).toEqual(['one_way_link a_b c_d']);
    expect(found(one, whole('c_d', { confusable_with: [{ code: 'a_b', tell_apart }] }))).toEqual([]);
    const byAlias = whole('a_b', { aliases: ['ab'], confusable_with: [{ code: 'c_d', tell_apart }] });
    expect(found(byAlias, whole('c_d', { confusable_with: [{ code: 'ab', tell_apart }] }))).toEqual([]);
  });

  test('to the entry itself is told', () => {
    expect(found(whole('a_b', { confusable_with: [{ code: 'a_b', tell_apart }] }))).toEqual([
      'self_link a_b confusable_with',
    ]);
    expect(found(whole('a_b', { aliases: ['ab'], deprecated: true, replaced_by: 'ab' }))).toEqual([
      'self_link a_b replaced_by',
    ]);
    expect(found(whole('a_b', { aliases: ['a_b'] }))).toEqual(['self_link a_b aliases']);
  });
});

describe('a deprecated entry', () => {
  test.each([
    [true, true],
    ['2.0', true],
    ['since 2.0', false],
    ['No longer sent.', false],
  ])('that says %j names no replacement: %s', (deprecated, isFound) => {
    expect(found(whole('a_b', { deprecated }))).toEqual(isFound ? ['no_replacement a_b deprecated'] : []);
  });

  test('is not replaced by a deprecated one: the end of the chain is named', () => {
    const catalog = catalogWith(
      whole('a_b', { deprecated: true, replaced_by: 'c_d' }),
      whole('c_d', { deprecated: true, replaced_by: 'e_f' }),
      whole('e_f'),
    );
    expect(checkQuality(catalog, located)).toMatchObject([
      {
        rule: 'replaced_by_deprecated',
        code: 'a_b',
        other: 'c_d',
        message: expect.stringContaining('a_b -> c_d -> e_f.'),
        suggestion: "Name 'e_f', where the chain ends.",
      },
    ]);
  });

  test('is not replaced in a circle', () => {
    const catalog = catalogWith(
      whole('a_b', { deprecated: true, replaced_by: 'c_d' }),
      whole('c_d', { deprecated: true, replaced_by: ['a_b', 'e_f'] }),
      whole('e_f'),
    );
    expect(checkQuality(catalog, located).map(({ message }) => message)).toEqual([
      expect.stringContaining('a_b -> c_d -> a_b, a circle.'),
      expect.stringContaining('c_d -> a_b -> c_d, a circle.'),
    ]);
  });
});

describe('advice on retrying', () => {
  test.each([
    [400, 'with_backoff', true],
    [400, 'after_fix', false],
    [400, 'after_delay', false],
    [401, 'with_backoff', true],
    [403, 'with_backoff', true],
    [403, 'after_delay', false],
    [404, 'with_backoff', false],
    [408, 'with_backoff', false],
    [408, 'after_fix', false],
    [409, 'with_backoff', false],
    [409, 'never', false],
    [410, 'after_delay', true],
    [415, 'with_backoff', true],
    [422, 'with_backoff', true],
    [425, 'with_backoff', false],
    [429, 'never', true],
    [429, 'after_fix', false],
    [429, 'after_delay', false],
    [500, 'after_fix', true],
    [500, 'with_backoff', false],
    [501, 'with_backoff', true],
    [502, 'never', false],
    [503, 'never', true],
    [503, 'after_fix', true],
    [503, 'after_delay', false],
    [[400, 503], 'with_backoff', false],
    [[400, 422], 'with_backoff', true],
    [499, 'with_backoff', false],
  ] as const)('beside %j is not %s: %s', (status, when, isFound) => {
    const given = { http_status: typeof status === 'number' ? status : [...status], retry: { when } };
    expect(found(whole('a_b', given))).toEqual(isFound ? ['status_contradicts_retry a_b retry'] : []);
  });

  test('for a 500 that the platform mends may be to wait for that', () => {
    const given = { http_status: 500, retry: { when: 'after_fix' }, who: 'platform' } as const;
    expect(found(whole('a_b', given))).toEqual([]);
  });
});

describe('entries beside each other', () => {
  test('are told where nothing but the code leads to one of them', () => {
    const text = { title: 'It broke', meaning: 'The thing was broken.', symptoms: ['broken things'] };
    const same = { title: 'Was it broken?', meaning: 'A thing broke, broken it was.', symptoms: ['things'] };
    expect(found(whole('a_b', text), whole('c_d', same))).toEqual(['indistinguishable c_d a_b']);
    expect(found(whole('a_b', text), whole('c_d', { ...text, symptoms: ['smoke'] }))).toEqual([]);
    expect(
      found(whole('a_b', { meaning: 'It is open.' }), whole('c_d', { meaning: 'It is not open.' })),
    ).toEqual([]);
    const { meaning: _, ...mute } = whole('x_y', { fix: ['Ask for a longer leave.'] });
    expect(found(mute, { ...mute, code: 'y_z' }).filter((each) => !each.startsWith('no_'))).toEqual([
      'indistinguishable y_z x_y',
    ]);
    expect(found({ code: 'a_b', ...over }, { code: 'c_d', ...over })).toEqual([
      'no_meaning a_b',
      'no_meaning c_d',
    ]);
  });

  test('of one code are told apart by where they are answered', () => {
    const text = { meaning: 'The thing was broken.' };
    expect(found(whole('a_b', { ...text, service: 'x' }), whole('a_b', { ...text, service: 'y' }))).toEqual(
      [],
    );
    const twice = [whole('a_b', { service: 'x' }), whole('a_b', { service: 'y' })].map(
      ({ who: _, ...rest }) => rest,
    );
    expect(found(...(twice as EntryInput[]))).toEqual(['no_who a_b x', 'no_who a_b y']);
  });

  test('share no alias, and none is a code of another', () => {
    expect(found(whole('a_b', { aliases: ['old'] }), whole('c_d', { aliases: ['old'] }))).toEqual([
      'duplicate_alias c_d old',
    ]);
    expect(found(whole('a_b', { aliases: ['c_d'] }), whole('c_d'))).toEqual(['duplicate_alias a_b c_d']);
    const places = [
      whole('a_b', { aliases: ['old'], service: 'x' }),
      whole('a_b', { aliases: ['old'], service: 'y', meaning: 'Else.' }),
    ];
    expect(found(...places)).toEqual([]);
  });

  test.each([
    ['rate_limited', 'RATE-LIMITED', true],
    ['rateLimited', 'rate.limited', true],
    ['rate_limited', 'rate_limit', false],
    ['-1', '1', false],
    ['err_1_23', 'err_12_3', false],
    ['err_12', 'ERR12', true],
  ])('%s and %s differ only in case or separators: %s', (one, other, isFound) => {
    const entries = [whole(one, { meaning: 'First of all.' }), whole(other, { meaning: 'Last of them.' })];
    expect(found(...entries)).toEqual(isFound ? [`shadowed_case ${other} ${one}`] : []);
  });
});

test('a rule that is not wanted finds nothing', () => {
  const catalog = catalogWith({ code: 'a_b', meaning: 'It is so.' });
  expect(checkQuality(catalog, located, (rule) => rule === 'no_fix').map(brief)).toEqual(['no_fix a_b']);
});

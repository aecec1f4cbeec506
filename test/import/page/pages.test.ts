import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryOf, indistinct } from '../../../src/catalog/entries.ts';
import { entrySchema } from '../../../src/catalog/schema.ts';
import { fc } from '../../support/chance.ts';
import { codesOf, entriesOf, read } from './read.ts';

const FOLDER = new URL('../../fixtures/import/', import.meta.url);
const page = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

/** The codes of each page, with their statuses, as a reader finds them. */
const EXPECTED: Record<string, string> = {
  'auth.mdx':
    'auth/invalid-email 400, auth/user-disabled 403, auth/too-many-requests 429, auth/id-token-expired, auth/id-token-revoked, auth/argument-error, auth/internal-error 500, auth/quota-exceeded 429',
  'compiler.md': 'E0308, E0004, E0999',
  'database.txt': 'ORA-00001, ORA-00017',
  'dictionary.md': '21211, 21408 403, 30001 429',
  'google-like.md': 'OK 200, INVALID_ARGUMENT 400, UNAUTHENTICATED 401, CANCELLED 499, UNAVAILABLE 503',
  'lists.md':
    'file_too_large 413, file_type_refused, upload_aborted, upload_conflict 409, quota_reached, plan_limit_reached, folder_missing 404, client_broken, link_expired 410, link_withdrawn 410',
  'methods.md':
    'already_archived, cant_archive_general, not_authed, fatal_error, ratelimited, missing_charset',
  'numbered.md': '1000, 1001, 1045',
  'payments.md':
    'card_declined 402, expired_card 402, processing_error 402, incorrect_cvc 402, invalid_cvc 402, idempotency_key_in_use 409, parameter_unknown 400 422, rate_limit 429, card_declined 400',
  'portal.txt': 'AUTH-401, AUTH-403, account_closed, country_unknown',
  'reference.html':
    'address_unknown 422, address_blocked 422, carrier_down 503, label_expired, label_void, account_closed 403, account_unverified',
  'sqlstates.md': '00000, 42P01, 42601, 22E05, 00042',
};

describe('pages as companies write them', () => {
  it.each(readdirSync(FOLDER).filter((name) => name in EXPECTED))('%s', (name) => {
    const found = entriesOf(page(name)).map(({ code, http_status: status }) =>
      [code, ...[status ?? []].flat()].join(' '),
    );
    expect(found.join(', ')).toBe(EXPECTED[name]);
  });

  it.each(Object.keys(EXPECTED))(
    '%s gives entries that a catalog takes, at the lines of their codes',
    (name) => {
      const text = page(name);
      const lines = text.split('\n');
      const { entries, unplaced } = read(text);
      const whole = entries.map(({ data }) => entryOf(entrySchema.parse(data)));
      expect(indistinct(whole)).toEqual([]);
      for (const { data, line } of entries) {
        const near = lines
          .slice((line ?? 0) - 1, (line ?? 0) + 3)
          .join('\n')
          .replaceAll('<wbr>', '');
        expect(near).toContain(data.code);
      }
      for (const { line } of unplaced) expect(lines[(line ?? 0) - 1]?.trim()).not.toBe('');
    },
  );
});

describe('MDX', () => {
  it('gives what attributes and content of a component say', () => {
    const text =
      '<ErrorCode code="a_b" status={409} title="T" retryable={false} causes={[\'x\', "y"]}>\n  What happened.\n\n  **Fix:** do\n</ErrorCode>';
    expect(entriesOf(text)).toEqual([
      {
        code: 'a_b',
        title: 'T',
        http_status: 409,
        meaning: 'What happened.',
        causes: ['x', 'y'],
        fix: ['do'],
        retry: { when: 'never', note: 'The source says not to retry.' },
      },
    ]);
  });

  it.each([
    ["{ a: 'x', 'b-c': [1, 1.50, -2], /* not this */ d: `t`, }", '{"a":"x","b-c":[1,"1.50",-2],"d":"t"}'],
    [
      '{ a: "it\'s: 1,] }", b: [true, null, undefined,], // nor this\n }',
      '{"a":"it\'s: 1,] }","b":[true,null,null]}',
    ],
    ["{ a: 'x\\'y\\n' }", '{"a":"x\'y\\n"}'],
    ['{ a: call(1) }', '{ a: call(1) }'],
    ['{ a: `t\u0024{x}` }', '{ a: `t\u0024{x}` }'],
  ])('reads the literal %s as an attribute, and leaves other code as it is', (literal, expected) => {
    const [entry] = entriesOf(`<ErrorCode code="a_b" data={${literal}} />`);
    expect(entry?.extra).toEqual({ data: expected });
  });

  it('looks into components of any name, and passes over modules, comments and samples', () => {
    const text =
      "import X from 'x';\n\nexport const a = {\n  code: 'secret_code',\n};\n\n{/* - `hidden_one`: x */}\n<!-- - `hidden_two`: x -->\n\n# Errors\n\n<Card>\n  - `a_b`: x\n</Card>\n\n<CodeBlock code=\"sample\" />";
    const { entries, unplaced } = read(text);
    expect(entries.map(({ data, line }) => [data.code, line])).toEqual([['a_b', 13]]);
    expect(unplaced.map(({ text: code, line }) => [code, line])).toEqual([['secret_code', 4]]);
  });
});

describe('a code that stands twice', () => {
  const list = (...items: string[]) => `# Errors\n\n${items.join('\n')}`;

  it('is one entry where the same is said', () => {
    expect(entriesOf(list('- `a_b`: x', '- `a_b`: x'))).toEqual([{ code: 'a_b', meaning: 'x' }]);
  });

  it('has what else is said as a further cause', () => {
    expect(entriesOf(list('- `a_b`: x', '- `a_b`: y', '- `a_b`: y'))).toEqual([
      { code: 'a_b', meaning: 'x', causes: ['y'] },
    ]);
  });

  it('is two entries with two statuses that mean two things', () => {
    expect(entriesOf(list('- `a_b` (400): x', '- `a_b` (404): y'))).toHaveLength(2);
    expect(entriesOf(list('- `a_b` (400): x', '- `a_b` (404): x'))).toEqual([
      { code: 'a_b', http_status: [400, 404], meaning: 'x' },
    ]);
  });

  it('is one entry where another section says the same', () => {
    expect(codesOf('# Errors\n\n## One\n\n- `a_b`: x\n\n## Two\n\n- `a_b`: x')).toEqual(['a_b']);
    expect(codesOf('# Errors\n\n## One\n\n- `a_b`: x\n\n## Two\n\n- `a_b`: y')).toEqual(['a_b', 'a_b']);
  });
});

describe('any text', () => {
  const part = fc.constantFrom(
    ...[
      '`a_b`',
      '**a_b**',
      '404',
      '|',
      '\n',
      '\n\n',
      '- ',
      '# ',
      ': ',
      ' — ',
      'Cause: ',
      '<td>',
      '<table>',
      '<A code="x">',
      '</A>',
      '{',
      '```',
      '---',
      '• ',
      '\t',
      '\ue000',
      'Code',
      'HTTP',
    ],
  );

  it('gives entries that a catalog takes, and never fails', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string())), (parts) => {
        const { entries, unplaced } = read(parts.join(''));
        const whole = entries.map(({ data }) => entryOf(entrySchema.parse(data)));
        expect(indistinct(whole)).toEqual([]);
        const lines = parts.join('').split(/\r\n?|\n/).length;
        for (const { line } of [...entries, ...unplaced])
          expect(line).toSatisfy((at: number) => at >= 1 && at <= lines);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['quotes', '> '.repeat(20_000)],
    ['lists', '- '.repeat(20_000)],
    ['elements', '<div>'.repeat(20_000)],
    ['cells', '<table><tr><td>'.repeat(5_000)],
    ['components', '<A>\n'.repeat(20_000)],
    ['braces', '<A b={'.repeat(20_000)],
    ['ticks', '` `` '.repeat(20_000)],
    ['one word', 'a_'.repeat(200_000)],
    ['bars', '|\na |\n'.repeat(20_000)],
    ['spaces', `- a_b${' '.repeat(200_000)}x`],
    ['headings', '# E0308: x\n'.repeat(20_000)],
  ])('of many %s is read', (_, text) => {
    expect(read(text).unplaced).toBeInstanceOf(Array);
  });
});

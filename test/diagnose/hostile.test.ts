import { describe, expect, it } from 'vitest';
import { builtinEntries } from '../../src/catalog/combine.ts';
import { boundFindings } from '../../src/diagnose/diagnose.ts';
import { fc } from '../support/chance.ts';
import { passesOf } from '../support/passes.ts';
import { findings, jwt, line } from './facts.ts';

const ALL = builtinEntries().map(({ code }) => code);
const MB = 1_000_000;

const pieces = fc.constantFrom(
  'https://',
  'http://',
  '\u202e',
  '\u0000',
  '\ud800',
  'redirect_uri=',
  '"slug":"',
  "'",
  '"',
  '\\"',
  'eyJ',
  '.',
  'retry-after: ',
  '9999999999999999',
  '{',
  '}',
  '<a>',
  '&',
  '<!DOCTYPE',
  '@',
  '[::',
  ']',
  '%',
  '%E0%A4%A',
  '#',
  '*',
  'Bearer ',
  'code_verifier=',
  '2026-99-99T99:99',
  'expected issuer ',
  'confirmed',
  ':',
  '1e999',
  'x-ratelimit-reset: ',
  '\n',
  'İ',
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
);
const anyLine = fc.record(
  {
    time: fc.option(fc.oneof(text, fc.constant('2026-11-20T09:00:00Z')), { nil: null }),
    source: text,
    message: text,
    path: text,
    method: text,
    rest: fc.dictionary(
      fc.oneof(text, fc.constantFrom('slug', 'redirect_uri', 'retry_after', 'x.message', '__proto__')),
      fc.anything(),
    ),
  },
  { requiredKeys: ['time', 'source'] },
);

describe('whatever is given', () => {
  it.each(ALL)('%s finds few, short, visible things, and never throws', async (code) => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(text, { nil: null }),
        text,
        fc.array(anyLine, { maxLength: 2 }),
        async (value, paste, lines) => {
          const found = await findings(code, { value, text: paste, lines });
          expect(found.length).toBeLessThanOrEqual(6);
          for (const { message, suggestion = 'x' } of found) {
            expect(message.length).toBeLessThanOrEqual(300);
            expect(suggestion.length).toBeLessThanOrEqual(300);
            expect(`${message}${suggestion}`).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a rule that fails has found nothing', async () => {
    const broken = Object.defineProperty(line(), 'message', {
      get: () => {
        throw new Error('broken');
      },
    });
    expect(await findings('workspace_slug_invalid', { lines: [broken] })).toEqual([]);
  });

  it('findings are few, distinct, on one line, and cut with a word', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ message: `no ${index}` }));
    expect(boundFindings(many)).toEqual([
      ...many.slice(0, 5),
      { message: '4 more are not shown: correct these first.' },
    ]);
    expect(boundFindings(many.slice(0, 6))).toEqual(many.slice(0, 6));
    expect(boundFindings([{ message: 'a' }, { message: 'a' }])).toEqual([{ message: 'a' }]);
    expect(boundFindings([{ message: 'a\n\u202eb' }])).toEqual([{ message: 'a\\n\\u202eb' }]);
    expect(boundFindings([{ message: 'a'.repeat(301) }])[0]?.message).toMatch(/^a{293}… \(cut\)$/);
  });

  it('a code that is not known, or is a name of objects, finds nothing', async () => {
    for (const code of ['', 'nope', 'constructor', '__proto__', 'toString'])
      expect(await findings(code, 'x')).toEqual([]);
  });

  it.each([
    'eyJ',
    'a',
    'A_',
    ' ',
    '"',
    "'",
    '://',
    'https://',
    'a.',
    '<',
    '{',
    '%',
    '%25',
    '\\',
    '\u200b',
    '=',
    'redirect_uri=',
    '"slug":',
    'code_verifier:',
    '-',
    '=a&',
    'Bearer ',
    'retry after ',
    '2026-11-20T09:00 ',
    '@',
    '#',
    '*',
    '1',
    '[',
    ']',
    'é',
    '\n',
    'issuer expected ',
    '\\"',
    'eyJ.',
    'Authorization: ',
    '_0aA',
    ' vs ',
    '<a',
    '&amp;',
    'x-ratelimit-reset:',
  ])('1 MB of %j takes a moment', async (unit) => {
    const large = unit.repeat(Math.ceil(MB / unit.length));
    for (const code of ALL) {
      // XML has a bound of its own.
      if (code === 'idp_metadata_invalid') continue;
      await findings(code, { value: 'x', text: 'x' });
      for (const given of [
        { value: large },
        { text: large },
        { lines: [line({ message: large, path: large, rest: { slug: large } })] },
      ]) {
        const took = await passesOf(() => findings(code, given), 10);
        expect(took, `${code} ${Object.keys(given)}`).toBeLessThan(10);
      }
    }
  });
});

describe('a secret', () => {
  const SECRETS = [
    'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    jwt({ alg: 'HS256' }, { sub: 'joe' }),
    'Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZg',
    'https://joe:hunter2hunter2@example.com/x',
    'https://example.com/cb?client_secret=hunter2hunter2',
    'https://example.com/cb#access_token=hunter2hunter2',
    'https://hooks.slack.com/services/T000/B000/x1Y2z3A4b5C6d7E8f9G0h1I2',
    'Bearer hunter2hunter2',
    'password=hunter2hunter2',
  ];
  const CORE = /4eC39HqLyjWDarjtT1zdp7dc|16C7e42F292c|eyJ|Zm9vYmFyMTIz|hunter2|x1Y2z3A4b5/i;

  it.each(SECRETS)('%s is in no finding of any code', async (secret) => {
    for (const code of ALL) {
      for (const value of [
        secret,
        ` ${secret}`,
        `${secret}\n`,
        `http://${secret}`,
        `${secret} https://b.example.com/`,
        `A_${secret}`,
      ]) {
        for (const given of [
          { value },
          { text: `The slug '${value}' is invalid. redirect_uri=${value} {"slug":"${value}"}` },
        ]) {
          expect(JSON.stringify(await findings(code, given)), `${code} ${value}`).not.toMatch(CORE);
        }
      }
    }
  });
});

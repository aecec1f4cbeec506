import { describe, expect, it } from 'vitest';
import { formatAlphabet, isInAlphabet, readPattern } from '../../src/base/value-pattern.ts';
import { fc } from '../support/chance.ts';

const PATTERNS = [
  '^[a-z0-9-]+$',
  '^[a-z]{2,5}$',
  '^[a-z0-9]+(?:-[a-z0-9]+)*$',
  '^([a-z]+-?)*$',
  '^(a|ab)(c|bcd)(d*)$',
  '^a?b?c?$',
  '^\\d{3}$',
  '^[^a]+$',
  '^a.c$',
  '^[A-Z]{3}-\\d+$',
  'ab',
  '^ab',
  'ab$',
  '^(?:a{2}){1,3}b$',
  '^[\\w.-]*$',
  '^a{0}b$',
  '^\\$\\^$',
  '^()$',
  '^(a*)*$',
  '',
];

describe('a pattern for values', () => {
  it.each(PATTERNS)('%s matches what a regular expression matches', (source) => {
    const pattern = readPattern(source);
    const expression = new RegExp(source, 'u');
    const text = fc.string({ unit: fc.constantFrom(...'abcdx-A_.09$^\n'), maxLength: 8 });
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (value) => {
        expect(pattern?.test(value)).toBe(expression.test(value));
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    '(?=a)',
    '(?<!a)',
    '\\1',
    '\\b',
    'a**',
    '[b-a]',
    '(',
    'a)',
    '[',
    '[]',
    'a{3,2}',
    'a{x}',
    '\\',
    '^a$b',
    'a{9999}',
    '(?<n>a)',
  ])('%s is none that is understood', (source) => {
    expect(readPattern(source)).toBeNull();
  });

  it('is matched in time that grows with the value alone', () => {
    const pattern = readPattern('^([a-z]+-?)*([a-z]*)*$');
    expect(pattern?.test(`${'a'.repeat(50_000)}!`)).toBe(false);
  });

  it('says which characters values are made of, in its own order', () => {
    const { alphabet } = readPattern('^[a-z0-9][a-z0-9-]*$') ?? { alphabet: null };
    expect(alphabet && formatAlphabet(alphabet)).toBe('a-z, 0-9 and -');
    expect(alphabet && ['a', '-', 'A', 'é'].map((char) => isInAlphabet(char, alphabet))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each(['^[^a]$', '[a-z]+', '^.$'])(
    '%s says of no character that it cannot stand in a value',
    (source) => {
      expect(readPattern(source)?.alphabet).toBeNull();
    },
  );
});

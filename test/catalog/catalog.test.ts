import { describe, expect, it } from 'vitest';
import { builtinCatalog } from '../../src/catalog/combine.ts';
import { platformSchema } from './platform-schema.ts';

const catalog = builtinCatalog();

function builtinWith(change: (entry: Record<string, unknown>) => void) {
  const errors = structuredClone([...catalog.entries]);
  change(errors[0] as unknown as Record<string, unknown>);
  return { errors };
}

describe('what is asked of the built-in catalog alone', () => {
  it.each([
    ['a missing field', (entry: Record<string, unknown>) => delete entry['fix'], /fix/],
    ['an empty text', (entry: Record<string, unknown>) => (entry['meaning'] = ' '), /meaning/],
    ['an unknown area', (entry: Record<string, unknown>) => (entry['area'] = 'misc'), /area/],
    [
      'a status that is no error',
      (entry: Record<string, unknown>) => (entry['http_status'] = 200),
      /http_status/,
    ],
    [
      'an unknown status without a reason',
      (entry: Record<string, unknown>) => (entry['http_status'] = null),
      /say why/,
    ],
    [
      'a code in another spelling',
      (entry: Record<string, unknown>) => (entry['code'] = 'Invalid-Request'),
      /code/,
    ],
  ])('%s is refused by name', (_, change, problem) => {
    expect(() => platformSchema.parse(builtinWith(change))).toThrow(problem);
  });
});

describe('a catalog', () => {
  it('gives every entry by its code, and nothing for names of the language', () => {
    for (const entry of catalog.entries) expect(catalog.get(entry.code)).toBe(entry);
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      expect(catalog.get(name)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { builtinData } from '../../src/catalog/builtin.ts';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import type { CatalogData } from '../../src/catalog/schema.ts';

function builtinWith(change: (entry: Record<string, unknown>) => void): CatalogData {
  const data = structuredClone(builtinData());
  change(data.errors[0] as unknown as Record<string, unknown>);
  return data;
}

describe('a catalog is checked when it is made', () => {
  it.each([
    ['an unknown field', (entry: Record<string, unknown>) => (entry['severity'] = 'high'), /severity/],
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
    [
      'a code that stands twice',
      (entry: Record<string, unknown>) => (entry['code'] = 'not_found'),
      /stands twice/,
    ],
  ])('%s is refused by name', (_, change, problem) => {
    expect(() => createCatalog(builtinWith(change))).toThrow(problem);
  });

  it('gives every entry by its code, and nothing for names of the language', () => {
    const catalog = createCatalog(builtinData());
    for (const entry of catalog.entries) expect(catalog.get(entry.code)).toBe(entry);
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      expect(catalog.get(name)).toBeUndefined();
  });
});

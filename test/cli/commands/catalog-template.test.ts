import { expect, test } from 'vitest';
import { catalogOfTexts } from '../../../src/catalog/files/load-catalog.ts';
import { catalogSchema, entrySchema } from '../../../src/catalog/schema.ts';
import { checkQuality } from '../../../src/check/quality/check-quality.ts';
import { catalogTemplate } from '../../../src/cli/commands/new.ts';

const text = catalogTemplate();
const load = (from: string) => catalogOfTexts(['x.yaml'], [{ file: 'x.yaml', text: from }]).catalog;

test('a catalog to begin with can be served, as it is and with every field that it shows', () => {
  expect(load(text).entries.map(({ code }) => code)).toEqual(['quota_exceeded', 'too_many_requests']);
  const all = load(text.replaceAll(/^# (?=[a-z]+: )/gm, ''));
  expect(all.version).toBe('1');
  expect(all.get('rate_limited')).toBeDefined();
  expect(all.get('too_many_requests')).toMatchObject({ service: 'uploads', surface: 'api', area: 'billing' });
});

test.each(Object.entries(entrySchema.shape))('explains the field %s of an entry', (name, schema) => {
  const [, comment = ''] = new RegExp(`\\n((?: {4}# .*\\n)+) {4}(?:# )?${name}:`).exec(text) ?? [];
  const words = comment.replaceAll(/\s*# /g, ' ');
  expect(words).toContain(schema.description ?? ' ');
  expect(words.length).toBeGreaterThan(10);
});

test.each(Object.keys(catalogSchema.shape).filter((name) => name !== '$schema'))(
  'explains the field %s of a catalog',
  (name) => expect(text).toMatch(new RegExp(`^# .{10,}\\n(?:# )?${name}:`, 'm')),
);

test('has nothing that its own check would find fault with', () => {
  expect(checkQuality(load(text), () => null)).toEqual([]);
});

test('fits a window, and ends with its line', () => {
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(text).toMatch(/^# yaml-language-server: \$schema=https:\/\/[^\n]+\n[\s\S]*[^\n]\n$/);
});

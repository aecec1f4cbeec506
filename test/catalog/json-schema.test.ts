import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogJsonSchema } from '../../scripts/catalog-json-schema.ts';

test('the published JSON Schema is that of the catalog files that are read (npm run schema writes it)', () => {
  const published = JSON.parse(readFileSync(new URL('../../catalog.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(catalogJsonSchema());
});

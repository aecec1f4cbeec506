import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logFormatsPage } from '../../../../scripts/log-formats-page.ts';
import { FORMATS } from '../../../../src/logs/line/formats/formats.ts';

test('the page of log formats is that of the records: `npm run formats`', () => {
  const page = readFileSync(new URL('../../../../docs/log-formats.md', import.meta.url), 'utf8');
  expect(page).toBe(logFormatsPage());
});

test('each format has a name of its own, a document and samples', () => {
  const names = FORMATS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, docs, samples } of FORMATS) {
    expect(docs, name).toMatch(/^https:\/\/\S+$/);
    expect(samples.length, name).toBeGreaterThan(0);
  }
});

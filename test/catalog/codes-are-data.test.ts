import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FAILURES } from '../../src/base/failure.ts';
import { builtinEntries } from '../../src/catalog/combine.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** Codes that only the built-in catalog may name. */
const codes = builtinEntries()
  .map(({ code }) => code)
  .filter((code) => !Object.hasOwn(FAILURES, code));
const NAMED = new RegExp(`(?<!\\w)(?:${codes.join('|')})(?!\\w)`, 'g');

test('no source but the catalog file names a code of the platform, save those of the server itself', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.ts$/.test(file),
  );
  const named = files.flatMap((file) => {
    const lines = readFileSync(join(SOURCES, file), 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      Array.from(line.matchAll(NAMED), ([code]) => `src/${file}:${index + 1} names ${code}`),
    );
  });
  expect(files.length).toBeGreaterThan(100);
  expect(named).toEqual([]);
});

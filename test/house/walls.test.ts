import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importsIn, importsOf } from './imports.ts';
import { breaches, unknownRooms } from './walls.ts';

const SRC = new URL('../../src/', import.meta.url);

describe('the house', () => {
  const imports = importsIn(SRC);

  test('has imports that go down only, through doors, with I/O and the SDK where they belong', () => {
    expect(imports.length).toBeGreaterThan(500);
    expect(breaches(imports)).toEqual([]);
  });

  test('has no room that the rules do not know', () => {
    const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!\.d)\.ts$/.test(file),
    );
    expect(unknownRooms(files)).toEqual([]);
    expect(unknownRooms(['attic/box.ts'])).toEqual(['attic']);
  });
});

test.each([
  ['an import goes up or sideways', 'recognize/depth.ts', "import { runCommand } from '../cli/cli.ts';"],
  [
    'an import goes up or sideways',
    'recognize/depth.ts',
    "import { diagnose } from '../diagnose/diagnose.ts';",
  ],
  ['an import goes up or sideways', 'base/words.ts', "export type { Entry } from '../catalog/catalog.ts';"],
  ['an import passes by the door', 'tools/tool.ts', "import type { LogLine } from '../logs/line/draft.ts';"],
  ['an import passes by the door', 'services.ts', "const { x } = await import('./protocol/methods.ts');"],
  ['an import passes by the door', 'cli/help.ts', "export { x } from '../config/settings.ts';"],
  ['a pure room does I/O', 'recognize/depth.ts', "import { readFileSync } from 'node:fs';"],
  ['a pure room does I/O', 'base/words.ts', "import { readFile } from 'fs/promises';"],
  ['a pure room does I/O', 'import/source.ts', "import { readText } from '../catalog/files/files.ts';"],
  ['only protocol/ knows the SDK', 'tools/tool.ts', "import '@modelcontextprotocol/sdk/types.js';"],
])('%s: %s with %s', (rule, file, text) => {
  const found = breaches(importsOf(file, text));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(new RegExp(`^${rule}: ${file} -> `));
});

test.each([
  ['tools/tool.ts', "import { openLogs } from '../logs/logs.ts';"],
  ['tools/answer/parts.ts', "import { a } from '../tool.ts'; import { b } from '../../base/text.ts';"],
  ['catalog/files/load.ts', "import { readFile } from 'node:fs/promises';"],
  ['protocol/mcp.ts', "import '@modelcontextprotocol/sdk/types.js';"],
  ['redact/plain.ts', "import { createHash } from 'node:crypto';"],
])('breaks no rule: %s with %s', (file, text) => {
  expect(breaches(importsOf(file, text))).toEqual([]);
});

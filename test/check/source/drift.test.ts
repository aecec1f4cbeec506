import { expect, test } from 'vitest';
import { codesInSource } from '../../../src/cli/commands/check/source-tree.ts';
import { EMITTED, SERVICES } from './services.ts';
import { treeOf } from './tree.ts';

test('finds what three services in three languages emit, and nothing else', async () => {
  const folder = await treeOf(SERVICES);
  const { emitted, files, skipped } = await codesInSource([folder], {
    patterns: [],
    ignore: [],
    known: new Set(),
  });
  expect([...new Set(emitted.map(({ code }) => code))].sort()).toEqual(EMITTED);
  expect(emitted.filter(({ isName }) => isName)).toEqual([]);
  expect({ files, skipped }).toEqual({ files: 8, skipped: [] });
});

test('tells which codes of a catalog are used, and which are not', async () => {
  const folder = await treeOf(SERVICES);
  const known = new Set([
    ...EMITTED,
    'compared_only',
    'received_only',
    'in_a_comment',
    'only_in_tests',
    'retired',
  ]);
  const { mentioned } = await codesInSource([folder], { patterns: [], ignore: [], known });
  expect([...known].filter((code) => !mentioned.has(code))).toEqual([
    'in_a_comment',
    'only_in_tests',
    'retired',
  ]);
});

import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';
import { PATIENCE } from './vitest.long.config.ts';

/** What needs more rights, and why. */
const NEEDS_MORE = [
  // Commands that write where they are told to.
  'test/cli/connect/connect.test.ts',
  'test/cli/commands/{import,new,check/check-command}.test.ts',
  // It starts the server; and others' folders. What it does without that right is in sandbox.test.ts.
  'test/e2e/cli-doctor.test.ts',
  // Files beside the program, and hooks of the tests in it.
  'test/e2e/{code-cache,logins,audit,own-names}.test.ts',
  // Work and sizes, which the rights do not change.
  'test/e2e/{budgets,workspace-work}.test.ts',
  // Catalogs at paths that it may not read, which are told as such.
  'test/e2e/catalog-file.test.ts',
  // It locks the program in itself.
  'test/e2e/sandbox.test.ts',
];

/** The tests that start the built program, each start with the rights of docs/sandbox.md alone. */
export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    include: ['test/e2e/**/*.test.ts', 'test/cli/**/*.test.ts'],
    exclude: NEEDS_MORE,
    env: { TEST_SANDBOX: '1' },
    maxWorkers: 2,
    ...PATIENCE,
  },
});

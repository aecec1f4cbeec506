import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';

/** The view in a real browser, in hosts with MCP Apps and as a file; `test/browser/run.mjs` starts it. */
export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    include: ['test/browser/*.browser.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // One browser at a time: how long a page takes is compared.
    maxWorkers: 1,
  },
});

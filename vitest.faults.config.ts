import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';

/** What takes minutes: processes that are killed, crowds, rotation under a live writer. */
export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    include: ['test/faults/**/*.fault.ts'],
    testTimeout: 240_000,
    maxWorkers: 1,
  },
});

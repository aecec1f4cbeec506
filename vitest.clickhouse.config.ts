import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';

/** Request logs in ClickHouse, with its real engine; `test/clickhouse/run.mjs` starts it. */
export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    include: ['test/clickhouse/*.clickhouse.ts'],
    // The official client logs what it meets.
    silent: 'passed-only',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';

/** The built server with other people's client libraries and hosts; `test/hosts/run.mjs` starts it. */
export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    include: ['test/hosts/*.hosts.ts'],
    env: {
      DO_NOT_TRACK: '1',
      MASTRA_TELEMETRY_DISABLED: '1',
      LANGSMITH_TRACING: 'false',
      NO_COLOR: '1',
    },
    // Some hosts log every failed call.
    silent: 'passed-only',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

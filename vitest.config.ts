import { defineConfig } from 'vitest/config';
import { yamlInTests } from './scripts/yaml-data.mjs';

/** Folders whose tests are of pure logic: none sees what another leaves behind, so they share what they load. */
const PURE = ['base', 'catalog', 'check', 'diagnose', 'import', 'pasted', 'recognize'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const ALL = 'test/**/*.test.ts';

/** Only what hangs takes so long, on a machine with other work too: what must be quick is held to `passesOf`. */
const PATIENCE = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  plugins: [yamlInTests],
  test: {
    // Two cores: more workers only make the spawned servers slower.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false, ...PATIENCE } },
      {
        extends: true,
        test: { name: 'rest', include: [ALL], exclude: ['**/node_modules/**', ...PURE], ...PATIENCE },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';
import { LONG, PATIENCE } from './vitest.long.config.ts';

/** Folders whose tests are of pure logic: none sees what another leaves behind, so they share what they load. */
const PURE = ['base', 'catalog', 'check', 'diagnose', 'import', 'pasted', 'recognize'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const ALL = 'test/**/*.test.ts';
const INSTALLED = '**/node_modules/**';

export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    // Two cores: more workers only make the spawned servers slower.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: PURE, exclude: [INSTALLED, ...LONG], isolate: false, ...PATIENCE },
      },
      {
        extends: true,
        test: { name: 'rest', include: [ALL], exclude: [INSTALLED, ...PURE, ...LONG], ...PATIENCE },
      },
    ],
  },
});

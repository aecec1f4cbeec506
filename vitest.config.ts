import { defineConfig } from 'vitest/config';

/** Folders whose tests are of pure logic: none sees what another leaves behind, so they share what they load. */
const PURE = ['catalog', 'check', 'diagnose', 'import', 'recognize', 'text'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const ALL = 'test/**/*.test.ts';

export default defineConfig({
  test: {
    // Two cores: more workers only make the spawned servers slower.
    maxWorkers: 2,
    projects: [
      { test: { name: 'pure', include: PURE, isolate: false, testTimeout: 20_000 } },
      {
        test: { name: 'rest', include: [ALL], exclude: ['**/node_modules/**', ...PURE], testTimeout: 20_000 },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** What takes minutes: processes that are killed, crowds, rotation under a live writer. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.fault.ts'],
    testTimeout: 240_000,
    maxWorkers: 1,
  },
});

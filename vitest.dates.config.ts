import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';

const CLOCK = fileURLToPath(new URL('test/dates/shifted-clock.cjs', import.meta.url));
const DAY = 86_400_000;
const now = new Date();
const year = now.getUTCFullYear();
const leapYear = [1, 2, 3, 4, 5, 6, 7, 8].map((ahead) => year + ahead).find(isLeap) ?? year;

/** When the clock begins for every test file, which has a process of its own. */
const STARTS: Record<string, number> = {
  '1 day on': now.getTime() + DAY,
  '40 days on': now.getTime() + 40 * DAY,
  '400 days on': now.getTime() + 400 * DAY,
  '29 February': Date.UTC(leapYear, 1, 29, now.getUTCHours(), now.getUTCMinutes()),
  // Late enough that even short files run over it, once their servers are up.
  "a month's end": Date.UTC(year, now.getUTCMonth() + 1, 1) - 2_000,
};

const TELL_THE_TIME = [
  'test/e2e/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/logs/index/**/*.test.ts',
  'test/logs/files/contract.test.ts',
  'test/logs/line/time.test.ts',
  'test/logs/journal.test.ts',
  'test/tools/**/*.test.ts',
];

/** What no date reaches, and takes minutes. */
const TELL_NO_TIME = [
  // Sizes, tokens and processor time.
  'test/e2e/budgets.test.ts',
  // What a process without rights may do: it may not even read the preload that shifts its clock.
  'test/e2e/sandbox.test.ts',
  // Whether a login is shown, or handed on.
  'test/e2e/logins.test.ts',
  // Which answers the schemas refuse, which lines are taken for calls, and who may have written the code cache.
  'test/e2e/{code-cache,contract,odd-lines}.test.ts',
  // How much is read for one workspace: bytes and blocks.
  'test/e2e/workspace-work.test.ts',
  // The files of hosts, and which failed commands a hook speaks of.
  'test/cli/connect/*.test.ts',
  'test/cli/commands/hook.test.ts',
  // Bytes in, bytes out: neither the scanners nor the format of a segment know of times.
  'test/logs/wasm/*.test.ts',
  'test/logs/index/{damage,long-lines,plan,segment-format,stretch-check}.test.ts',
  // From a team's files to a catalog, and back.
  'test/cli/commands/import.test.ts',
  'test/cli/commands/check/*.test.ts',
];

/** The tests of all that tells the time or asks for it, each under clocks that are not the machine's. */
export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    maxWorkers: 2,
    projects: Object.entries(STARTS).map(([name, start]) => ({
      extends: true,
      test: {
        name,
        include: TELL_THE_TIME,
        exclude: TELL_NO_TIME,
        testTimeout: 120_000,
        hookTimeout: 120_000,
        expect: { poll: { timeout: 60_000 } },
        execArgv: ['--require', CLOCK],
        env: { TEST_CLOCK_START: new Date(start).toISOString() },
      },
    })),
  },
});

function isLeap(year: number): boolean {
  return new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
}

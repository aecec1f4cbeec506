import { defineConfig } from 'vitest/config';
import { pageInTests } from './scripts/view-page.mjs';
import { yamlInTests } from './scripts/yaml-data.mjs';

/** What takes minutes: many hostile texts, and whole lives of the built program over large logs and many files. */
export const LONG = [
  'test/redact/{door,redact}.test.ts',
  'test/logs/planted.test.ts',
  'test/logs/index/{damage,log-index,long-lines,other-text}.test.ts',
  'test/logs/file-log.test.ts',
  'test/logs/files/{feed-from,line-scan,second-thread}.test.ts',
  'test/logs/line/nothing-lost.test.ts',
  'test/logs/tally/failure-line.test.ts',
  'test/logs/search/{by-index,search-files}.test.ts',
  'test/check/source/any-text.test.ts',
  'test/pasted/dress.test.ts',
  'test/ways-in/{commands,mcpb,third-party-notices}.test.ts',
  'test/cli/commands/{hook,import,check/check-command,check/source-tree}.test.ts',
  'test/check/renames.test.ts',
  'test/logs/wasm/{flags,scanners,wasm}.test.ts',
  'test/diagnose/{growth,hostile}.test.ts',
  'test/import/page/{hostile,pages}.test.ts',
  'test/cli/connect/connect.test.ts',
  'test/e2e/{audit,budgets,cli,cli-doctor,code-cache,contract,forged-blocks,index,live-catalog}.test.ts',
  'test/e2e/{logins,logs,odd-lines,workspace-work}.test.ts',
];

/** Only what hangs takes so long, on a machine with other work too: what must be quick is held to `passesOf`. */
export const PATIENCE = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  plugins: [yamlInTests, pageInTests],
  test: {
    globalSetup: './test/support/own-temp-folder.ts',
    include: LONG,
    maxWorkers: 2,
    ...PATIENCE,
  },
});

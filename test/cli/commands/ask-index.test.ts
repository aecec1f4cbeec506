import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adviseIndex, bringCountsUpToDate } from '../../../src/cli/commands/index-logs.ts';
import type { CommandRequest } from '../../../src/config/command-line.ts';
import type { Config } from '../../../src/config/config.ts';
import { readSettings } from '../../../src/config/settings.ts';
import { openLogs } from '../../../src/logs/logs.ts';
import { freshFolder, SAMPLE_LOGS } from '../../support/server.ts';
import { recordingTerminal } from '../recording-terminal.ts';

const workerUrl = new URL('../../../dist/index-worker.cjs', import.meta.url);
const SLOW = 4_200;

const command: CommandRequest = {
  name: 'lookup',
  operands: ['req_1'],
  options: {},
  json: false,
  shared: ['--logs', 'my logs'],
  values: new Map(),
  flags: new Set(),
  settings: readSettings(new Map(), {}),
  problems: [],
};

function configOf(stateFolder: string | null): Config {
  const nothing = {
    catalogs: [],
    onInvalidCatalog: 'refuse',
    workspace: null,
    redact: [],
    idKeys: [],
    audit: null,
    tables: [],
    tableLogin: { user: 'default', password: '' },
  } as const;
  return { ...nothing, logs: [SAMPLE_LOGS], stateFolder, command };
}

describe('who waited long for a lookup', () => {
  test.each([
    [
      { columns: 100 },
      SLOW,
      "This took 4.2 s. An index makes it quick: error-catalog-mcp index --logs 'my logs'\n",
    ],
    [{ columns: 100 }, 900, ''],
    [{ columns: null }, SLOW, ''],
  ])('is told of the index: on %o after %i ms %j', async (kind, elapsed, said) => {
    const terminal = recordingTerminal(kind);
    await adviseIndex(configOf(freshFolder()), command, elapsed, { terminal, workerUrl });
    expect(terminal.stderr).toBe(said);
  });

  test('is not told of an index where there are only tables', async () => {
    const terminal = recordingTerminal({ columns: 100 });
    await adviseIndex({ ...configOf(freshFolder()), logs: [] }, command, SLOW, { terminal, workerUrl });
    expect(terminal.stderr).toBe('');
  });

  test('is not told of an index that is there', async () => {
    const terminal = recordingTerminal({ columns: 100 });
    const config = configOf(freshFolder());
    const logs = openLogs(config, { workerUrl, onTrouble: () => {} });
    await logs.index(() => {});
    const { covered, total } = await logs.coverage();
    expect(total).toBeGreaterThan(100_000);
    expect(covered).toBe(total);
    await adviseIndex(config, command, SLOW, { terminal, workerUrl });
    expect(terminal.stderr).toBe('');
  });
});

describe('counting before the answer', () => {
  test('says what could not be counted, and lets the answer come', async () => {
    const state = join(freshFolder(), 'file');
    writeFileSync(state, '');
    const terminal = recordingTerminal();
    await bringCountsUpToDate(configOf(state), { terminal, workerUrl });
    expect(terminal.stderr).toMatch(/^Warning: Not all errors could be counted\. /);
    terminal.stderr = '';
    await bringCountsUpToDate(configOf(freshFolder()), {
      terminal,
      workerUrl: new URL('./none.cjs', workerUrl),
    });
    expect(terminal.stderr).toMatch(/^Warning: Not all errors could be counted\. .*none\.cjs/);
  });

  test('names the logs that it could not count', async () => {
    const missing = join(freshFolder(), 'missing');
    const utf16 = join(freshFolder(), 'wide.log');
    writeFileSync(utf16, Buffer.from(`\ufeff${'some words\n'.repeat(500)}`, 'utf16le'));
    const terminal = recordingTerminal();
    const config = { ...configOf(freshFolder()), logs: [SAMPLE_LOGS, missing, utf16] };
    await bringCountsUpToDate(config, { terminal, workerUrl });
    expect(terminal.stderr.split('\n')).toEqual([
      expect.stringMatching(
        /^Warning: Not all errors could be counted\. .*missing: There is nothing at this/,
      ),
      expect.stringMatching(/^Warning: Not all errors could be counted\. wide\.log: It is in UTF-16\./),
      '',
    ]);
    terminal.stderr = '';
    const many = Array.from({ length: 7 }, (_, at) => `${missing}${at}`);
    await bringCountsUpToDate({ ...config, logs: many }, { terminal, workerUrl });
    expect(terminal.stderr.split('\n')).toHaveLength(7);
    expect(terminal.stderr).toContain('And 2 more logs.');
  });

  test('is passed over where there is no folder for it', async () => {
    const terminal = recordingTerminal();
    await bringCountsUpToDate(configOf(null), { terminal, workerUrl });
    expect(terminal.stderr).toBe('');
  });
});

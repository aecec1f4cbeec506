import { afterAll, beforeAll } from 'vitest';
import { linesWithin } from '../../src/logs/workspace.ts';
import { testRelated } from '../logs/contract/related-contract.ts';
import { type Adapter, testRequestLog } from '../logs/contract/request-log-contract.ts';
import { testSearch } from '../logs/contract/search-contract.ts';
import { type RunningEngine, startEngine } from './engine/start.ts';
import { KINDS, opened, tableWith } from './tables.ts';

let engine: RunningEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

for (const [name, kind] of Object.entries(KINDS)) {
  const readsAll = name !== 'flat';
  const table: Adapter = {
    name,
    readsTexts: readsAll,
    readsAttributes: readsAll,
    open: async (records) => {
      const suffices = (lines: Parameters<typeof linesWithin>[0], id: string) =>
        linesWithin(lines, id, 'acme').length > 0;
      // Most records name no workspace, which then proves nothing: all that is older is searched for them as well.
      return opened(await tableWith(engine, kind, records), { suffices }).log;
    },
  };
  testRequestLog(table);
  testSearch(table);
  testRelated(table);
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomNumbers, someLog } from '../logs/index/indexed.ts';
import { freshFolder, RawServer } from '../support/server.ts';
import { linesFound, runIndex } from './asking.ts';

const MOMENTS = 50;
const LOG_LINES = 250_000;

test('an indexer that is killed at any moment leaves no wrong answer behind', async () => {
  const state = freshFolder();
  const log = someLog(LOG_LINES);
  const path = join(state, 'app.log');
  writeFileSync(path, log.text);
  const counts = new Map<string, number>();
  for (const [id] of log.text.matchAll(/req_[0-9a-f]{24}/g)) counts.set(id, (counts.get(id) ?? 0) + 1);

  const start = performance.now();
  await runIndex(state, path);
  const whole = performance.now() - start;

  const random = randomNumbers(11);
  for (let moment = 0; moment < MOMENTS; moment += 1) {
    if (moment % 5 === 0) rmSync(join(state, 'error-catalog-mcp', 'index'), { recursive: true, force: true });
    await runIndex(state, path, random(Math.ceil(whole)));
    const server = await RawServer.initialized(['--logs', path], state);
    for (let asked = 0; asked < 8; asked += 1) {
      const id = log.ids[random(log.ids.length)] ?? '';
      expect(await linesFound(server, id), `${id} after ${moment}`).toBe(counts.get(id) ?? 0);
    }
    expect(await linesFound(server, 'req_0123456789')).toBe(0);
    await server.close();
  }
});

import { expect, test } from 'vitest';
import { randomNumbers } from '../logs/index/indexed.ts';
import { freshFolder, RawServer } from '../support/server.ts';
import { linesFound, runIndex } from './asking.ts';
import { LiveLog, ROTATIONS } from './live-log.ts';

const MINUTE = 60_000;
/** Questions that are asked however slow the machine is. */
const LEAST_ASKED = 200;

test('two indexers and two servers over one live log for a minute or more: no wrong answer', async () => {
  const state = freshFolder();
  const log = new LiveLog(freshFolder());
  log.write(100_000);
  const end = Date.now() + MINUTE;
  const servers = await Promise.all([1, 2].map(() => RawServer.initialized(['--logs', log.folder], state)));
  const wrong: string[] = [];
  let asked = 0;
  const goesOn = () => Date.now() < end || asked <= LEAST_ASKED;

  const ask = async (server: RawServer, seed: number): Promise<void> => {
    const random = randomNumbers(seed);
    while (goesOn()) {
      const isNew = random(3) === 0;
      const id = isNew ? log.write(1 + random(50)) : (log.ids[random(log.ids.length)] ?? '');
      const found = await linesFound(server, id);
      // A rotation by copying shows lines twice for a moment.
      if (found < 1 || found > 2) wrong.push(`${id}: ${found}`);
      if ((await linesFound(server, `req_none${asked}0`)) !== 0) wrong.push(`none ${asked}`);
      asked += 2;
    }
  };
  const index = async (): Promise<void> => {
    while (goesOn()) await runIndex(state, log.folder);
  };
  const rotate = async (): Promise<void> => {
    for (let turn = 0; goesOn(); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      const kinds = Object.values(ROTATIONS);
      kinds[turn % kinds.length]?.(log);
      log.write(20_000);
    }
  };
  await Promise.all([...servers.map((server, index) => ask(server, index + 1)), index(), index(), rotate()]);
  for (const server of servers) await server.close();
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(LEAST_ASKED);
});

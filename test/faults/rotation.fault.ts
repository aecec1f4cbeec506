import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../logs/index/indexed.ts';
import { freshFolder, RawServer } from '../support/server.ts';
import { linesFound } from './asking.ts';
import { LiveLog, ROTATIONS } from './live-log.ts';

const SECONDS = 12_000;
const EVERY = 700;

describe('a log that is rotated under a live writer', () => {
  test.each(Object.entries(ROTATIONS))('loses no line: %s', async (_, rotate) => {
    const log = new LiveLog(freshFolder());
    log.write(5_000);
    const server = await RawServer.initialized(['--logs', log.folder], freshFolder());
    const random = randomNumbers(5);
    const end = Date.now() + SECONDS;
    let turn = Date.now();
    const lost: string[] = [];
    while (Date.now() < end) {
      const fresh = log.write(1 + random(200));
      const asking = linesFound(server, fresh);
      if (Date.now() - turn > EVERY) {
        // The server is in the middle of its search now.
        await new Promise((resolve) => setTimeout(resolve, random(8)));
        rotate(log);
        turn = Date.now();
      }
      if ((await asking) < 1) lost.push(fresh);
      const old = log.ids[random(log.ids.length)] ?? '';
      if ((await linesFound(server, old)) < 1) lost.push(old);
    }
    expect(lost).toEqual([]);
    for (let index = 0; index < log.ids.length; index += 997)
      expect(await linesFound(server, log.ids[index] ?? '')).toBe(1);
    await server.close();
  });
});

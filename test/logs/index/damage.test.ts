import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../files/temp-folder.ts';
import { indexOf, randomNumbers, segmentsIn, someLog } from './indexed.ts';

const PLACES = 200;
const log = someLog(1_000);
const ids = [log.ids[0] ?? '', log.ids[200] ?? '', log.ids.at(-1) ?? '', 'req_0123456789'];

async function damaged(harm: (path: string, place: number) => void): Promise<void> {
  const folder = await tempFolder();
  writeFileSync(join(folder, 'app.log'), log.text);
  const indexed = await indexOf(join(folder, 'app.log'));
  await indexed.catchUp();
  const truth = await Promise.all(ids.map((id) => indexed.raw().find(id)));
  const [segment = ''] = segmentsIn(indexed.folder);
  const whole = join(folder, 'whole.seg');
  copyFileSync(segment, whole);
  const { length } = readFileSync(whole);

  for (let place = 0; place < PLACES; place += 1) {
    copyFileSync(whole, segment);
    harm(segment, Math.floor((place * length) / PLACES));
    const open = indexed.open();
    for (const [index, id] of ids.entries()) expect(await open.find(id), `at ${place}`).toEqual(truth[index]);
  }
  // What was damaged where a lookup reads is gone, and built anew.
  copyFileSync(whole, segment);
  harm(segment, 3);
  await indexed.open().find(ids[0] ?? '');
  expect(await indexed.catchUp()).toBe(log.text.length);
  expect(readFileSync(segment)).toEqual(readFileSync(whole));
  rmSync(whole);
}

describe('an index that is damaged costs time, never an answer', () => {
  test('one bit is another', async () => {
    const random = randomNumbers(7);
    await damaged((path, place) => {
      const bytes = readFileSync(path);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
      writeFileSync(path, bytes);
    });
  });

  test('it is cut', () => damaged(truncateSync));

  test('a stretch of it is zero', () =>
    damaged((path, place) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0, place, Math.min(bytes.length, place + 64)));
    }));
});

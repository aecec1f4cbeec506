import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Indexer } from '../../../src/logs/index/indexer.ts';
import { tempFolder } from '../files/temp-folder.ts';

/** An indexer, and how often it has begun. Its thread ends at once. */
async function counting() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let begun = 0;
  const indexer = new Indexer({
    folder: join(await tempFolder(), 'index'),
    linesOf: null,
    paths: [],
    get workerUrl() {
      begun += 1;
      return new URL('data:text/javascript,');
    },
    onTrouble: () => {},
  });
  onTestFinished(() => indexer.stop());
  return { indexer, begun: () => begun };
}

describe('an indexer that is nudged', () => {
  test('begins soon, and once', async () => {
    const { indexer, begun } = await counting();
    indexer.nudge();
    indexer.nudge();
    expect(begun()).toBe(0);
    vi.advanceTimersByTime(100);
    expect(begun()).toBe(1);
  });

  test('waits for the searches that an answer needs, but not for ever', async () => {
    const { indexer, begun } = await counting();
    const ends = [indexer.putOff(), indexer.putOff()];
    indexer.nudge();
    vi.advanceTimersByTime(5_000);
    ends[0]?.();
    vi.advanceTimersByTime(1_000);
    expect(begun()).toBe(0);
    ends[1]?.();
    vi.advanceTimersByTime(100);
    expect(begun()).toBe(1);
  });

  test('begins while searches follow one another', async () => {
    const { indexer, begun } = await counting();
    indexer.putOff();
    indexer.nudge();
    vi.advanceTimersByTime(11_000);
    expect(begun()).toBe(1);
  });
});

import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Found } from '../../src/logs/log.ts';
import { atMost } from '../../src/logs/merge-logs.ts';
import { FINDS_ONLY } from '../support/finds-only.ts';

const nothing: Found = {
  lines: [],
  omitted: 0,
  searched: { files: 0, lines: 0, from: null, to: null, skipped: [] },
};

describe('searches at once', () => {
  it('are bounded, and all of them end', async () => {
    let running = 0;
    let most = 0;
    const log = atMost(4, {
      ...FINDS_ONLY,
      async find() {
        most = Math.max(most, ++running);
        await setTimeout(2);
        running--;
        return nothing;
      },
    });
    const found = await Promise.all(Array.from({ length: 50 }, (_, n) => log.find(`req_${n}`)));
    expect(found).toHaveLength(50);
    expect(most).toBe(4);
  });

  it('are not begun when their call was cancelled in the queue', async () => {
    let begun = 0;
    const log = atMost(1, {
      ...FINDS_ONLY,
      async find() {
        begun++;
        await setTimeout(20);
        return nothing;
      },
    });
    const cancel = new AbortController();
    const first = log.find('req_1');
    const second = log.find('req_2', { signal: cancel.signal });
    cancel.abort(new Error('cancelled'));
    await first;
    await expect(second).rejects.toThrow('cancelled');
    expect(begun).toBe(1);
  });
});

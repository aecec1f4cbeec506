import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressFor } from '../../src/protocol/mcp.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

function telling(token: string | undefined = 'p1') {
  const told: unknown[] = [];
  const stop = new AbortController();
  const tell = progressFor(token, stop.signal, (params) => {
    told.push(params);
    return Promise.reject(new Error('The host is gone.'));
  });
  return { tell, told, stop };
}

test('tells nothing of a call that is quickly done, and then four times a second', () => {
  const { tell, told } = telling();
  for (let done = 1; done <= 100; done += 1) {
    vi.advanceTimersByTime(10);
    tell?.(done * 1_000_000, 100_000_000);
  }
  expect(told).toEqual(
    [25, 50, 75, 100].map((done) => ({
      progressToken: 'p1',
      progress: done * 1_000_000,
      total: 100_000_000,
      message: `searched ${done} of 100 MB of logs`,
    })),
  );
});

test('tells nothing twice, and nothing after a cancellation', () => {
  const { tell, told, stop } = telling();
  for (const done of [5, 5, 4]) {
    vi.advanceTimersByTime(300);
    tell?.(done, 10);
  }
  stop.abort();
  vi.advanceTimersByTime(300);
  tell?.(9, 10);
  expect(told).toHaveLength(1);
});

test('is not there for a host that did not ask', () => {
  expect(progressFor(undefined, new AbortController().signal, () => Promise.resolve())).toBeUndefined();
});

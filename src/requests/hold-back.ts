import { setTimeout } from 'node:timers/promises';
import type { RequestLog } from './request-log.ts';

/** The shortest and the longest step, in milliseconds, to whose next multiple an answer is held back. */
const FIRST_STEP = 50;
const LONGEST_STEP = 800;

/** Time as the holding back sees it. */
export interface Clock {
  /** Milliseconds that only ever rise. */
  now(): number;
  /** Rejects when `signal` is set off. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<unknown>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  // Not unreferenced: once stdin has ended, this timer alone keeps the process until the reply that is owed is out.
  sleep: (ms, signal) => setTimeout(ms, undefined, signal && { signal }),
};

/**
 * `log`, whose answers and failures leave only at fixed moments since the call began, so that how long a search
 * took does not tell what it found. A call that is cancelled ends at once.
 */
export function holdBack(log: RequestLog, clock: Clock = CLOCK): RequestLog {
  return {
    async find(id, options = {}) {
      const { signal } = options;
      const began = clock.now();
      const [settled] = await Promise.allSettled([log.find(id, options)]);
      signal?.throwIfAborted();
      const taken = clock.now() - began;
      await clock.sleep(dueAfter(taken) - taken, signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error;
      });
      if (settled.status === 'rejected') throw settled.reason;
      return settled.value;
    },
  };
}

/**
 * When an answer that was ready after `taken` ms may leave, in ms since the call began.
 *
 * The steps double as the search gets longer, because its time scatters more: with narrow ones, a difference of a
 * few ms would show in the average of many calls.
 */
export function dueAfter(taken: number): number {
  let step = FIRST_STEP;
  while (step < taken && step < LONGEST_STEP) step *= 2;
  return Math.max(1, Math.ceil(taken / step)) * step;
}

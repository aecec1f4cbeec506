import pLimit from 'p-limit';
import type { RequestLog } from './request-log.ts';

/** `log`, with at most `count` searches under way at once: each holds buffers, and a host may send hundreds. */
export function atMost(count: number, log: RequestLog): RequestLog {
  const inTurn = pLimit(count);
  return {
    find: (id, options) =>
      inTurn(() => {
        options?.signal?.throwIfAborted();
        return log.find(id, options);
      }),
  };
}

import type { RequestLog } from '../../src/logs/log.ts';

/** The half of a request log that a test has no use for. */
export const FINDS_ONLY: Pick<RequestLog, 'search'> = {
  search: () => Promise.reject(new Error('This log is not searched.')),
};

import { CODES } from '../../src/catalog/codes.ts';

const ALL = Object.values(CODES).flat();

/** What the n-th call asks `explain_error` for. */
export function errorToExplain(call: number): string {
  return ALL[call % ALL.length] ?? 'rate_limited';
}

import { builtinEntries } from '../../src/catalog/combine.ts';

const ALL = builtinEntries().map(({ code }) => code);

/** What the n-th call asks `explain_error` for. */
export function errorToExplain(call: number): string {
  return ALL[call % ALL.length] ?? 'rate_limited';
}

import { keeper } from './keeper.ts';

/** How many records one lookup keeps. */
const MAX_RECORDS = 1_000;

/** The first and the last of many records, and how many are left out. */
export function bounded<T>(records: readonly T[]): { kept: T[]; omitted: number } {
  const kept = keeper<T>(MAX_RECORDS, Number.POSITIVE_INFINITY);
  for (const record of records) kept.add(record, 0);
  return { kept: kept.items(), omitted: kept.omitted() };
}

/** What decides the place of a record among those of all files. */
export interface Timed {
  /** Nanoseconds since 1970, or null where the line shows no time. */
  ns: bigint | null;
  /** The place of its file among the files. */
  file: number;
}

/**
 * `records` (each file's in the order of its lines) in time order. Records of the same time keep their order.
 *
 * A record without a time stays behind the one before it in its file; if none is before it, it stands in front of
 * the next one that has a time. Records of files that show no time at all come last.
 */
export function inTimeOrder<T extends Timed>(records: readonly T[]): T[] {
  const keyed = records.map((record) => ({ record, key: record.ns }));
  const spread = (list: typeof keyed): void => {
    const latest = new Map<number, bigint>();
    for (const item of list) {
      const { file } = item.record;
      item.key ??= latest.get(file) ?? null;
      if (item.key !== null) latest.set(file, item.key);
    }
  };
  spread(keyed);
  spread(keyed.toReversed());
  return keyed
    .toSorted((a, b) => compare(a.key, b.key) || a.record.file - b.record.file)
    .map(({ record }) => record);
}

function compare(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : a > b ? 1 : 0;
}

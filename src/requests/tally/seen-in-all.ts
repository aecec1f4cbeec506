import { addCount, nothingSeen, type Seen, type SeenErrors } from './seen.ts';

/** What several sources show together. */
export function seenInAll(sources: readonly SeenErrors[]): SeenErrors {
  return {
    async since(since, options) {
      const all = await Promise.all(sources.map((source) => source.since(since, options)));
      const sum = nothingSeen();
      for (const seen of all) {
        for (const [code, count] of seen.codes) addCount(sum.codes, code, count);
        for (const [status, count] of seen.statuses) addCount(sum.statuses, status, count);
        sum.unplaced += seen.unplaced;
        sum.isBehind ||= seen.isBehind;
        sum.logs += seen.logs;
      }
      const upTo = all.flatMap((seen) => seen.upTo ?? []);
      return {
        ...sum,
        upTo: upTo.length === 0 ? null : Math.max(...upTo),
        troubles: all.flatMap(({ troubles }) => troubles),
      } satisfies Seen;
    },
  };
}

import { readAt } from './index/log-identity.ts';

/** How much of either end of a text is looked at for its times, in bytes. */
export const EDGE = 32_768;

/** The first and the last bytes of a text; `whole` if these are all of it. */
export interface Edges {
  head: Buffer;
  tail: Buffer;
  whole: boolean;
}

/** The ends of a stretch of an open file, as a search of all of it would give them. Throws what `node:fs` throws. */
export function edgesOf(file: number, { start, end }: { start: number; end: number }): Edges {
  const size = Math.min(EDGE, end - start);
  return {
    head: readAt(file, start, size),
    tail: readAt(file, end - size, size),
    whole: size === end - start,
  };
}

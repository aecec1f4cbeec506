import { editDistanceWithin } from '../../base/edit-distance.ts';
import type { RequestLog } from '../../logs/logs.ts';
import { isPlainId } from '../../redact/redact.ts';

/** How many ids are proposed. */
const MOST = 3;
/** Shorter ids have too many neighbors. */
const SHORTEST = 6;
/** What each search may read. */
const BOUND = { bytes: 64 * 1_048_576, ms: 250 };

/**
 * Ids of requests in the logs that may be meant by `id`, which no request has: those that begin or end with it, as it may be
 * cut off, and those that differ by one character, the likeliest first. `isOnlyCut` says whether the first is the only one
 * that begins or ends with it. Only plain ids are proposed; what is read is bounded.
 */
export async function nearIds(
  id: string,
  { search }: Pick<RequestLog, 'search'>,
  signal: AbortSignal,
): Promise<{ ids: string[]; isOnlyCut: boolean }> {
  if (id.length < SHORTEST) return { ids: [], isOnlyCut: false };
  const middle = Math.ceil(id.length / 2);
  // A single wrong character leaves one half as it is.
  const pieces = [...new Set([id, id.slice(0, middle), id.slice(middle)])].filter(({ length }) => length > 2);
  const searches = pieces.map((piece) => {
    return search({ text: `"${piece.replaceAll('"', '')}"`, limit: 300, most: BOUND }, { signal });
  });
  const settled = await Promise.allSettled(searches);
  signal.throwIfAborted();
  const found = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const ids = new Set(
    found.flatMap(({ lines }) => lines.flatMap((line) => (line.id === null ? [] : [line.id]))),
  );
  const apart = (other: string) =>
    isCutOf(id, other) ? 0 : editDistanceWithin(id.toLowerCase(), other.toLowerCase(), 1);
  const near = [...ids]
    .filter((other) => other !== id && isPlainId(other) && apart(other) <= 1)
    .toSorted((a, b) => apart(a) - apart(b));
  const cuts = near.filter((other) => apart(other) === 0);
  return { ids: near.slice(0, MOST), isOnlyCut: cuts.length === 1 };
}

/** Whether `id` is the beginning or the end of `whole`, with four characters or more beside its type. */
function isCutOf(id: string, whole: string): boolean {
  if (id.replace(/^[A-Za-z]{2,12}[_-]/, '').length < 4) return false;
  const [short, long] = [id.toLowerCase(), whole.toLowerCase()];
  return short.length < long.length && (long.startsWith(short) || long.endsWith(short));
}

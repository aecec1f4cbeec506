import { seenOf, startOf } from '../tools/seen.ts';
import type { ToolContext } from '../tools/tool.ts';

/** How far back failed requests are offered. */
const WINDOW = '7d';

/** The ids of requests that failed of late and begin with `typed`, the newest first; none without logs. */
export async function recentRequests(
  typed: string,
  { seen, now }: Pick<ToolContext, 'seen' | 'now'>,
): Promise<string[]> {
  const found = await seen?.since(startOf(WINDOW, now()));
  if (!found) return [];
  const counts = [...found.codes.values(), ...found.statuses.values()].toSorted((a, b) => b.last - a.last);
  const ids = new Set(counts.flatMap((count) => seenOf(count).request_ids ?? []));
  const wanted = typed.trim().toLowerCase();
  return [...ids].filter((id) => id.toLowerCase().startsWith(wanted));
}

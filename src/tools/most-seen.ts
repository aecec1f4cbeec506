import type { Catalog } from '../catalog/catalog.ts';
import type { Entry } from '../catalog/entry.ts';
import { redactText } from '../requests/redact.ts';
import type { Seen, SeenCount } from '../requests/tally/seen.ts';
import { countedOf, saySeen, seenOf, startOf } from './seen.ts';
import type { ToolContext } from './tool.ts';

/** How many codes that the catalog lacks, and how many statuses, are named. */
const MAX_UNCATALOGUED = 20;
const MAX_STATUSES = 5;

/** What the logs show within `window`, and what has to be said about it. */
export async function seenWithin(
  window: string,
  { seen: inLogs = null, logs, now: clock }: Pick<ToolContext, 'seen' | 'logs' | 'now'>,
) {
  const now = clock();
  if (inLogs === null) {
    const note = logs === null ? NO_LOGS : NO_FOLDER;
    return { codes: new Map<string, SeenCount>(), counted: null, note };
  }
  const since = startOf(window, now);
  const seen = await inLogs.since(since);
  const counted = countedOf(seen, since);
  const troubles = seen.troubles.map(({ source, reason }) => `Not counted: ${source}. ${reason}`);
  const said = [counted === null && whyNone(seen), ...troubles, seen.isBehind && BEHIND, statusesOf(seen)];
  const note = said.filter((each) => typeof each === 'string').join(' ');
  return { codes: seen.codes, counted, note: note === '' ? undefined : note };
}

const NO_LOGS = 'No request logs are configured, so nothing was seen: start the server with --logs PATH.';
const NO_FOLDER =
  'There is no folder for the index, so errors are not counted: set XDG_STATE_HOME or HOME for the server.';
const BEHIND = 'Lines are being counted now that are not in this answer: ask again in a moment.';

function whyNone({ logs, isBehind, troubles }: Seen): string | false {
  if (troubles.length > 0) return false;
  if (logs === 0) return 'There is no log file behind the configured paths.';
  return !isBehind && 'No log line that says an error and its time was found.';
}

/** The entries, those that were seen most often first, the others in their order. */
export function mostSeenFirst(entries: readonly Entry[], codes: ReadonlyMap<string, SeenCount>): Entry[] {
  const count = ({ code }: Entry) => codes.get(code)?.count ?? 0;
  return entries.toSorted((a, b) => count(b) - count(a));
}

/** Codes that the logs show and the catalog lacks, the most seen first. */
export function uncatalogued(codes: ReadonlyMap<string, SeenCount>, catalog: Catalog) {
  return [...codes]
    .filter(([code]) => catalog.get(code) === undefined && redactText(code) === code)
    .toSorted(([, a], [, b]) => b.count - a.count)
    .slice(0, MAX_UNCATALOGUED)
    .map(([code, count]) => ({ code, ...seenOf(count) }));
}

function statusesOf({ statuses }: Seen): string | false {
  const most = [...statuses].toSorted(([, a], [, b]) => b.count - a.count).slice(0, MAX_STATUSES);
  if (most.length === 0) return false;
  return `Statuses without a code: ${most.map(([status, count]) => `${status} (${saySeen(seenOf(count))})`).join('; ')}.`;
}

import { Failure } from '../base/failure.ts';
import type { Entry } from '../catalog/catalog.ts';
import { type Found, howLookedFor, type LogLine, type Searched } from '../logs/logs.ts';
import { namedId, quoted } from '../redact/redact.ts';
import {
  failuresOf,
  formatAllFailed,
  formatSearched,
  limitedTo,
  NOT_CONFIGURED,
  retryOf,
  type SourceFailed,
  shownSearched,
} from './answer/parts.ts';
import { OF_OWN_LOGS } from './own-failures.ts';
import { failureText, type NamedError } from './story/named-error.ts';
import { outcomeOf, type Route, routeOf } from './story/outcome.ts';
import type { ToolContext } from './tool.ts';

/** An id that was used for several requests: lines of each stand far from those of the others, and each has its own answer. */

interface Use {
  route: Route | null;
  status: number | null;
  /** Of its first line, ISO 8601. */
  from: string;
  lines: readonly LogLine[];
}

/** Between two requests lies at least so much, in milliseconds: what a request starts may log for a while. */
const APART = 30 * 60_000;

/** The uses of an id, in time order; a single one unless several parts of its lines each show an answer. */
export function usesOf(lines: readonly LogLine[]): Use[] {
  const parts: LogLine[][] = [];
  let before: number | null = null;
  for (const line of lines) {
    if (line.mentioned_in !== undefined) continue;
    const at: number | null = line.time === null ? before : Date.parse(line.time);
    const last = parts.at(-1);
    if (last === undefined || (before !== null && at !== null && at - before > APART)) parts.push([line]);
    else last.push(line);
    before = at;
  }
  const uses = parts.map((part): Use => {
    const { status } = outcomeOf(part);
    const from = part.find(({ time }) => time !== null)?.time ?? '';
    return { route: routeOf(part), status, from, lines: part };
  });
  // Work that goes on for hours is a part of the request that started it.
  return uses.length > 1 && uses.every(({ route, status }) => route !== null && status !== null) ? uses : [];
}

/** The lines of the last use, with those that only mention the id; all lines where there is a single one. */
export function lastUse(lines: readonly LogLine[], uses: readonly Use[]): readonly LogLine[] {
  const earlier = new Set(uses.slice(0, -1).flatMap((use) => use.lines));
  return lines.filter((line) => !earlier.has(line));
}

/** What is said beside a story, and where there is none. */

interface Noteworthy extends Pick<ToolContext, 'catalog'> {
  lines: readonly LogLine[];
  error: NamedError | null;
  entry: Entry | undefined;
  isOwn: boolean;
  omitted: number;
  isCut: boolean;
  failed: readonly SourceFailed[];
  workspace: string | null;
  catalogNote: string | null;
  /** The uses of the id, where it looks like that of several requests. */
  uses: readonly Use[];
  /** Whether not all that failed alike could be counted. */
  isAtLeast: boolean;
}

export function noteOn(all: Noteworthy): { note?: string } {
  const { lines, error, entry, isOwn, omitted, isCut, failed, workspace, catalog, catalogNote, uses } = all;
  const { isAtLeast } = all;
  const namesakes = entry === undefined ? 0 : catalog.all(entry.code).length - 1;
  const mentions = lines.filter(({ mentioned_in }) => mentioned_in !== undefined).length;
  const notes = [
    failed.length > 0 &&
      `This answer is partial: ${formatAllFailed(failed)} could not be searched in full, ${OF_OWN_LOGS}, so there may be more lines and a different outcome.`,
    isOwn &&
      isOfOwnLogs(error) &&
      `This is ${OF_OWN_LOGS}: its message says whether to repeat the call, or whom to tell.`,
    isOwn &&
      !isOfOwnLogs(error) &&
      'This is a call that the error catalog server itself refused, not a request to the platform: its message says what to change in the call.',
    uses.length > 1 &&
      `This id looks like that of ${uses.length} requests, hours apart: ${uses.map(formatUse).join('; ')}. What is said here of how it ended is about the last one.`,
    lines.some(({ rest = {} }) => rest['time_zone'] !== undefined) &&
      'Times that show no zone are read as UTC.',
    mentions > 0 && `${mentions} of the lines belong to other requests and only mention this id.`,
    !isOwn &&
      error !== null &&
      error.code !== null &&
      entry === undefined &&
      'The code it ended with is not in the catalog, which may lag behind the backend.',
    error !== null &&
      error.code === null &&
      entry !== undefined &&
      `No line names a code: ${entry.code} is a guess from status ${error.line.status}.`,
    namesakes > 0 &&
      `${namesakes + 1} errors have the code '${entry?.code}'; the one that fits best is explained, explain_error shows all.`,
    entry !== undefined && catalogNote,
    omitted > 0 &&
      `${isCut ? 'At least ' : ''}${omitted} more ${omitted === 1 ? 'line carries' : 'lines carry'} this id, beyond what one answer can hold.`,
    isAtLeast && 'More requests may have failed in the same way: the count goes as far as it was searched.',
    workspace !== null && limitedTo(workspace),
  ].filter((note) => typeof note === 'string');
  return notes.length === 0 ? {} : { note: notes.join(' ') };
}

/** `GET /v1/groups 200 at 2026-11-20T05:00:00.000Z` */
function formatUse({ route, status, from }: Use): string {
  return `${route === null ? 'a request' : `${route.method} ${quoted(route.path)}`}, ${status ?? 'without an answer'}, at ${from}`;
}

/** Whether a call failed by the log database. */
function isOfOwnLogs(error: NamedError | null): boolean {
  return error !== null && failureText(error.line)?.includes(OF_OWN_LOGS) === true;
}

export function notFound(
  id: string,
  found: Found | undefined,
  own: Searched,
  workspace: string | null,
  near: readonly string[],
): Failure {
  const journal = `the server's own journal (${own.lines} failures)`;
  const limit = workspace === null ? '' : ` ${limitedTo(workspace)}`;
  if (found === undefined)
    return new Failure('not_found', `${namedId(id)} is not in ${journal}. ${NOT_CONFIGURED}${limit}`);
  const [failed] = failuresOf(found?.searched);
  if (failed !== undefined) return notKnown(id, failed, found, limit);
  const advice =
    found.searched.files === 0 && found.searched.isUntold !== true && found.searched.sources === undefined
      ? 'Check the paths that --logs or ERROR_CATALOG_LOGS name.'
      : near.length > 0
        ? `Similar ids in the newest lines: ${near.map(namedId).join(', ')}.`
        : 'Check whether the id is mistyped or cut off, and whether the request falls into that period.';
  const searched = formatSearched(shownSearched(found.searched));
  const tried = howLookedFor(id);
  return new Failure(
    'not_found',
    `No line of ${journal} or of the logs carries ${namedId(id)}. ${tried === null ? '' : `${tried} `}Searched: ${searched} ${advice}${limit}`,
  );
}

/** Whether the request left lines cannot be said while a source fails; what that failure is says when to ask again. */
function notKnown(id: string, { failure, isFile }: SourceFailed, found: Found, limit: string): Failure {
  const searched = formatSearched(shownSearched(found.searched));
  const next = isFile ? ` Failed (${failure.code}): ${retryOf(failure.code)}` : '';
  return new Failure(
    failure.code,
    `It is unknown whether any log line carries ${namedId(id)}, as not all logs could be searched: ${OF_OWN_LOGS}. Searched: ${searched}${next}${limit}`,
  );
}

import * as z from 'zod';
import type { FailureCode } from '../../base/failure.ts';
import { count } from '../../base/text.ts';
import { BACKOFF, LOG_FILES, NO_RETRY, type Searched, type SourceFailure } from '../../logs/logs.ts';
import { BRIEF } from '../input.ts';

/** What a lookup went through, as an answer shows it. Figures and times are left out for people of one workspace. */
export const searchedSchema = z
  .strictObject({
    files: z.number().optional(),
    lines: z.number().optional(),
    from: z.string().nullable().optional(),
    to: z.string().nullable().optional(),
    skipped: z
      .array(z.strictObject({ source: z.string(), reason: z.string(), code: z.string().optional() }))
      .optional(),
    sources: z
      .array(
        z.strictObject({
          source: z.string(),
          searched: z.string().nullable(),
          failure: z.strictObject({ code: z.string(), reason: z.string() }).nullable(),
        }),
      )
      .optional(),
  })
  .meta(BRIEF);

type SourceOutcomeShown = NonNullable<z.infer<typeof searchedSchema>['sources']>[number];

/** How many sources that were not searched are listed. */
const MOST_LISTED = 10;

/** What was searched, as an answer shows it: without the list of what was not where that is empty. */
export function shownSearched({
  skipped: all,
  isUntold = false,
  files,
  lines,
  from,
  to,
  sources,
}: Searched): z.infer<typeof searchedSchema> {
  const skipped = all.slice(0, MOST_LISTED).map(({ source, reason, extent, code }) => ({
    source,
    reason: extent === undefined ? reason : `${reason} ${extent}`,
    ...(code !== undefined && { code }),
  }));
  return {
    ...(!isUntold && { files, lines, from, to }),
    ...(skipped.length > 0 && { skipped }),
    ...(sources !== undefined && { sources }),
  };
}

/** What was searched, in a sentence or more. */
export function formatSearched(searched: z.infer<typeof searchedSchema>): string {
  const { skipped = [], sources } = searched;
  const passed = skipped.map(({ source, reason, code }) => {
    const how = code === undefined ? 'Not searched' : 'Not searched in full';
    return ` ${how}: ${source} (${reason.replace(/\.$/, '')}).`;
  });
  const inFiles = `${formatExtent(searched)}.${passed.join('')}`;
  if (sources === undefined) return inFiles;
  const others = sources.filter(({ source }) => source !== LOG_FILES).map(formatSource);
  return [...(sources.length > others.length ? [inFiles] : []), ...others].join(' ');
}

function formatExtent({ files, lines, from = null, to = null }: z.infer<typeof searchedSchema>): string {
  if (files === undefined || lines === undefined) return 'the log files, to their ends';
  return `${count(files, 'file')}, ${count(lines, 'line')}${from === null ? '' : `, from ${from} to ${to}`}`;
}

function formatSource({ source, searched, failure }: SourceOutcomeShown): string {
  const done = searched === null ? '' : ` ${searched}.`;
  return `${source}:${done}${failure === null ? '' : ` Failed (${failure.code}): ${failure.reason}`}`;
}

export interface SourceFailed {
  source: string;
  failure: SourceFailure;
  /** Whether it is a log file, or a folder of such; what is to be changed stands in the list of what was not searched. */
  isFile: boolean;
}

/** What could not be searched, though lines may stand in it. */
export function failuresOf(searched: Searched | undefined): SourceFailed[] {
  const { skipped = [], sources = [] } = searched ?? {};
  const files = skipped.flatMap(({ source, reason, code }) =>
    code === undefined ? [] : [{ source, failure: { code, reason }, isFile: true }],
  );
  const tables = sources.flatMap(({ source, failure }) =>
    failure === null || source === LOG_FILES ? [] : [{ source, failure, isFile: false }],
  );
  return [...files, ...tables];
}

/** How many of those that failed are named in a note. */
const MOST_NAMED = 3;

export function formatAllFailed(failed: readonly SourceFailed[]): string {
  const named = failed.slice(0, MOST_NAMED).map(({ source, failure }) => `${source} (${failure.code})`);
  const more = failed.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(' and ');
}

/** The same whether a request is missing or another workspace's. */
export function limitedTo(workspace: string): string {
  return `This server is limited to workspace '${workspace}'.`;
}

/** Whether asking again helps where log files could not be read. */
export function retryOf(code: FailureCode): string {
  return code === 'service_unavailable'
    ? `${BACKOFF}; if it lasts, tell whoever runs this server.`
    : `${NO_RETRY} changes that.`;
}

/** What is to be done where there is nothing to search. */
export const NOT_CONFIGURED =
  'No request logs are configured: start the server with --logs PATH (a file, a folder, a glob, or the address of a ClickHouse table; may be repeated) or set ERROR_CATALOG_LOGS.';

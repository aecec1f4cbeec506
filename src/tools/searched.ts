import * as z from 'zod';
import { LOG_FILES, type Searched } from '../requests/request-log.ts';
import { BRIEF } from './json-schema.ts';

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

type Outcome = NonNullable<z.infer<typeof searchedSchema>['sources']>[number];

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
export function saySearched(searched: z.infer<typeof searchedSchema>): string {
  const { skipped = [], sources } = searched;
  const passed = skipped.map(({ source, reason, code }) => {
    const how = code === undefined ? 'Not searched' : 'Not searched in full';
    return ` ${how}: ${source} (${reason.replace(/\.$/, '')}).`;
  });
  const inFiles = `${sayExtent(searched)}.${passed.join('')}`;
  if (sources === undefined) return inFiles;
  const others = sources.filter(({ source }) => source !== LOG_FILES).map(saySource);
  return [...(sources.length > others.length ? [inFiles] : []), ...others].join(' ');
}

function sayExtent({ files, lines, from = null, to = null }: z.infer<typeof searchedSchema>): string {
  if (files === undefined || lines === undefined) return 'the log files, to their ends';
  return `${files} files, ${lines} lines${from === null ? '' : `, from ${from} to ${to}`}`;
}

function saySource({ source, searched, failure }: Outcome): string {
  const done = searched === null ? '' : ` ${searched}.`;
  return `${source}:${done}${failure === null ? '' : ` Failed (${failure.code}): ${failure.reason}`}`;
}

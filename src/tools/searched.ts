import * as z from 'zod';
import { LOG_FILES, type Searched } from '../requests/request-log.ts';
import { BRIEF } from './json-schema.ts';

/** What a lookup went through, as an answer shows it. */
export const searchedSchema = z
  .strictObject({
    files: z.number(),
    lines: z.number(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    skipped: z.array(z.strictObject({ source: z.string(), reason: z.string() })).optional(),
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

/** Without the list of what was skipped where it is empty. */
export function withoutEmpty({ skipped, ...searched }: Searched): z.infer<typeof searchedSchema> {
  return skipped.length === 0 ? searched : { ...searched, skipped: skipped.slice(0, 10) };
}

/** What was searched, in a sentence or more. */
export function saySearched({
  files,
  lines,
  from,
  to,
  skipped = [],
  sources,
}: z.infer<typeof searchedSchema>): string {
  const covered = from === null ? '' : `, from ${from} to ${to}`;
  const passed = skipped.map(
    ({ source, reason }) => ` Not searched: ${source} (${reason.replace(/\.$/, '')}).`,
  );
  const inFiles = `${files} files, ${lines} lines${covered}.${passed.join('')}`;
  if (sources === undefined) return inFiles;
  const others = sources.filter(({ source }) => source !== LOG_FILES).map(saySource);
  return [...(sources.length > others.length ? [inFiles] : []), ...others].join(' ');
}

function saySource({ source, searched, failure }: Outcome): string {
  const done = searched === null ? '' : ` ${searched}.`;
  return `${source}:${done}${failure === null ? '' : ` Failed (${failure.code}): ${failure.reason}`}`;
}

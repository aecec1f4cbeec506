import * as z from 'zod';
import { AREAS, type Entry, RETRY_WHEN, SURFACES } from '../catalog/schema.ts';
import { cursorFor, offsetOf } from './cursor.ts';
import { defineTool } from './tool.ts';

const input = z.strictObject({
  query: z.string().trim().min(1).max(200).optional().describe('Words that must all occur in the entry'),
  status: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[1-5](\d\d|xx)$/, 'an HTTP status such as 409, or a class such as 4xx')
    .optional()
    .describe('HTTP status such as 409, or a class such as 4xx'),
  area: z.enum(AREAS).optional(),
  surface: z.enum(SURFACES).optional().describe('api: REST; oauth: OAuth 2 endpoints'),
  retry: z.enum(RETRY_WHEN).optional(),
  limit: z.number().int().min(1).max(100).optional().describe('Default 50'),
  cursor: z.string().max(200).optional().describe('next_cursor'),
});

const output = z.strictObject({
  errors: z.array(
    z.strictObject({
      code: z.string(),
      http_status: z.number().nullable(),
      surface: z.string(),
      area: z.string(),
      title: z.string(),
      retry: z.string(),
    }),
  ),
  total: z.number(),
  next_cursor: z.string().optional(),
  note: z.string().optional(),
});

type Filters = Omit<z.infer<typeof input>, 'limit' | 'cursor'>;
type FilterName = keyof Filters;

const DEFAULT_LIMIT = 50;

/** What each filter lets through. Total, so that a new filter cannot be forgotten. */
const FILTERS: {
  readonly [Name in FilterName]-?: (entry: Entry, wanted: NonNullable<Filters[Name]>) => boolean;
} = {
  query: (entry, query) => {
    const text = wordsIn(entry);
    return query
      .toLowerCase()
      .split(/[\s,;]+/)
      .every((word) => text.includes(word));
  },
  status: (entry, status) => {
    if (entry.http_status === null) return false;
    return status.endsWith('xx')
      ? `${entry.http_status}`[0] === status[0]
      : entry.http_status === Number(status);
  },
  area: (entry, area) => entry.area === area,
  surface: (entry, surface) => entry.surface === surface,
  retry: (entry, when) => entry.retry.when === when,
};
const FILTER_NAMES = Object.keys(FILTERS) as FilterName[];

export const listErrors = defineTool({
  name: 'list_errors',
  title: 'List the errors that exist',
  description:
    'Which error codes the platform has, in a fixed order, filtered by words, HTTP status, area, surface or retry. Use it to browse or compare; for one error use explain_error.',
  input,
  output,
  aliases: {
    q: 'query',
    search: 'query',
    text: 'query',
    filter: 'query',
    http_status: 'status',
    status_code: 'status',
    statusCode: 'status',
    category: 'area',
    retryable: 'retry',
    page_size: 'limit',
    max_results: 'limit',
    next_cursor: 'cursor',
    page_token: 'cursor',
  },

  run({ limit = DEFAULT_LIMIT, cursor, ...filters }, { catalog }) {
    const entries = FILTER_NAMES.reduce<readonly Entry[]>(
      (left, name) => left.filter((entry) => passes(entry, name, filters)),
      catalog.entries,
    );
    const from = cursor === undefined ? 0 : offsetOf(cursor, filters);
    const page = entries.slice(from, from + limit);
    const end = from + page.length;
    return {
      errors: page.map(({ code, http_status, surface, area, title, retry }) => {
        return { code, http_status, surface, area, title, retry: retry.when };
      }),
      total: entries.length,
      ...(end < entries.length && { next_cursor: cursorFor(end, filters) }),
      ...(entries.length === 0 && { note: whyEmpty(filters, catalog.entries) }),
    };
  },

  render({ errors, total, next_cursor, note }) {
    const lines = [
      `${total} ${total === 1 ? 'error' : 'errors'}${errors.length < total ? `, ${errors.length} shown` : ''}`,
    ];
    let heading = '';
    for (const { code, http_status, surface, area, title, retry } of errors) {
      if (heading !== `${area} (${surface})`) {
        heading = `${area} (${surface})`;
        lines.push(heading);
      }
      lines.push(`- ${code} ${http_status ?? 'status unknown'}: ${title} [${retry}]`);
    }
    if (note !== undefined) lines.push(note);
    if (next_cursor !== undefined)
      lines.push(`More: call again with the same filters and cursor "${next_cursor}"`);
    return lines.join('\n');
  },
});

function passes(entry: Entry, name: FilterName, filters: Filters): boolean {
  const wanted = filters[name];
  const filter = FILTERS[name] as (entry: Entry, wanted: string) => boolean;
  return wanted === undefined || filter(entry, wanted);
}

function wordsIn(entry: Entry): string {
  return [entry.code, entry.title, entry.meaning, ...entry.causes, ...entry.symptoms]
    .join('\n')
    .toLowerCase();
}

/** Names the filters that let nothing through by themselves, or else says that only together they do not. */
function whyEmpty(filters: Filters, entries: readonly Entry[]): string {
  const given = FILTER_NAMES.filter((name) => filters[name] !== undefined);
  const emptying = given.filter((name) => !entries.some((entry) => passes(entry, name, filters)));
  const say = (names: FilterName[]) => names.map((name) => `${name} '${filters[name]}'`).join(' and ');
  return emptying.length > 0
    ? `No error matches ${say(emptying)}; drop or change it.`
    : `Each filter matches something, but nothing matches ${say(given)} together; drop one.`;
}

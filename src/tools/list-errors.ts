import * as z from 'zod';
import { AREAS, type Entry, RETRY_WHEN, SURFACES } from '../catalog/schema.ts';
import { cursorFor, offsetOf } from './cursor.ts';
import { BRIEF } from './json-schema.ts';
import { mostSeenFirst, seenWithin, uncatalogued } from './most-seen.ts';
import { countedSchema, sayCounted, saySeen, seenOf, seenSchema } from './seen.ts';
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
  seen: z
    .string()
    .regex(/^[1-9]\d{0,2}[hd]$/, 'a time such as 24h or 7d')
    .optional()
    .describe('Sort by how often the logs show each within e.g. 24h, 7d'),
  limit: z.number().int().min(1).max(100).optional().describe('Default 50'),
  cursor: z.string().max(200).optional().describe('next_cursor'),
});

const output = z.strictObject({
  errors: z.array(
    z
      .strictObject({
        code: z.string(),
        http_status: z.number().nullable(),
        surface: z.string(),
        area: z.string(),
        title: z.string(),
        retry: z.string(),
        seen: seenSchema.optional(),
      })
      .meta(BRIEF),
  ),
  total: z.number(),
  uncatalogued: z.array(z.strictObject({ code: z.string(), ...seenSchema.shape }).meta(BRIEF)).optional(),
  counted: countedSchema.optional(),
  next_cursor: z.string().optional(),
  note: z.string().optional(),
});

type Filters = Omit<z.infer<typeof input>, 'seen' | 'limit' | 'cursor'>;
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
    'Which error codes the platform has, in a fixed order, filtered by words, HTTP status, area, surface or retry. To browse or compare; for one error use explain_error.',
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
    since: 'seen',
    window: 'seen',
    page_size: 'limit',
    max_results: 'limit',
    next_cursor: 'cursor',
    page_token: 'cursor',
  },

  async run({ limit = DEFAULT_LIMIT, cursor, seen: window, ...filters }, context) {
    const { catalog } = context;
    const seen = window === undefined ? null : await seenWithin(window, context);
    const matching = FILTER_NAMES.reduce<readonly Entry[]>(
      (left, name) => left.filter((entry) => passes(entry, name, filters)),
      catalog.entries,
    );
    const entries = seen ? mostSeenFirst(matching, seen.codes) : matching;
    const asked = { ...filters, ...(window !== undefined && { seen: window }) };
    const from = cursor === undefined ? 0 : offsetOf(cursor, asked);
    const page = entries.slice(from, from + limit);
    const end = from + page.length;
    return {
      errors: page.map(({ code, http_status, surface, area, title, retry }) => {
        const shown = { code, http_status, surface, area, title, retry: retry.when };
        return seen ? { ...shown, seen: seenOf(seen.codes.get(code)) } : shown;
      }),
      total: entries.length,
      ...(seen && from === 0 && { uncatalogued: uncatalogued(seen.codes, catalog) }),
      ...(seen?.counted && { counted: seen.counted }),
      ...(end < entries.length && { next_cursor: cursorFor(end, asked) }),
      ...notes(entries.length === 0 && whyEmpty(filters, catalog.entries), seen?.note),
    };
  },

  render({ errors, total, uncatalogued: others = [], counted, next_cursor, note }) {
    const lines = [
      `${total} ${total === 1 ? 'error' : 'errors'}${errors.length < total ? `, ${errors.length} shown` : ''}`,
    ];
    if (counted !== undefined) lines.push(`Most seen first: ${sayCounted(counted)}`);
    let heading = '';
    for (const { code, http_status, surface, area, title, retry, seen } of errors) {
      const place = `${area} (${surface})`;
      if (seen === undefined && heading !== place) {
        heading = place;
        lines.push(heading);
      }
      const often = seen === undefined ? '' : ` | ${saySeen(seen)}`;
      lines.push(`- ${code} ${http_status ?? 'status unknown'}: ${title} [${retry}]${often}`);
    }
    if (others.length > 0) lines.push('In the logs, but not in the catalog:');
    for (const { code, ...seen } of others) lines.push(`- ${code} | ${saySeen(seen)}`);
    if (note !== undefined) lines.push(note);
    if (next_cursor !== undefined)
      lines.push(`More: call again with the same filters and cursor "${next_cursor}"`);
    return lines.join('\n');
  },
});

function notes(...all: (string | false | undefined)[]): { note?: string } {
  const said = all.filter((each) => typeof each === 'string');
  return said.length === 0 ? {} : { note: said.join(' ') };
}

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

import * as z from 'zod';
import type { Catalog } from '../catalog/catalog.ts';
import { type Entry, titleOf } from '../catalog/entry.ts';
import { RETRY_WHEN } from '../catalog/schema.ts';
import { Failure } from '../errors.ts';
import { cursorFor, offsetOf } from './cursor.ts';
import { costOf } from './fit.ts';
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
  area: z.string().trim().min(1).max(200).optional(),
  surface: z.string().trim().min(1).max(200).optional().describe('Which side of the API answers with it'),
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
        surface: z.string().nullable(),
        area: z.string().nullable(),
        title: z.string().nullable(),
        retry: z.string().nullable(),
        service: z.string().optional(),
        deprecated: z.literal(true).optional(),
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
/** What a page holds where no limit is asked for, in characters of JSON. */
const ROOM = 4_950;

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
    return entry.http_statuses.some((each) =>
      status.endsWith('xx') ? `${each}`[0] === status[0] : each === Number(status),
    );
  },
  area: (entry, area) => entry.area === area,
  surface: (entry, surface) => entry.surface === surface,
  retry: (entry, when) => entry.retry?.when === when,
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

  choices: (catalog) => ({ area: placesOf('area', catalog), surface: placesOf('surface', catalog) }),

  async run({ limit, cursor, seen: window, ...filters }, context) {
    const { catalog, catalogNote = null } = context;
    for (const name of ['area', 'surface'] as const) checkPlace(name, filters[name], catalog);
    const seen = window === undefined ? null : await seenWithin(window, context);
    const matching = FILTER_NAMES.reduce<readonly Entry[]>(
      (left, name) => left.filter((entry) => passes(entry, name, filters)),
      catalog.entries,
    );
    const entries = seen ? mostSeenFirst(matching, seen.codes) : matching;
    const asked = { ...filters, ...(window !== undefined && { seen: window }) };
    const from = cursor === undefined ? 0 : offsetOf(cursor, asked);
    const rows = entries.slice(from, from + (limit ?? DEFAULT_LIMIT)).map((entry) => {
      return seen ? { ...rowOf(entry), seen: seenOf(seen.codes.get(entry.code)) } : rowOf(entry);
    });
    const page = limit === undefined ? whatFits(rows) : rows;
    const end = from + page.length;
    return {
      errors: page,
      total: entries.length,
      ...(seen && from === 0 && { uncatalogued: uncatalogued(seen.codes, catalog) }),
      ...(seen?.counted && { counted: seen.counted }),
      ...(end < entries.length && { next_cursor: cursorFor(end, asked) }),
      ...notes(entries.length === 0 && whyEmpty(filters, catalog.entries), seen?.note, catalogNote),
    };
  },

  render({ errors, total, uncatalogued: others = [], counted, next_cursor, note }) {
    const lines = [
      `${total} ${total === 1 ? 'error' : 'errors'}${errors.length < total ? `, ${errors.length} shown` : ''}`,
    ];
    if (counted !== undefined) lines.push(`Most seen first: ${sayCounted(counted)}`);
    let heading = '';
    for (const { code, http_status, title, retry, seen, deprecated, ...where } of errors) {
      const place = sayPlace(where);
      if (seen === undefined && heading !== place) {
        heading = place;
        lines.push(heading);
      }
      const often = seen === undefined ? '' : ` | ${saySeen(seen)}`;
      const words = title === null ? '' : `: ${title}`;
      const marks = [retry, deprecated && 'deprecated'].filter((mark) => typeof mark === 'string');
      const end = marks.length === 0 ? '' : ` [${marks.join(', ')}]`;
      lines.push(`- ${code} ${http_status ?? 'status unknown'}${words}${end}${often}`);
    }
    if (others.length > 0) lines.push('In the logs, but not in the catalog:');
    for (const { code, ...seen } of others) lines.push(`- ${code} | ${saySeen(seen)}`);
    if (note !== undefined) lines.push(note);
    if (next_cursor !== undefined)
      lines.push(`More: call again with the same filters and cursor "${next_cursor}"`);
    return lines.join('\n');
  },
});

/** An entry as a list shows it. */
function rowOf(entry: Entry) {
  const { code, http_status, service, surface, area, retry, deprecated } = entry;
  return {
    code,
    http_status,
    surface,
    area,
    title: titleOf(entry),
    retry: retry?.when ?? null,
    ...(service !== null && { service }),
    ...(deprecated !== null && { deprecated: true as const }),
  };
}

/** The first rows that there is room for, at least one. */
function whatFits<Row extends object>(rows: readonly Row[]): Row[] {
  let left = ROOM;
  return rows.filter((row, index) => {
    const json = JSON.stringify(row);
    // Models read numbers in smaller pieces than words.
    left -= costOf(json) + 2 * (json.match(/\d/g)?.length ?? 0);
    return left >= 0 || index === 0;
  });
}

function sayPlace({
  service,
  area,
  surface,
}: {
  service?: string | undefined;
  area: string | null;
  surface: string | null;
}): string {
  const parts = [...(service === undefined ? [] : [service]), area ?? 'area unknown'];
  return `${parts.join(' / ')}${surface === null ? '' : ` (${surface})`}`;
}

/** The areas or surfaces of a catalog, in its order. */
function placesOf(name: 'area' | 'surface', { entries }: Catalog): string[] {
  return [...new Set(entries.flatMap((entry) => entry[name] ?? []))];
}

const MOST_NAMED = 20;

/** What is no area or surface at all is more likely a mistake than a question. */
function checkPlace(name: 'area' | 'surface', wanted: string | undefined, catalog: Catalog): void {
  if (wanted === undefined) return;
  const places = placesOf(name, catalog);
  if (places.includes(wanted)) return;
  const more = places.length > MOST_NAMED ? `, and ${places.length - MOST_NAMED} more` : '';
  const there =
    places.length === 0
      ? `the catalog names no ${name}`
      : `expected one of ${places
          .slice(0, MOST_NAMED)
          .map((place) => `"${place}"`)
          .join(', ')}${more}`;
  throw new Failure('validation_failed', `${name}: there is no '${wanted}'; ${there}.`);
}

function notes(...all: (string | false | undefined | null)[]): { note?: string } {
  const said = all.filter((each) => typeof each === 'string');
  return said.length === 0 ? {} : { note: said.join(' ') };
}

function passes(entry: Entry, name: FilterName, filters: Filters): boolean {
  const wanted = filters[name];
  const filter = FILTERS[name] as (entry: Entry, wanted: string) => boolean;
  return wanted === undefined || filter(entry, wanted);
}

const words = new WeakMap<Entry, string>();

function wordsIn(entry: Entry): string {
  const known = words.get(entry);
  if (known !== undefined) return known;
  const { code, aliases, title, service, surface, area, meaning, causes, symptoms, example } = entry;
  const text = [code, ...aliases, title, service, surface, area, meaning, ...causes, ...symptoms, example]
    .join('\n')
    .toLowerCase();
  words.set(entry, text);
  return text;
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

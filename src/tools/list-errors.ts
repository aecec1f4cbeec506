import * as z from 'zod';
import { fence, isPlainName } from '../redact/redact.ts';
import { cursorFor, offsetOf } from './cursor.ts';
import { BRIEF } from './json-schema.ts';
import { checkPlace, filtered, filterShape, placesOf, whyEmpty } from './list-filters.ts';
import { rowOf, sayPlace, whatFits } from './list-rows.ts';
import { mostSeenFirst, seenWithin, uncatalogued } from './most-seen.ts';
import { countedSchema, sayCounted, saySeen, seenOf, seenSchema } from './seen.ts';
import { defineTool } from './tool.ts';

const input = z.strictObject({
  ...filterShape,
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

const DEFAULT_LIMIT = 50;

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
    for (const name of ['area', 'surface'] as const) checkPlace(name, filters, catalog);
    const seen = window === undefined ? null : await seenWithin(window, context);
    const matching = filtered(catalog.entries, filters);
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
    lines.push(...renderUncatalogued(others));
    if (note !== undefined) lines.push(note);
    if (next_cursor !== undefined)
      lines.push(`More: call again with the same filters and cursor "${next_cursor}"`);
    return lines.join('\n');
  },
});

/** Codes that only the logs know: what does not look like a code stands between marks, as all text of logs. */
function renderUncatalogued(codes: NonNullable<z.infer<typeof output>['uncatalogued']>): string[] {
  if (codes.length === 0) return [];
  const row = ({ code, ...seen }: (typeof codes)[number]) => `${code} | ${saySeen(seen)}`;
  const odd = codes.filter(({ code }) => !isPlainName(code));
  const plain = codes.filter(({ code }) => isPlainName(code));
  return [
    'In the logs, but not in the catalog:',
    ...plain.map((each) => `- ${row(each)}`),
    ...(odd.length > 0 ? [fence(odd.map(row).join('\n'))] : []),
  ];
}

function notes(...all: (string | false | undefined | null)[]): { note?: string } {
  const said = all.filter((each) => typeof each === 'string');
  return said.length === 0 ? {} : { note: said.join(' ') };
}

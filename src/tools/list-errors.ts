import * as z from 'zod';
import { Failure } from '../base/failure.ts';
import { type Catalog, type Entry, RETRY_WHEN, titleOf } from '../catalog/catalog.ts';
import type { Seen, SeenCount } from '../logs/logs.ts';
import { isPlainName, named, redactText } from '../redact/redact.ts';
import type { Block } from './answer/blocks.ts';
import {
  costOf,
  countedOf,
  countedSchema,
  formatCounted,
  formatSeen,
  seenOf,
  seenSchema,
  startOf,
} from './answer/parts.ts';
import { IN_BRIEF } from './json-schema.ts';
import { defineTool, type ToolContext } from './tool.ts';

/** The arguments by which errors are filtered. */
const filterShape = {
  query: z.string().trim().min(1).max(200).optional().describe('Words, e.g. token expired'),
  status: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[1-5](\d\d|xx)$/, 'an HTTP status such as 409, or a class such as 4xx')
    .optional()
    .describe('e.g. 4xx'),
  area: z.string().trim().min(1).max(200).optional().describe('e.g. billing'),
  surface: z.string().trim().min(1).max(200).optional().describe('e.g. oauth'),
  service: z.string().trim().min(1).max(200).optional().describe('e.g. mail'),
  operation: z.string().trim().min(1).max(200).optional().describe('e.g. POST /v1/x'),
  retry: z.enum(RETRY_WHEN).optional().describe('e.g. never'),
};

type Filters = z.infer<z.ZodObject<typeof filterShape>>;
type FilterName = keyof Filters;

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
  service: (entry, service) => entry.service === service,
  operation: ({ operations }, wanted) => operations.some((each) => isOperation(each, wanted)),
  retry: (entry, when) => entry.retry?.when === when,
};
/**
 * Whether a call is of an operation: `POST /v1/box/7?x=1` of `POST /v1/box/{id}`. A path alone is of any method. Whatever
 * stands before the path of the operation, as the address of a server, does not matter.
 */
function isOperation(operation: string, wanted: string): boolean {
  const [method = '', path = ''] = operation.split(' ');
  const [, given = '', address = ''] = /^(?:([A-Za-z]{3,7})\s+)?(\S+)$/.exec(wanted) ?? [];
  if (given !== '' && given.toUpperCase() !== method) return false;
  const segments = segmentsOf(path);
  const called = segmentsOf(address).slice(-segments.length);
  return (
    called.length === segments.length &&
    segments.every(
      (segment, at) => /^[{:<]/.test(segment) || segment === called[at] || /^[{:<]/.test(called[at] ?? ''),
    )
  );
}

function segmentsOf(path: string): string[] {
  return path
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter((segment) => segment !== '');
}

const FILTER_NAMES = Object.keys(FILTERS) as FilterName[];

/** The entries that every given filter lets through, in their order. */
function filtered(entries: readonly Entry[], filters: Filters): readonly Entry[] {
  return FILTER_NAMES.reduce((left, name) => left.filter((entry) => passes(entry, name, filters)), entries);
}

/** What tells the place of an error: what is none of these is more likely a mistake than a question. */
const PLACES = ['area', 'surface', 'service'] as const;
type PlaceName = (typeof PLACES)[number];

/** The areas, surfaces or services of a catalog, in its order. */
function placesOf(name: PlaceName, { entries }: Catalog): string[] {
  return [...new Set(entries.flatMap((entry) => entry[name] ?? []))];
}

const MOST_NAMED = 20;

/**
 * What is no area or surface at all is more likely a mistake than a question.
 *
 * @throws Failure `validation_failed` that names those that there are
 */
function checkPlace(name: PlaceName, filters: Filters, catalog: Catalog): void {
  const wanted = filters[name];
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
  throw new Failure('validation_failed', `${name}: there is no ${named(wanted)}; ${there}.`);
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
  const { code, aliases, title, service, surface, area, meaning, causes, symptoms, example, extra } = entry;
  const own = extra === null ? '' : JSON.stringify(extra);
  const text = [
    code,
    ...aliases,
    title,
    service,
    surface,
    area,
    meaning,
    ...causes,
    ...symptoms,
    example,
    own,
  ]
    .join('\n')
    .toLowerCase();
  words.set(entry, text);
  return text;
}

/** Names the filters that let nothing through by themselves, or else says that only together they do not. */
function whyEmpty(filters: Filters, entries: readonly Entry[]): string {
  const given = FILTER_NAMES.filter((name) => filters[name] !== undefined);
  const emptying = given.filter((name) => !entries.some((entry) => passes(entry, name, filters)));
  const say = (names: FilterName[]) =>
    names.map((name) => `${name} ${named(filters[name] ?? '')}`).join(' and ');
  return emptying.length > 0
    ? `No error matches ${say(emptying)}; drop or change it.`
    : `Each filter matches something, but nothing matches ${say(given)} together; drop one.`;
}

const input = z.strictObject({
  ...filterShape,
  seen: z
    .string()
    .regex(/^[1-9]\d{0,2}[hd]$/, 'a time such as 24h or 7d')
    .optional()
    .describe('Most seen within, e.g. 7d'),
  limit: z.number().int().min(1).max(100).optional().describe('Default 50'),
  cursor: z.string().max(200).optional().describe('next_cursor, e.g. NTAu'),
});

const output = z.strictObject({
  errors: z
    .array(
      z.strictObject({
        code: z.string().describe('The code, as the API sends it'),
        http_status: z.number().nullable().describe('Its HTTP status; of several, the first'),
        surface: z.string().nullable().describe('The side of the API that answers with it'),
        area: z.string().nullable().describe('The part of the product that it belongs to'),
        title: z.string().nullable().describe('The error in a few words'),
        retry: z.enum(RETRY_WHEN).nullable().describe('Whether and when to repeat the request'),
        service: z
          .string()
          .optional()
          .meta({ description: 'The service that answers with it', when: 'the catalog names one' }),
        deprecated: z
          .literal(true)
          .meta(IN_BRIEF)
          .optional()
          .meta({ description: 'It is no longer sent, or will not be', when: 'it is deprecated' }),
        seen: seenSchema
          .optional()
          .meta({ description: 'How often the logs show it', when: 'the call gives `seen`' }),
      }),
    )
    .describe("The errors of this page, in the catalog's order; with `seen`, the most seen first"),
  total: z.number().meta({ description: 'How many match, on all pages', unit: 'errors' }),
  uncatalogued: z
    .array(
      z
        .strictObject({ code: z.string().describe('The code, as the logs show it'), ...seenSchema.shape })
        .meta(IN_BRIEF),
    )
    .optional()
    .meta({
      description: 'Codes that the logs show and the catalog lacks, the most seen first, at most 20',
      when: 'the call gives `seen` and no cursor',
    }),
  counted: countedSchema
    .optional()
    .meta({ description: 'What was counted', when: 'the call gives `seen` and logs were counted' }),
  next_cursor: z
    .string()
    .optional()
    .meta({ description: 'The `cursor` of a call for the next page', when: 'there are more' }),
  note: z
    .string()
    .optional()
    .meta({ description: 'What else is to be known', when: 'there is something to be said' }),
});

const DEFAULT_LIMIT = 50;

export const listErrors = defineTool({
  name: 'list_errors',
  title: 'List the errors',
  description: 'Which error codes there are. For one error use explain_error.',
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

  choices: (catalog) => ({
    area: placesOf('area', catalog),
    surface: placesOf('surface', catalog),
    service: placesOf('service', catalog),
  }),

  async run({ limit, cursor, seen: window, ...filters }, context) {
    const { catalog, catalogNote = null } = context;
    for (const name of PLACES) checkPlace(name, filters, catalog);
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
    const shown = errors.length < total ? `, ${errors.length} shown` : '';
    const blocks: Block[] = [{ kind: 'note', text: `${total} ${total === 1 ? 'error' : 'errors'}${shown}` }];
    if (counted !== undefined)
      blocks.push({ kind: 'field', label: 'Most seen first', text: formatCounted(counted) });
    let last = '';
    for (const { code, http_status, title, retry, seen, deprecated, ...where } of errors) {
      const { service = null, area, surface } = where;
      const place = JSON.stringify([service, area, surface]);
      if (seen === undefined && last !== place) {
        last = place;
        blocks.push({ kind: 'group', service, area, surface });
      }
      blocks.push({
        kind: 'row',
        code,
        status: http_status,
        title,
        retry,
        isDeprecated: deprecated === true,
        seen: seen === undefined ? null : formatSeen(seen),
      });
    }
    blocks.push(...uncataloguedBlocks(others));
    if (note !== undefined) blocks.push({ kind: 'note', text: note });
    if (next_cursor !== undefined) {
      const text = `call again with the same filters and cursor "${next_cursor}"`;
      blocks.push({ kind: 'field', label: 'More', text });
    }
    return blocks;
  },
});

/** Codes that only the logs know: what does not look like a code stands between marks, as all text of logs. */
function uncataloguedBlocks(codes: NonNullable<z.infer<typeof output>['uncatalogued']>): Block[] {
  if (codes.length === 0) return [];
  const odd = codes.filter(({ code }) => !isPlainName(code));
  const plain = codes.filter(({ code }) => isPlainName(code));
  const rest = ({ code, ...seen }: (typeof codes)[number]) => `${code} | ${formatSeen(seen)}`;
  return [
    {
      kind: 'list',
      heading: 'uncatalogued',
      items: plain.map(({ code, ...seen }) => ({ code, seen: formatSeen(seen) })),
      isOrdered: false,
    },
    ...(odd.length > 0
      ? [{ kind: 'log' as const, lines: odd.map((each) => ({ time: null, level: null, rest: rest(each) })) }]
      : []),
  ];
}

function notes(...all: (string | false | undefined | null)[]): { note?: string } {
  const said = all.filter((each) => typeof each === 'string');
  return said.length === 0 ? {} : { note: said.join(' ') };
}

/** What a page holds where no limit is asked for, in characters of JSON. */
const ROOM = 4_950;

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

/** How many codes that the catalog lacks, and how many statuses, are named. */
const MAX_UNCATALOGUED = 20;
const MAX_STATUSES = 5;

/** What the logs show within `window`, and what has to be said about it. */
async function seenWithin(
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
function mostSeenFirst(entries: readonly Entry[], codes: ReadonlyMap<string, SeenCount>): Entry[] {
  const count = ({ code }: Entry) => codes.get(code)?.count ?? 0;
  return entries.toSorted((a, b) => count(b) - count(a));
}

/** Codes that the logs show and the catalog lacks, the most seen first. */
function uncatalogued(codes: ReadonlyMap<string, SeenCount>, catalog: Catalog) {
  return [...codes]
    .filter(([code]) => catalog.get(code) === undefined && redactText(code) === code)
    .toSorted(([, a], [, b]) => b.count - a.count)
    .slice(0, MAX_UNCATALOGUED)
    .map(([code, count]) => ({ code, ...seenOf(count) }));
}

function statusesOf({ statuses }: Seen): string | false {
  const most = [...statuses].toSorted(([, a], [, b]) => b.count - a.count).slice(0, MAX_STATUSES);
  if (most.length === 0) return false;
  return `Statuses without a code: ${most.map(([status, count]) => `${status} (${formatSeen(seenOf(count))})`).join('; ')}.`;
}

/**
 * An opaque cursor for the item at `offset` of the answer to `question` (the call's other arguments).
 */
export function cursorFor(offset: number, question: object): string {
  return Buffer.from(`${offset}.${fingerprint(question)}`).toString('base64url');
}

/**
 * The offset that `cursor` stands for.
 *
 * @throws Failure `validation_failed` if it is no cursor of ours, or of another question
 */
export function offsetOf(cursor: string, question: object): number {
  const offset = offsetIn(cursor, question);
  if (offset !== null) return offset;
  throw new Failure(
    'validation_failed',
    'cursor: not a cursor for these arguments. Pass next_cursor unchanged, with the same other arguments, or leave it out to start over.',
  );
}

/** The offset that `cursor` stands for; null if it is no cursor of ours, or of another question. */
export function offsetIn(cursor: string, question: object): number | null {
  const [offset = '', print] = Buffer.from(cursor, 'base64url').toString('latin1').split('.');
  return /^\d{1,9}$/.test(offset) && print === fingerprint(question) ? Number(offset) : null;
}

/** FNV-1a over the given arguments, so that a cursor is not used for another question by mistake. */
function fingerprint(question: object): string {
  const text = JSON.stringify(Object.entries(question).sort(([a], [b]) => (a < b ? -1 : 1)));
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

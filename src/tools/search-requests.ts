import * as z from 'zod';
import { Failure } from '../base/failure.ts';
import { count as counted, group } from '../base/text.ts';
import type { LogLine, SearchCriteria, SearchedBack, SearchedLine } from '../logs/logs.ts';
import { isPlainId } from '../redact/redact.ts';
import type { Block, LogText } from './answer/blocks.ts';
import { lineSchema, logBlock, pageOf, plain } from './answer/log-lines.ts';
import {
  failuresOf,
  formatAllFailed,
  formatSearched,
  limitedTo,
  type NextCall,
  NOT_CONFIGURED,
  nextBlocks,
  nextCallSchema,
  retryOf,
  searchedSchema,
  shownSearched,
} from './answer/parts.ts';
import { PART } from './json-schema.ts';
import { cursorFor, offsetOf } from './list-errors.ts';
import { OF_OWN_LOGS } from './own-failures.ts';
import { type Asked, askedOf, type Known } from './search-criteria.ts';
import { fieldsOf } from './story/said.ts';
import { storyOf } from './story/story.ts';
import type { ToolContext } from './tool.ts';

const SHOWN = 'its lines show it';

/** A request of several that match. */
const requestSchema = z
  .strictObject({
    request_id: z.string().describe('Its id'),
    time: z
      .string()
      .nullable()
      .meta({ description: 'Of its newest line that matches; null without a time', unit: 'ISO 8601, UTC' }),
    method: z.string().optional().meta({ description: 'The HTTP method', when: SHOWN }),
    path: z.string().optional().meta({ description: 'The path', when: SHOWN }),
    status: z.number().optional().meta({ description: 'The HTTP status that the caller got', when: SHOWN }),
    duration_ms: z
      .number()
      .optional()
      .meta({ description: 'How long it took', unit: 'milliseconds', when: SHOWN }),
    code: z.string().optional().meta({ description: 'The error code that it ended with', when: SHOWN }),
    lines: z.number().meta({ description: 'How many lines it has', unit: 'log lines' }),
  })
  .meta(PART);

type Request = z.infer<typeof requestSchema>;

/** What an answer holds that tells of several requests. */
export const requestsShape = {
  requests: z.array(requestSchema).optional().meta({
    description: 'The requests that match, the newest first',
    when: 'the call gives no id and not just one matches',
  }),
};

/** What every answer of a lookup holds. */
export const lookupShape = {
  lines: z
    .array(lineSchema)
    .describe('Its log lines in time order; of several requests, lines that match and name none'),
  total: z.number().meta({
    description: 'How many lines there are, shown or not; of several requests, how many were found',
    unit: 'log lines, or requests',
  }),
  searched: searchedSchema.describe('What was searched'),
  note: z
    .string()
    .optional()
    .meta({ description: 'What else is to be known', when: 'there is something to be said' }),
  next_cursor: z
    .string()
    .optional()
    .meta({ description: 'The `cursor` of a call for the next page', when: 'there are more' }),
  next: z
    .array(nextCallSchema)
    .optional()
    .meta({ description: 'Calls that can be made as they stand, at most two', when: 'one is of use' }),
};

const requestsAnswer = z.strictObject({ ...lookupShape, ...requestsShape });

type RequestsAnswer = z.infer<typeof requestsAnswer>;

/** What a search comes to: several requests or lines, or the only request that matches, whose story is to be told. */
type Answered = { only: string; note: string; searched: RequestsAnswer['searched'] } | RequestsAnswer;

const DEFAULT_LIMIT = 10;
/** How many lines one search gives at most, and how many it is asked for first. */
const MOST_LINES = 10_000;
const FIRST_LINES = 200;
/** How long before and after its line the other lines of a request are looked for, in milliseconds. */
const AROUND = 120_000;
/** How many lines of one request are looked at for its row. */
const MOST_OF_ONE = 500;
/** How many requests are looked into where no single line shows all that is asked for, and how many by one thing alone. */
const MOST_JOINED = 100;
const MOST_JOINED_ALONE = 30;

/**
 * The requests that match what is known of one, the newest first.
 *
 * @throws Failure if the arguments contradict each other, or nothing matches
 */
export async function searchRequests(
  { known, cursor }: { known: Known; cursor: string | undefined },
  context: ToolContext,
): Promise<Answered> {
  const { logs, now, workspace = null } = context;
  const page = pageFrom(cursor, known, now());
  const asked = askedOf(known, page.at);
  if (logs === null) throw new Failure('not_found', `Nothing can be searched. ${NOT_CONFIGURED}`);
  const limit = known.limit ?? DEFAULT_LIMIT;
  // A later page shows what stands behind the first one, not what was written since.
  const until = page.isPinned
    ? Math.min(asked.criteria.until ?? page.at, page.at)
    : (asked.criteria.until ?? null);
  const criteria = { ...asked.criteria, until };
  const { items, how, ...found } = await matching(criteria, page.offset + limit + 1, context);
  if (items.length === 0) throw nothingFound(asked, found.searched, workspace);
  const searched = within(found.searched, criteria);

  const [only, ...others] = items;
  const isOnly = others.length === 0 || limit === 1;
  if (only?.id != null && isOnly && page.offset === 0 && (searched.stopped === null || limit === 1)) {
    const which = others.length === 0 ? 'The only request' : 'The newest of the requests';
    return {
      only: only.id,
      note: `${which} with ${asked.words ?? 'a failure'}.${how === null ? '' : ` ${how}`}`,
      searched: shownSearched(searched),
    };
  }
  const shown = items.slice(page.offset, page.offset + limit);
  const requests = await Promise.all(
    shown.flatMap(({ id, lines }) => (id === null ? [] : rowOf(id, lines, context))),
  );
  const unnamed = shown.flatMap(({ id, lines: [first] }) => (id === null && first ? [first.line] : []));
  const { page: whole, end: fitting } = pageOf(unnamed, 0, '');
  const lines = [...whole, ...unnamed.slice(fitting).map(withoutRest)];
  const end = page.offset + shown.length;
  const isMore = end < items.length;
  return {
    requests,
    lines,
    total: items.length,
    searched: shownSearched(searched),
    ...notes([
      asked.words === null ? 'These are the latest failures.' : null,
      how,
      boundNote(searched),
      untimedNote(searched),
      failedNote(searched),
      workspace === null ? null : limitedTo(workspace),
    ]),
    ...(isMore && { next_cursor: cursorAt(end, known, items.some(hasTime) ? page.at : 0) }),
    ...nextOf(requests),
  };
}

interface Page {
  offset: number;
  /** The moment of the first page. */
  at: number;
  /** Whether what is newer is left out. */
  isPinned: boolean;
}

/** The first page, or the one that a cursor names, of what there was at the moment of the first. */
function pageFrom(cursor: string | undefined, known: Known, now: number): Page {
  if (cursor === undefined) return { offset: 0, at: now, isPinned: false };
  const [place = '', moment = ''] = cursor.split('.');
  const at = /^[0-9a-z]{1,10}$/.test(moment) ? Number.parseInt(moment, 36) : Number.NaN;
  const offset = offsetOf(place, { ...known, at });
  return at === 0 ? { offset, at: now, isPinned: false } : { offset, at, isPinned: true };
}

function cursorAt(offset: number, known: Known, at: number): string {
  return `${cursorFor(offset, { ...known, at })}.${at.toString(36)}`;
}

/** A request, or a line that names none, with what of it matches, the newest first. */
interface Item {
  id: string | null;
  lines: SearchedLine[];
}

interface Matching {
  items: Item[];
  searched: SearchedBack;
  /** How it matches, where it is not as was asked. */
  how: string | null;
}

function hasTime({ lines }: Item): boolean {
  return lines.some(({ ns }) => ns !== null);
}

/** Requests and lines that match, at least `wanted` of them if there are so many. */
async function matching(criteria: SearchCriteria, wanted: number, context: ToolContext): Promise<Matching> {
  const exact = await itemsFor(criteria, wanted, context);
  if (exact.items.length > 0) return { ...exact, how: null };
  const { path } = criteria;
  if (path !== undefined && !path.includes('*')) {
    const below = await itemsFor({ ...criteria, path: `${path.replace(/\/$/, '')}/*` }, wanted, context);
    if (below.items.length > 0)
      return { ...below, how: 'No request has exactly this path; those below it are shown.' };
  }
  const joined = await joinedItems(criteria, context);
  if (joined !== null)
    return { ...joined, how: 'Each of these requests shows all of that, though no single line of it does.' };
  return { ...exact, how: null };
}

async function itemsFor(
  criteria: SearchCriteria,
  wanted: number,
  { logs, signal, onProgress }: ToolContext,
): Promise<Omit<Matching, 'how'>> {
  if (logs === null) throw new Error('There are no logs to search.');
  for (let limit = Math.max(FIRST_LINES, 2 * wanted); ; limit *= 4) {
    const { lines, searched } = await logs.search(
      { ...criteria, limit: Math.min(limit, MOST_LINES), isNumbered: true, isBrief: isBriefEnough(criteria) },
      { signal, ...(onProgress && { onProgress }) },
    );
    const items = itemsOf(lines);
    // Many lines may be of few requests.
    if (
      items.length >= wanted ||
      searched.stopped !== 'enough' ||
      limit >= MOST_LINES ||
      lines.length < limit
    )
      return { items, searched };
  }
}

/** Whether lines in brief are enough: a row is read by its id, and nothing is asked for that is hidden in some lines. */
function isBriefEnough({ code, path, isFailure }: SearchCriteria): boolean {
  // What only a level shows to be a failure is not told in brief.
  return code === undefined && path === undefined && isFailure !== true;
}

function itemsOf(lines: readonly SearchedLine[]): Item[] {
  const byId = new Map<string, Item>();
  const items: Item[] = [];
  for (const line of lines) {
    const id = line.id ?? idBesideIn(line.line);
    const known = id === null ? undefined : byId.get(id);
    if (known !== undefined) {
      known.lines.push(line);
      continue;
    }
    const item: Item = { id, lines: [line] };
    items.push(item);
    if (id !== null) byId.set(id, item);
  }
  return items;
}

/** Fields that tie lines together in some services and hold other things in others, each with the form that only an id has. */
const BESIDE: readonly [name: RegExp, id: RegExp][] = [
  [/^(?:req|rq|request)$/, /^(?=.*\d)(?=.*[A-Za-z])[\w.-]{4,64}$/],
  [
    /^(?:corr|correlation|cid|thread|flow|flowid|uow|call|callid|conversationid|activityid|operationid)$/,
    /^(?:(?:req|corr|cid|flow|call|op)[_-][\w-]{4,64}|(?=.*\d)[0-9a-f]{8,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
  ],
];

/** The id of what a line belongs to that names no request: a lookup by it finds all of its lines. */
function idBesideIn(line: LogLine): string | null {
  const pairs = fieldsOf(line).map(({ key, value }) => {
    // What stands in brackets may be taken for the name of a thread: `[req:7f3a9c]`.
    const [, name = key, inner = value] = /^([a-z]{2,20})[=:](\S{4,64})$/i.exec(value) ?? [];
    return [name.toLowerCase(), inner] as const;
  });
  const found = pairs.find(([name, id]) => BESIDE.some(([key, form]) => key.test(name) && form.test(id)));
  return found?.[1] ?? null;
}

/** What a request is known by, the likely rarest first. */
const BY_RARITY = ['text', 'code', 'path', 'status', 'workspace', 'method'] as const;

/** Requests whose lines together show what no single line does; null where there are none, or only one thing is asked. */
async function joinedItems(
  criteria: SearchCriteria,
  context: ToolContext,
): Promise<Omit<Matching, 'how'> | null> {
  const given = BY_RARITY.filter((name) => criteria[name] !== undefined);
  if (given.length < 2) return null;
  const whole = given.filter((name) => OF_ANSWER.has(name));
  // What the line of an answer shows together is asked for together, so that fewer requests come into question.
  if (whole.length > 1 && whole.length < given.length) {
    const names = new Set<string>(whole);
    const split = given.filter((name) => !names.has(name)).map((name) => [name]);
    const isRare = given[0] !== undefined && !names.has(given[0]);
    const joined = await joinedBy(isRare ? [...split, whole] : [whole, ...split], criteria, context);
    if (joined !== null) return joined;
  }
  return await joinedBy(
    given.map((name) => [name]),
    criteria,
    context,
    MOST_JOINED_ALONE,
  );
}

/** What a line that shows how a request was answered tells at once. */
const OF_ANSWER: ReadonlySet<string> = new Set(['path', 'status', 'method']);

/** The newest requests that have a line for each part of the criteria, of which the first is looked for first. */
async function joinedBy(
  names: readonly (readonly (typeof BY_RARITY)[number][])[],
  criteria: SearchCriteria,
  context: ToolContext,
  most = MOST_JOINED,
): Promise<Omit<Matching, 'how'> | null> {
  const { since = null, until = null } = criteria;
  const parts = names.map(
    (part): SearchCriteria => Object.fromEntries(part.map((name) => [name, criteria[name]])),
  );
  const [anchor = {}, ...rest] = parts;
  const { items, searched } = await itemsFor({ ...anchor, since, until }, most, context);
  const candidates = items.filter(({ id }) => id !== null).slice(0, most);
  const kept: Item[] = [];
  for (const item of candidates) {
    const matches = await Promise.all(rest.map((part) => linesAround(item, part, context, 1)));
    if (matches.every((lines) => lines.length > 0)) kept.push(item);
  }
  return kept.length === 0 ? null : { items: kept, searched };
}

/** Lines of a request near the time of those that are known, that also match `criteria`. */
async function linesAround(
  { id, lines }: Item,
  criteria: SearchCriteria,
  { logs, signal }: ToolContext,
  limit: number,
): Promise<SearchedLine[]> {
  const moments = lines.flatMap(({ ns }) => (ns === null ? [] : Number(ns / 1_000_000n)));
  const stretch =
    moments.length === 0
      ? {}
      : { since: Math.min(...moments) - AROUND, until: Math.max(...moments) + AROUND };
  const isOwn = lines.some((line) => line.id === id);
  const named = id === null ? {} : isOwn ? { id } : { text: `${criteria.text ?? ''} "${id}"` };
  const found = await logs?.search({ ...criteria, ...stretch, ...named, limit }, { signal });
  return found?.lines ?? [];
}

/** A row that says of a request what its lines near the matching ones show. */
async function rowOf(id: string, matches: SearchedLine[], context: ToolContext): Promise<Request> {
  const near = await linesAround({ id, lines: matches }, {}, context, MOST_OF_ONE);
  const all = near.length >= matches.length ? near : matches;
  const lines = all.toReversed().map(({ line }) => line);
  const { outcome, error } = storyOf(lines, context.catalog);
  const method = lines.find((line) => line.method !== undefined)?.method;
  const path = lines.find((line) => line.path !== undefined)?.path;
  const status = outcome.status ?? lines.findLast((line) => line.status !== undefined)?.status;
  const code = error?.code ?? lines.findLast((line) => line.code !== undefined)?.code;
  const took = lines.flatMap(({ duration_ms }) => duration_ms ?? []);
  return {
    request_id: id,
    time: matches[0]?.line.time ?? null,
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(status !== undefined && { status }),
    ...(took.length > 0 && { duration_ms: Math.max(...took) }),
    ...(code !== undefined && { code }),
    lines: lines.length,
  };
}

function withoutRest({ rest: _, ...line }: LogLine): RequestsAnswer['lines'][number] {
  return line;
}

/** What was searched, without the times that were not asked for; as it is where it lies outside of them. */
function within(searched: SearchedBack, { since, until }: SearchCriteria): SearchedBack {
  const from = Math.max(Date.parse(searched.from ?? ''), since ?? 0);
  const to = Math.min(Date.parse(searched.to ?? ''), until ?? Infinity);
  if (!(from <= to)) return searched;
  return { ...searched, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** Nothing matches: what was searched, and what to change. */
function nothingFound({ words, criteria }: Asked, searched: SearchedBack, workspace: string | null): Failure {
  const limit = workspace === null ? '' : ` ${limitedTo(workspace)}`;
  const what = words === null ? 'shows a failure' : `shows ${words}`;
  const told = formatSearched(shownSearched(within(searched, criteria)));
  const [failed] = failuresOf(searched);
  if (failed !== undefined)
    return new Failure(
      failed.failure.code,
      `It is unknown whether any log line ${what}, as not all logs could be searched: ${OF_OWN_LOGS}. Searched: ${told}${failed.isFile ? ` ${retryOf(failed.failure.code)}` : ''}${limit}`,
    );
  const isWhole = searched.stopped === null;
  const advice = [
    endedNote(criteria, searched),
    untimedNote(searched),
    isWhole ? null : boundNote(searched),
    searched.files === 0 &&
    searched.sources === undefined &&
    searched.isUntold !== true &&
    criteria.since == null
      ? 'Check the paths that --logs or ERROR_CATALOG_LOGS name.'
      : adviceOn(criteria),
  ].filter((each) => each !== null);
  const scope = isWhole ? 'No log line' : 'No log line that was searched';
  return new Failure('not_found', `${scope} ${what}. Searched: ${told} ${advice.join(' ')}${limit}`);
}

/** Where the stretch of time that was asked for begins behind the logs' end. */
function endedNote({ since = null }: SearchCriteria, { to, isUntold }: SearchedBack): string | null {
  if (since === null || to === null || isUntold === true || Date.parse(to) >= since) return null;
  return `The newest line is from ${to}: nothing was logged after that. Give an earlier since.`;
}

function adviceOn({ since, path, isFailure, method, status, code, workspace, text }: SearchCriteria): string {
  if (isFailure === true)
    return since == null
      ? 'Give path, text or workspace to see requests that succeeded.'
      : 'Give an earlier since, or a path or text.';
  const wider = since == null ? '' : ' Give an earlier since.';
  const looser = path === undefined || path.includes('*') ? '' : ' A * in path matches any characters.';
  const given = [path, method, status, code, workspace, text].filter((each) => each !== undefined);
  const what = given.length > 1 ? 'Leave one of these out, or check it for a typo.' : 'Check it for a typo.';
  return `${what}${looser}${wider}`;
}

/** Where a bound was reached, what remains unknown and how to go on. */
function boundNote({ stopped, from, bytes, isUntold }: SearchedBack): string | null {
  if (stopped !== 'bytes' && stopped !== 'time') return null;
  const much = isUntold === true || bytes === 0 ? '' : ` after ${group(Math.round(bytes / 1_048_576))} MiB`;
  const back = from === null ? '' : `, back to ${from}`;
  return `The search stopped${much} at its ${stopped === 'time' ? 'time' : 'size'} limit${back}: older lines were not searched. Give since and until to search another period.`;
}

function untimedNote({ untimed }: SearchedBack): string | null {
  if (untimed === 0) return null;
  return `${counted(untimed, 'line')} that would match ${untimed === 1 ? 'shows' : 'show'} no time and may lie outside that period: leave out since and until to see ${untimed === 1 ? 'it' : 'them'}.`;
}

function failedNote(searched: SearchedBack): string | null {
  const failed = failuresOf(searched);
  return failed.length === 0
    ? null
    : `This answer is partial: ${formatAllFailed(failed)} could not be searched in full, ${OF_OWN_LOGS}.`;
}

function notes(all: readonly (string | null)[]): { note?: string } {
  const said = all.flatMap((each) => (each === null ? [] : [each]));
  return said.length === 0 ? {} : { note: said.join(' ') };
}

/** The story of the newest request, ready to be asked for. */
function nextOf(requests: readonly Request[]): { next?: NextCall[] } {
  const first = requests.find(({ request_id }) => isPlainId(request_id));
  if (first === undefined) return {};
  return {
    next: [
      {
        tool: 'lookup_request',
        arguments: { request_id: first.request_id },
        reason: 'what happened to the newest',
      },
    ],
  };
}

/** An answer of several requests, as blocks. Ids, paths and codes come from the logs, so they stand between marks. */
export function requestBlocks(answer: RequestsAnswer): Block[] {
  const { requests = [], lines, total, note, searched, next_cursor, next } = answer;
  const blocks: Block[] = [];
  if (requests.length > 0) {
    const of = total > requests.length + lines.length ? ` (there are at least ${group(total)})` : '';
    blocks.push({ kind: 'note', text: `${counted(requests.length, 'request')}, the newest first${of}:` });
    blocks.push({ kind: 'log', lines: requests.map(requestText) });
  }
  if (lines.length > 0) {
    blocks.push({
      kind: 'note',
      text: `${counted(lines.length, 'line')} that ${lines.length === 1 ? 'names' : 'name'} no request, the newest first:`,
    });
    blocks.push(logBlock(lines, null));
  }
  if (note !== undefined) blocks.push({ kind: 'note', text: note });
  blocks.push({ kind: 'field', label: 'Searched', text: formatSearched(searched) });
  if (next_cursor !== undefined)
    blocks.push({
      kind: 'field',
      label: 'More',
      text: `lookup_request with the same arguments and cursor "${next_cursor}"`,
    });
  return [...blocks, ...nextBlocks(next)];
}

function requestText({ request_id, time, method, path, status, duration_ms, code, lines }: Request): LogText {
  const parts = [
    request_id,
    method,
    path,
    status,
    code,
    duration_ms === undefined ? undefined : `${duration_ms}ms`,
  ];
  const said = parts.filter((part) => part !== undefined).map((part) => plain(String(part)));
  return { time: time ?? 'no time', level: null, rest: `${said.join(' ')} (${counted(lines, 'line')})` };
}

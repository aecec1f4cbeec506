import { HOUR } from '../../base/time.ts';
import type { LogLine, SearchedLine, SearchFound } from '../../logs/logs.ts';
import { quoted } from '../../redact/redact.ts';
import {
  type Asked,
  type BONDS,
  BOUND,
  byRequest,
  isOneOf,
  type Related,
  relatedOf,
  requestOf,
  type Similar,
  spanOf,
} from './around.ts';
import { plainPath, routeOf } from './outcome.ts';
import { fieldsOf, isVersion, readBehind } from './said.ts';
import type { Story } from './story.ts';

/** Calls of the same operation near a request, and others that failed alike. */

/** How far from the request others are looked for, in milliseconds. */
const NEAR = 15 * 60_000;
/** Where calls are many, it is as far as this much of the logs reaches, but at least so long. */
const NEAREST_BOUND = { bytes: 2 * 1_048_576, ms: 500 };
const LEAST_NEAR = 5_000;
/** An answer tells how long it is. */
const AROUND = HOUR;
/** How many calls of the same operation are named. */
const NEAREST = 3;

/** How many requests are read whole, where the line of their route does not show how they ended. */
const READ_WHOLE = 4;

/** Calls of the same caller that were refused in the same way, one after the other, up to the request. */
export interface Row {
  count: number;
  same: Related['same'];
  since: string;
}

/** Fields that tell one caller from another. */
const CALLER =
  /^(?:clientid|apikeyid|userid|user|sub|actor|principal|account|accountid|caller|callerid|remoteip|clientip|remoteaddr|remoteaddress|ip|x?forwardedfor)$/;

/** Addresses of networks that are not the caller's own (RFC 1918, RFC 4193), as those of a proxy. */
const INNER = /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1|f[cd]|::ffff:10\.)/i;

/** What stands for a caller that is not known, or for many; a place in source code is what zap calls a caller. */
const NOBODY =
  /^(?:\W*|.|\S{1,200}\.[a-z]{1,4}:\d{1,6}|null|none|undefined|unknown|anonymous|guest|public|system|root|n\/a)$/i;

function callersOf(lines: readonly LogLine[]): Set<string> {
  const told = lines.flatMap(fieldsOf).filter(({ key, value }) => CALLER.test(key) && !NOBODY.test(value));
  return new Set(told.filter(({ value }) => !INNER.test(value)).map(({ value }) => value));
}

/** By what two requests are known to come from the same side: by who called, or only by the workspace; null if by neither. */
function bondOf(one: readonly LogLine[], other: readonly LogLine[]): (typeof BONDS)[number] | null {
  const [ours, theirs] = [callersOf(one), callersOf(other)];
  if ([...ours].some((caller) => theirs.has(caller))) return 'caller';
  if (ours.size > 0 && theirs.size > 0) return null;
  const workspaces = new Set(one.map(({ workspace }) => workspace));
  return other.some(({ workspace }) => workspace !== undefined && workspaces.has(workspace))
    ? 'workspace'
    : null;
}

export interface CallsNear {
  near: Related[];
  row: Row | null;
  release: Release | null;
}

/** Calls of the same operation by the same caller, shortly before and after. */
export async function callsNear(asked: Asked): Promise<CallsNear> {
  const { id, story, logs, signal } = asked;
  const { lines } = story;
  const route = routeOf(lines);
  const span = spanOf(lines);
  if (route === null || span === null) return { near: [], row: null, release: null };
  const workspaces = lines.flatMap(({ workspace }) => workspace ?? []);
  // Of a release, all calls tell; else lines that name neither the caller nor the workspace need not be read.
  const oneOf = mayBeRelease(story) ? [] : [...new Set([...callersOf(lines), ...workspaces])];
  const searched: Searching = async (since, until, most = NEAREST_BOUND) => {
    const { method, path } = route;
    return await logs.search({ method, path, since, until, oneOf, limit: 100, most }, { signal });
  };
  const found = await foundAround(span, searched);
  // Of the same time, lines keep their order, the newest first.
  const placeOf = (request: string) => found.findLastIndex((each) => requestOf(each, asked) === request);
  const calls = [...byRequest(found, asked)]
    .flatMap(([request_id, group]) => {
      const at = spanOf(group);
      const same = bondOf(lines, group);
      if (at === null || same === null) return [];
      const isBefore = at.from === span.from ? placeOf(request_id) > placeOf(id) : at.from < span.from;
      const relation: Related['relation'] = isBefore ? 'earlier_call' : 'later_call';
      return [{ request_id, group, relation, same, apart: Math.abs(at.from - span.from) }];
    })
    .toSorted((a, b) => a.apart - b.apart);
  const near = await Promise.all(
    calls.map(async ({ request_id, group, relation, same }, at) => {
      const whole = at < READ_WHOLE ? await wholeOf(request_id, group, asked) : group;
      return { ...relatedOf(request_id, relation, whole), same };
    }),
  );
  return {
    near: chosen(near),
    row: rowOf(near, story.outcome.status),
    release: releaseOf(found, story),
  };
}

type Searching = (since: number, until: number, most?: typeof BOUND) => Promise<SearchFound>;

/** What is found shortly before and after a request, the newest first. */
async function foundAround(span: { from: number; to: number }, searched: Searching): Promise<SearchedLine[]> {
  const all = await searched(span.from - NEAR, span.to + NEAR);
  if (all.searched.stopped === null) return all.lines;
  // A search begins with the newest, which before the request are the nearest, and behind it the farthest.
  const before = await searched(span.from - NEAR, span.from);
  const { stopped, from } = before.searched;
  let reach = stopped === null || from === null ? NEAR : Math.max(span.from - Date.parse(from), LEAST_NEAR);
  let after = await searched(span.from + 1, span.to + reach, BOUND);
  for (; after.searched.stopped !== null && reach > LEAST_NEAR; reach = Math.max(reach / 8, LEAST_NEAR))
    after = await searched(span.from + 1, span.to + reach / 8, BOUND);
  return [...after.lines, ...before.lines];
}

/** All lines of a request of which `group` was found, if those show no status: some log the route first and the status last. */
async function wholeOf(request: string, group: readonly LogLine[], { logs, signal }: Asked) {
  if (group.some(({ status }) => status !== undefined)) return group;
  const { lines } = await logs.find(request, { signal });
  const own = lines.filter(({ mentioned_in }) => mentioned_in === undefined);
  return own.length === 0 ? group : own;
}

/** A version with which all calls of an operation failed, where those with another one had succeeded before. */
export interface Release {
  good: string;
  bad: string;
  count: number;
}

export function versionOf(line: LogLine): string | undefined {
  return fieldsOf(line).find(isVersion)?.value;
}

function mayBeRelease({ lines, outcome }: Story): boolean {
  return outcome.ended === 'failed' && (outcome.status ?? 0) >= 500 && lines.some(versionOf);
}

function releaseOf(found: readonly SearchedLine[], story: Story): Release | null {
  const bad = story.lines.map(versionOf).find((version) => version !== undefined);
  if (bad === undefined || !mayBeRelease(story)) return null;
  // The newest first.
  const told = found.flatMap(({ line }) => {
    const version = versionOf(line);
    return version === undefined || line.status === undefined ? [] : [{ version, status: line.status }];
  });
  const firstBad = told.findLastIndex(({ version }) => version === bad);
  const after = told.slice(0, firstBad + 1);
  const good = told[firstBad + 1]?.version;
  const before = told.slice(firstBad + 1);
  const isClear =
    after.length > 1 &&
    after.every(({ version, status }) => version === bad && status >= 500) &&
    before.every(({ version, status }) => version === good && status < 500);
  return good === undefined || !isClear ? null : { good, bad, count: after.length };
}

/** Statuses by which a request meets what another one did to the same thing. */
const MET_A_CHANGE = new Set([404, 409, 410, 412, 423, 428]);
const WRITES = /^(?:POST|PUT|PATCH|DELETE)$/;
/** How long before the request a change is looked for, in milliseconds. */
const BEFORE = 24 * 60 * 60_000;

/** The last request that changed or removed the very thing that this one asks for, by whomever in its workspace. */
export async function changeBefore(asked: Asked): Promise<Related | null> {
  const { id, story, logs, signal } = asked;
  const { lines, outcome } = story;
  const route = routeOf(lines);
  const span = spanOf(lines);
  if (span !== null && outcome.status === 403) return await rightsChangedBefore(span, asked);
  if (route === null || span === null || !MET_A_CHANGE.has(outcome.status ?? 0)) return null;
  const segments = plainPath(route.path).split('/');
  const last = segments.findLastIndex(
    (segment, at) =>
      (/^(?=.*\d)[\w.:~-]{3,100}$/.test(segment) && !/^v\d/.test(segment)) ||
      (/^\d{1,2}$/.test(segment) && /^[a-z_-]{4,}$/i.test(segments[at - 1] ?? '')) ||
      // An id without digits begins as what it is an id of: `/apps/app_kzuwtqbn`.
      (/^[a-z]{2,6}_[A-Za-z]{8,64}$/.test(segment) && segments[at - 1]?.[0] === segment[0]),
  );
  const thing = segments[last];
  if (thing === undefined) return null;
  const path = segments.slice(0, last + 1).join('/');
  const isSplit = !lines.some((line) => line.path !== undefined && line.status !== undefined);
  const found = await logs.search(
    {
      ...{ path, ...(isSplit ? {} : { status: { from: 200, to: 299 } }) },
      ...{ since: span.from - BEFORE, until: span.from, limit: 200, most: BOUND },
    },
    { signal },
  );
  const workspaces = new Set(lines.map(({ workspace }) => workspace));
  const changes = found.lines.filter(
    (each) =>
      WRITES.test(each.line.method ?? '') &&
      requestOf(each, asked) !== id &&
      (each.line.workspace === undefined || workspaces.has(undefined) || workspaces.has(each.line.workspace)),
  );
  for (const each of changes.slice(0, isSplit ? READ_WHOLE : 1)) {
    const other = requestOf(each, asked);
    if (other === null) continue;
    const related = relatedOf(other, 'changed_it_before', await wholeOf(other, [each.line], asked));
    if (related.status !== null && related.status < 300) return related;
  }
  return readBehind(lines) === null ? null : await madeBefore(thing, span, asked);
}

/** Fields of a refusal that name whose rights did not suffice, and paths of what such rights hang on. */
const HOLDER =
  /^(?:member|user|actor|principal|subject|sub|person|account|caller|grantee|identity)(?:id|ref)?$/;
const OF_RIGHTS = /member|role|grant|polic|permission|scope|access|assignment/i;

/** The last request that changed the rights of whoever a refusal names. */
async function rightsChangedBefore(
  { from }: { from: number; to: number },
  asked: Asked,
): Promise<Related | null> {
  const { id, story, logs, signal } = asked;
  const holder = story.lines
    .flatMap(fieldsOf)
    .find(
      ({ key, value }) => HOLDER.test(key) && /^[a-z]{2,12}_\w{4,64}$|^(?=.*\d)[\w-]{6,64}$/i.test(value),
    );
  if (holder === undefined) return null;
  const found = await logs.search(
    { text: `"${holder.value}"`, since: from - BEFORE, until: from, limit: 100, most: BOUND },
    { signal },
  );
  const change = found.lines.find(
    ({ line }) =>
      WRITES.test(line.method ?? '') &&
      (line.status ?? 0) < 300 &&
      OF_RIGHTS.test(line.path ?? '') &&
      plainPath(line.path ?? '')
        .split('/')
        .includes(holder.value),
  );
  const other = change === undefined ? null : requestOf(change, asked);
  if (change === undefined || other === null || other === id) return null;
  const related = relatedOf(other, 'changed_it_before', await wholeOf(other, [change.line], asked));
  return related.status !== null && related.status < 300 ? related : null;
}

/** The request that made a thing, by lines that name it, for one that did not find it yet. */
async function madeBefore(
  thing: string,
  { from, to }: { from: number; to: number },
  asked: Asked,
): Promise<Related | null> {
  const { logs, signal } = asked;
  const found = await logs.search(
    { text: `"${thing}"`, since: from - NEAR, until: to, limit: 100, most: BOUND },
    { signal },
  );
  for (const other of [...byRequest(found.lines, asked).keys()].slice(0, READ_WHOLE)) {
    const related = relatedOf(other, 'changed_it_before', await wholeOf(other, [], asked));
    const isDone = related.status !== null && related.status < 300;
    if (isDone && WRITES.test(related.method ?? '')) return related;
  }
  return null;
}

/** The nearest calls, always with the nearest on either side that succeeded. */
function chosen(near: readonly Related[]): Related[] {
  const first = [succeeded(near, 'earlier_call'), succeeded(near, 'later_call')];
  return [...new Set([...first.filter((each) => each !== undefined), ...near])].slice(0, NEAREST);
}

/** `near` is in order of time apart from the request. */
function rowOf(near: readonly Related[], status: number | null): Row | null {
  const before = near.filter(({ relation }) => relation === 'earlier_call');
  const end = before.findIndex((each) => each.status !== status);
  const row = end === -1 ? before : before.slice(0, end);
  const since = row.at(-1)?.time;
  return status === null || since == null ? null : { count: row.length, same: row[0]?.same, since };
}

/** The first of `all` in this relation that succeeded, or was carried out though its caller was not told. */
export function succeeded(all: readonly Related[], relation: Related['relation']): Related | undefined {
  return all.find(
    (each) =>
      each.relation === relation &&
      ((each.status !== null && each.status < 300) || each.carried_out !== undefined),
  );
}

/**
 * How many other requests failed with the same code or status on the same route, and from when to when; or, where the
 * platform failed and no other request did so, a sentence that says it.
 */
export async function alike(asked: Asked): Promise<{ similar: Similar | null; alone: string | null }> {
  const nothing = { similar: null, alone: null };
  const { id, story, logs, signal } = asked;
  const { lines, error, outcome } = story;
  const span = spanOf(lines);
  const route = routeOf(lines);
  const code = error?.code ?? null;
  if (outcome.ended !== 'failed' || span === null || (code === null && outcome.status === null))
    return nothing;
  const workspaces = new Set(lines.flatMap(({ workspace }) => (workspace === undefined ? [] : [workspace])));
  const namesBoth = lines.some((line) => line.code === code && line.path !== undefined);
  const of =
    (code === null || namesBoth) && route !== null
      ? { method: route.method, path: templateOf(route.path, workspaces) }
      : null;
  const stretch = { since: span.from - AROUND, until: span.to + AROUND };
  const { lines: found, searched } = await logs.search(
    {
      ...(code !== null ? { code } : { status: { from: outcome.status ?? 0, to: outcome.status ?? 0 } }),
      ...of,
      isFailure: true,
      // Whose line it is may also stand under a name that only logs of this place use.
      isBrief: [...asked.idKeys].every((key) => /request|^r(?:eq)?id$/.test(key)),
      ...stretch,
      limit: 2_000,
      most: BOUND,
    },
    { signal },
  );
  const isOwn = isOneOf(lines, id);
  // What refuses one workspace says nothing of others; what breaks a service breaks it for all.
  const isOfSide = ({ workspace }: LogLine) =>
    workspaces.size === 0 ||
    workspace === undefined ||
    workspaces.has(workspace) ||
    (outcome.status ?? 500) >= 500;
  const others = found.filter((each) => {
    const request = requestOf(each, asked);
    return isOfSide(each.line) && (request === null ? !isOwn(each.line) : request !== id);
  });
  const ids = new Set(others.flatMap((each) => requestOf(each, asked) ?? []));
  const count = ids.size > 0 ? ids.size : others.length;
  const told = spanOf(others.map(({ line }) => line));
  const isOfPlatform = (outcome.status ?? 0) >= 499;
  if (count === 0 || told === null) {
    if (!isOfPlatform || searched.stopped !== null) return nothing;
    const where = of === null ? '' : ` on ${of.method} ${quoted(of.path)}`;
    const how = code === null ? String(outcome.status) : quoted(code);
    const alone = `No other request failed with ${how}${where} within an hour.`;
    return { similar: null, alone };
  }
  const similar = {
    ...{ count, from: new Date(told.from).toISOString(), to: new Date(told.to).toISOString() },
    isAtLeast: searched.stopped !== null,
  };
  return { similar, alone: null };
}

/** A path in which what names single things stands for any: numbers, ids, the workspace. */
function templateOf(path: string, workspaces: ReadonlySet<string>): string {
  const segments = plainPath(path).split('/');
  return segments
    .map((segment) =>
      /^\d$|\d{2}|^[0-9a-f-]{16,}$/i.test(segment) || workspaces.has(segment) ? '{id}' : segment,
    )
    .join('/');
}

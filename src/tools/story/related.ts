import type { Catalog } from '../../catalog/catalog.ts';
import type { LogLine, RequestLog, SearchedLine } from '../../logs/logs.ts';
import { namedId, quoted } from '../../redact/redact.ts';
import type { Fact } from './facts.ts';
import { othersNamed, requestOf } from './ids.ts';
import { reasonText } from './named-error.ts';
import { type Outcome, outcomeOf, plainPath, type Route, routeOf } from './outcome.ts';
import { fieldsOf, isOfEdge, isTroubled } from './said.ts';
import { type Story, storyOf, whoBy } from './story.ts';

/** How another request belongs to the one that was looked up. */
export const RELATIONS = [
  'earlier_call',
  'later_call',
  'named_in_its_lines',
  'work_it_started',
  'same_work',
  'on_the_same_machine',
] as const;

export const BONDS = ['caller', 'workspace'] as const;

/** Another request, or other work, that matters to the one that was looked up. */
export interface Related {
  /** Of other work, the id of the job; of a machine, its name. */
  request_id: string;
  relation: (typeof RELATIONS)[number];
  /** Of a call of the same operation, what it has in common with the request. */
  same?: (typeof BONDS)[number];
  time: string | null;
  method?: string;
  path?: string;
  status: number | null;
  code: string | null;
  /** What its lines say went wrong, as they say it. */
  message?: string;
}

/** Others that failed alike. */
export interface Similar {
  /** Other requests, or lines of such as carry no id. */
  count: number;
  from: string;
  to: string;
}

/** A story with what else happened around it. */
export interface StoryInContext {
  /** The story, with what its context adds to it. */
  story: Story;
  related: Related[];
  similar: Similar | null;
}

/** How many related requests an answer holds. */
const MOST = 8;
/** How far from the request others are looked for, in milliseconds. */
const NEAR = 15 * 60_000;
const AROUND = 60 * 60_000;
/** What each search may read. */
const BOUND = { bytes: 64 * 1_048_576, ms: 1_000 };
/** How many ids that the lines name are followed. */
const FOLLOWED = 4;
/** How many calls of the same operation are named. */
const NEAREST = 3;

/** Where the context is read from. */
type Logs = Pick<RequestLog, 'find' | 'search'>;

interface Asked {
  id: string;
  story: Story;
  catalog: Catalog;
  logs: Logs;
  signal: AbortSignal;
}

/**
 * What else happened near the request: calls of the same operation by the same caller, requests and jobs that its lines
 * name, and how many others failed alike. Bounded in what is read; what cannot be read in time is left out.
 */
export async function storyInContext(asked: Asked): Promise<StoryInContext> {
  const told = <Part>(part: Promise<Part>, nothing: Part) => orNothing(part, nothing, asked.signal);
  const [named, calls, similar, machine] = await Promise.all([
    told(namedBy(asked), []),
    told(callsNear(asked), { near: [], row: null }),
    told(alike(asked), null),
    told(onItsMachine(asked), []),
  ]);
  const seen = new Set([asked.id]);
  const all = [...named.map(({ related }) => related), ...machine, ...calls.near];
  const related = all
    .filter(({ request_id }) => !seen.has(request_id) && seen.add(request_id))
    .slice(0, MOST);
  const work = named.find((each) => each.related.relation === 'work_it_started');
  const ended = withWork(asked.story, work);
  const facts = [
    ...factsBeside(ended, related, calls.row),
    ...ended.facts,
    ...((ended !== asked.story && work?.story?.facts) || []),
  ];
  const story = { ...ended, facts };
  return { story: { ...story, who: whoBy(story) }, related, similar };
}

/** The lines themselves have been found: that what lies around them cannot be read is no reason to keep them back. */
async function orNothing<Part>(part: Promise<Part>, nothing: Part, signal: AbortSignal): Promise<Part> {
  try {
    return await part;
  } catch {
    signal.throwIfAborted();
    return nothing;
  }
}

/** A story of which nothing else is known. */
export function withoutContext(story: Story): StoryInContext {
  return { story, related: [], similar: null };
}

/** What the lines name, and of work that was followed its story and the place of the line that tells it. */
interface Named {
  related: Related;
  story?: Story;
  source?: string;
}

/** What was accepted ends as the work ends that it started. */
function withWork(story: Story, work: Named | undefined): Story {
  if (work?.story === undefined || story.outcome.ended !== 'succeeded' || story.outcome.carried_out === 'no')
    return story;
  const { ended } = work.story.outcome;
  const evidence = (how: string) =>
    `the work it started, ${quoted(work.related.request_id)}, ${how} (${work.source})`;
  if (ended === 'failed') {
    const outcome: Outcome = {
      ...story.outcome,
      ended: 'failed',
      carried_out: 'no',
      evidence: evidence('failed afterwards'),
    };
    return { ...story, outcome, cause: work.story.cause, error: work.story.error };
  }
  if (ended === 'succeeded' && story.outcome.status === 202)
    return { ...story, outcome: { ...story.outcome, carried_out: 'yes', evidence: evidence('was done') } };
  return story;
}

/** Calls of the same caller that were refused in the same way, one after the other, up to the request. */
interface Row {
  count: number;
  same: Related['same'];
  since: string;
}

function likeIt(same: Related['same']): string {
  return `to the same operation ${same === 'caller' ? 'by the same caller' : 'in the same workspace'}`;
}

/** The first of `all` in this relation that succeeded. */
function succeeded(all: readonly Related[], relation: Related['relation']): Related | undefined {
  return all.find((each) => each.relation === relation && each.status !== null && each.status < 300);
}

function factsBeside({ outcome }: Story, related: readonly Related[], row: Row | null): Fact[] {
  if (outcome.ended !== 'failed') return [];
  const facts: Fact[] = [];
  const later = succeeded(related, 'later_call');
  if (outcome.carried_out === 'yes' && later !== undefined) {
    const message = `It was carried out, and so was a later call ${likeIt(later.same)}, ${namedId(later.request_id)} (${later.status} at ${later.time}): it may have been done twice.`;
    return [{ message, who: 'caller', overrules: false }];
  }
  const earlier = outcome.status === 409 ? succeeded(related, 'earlier_call') : undefined;
  if (earlier !== undefined) {
    const message = `An earlier call ${likeIt(earlier.same)}, ${namedId(earlier.request_id)}, succeeded with ${earlier.status} at ${earlier.time}: what this one asks for may already exist. Check that before choosing another name.`;
    facts.push({ message, who: 'caller', overrules: true });
  }
  const first =
    outcome.status === 409 && earlier === undefined ? succeeded(related, 'named_in_its_lines') : undefined;
  if (first !== undefined) {
    const message = `The earlier request that its lines name, ${namedId(first.request_id)}, succeeded with ${first.status} at ${first.time}: what this one asks for is already done.`;
    facts.push({ message, who: 'caller', overrules: true });
  }
  if (later !== undefined) {
    const message = `A later call ${likeIt(later.same)}, ${namedId(later.request_id)}, succeeded with ${later.status} at ${later.time}.`;
    facts.push({ message, who: null, overrules: false });
  }
  if (row !== null && row.count > 1) {
    const message = `The ${row.count} calls ${likeIt(row.same)} before it, since ${row.since}, ended with ${outcome.status} too.`;
    facts.push({ message, who: null, overrules: false });
  }
  return facts;
}

function spanOf(lines: readonly LogLine[]): { from: number; to: number } | null {
  const times = lines.flatMap(({ time }) => (time === null ? [] : [Date.parse(time)]));
  return times.length === 0 ? null : { from: Math.min(...times), to: Math.max(...times) };
}

/** Fields that tell one caller from another. */
const CALLER =
  /^(?:clientid|apikeyid|userid|user|sub|actor|principal|account|accountid|caller|callerid|remoteip|clientip|remoteaddr|remoteaddress|ip|xforwardedfor)$/;

/** Addresses of networks that are not the caller's own (RFC 1918, RFC 4193), as those of a proxy. */
const INNER = /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1|f[cd]|::ffff:10\.)/i;

function callersOf(lines: readonly LogLine[]): Set<string> {
  const told = lines.flatMap(fieldsOf).filter(({ key, value }) => CALLER.test(key) && value.length > 2);
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

/** Calls of the same operation by the same caller, shortly before and after. */
async function callsNear({ id, story, logs, signal }: Asked): Promise<{ near: Related[]; row: Row | null }> {
  const { lines } = story;
  const route = routeOf(lines);
  const span = spanOf(lines);
  if (route === null || span === null) return { near: [], row: null };
  const found = await logs.search(
    {
      method: route.method,
      path: route.path,
      since: span.from - NEAR,
      until: span.to + NEAR,
      limit: 200,
      most: BOUND,
    },
    { signal },
  );
  const near = [...byRequest(found.lines, id)]
    .flatMap(([request_id, group]) => {
      const at = spanOf(group);
      const same = bondOf(lines, group);
      if (at === null || same === null) return [];
      const relation: Related['relation'] = at.from < span.from ? 'earlier_call' : 'later_call';
      return [
        {
          related: { ...relatedOf(request_id, relation, group), same },
          apart: Math.abs(at.from - span.from),
        },
      ];
    })
    .toSorted((a, b) => a.apart - b.apart)
    .map(({ related }) => related);
  return { near: chosen(near), row: rowOf(near, story.outcome.status) };
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

/** The lines that were found by the request that they belong to, without those of `id`; each in time order. */
function byRequest(found: readonly SearchedLine[], id: string): Map<string, LogLine[]> {
  const groups = new Map<string, LogLine[]>();
  for (const each of found.toReversed()) {
    const request = requestOf(each, id);
    if (request === null || request === id) continue;
    groups.set(request, [...(groups.get(request) ?? []), each.line]);
  }
  return groups;
}

function relatedOf(request_id: string, relation: Related['relation'], lines: readonly LogLine[]): Related {
  const route: Partial<Route> = routeOf(lines) ?? {};
  const { status } = outcomeOf(lines);
  const code = lines.findLast((line) => line.code !== undefined)?.code ?? null;
  const at = lines.find(({ time }) => time !== null)?.time ?? null;
  return { request_id, relation, time: at, ...route, status, code };
}

/** Fields whose value names other work: a job, a message, a delivery. */
const WORK =
  /(?:job|task|delivery|workflow|operation)(?:id|uuid|ref|key)?$|^(?:run|execution|batch|message|msg|event|export|import|build|deployment|process)(?:id|uuid|ref|key)$|^(?:export|import|jid)$/;

/** What names one thing among many: a few letters, then digits. */
const ID_LIKE = /^(?=.*\d)[A-Za-z0-9][\w:.-]{2,99}$/;

/** Requests that the lines name beside their own, and the work that they started, one step far. */
async function namedBy({ id, story: { lines }, catalog, logs, signal }: Asked): Promise<Named[]> {
  const requests = othersNamed(id, lines);
  const work = new Set(
    lines
      .flatMap(fieldsOf)
      .flatMap(({ key, value }) => (WORK.test(key) && ID_LIKE.test(value) ? [value] : [])),
  );
  work.delete(id);
  const followed = [
    ...requests.slice(0, FOLLOWED).map((each) => [each, 'named_in_its_lines'] as const),
    ...[...work].slice(0, 2).map((each) => [each, 'work_it_started'] as const),
  ];
  const own = new Set(lines.map(({ source }) => source));
  const found = await Promise.all(
    followed.map(async ([other, relation]): Promise<Named[]> => {
      const { lines: all } = await logs.find(other, { signal });
      const theirs = all.filter(({ source, mentioned_in }) => !own.has(source) && mentioned_in === undefined);
      const others = relation === 'work_it_started' ? requestsOfWork(all, id) : [];
      if (theirs.length === 0) return others;
      const story = storyOf(
        theirs.map(({ mentioned_in: _, ...line }) => line),
        catalog,
      );
      const telling = story.cause?.line ?? (relation === 'work_it_started' ? theirs.at(-1) : undefined);
      const message = telling === undefined ? null : wordsOfWork(theirs, telling);
      const related = { ...relatedOf(other, relation, theirs), ...(message !== null && { message }) };
      return [{ related, story, source: (telling ?? theirs[0])?.source ?? '' }, ...others];
    }),
  );
  return found.flat();
}

/** Other requests whose lines name the same work, such as the one that started it. */
function requestsOfWork(lines: readonly LogLine[], id: string): Named[] {
  const named = lines.map((line) => ({ line, id: requestOf({ line, id: null, ns: null }, id) }));
  const requests = [...new Set(named.map((each) => each.id))].filter((each) => each !== null && each !== id);
  return requests.slice(0, 2).flatMap((request) => {
    const own = named.filter((each) => each.id === request).map(({ line }) => line);
    return request === null ? [] : [{ related: relatedOf(request, 'same_work', own) }];
  });
}

/** What the lines of other work say went wrong: what it met first, with the fields about it, and how it ended. */
function wordsOfWork(lines: readonly LogLine[], telling: LogLine): string | null {
  const warned = lines.findLast((line) => line !== telling && line.level === 'warn');
  const last = lines.at(-1);
  const told = [...new Set([warned, telling, last])].flatMap((line) => {
    if (line === undefined) return [];
    const text = reasonText(line);
    const fields = fieldsOf(line).filter(({ key }) => TELLING.test(key));
    const beside = fields.map(({ key, value }) => `${key}=${value}`).join(' ');
    return text === null ? [] : [beside === '' ? text : `${text} (${beside})`];
  });
  return told.length === 0 ? null : told.join('; ').slice(0, MOST_WORDS);
}

/** In characters. */
const MOST_WORDS = 300;
const TELLING = /status|code$|reason|attempt|host$|upstream|limit/;

/** What went wrong at the same time on the machine that served the request, where its own lines break off. */
async function onItsMachine({ story, logs, signal }: Asked): Promise<Related[]> {
  const { lines, outcome, cause } = story;
  const span = spanOf(lines);
  const isTold = cause !== null && !isOfEdge(cause.line);
  if (span === null || isTold || outcome.status === null || outcome.status < 500) return [];
  const machine = lines.flatMap(fieldsOf).find(({ key }) => MACHINE.test(key))?.value;
  if (machine === undefined) return [];
  const near = { since: span.from - OF_MACHINE, until: span.to + OF_MACHINE };
  const found = await logs.search({ text: `"${machine}"`, ...near, limit: 50, most: BOUND }, { signal });
  const isOwn = isOneOf(lines);
  const line = found.lines.find(
    (each) => each.id === null && isTroubled(each.line) && !isOwn(each.line),
  )?.line;
  const message = line === undefined ? null : reasonText(line);
  if (line === undefined || message === null) return [];
  const { time, code = null } = line;
  return [{ request_id: machine, relation: 'on_the_same_machine', time, status: null, code, message }];
}

const MACHINE = /^(?:pod|podname|container|containername|containerid|instance|instanceid|hostname|nodename)$/;
/** In milliseconds. */
const OF_MACHINE = 30_000;

/** Whether a line that a search found is one of `lines`: by what it says, as a search gives no numbers of lines. */
function isOneOf(lines: readonly LogLine[]): (line: LogLine) => boolean {
  const sayingOf = ({ time, path, status, message }: LogLine) =>
    JSON.stringify([time, path, status, message]);
  const sayings = new Set(lines.map(sayingOf));
  return (line) => sayings.has(sayingOf(line));
}

/** How many other requests failed with the same code or status on the same route, and from when to when. */
async function alike({ id, story, logs, signal }: Asked): Promise<Similar | null> {
  const { lines, error, outcome } = story;
  const span = spanOf(lines);
  const route = routeOf(lines);
  const code = error?.code ?? null;
  if (outcome.ended !== 'failed' || span === null || (code === null && outcome.status === null)) return null;
  const workspaces = new Set(lines.flatMap(({ workspace }) => (workspace === undefined ? [] : [workspace])));
  const namesBoth = lines.some((line) => line.code === code && line.path !== undefined);
  const { lines: found } = await logs.search(
    {
      ...(code !== null ? { code } : { status: { from: outcome.status ?? 0, to: outcome.status ?? 0 } }),
      ...((code === null || namesBoth) &&
        route !== null && { method: route.method, path: templateOf(route.path, workspaces) }),
      isFailure: true,
      since: span.from - AROUND,
      until: span.to + AROUND,
      limit: 2_000,
      most: BOUND,
    },
    { signal },
  );
  const isOwn = isOneOf(lines);
  const others = found.filter((each) => !isOwn(each.line) && requestOf(each, id) !== id);
  const ids = new Set(others.flatMap((each) => requestOf(each, id) ?? []));
  const count = ids.size > 0 ? ids.size : others.length;
  const told = spanOf(others.map(({ line }) => line));
  if (count === 0 || told === null) return null;
  return { count, from: new Date(told.from).toISOString(), to: new Date(told.to).toISOString() };
}

/** A path in which what names single things stands for any: numbers, ids, the workspace. */
function templateOf(path: string, workspaces: ReadonlySet<string>): string {
  const segments = plainPath(path).split('/');
  return segments
    .map((segment) => (/\d{2}|^[0-9a-f-]{16,}$/i.test(segment) || workspaces.has(segment) ? '{id}' : segment))
    .join('/');
}

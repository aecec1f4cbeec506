import { editDistanceWithin } from '../../base/edit-distance.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { LogLine, RequestLog, SearchedLine } from '../../logs/logs.ts';
import { isPlainId } from '../../redact/redact.ts';
import { outcomeOf, type Route, routeOf } from './outcome.ts';
import { fieldsOf, wordsOfLine } from './said.ts';
import type { Story } from './story.ts';

/** What the parts that look round a request share: whom they look for, and how they tell what they find. */

/** How another request belongs to the one that was looked up. */
export const RELATIONS = [
  'earlier_call',
  'later_call',
  'named_in_its_lines',
  'work_it_started',
  'work_it_met',
  'same_work',
  'on_its_trace',
  'changed_it_before',
  'on_the_same_machine',
  'deployed_meanwhile',
] as const;

export const BONDS = ['caller', 'workspace'] as const;

/** Another request, or other work, that matters to the one that was looked up. */
export interface Related {
  /** Of other work, the id of the job; of a trace, its id; of a machine or a service, its name. */
  request_id: string;
  relation: (typeof RELATIONS)[number];
  /** Of a call of the same operation, what it has in common with the request. */
  same?: (typeof BONDS)[number];
  time: string | null;
  method?: string;
  path?: string;
  status: number | null;
  code: string | null;
  /** Set where it was carried out, though its status does not say so. */
  carried_out?: 'yes';
  /** What its lines say went wrong, as they say it. */
  message?: string;
}

/** Others that failed alike. */
export interface Similar {
  /** Other requests, or lines of such as carry no id. */
  count: number;
  from: string;
  to: string;
  /** Whether a bound ended the count. */
  isAtLeast: boolean;
}

/** Where the context is read from. */
type Logs = Pick<RequestLog, 'find' | 'search'>;

export interface Asked extends KnownId {
  story: Story;
  catalog: Catalog;
  logs: Logs;
  signal: AbortSignal;
}

/** What each search may read. */
export const BOUND = { bytes: 64 * 1_048_576, ms: 1_000 };

export function spanOf(lines: readonly LogLine[]): { from: number; to: number } | null {
  const times = lines.flatMap(({ time }) => (time === null ? [] : [Date.parse(time)]));
  return times.length === 0 ? null : { from: Math.min(...times), to: Math.max(...times) };
}

/** The lines that were found by the request that they belong to, without those of the known id; each in time order. */
export function byRequest(found: readonly SearchedLine[], known: KnownId): Map<string, LogLine[]> {
  const groups = new Map<string, LogLine[]>();
  for (const each of found.toReversed()) {
    const request = requestOf(each, known);
    if (request === null || request === known.id) continue;
    groups.set(request, [...(groups.get(request) ?? []), each.line]);
  }
  return groups;
}

export function relatedOf(
  request_id: string,
  relation: Related['relation'],
  lines: readonly LogLine[],
): Related {
  const route: Partial<Route> = routeOf(lines) ?? {};
  const { status, carried_out, at: ended } = outcomeOf(lines);
  const code = lines.findLast((line) => line.code !== undefined)?.code ?? null;
  const at = ended ?? lines.find(({ time }) => time !== null)?.time ?? null;
  const isHidden = carried_out === 'yes' && status !== null && status >= 400;
  return { request_id, relation, time: at, ...route, status, code, ...(isHidden && { carried_out }) };
}

/**
 * Whether a line that a search found is one of `lines`: by what it says, as a search gives no numbers of lines. In front of
 * its message the id may still stand.
 */
export function isOneOf(lines: readonly LogLine[], id: string): (line: LogLine) => boolean {
  const placeOf = ({ time, path, status }: LogLine) => JSON.stringify([time, path, status]);
  const messages = new Map<string, string[]>();
  for (const line of lines)
    messages.set(placeOf(line), [...(messages.get(placeOf(line)) ?? []), line.message ?? '']);
  return (line) => messages.get(placeOf(line))?.some((own) => isMessageOf(line, own, id)) ?? false;
}

function isMessageOf({ message = '' }: LogLine, own: string, id: string): boolean {
  return (
    message === own || (message.endsWith(own) && message.slice(0, message.length - own.length).includes(id))
  );
}

/** Ids of requests that have the same form: the same type in front, or as many digits of the same kind. */

const UUID = /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi;
const TYPED = /(?<![\w-])[A-Za-z]{2,12}[_-][A-Za-z0-9][\w-]{3,99}(?![\w-])/g;
const HEX = /(?<![\w-])[0-9a-f]{16,32}(?![\w-])/g;
const ULID = /(?<![\w-])[0-7][0-9A-HJKMNP-TV-Z]{25}(?![\w-])/g;

/** The ids in `text` that have the form of `id`, itself included; none where its form is too general. */
function idsLike(id: string, text: string): string[] {
  const prefix = /^[A-Za-z]{2,12}[_-](?=.{4})/.exec(id)?.[0];
  if (isWhole(UUID, id)) return text.match(UUID) ?? [];
  if (prefix !== undefined) return (text.match(TYPED) ?? []).filter((found) => found.startsWith(prefix));
  if (isWhole(ULID, id)) return text.match(ULID) ?? [];
  if (!isWhole(HEX, id)) return [];
  return (text.match(HEX) ?? []).filter((found) => found.length === id.length);
}

function isWhole(make: RegExp, id: string): boolean {
  return id.match(make)?.[0] === id;
}

/** An id, and the names (as keys) under which lines of its request have it. */
interface KnownId {
  id: string;
  idKeys: ReadonlySet<string>;
}

/** Under which names `lines`, those of the request `id`, have the id: logs of one place call all of their requests so. */
export function idKeysOf(id: string, lines: readonly LogLine[]): Set<string> {
  return new Set(lines.flatMap(fieldsOf).flatMap(({ key, value }) => (value === id ? [key] : [])));
}

/**
 * The request that a line is of: as a field of a name that is known for ids says, else by the only id in it that has the
 * form of the known one.
 */
export function requestOf({ id: named, line }: SearchedLine, { id, idKeys }: KnownId): string | null {
  const alike = fieldsOf(line).find(({ key, value }) => idKeys.has(key) && value !== '-');
  if (alike !== undefined) return alike.value;
  if (named !== null) return named;
  const [only, ...more] = new Set(idsLike(id, JSON.stringify({ ...line, source: '' })));
  return only !== undefined && more.length === 0 ? only : null;
}

/** Names of fields whose value is the request that did something: not `created_by`, which is a person. */
const BY =
  /(?:opened|tripped|triggered|caused|blocked|held|locked|superseded|replaced|cancell?ed|consumed|redeemed|exchanged|invalidated|evicted|initiated|started|begun|checkout|checkedout|acquired|taken|set|changed|written|updated|saved|modified)by$|(?:ed|t|begun|written)in$|(?:holder|from)$/;

/** Ids of other requests that stand in lines of the request `id`. */
export function othersNamed(id: string, lines: readonly LogLine[]): string[] {
  const isTyped = idsLike(id, id).length > 0 && !isWhole(UUID, id) && !isWhole(HEX, id);
  const texts = lines.flatMap((line) => {
    // What has no type may be the id of anything, unless it stands in words or under the name of a request.
    const fields = fieldsOf(line).filter(({ path }) => isTyped || path.includes('request') || BY.test(path));
    return [wordsOfLine(line), ...fields.map(({ value }) => value)];
  });
  const ids = new Set(texts.flatMap((text) => idsLike(id, text)));
  ids.delete(id);
  return [...ids];
}

/** How many ids are proposed. */
const MOST = 3;
/** Shorter ids have too many neighbors. */
const SHORTEST = 6;
/** What each search for an id may read. */
const ID_BOUND = { bytes: 16 * 1_048_576, ms: 250 };

/**
 * Ids of requests in the logs that may be meant by `id`, which no request has: those that begin or end with it, as it may be
 * cut off, and those that differ by one character, the likeliest first. `isOnlyCut` says whether the first is the only one
 * that begins or ends with it. Only plain ids are proposed; what is read is bounded.
 */
export async function nearIds(
  id: string,
  { search }: Pick<RequestLog, 'search'>,
  signal: AbortSignal,
): Promise<{ ids: string[]; isOnlyCut: boolean }> {
  if (id.length < SHORTEST) return { ids: [], isOnlyCut: false };
  const middle = Math.ceil(id.length / 2);
  // A single wrong character leaves one half as it is.
  const pieces = [...new Set([id, id.slice(0, middle), id.slice(middle)])].filter(({ length }) => length > 2);
  const found = await search({ eachOf: pieces, limit: 300, most: ID_BOUND }, { signal }).catch(() => null);
  signal.throwIfAborted();
  const ids = new Set(found?.lines.flatMap((line) => (line.id === null ? [] : [line.id])));
  const apart = (other: string) =>
    isCutOf(id, other) ? 0 : editDistanceWithin(id.toLowerCase(), other.toLowerCase(), 1);
  const near = [...ids]
    .filter((other) => other !== id && isPlainId(other) && apart(other) <= 1)
    .toSorted((a, b) => apart(a) - apart(b));
  const cuts = near.filter((other) => apart(other) === 0);
  return { ids: near.slice(0, MOST), isOnlyCut: cuts.length === 1 };
}

/** Whether `id` is the beginning or the end of `whole`, with four characters or more beside its type. */
function isCutOf(id: string, whole: string): boolean {
  if (id.replace(/^[A-Za-z]{2,12}[_-]/, '').length < 4) return false;
  const [short, long] = [id.toLowerCase(), whole.toLowerCase()];
  return short.length < long.length && (long.startsWith(short) || long.endsWith(short));
}

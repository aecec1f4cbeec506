import type { Catalog } from '../../catalog/catalog.ts';
import type { LogLine, RequestLog, SearchedLine } from '../../logs/logs.ts';
import { type KnownId, requestOf } from './ids.ts';
import { outcomeOf, type Route, routeOf } from './outcome.ts';
import type { Story } from './story.ts';

/** What the parts that look round a request share: whom they look for, and how they tell what they find. */

/** How another request belongs to the one that was looked up. */
export const RELATIONS = [
  'earlier_call',
  'later_call',
  'named_in_its_lines',
  'work_it_started',
  'same_work',
  'on_its_trace',
  'changed_it_before',
  'on_the_same_machine',
] as const;

export const BONDS = ['caller', 'workspace'] as const;

/** Another request, or other work, that matters to the one that was looked up. */
export interface Related {
  /** Of other work, the id of the job; of a trace, its id; of a machine, its name. */
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
  const { status, carried_out } = outcomeOf(lines);
  const code = lines.findLast((line) => line.code !== undefined)?.code ?? null;
  const at = lines.find(({ time }) => time !== null)?.time ?? null;
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

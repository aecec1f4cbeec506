import type { LogLine } from '../../logs/logs.ts';
import { type Asked, BOUND, isOneOf, type Related, relatedOf, spanOf } from './around.ts';
import { othersNamed, requestOf } from './ids.ts';
import { reasonText } from './named-error.ts';
import { isSafe, routeOf } from './outcome.ts';
import { fieldsOf, isOfEdge, isTroubled } from './said.ts';
import { type Story, storyOf } from './story.ts';

/** What the lines of a request lead to: other requests, the work that it started, its trace, the machine that served it. */

/** How many ids that the lines name are followed. */
const FOLLOWED = 4;

/** What the lines name, and of work that was followed its story and the place of the line that tells it. */
export interface Named {
  related: Related;
  story?: Story;
  source?: string;
}

/** Fields whose value names other work: a job, a message, a delivery. */
const WORK =
  /(?:job|task|delivery|workflow|operation)(?:id|uuid|ref|key)?$|^(?:run|execution|batch|message|msg|event|export|import|build|deployment|process)(?:id|uuid|ref|key)$|^(?:export|import|jid)$/;

/** What names one thing among many: with digits in it, or with its type in front. */
const ID_LIKE = /^(?=.*\d)[A-Za-z0-9][\w:.-]{2,99}$|^[A-Za-z]{2,12}[_-][A-Za-z0-9]{6,64}$/;

/** Requests that the lines name beside their own, and the work that they started, one step far. */
export async function namedBy({ id, story: { lines }, catalog, logs, signal }: Asked): Promise<Named[]> {
  const requests = othersNamed(id, lines);
  // A request that only reads asks for work that another one started.
  const starts = !isSafe(routeOf(lines)?.method);
  const work = new Set(
    lines
      .flatMap(fieldsOf)
      .flatMap(({ key, value }) => (WORK.test(key) && ID_LIKE.test(value) ? [value] : [])),
  );
  work.delete(id);
  const followed = [
    ...requests.slice(0, FOLLOWED).map((each) => [each, 'named_in_its_lines'] as const),
    ...[...work].slice(0, 2).map((each) => [each, starts ? 'work_it_started' : 'same_work'] as const),
  ];
  const own = new Set(lines.map(({ source }) => source));
  const found = await Promise.all(
    followed.map(async ([other, relation]): Promise<Named[]> => {
      const { lines: all } = await logs.find(other, { signal });
      const theirs = all.filter(({ source, mentioned_in }) => !own.has(source) && mentioned_in === undefined);
      const others = relation !== 'named_in_its_lines' ? requestsOfWork(all, id) : [];
      if (theirs.length === 0) return others;
      const story = storyOf(
        theirs.map(({ mentioned_in: _, ...line }) => line),
        catalog,
      );
      const telling = story.cause?.line ?? (relation === 'named_in_its_lines' ? undefined : theirs.at(-1));
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
  const told = [warned, telling, last].flatMap((line) => {
    if (line === undefined) return [];
    const text = reasonText(line);
    const fields = fieldsOf(line).filter(({ key }) => TELLING.test(key));
    const beside = fields.map(({ key, value }) => `${key}=${value}`).join(' ');
    return text === null ? [] : [beside === '' ? text : `${text} (${beside})`];
  });
  return told.length === 0 ? null : [...new Set(told)].join('; ').slice(0, MOST_WORDS);
}

/** In characters. */
const MOST_WORDS = 400;
const TELLING = /status|code$|reason|attempt|host$|upstream|limit/;

/** Fields that name the trace, or what else several services call the same work by. */
const TRACE =
  /^(?:trace|traceid|xtraceid|ddtraceid|oteltraceid|b3traceid|traceparent|correlationid|xcorrelationid|operationid)$/;
/** The trace within a header of W3C Trace Context. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^(?:x?request|req|rq|http?request)id$|^rid$/;

/** What services said that know only the trace of the request, not its id. */
export async function onItsTrace({
  id,
  story: { lines },
  catalog,
  logs,
  signal,
}: Asked): Promise<Named | null> {
  const named = lines
    .flatMap(fieldsOf)
    .find(({ key, value }) => TRACE.test(key) && value.length >= 8 && value !== id);
  if (named === undefined) return null;
  const trace = TRACEPARENT.exec(named.value)?.[1] ?? named.value;
  const { lines: all } = await logs.find(trace, { signal });
  const own = new Set(lines.map(({ source }) => source));
  const theirs = all
    .filter(({ source, mentioned_in }) => !own.has(source) && mentioned_in === undefined)
    .filter(
      (line) =>
        !fieldsOf(line).some(({ key, value }) => REQUEST_ID.test(key) && value !== id) &&
        requestOf({ line, id: null, ns: null }, id) === null,
    );
  const story = storyOf(theirs, catalog);
  const telling = story.cause?.line ?? theirs.at(-1);
  if (telling === undefined) return null;
  const message = wordsOfWork(theirs, telling);
  const related = { ...relatedOf(trace, 'on_its_trace', theirs), ...(message !== null && { message }) };
  return { related, story, source: telling.source };
}

/** What went wrong at the same time on the machine that served the request, where its own lines break off. */
export async function onItsMachine({ story, logs, signal }: Asked): Promise<Related[]> {
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

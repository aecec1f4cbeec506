import { isErrorLevel, type LogLine } from '../../logs/logs.ts';
import { namedId, quoted } from '../../redact/redact.ts';
import {
  type Asked,
  BOUND,
  idKeysOf,
  isOneOf,
  othersNamed,
  type Related,
  relatedOf,
  requestOf,
  type Similar,
  spanOf,
} from './around.ts';
import {
  alike,
  type CallsNear,
  callsNear,
  changeBefore,
  type Row,
  succeeded,
  versionOf,
} from './calls-near.ts';
import { DONE_ALREADY, type Fact, fact } from './evidence.ts';
import { factsOf } from './facts.ts';
import { reasonText } from './named-error.ts';
import {
  afterStop,
  isSafe,
  isStopped,
  NO_ANSWER,
  type Outcome,
  outcomeOf,
  partOf,
  routeOf,
} from './outcome.ts';
import {
  allWordsOf,
  fieldsOf,
  isKilled,
  isOfEdge,
  isSpecific,
  isTroubled,
  markOf,
  TAKES_NO_WRITES,
  voiceOf,
  wordsOfLine,
} from './said.ts';
import { type Compared, compareThings } from './same-thing.ts';
import { type Story, storyOf, whoBy } from './story.ts';

/** What the lines of a request lead to: other requests, the work that it started, its trace, the machine that served it. */

/** How many ids that the lines name are followed. */
const FOLLOWED = 4;

/** What the lines name, and of work that was followed its story and the place of the line that tells it. */
interface Named {
  related: Related;
  story?: Story;
  source?: string;
}

/** Fields whose value names other work: a job, a message, a delivery. */
const WORK =
  /(?:job|task|delivery|workflow|operation)(?:id|uuid|ref|key)?$|^(?:run|execution|batch|message|msg|event|export|import|build|deployment|process)(?:id|uuid|ref|key)$|^(?:export|import|jid)$/;

/** Fields of a call that failed which name work of others that stands in the way. */
const MET = /^(?:pending|blocking|conflict|holding)|(?:blocked|held|locked)by|holder/;

/** What names one thing among many: with digits in it, or with its type in front. */
const ID_LIKE = /^(?=.*\d)[A-Za-z0-9][\w:.-]{2,99}$|^[A-Za-z]{2,12}[_-][A-Za-z0-9]{6,64}$/;

/** Requests that the lines name beside their own, and the work that they started, one step far. */
async function namedBy(asked: Asked): Promise<Named[]> {
  const {
    id,
    story: { lines, outcome },
    catalog,
    logs,
    signal,
  } = asked;
  const requests = othersNamed(id, lines);
  // What was refused or broke off has started nothing: lines of others are theirs.
  const mayStart = outcome.ended !== 'failed' || NO_ANSWER.has(outcome.status ?? 0);
  // A request that only reads asks for work that another one started.
  const starts = !isSafe(routeOf(lines)?.method);
  const isRefused = outcome.status === 409 || outcome.status === 423;
  const work = new Map<string, Related['relation']>();
  for (const { key, path, value } of lines.flatMap(fieldsOf)) {
    const isMet = isRefused || (outcome.ended === 'failed' && MET.test(key));
    // Under a name such as `held_by`, the id itself says whether it is of work: `job_4711`.
    const isWork =
      WORK.test(/^(?:id|uuid|ref|key)$/.test(key) ? path : key) ||
      (isMet && WORK.test(value.replace(/[_:-].*/s, '')));
    if (value !== id && ID_LIKE.test(value) && isWork)
      work.set(value, starts ? (isMet ? 'work_it_met' : 'work_it_started') : 'same_work');
  }
  const followed = [
    ...requests.slice(0, FOLLOWED).map((each) => [each, 'named_in_its_lines'] as const),
    ...[...work].slice(0, 2),
  ];
  const isOwn = isOneOf(lines, id);
  const found = await Promise.all(
    followed.map(async ([other, relation]): Promise<Named[]> => {
      const { lines: all } = await logs.find(other, { signal });
      const theirs = all.filter(
        (line) =>
          !isOwn(line) &&
          line.mentioned_in === undefined &&
          (relation === 'named_in_its_lines' || !isPoll(line)) &&
          (mayStart || [null, id, other].includes(ownerOf(line, asked))),
      );
      const others = relation !== 'named_in_its_lines' ? await requestsOfWork(all, asked) : [];
      if (theirs.length === 0) return others;
      const story = storyOf(
        theirs.map(({ mentioned_in: _, ...line }) => line),
        catalog,
      );
      const telling = story.cause?.line ?? (relation === 'named_in_its_lines' ? undefined : theirs.at(-1));
      const related = { ...relatedOf(other, relation, theirs), ...(telling && wordsOfWork(theirs, telling)) };
      return [{ related, story, source: (telling ?? theirs[0])?.source ?? '' }, ...others];
    }),
  );
  return found.flat();
}

/** Whether a line is the answer to a question for how work goes, which says nothing of the work by its status. */
function isPoll({ method, status }: LogLine): boolean {
  return status !== undefined && isSafe(method);
}

/** The request that a line is of; null if it tells none. */
function ownerOf(line: LogLine, asked: Asked): string | null {
  return requestOf({ line, id: null, ns: null }, asked);
}

/** Other requests whose lines name the same work, such as the one that started it, or one that tried it again. */
async function requestsOfWork(lines: readonly LogLine[], asked: Asked): Promise<Named[]> {
  const ids = new Set(lines.flatMap((line) => ownerOf(line, asked) ?? []));
  ids.delete(asked.id);
  return await Promise.all(
    [...ids].slice(0, 2).map(async (request) => {
      const { lines: all } = await asked.logs.find(request, { signal: asked.signal });
      const own = all.filter(({ mentioned_in }) => mentioned_in === undefined);
      return { related: relatedOf(request, 'same_work', own) };
    }),
  );
}

/**
 * What the lines of other work say went wrong: what it met first, with the fields about it, and how it ended; and when the
 * last of that was said. Nothing where they have no words.
 */
function wordsOfWork(lines: readonly LogLine[], telling: LogLine): Pick<Related, 'message'> {
  const warned = lines.findLast((line) => line !== telling && line.level === 'warn');
  const chosen = new Set([warned, telling, lines.at(-1)].map((line) => line && markOf(line)));
  const told = lines
    .filter((line) => chosen.has(markOf(line)))
    .flatMap((line) => {
      const text = reasonText(line);
      const fields = fieldsOf(line).filter(({ key }) => TELLING.test(key));
      const beside = fields.map(({ key, value }) => `${key}=${value}`).join(' ');
      return text === null ? [] : [{ text: beside === '' ? text : `${text} (${beside})`, time: line.time }];
    });
  const time = told.at(-1)?.time;
  const message = [...new Set(told.map(({ text }) => text))].join('; ').slice(0, MOST_WORDS);
  return told.length === 0 ? {} : { message, ...(time && { time }) };
}

/** In characters. */
const MOST_WORDS = 400;
const TELLING = /status|code$|reason|attempt|host$|upstream|limit|ahead|before|position|depth/;

/** Fields that name the trace, or what else several services call the same work by. */
const TRACE =
  /^(?:trace|traceid|tr|xtraceid|ddtraceid|oteltraceid|b3traceid|traceparent|correlationid|xcorrelationid|operationid)$/;
/** The trace within a header of W3C Trace Context. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^(?:x?request|req|rq|http?request)id$|^rid$/;

/** What services said that know only the trace of the request, not its id. */
async function onItsTrace(asked: Asked): Promise<Named | null> {
  const {
    id,
    story: { lines },
    catalog,
    logs,
    signal,
  } = asked;
  const named = lines
    .flatMap(fieldsOf)
    .find(
      ({ key, path, value }) => (TRACE.test(key) || TRACE.test(path)) && value.length >= 8 && value !== id,
    );
  if (named === undefined) return null;
  const trace = TRACEPARENT.exec(named.value)?.[1] ?? named.value;
  const { lines: all } = await logs.find(trace, { signal });
  const isOwn = isOneOf(lines, id);
  const theirs = all
    .filter((line) => !isOwn(line) && line.mentioned_in === undefined)
    .filter(
      (line) =>
        !fieldsOf(line).some(({ key, value }) => REQUEST_ID.test(key) && value !== id) &&
        [null, trace].includes(ownerOf(line, asked)),
    );
  const story = storyOf(theirs, catalog);
  const telling = story.cause?.line ?? theirs.at(-1);
  if (telling === undefined) return null;
  const related = { ...relatedOf(trace, 'on_its_trace', theirs), ...wordsOfWork(theirs, telling) };
  return { related, story, source: telling.source };
}

/** What went wrong at the same time on the machine that served the request, where its own lines break off. */
async function onItsMachine({ id, story, logs, signal }: Asked): Promise<OnMachine | null> {
  const { lines, outcome, cause } = story;
  const span = spanOf(lines);
  const isTold =
    cause !== null &&
    isErrorLevel(cause.line) &&
    !isOfEdge(cause.line) &&
    !CUT_SHORT.test(wordsOfLine(cause.line));
  if (span === null || isTold || outcome.status === null || outcome.status < 500) return null;
  const machine = lines.flatMap(fieldsOf).find(({ key }) => MACHINE.test(key))?.value;
  if (machine === undefined) return null;
  const near = { since: span.from - OF_MACHINE, until: span.to + OF_MACHINE };
  const found = await logs.search(
    { text: `"${machine}"`, ...near, limit: 50, most: BOUND, isNumbered: true },
    { signal },
  );
  const isOwn = isOneOf(lines, id);
  const theirs = found.lines.flatMap((each) => (each.id === null && !isOwn(each.line) ? [each.line] : []));
  const killed = theirs.find((each) => isKilled(each) && timeOf(each) >= span.from);
  const line =
    killed ??
    theirs.find((each) => STOPPING.test(each.message ?? '')) ??
    theirs.find((each) => isTroubled(each));
  const message = line === undefined ? null : reasonText(line);
  if (line === undefined || message === null) return null;
  const { time, code = null } = line;
  return {
    related: { request_id: machine, relation: 'on_the_same_machine', time, status: null, code, message },
    killed: killed ?? null,
  };
}

/** What was said shortly before of the version that failed, or of the database that takes no writes, by others. */
async function turnedBefore({ id, story, logs, signal }: Asked): Promise<Related | null> {
  const { lines, outcome, cause } = story;
  const span = spanOf(lines);
  if (span === null || cause === null || outcome.status === null || outcome.status < 500) return null;
  const isDatabase = TAKES_NO_WRITES.test(wordsOfLine(cause.line));
  const host = isDatabase ? fieldsOf(cause.line).find(({ key }) => HOST.test(key))?.value : undefined;
  const version = isDatabase ? undefined : versionOf(cause.line);
  const name = host ?? version;
  if (name === undefined || !/^[\w.:+-]{5,100}$/.test(name)) return null;
  const near = { since: span.from - OF_DEPLOY, until: span.to };
  const found = await logs.search(
    { text: `"${name}"`, ...near, limit: 200, most: BOUND, isNumbered: true },
    { signal },
  );
  const isOwn = isOneOf(lines, id);
  const said = found.lines.find(
    ({ id: other, line }) =>
      other === null &&
      !isOwn(line) &&
      line.status === undefined &&
      voiceOf(line) !== voiceOf(cause.line) &&
      (isDatabase ? [TURNED] : [DEPLOY, LET_IN]).some((how) => how.test(line.message ?? '')) &&
      fieldsOf(line).some(({ value }) => value === name),
  )?.line;
  const message = said === undefined ? null : reasonText(said);
  if (said === undefined || message === null) return null;
  const relation = isDatabase ? 'on_the_same_machine' : 'deployed_meanwhile';
  return { request_id: name, relation, time: said.time, status: null, code: null, message };
}

const HOST = /(?:host|hostname|server|instance|node|addr|address)$/;
const TURNED =
  /\bpromot|\bdemot|\bfail(?:ed|ing)?[ -]?over\b|\bswitch(?:ed)?[ -]?over\b|\bswitched\b|\belect(?:ed|ion)\b|\bstep(?:ped|ping|s)? down\b|\bread[ -]?only\b/i;
/** How a new version is let in beside the old one. */
const LET_IN = /\bcanary\b|\brollout\b|\b(?:blue[ /-]?)?green\b|\btraffic\b|\bweight/i;

/** The service that refused the request as it was being replaced, as other lines of that time tell. */
async function deployedMeanwhile({ story, logs, signal }: Asked): Promise<Related | null> {
  const { lines, outcome, cause } = story;
  const span = spanOf(lines);
  if (
    span === null ||
    cause === null ||
    (outcome.status ?? 0) < 500 ||
    !DRAINING.test(wordsOfLine(cause.line))
  )
    return null;
  const names = namesOf(cause.line);
  const named = (line: LogLine) => names.find((name) => allWordsOf(line).includes(name));
  const near = { since: span.from - OF_DEPLOY, until: span.to + OF_MACHINE };
  const found = await logs.search(
    { oneOf: DEPLOY_WORDS, ...near, limit: 200, most: BOUND, isNumbered: true },
    { signal },
  );
  const told = found.lines.flatMap(({ id, line }) => {
    const name = id === null && DEPLOY.test(line.message ?? '') ? named(line) : undefined;
    return name === undefined ? [] : [{ line, name }];
  });
  const telling = told.find(({ line }) => timeOf(line) <= span.to) ?? told.at(-1);
  const message = telling === undefined ? null : reasonText(telling.line);
  if (telling === undefined || message === null) return null;
  const { time } = telling.line;
  return {
    request_id: telling.name,
    relation: 'deployed_meanwhile',
    time,
    status: null,
    code: null,
    message,
  };
}

/** What may be the name of the service that speaks in a line, by its file or its logger: `accounts` of `Platform.accounts`. */
function namesOf({ service = '', source }: LogLine): string[] {
  const file = source.split('/').at(-1)?.split('.')[0] ?? '';
  const names = [file, ...service.split(/[./\\]/).toReversed()];
  return names.filter((name) => /^[\w-]{3,60}$/.test(name) && !NO_NAME.test(name));
}

const NO_NAME =
  /^(?:main|services?|server|platform|app|application|com|org|net|views?|handlers?|controllers?|logs?|stdout|stderr|output|current|console)$/i;

/** How a service says that it is about to go. */
const DRAINING =
  /\bdrain(?:ing|ed)\b|\b(?:shutting|going) (?:down|away)\b|\bterminating\b|\bSIGTERM\b|\brestarting\b/i;
const DEPLOY =
  /\b(?:roll(?:ing|ed)?[ _-]?(?:out|update|restart|back)|rollouts?|deploy(?:ing|ed|ments?|s)?|releas(?:ed?|es|ing)|upgrad(?:ed?|es|ing)|replacing)\b/i;
/** Pieces of the words of `DEPLOY`, one of which every such line holds, whatever its capitals. */
const DEPLOY_WORDS = [
  'ollout',
  'olled',
  'olling',
  'oll-out',
  'oll_out',
  'eploy',
  'eleas',
  'pgrad',
  'eplacing',
];
/** In milliseconds: a rollout takes its time. */
const OF_DEPLOY = 10 * 60_000;

interface OnMachine {
  related: Related;
  /** The line by which what served the request was killed for lack of memory. */
  killed: LogLine | null;
}

const MACHINE = /^(?:pod|podname|container|containername|containerid|instance|instanceid|hostname|nodename)$/;
/** An error that only says that something ended too early; and how a machine is told to stop. */
const CUT_SHORT = /\b(?:closed|reset|aborted|terminated|interrupted|killed|EOF|hang up|hung up)\b/i;
const STOPPING = /\bSIG(?:TERM|KILL|INT)\b|\b(?:shutting down|terminating|evicted|preempted)\b/i;
/** In milliseconds. */
const OF_MACHINE = 30_000;

/** A story with what else happened around it. */
interface StoryInContext {
  /** The story, with what its context adds to it. */
  story: Story;
  related: Related[];
  similar: Similar | null;
}

/** How many related requests an answer holds. */
const MOST = 8;
/** Facts that leave little to ask. */
const ENOUGH = 2;

/**
 * What else happened near the request: calls of the same operation by the same caller, requests and jobs that its lines
 * name, and how many others failed alike. Bounded in what is read; what cannot be read in time is left out.
 */
export async function storyInContext(of: Omit<Asked, 'idKeys'>): Promise<StoryInContext> {
  const asked = { ...of, idKeys: idKeysOf(of.id, of.story.lines) };
  const told = <Part>(part: Promise<Part>, nothing: Part) => orNothing(part, nothing, asked.signal);
  const [named, calls, { similar, alone }, machine, trace, change, deploy, turn] = await Promise.all([
    told(namedBy(asked), []),
    told(callsNear(asked), { near: [], row: null, release: null }),
    told(alike(asked), { similar: null, alone: null }),
    told(onItsMachine(asked), null),
    told(onItsTrace(asked), null),
    told(changeBefore(asked), null),
    told(deployedMeanwhile(asked), null),
    told(turnedBefore(asked), null),
  ]);
  const seen = new Set([asked.id]);
  const all = [
    ...named.map(({ related }) => related),
    ...(trace === null ? [] : [trace.related]),
    ...(machine === null ? [] : [machine.related]),
    ...(change === null ? [] : [change]),
    ...(deploy === null ? [] : [deploy]),
    ...(turn === null ? [] : [turn]),
    ...calls.near,
  ];
  const related = all
    .filter(({ request_id }) => !seen.has(request_id) && seen.add(request_id))
    .slice(0, MOST);
  const work = named.find((each) => each.related.relation === 'work_it_started');
  const traced = withKill(withTrace(asked.story, trace), machine?.killed ?? null);
  const ended = withWork(traced, work);
  const compared = await told(comparedBy(asked, related), new Map());
  const facts = [
    ...factsBeside(ended, related, calls, compared),
    ...named.flatMap((each) => endOfWorkMet(ended, each)),
    ...ended.facts,
    ...((ended !== traced && work?.story?.facts) || []),
  ];
  // What the lines say of why is worth more than that nothing else did.
  if (alone !== null && facts.length < ENOUGH) facts.push(fact(alone));
  const story = { ...ended, facts };
  return { story: { ...story, who: whoBy(story, asked.catalog) }, related, similar };
}

/** Of the calls of the same operation that succeeded, whether they asked for the same thing, by their ids. */
async function comparedBy(
  { story: { lines, outcome }, logs, signal }: Asked,
  related: readonly Related[],
): Promise<ReadonlyMap<string, Compared>> {
  if (outcome.ended !== 'failed' || isSafe(routeOf(lines)?.method)) return new Map();
  const calls = [succeeded(related, 'earlier_call'), succeeded(related, 'later_call')];
  const all = await Promise.all(
    calls.map(async (call) => {
      if (call === undefined) return [];
      const found = await logs.find(call.request_id, { signal });
      const theirs = found.lines.filter(({ mentioned_in }) => mentioned_in === undefined);
      const compared = compareThings(lines, theirs);
      return compared === null ? [] : [[call.request_id, compared] as const];
    }),
  );
  return new Map(all.flat());
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

/** A story with what the lines of its trace add: an earlier error, and whether it was carried out. */
function withTrace(story: Story, trace: Named | null): Story {
  const theirs = trace?.story;
  if (theirs === undefined) return story;
  const { cause } = story;
  const earlier = theirs.cause?.line;
  const isDeeper =
    earlier !== undefined &&
    story.outcome.ended !== 'succeeded' &&
    (cause === null ||
      cause.line.status !== undefined ||
      !isSpecific(cause.line) ||
      (isErrorLevel(earlier) && timeOf(earlier) <= timeOf(cause.line)));
  const all = [...story.lines, ...theirs.lines].toSorted((a, b) => timeOf(a) - timeOf(b));
  const whole = story.outcome.carried_out === 'unknown' ? outcomeOf(all) : story.outcome;
  const outcome =
    whole.status === story.outcome.status && (whole.ended === story.outcome.ended || whole.status === 202)
      ? whole
      : story.outcome;
  const facts = [...story.facts, ...factsOf(theirs.lines, story.outcome)];
  return {
    ...story,
    outcome,
    facts: facts.filter(({ message }, at) => facts.findIndex((each) => each.message === message) === at),
    ...(isDeeper &&
      theirs.cause && {
        cause: { ...theirs.cause, why: 'said on its trace, by a service that does not log its id' },
      }),
  };
}

/** A story whose lines break off, with what killed its work. */
function withKill(story: Story, line: LogLine | null): Story {
  if (line === null) return story;
  const cause = { line, why: 'what killed it', frame: null };
  return { ...story, cause, facts: [...factsOf([line], story.outcome), ...story.facts] };
}

function timeOf({ time }: LogLine): number {
  return time === null ? 0 : Date.parse(time);
}

/** What was accepted ends as the work ends that it started. */
function withWork(story: Story, work: Named | undefined): Story {
  const { outcome: own } = story;
  // Who waits for an answer that does not come may still learn what became of the work.
  const isOpen = own.carried_out === 'unknown' && NO_ANSWER.has(own.status ?? 0);
  if (work?.story === undefined || !(own.ended === 'succeeded' || isOpen) || own.carried_out === 'no')
    return story;
  const { ended } = work.story.outcome;
  const evidence = (how: string) =>
    `the work it started, ${quoted(work.related.request_id)}, ${how} (${work.source})`;
  if (ended === 'failed' && own.status !== 202 && !isOpen) {
    const message = `The work it started, ${quoted(work.related.request_id)}, failed afterwards (${work.source}).`;
    return { ...story, facts: [...story.facts, fact(message)] };
  }
  const stopped = ended === 'failed' ? work.story.lines.findLast(isStopped) : undefined;
  if (stopped !== undefined && stopped.source === work.story.cause?.line.source) {
    const what = `the work it started, ${quoted(work.related.request_id)},`;
    const outcome: Outcome = { ...own, ended: 'failed', ...afterStop(work.story.lines, stopped, what) };
    return { ...story, outcome, cause: { line: stopped, why: 'what ended the work', frame: null } };
  }
  if (ended === 'failed') {
    const part = work.story.outcome.carried_out === 'no' ? undefined : partOf(work.story.lines);
    const outcome: Outcome = {
      ...story.outcome,
      ended: 'failed',
      carried_out: part === undefined ? 'no' : 'unknown',
      evidence: `${evidence('failed afterwards')}${part === undefined ? '' : `, when a part of it was done (${part.source})`}`,
    };
    return { ...story, outcome, cause: work.story.cause, error: isOpen ? story.error : work.story.error };
  }
  if (ended === 'succeeded' && (own.status === 202 || isOpen)) {
    const told = `${evidence('was done')}${isOpen ? ': do not send it again' : ''}`;
    return { ...story, outcome: { ...own, carried_out: 'yes', evidence: told } };
  }
  return story;
}

/** That work of another, which stood in the way, has ended since. */
function endOfWorkMet({ lines }: Story, { related, story }: Named): Fact[] {
  const { ended, at } = story?.outcome ?? {};
  const last = story?.lines.findLast(({ time }) => time === at);
  if (related.relation !== 'work_it_met' || ended === 'unknown') return [];
  if (!last || timeOf(last) <= (spanOf(lines)?.to ?? Number.POSITIVE_INFINITY)) return [];
  const message = `The work that it met, ${quoted(related.request_id)}, has ${ended} since, at ${at} (${last.source}).`;
  const fix = [
    'Read the resource: the work that stood in the way is over. If its state allows the call now, send it again.',
  ];
  return [{ ...fact(message), instead: { fix } }];
}

function likeIt(same: Related['same']): string {
  return `to the same operation ${same === 'caller' ? 'by the same caller' : 'in the same workspace'}`;
}

function success({ request_id, status, time }: Related): string {
  return `${namedId(request_id)}, succeeded with ${status} at ${time}`;
}

function isDoneLater({ relation, status, time }: Related, lines: readonly LogLine[]): boolean {
  const end = spanOf(lines)?.to;
  const isDone = status !== null && status >= 200 && status < 300;
  return relation === 'same_work' && isDone && time !== null && end !== undefined && Date.parse(time) > end;
}

function factsBeside(
  { lines, outcome, cause }: Story,
  related: readonly Related[],
  { row, release }: CallsNear,
  compared: ReadonlyMap<string, Compared>,
): Fact[] {
  const times =
    row === null
      ? ''
      : `The ${row.count} calls ${likeIt(row.same)} before it, since ${row.since}, ended with ${outcome.status} too`;
  if (outcome.ended !== 'failed') {
    const isLoop = isRedirect(outcome.status) && cause !== null && row !== null && isQuick(row, outcome.at);
    return isLoop ? [fact(`${times}: its redirects go round in a loop.`)] : [];
  }
  const facts: Fact[] = [];
  const later = succeeded(related, 'later_call');
  if (outcome.carried_out === 'yes' && later !== undefined) {
    const message = `It was carried out, and so was a later call ${likeIt(later.same)}, ${namedId(later.request_id)} (${later.status} at ${later.time}): it may have been done twice.`;
    return [fact(message, 'caller')];
  }
  const change = related.find(({ relation }) => relation === 'changed_it_before');
  if (change !== undefined) {
    const isGone = change.method === 'DELETE' && outcome.status !== 403;
    const what = isGone ? 'What this one asks for was removed' : 'It was changed';
    const rights = 'What whoever called may do was perhaps changed';
    const message = `${outcome.status === 403 ? rights : what} before by ${namedId(change.request_id)} (${change.method} ${change.status} at ${change.time}).`;
    facts.push(fact(message, null, isGone));
  }
  const deploy = related.find(({ relation }) => relation === 'deployed_meanwhile');
  // What was let in beside the old version does not pass.
  if (deploy !== undefined && cause !== null && DRAINING.test(wordsOfLine(cause.line)))
    facts.push(
      fact(
        `${quoted(deploy.request_id)} was being deployed, by a line of ${deploy.time}: that passes.`,
        'platform',
      ),
    );
  const { method, status } = { method: routeOf(lines)?.method, status: outcome.status ?? 0 };
  const isRepeated = status === 409 || (method === 'DELETE' && (status === 404 || status === 410));
  const first = isSecond(status) ? succeeded(related, 'named_in_its_lines') : undefined;
  const isSameKey = first !== undefined && lines.some((line) => OF_ONE_KEY.test(wordsOfLine(line)));
  const before = isRepeated && !isSameKey ? succeeded(related, 'earlier_call') : undefined;
  const named = compared.get(before?.request_id ?? '');
  // Who asked for another thing before has not been given this one.
  const earlier = named?.isSame === false ? undefined : before;
  if (first !== undefined && earlier === undefined) {
    const told = `${success(first)}: what this one asks for is already done.`;
    facts.push({
      ...fact(`The earlier request that its lines name, ${told}`, 'caller', true),
      ...(isSameKey && {
        instead: {
          fix: [`Use what ${namedId(first.request_id)} made; do not send this one again.`],
          retry: DONE_ALREADY,
        },
      }),
    });
  }
  if (earlier !== undefined) {
    const made =
      named === undefined
        ? ': what this one asks for may already exist. Check that before choosing another name.'
        : `, for ${named.told}: ${method === 'DELETE' ? 'what this one asks for is done.' : 'what this one asks for is there since then. Use that.'}`;
    const told =
      earlier.carried_out === undefined
        ? `${success(earlier)}${made}`
        : `${namedId(earlier.request_id)}, was carried out, though it ended with ${earlier.status} at ${earlier.time}: what this one asks for may already be done.`;
    const isThere = named !== undefined && earlier.carried_out === undefined;
    const fix = ['Nothing is left to do for what this call asked for: the earlier one has done it.'];
    facts.push({
      ...fact(`An earlier call ${likeIt(earlier.same)}, ${told}`, 'caller', true),
      ...(isThere && { instead: { fix, retry: { when: 'never', note: null } } }),
    });
  }
  const again = later === undefined ? related.find((each) => isDoneLater(each, lines)) : undefined;
  const done = later ?? again;
  if (done !== undefined) {
    const what = later === undefined ? 'request for the same work' : `call ${likeIt(later.same)}`;
    // Another request for the work may only ask how it goes; a refused call is not sent again as it was.
    const isSame =
      later === undefined
        ? done.method === method && done.path === routeOf(lines)?.path
        : status >= 500 || status === 429 || NO_ANSWER.has(status);
    const things = compared.get(done.request_id);
    const told = `A later ${what}, ${success(done)}${things === undefined ? '' : `, for ${things.told}`}`;
    if (!isSame || isSafe(method) || things?.isSame === false) facts.push(fact(`${told}.`));
    else if (later === undefined || things !== undefined) {
      const message = `${told}, so it was done by then: do not send it again.`;
      facts.push({ ...fact(message), instead: { fix: [message], retry: DONE_ALREADY } });
    } else {
      const message = `${told}: if it asked for the same, that is done. Compare the two before sending it again.`;
      const before = `Compare it with ${namedId(done.request_id)}: if both asked for the same, that is done.`;
      facts.push({ ...fact(message), before });
    }
  }
  if (release !== null) {
    const message = `With version ${quoted(release.good)} the operation succeeded; with ${quoted(release.bad)}, all ${release.count} calls of it since have failed.`;
    facts.push(fact(message, 'platform'));
  }
  if (row !== null && row.count > 1) facts.push(fact(`${times}.`));
  return facts;
}

/** Whether a status refuses what another call has done, or is at work on: a conflict, a lock, too early (RFC 8470). */
function isSecond(status: number): boolean {
  return status === 409 || status === 423 || status === 425;
}

/** How lines say that a call repeats another one. */
const OF_ONE_KEY =
  /\bidempoten\w*|\bduplicate (?:submit|submission|request|call)|\b(?:original|first writer|first request)\b.{0,40}\b(?:in[ -]flight|running|not (?:yet )?answered|not answered yet|in progress)\b|\bkey (?:is )?(?:locked|in use)\b/i;

function isRedirect(status: number | null): boolean {
  return status !== null && status >= 300 && status < 400 && status !== 304;
}

/** Whether so many calls came one after the other that nobody asked for each: at least one in ten seconds. */
function isQuick({ count, since }: Row, end: string | null): boolean {
  return count >= 3 && end !== null && Date.parse(end) - Date.parse(since) <= count * 10_000;
}

import { isErrorLevel, type LogLine } from '../../logs/logs.ts';
import { namedId, quoted } from '../../redact/redact.ts';
import type { Asked, Related, Similar } from './around.ts';
import { alike, callsNear, changeBefore, type Row, succeeded } from './calls-near.ts';
import type { Fact } from './facts.ts';
import { factsOf } from './facts.ts';
import { type Named, namedBy, onItsMachine, onItsTrace } from './followed.ts';
import { type Outcome, outcomeOf, routeOf } from './outcome.ts';
import { isSpecific } from './said.ts';
import { type Story, whoBy } from './story.ts';

/** A story with what else happened around it. */
export interface StoryInContext {
  /** The story, with what its context adds to it. */
  story: Story;
  related: Related[];
  similar: Similar | null;
}

/** How many related requests an answer holds. */
const MOST = 8;

/**
 * What else happened near the request: calls of the same operation by the same caller, requests and jobs that its lines
 * name, and how many others failed alike. Bounded in what is read; what cannot be read in time is left out.
 */
export async function storyInContext(asked: Asked): Promise<StoryInContext> {
  const told = <Part>(part: Promise<Part>, nothing: Part) => orNothing(part, nothing, asked.signal);
  const [named, calls, similar, machine, trace, change] = await Promise.all([
    told(namedBy(asked), []),
    told(callsNear(asked), { near: [], row: null }),
    told(alike(asked), null),
    told(onItsMachine(asked), []),
    told(onItsTrace(asked), null),
    told(changeBefore(asked), null),
  ]);
  const seen = new Set([asked.id]);
  const all = [
    ...named.map(({ related }) => related),
    ...(trace === null ? [] : [trace.related]),
    ...machine,
    ...(change === null ? [] : [change]),
    ...calls.near,
  ];
  const related = all
    .filter(({ request_id }) => !seen.has(request_id) && seen.add(request_id))
    .slice(0, MOST);
  const work = named.find((each) => each.related.relation === 'work_it_started');
  const traced = withTrace(asked.story, trace);
  const ended = withWork(traced, work);
  const facts = [
    ...factsBeside(ended, related, calls.row),
    ...ended.facts,
    ...((ended !== traced && work?.story?.facts) || []),
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
    whole.status === story.outcome.status && whole.ended === story.outcome.ended ? whole : story.outcome;
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

function timeOf({ time }: LogLine): number {
  return time === null ? 0 : Date.parse(time);
}

/** What was accepted ends as the work ends that it started. */
function withWork(story: Story, work: Named | undefined): Story {
  if (work?.story === undefined || story.outcome.ended !== 'succeeded' || story.outcome.carried_out === 'no')
    return story;
  const { ended } = work.story.outcome;
  const evidence = (how: string) =>
    `the work it started, ${quoted(work.related.request_id)}, ${how} (${work.source})`;
  if (ended === 'failed' && story.outcome.status !== 202) {
    const message = `The work it started, ${quoted(work.related.request_id)}, failed afterwards (${work.source}).`;
    return { ...story, facts: [...story.facts, { message, who: null, overrules: false }] };
  }
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

function likeIt(same: Related['same']): string {
  return `to the same operation ${same === 'caller' ? 'by the same caller' : 'in the same workspace'}`;
}

function factsBeside({ lines, outcome }: Story, related: readonly Related[], row: Row | null): Fact[] {
  if (outcome.ended !== 'failed') return [];
  const facts: Fact[] = [];
  const later = succeeded(related, 'later_call');
  if (outcome.carried_out === 'yes' && later !== undefined) {
    const message = `It was carried out, and so was a later call ${likeIt(later.same)}, ${namedId(later.request_id)} (${later.status} at ${later.time}): it may have been done twice.`;
    return [{ message, who: 'caller', overrules: false }];
  }
  const change = related.find(({ relation }) => relation === 'changed_it_before');
  if (change !== undefined) {
    const isGone = change.method === 'DELETE';
    const message = `${isGone ? 'What this one asks for was removed' : 'It was changed'} before by ${namedId(change.request_id)} (${change.method} ${change.status} at ${change.time}).`;
    facts.push({ message, who: null, overrules: isGone });
  }
  const { method, status } = { method: routeOf(lines)?.method, status: outcome.status ?? 0 };
  const isRepeated = status === 409 || (method === 'DELETE' && (status === 404 || status === 410));
  const earlier = isRepeated ? succeeded(related, 'earlier_call') : undefined;
  if (earlier?.carried_out !== undefined) {
    const message = `An earlier call ${likeIt(earlier.same)}, ${namedId(earlier.request_id)}, was carried out, though it ended with ${earlier.status} at ${earlier.time}: what this one asks for may already be done.`;
    facts.push({ message, who: 'caller', overrules: true });
  } else if (earlier !== undefined) {
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

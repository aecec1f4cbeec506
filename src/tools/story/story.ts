import type { Actor, Catalog } from '../../catalog/catalog.ts';
import type { LogLine } from '../../logs/logs.ts';
import { type Cause, causeOf } from './cause.ts';
import { type Fact, factsOf } from './facts.ts';
import { errorOf, type NamedError } from './named-error.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/**
 * What the lines of one request say happened, and why: pure conclusions, each with the place in the lines that it comes
 * from. Nothing in it is general advice.
 */
export interface Story {
  /** The request's own lines, in time order: not those that only mention it. */
  lines: readonly LogLine[];
  outcome: Outcome;
  /** Null where nothing went wrong, or no line tells. */
  cause: Cause | null;
  /** Null where it did not fail, or no line names an error. */
  error: NamedError | null;
  facts: readonly Fact[];
  /** Who must act by the lines; null where they leave it to the catalog. */
  who: Actor | null;
}

/** Reads `lines`, in time order. Those that only mention the request have no say. */
export function storyOf(lines: readonly LogLine[], catalog: Catalog): Story {
  const own = lines.filter(({ mentioned_in }) => mentioned_in === undefined);
  const outcome = outcomeOf(own);
  const error = errorOf(own, outcome, catalog);
  const facts = factsOf(own, outcome);
  const story = { lines: own, outcome, cause: causeOf(own, outcome), error, facts, who: null };
  return { ...story, who: whoBy(story) };
}

/** A fact says who must act; else what a server answers with 5xx is the platform's (RFC 9110 section 15.6). */
export function whoBy({ error, facts, outcome }: Omit<Story, 'who'>): Actor | null {
  if (error === null) return null;
  const told = facts.find(({ who }) => who !== null)?.who;
  return told ?? (outcome.status !== null && outcome.status >= 500 ? 'platform' : null);
}

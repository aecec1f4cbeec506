import { type Entry, RETRY_WHEN } from '../../catalog/catalog.ts';
import { isDeprecated, type QualityCheck } from './flaw.ts';

/** Entries without a meaning. */
export const noMeaning: QualityCheck = ({ entries }) =>
  entries
    .filter(({ meaning }) => meaning === null)
    .map((entry) => ({
      entry,
      message: 'It does not say what happened.',
      suggestion: 'Give it a `meaning`: what happened, in a sentence or two.',
    }));

/** Entries without a step to take. */
export const noFix: QualityCheck = ({ entries }) =>
  missing(
    entries,
    ({ fix }) => fix.length === 0,
    'It does not say what to do.',
    'Give it a `fix`: the steps for whoever must act, in their order.',
  );

/** Entries that leave open whether repeating the request can help. */
export const noRetry: QualityCheck = ({ entries }) =>
  missing(
    entries,
    ({ retry }) => retry === null,
    'It does not say whether repeating the request can help.',
    `Give it a \`retry\`, with \`when\`: ${RETRY_WHEN.join(', ')}.`,
  );

/** Entries that leave open who must act. */
export const noWho: QualityCheck = ({ entries }) =>
  missing(
    entries,
    ({ who }) => who === null,
    'It does not say who must act.',
    'Give it a `who`, e.g. caller, end_user, workspace_owner or platform.',
  );

function missing(
  entries: readonly Entry[],
  lacks: (entry: Entry) => boolean,
  message: string,
  suggestion: string,
) {
  return entries
    .filter((entry) => !isDeprecated(entry) && lacks(entry))
    .map((entry) => ({ entry, message, suggestion }));
}

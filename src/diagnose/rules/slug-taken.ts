import { holdsSecret, quote, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { proposedSlug, refusedSlug } from './slug-evidence.ts';
import { isSlug, variants } from './slug-shape.ts';

/** Other slugs beside one that is in use. Source: "Error codes", 409 `workspace_slug_taken`. */
export function slugTaken(facts: Facts): Finding[] {
  const seen = refusedSlug(facts);
  if (seen === null || seen.text.trim() === '' || holdsSecret(seen.text)) return [];
  const proposed = proposedSlug(facts);
  const isProposed = proposed !== null && isSlug(proposed) && proposed.length <= 63 && proposed !== seen.text;
  const own = variants(seen.text.slice(0, 512)).filter((variant) => variant !== proposed);
  const choices = isProposed ? [proposed, ...own].slice(0, 3) : own;
  const first = choices[0];
  if (first === undefined) return [];
  const list = choices.map((choice) => quote(choice, 63)).join(', ');
  const by = isProposed ? ` The first is the platform's own proposal.` : '';
  return [
    {
      message: `${quote(seen.text, 40)}${seen.where} is in use. Free-looking: ${list}.${by} Whether they are free was not checked.`,
      ...suggest(first),
    },
  ];
}

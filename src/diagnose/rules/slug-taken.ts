import type { RejectsOf } from '../../catalog/rejects.ts';
import { holdsSecret, quote, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { proposedSlug, refusedSlug } from './slug-evidence.ts';
import { isSlug, slugRulesOf, variants } from './slug-shape.ts';

/** Other slugs beside one that is in use. */
export function slugTaken(facts: Facts, rejects: RejectsOf<'slug'>): Finding[] {
  const seen = refusedSlug(facts, rejects);
  if (seen === null || seen.text.trim() === '' || holdsSecret(seen.text)) return [];
  const rules = slugRulesOf(rejects);
  const proposed = proposedSlug(facts);
  const isProposed =
    proposed !== null && isSlug(proposed, rules) && proposed.length <= 63 && proposed !== seen.text;
  const own = variants(seen.text.slice(0, 512), rules).filter((variant) => variant !== proposed);
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

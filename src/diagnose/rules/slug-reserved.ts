import { holdsSecret, quote, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { slugProblems } from './slug.ts';
import { refusedSlug } from './slug-evidence.ts';
import { DOCUMENTED_RESERVED, fold, ownVariants } from './slug-shape.ts';

/**
 * A reserved word, made one's own. The document's list of them ends in "etc.", so a word that it does not name
 * may be reserved too. Source: "Error codes", `workspace_slug_reserved`.
 */
export function slugReserved(facts: Facts): Finding[] {
  const seen = refusedSlug(facts);
  if (seen === null) return [];
  const word = fold(seen.text);
  if (word === '' || word.length > 40 || holdsSecret(seen.text)) return slugProblems(seen);
  const documented = DOCUMENTED_RESERVED.includes(word)
    ? 'is a reserved word'
    : `is not among the reserved words that are documented (${DOCUMENTED_RESERVED.join(', ')}), but their list ends in "etc."`;
  const own = ownVariants(word);
  const list = own.map((variant) => quote(variant)).join(' or ');
  const others = slugProblems(seen)
    .filter(({ message }) => !message.includes('is a reserved word'))
    .map(({ message }) => ({ message }));
  return [
    {
      message: `${quote(seen.text)}${seen.where} ${documented}. Add your own name to it, e.g. ${list}.`,
      ...suggest(own[0] ?? null),
    },
    ...others,
  ];
}

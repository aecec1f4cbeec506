import type { RejectsOf } from '../../catalog/rejects.ts';
import { holdsSecret, quote, suggest } from '../read/show.ts';
import type { Facts, Finding } from '../rule.ts';
import { slugProblems } from './slug.ts';
import { refusedSlug } from './slug-evidence.ts';
import { fold, ownVariants, slugRulesOf } from './slug-shape.ts';

/** A reserved word, made one's own. Where the list of them is partial, a word that it does not name may be reserved too. */
export function slugReserved(facts: Facts, rejects: RejectsOf<'slug'>): Finding[] {
  const seen = refusedSlug(facts, rejects);
  if (seen === null) return [];
  const rules = slugRulesOf(rejects);
  const word = fold(seen.text, rules);
  const problems = slugProblems(seen, rules);
  if (word === '' || word.length > 40 || holdsSecret(seen.text))
    return problems.map(({ finding }) => finding);
  const { reserved, isPartial } = rules;
  const list = reserved.length === 0 ? '' : ` (${reserved.slice(0, 12).join(', ')})`;
  const documented = reserved.includes(word.toLowerCase())
    ? 'is a reserved word'
    : `is not among the reserved words that are documented${list}${isPartial ? ', but that list is partial' : ''}`;
  const own = ownVariants(word, rules);
  const forms = own.map((variant) => quote(variant)).join(' or ');
  const example = own.length === 0 ? '' : `, e.g. ${forms}`;
  return [
    {
      message: `${quote(seen.text)}${seen.where} ${documented}. Add your own name to it${example}.`,
      ...suggest(own[0] ?? null),
    },
    ...problems.flatMap(({ kind, finding: { message } }) => (kind === 'reserved' ? [] : [{ message }])),
  ];
}

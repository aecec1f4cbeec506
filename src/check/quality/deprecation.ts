import { wordsIn } from '../../base/words.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { isDeprecated, type QualityCheck } from './flaw.ts';

/** A text of so many words explains why nothing replaces a code. */
const FEWEST_WORDS = 3;
/** How far a chain of replacements is followed. */
const LONGEST_CHAIN = 50;

/** Deprecated entries that neither name a replacement nor say why there is none. */
export const noReplacement: QualityCheck = ({ entries }) =>
  entries
    .filter((entry) => isDeprecated(entry) && entry.replaced_by.length === 0)
    .filter(({ deprecated }) => wordsIn(deprecated ?? '').length < FEWEST_WORDS)
    .map((entry) => ({
      entry,
      field: 'deprecated',
      message: 'It is deprecated, and does not say what is sent instead.',
      suggestion:
        'Give it replaced_by, or say in `deprecated` that nothing replaces it: `deprecated: No longer sent since 2.0; nothing replaces it.`',
    }));

/** Deprecated entries whose replacement is deprecated itself, perhaps in a circle. */
export const replacedByDeprecated: QualityCheck = (catalog) =>
  catalog.entries.filter(isDeprecated).flatMap((entry) =>
    entry.replaced_by
      .filter((code) => catalog.get(code) !== entry && isOver(code, catalog))
      .map((code) => {
        const { chain, isCircle } = follow([entry.code, code], catalog);
        const end = chain.at(-1) ?? code;
        return {
          entry,
          field: 'replaced_by',
          other: code,
          message: `It is replaced by '${code}', which is deprecated itself: ${chain.join(' -> ')}${isCircle ? ', a circle' : ''}.`,
          suggestion:
            isCircle || isOver(end, catalog)
              ? 'Name a code that is still sent, or say in `deprecated` that nothing replaces it.'
              : `Name '${end}', where the chain ends.`,
        };
      }),
  );

function isOver(code: string, catalog: Catalog): boolean {
  const entries = catalog.all(code);
  return entries.length > 0 && entries.every(isDeprecated);
}

/** The chain of first replacements, up to a code that is not deprecated or that it came through before. */
function follow(start: readonly string[], catalog: Catalog): { chain: string[]; isCircle: boolean } {
  const chain = [...start];
  while (chain.length < LONGEST_CHAIN) {
    const last = chain.at(-1) ?? '';
    const next = isOver(last, catalog) ? catalog.get(last)?.replaced_by[0] : undefined;
    if (next === undefined) break;
    const isCircle = chain.includes(next);
    chain.push(next);
    if (isCircle) return { chain, isCircle };
  }
  return { chain, isCircle: false };
}

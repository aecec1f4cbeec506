import type { Entry } from '../../catalog/catalog.ts';
import { saidIn } from '../said.ts';
import type { QualityCheck } from './flaw.ts';

/**
 * Entries that say the same as an earlier one of another code: who describes such an error finds the one as well as
 * the other. Takes time linear in the catalog, as each is known by its words alone.
 */
export const indistinguishable: QualityCheck = ({ entries }) => {
  const firsts = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const print = fingerprintOf(entry);
    const first = print === null ? entry : (firsts.get(print) ?? entry);
    if (print !== null) firsts.set(print, first);
    if (first.code === entry.code) return [];
    return [
      {
        entry,
        other: first.code,
        message: `It says the same as '${first.code}', so nothing but its code leads to it.`,
        suggestion: 'Say in meaning or symptoms what is different, or make one an alias of the other.',
      },
    ];
  });
};

/** The words by which an entry is found, in no order; null where it says nothing. */
function fingerprintOf({ title, meaning, symptoms, causes, fix, example }: Entry): string | null {
  return printOf([title, meaning, ...symptoms]) ?? printOf([...causes, ...fix, example]);
}

function printOf(texts: readonly (string | null)[]): string | null {
  const { words, negations } = saidIn(texts.filter((text) => text !== null).join('\n'));
  return words.size === 0 ? null : `${negations % 2} ${[...words].sort().join(' ')}`;
}

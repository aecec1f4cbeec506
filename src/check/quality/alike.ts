import { plainForm } from '../../base/words.ts';
import type { Entry } from '../../catalog/catalog.ts';
import type { QualityCheck } from '../rules.ts';
import { saidIn } from '../said.ts';

/** Aliases that are the code, or the alias, of another error too: whoever looks one up gets only one of them. */
export const duplicateAlias: QualityCheck = ({ entries }) => {
  const codes = new Set(entries.map(({ code }) => code));
  const firsts = new Map<string, Entry>();
  return entries.flatMap((entry) =>
    [...new Set(entry.aliases)].flatMap((alias) => {
      const first = firsts.get(alias) ?? entry;
      firsts.set(alias, first);
      const isCode = alias !== entry.code && codes.has(alias);
      if (!isCode && first.code === entry.code) return [];
      const found = isCode ? 'a code of its own' : `an alias of '${first.code}' too`;
      return [
        {
          entry,
          field: 'aliases',
          other: alias,
          message: `Its alias '${alias}' is ${found}.`,
          suggestion: isCode
            ? `Take the alias out, or make one entry of this one and '${alias}'.`
            : 'Leave the alias with the one error that it means.',
        },
      ];
    }),
  );
};

/** Codes that only case or separators tell apart: people and logs mix them up. */
export const shadowedCase: QualityCheck = ({ entries }) => {
  const firsts = new Map<string, string>();
  const told = new Set<string>();
  return entries.flatMap((entry) => {
    const form = plainForm(entry.code);
    const first = firsts.get(form) ?? entry.code;
    firsts.set(form, first);
    if (first === entry.code || told.has(entry.code)) return [];
    told.add(entry.code);
    return [
      {
        entry,
        field: 'code',
        other: first,
        message: `Only case or separators tell it from '${first}'.`,
        suggestion: `If they are the same error, make the one an alias of the other; if not, say in confusable_with how to tell them apart.`,
      },
    ];
  });
};

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

import { nearest } from '../../base/edit-distance.ts';
import { plainForm, wordsIn } from '../../base/words.ts';
import type { Catalog, Entry } from '../../catalog/catalog.ts';
import { saidIn } from '../likeness.ts';
import { type Flaw, isDeprecated, type QualityCheck } from '../rules.ts';

/** From this many codes on, no likely one is looked for: that would take its time for each link. */
const MOST_COMPARED = 2_000;

/** Codes that an entry names and that do not exist, and links that no browser or editor could follow. */
export const deadLink: QualityCheck = (catalog) =>
  catalog.entries.flatMap((entry) => [
    ...namedBy(entry)
      .filter(({ code }) => catalog.get(code) === undefined)
      .map(({ code, field }) => deadCode(entry, field, code, catalog)),
    ...entry.links
      .filter((link) => !isLink(link))
      .map((link) => ({
        entry,
        field: 'links',
        other: link,
        message: `'${link}' is neither a URL nor a path.`,
        suggestion: 'Give a whole URL (https://…) or the path of a file.',
      })),
  ]);

function deadCode(entry: Entry, field: string, code: string, { entries }: Catalog): Flaw {
  const codes = entries.length > MOST_COMPARED ? [] : entries.map((each) => each.code);
  const meant = nearest(
    code,
    codes.filter((each) => each !== entry.code),
  );
  return {
    entry,
    field,
    other: code,
    message: `Its ${field} names '${code}', and there is no such code.`,
    suggestion:
      meant === null
        ? 'Name a code of this catalog, or add an entry for that one.'
        : `Was '${meant}' meant? If not, add an entry for '${code}', or take the link out.`,
  };
}

/** Entries that name themselves. */
export const selfLink: QualityCheck = ({ entries }) =>
  entries.flatMap((entry) => {
    const fields = namedBy(entry).filter(({ code }) => code === entry.code || entry.aliases.includes(code));
    const own = entry.aliases.filter((alias) => alias === entry.code);
    return [...fields, ...own.map((code) => ({ code, field: 'aliases' }))].map(({ code, field }) => ({
      entry,
      field,
      message: `Its ${field} names '${code}', which is this entry itself.`,
      suggestion: 'Take it out, or name the other code that was meant.',
    }));
  });

/** Entries that call another confusable, which does not say so in turn. */
export const oneWayLink: QualityCheck = (catalog) =>
  catalog.entries.flatMap((entry) => {
    const names = new Set([entry.code, ...entry.aliases]);
    return entry.confusable_with.flatMap(({ code }) => {
      const others = catalog.all(code);
      const isAnswered = others.some(
        (other) => names.has(other.code) || other.confusable_with.some((back) => names.has(back.code)),
      );
      if (others.length === 0 || isAnswered) return [];
      return [
        {
          entry,
          field: 'confusable_with',
          other: code,
          message: `It says how to tell it from '${code}', which does not say how to tell it from this one.`,
          suggestion: `Add { code: ${entry.code}, tell_apart: … } to the confusable_with of '${code}'.`,
        },
      ];
    });
  });

function namedBy({ confusable_with: confusable, replaced_by: replacedBy }: Entry) {
  return [
    ...confusable.map(({ code }) => ({ code, field: 'confusable_with' })),
    ...replacedBy.map((code) => ({ code, field: 'replaced_by' })),
  ];
}

/** An absolute URL, an anchor, or a path: words that a slash, a dot or a number sign joins. */
function isLink(link: string): boolean {
  if (/\s/u.test(link)) return false;
  if (/^[a-z][a-z0-9+.-]{0,40}:/i.test(link)) return URL.canParse(link);
  return /[\p{L}\p{N}]/u.test(link) && /[/.#]/.test(link);
}

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

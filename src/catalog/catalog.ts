import { pushTo } from '../push-to.ts';
import { type Entry, identityOf } from './entry.ts';

/** What errors exist. Immutable; lookups cost no more than a map access. */
export interface Catalog {
  readonly name: string;
  readonly version: string | null;
  /** Where to report what only the platform can mend; null where the catalog does not say. */
  readonly support: string | null;
  /** In the catalog's own order, which is the order of every list. */
  readonly entries: readonly Entry[];
  /** The first entry with this code, or else with this alias. */
  get(code: string): Entry | undefined;
  /** Every entry with this code, or else with this alias: a code may mean something else in another place. */
  all(code: string): readonly Entry[];
}

/** What a catalog is made of. */
export interface CatalogParts {
  name: string;
  version: string | null;
  support: string | null;
  entries: readonly Entry[];
}

const NONE: readonly Entry[] = [];

/** A catalog of entries. */
export function catalogOf({ name, version, support, entries }: CatalogParts): Catalog {
  const byName = new Map<string, Entry[]>();
  for (const entry of entries) pushTo(byName, entry.code, entry);
  const codes = new Set(byName.keys());
  for (const entry of entries) {
    for (const alias of entry.aliases) if (!codes.has(alias)) pushTo(byName, alias, entry);
  }
  return {
    name,
    version,
    support,
    entries: Object.freeze([...entries]),
    get: (code) => byName.get(code)?.[0],
    all: (code) => byName.get(code) ?? NONE,
  };
}

/** Pairs of entries that nothing tells apart, each with the first of its kind. */
export function indistinct(entries: readonly Entry[]): { entry: Entry; first: Entry }[] {
  const byCode = new Map<string, Entry[]>();
  return entries.flatMap((entry) => {
    const earlier = byCode.get(entry.code);
    if (earlier === undefined) {
      byCode.set(entry.code, [entry]);
      return [];
    }
    const identity = identityOf(entry);
    const first = earlier.find((each) => identityOf(each) === identity);
    if (first === undefined) earlier.push(entry);
    return first === undefined ? [] : [{ entry, first }];
  });
}

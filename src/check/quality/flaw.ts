import type { Catalog, Entry } from '../../catalog/catalog.ts';

/** Something wrong with an entry by itself, or beside the others of its catalog. */
export interface Flaw {
  entry: Entry;
  message: string;
  /** The field of the entry in which it is. */
  field?: string;
  /** The other code that it is about. */
  other?: string;
  suggestion?: string;
}

/** Finds the flaws of one kind in a whole catalog, in its order. */
export type QualityCheck = (catalog: Catalog) => Flaw[];

/** Whether an entry is deprecated: it explains what was, and need not help any more. */
export function isDeprecated({ deprecated }: Entry): boolean {
  return deprecated !== null;
}

import { type CatalogData, catalogSchema, type Entry } from './schema.ts';

/** What errors exist. Immutable; lookups cost no more than a map access. */
export interface Catalog {
  readonly name: string;
  readonly version: string | null;
  /** Where to report what only the platform can mend; null where the catalog does not say. */
  readonly support: string | null;
  /** In the catalog's own order, which is the order of every list. */
  readonly entries: readonly Entry[];
  get(code: string): Entry | undefined;
}

/**
 * Checks `data` against the schema and makes it a catalog.
 *
 * @throws ZodError naming every entry and field that does not fit, or Error for a code that stands twice
 */
export function createCatalog(data: unknown): Catalog {
  return catalogOf(catalogSchema.parse(data));
}

/**
 * A catalog of data that fits the schema.
 *
 * @throws Error for a code that stands twice
 */
export function catalogOf({ name, version, support, errors }: CatalogData): Catalog {
  const byCode = new Map<string, Entry>();
  for (const entry of errors) {
    if (byCode.has(entry.code)) throw new Error(`The code '${entry.code}' stands twice in the catalog.`);
    byCode.set(entry.code, Object.freeze(entry));
  }
  return {
    name,
    version: version ?? null,
    support: support ?? null,
    entries: Object.freeze(errors),
    get: (code) => byCode.get(code),
  };
}

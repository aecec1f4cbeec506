import { builtinSchema } from './builtin-schema.ts';
import { type Catalog, catalogOf } from './catalog.ts';
import { entryOf } from './entry.ts';

/**
 * Checks `data` against the schema of the built-in catalog and makes it a catalog.
 *
 * @throws ZodError naming every entry and field that does not fit, or Error for a code that stands twice
 */
export function createCatalog(data: unknown): Catalog {
  const { errors, ...parts } = builtinSchema.parse(data);
  const entries = errors.map((entry) => entryOf(entry));
  const codes = new Set<string>();
  for (const { code } of entries) {
    if (codes.has(code)) throw new Error(`The code '${code}' stands twice in the catalog.`);
    codes.add(code);
  }
  return catalogOf({ ...parts, entries, builtin: codes });
}

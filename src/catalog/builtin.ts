import { type Catalog, catalogOf, entryOf } from './entries.ts';
import platform from './platform.yaml';
import type { CatalogData, EntryData } from './schema.ts';

/** What the built-in catalog says of itself. */
export function builtinParts(): Pick<CatalogData, 'name' | 'version' | 'support'> {
  const { name, version, support } = platform;
  return { name, version, support };
}

/** The built-in entries, each with the surface and the document that it takes from its file. */
export function builtinEntries(): EntryData[] {
  const { surface, documented, errors } = platform;
  return errors.map((entry) => ({ surface, documented, ...entry }));
}

/** A code to show commands with: that of a slug that is not of the right form. */
export function exampleCode(): string {
  const isExample = ({ rejects }: EntryData) => rejects?.kind === 'slug' && rejects.because === undefined;
  return platform.errors.find(isExample)?.code ?? '';
}

/** The built-in catalog. That it fits the schema is tested, not checked anew at every start. */
export function builtinCatalog(): Catalog {
  const { name, version = null, support = null } = platform;
  return catalogOf({ name, version, support, entries: builtinEntries().map((entry) => entryOf(entry)) });
}

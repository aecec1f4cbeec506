export { builtinCatalog, exampleCode } from './builtin.ts';
export {
  type Catalog,
  completeCode,
  type Defaults,
  dataOf,
  type Entry,
  entryOf,
  identityOf,
  sourcesOf,
  titleOf,
} from './entries.ts';
export { parseJson } from './format/json.ts';
export { type Path, placesIn } from './format/parsed.ts';
export { parseYaml, writeYaml } from './format/yaml.ts';
export type { RejectedKind, RejectsOf } from './rejects.ts';
export {
  type Actor,
  type CatalogData,
  catalogSchema,
  type EntryData,
  type EntryInput,
  entrySchema,
  type JsonValue,
  RETRY_WHEN,
  type RetryWhen,
} from './schema.ts';

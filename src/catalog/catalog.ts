export { actorInWords } from './actors.ts';
export { builtinCatalog, exampleCode } from './combine.ts';
export {
  type Advice,
  type ByMessage,
  type Catalog,
  completeCode,
  type Defaults,
  dataOf,
  type Entry,
  entryOf,
  identityOf,
  RETRY_WHEN,
  type RetryWhen,
  sourcesOf,
  titleOf,
} from './entries.ts';
export { type Path, parseJson, parseYaml, placesIn, writeYaml } from './format.ts';
export type { RejectedKind, RejectsOf } from './rejects.ts';
export {
  type Actor,
  type CatalogData,
  catalogSchema,
  type EntryData,
  type EntryInput,
  entrySchema,
  type JsonValue,
} from './schema.ts';

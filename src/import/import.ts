import type { Importer } from './imported.ts';

interface FormatShape {
  /** What it is, in a few words. */
  about: string;
  /** The options that say more about a source of it. */
  takes: readonly ('map' | 'list' | 'section')[];
  /** What reads it, loaded when it is needed. */
  load: () => Promise<Importer>;
}

/** The formats that errors are imported from, by the names that a person gives them. */
export const FORMATS = {
  openapi: {
    about: 'OpenAPI 3 or Swagger 2.0, YAML or JSON',
    takes: ['map'],
    load: async () => (await import('./openapi/import-openapi.ts')).importOpenapi,
  },
  markdown: {
    about: 'a page: Markdown, HTML or plain text',
    takes: ['map', 'section'],
    load: async () => (await import('./page/import-page.ts')).importMarkdown,
  },
  mdx: {
    about: 'the same, with components',
    takes: ['map', 'section'],
    load: async () => (await import('./page/import-page.ts')).importMarkdown,
  },
  'problem-types': {
    about: 'RFC 9457 problem types: JSON, YAML or CSV',
    takes: ['map', 'list'],
    load: async () => (await import('./json.ts')).importProblemTypes,
  },
  json: {
    about: 'a list or map of objects: JSON, JSON Lines, YAML or TOML',
    takes: ['map', 'list'],
    load: async () => (await import('./json.ts')).importJson,
  },
  messages: {
    about: 'code to message, flat or nested: JSON, YAML, .properties or PO',
    takes: ['list'],
    load: async () => (await import('./json.ts')).importMessages,
  },
  csv: {
    about: 'a table whose first row names the columns',
    takes: ['map'],
    load: async () => (await import('./table.ts')).importCsv,
  },
  tsv: {
    about: 'the same, separated by tabs',
    takes: ['map'],
    load: async () => (await import('./table.ts')).importTsv,
  },
  enums: {
    about: 'enums of Protocol Buffers or GraphQL',
    takes: [],
    load: async () => (await import('./lines.ts')).importEnums,
  },
} as const satisfies Readonly<Record<string, FormatShape>>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

export { fieldCalled } from './fields.ts';
export { onlyThose } from './forms.ts';
export { guessFormat, misnamed } from './guess.ts';
export {
  ImportError,
  type Imported,
  type ImportedEntry,
  type Importer,
  type ImportOptions,
  type Unplaced,
} from './imported.ts';
export { type CatalogHead, type Converted, mergeFiles, toCatalog } from './to-catalog.ts';

export { ImportError, type Imported, type ImportOptions, type Unplaced } from './imported.ts';
export { FORMAT_NAMES, FORMATS, type FormatName, isFormat } from './importers.ts';
export { type CatalogHead, type Converted, toCatalog } from './to-catalog.ts';

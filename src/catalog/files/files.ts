export { LiveCatalog } from './live-catalog.ts';
export { CatalogError, type LoadedCatalog, loadCatalog, readText } from './load-catalog.ts';

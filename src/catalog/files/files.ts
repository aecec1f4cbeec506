export { LiveCatalog } from './live-catalog.ts';
export { CatalogError, loadCatalog, readText } from './load-catalog.ts';

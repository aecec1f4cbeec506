export { LiveCatalog } from './live-catalog.ts';
export { CatalogError, filesAt, loadCatalog, readText } from './load-catalog.ts';

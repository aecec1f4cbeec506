/** `platform.yaml`, as it is bundled (`scripts/yaml-data.mjs`); a test holds that it fits the schema. */
declare module '*/platform.yaml' {
  const data: import('./schema.ts').CatalogData;
  // biome-ignore lint/style/noDefaultExport: the data of a file has no name.
  export default data;
}

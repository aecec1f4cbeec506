/** The first line of a catalog in YAML: by it, editors know what may stand there. */
export const SCHEMA_LINE =
  '# yaml-language-server: $schema=https://unpkg.com/error-catalog-mcp/catalog.schema.json';

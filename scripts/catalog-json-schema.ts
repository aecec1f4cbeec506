import * as z from 'zod';
import { catalogSchema } from '../src/catalog/schema.ts';

/** Where the published package is served, so that a file can name its schema without an installation. */
const ID = 'https://unpkg.com/error-catalog-mcp/catalog.schema.json';

/** The JSON Schema of a catalog file, in the draft that editors of YAML and JSON know (draft-07). */
export function catalogJsonSchema(): object {
  const schema = z.toJSONSchema(catalogSchema, { target: 'draft-7', io: 'input', reused: 'inline' });
  return {
    $id: ID,
    title: 'Error catalog of error-catalog-mcp',
    ...schema,
  };
}

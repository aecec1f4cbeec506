/** Writes `catalog.schema.json`, by which editors complete and check catalog files: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { catalogJsonSchema } from './catalog-json-schema.ts';

writeFileSync('catalog.schema.json', `${JSON.stringify(catalogJsonSchema())}\n`);

import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Catalog, createCatalog } from './catalog/catalog.ts';

/** A catalog file that cannot be served, with everything that is wrong with it. */
export class CatalogError extends Error {
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super(`The catalog ${file} cannot be served. ${problems.join(' ')}`);
    this.name = 'CatalogError';
    this.problems = problems;
  }
}

/**
 * The catalog that `file` holds as JSON, in the form of the built-in one (`catalog/schema.ts`).
 *
 * @throws CatalogError that names every problem, where it stands, and what was expected
 */
export function readCatalogFile(file: string): Catalog {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'It is no JSON' : 'It cannot be read';
    throw new CatalogError(file, [`${why}: ${error instanceof Error ? error.message : error}.`]);
  }
  try {
    return createCatalog(data);
  } catch (error) {
    throw new CatalogError(file, error instanceof z.ZodError ? error.issues.map(say) : [String(error)]);
  }
}

function say({ path, message }: z.core.$ZodIssue): string {
  return `${path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')}: ${message}.`;
}

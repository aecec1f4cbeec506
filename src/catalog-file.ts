import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { type Catalog, createCatalog } from './catalog/catalog.ts';

/** Larger than any catalog: what is meant is another file. */
const MOST_BYTES = 64 * 1024 * 1024;

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
    data = JSON.parse(readText(file));
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

/** Without waiting for who writes to a pipe, or reading a device without end. */
function readText(path: string): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error('it is no file');
    if (stats.size > MOST_BYTES)
      throw new Error(`it has ${stats.size} bytes; at most ${MOST_BYTES} are read`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function say({ path, message }: z.core.$ZodIssue): string {
  return `${path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')}: ${message}.`;
}

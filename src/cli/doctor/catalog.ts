import type { Catalog } from '../../catalog/catalog.ts';
import { type Check, check } from './check.ts';

/** Why there is no catalog, each in a sentence. */
export interface CatalogTrouble {
  problems: readonly string[];
}

/** How many problems are named. */
const MOST_NAMED = 10;

/** Which catalog answers come from: that of some files, or the built-in one; `note` says why it is not what they hold. */
export function checkCatalog(
  files: readonly string[],
  loaded: Catalog | CatalogTrouble,
  note: string | null = null,
): Check {
  if ('problems' in loaded) {
    const { problems } = loaded;
    const more = problems.length - MOST_NAMED;
    const details = [...problems.slice(0, MOST_NAMED), ...(more > 0 ? [`And ${more} more.`] : [])];
    const advice = ['Mend it, or leave --catalog out for the built-in one.'];
    return check('catalog', 'problem', `${files.join(', ')} cannot be served`, { details, advice });
  }
  const { name, version, entries } = loaded;
  const from = files.length === 0 ? 'built in' : `from ${files.join(', ')}`;
  const what = version === null ? name : `${name} ${version}`;
  if (note !== null) {
    const advice = ['Mend the files; error-catalog-mcp check names every problem.'];
    return check('catalog', 'warning', `${what}, the last good one`, { details: [note], advice });
  }
  return check('catalog', 'ok', `${what}, ${entries.length} errors, ${from}`);
}

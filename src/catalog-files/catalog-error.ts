import type { Place } from './parsed.ts';

/** Something wrong with a catalog: where it is, in which words. The place is null for a whole file or folder. */
export interface CatalogProblem {
  file: string;
  place: Place | null;
  /** What was found and what was expected, without the place. */
  message: string;
}

/** A catalog that cannot be served, with everything that is wrong with it. */
export class CatalogError extends Error {
  readonly located: readonly CatalogProblem[];
  /** Each with its place, in a sentence. */
  readonly problems: readonly string[];

  readonly #paths: readonly string[];

  constructor(paths: readonly string[], located: readonly CatalogProblem[], hint = '') {
    const problems = located.map(sayProblem);
    super(
      [`The catalog ${paths.join(', ')} cannot be served:`, ...problems, ...(hint === '' ? [] : [hint])].join(
        '\n',
      ),
    );
    this.#paths = paths;
    this.name = 'CatalogError';
    this.located = located;
    this.problems = problems;
  }

  /** The same, with what else is to be known. */
  withHint(hint: string): CatalogError {
    return new CatalogError(this.#paths, this.located, hint);
  }
}

/** `file:line:column: message.`, as editors and terminals link it. */
function sayProblem({ file, place, message }: CatalogProblem): string {
  const at = place === null ? file : `${file}:${place.line}:${place.column}`;
  return `${at}: ${message}${/[.!?]$/.test(message) ? '' : '.'}`;
}

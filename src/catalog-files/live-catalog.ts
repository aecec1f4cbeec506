import type { Catalog } from '../catalog/catalog.ts';
import { combine } from '../catalog/combine.ts';
import { CatalogError } from './catalog-error.ts';
import { type KeptCatalog, keep, keptPath, readKept } from './kept-catalog.ts';
import { catalogOfTexts, digestOf, readSources } from './load-catalog.ts';
import { type Stop, watchFiles } from './watch-files.ts';

interface LiveOptions {
  /** What to do where the files cannot be served at the start. */
  onInvalid: 'refuse' | 'last-good';
  /** Where the last good state is kept; null where there is no folder for it. */
  stateFolder: string | null;
  /** Does what nobody waits for, now or later. */
  later(job: () => void): void;
  /** Told of what the person who edits has to know. */
  onTrouble(message: string, problems: readonly string[]): void;
}

const BEFORE = 'the state before the edit';
/** How many problems an answer repeats; all of them are told to whoever keeps the log. */
const MOST_REPEATED = 1;

/** The catalog of some files and folders, as they are now; while they cannot be served, as they last could. */
export class LiveCatalog {
  readonly #paths: readonly string[];
  readonly #options: LiveOptions;
  readonly #keptAt: string | null;
  readonly #listeners = new Set<() => void>();
  #catalog: Catalog;
  #digest: string;
  #note: string | null = null;
  /** What is served while the files cannot be. */
  #served = BEFORE;
  /** The digest of the files that could not be served, or why they cannot be read, so that it is said once. */
  #refused: string | null = null;

  /** @throws CatalogError if the files cannot be served, unless the last good state is wanted and there is one */
  constructor(paths: readonly string[], options: LiveOptions) {
    this.#paths = paths;
    this.#options = options;
    this.#keptAt = options.stateFolder === null ? null : keptPath(options.stateFolder, paths);
    const kept = this.#keptAt === null ? null : readKept(this.#keptAt);
    const { catalog, digest } = this.#open(kept);
    this.#catalog = catalog;
    this.#digest = digest;
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Why the catalog is not what its files hold now; null where it is. */
  get note(): string | null {
    return this.#note;
  }

  /** Calls `listener` whenever the catalog, or the note on it, has changed. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Follows the files from now on. */
  watch(): Stop {
    return watchFiles(this.#paths, () => this.#reload());
  }

  #open(kept: KeptCatalog | null): { catalog: Catalog; digest: string } {
    let digest: string | null = null;
    try {
      const sources = readSources(this.#paths);
      digest = digestOf(sources);
      // What was kept of these very texts has been checked.
      if (kept?.digest === digest) return { catalog: combine(kept.parts).catalog, digest };
      const { catalog, parts } = catalogOfTexts(this.#paths, sources);
      this.#keep({ digest, parts });
      return { catalog, digest };
    } catch (error) {
      if (!(error instanceof CatalogError) || this.#options.onInvalid === 'refuse') throw error;
      if (kept === null) throw error.withHint('There is no earlier state that could be served instead.');
      this.#served = `the last good state, of ${kept.saved}`;
      this.#complain(error, digest);
      return { catalog: combine(kept.parts).catalog, digest: kept.digest };
    }
  }

  #reload(): void {
    let digest: string | null = null;
    try {
      const sources = readSources(this.#paths);
      digest = digestOf(sources);
      if (digest === this.#refused || (digest === this.#digest && this.#note === null)) return;
      const { catalog, parts } = catalogOfTexts(this.#paths, sources);
      this.#refused = null;
      this.#catalog = catalog;
      this.#digest = digest;
      this.#note = null;
      this.#served = BEFORE;
      this.#keep({ digest, parts });
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      if (!this.#complain(error, digest)) return;
    }
    for (const listener of this.#listeners) listener();
  }

  /** Says once what is wrong with files of this digest, or with files that cannot be read; whether it said so now. */
  #complain({ message, problems }: CatalogError, digest: string | null): boolean {
    const refused = digest ?? message;
    if (refused === this.#refused) return false;
    this.#refused = refused;
    const more = problems.length - MOST_REPEATED;
    const first = [...problems.slice(0, MOST_REPEATED), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
    this.#note = `The catalog cannot be served as its files are now; this is from ${this.#served}. ${first}`;
    this.#options.onTrouble(
      `The catalog cannot be served as its files are now; ${this.#served} is served.`,
      problems,
    );
    return true;
  }

  #keep(kept: Pick<KeptCatalog, 'digest' | 'parts'>): void {
    const path = this.#keptAt;
    if (path === null) return;
    this.#options.later(() => {
      try {
        keep(path, kept);
      } catch (error) {
        this.#options.onTrouble('The catalog cannot be kept as the last good one.', [String(error)]);
      }
    });
  }
}

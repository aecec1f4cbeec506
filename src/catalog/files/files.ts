import { unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { attempt } from '../../base/objects.ts';
import { combine, combining } from '../combine.ts';
import type { Catalog } from '../entries.ts';
import { type KeptCatalog, keep, keptPath, readKept } from './kept-catalog.ts';
import {
  CatalogError,
  catalogOfTexts,
  digestOf,
  inFolder,
  placeOf,
  readSources,
  type SourceText,
} from './load-catalog.ts';
import { partsInThread } from './thread.ts';

interface LiveOptions {
  /** What to do where the files cannot be served at the start. */
  onInvalid: 'refuse' | 'last-good';
  /** Where the last good state is kept; null where there is no folder for it. */
  stateFolder: string | null;
  /** The built `catalog-worker.ts`, which reads large files while calls are answered; null to read all here. */
  workerUrl: URL | null;
  /** Does what nobody waits for, now or later. */
  later(job: () => void): void;
  /** Told of what the person who edits has to know. */
  onTrouble(message: string, problems: readonly string[]): void;
}

const NOT_KEPT = 'The catalog cannot be kept as the last good one.';
/** In characters; less is read before a thread has begun. */
const WORTH_A_THREAD = 100_000;
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
  /** The digest of the files that a thread reads now. */
  #reading: string | null = null;
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
      if (digest === this.#reading) return;
      // What a thread still reads of an earlier state is not wanted any more.
      this.#reading = null;
      if (digest === this.#refused || (digest === this.#digest && this.#note === null)) return;
      const { workerUrl } = this.#options;
      if (workerUrl !== null && sizeOf(sources) >= WORTH_A_THREAD) {
        this.#reading = digest;
        void this.#reloadInThread(workerUrl, sources, digest);
        return;
      }
      const { catalog, parts } = catalogOfTexts(this.#paths, sources);
      this.#serve(catalog, digest);
      this.#keep({ digest, parts });
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      if (!this.#complain(error, digest)) return;
    }
    this.#tell();
  }

  /** Reads large files in a thread; where none can be had, here. */
  async #reloadInThread(workerUrl: URL, sources: readonly SourceText[], digest: string): Promise<void> {
    const job = { paths: this.#paths, sources, digest, keptAt: this.#keptAt };
    const read = await partsInThread(workerUrl, job).catch(() => null);
    const work = read !== null && 'parts' in read ? combining(read.parts) : null;
    let made = work?.next();
    for (; made?.done === false && this.#reading === digest; made = work?.next()) await setImmediate();
    if (this.#reading !== digest) return;
    this.#reading = null;
    try {
      if (read !== null && 'problems' in read) throw new CatalogError(this.#paths, read.problems);
      const { catalog } = made?.done === true ? made.value : catalogOfTexts(this.#paths, sources);
      this.#serve(catalog, digest);
      if (read?.trouble) this.#options.onTrouble(NOT_KEPT, [read.trouble]);
    } catch (error) {
      if (!(error instanceof CatalogError)) throw error;
      if (!this.#complain(error, digest)) return;
    }
    this.#tell();
  }

  #serve(catalog: Catalog, digest: string): void {
    this.#refused = null;
    this.#catalog = catalog;
    this.#digest = digest;
    this.#note = null;
    this.#served = BEFORE;
  }

  #tell(): void {
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
        this.#options.onTrouble(NOT_KEPT, [String(error)]);
      }
    });
  }
}

function sizeOf(sources: readonly SourceText[]): number {
  return sources.reduce((size, { text }) => size + text.length, 0);
}

/** How often is looked, and how long a writer is waited for that may not have finished, in milliseconds. */
const INTERVAL = 500;
const SETTLE = 150;

/** An end of watching. */
type Stop = () => void;

/**
 * Calls `onChange` some time after a file behind `paths` changed, came or went; it may also be called where nothing
 * did. By looking, not by the system's events, which network folders and containers do not pass on and editors that
 * rename lose. Keeps no process alive.
 */
function watchFiles(paths: readonly string[], onChange: () => void): Stop {
  let timer: NodeJS.Timeout | null = null;
  let watched: string[] = [];
  const noticed = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(changed, SETTLE).unref();
  };
  const changed = () => {
    timer = null;
    watchAll();
    onChange();
  };
  const stopAll = () => {
    for (const path of watched) unwatchFile(path, noticed);
  };
  const watchAll = () => {
    const now = paths.map(placeOf).flatMap(withAllIn);
    if (now.join('\0') === watched.join('\0')) return;
    stopAll();
    watched = now;
    // What changes before it is first looked at is noticed all the same.
    noticed();
    for (const path of watched) watchFile(path, { interval: INTERVAL, persistent: false }, noticed);
  };
  watchAll();
  return () => {
    if (timer !== null) clearTimeout(timer);
    stopAll();
  };
}

/**
 * A path, and of a folder all that is in it, but not what lies behind links to other folders, which no catalog is read
 * from and which may lead back. What cannot be read now is watched all the same: it may come.
 */
function withAllIn(path: string): string[] {
  const inside = (attempt(() => inFolder(path)) ?? []).flatMap((each) => {
    const inner = join(path, each.name);
    return each.isDirectory() ? withAllIn(inner) : [inner];
  });
  return [path, ...inside];
}

export { CatalogError, filesAt, loadCatalog, readText } from './load-catalog.ts';

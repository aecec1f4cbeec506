import { clip } from '../base/text.ts';
import type { EntryInput } from '../catalog/catalog.ts';

/** An entry that was read out of something that is no catalog. */
export interface ImportedEntry {
  /** Fits `entrySchema`. What has no field there stands under `extra`. */
  data: EntryInput;
  /** Where it was found, from 1; null where the source has no lines to speak of. */
  line: number | null;
}

/** Something in the source that may say something about errors, and found no place in an entry. */
export interface Unplaced {
  /** Where several files are imported at once. */
  file?: string;
  line: number | null;
  /** What stands there, cut to a bound. */
  text: string;
  /** Why it was not taken, in a sentence. */
  reason: string;
}

/** Something to know about what was taken. */
export interface ImportNote {
  file?: string;
  line: number | null;
  /** In sentences. */
  text: string;
}

/** What a source gave. Nothing of it is dropped silently: it is in an entry, or unplaced. */
export interface Imported {
  entries: ImportedEntry[];
  unplaced: Unplaced[];
  /** What the source calls itself. */
  name?: string;
  notes?: ImportNote[];
}

/** What whoever imports knows better than the source. */
export interface ImportOptions {
  /** Field of an entry → column or member of the source, by names or dotted paths. */
  map: ReadonlyMap<string, string>;
  /** Where the list of errors stands in the source, as a dotted path; null to find it. */
  list: string | null;
  /** Words of the heading below which the errors of a page stand; null for all of it. */
  section?: string | null;
  /** Which codes are wanted; by default what the codes of a page have in common decides. */
  only?: RegExp | null;
  /** Whether nobody said of which format the source is, so that it may hold no errors at all. */
  isGuess?: boolean;
}

/**
 * Reads errors out of a text of one format.
 *
 * @throws ImportError for a text that is not of the format at all
 */
export type Importer = (text: string, options: ImportOptions) => Imported;

/** A source that cannot be read as what it was said to be. */
export class ImportError extends Error {
  override name = 'ImportError';
}

/** In characters. */
const LONGEST = 200;

/** As much of a text as a report of an import shows. */
export function excerpt(text: string): string {
  return clip(text, LONGEST);
}

/** As much of a value, as JSON. */
export function excerptOf(value: unknown): string {
  return excerpt(JSON.stringify(value) ?? String(value));
}

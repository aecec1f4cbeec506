import type { LogLine } from '../log.ts';
import type { UnitRule } from './duration.ts';

/** A line as a system writes it, and what it must read as. */
export interface Sample {
  line: string;
  /** Terms of the record that is read, those that are named; `rest` may name some of its fields. */
  reads: Partial<Omit<LogLine, 'source'>>;
  /** When its file was last written, ISO 8601, for a format without a year. */
  modified?: string;
}

/** A field of JSON, or of pairs, that means a term of a line only in this format. */
export type Term = 'time' | 'level' | 'service' | 'method' | 'path' | 'status' | 'message' | 'code';

/**
 * A format of log lines, as data: how it is recognised, what its parts mean, and samples that are its test.
 *
 * A text format has layouts (`layout.ts`), a format of JSON is known by names that it `has`. What it names in the common
 * way (`aliases.ts`) needs no word here.
 */
export interface Format {
  /** As people call it. */
  name: string;
  /** Where it is documented. */
  docs: string;
  /** How a line of text is written; the first that fits counts. */
  layouts?: readonly string[];
  /** Names that a record of this format has, all of them, and other formats do not. */
  has?: readonly string[];
  /** What its words or numbers for levels mean, where they are not the common ones. */
  levels?: Readonly<Record<string, string>>;
  /** Fields that mean a term only here. */
  terms?: Partial<Record<Term, string>>;
  /** The units of bare numbers, by the name of their field; the first that a line has is its duration. */
  units?: Readonly<Record<string, UnitRule>>;
  /** Fields in seconds that add up to the duration. */
  sum?: readonly string[];
  /** Set where its times are in UTC without saying so. */
  zone?: 'UTC';
  samples: readonly Sample[];
}

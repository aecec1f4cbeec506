import type { Entry } from '../catalog/entry.ts';
import type { RejectedKind, RejectsOf } from '../catalog/rejects.ts';
import type { LogLine } from '../requests/request-log.ts';

/** What is known when an error is diagnosed. */
export interface Facts {
  /** The error: its code, and the kind of value that it rejects. */
  entry: Pick<Entry, 'code' | 'rejects'>;
  /** The value that was rejected, as the caller gave it; null if none was given. */
  value: string | null;
  /** The error as it was pasted, with its headers and messages; may be only the code. */
  text: string;
  /** The log lines of the request, if it was looked up. */
  lines: readonly LogLine[];
  /** The present moment, in milliseconds since the epoch. */
  now: number;
}

/** One thing that is wrong, and where it can be told, a value that passes the rule that found it. */
export interface Finding {
  message: string;
  suggestion?: string;
}

/**
 * Finds what is wrong with a value of one kind, by the rules that the catalog gives for it. Pure; nothing found is an
 * empty list. Never throws.
 */
export type Rule<Kind extends RejectedKind> = (
  facts: Facts,
  rules: RejectsOf<Kind>,
) => Finding[] | Promise<Finding[]>;

/** What a catalog is compared with. */
export const TRUTHS = ['source', 'client', 'docs', 'openapi', 'logs'] as const;

export type TruthKind = (typeof TRUTHS)[number];

/** A place, or a count of log lines, that shows a code. */
export interface Sighting {
  code: string;
  /** Whether only a name that stands for the code was seen: case and separators say nothing. */
  isName: boolean;
  file: string | null;
  line: number | null;
  column: number | null;
  /** The HTTP statuses that stand beside it; none where none do. */
  statuses: readonly number[];
  /** What stands beside it. */
  text: string | null;
  /** What else is to be said, e.g. how often it was seen. */
  note: string | null;
}

/** Everything that one kind of source shows. */
export interface Truth {
  kind: TruthKind;
  /** The files and folders, as they are told to a person. */
  names: readonly string[];
  sightings: readonly Sighting[];
  /** Known codes that stand somewhere in it, though not where one is emitted. */
  mentioned: ReadonlySet<string>;
}

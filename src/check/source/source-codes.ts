/** A place in the source at which a code is emitted or defined. */
export interface SourceCode {
  code: string;
  file: string;
  line: number;
  column: number;
  found: 'constant' | 'enum' | 'field' | 'call' | 'pattern';
  /** Only a member's name: compare without case and separators. */
  isName: boolean;
}

/** The codes of a source. */
export interface SourceCodes {
  emitted: SourceCode[];
  /** Known codes that stand in the source as text, each with its first place. */
  mentioned: ReadonlyMap<string, { file: string; line: number }>;
  /** How many files were read. */
  files: number;
  skipped: { file: string; reason: string }[];
}

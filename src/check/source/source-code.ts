/** How a code was found in source text. */
export type Found = 'constant' | 'enum' | 'field' | 'call' | 'pattern';

/** A code as source text names it. */
export interface SourceCode {
  /** As it goes over the wire, as far as the source tells. */
  code: string;
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  found: Found;
  /**
   * True where the code is only the name of an enum member or constant without a value (`NOT_FOUND`, `NotFound`), so
   * that its spelling on the wire is unknown: compare it without regard to case and separators.
   */
  isName: boolean;
}

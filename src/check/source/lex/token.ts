/** A piece of source text. Comments and blanks are none. */
export interface Token {
  /** `dynamic` is text that is computed; a `string` is known as it stands. */
  kind: 'name' | 'string' | 'dynamic' | 'number' | 'mark';
  /** A name, a number or a mark as it stands; what a string says. */
  text: string;
  /** Offsets in the text. The braces that indenting makes are empty. */
  start: number;
  end: number;
  /** The line on which it begins, from 1. */
  line: number;
  /** Whether it is the first on its line. */
  first: boolean;
}

/** One paste and what must come of it. Written from the platform's document alone, not from the implementation. */
export interface Case {
  /** What the agent hands over. */
  input: string;
  /** The code that must be answered; null: nothing may be recognised. */
  expect: string | null;
  /** Further codes that must be named beside it. */
  also?: readonly string[];
  /** Other codes a human expert would also let pass as the first answer. */
  accept?: readonly string[];
}

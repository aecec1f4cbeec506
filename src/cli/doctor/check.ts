/** How a check came out: a `problem` keeps something from working, a `warning` may. */
export type Verdict = 'ok' | 'warning' | 'problem';

/** What one check found, for a person and for `--json`. */
export interface Check {
  name: string;
  verdict: Verdict;
  /** One line. */
  summary: string;
  /** More of it, a line each. */
  details: readonly string[];
  /** What to do, a sentence each. */
  advice: readonly string[];
}

/** A check; details and advice may be left out. */
export function check(
  name: string,
  verdict: Verdict,
  summary: string,
  { details = [], advice = [] }: Partial<Pick<Check, 'details' | 'advice'>> = {},
): Check {
  return { name, verdict, summary, details, advice };
}

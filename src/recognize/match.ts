import type { Entry } from '../catalog/entry.ts';

/** How an error was recognised, the most trusted way first. */
export type MatchedBy = 'code' | 'alias' | 'spelling' | 'status' | 'symptom';

/** A code that a text means, and how sure that is. */
export interface Match {
  code: string;
  by: MatchedBy;
  /** 0 to 1; 1 means that the code itself stands there. */
  confidence: number;
  /** Other codes that the text may mean instead, best first. */
  alternatives: string[];
  /** Other codes that the text names beside this one. */
  also: string[];
  /** The very entry that is meant, where others have the same code and it is told which. */
  entry?: Entry;
}

const MOST_ALTERNATIVES = 3;

/** A match with the best of `others` as its alternatives, each once. */
export function matchOf(code: string, by: MatchedBy, confidence: number, others: readonly string[]): Match {
  if (others.length === 0) return { code, by, confidence, alternatives: [], also: [] };
  const alternatives = [...new Set(others)].filter((other) => other !== code).slice(0, MOST_ALTERNATIVES);
  return { code, by, confidence, alternatives, also: [] };
}

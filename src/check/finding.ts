import type { Entry } from '../catalog/entry.ts';
import type { TruthKind } from './drift/truth.ts';
import { RULES, type Rule, type Severity } from './rules.ts';

/** Where something stands; lines and columns from 1. */
export interface FoundAt {
  file: string;
  line?: number | undefined;
  column?: number | undefined;
}

/** Where an entry of the catalog stands, or one of its fields; null where no file holds it. */
export type Locate = (entry: Entry, field?: string) => FoundAt | null;

/** In which sources a code is; of those that were not given, nothing is said. */
export type Present = { catalog: boolean } & Partial<Record<TruthKind, boolean>>;

/** Something that is not as it should be. */
export interface Finding extends Partial<FoundAt> {
  rule: Rule;
  severity: Severity;
  code: string;
  /** What is wrong, in sentences. */
  message: string;
  /** What to do about it; may hold YAML to paste on lines of its own. */
  suggestion?: string;
  /** The other code that it is about. */
  other?: string;
  /** What tells it from another finding of the same rule on the same code, and stays the same from run to run. */
  about?: string;
  present?: Present;
}

interface FindingParts {
  code: string;
  message: string;
  suggestion?: string | undefined;
  at?: FoundAt | null | undefined;
  other?: string | undefined;
  about?: string | undefined;
  present?: Present | undefined;
}

/** A finding of a rule, without what does not apply. */
export function findingOf(
  rule: Rule,
  { code, message, suggestion, at, other, about = other, present }: FindingParts,
): Finding {
  return {
    rule,
    severity: RULES[rule].severity,
    code,
    message,
    ...(suggestion !== undefined && { suggestion }),
    ...(at?.file !== undefined && { file: at.file }),
    ...(at?.line !== undefined && { line: at.line }),
    ...(at?.column !== undefined && { column: at.column }),
    ...(other !== undefined && { other }),
    ...(about !== undefined && about !== '' && { about }),
    ...(present !== undefined && { present }),
  };
}

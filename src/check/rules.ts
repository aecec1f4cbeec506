import type { Catalog, Entry } from '../catalog/catalog.ts';

/** What a finding weighs: an error misleads whoever relies on the catalog, a warning leaves them without help. */
type Severity = 'error' | 'warning';

/** What a rule compares the catalog with: nothing, where its files are what is wrong, or it is judged alone. */
type Kind = 'files' | 'drift' | 'stability' | 'both' | 'proposal' | 'quality';

/** A rule, with the heading under which a report lists its findings. */
function rule<K extends Kind>(kind: K, severity: Severity, title: string) {
  return { kind, severity, title };
}

/** Every rule, in the order of a report. */
export const RULES = {
  invalid: rule('files', 'error', 'The catalog cannot be read'),
  uncatalogued: rule('drift', 'error', 'Codes that the catalog lacks'),
  never_emitted: rule('drift', 'warning', 'Catalogued codes that the source does not have'),
  unrecognized: rule('drift', 'error', 'Source in which few codes are recognized'),
  not_in_client: rule('drift', 'error', 'Catalogued codes that the client does not have'),
  undocumented: rule('drift', 'error', 'Catalogued codes that the docs lack'),
  not_in_openapi: rule('drift', 'error', 'Catalogued codes that the OpenAPI lacks'),
  status_differs: rule('drift', 'error', 'Other HTTP statuses than in the catalog'),
  known_elsewhere: rule('proposal', 'warning', 'What documents say and the catalog does not'),
  renamed: rule('both', 'error', 'Codes that were probably renamed'),
  removed: rule('stability', 'error', 'Codes that are gone since the older version'),
  status_changed: rule('stability', 'error', 'HTTP statuses that changed since the older version'),
  meaning_changed: rule('stability', 'warning', 'Meanings that changed since the older version'),
  retry_changed: rule('stability', 'warning', 'Advice on retrying that changed since the older version'),
  duplicate_alias: rule('quality', 'error', 'Aliases that lead to several errors'),
  dead_link: rule('quality', 'error', 'Links that lead nowhere'),
  self_link: rule('quality', 'error', 'Entries that point to themselves'),
  one_way_link: rule('quality', 'warning', 'Links that the other side does not answer'),
  replaced_by_deprecated: rule('quality', 'error', 'Deprecated codes whose replacement is deprecated too'),
  no_replacement: rule('quality', 'warning', 'Deprecated codes that do not say what replaces them'),
  placeholder: rule('quality', 'error', 'Texts that were never written'),
  status_contradicts_retry: rule('quality', 'warning', 'Advice on retrying that contradicts the HTTP status'),
  indistinguishable: rule('quality', 'warning', 'Entries that no search can tell apart'),
  shadowed_case: rule('quality', 'warning', 'Codes that differ only in case or separators'),
  no_meaning: rule('quality', 'warning', 'Entries that do not say what happened'),
  no_fix: rule('quality', 'warning', 'Entries that do not say what to do'),
  fix_repeats_message: rule('quality', 'warning', 'Fix steps that say no more than the message'),
  no_retry: rule('quality', 'warning', 'Entries that do not say whether a retry can help'),
  no_who: rule('quality', 'warning', 'Entries that do not say who must act'),
} as const;

export type Rule = keyof typeof RULES;

/** The rules that compare the catalog with this. */
export type RuleOf<K extends Kind> = {
  [R in Rule]: (typeof RULES)[R]['kind'] extends K ? R : never;
}[Rule];

/** The rules that can be left out, and whose findings can be accepted: all but that the catalog can be read. */
export const SKIPPABLE = (Object.keys(RULES) as Rule[]).filter((rule) => rule !== 'invalid');

/** Whether a word names a rule that can be left out. */
export function isSkippable(word: string): word is Rule {
  return SKIPPABLE.some((rule) => rule === word);
}

/** What a rule of drift needs to say anything: one of these sources. */
const NEEDS: Readonly<Partial<Record<Rule, readonly TruthKind[]>>> = {
  never_emitted: ['source'],
  unrecognized: ['source', 'client'],
  not_in_client: ['client'],
  undocumented: ['docs'],
  not_in_openapi: ['openapi'],
  status_differs: ['docs', 'openapi'],
  known_elsewhere: ['docs', 'openapi'],
};

/** Whether a rule had what it compares the catalog with, so that what it did not find is not there. */
export function hasRun(rule: Rule, truths: readonly TruthKind[], hasOld: boolean): boolean {
  const { kind } = RULES[rule];
  const needed = NEEDS[rule];
  if (needed !== undefined) return needed.some((each) => truths.includes(each));
  if (kind === 'both') return truths.length > 0 || hasOld;
  if (kind === 'drift') return truths.length > 0;
  return kind === 'stability' ? hasOld : true;
}

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
  /** What it means, as a document says. */
  meaning?: string | undefined;
  /** The construct of source code in which it stands, as a person calls it. */
  construct?: string | undefined;
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

/** Something wrong with an entry by itself, or beside the others of its catalog. */
export interface Flaw {
  entry: Entry;
  message: string;
  /** The field of the entry in which it is. */
  field?: string;
  /** The other code that it is about. */
  other?: string;
  suggestion?: string;
}

/** Finds the flaws of one kind in a whole catalog, in its order. */
export type QualityCheck = (catalog: Catalog) => Flaw[];

/** Whether a finding is of the catalog by itself. */
export function isOfQuality({ rule: name }: Pick<Finding, 'rule'>): boolean {
  return RULES[name].kind === 'quality';
}

/** Whether a finding says that something is wrong: what any imported catalog lacks must not break a build from the first day. */
export function isWrong({ rule: name }: Pick<Finding, 'rule'>): boolean {
  return RULES[name].kind !== 'quality' && RULES[name].kind !== 'proposal';
}

/** Whether an entry is deprecated: it explains what was, and need not help any more. */
export function isDeprecated({ deprecated }: Entry): boolean {
  return deprecated !== null;
}

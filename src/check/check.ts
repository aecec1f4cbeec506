export { type Accepted, applyBaseline, parseBaseline, writeBaseline } from './baseline.ts';
export { checkDrift } from './drift.ts';
export { checkQuality } from './quality/check-quality.ts';
export { type ReferenceKind, referenceCodes } from './reference-codes.ts';
export {
  type Finding,
  findingOf,
  hasRun,
  isSkippable,
  RULES,
  type Rule,
  type Sighting,
  SKIPPABLE,
  type Truth,
  type TruthKind,
} from './rules.ts';
export { codesByPattern, codesInText, searching, settleNames } from './source/codes-in-text.ts';
export type { SourceCode } from './source/find/source.ts';
export { languageOf } from './source/languages.ts';
export { checkStability } from './stability.ts';

export { type Accepted, parseBaseline } from './baseline.ts';
export { type ReferenceKind, referenceCodes } from './reference-codes.ts';
export {
  type Finding,
  isSkippable,
  RULES,
  type Rule,
  type Sighting,
  SKIPPABLE,
} from './rules.ts';
export { type Opened, type ReadTruth, type Report, reportInvalid, runCheck } from './run-check.ts';
export { codesByPattern, codesInText, searching, settleNames } from './source/codes-in-text.ts';
export type { SourceCode } from './source/find/source.ts';
export { languageOf } from './source/languages.ts';

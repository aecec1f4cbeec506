import { FORMATS, guessFormat } from '../import/import.ts';

/** What lists the codes of an API for its users. */
export type ReferenceKind = 'docs' | 'openapi';

/** A code as a reference gives it. */
export interface ReferenceCode {
  code: string;
  line: number | null;
  statuses: readonly number[];
  text: string | null;
  meaning?: string | undefined;
}

/**
 * The codes that the text of a reference lists, in its order.
 *
 * @throws ImportError for a text that is no such reference
 */
export async function referenceCodes(
  kind: ReferenceKind,
  file: string,
  text: string,
): Promise<ReferenceCode[]> {
  const format = kind === 'openapi' ? 'openapi' : guessFormat(file, text);
  const read = await FORMATS[format].load();
  const { entries } = read(text, { map: new Map(), list: null });
  return entries.map(({ data, line }) => ({
    code: String(data.code),
    line,
    statuses: [data.http_status ?? []].flat(),
    text: [data.title, data.meaning].filter((each) => each !== undefined).join('\n') || null,
    meaning: data.meaning,
  }));
}

export { type Accepted, parseBaseline } from './baseline.ts';
export {
  type Finding,
  isOfQuality,
  isSkippable,
  isWrong,
  RULES,
  type Rule,
  type Sighting,
  SKIPPABLE,
} from './rules.ts';
export { type Opened, type ReadTruth, type Report, reportInvalid, runCheck } from './run-check.ts';
export {
  codesByPattern,
  codesInEnums,
  codesInText,
  searching,
  settleNames,
  wordsInText,
} from './source/codes-in-text.ts';
export { importSource, importSources } from './source/import-source.ts';
export { languageOf } from './source/languages.ts';
export { knownCodes, learn, type Stood, settle } from './source/learn.ts';

import { FORMATS, type FormatName } from '../import/formats.ts';
import { settleNames } from './source/bare-names.ts';
import { codesInText } from './source/codes-in-text.ts';
import type { Language } from './source/languages/language.ts';
import { languageOf } from './source/languages/languages.ts';

/** What lists the codes of an API for its users. */
export type ReferenceKind = 'docs' | 'openapi';

/** A code as a reference gives it. */
export interface ReferenceCode {
  code: string;
  /** Whether it is only a name that stands for the code. */
  isName: boolean;
  line: number | null;
  column: number | null;
  statuses: readonly number[];
  text: string | null;
}

/** Pages are prose unless their names say that they are data. */
const DATA: Readonly<Record<string, FormatName>> = {
  csv: 'csv',
  tsv: 'tsv',
  json: 'json',
  yaml: 'json',
  yml: 'json',
  toml: 'json',
};

/**
 * The codes that the text of a reference lists, in its order. What documents codes may be source text, as the list of
 * a client library; of that also the `known` codes count that it only mentions.
 *
 * @throws ImportError for a text that is no such reference
 */
export async function referenceCodes(
  kind: ReferenceKind,
  file: string,
  text: string,
  known: ReadonlySet<string>,
): Promise<ReferenceCode[]> {
  const language = kind === 'docs' ? languageOf(file) : null;
  if (language !== null) return codesOfSource(text, { language, file, known });
  const extension = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
  const format = kind === 'openapi' ? 'openapi' : (DATA[extension] ?? 'markdown');
  const read = await FORMATS[format].load();
  const { entries } = read(text, { map: new Map(), list: null });
  return entries.map(({ data, line }) => ({
    code: String(data.code),
    isName: false,
    line,
    column: null,
    statuses: [data.http_status ?? []].flat(),
    text: [data.title, data.meaning].filter((each) => each !== undefined).join('\n') || null,
  }));
}

function codesOfSource(
  text: string,
  source: { language: Language; file: string; known: ReadonlySet<string> },
): ReferenceCode[] {
  const { emitted, mapped, mentioned } = codesInText(text, source);
  const found = settleNames(emitted, mapped, source.known);
  const listed = new Set(found.map(({ code }) => code));
  const others = [...mentioned].filter(([code]) => !listed.has(code));
  return [
    ...found.map(({ code, isName, line, column }) => ({ code, isName, line, column })),
    ...others.map(([code, line]) => ({ code, isName: false, line, column: null })),
  ].map((each) => ({ ...each, statuses: [], text: null }));
}

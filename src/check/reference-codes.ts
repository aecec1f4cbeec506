import type { Importer } from '../import/imported.ts';
import { importMarkdown } from '../import/markdown/import-markdown.ts';
import { importOpenapi } from '../import/openapi.ts';

/** What lists the codes of an API for its users. */
export type ReferenceKind = 'docs' | 'openapi';

/** A code as a reference gives it. */
export interface ReferenceCode {
  code: string;
  line: number | null;
  statuses: readonly number[];
  text: string | null;
}

const IMPORTERS: Readonly<Record<ReferenceKind, Importer>> = { docs: importMarkdown, openapi: importOpenapi };

/**
 * The codes that a reference lists, in its order.
 *
 * @throws ImportError for a text that is no such reference
 */
export function referenceCodes(kind: ReferenceKind, text: string): ReferenceCode[] {
  const { entries } = IMPORTERS[kind](text, { map: new Map(), list: null });
  return entries.map(({ data, line }) => ({
    code: String(data.code),
    line,
    statuses: [data.http_status ?? []].flat(),
    text: [data.title, data.meaning].filter((each) => each !== undefined).join('\n') || null,
  }));
}

import type { Imported } from '../../../src/import/imported.ts';
import { importMarkdown } from '../../../src/import/page/import-page.ts';

/** What a page gives. */
export function read(page: string, map: Record<string, string> = {}): Imported {
  return importMarkdown(page, { map: new Map(Object.entries(map)), list: null });
}

/** The entries of a page. */
export function entriesOf(page: string, map: Record<string, string> = {}) {
  return read(page, map).entries.map(({ data }) => data);
}

/** The codes of a page. */
export function codesOf(page: string): unknown[] {
  return entriesOf(page).map(({ code }) => code);
}

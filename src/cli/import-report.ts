import type { CatalogData } from '../catalog/schema.ts';
import type { Unplaced } from '../import/imported.ts';
import type { Converted } from '../import/to-catalog.ts';

/** How much an import gave. */
export interface ImportCounts {
  errors: number;
  with_http_status: number;
  with_meaning: number;
  with_fix: number;
  unplaced: number;
}

const MOST_SHOWN = 50;

/** Counts what a catalog says of its errors. */
export function countsOf({ errors }: CatalogData, unplaced: readonly Unplaced[]): ImportCounts {
  const known = (field: 'http_status' | 'meaning' | 'fix') => {
    return errors.filter((entry) => entry[field] !== undefined && entry[field] !== null).length;
  };
  return {
    errors: errors.length,
    with_http_status: known('http_status'),
    with_meaning: known('meaning'),
    with_fix: known('fix'),
    unplaced: unplaced.length,
  };
}

/** The import in a sentence. */
export function sayImported(counts: ImportCounts, name: string, out: string | null): string {
  const { errors, with_http_status: status, with_meaning: meaning, with_fix: fix } = counts;
  const number = errors === 1 ? '1 error' : `${errors} errors`;
  const into = out === null ? '' : ` into ${out}`;
  return `Imported ${number} from ${name}${into}: ${status} with an HTTP status, ${meaning} with a meaning, ${fix} with a fix.`;
}

/** What was not taken, and what is to be known about what was: a line each, as editors and terminals link it. */
export function sayLeftOut({ unplaced, notes }: Omit<Converted, 'catalog'>, name: string): string[] {
  const at = (line: number | null) => (line === null ? name : `${name}:${line}`);
  return [
    ...list(
      'Not placed',
      unplaced.map(({ line, text, reason }) => `${at(line)}: ${oneLine(text)} — ${reason}`),
    ),
    ...list(
      'Notes',
      notes.map(({ line, text }) => `${at(line)}: ${text}`),
    ),
  ];
}

function list(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_SHOWN;
  return [
    `${title} (${lines.length}):`,
    ...lines.slice(0, MOST_SHOWN).map((line) => `  ${line}`),
    ...(more > 0 ? [`  … and ${more} more; --json shows all.`] : []),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

import type { Catalog } from '../../../catalog/catalog.ts';
import { isObject } from '../../../is-object.ts';
import { findRequestId } from '../../../recognize/request-id.ts';
import { readAccessLog } from '../../../requests/parse/access-log.ts';
import { ownId } from '../../../requests/parse/id-names.ts';
import { findObject, parseJson } from '../../../requests/parse/json.ts';
import { readPairs } from '../../../requests/parse/logfmt.ts';
import { parseLine } from '../../../requests/parse/parse-line.ts';

/** How many lines of a sample show what is looked for. */
export interface Recognised {
  lines: number;
  /** By format, the most frequent first. */
  formats: readonly (readonly [format: string, lines: number])[];
  withTime: number;
  withRequestId: number;
  /** Lines that name the workspace which is looked for; 0 where none is. */
  ofWorkspace: number;
  /** By code of the catalog, the most frequent first. */
  codes: readonly (readonly [code: string, lines: number])[];
  /** Lines with a code that the catalog lacks. */
  uncatalogued: number;
}

/** What is recognised in some raw lines; blank ones do not count. `workspace` is null where none is looked for. */
export function recognised(
  lines: readonly string[],
  catalog: Catalog,
  workspace: string | null = null,
): Recognised {
  const own = workspace?.toLowerCase();
  const formats = new Map<string, number>();
  const codes = new Map<string, number>();
  const found = { lines: 0, withTime: 0, withRequestId: 0, ofWorkspace: 0, uncatalogued: 0 };
  for (const text of lines) {
    const records = parseLine(text, { source: '' });
    if (records.length === 0) continue;
    found.lines += 1;
    add(formats, formatOf(text.trim()));
    if (records.some(({ ns }) => ns !== null)) found.withTime += 1;
    const hasId = records.some(({ line }) =>
      Object.keys(line.rest ?? {}).some((name) => ownId(name) !== null),
    );
    if (hasId || findRequestId(text) !== null) found.withRequestId += 1;
    const names = records.flatMap(({ line }) => line.workspace?.toLowerCase() ?? []);
    if (own !== undefined && names.includes(own)) found.ofWorkspace += 1;
    const named = records.flatMap(({ line }) => line.code ?? []);
    for (const code of new Set(named)) if (catalog.get(code) !== undefined) add(codes, code);
    if (named.some((code) => catalog.get(code) === undefined)) found.uncatalogued += 1;
  }
  return { ...found, formats: sorted(formats), codes: sorted(codes) };
}

function formatOf(text: string): string {
  if (isObject(/^[{[]/.test(text) ? parseJson(text) : undefined)) return 'JSON';
  if (findObject(text) !== null) return 'JSON behind a prefix';
  if (readAccessLog(text) !== null) return 'access log';
  const { fields, lead } = readPairs(text);
  return fields.length > 1 && lead === '' ? 'logfmt' : 'text';
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}

import { isObject } from '../base/objects.ts';
import { clip } from '../base/text.ts';
import { type CatalogData, catalogSchema, entrySchema, type JsonValue } from '../catalog/catalog.ts';
import { excerptOf, type Imported, type ImportedEntry, type ImportNote, type Unplaced } from './imported.ts';
import { type FittingEntry, mergeTwice } from './merge.ts';

/** What the catalog says of itself and of all its entries. */
export type CatalogHead = Pick<CatalogData, 'name' | 'service' | 'surface' | 'area'>;

/** The data of a catalog file; null where there is no error, as no catalog is empty. */
export interface Converted {
  catalog: CatalogData | null;
  unplaced: Unplaced[];
  notes: ImportNote[];
}

/**
 * What was imported as a catalog that can be served: every entry fits the schema, and can be told from all others. What
 * does not fit its field stands under `extra`; an entry whose code is none is unplaced.
 */
export function toCatalog({ entries, unplaced, notes = [] }: Imported, head: CatalogHead): Converted {
  const all = entries.map((entry) => fitted(entry));
  const fitting = all.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const merged = mergeTwice(fitting, {
    service: head.service ?? null,
    surface: head.surface ?? null,
    area: head.area ?? null,
  });
  const errors = merged.entries.map(({ data }) => data);
  return {
    // The schema gives the fields their order.
    catalog: errors.length === 0 ? null : catalogSchema.parse({ ...head, errors }),
    unplaced: [...unplaced, ...all.flatMap((each) => each.unplaced)],
    notes: [...notes, ...all.flatMap((each) => each.notes), ...merged.notes],
  };
}

interface Fitted {
  entry: FittingEntry | null;
  unplaced: Unplaced[];
  notes: ImportNote[];
}

/** An entry with every field that the schema refuses under `extra`. */
function fitted({ data, line }: ImportedEntry): Fitted {
  const first = entrySchema.safeParse(data);
  if (first.success) return { entry: { data: first.data, line }, unplaced: [], notes: [] };
  const wrong = new Map(
    first.error.issues.flatMap((issue) => namesOf(issue).map((name) => [name, issue.message])),
  );
  const kept = new Map<string, unknown>(Object.entries(data).filter(([name]) => !wrong.has(name)));
  const extra = new Map<string, JsonValue>(extraOf(data.extra));
  const notes: ImportNote[] = [];
  for (const [name, value] of Object.entries(data)) {
    const message = wrong.get(name);
    if (message === undefined || name === 'extra' || value === undefined) continue;
    extra.set(extra.has(name) ? `other_${name}` : name, plain(value));
    notes.push({
      line,
      text: `The ${name} ${excerptOf(value)} of '${clip(String(data.code), 60)}' stands under 'extra', as it is not ${message}.`,
    });
  }
  if (extra.size > 0) kept.set('extra', Object.fromEntries(extra));
  const second = entrySchema.safeParse(Object.fromEntries(kept));
  if (second.success) return { entry: { data: second.data, line }, unplaced: [], notes };
  const reason = `Its code cannot be one: expected ${wrong.get('code') ?? 'an entry of a catalog'}.`;
  return { entry: null, unplaced: [{ line, text: excerptOf(data), reason }], notes: [] };
}

/** The fields of an entry that an issue is about. */
function namesOf(issue: { path: PropertyKey[]; keys?: string[] } | { path: PropertyKey[] }): string[] {
  const [name] = issue.path;
  if (name !== undefined) return [String(name)];
  return 'keys' in issue ? (issue.keys ?? []) : [];
}

function extraOf(extra: unknown): [string, JsonValue][] {
  if (!isObject(extra)) return [];
  return Object.entries(extra).map(([name, value]) => [name, plain(value)]);
}

/** A value as JSON has it: a number without end, which YAML knows, is its name. */
function plain(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
  return String(value);
}

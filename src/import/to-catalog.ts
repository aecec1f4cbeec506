import { isObject } from '../base/objects.ts';
import { clip } from '../base/text.ts';
import {
  type CatalogData,
  catalogSchema,
  type Defaults,
  type EntryData,
  type EntryInput,
  entryOf,
  entrySchema,
  identityOf,
  type JsonValue,
} from '../catalog/catalog.ts';
import { excerptOf, type Imported, type ImportedEntry, type ImportNote, type Unplaced } from './imported.ts';

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

/** An entry that fits the schema, and where it was found. */
interface FittingEntry {
  data: EntryData;
  line: number | null;
}

/** Lists to which another source only adds. */
const SETS: readonly string[] = ['aliases', 'causes', 'symptoms', 'links', 'confusable_with'];

/**
 * Entries of which each can be told from all others, as a catalog wants it, in their order: those that cannot be told
 * apart are made one, without losing what any of them says.
 */
export function mergeTwice(
  entries: readonly FittingEntry[],
  defaults: Defaults,
): { entries: FittingEntry[]; notes: ImportNote[] } {
  const kinds = new Map<string, { first: FittingEntry; distinct: Map<string, EntryData> }>();
  const notes: ImportNote[] = [];
  for (const { data, line } of entries) {
    const identity = identityOf(entryOf(data, defaults));
    const text = JSON.stringify(data);
    const kind = kinds.get(identity);
    if (kind === undefined) {
      kinds.set(identity, { first: { data, line }, distinct: new Map([[text, data]]) });
      continue;
    }
    const where = kind.first.line === null ? 'before' : `at line ${kind.first.line}`;
    const told = kind.distinct.has(text)
      ? 'the same, and was taken once'
      : 'in other words; both are one entry now';
    notes.push({ line, text: `The code '${data.code}' stands ${where} too, ${told}.` });
    kind.distinct.set(text, data);
  }
  const merged = [...kinds.values()].map(({ first, distinct }) => {
    return distinct.size === 1 ? first : { data: mergeAll([...distinct.values()]), line: first.line };
  });
  return { entries: merged, notes };
}

/**
 * Several entries as one. A further meaning is a further cause; of any other field that several give, the first stays
 * and the others stand in a list under `extra`, as `other_<field>`.
 */
export function mergeAll<E extends EntryInput>(entries: readonly E[]): E {
  const fields = new Map<string, unknown>();
  const sets = new Map<string, Distinct>();
  const extra = new Map<string, unknown>();
  const others = new Map<string, Distinct>();
  for (const entry of entries) {
    for (const [field, value] of Object.entries(entry)) {
      if (value === undefined) continue;
      if (field === 'extra') {
        for (const [name, each] of Object.entries(value as object)) put(extra, others, name, each);
      } else if (SETS.includes(field)) {
        for (const each of value as unknown[]) distinctIn(sets, field).add(each);
      } else if (field === 'meaning' && fields.has(field)) {
        if (fields.get(field) !== value) distinctIn(sets, 'causes').add(value);
      } else put(fields, others, field, value);
    }
  }
  for (const [field, values] of sets) fields.set(field, values.all());
  for (const [field, values] of others) {
    const name = `other_${field}`;
    const before = extra.get(name);
    extra.set(name, before === undefined ? values.all() : [before, ...values.all()].flat());
  }
  if (extra.size > 0) fields.set('extra', Object.fromEntries(extra) as Record<string, JsonValue>);
  return Object.fromEntries(fields) as E;
}

/** The first value of a name stays. */
function put(into: Map<string, unknown>, others: Map<string, Distinct>, name: string, value: unknown): void {
  const before = into.get(name);
  if (before === undefined) into.set(name, value);
  else if (JSON.stringify(before) !== JSON.stringify(value)) distinctIn(others, name).add(value);
}

/** Values of which no two are alike, in the order in which they came. */
class Distinct {
  readonly #values = new Map<string, unknown>();

  add(value: unknown): void {
    const key = JSON.stringify(value);
    if (!this.#values.has(key)) this.#values.set(key, value);
  }

  all(): unknown[] {
    return [...this.#values.values()];
  }
}

function distinctIn(sets: Map<string, Distinct>, name: string): Distinct {
  const known = sets.get(name) ?? new Distinct();
  sets.set(name, known);
  return known;
}

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
export function toCatalog(
  { entries, unplaced, notes = [] }: Omit<Imported, 'name'>,
  head: CatalogHead,
): Converted {
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

/** Lists to which another source only adds. */
const SETS: readonly string[] = ['aliases', 'causes', 'symptoms', 'links', 'operations', 'confusable_with'];
/** The same for one source that speaks of an error in several places, and of these fields that are one or a list. */
const SETS_OF_PAGE: readonly string[] = [...SETS, 'fix', 'http_status', 'replaced_by'];
const ONE_OR_ALL: readonly string[] = ['http_status', 'replaced_by'];

/** Values by a name and by how they are compared, in the order in which they came. */
type Sets = Map<string, Map<string, unknown>>;

/**
 * Several entries as one. A further meaning is a further cause; of any other field that several give, the first stays
 * and the others stand in a list under `extra`, as `other_<field>`; of `sets`, all stay.
 */
export function mergeAll<E extends EntryInput>(entries: readonly E[], sets = SETS): E {
  const fields = new Map<string, unknown>();
  const all: Sets = new Map();
  const extra = new Map<string, unknown>();
  const others: Sets = new Map();
  for (const entry of entries) {
    for (const [field, value] of Object.entries(entry)) {
      if (value === undefined) continue;
      if (field === 'extra') {
        for (const [name, each] of Object.entries(value as object)) put(extra, others, name, each);
      } else if (sets.includes(field)) {
        for (const each of [value].flat()) addTo(all, field, each);
      } else if (field === 'meaning' && fields.has(field)) {
        if (comparable(fields.get(field)) !== comparable(value)) addTo(all, 'causes', value);
      } else put(fields, others, field, value);
    }
  }
  for (const [field, distinct] of all) {
    const values = [...distinct.values()];
    fields.set(field, ONE_OR_ALL.includes(field) && values.length === 1 ? values[0] : values);
  }
  for (const [field, distinct] of others) {
    const name = `other_${field}`;
    const values = [...distinct.values()];
    const before = extra.get(name);
    extra.set(name, before === undefined ? values : [before, ...values].flat());
  }
  if (extra.size > 0) fields.set('extra', Object.fromEntries(extra));
  return Object.fromEntries(fields) as E;
}

/** The first value of a name stays. */
function put(into: Map<string, unknown>, others: Sets, name: string, value: unknown): void {
  const before = into.get(name);
  if (before === undefined) into.set(name, value);
  else if (comparable(before) !== comparable(value)) addTo(others, name, value);
}

/** A value as it is compared: of a text of several words, how it is set and spaced says nothing. */
function comparable(value: unknown): string {
  const isProse = typeof value === 'string' && /\S\s+\S/.test(value);
  return isProse ? value.replace(/[`*\s.]/g, '').toLowerCase() : JSON.stringify(value);
}

/** Adds a value under a name, unless it is one that stands there already. */
function addTo(sets: Sets, name: string, value: unknown): void {
  const known = sets.get(name) ?? new Map<string, unknown>();
  const key = comparable(value);
  if (!known.has(key)) known.set(key, value);
  sets.set(name, known);
}

/** An entry that fits the schema, and where it was found. */
export interface FittingEntry {
  data: EntryData;
  line: number | null;
}

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
 * Entries of several files with those of one error made one, as the list of all errors and the page of each say the same:
 * the same code, where neither says a service, surface, area or status that the other denies.
 */
export function mergeFiles(files: readonly (readonly ImportedEntry[])[]): ImportedEntry[] {
  const groups = new Map<string, ImportedEntry[][]>();
  for (const entries of files) {
    const before = new Map([...groups].map(([code, known]) => [code, known.length]));
    for (const entry of entries) {
      const code = String(entry.data.code);
      const known = groups.get(code) ?? [];
      groups.set(code, known);
      // Two of one file are two errors, as its importer told them apart.
      const fitting = known
        .slice(0, before.get(code) ?? 0)
        .filter(([first]) => agree(first?.data, entry.data));
      if (fitting.length === 1) fitting[0]?.push(entry);
      else known.push([entry]);
    }
  }
  return [...groups.values()].flat().flatMap(([first, ...further]) => {
    if (first === undefined) return [];
    return [
      further.length === 0
        ? first
        : { ...first, data: mergeAll([first, ...further].map(({ data }) => data)) },
    ];
  });
}

const PLACES = ['service', 'surface', 'area', 'http_status'] as const;

function agree(one: EntryInput | undefined, other: EntryInput): boolean {
  return PLACES.every((field) => {
    const [a, b] = [one?.[field] ?? null, other[field] ?? null];
    return a === null || b === null || JSON.stringify(a) === JSON.stringify(b);
  });
}

/** Entries of a page that are about one error, with what tells it from others of its code. */
interface Group {
  first: ImportedEntry;
  further: EntryInput[];
  statuses: number[];
  meaning: string;
}

/**
 * Entries of one page with those of one error made one: the same code in the same place with the same status, or with
 * the same text. No two of the result have the same code, service, surface, area and statuses.
 */
export function mergeRepeated(entries: readonly ImportedEntry[]): ImportedEntry[] {
  // Merging may make the statuses of two the same.
  return grouped(grouped(entries, findAlike), (group, seen) => seen.get(keysOf(group).same));
}

type Find = (group: Group, seen: ReadonlyMap<string, Group>) => Group | undefined;

function grouped(entries: readonly ImportedEntry[], find: Find): ImportedEntry[] {
  const seen = new Map<string, Group>();
  const groups = new Set<Group>();
  for (const entry of entries) {
    const { http_status: status, meaning } = entry.data;
    const own: Group = { first: entry, further: [], statuses: [status ?? []].flat(), meaning: meaning ?? '' };
    const group = find(own, seen) ?? own;
    groups.add(group);
    if (group !== own) {
      const { area: _, ...said } = entry.data;
      group.further.push(said);
      group.statuses = [...new Set([...group.statuses, ...own.statuses])];
      group.meaning ||= own.meaning;
    }
    for (const key of Object.values(keysOf(group))) if (!seen.has(key)) seen.set(key, group);
  }
  return [...groups].map(({ first, further }) => {
    if (further.length === 0) return first;
    return { data: mergeAll([first.data, ...further], SETS_OF_PAGE), line: first.line };
  });
}

/** Under what a group is found again. */
function keysOf({ first, statuses, meaning }: Group) {
  const { code, service, surface, area } = first.data;
  const place = JSON.stringify([code, service, surface, area]);
  return {
    same: `=${place}${statuses.join()}`,
    beside: `@${place}`,
    code: `#${code}`,
    meaning: `"${comparable(meaning)}${code}`,
  };
}

function findAlike(group: Group, seen: ReadonlyMap<string, Group>): Group | undefined {
  const keys = keysOf(group);
  const here = seen.get(keys.same);
  if (here !== undefined) return here;
  const beside = seen.get(keys.beside);
  if (beside !== undefined && (haveOneStatus(beside, group) || haveSameText(beside, group))) return beside;
  const named = seen.get(keys.code);
  // Where a page only names its codes, an entry says nothing yet.
  const bare = named?.meaning === '' ? named : undefined;
  const elsewhere = group.meaning === '' ? named : (seen.get(keys.meaning) ?? bare);
  return elsewhere !== undefined && haveOneStatus(elsewhere, group) ? elsewhere : undefined;
}

function haveOneStatus(a: Group, b: Group): boolean {
  return a.statuses.length === 0 || b.statuses.length === 0 || a.statuses.join() === b.statuses.join();
}

function haveSameText(a: Group, b: Group): boolean {
  return a.meaning === '' || b.meaning === '' || comparable(a.meaning) === comparable(b.meaning);
}

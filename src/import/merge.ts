import { type Defaults, entryOf, identityOf } from '../catalog/entry.ts';
import type { JsonValue } from '../catalog/json-value.ts';
import type { EntryData, EntryInput } from '../catalog/schema.ts';
import type { ImportNote } from './imported.ts';

/** An entry that fits the schema, and where it was found. */
export interface FittingEntry {
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

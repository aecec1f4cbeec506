import type { Catalog } from '../../catalog/catalog.ts';
import { type Entry, identityOf } from '../../catalog/entry.ts';

/** An entry of the older version with what became of it: null where it is gone. */
export interface Match {
  old: Entry;
  now: Entry | null;
}

/**
 * Finds each entry of the older version in the present one: by code, service and surface, or by the code, or by an
 * alias, where that leaves no choice. Of several that cannot be told apart each is matched with itself only.
 */
export function matchEntries(old: Catalog, now: Catalog): Match[] {
  const codes = [...new Set(old.entries.map(({ code }) => code))];
  return codes.flatMap((code) => matchOfCode(old.all(code), now.all(code)));
}

function matchOfCode(before: readonly Entry[], after: readonly Entry[]): Match[] {
  const found = new Map<Entry, Entry>();
  const left = new Set(after);
  for (const keyOf of [identityOf, placeOf, serviceOf, () => '']) {
    const olds = grouped(
      before.filter((entry) => !found.has(entry)),
      keyOf,
    );
    const nows = grouped([...left], keyOf);
    for (const [key, [old, ...otherOlds]] of olds) {
      const [now, ...otherNows] = nows.get(key) ?? [];
      if (old === undefined || now === undefined || otherOlds.length > 0 || otherNows.length > 0) continue;
      found.set(old, now);
      left.delete(now);
    }
  }
  return before.map((entry) => ({ old: entry, now: found.get(entry) ?? null }));
}

function placeOf({ service, surface }: Entry): string {
  return JSON.stringify([service, surface]);
}

function serviceOf({ service }: Entry): string {
  return JSON.stringify(service);
}

function grouped(entries: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}

/** Whether a parsed JSON value is an object: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `act` gives; null where it throws, whatever that was. */
export function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

/** The value that `text` is as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Adds a value to the list under a key, which is made where there is none. */
export function pushTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/**
 * An object of these entries in which none hides another: a name that is taken gets a number behind it.
 *
 * `__proto__` is renamed, because it would be dangerous in the hands of whoever copies the record.
 */
export function toRecord(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const record = new Map<string, unknown>();
  /** Where to go on looking for a free number, so that very many of one name are no burden. */
  const numbers = new Map<string, number>();
  for (const [name, value] of entries) {
    const safe = name === '__proto__' ? '(__proto__)' : name;
    if (!record.has(safe)) {
      record.set(safe, value);
      continue;
    }
    let number = numbers.get(safe) ?? 2;
    while (record.has(`${safe} (${number})`)) number += 1;
    record.set(`${safe} (${number})`, value);
    numbers.set(safe, number + 1);
  }
  return Object.fromEntries(record);
}

/** What is done to one place of a value. */
export type Damage = 'wrong type' | 'dropped' | 'added';

export interface Corruption {
  damage: Damage;
  /** The place, such as `lines[].level`. */
  place: string;
  value: unknown;
}

type Key = string | number;

/**
 * Every value that one damage makes of `value`: each property and each item of a wrong type, each property dropped, a
 * property added to each object.
 */
export function corruptionsOf(value: unknown): Corruption[] {
  return [...within(value, [])].map(({ damage, path, change }) => {
    return {
      damage,
      place: placeOf(damage === 'added' ? path.slice(0, -1) : path),
      value: changed(value, path, change),
    };
  });
}

interface Change {
  damage: Damage;
  path: Key[];
  change: (holder: Record<Key, unknown>, key: Key) => void;
}

function* within(value: unknown, path: Key[]): Generator<Change> {
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  if (!isList) {
    const add = (holder: Record<Key, unknown>, key: Key) => {
      holder[key] = 'added';
    };
    yield { damage: 'added', path: [...path, 'not_there'], change: add };
  }
  for (const [name, each] of Object.entries(value)) {
    const own = [...path, isList ? Number(name) : name];
    yield {
      damage: 'wrong type',
      path: own,
      change: (holder, key) => {
        holder[key] = otherThan(each);
      },
    };
    if (!isList)
      yield {
        damage: 'dropped',
        path: own,
        change: (holder, key) => {
          delete holder[key];
        },
      };
    yield* within(each, own);
  }
}

/** A value of a type that the given one has not, and that no field of an answer has beside it. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'string') return 42;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? 'text'
    : typeof value === 'number'
      ? 'text'
      : { text: 'text' };
}

function changed(value: unknown, path: readonly Key[], change: Change['change']): unknown {
  const copy = structuredClone(value);
  const holder = path.slice(0, -1).reduce((each, key) => (each as Record<Key, unknown>)[key], copy);
  change(holder as Record<Key, unknown>, path.at(-1) ?? '');
  return copy;
}

function placeOf(path: readonly Key[]): string {
  return path
    .map((key) => (typeof key === 'number' ? '[]' : `.${key}`))
    .join('')
    .replace(/^\./, '');
}

export interface Keeper<T> {
  add(item: T, bytes: number): void;
  /** What is kept, in the order of adding. */
  items(): T[];
  /** How many were added but are not kept. */
  omitted(): number;
}

/**
 * Keeps at most `maxItems` items of together `maxBytes`: the first half and the last half.
 *
 * Not only the first, because how a request ended is what people ask for.
 */
export function keeper<T>(maxItems: number, maxBytes: number): Keeper<T> {
  const half = { items: Math.ceil(maxItems / 2), bytes: maxBytes / 2 };
  const first: T[] = [];
  const last: { item: T; bytes: number }[] = [];
  let firstBytes = 0;
  let lastBytes = 0;
  let omitted = 0;
  return {
    add(item, bytes) {
      if (last.length === 0 && first.length < half.items && firstBytes + bytes <= half.bytes) {
        first.push(item);
        firstBytes += bytes;
        return;
      }
      last.push({ item, bytes });
      lastBytes += bytes;
      while (last.length > maxItems - half.items || (lastBytes > half.bytes && last.length > 1)) {
        lastBytes -= last.shift()?.bytes ?? 0;
        omitted += 1;
      }
    },
    items: () => [...first, ...last.map(({ item }) => item)],
    omitted: () => omitted,
  };
}

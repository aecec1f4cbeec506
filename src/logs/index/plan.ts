/** Which stretches of a log are to be segments. Pure but for `lineStartAt`, which reads the log. */

const MEBIBYTE = 1_048_576;

/** The stretch of a segment of a log that goes on being written. */
export const SMALL = 14 * MEBIBYTE;
/** The stretch of a segment that is there to stay: a whole number of small ones, 4 MiB below the most a segment may span. */
const BIG = 18 * SMALL;

export interface Stretch {
  /** Both are starts of lines; in bytes. */
  start: number;
  end: number;
}

/**
 * The stretches that together cover a log's lines up to `size` (the end of its last whole line), in order: big ones,
 * then small ones, then what is left.
 *
 * The same text gives the same stretches, whoever asks and whenever. `lineStartAt(at)` gives the first start of a
 * line at `at` or behind it, or null if none is near: then the log is covered only up to the last one before.
 * `denseBigs` names starts of big stretches that hold too many ids for one segment.
 */
export function planStretches(
  size: number,
  lineStartAt: (at: number) => number | null,
  denseBigs: ReadonlySet<number> = new Set(),
): Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  let grid = 0;
  while (start < size) {
    const isBig = grid + BIG <= size && grid % BIG === 0 && !denseBigs.has(start);
    const next = Math.min(size, grid + (isBig ? BIG : SMALL));
    const end = next >= size ? size : lineStartAt(next);
    if (end === null || end > size || end - start > BIG + 4 * MEBIBYTE) return stretches;
    if (end > start) stretches.push({ start, end });
    start = end;
    grid = next;
  }
  return stretches;
}

/**
 * Of `wanted`, what lies in nothing that is `there`. The last stretch is left for later if less than `worth` bytes of
 * it are new.
 */
export function missingStretches(
  wanted: readonly Stretch[],
  there: readonly Stretch[],
  worth: number,
): Stretch[] {
  return wanted.filter((stretch, index) => {
    if (there.some((each) => contains(each, stretch))) return false;
    const { start, end } = stretch;
    const covered = Math.max(
      start,
      ...there.filter((each) => contains(stretch, each)).map((each) => each.end),
    );
    return index < wanted.length - 1 || end - covered >= worth;
  });
}

/** What of `there` is of no more use: it lies inside a longer stretch of `there`. */
export function supersededStretches<S extends Stretch>(there: readonly S[]): S[] {
  return there.filter((inner) =>
    there.some((outer) => contains(outer, inner) && outer.end - outer.start > inner.end - inner.start),
  );
}

/** Whether one stretch lies in another, or is the same. */
export function contains(outer: Stretch, inner: Stretch): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}

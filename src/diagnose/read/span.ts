/** Spans of time as they are written: `30`, `1.5s`, `1m30s`, `1 minute and 30 seconds`. */

const PART =
  /(\d{1,15}(?:\.\d{1,9})?)(?:[ ]?(milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|s|m|h)(?![a-z]))?/iy;
const BETWEEN = /(?:,?[ ]?(?:and[ ])?)(?=\d)/iy;
const MOST_PARTS = 4;

export interface Span {
  milliseconds: number;
  /** The number as written, if it stands alone without a unit. */
  bare: number | null;
}

/** The span at the start of `text`; a number without a unit is read as `unit`. Null if there is none. */
export function spanAt(text: string, unit: string): Span | null {
  let at = 0;
  let end = 0;
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let parts = 0; parts < MOST_PARTS; parts += 1) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    const factor = match ? unitOf(match[2] ?? unit) : null;
    // In `1m30s`, each unit is smaller than the one before it; `10 s 5 m` are two spans.
    if (!match || factor === null || factor >= smallest || (parts > 0 && match[2] === undefined)) break;
    sum += Number(match[1]) * factor;
    smallest = factor;
    end = at + match[0].length;
    if (match[2] === undefined) return ends(text, end) ? { milliseconds: sum, bare: Number(match[1]) } : null;
    BETWEEN.lastIndex = end;
    at = end + (BETWEEN.exec(text)?.[0].length ?? 0);
  }
  return end > 0 && ends(text, end) ? { milliseconds: sum, bare: null } : null;
}

/** A date, a version and a longer word begin like a number and are none. */
function ends(text: string, at: number): boolean {
  return !/^(?:[\w:-]|\.\d)/.test(text.slice(at, at + 2));
}

function unitOf(unit: string): number | null {
  if (/^(?:ms|milliseconds?)$/i.test(unit)) return 1;
  if (/^(?:s|secs?|seconds?)$/i.test(unit)) return 1000;
  if (/^(?:m|mins?|minutes?)$/i.test(unit)) return 60_000;
  return /^(?:h|hrs?|hours?)$/i.test(unit) ? 3_600_000 : null;
}

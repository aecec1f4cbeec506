/** The way to a value from the top: keys and indexes. */
export type Path = readonly (string | number)[];

/** A place in a file, both from 1. */
export interface Place {
  line: number;
  column: number;
}

export interface Problem extends Place {
  message: string;
}

/** The data of a text, or everything that keeps it from being data. */
export type Parsed = Readable | { problems: Problem[] };

export interface Readable {
  data: unknown;
  /** Where the value under a path stands, or the nearest that there is round it. */
  locate(path: Path): Place;
}

/** Tells the place of any offset in `text`, which is gone through once, when it is first asked. */
export function placesIn(text: string): (offset: number) => Place {
  let starts: number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

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
  /** Where the value under a path stands, or the nearest that there is round it. Slow: for what has to be shown. */
  locate(path: Path): Place;
}

/** The place of an offset in `text`. */
export function positionAt(text: string, offset: number): Place {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < start; at = text.indexOf('\n', at + 1)) line += 1;
  return { line, column: offset - start + 1 };
}

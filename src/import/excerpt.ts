import { clip } from '../text/clip.ts';

/** In characters. */
const LONGEST = 200;

/** As much of a text as a report of an import shows. */
export function excerpt(text: string): string {
  return clip(text, LONGEST);
}

/** As much of a value, as JSON. */
export function excerptOf(value: unknown): string {
  return excerpt(JSON.stringify(value) ?? String(value));
}

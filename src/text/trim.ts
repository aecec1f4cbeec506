/**
 * `text` without the characters of a class at its beginning: `trimStart(value, /["'\s]/)`. The class takes one unit of
 * UTF-16 and has no flag `g` or `y`.
 */
export function trimStart(text: string, unwanted: RegExp): string {
  let from = 0;
  while (from < text.length && unwanted.test(text.charAt(from))) from += 1;
  return text.slice(from);
}

/** The same at its end: `/[class]+$/` would try every run of such characters that stands elsewhere in the text. */
export function trimEnd(text: string, unwanted: RegExp): string {
  let to = text.length;
  while (to > 0 && unwanted.test(text.charAt(to - 1))) to -= 1;
  return text.slice(0, to);
}

/** The same at both ends. */
export function trim(text: string, unwanted: RegExp): string {
  return trimEnd(trimStart(text, unwanted), unwanted);
}

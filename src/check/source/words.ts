/** In letters; what is longer is no name. */
const LONGEST = 200;
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu;

/** The words of a name or a code in lower case: `HTTPError`, `http_error` and `http-error` are `http`, `error`. */
export function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** A name without case and separators. */
export function plain(name: string): string {
  return name.replace(/[^\p{L}\d]/gu, '').toLowerCase();
}

/** Whether a name is written as members of enums are in many languages: `NotFound`. */
export function isPascalCase(name: string): boolean {
  return name.length <= LONGEST && /^\p{Lu}\p{Ll}[\p{L}\d]*$/u.test(name);
}

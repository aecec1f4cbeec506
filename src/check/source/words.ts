const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu;

/** The words of a name or a code in lower case: `HTTPError`, `http_error` and `http-error` are `http`, `error`. */
export function wordsOf(name: string): string[] {
  return (name.match(WORD) ?? []).map((word) => word.toLowerCase());
}

/** A name without case and separators. */
export function plain(name: string): string {
  return name.replace(/[^\p{L}\d]/gu, '').toLowerCase();
}

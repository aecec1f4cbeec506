import type { Catalog } from '../catalog/catalog.ts';

/** How sure a place in a text makes it that the code there is the error, best first. */
const PLACES = ['code_field', 'error_field', 'marked', 'prose'] as const;
type Place = (typeof PLACES)[number];

interface Mention {
  code: string;
  place: Place;
}

const CODE_KEY = /(?:^|[^a-z])(?:code|error[_.-]?code|err[_.-]?code)["']?\s{0,9}[:=]\s{0,9}["']?$/i;
const ERROR_KEY = /(?:^|[^a-z])(?:error|err|detail|reason)["']?\s{0,9}[:=]\s{0,9}["']?$/i;
const MARKED = /(?:\/|\[|\(|`|<|[A-Za-z]:\s)$/;
const CONTEXT = 40;

/**
 * The catalog's codes that `text` mentions as whole identifiers, the surest place first, each once.
 *
 * A code of one word (`unauthorized`) is also a plain word, so it counts only in a field or alone.
 * Linear: what is not a code costs one search for its underscore, and a mention looks back 40 characters.
 */
export function mentionedCodes(text: string, catalog: Catalog): Mention[] {
  const best = new Map<string, Place>();
  const note = (code: string, at: number) => {
    const place = placeOf(text.slice(Math.max(0, at - CONTEXT), at));
    if (place === 'prose' && !code.includes('_') && !isAlone(text, code)) return;
    const known = best.get(code);
    if (known === undefined || PLACES.indexOf(place) < PLACES.indexOf(known)) best.set(code, place);
  };

  for (let at = text.indexOf('_'); at !== -1; ) {
    let start = at;
    while (start > 0 && isIdentifierPart(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (end < text.length && isIdentifierPart(text.charCodeAt(end))) end++;
    if (end - start < 64) {
      const code = text.slice(start, end);
      if (catalog.get(code) !== undefined) note(code, start);
    }
    at = text.indexOf('_', end);
  }
  for (const code of singleWords(catalog)) {
    for (let at = text.indexOf(code); at !== -1; at = text.indexOf(code, at + code.length)) {
      const whole =
        !isIdentifierPart(text.charCodeAt(at - 1)) && !isIdentifierPart(text.charCodeAt(at + code.length));
      if (whole) note(code, at);
    }
  }
  return [...best]
    .map(([code, place]) => ({ code, place }))
    .sort((a, b) => PLACES.indexOf(a.place) - PLACES.indexOf(b.place));
}

const FIELD =
  /(?:^|[^a-z])((?:error[_.-]?|err[_.-]?)?code|error|err|detail|reason|type|title|name)["']?\s{0,9}[:=]\s{0,9}["']?([A-Za-z][\w. -]{2,60})/gi;
const LONGEST_SEARCHED = 65_536;

/** What stands where a code stands, in a field of an error, known or not; from the first 64 KB of the text. */
export function fieldValues(text: string): { key: string; value: string }[] {
  const values = text.slice(0, LONGEST_SEARCHED).matchAll(FIELD);
  return Array.from(values, ([, key = '', value = '']) => ({
    key: key.toLowerCase(),
    value: value.trim(),
  })).slice(0, 50);
}

function placeOf(before: string): Place {
  if (CODE_KEY.test(before)) return 'code_field';
  if (ERROR_KEY.test(before)) return 'error_field';
  return MARKED.test(before) ? 'marked' : 'prose';
}

function isIdentifierPart(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || unit === 95 || (unit >= 65 && unit <= 90)
  );
}

function isAlone(text: string, code: string): boolean {
  return text.length <= code.length + 16 && text.replace(/[^A-Za-z0-9_]+/g, '') === code;
}

const singles = new WeakMap<Catalog, readonly string[]>();

function singleWords(catalog: Catalog): readonly string[] {
  const known =
    singles.get(catalog) ?? catalog.entries.map(({ code }) => code).filter((code) => !code.includes('_'));
  singles.set(catalog, known);
  return known;
}

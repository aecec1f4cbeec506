import type { Catalog } from '../catalog/catalog.ts';

/** How sure a place in a text makes it that the code there is the error, best first. */
const PLACES = ['code_field', 'error_field', 'prose'] as const;
type Place = (typeof PLACES)[number];

interface Mention {
  code: string;
  place: Place;
}

const IDENTIFIER = /[A-Za-z][A-Za-z0-9_]*/g;
const CODE_KEY = /(?:^|[^a-z])(?:code|error_?code|err_?code)["']?\s*[:=]\s*["']?$/i;
const ERROR_KEY = /(?:^|[^a-z])(?:error|err|detail|reason|type)["']?\s*[:=]\s*["']?$/i;
const CONTEXT = 32;

/**
 * The catalog's codes that `text` mentions as whole identifiers, the surest place first, each once.
 *
 * A code of one word (`unauthorized`) is also a plain word, so it counts only in a field or alone.
 * Linear in the length of `text`: each mention looks back a fixed number of characters.
 */
export function mentionedCodes(text: string, catalog: Catalog): Mention[] {
  const best = new Map<string, Place>();
  const alone = text.replace(/[^A-Za-z0-9_]+/g, '');
  for (const match of text.matchAll(IDENTIFIER)) {
    const code = match[0];
    if (catalog.get(code) === undefined) continue;
    const place = placeOf(text.slice(Math.max(0, match.index - CONTEXT), match.index));
    if (place === 'prose' && !code.includes('_') && code !== alone) continue;
    const known = best.get(code);
    if (known === undefined || PLACES.indexOf(place) < PLACES.indexOf(known)) best.set(code, place);
  }
  return [...best]
    .map(([code, place]) => ({ code, place }))
    .sort((a, b) => PLACES.indexOf(a.place) - PLACES.indexOf(b.place));
}

function placeOf(before: string): Place {
  if (CODE_KEY.test(before)) return 'code_field';
  if (ERROR_KEY.test(before)) return 'error_field';
  return 'prose';
}

import type { Catalog } from '../catalog/catalog.ts';
import { depthsAt } from './depth.ts';
import { findCodes } from './find-codes.ts';
import { PLACES, type Place, placeOf } from './place.ts';

interface Mention {
  code: string;
  place: Place;
}

/** Whether a code wraps errors of single fields: beside one that is no deeper, it is the one that was answered. */
export function isWrapper(code: string, catalog: Catalog): boolean {
  return catalog.get(code)?.rejects?.kind === 'field_value';
}

const SEVERAL_TRIES = /\b(?:attempt|try|retry|retrying|retries)\b/i;

/**
 * The catalog's codes that `text` mentions as whole identifiers, the one that is meant first, each once:
 * by the place where it stands, then by how deep it is nested, then by order; of several tries, the last.
 *
 * Linear: what is not a code costs little (`find-codes.ts`), and a mention looks at a few characters round it.
 */
export function mentionedCodes(text: string, catalog: Catalog): Mention[] {
  const found = findCodes(text, catalog).flatMap(({ code, at }) => {
    const place = placeOf(text, at, code, catalog.get(code)?.http_statuses ?? []);
    return place === null ? [] : [{ code, at, place }];
  });
  if (found.length < 2) return found;

  const depths = depthsAt(
    text,
    found.map(({ at }) => at),
  );
  const order = SEVERAL_TRIES.test(text.slice(0, 4_096)) ? -1 : 1;
  const ranked = found
    .map((mention, index) => ({ ...mention, depth: depths[index] ?? 0 }))
    .sort(
      (a, b) =>
        PLACES.indexOf(a.place) - PLACES.indexOf(b.place) ||
        a.depth - b.depth ||
        Number(isWrapper(b.code, catalog)) - Number(isWrapper(a.code, catalog)) ||
        order * (a.at - b.at),
    );
  return ranked.filter(({ code }, index) => ranked.findIndex((other) => other.code === code) === index);
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

/** Fields and the values that were refused in them, as the bodies of many frameworks put them side by side. */

import { bounded, fieldsIn } from './evidence.ts';

export interface PastedValue {
  /** The names of the field, as far as they are said; may be empty. */
  fields: string[];
  text: string;
}

const MOST_PARTS = 60;
const FIELDS = ['field', 'param', 'parameter', 'pointer', 'property'];
const VALUES = ['value', 'input', 'got', 'actual', 'received', 'rejected_value', 'provided_value'];
const PLACE = /\\?["'](?:loc|path)\\?["']\s{0,8}:\s{0,8}\[([^\]]{0,300})\]/;
/** What validators write in the place of a value. */
const TYPES =
  /^(?:undefined|null|none|nan|string|str|number|int|integer|float|boolean|bool|object|array|dict|list)$/i;

/** The field's names in a part of a body. */
export function fieldNamesIn(text: string): string[] {
  const place = PLACE.exec(bounded(text))?.[1];
  return [...fieldsIn(text, FIELDS), ...(place === undefined ? [] : [place])];
}

/** Each refused value with the names beside it: of one object, or of one line where there are no objects. */
export function pastedValues(text: string): PastedValue[] {
  const source = bounded(text);
  const parts = source.split(source.includes('{') ? /[{}]+/ : /[\r\n]+/, 2000);
  return parts
    .filter((part) => /\w["'\\ \]]{0,4}[:=]/.test(part.slice(0, 4096)))
    .slice(0, MOST_PARTS)
    .flatMap((part) => {
      const value = fieldsIn(part, VALUES).find((found) => !TYPES.test(found));
      return value === undefined ? [] : [{ fields: fieldNamesIn(part), text: value }];
    });
}

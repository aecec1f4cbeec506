/** Tells values that were generated from those that a person chose. */

/**
 * Whether a value reads as generated (an OAuth authorization code, a key) and not as a word that a person chose
 * (an error code, a name).
 */
export function looksRandom(value: string): boolean {
  const digits = value.replace(/[^0-9]+/g, '').length;
  if (value.length >= 16 && digits >= 3) return true;
  return value.length >= 12 && digits >= 1 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** How much of a value is looked at. */
const LOOKED_AT = 512;

/**
 * Whether a value has a run that no person wrote: 12 letters and digits or more, mixed as words and numbers are not.
 *
 * Stricter than `looksRandom`: a path, a date, an address or a list of names has digits too. For values under names
 * that hold secrets as often as they hold something plain (`cache_key`, `session`).
 */
export function looksGenerated(value: string): boolean {
  const text = value.slice(0, LOOKED_AT);
  if (/^[\d.,:;/\sTZ+-]*$/.test(text)) return false;
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)) return true;
  return (text.match(/[A-Za-z0-9]{12,}/g) ?? []).some(isMixed);
}

/** Whether digits, lower and upper case follow each other more often than in words with capitals and numbers. */
function isMixed(run: string): boolean {
  let kinds = 0;
  let switches = 0;
  let toDigits = 0;
  let last = 0;
  for (let index = 0; index < run.length; index += 1) {
    const kind = kindOf(run.charCodeAt(index));
    kinds |= kind;
    if (last !== 0 && kind !== last) {
      switches += 1;
      if (kind === 1 || last === 1) toDigits += 1;
    }
    last = kind;
  }
  const isDense = switches * 5 >= run.length * 2;
  if ((kinds & 1) === 0) return run.length >= 20 && isDense;
  return kinds !== 1 && ((toDigits >= 3 && toDigits * 8 >= run.length) || (kinds === 7 && isDense));
}

/** 1 digit, 2 lower case, 4 upper case. */
function kindOf(unit: number): 1 | 2 | 4 {
  if (unit <= 57) return 1;
  return unit >= 97 ? 2 : 4;
}

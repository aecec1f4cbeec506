/**
 * Whether a value reads as generated (an OAuth authorization code, a key) and not as a word that a person chose
 * (an error code, a name).
 */
export function looksRandom(value: string): boolean {
  const digits = value.replace(/[^0-9]+/g, '').length;
  if (value.length >= 16 && digits >= 3) return true;
  return value.length >= 12 && digits >= 1 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

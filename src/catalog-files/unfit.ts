import type { Path } from './parsed.ts';

/** As deep as YAML may be nested by its parser; far deeper than anything that a catalog says. */
const DEEPEST = 100;
/** In characters. Below that, aliases may repeat what they like. */
const ALWAYS_ALLOWED = 16_000_000;

interface Unfit {
  path: Path;
  message: string;
}

/**
 * What keeps data from being worked with, or null: a list in itself, YAML whose aliases of aliases make millions of
 * values of a short text, or the one name that a field of JavaScript cannot have. Ends early, whatever there is.
 */
export function unfitIn(data: unknown, text: string): Unfit | null {
  const most = Math.max(ALWAYS_ALLOWED, 2 * text.length);
  let size = 0;
  const visit = (value: unknown, path: (string | number)[]): Unfit | null => {
    size += 1 + (typeof value === 'string' ? value.length : 0);
    const first = path.slice(0, 4);
    if (size > most)
      return { path: first, message: `With all that its aliases stand for, it has over ${most} characters` };
    if (typeof value !== 'object' || value === null) return null;
    if (path.length > DEEPEST)
      return { path: first, message: `It is nested more than ${DEEPEST} levels deep, or in itself` };
    for (const [key, child] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      if (key === '__proto__')
        return { path: [...path, key], message: 'A field cannot have the name __proto__; give it another' };
      if (typeof key === 'string') size += key.length;
      path.push(key);
      const found = visit(child, path);
      if (found !== null) return found;
      path.pop();
    }
    return null;
  };
  return visit(data, []);
}

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
  const path: (string | number)[] = [];
  let size = 0;
  const refuse = (message: string): Unfit => ({ path: path.slice(0, 4), message });
  const inside = (key: string | number, child: unknown): Unfit | null => {
    path.push(key);
    const found = visit(child);
    path.pop();
    return found;
  };
  const visit = (value: unknown): Unfit | null => {
    size += typeof value === 'string' ? 1 + value.length : 1;
    if (size > most) return refuse(`With all that its aliases stand for, it has over ${most} characters`);
    if (typeof value !== 'object' || value === null) return null;
    if (path.length > DEEPEST) return refuse(`It is nested more than ${DEEPEST} levels deep, or in itself`);
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        const found = inside(index, value[index]);
        if (found !== null) return found;
      }
      return null;
    }
    for (const key of Object.keys(value)) {
      if (key === '__proto__')
        return { path: [...path, key], message: 'A field cannot have the name __proto__; give it another' };
      size += key.length;
      const found = inside(key, (value as Record<string, unknown>)[key]);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(data);
}

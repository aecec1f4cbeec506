import type * as z from 'zod';
import { nearest } from '../../base/edit-distance.ts';
import type { Path } from '../format/parsed.ts';

const LONGEST_SHOWN = 60;

/** Something wrong with a value of a catalog file. */
interface Said {
  path: Path;
  message: string;
}

/** What is wrong, by an issue of the schema: the path, what was expected, and what stands there. */
export function formatIssue(issue: z.core.$ZodIssue, data: unknown, fields: readonly string[]): Said[] {
  const path = issue.path as Path;
  const at = formatPath(path, data);
  if (issue.code === 'unrecognized_keys') {
    const place = path.length === 2 ? " What the format has no field for goes under 'extra'." : '';
    return issue.keys.map((key) => {
      const meant = nearest(key, fields);
      const hint = meant === null ? '' : ` Did you mean '${meant}'?`;
      return { path: [...path, key], message: `${at}: there is no field ${show(key)}.${hint}${place}` };
    });
  }
  const found = valueAt(data, path);
  if (found === undefined) return [{ path, message: `${at}: it is missing; expected ${issue.message}` }];
  const isWord = path.at(-1) === 'code' && (found === null || typeof found === 'boolean');
  const quote = isWord ? ' If that is the code, quote it' : '';
  return [{ path, message: `${at}: expected ${issue.message}, found ${show(found)}.${quote}` }];
}

/** `.errors[3].fix (rate_limited)` */
function formatPath(path: Path, data: unknown): string {
  const steps = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const code =
    path[0] === 'errors' && path.length > 1 ? valueAt(data, [...path.slice(0, 2), 'code']) : undefined;
  const named =
    typeof code === 'string' || typeof code === 'number' ? ` (${show(String(code)).slice(1, -1)})` : '';
  return `${steps === '' ? 'the file' : steps}${named}`;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }, data);
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

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

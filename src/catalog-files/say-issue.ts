import type * as z from 'zod';
import { nearest } from '../text/nearest.ts';
import type { Path } from './parsed.ts';

const LONGEST_SHOWN = 60;

/** Something wrong with a value of a catalog file. */
interface Said {
  path: Path;
  message: string;
}

/** What is wrong, by an issue of the schema: the path, what was expected, and what stands there. */
export function sayIssue(issue: z.core.$ZodIssue, data: unknown, fields: readonly string[]): Said[] {
  const path = issue.path as Path;
  const at = sayPath(path, data);
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
function sayPath(path: Path, data: unknown): string {
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

import type * as z from 'zod';
import { nearest } from '../text/nearest.ts';
import type { Path } from './parsed.ts';

const LONGEST_SHOWN = 60;

/** What is wrong with a value of a catalog file: the path, what was expected, and what stands there. */
export function sayIssue(issue: z.core.$ZodIssue, data: unknown, fields: readonly string[]): string {
  const at = sayPath(issue.path as Path, data);
  if (issue.code === 'unrecognized_keys') {
    const isEntry = issue.path.length === 2;
    return issue.keys
      .map((key) => {
        const meant = nearest(key, fields);
        const hint = meant === null ? '' : ` Did you mean '${meant}'?`;
        const place = isEntry ? " What the format has no field for goes under 'extra'." : '';
        return `${at}: there is no field '${key}'.${hint}${place}`;
      })
      .join(' ');
  }
  const found = valueAt(data, issue.path as Path);
  const name = issue.path.at(-1);
  if (found === undefined) return `${at}: it is missing; expected ${issue.message}`;
  const quote =
    name === 'code' && (found === null || typeof found === 'boolean') ? ' If that is the code, quote it' : '';
  return `${at}: expected ${issue.message}, found ${show(found)}.${quote}`;
}

/** `.errors[3].fix (rate_limited)` */
function sayPath(path: Path, data: unknown): string {
  const steps = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  const code =
    path[0] === 'errors' && path.length > 2 ? valueAt(data, [...path.slice(0, 2), 'code']) : undefined;
  const named = typeof code === 'string' || typeof code === 'number' ? ` (${code})` : '';
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

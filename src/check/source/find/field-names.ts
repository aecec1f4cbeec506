import { isErrorCodeField } from '../says-error.ts';
import { wordsOf } from '../words.ts';

/** How a field holds an error: `sure` by its name (`error_code`), or only perhaps (`code`, `error`). */
export type FieldKind = 'error-code' | 'code' | 'error';

/** What kind of field a name is that of; null for one that holds no code. */
export function fieldKind(name: string): FieldKind | null {
  if (isErrorCodeField(name)) return 'error-code';
  const words = wordsOf(name);
  // What the classes of a framework have for a code that is not given.
  if (words.join('_') === 'default_code') return 'code';
  if (words.length !== 1) return null;
  if (words[0] === 'code') return 'code';
  return words[0] === 'error' ? 'error' : null;
}

/** The kind of field that a method sets: `withCode`, `setErrorCode`, `.code(…)`. */
export function setterKind(name: string, isMethod: boolean): FieldKind | null {
  const words = wordsOf(name);
  const isSetter = ['with', 'set'].includes(words[0] ?? '');
  if (!isSetter && !isMethod) return null;
  const kind = fieldKind(isSetter ? words.slice(1).join('_') : name);
  return kind === 'error' ? null : kind;
}

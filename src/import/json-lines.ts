import { isObject } from '../is-object.ts';
import { excerpt } from './excerpt.ts';
import type { Unplaced } from './imported.ts';
import type { Source } from './source.ts';

/** JSON Lines as a list of their objects; null for a text whose first line is no whole object, or its only one. */
export function readJsonLines(text: string): Source | null {
  const lines = text.split('\n').flatMap((line, index) => {
    return line.trim() === '' ? [] : [{ line: line.trim(), number: index + 1 }];
  });
  const [first, second] = lines;
  if (first === undefined || second === undefined) return null;
  if (!first.line.startsWith('{') || objectOf(first.line) === null) return null;
  const hidden: Unplaced[] = [];
  const objects: unknown[] = [];
  const numbers: number[] = [];
  for (const { line, number } of lines) {
    const object = objectOf(line);
    if (object === null) {
      hidden.push({ line: number, text: excerpt(line), reason: 'The line is no JSON object.' });
    } else {
      objects.push(object);
      numbers.push(number);
    }
  }
  return { data: objects, lineOf: ([index]) => numbers[Number(index)] ?? 1, hidden };
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

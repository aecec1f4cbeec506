/** Finds the record round a place in the middle of JSON text of which neither beginning nor end may be there. */

import { isObject } from '../../is-object.ts';
import { endOfString } from '../../text/end-of-string.ts';
import { parseObject } from './json.ts';

interface Nesting {
  /** The whole objects round the place, inner ones first, with what stands before each. */
  objects: { start: number; end: number; isElement: boolean }[];
  /** What is still open behind the place at the end of the text, if that is the end of the line. */
  closers: string;
}

/**
 * The outermost whole object round `place` that is an element of a list, so that it is a record of its own; null
 * if there is none. A `{key, value}` pair is a field of a record, not one itself.
 */
export function enclosingRecord(text: string, place: number): Record<string, unknown> | null {
  // Whether the text begins within a string cannot be seen from its beginning.
  for (const from of [0, endOfString(text, -1) + 1]) {
    if (from > place && from !== 0) continue;
    for (const { start, end, isElement } of nestingAt(text, from, place).objects.toReversed()) {
      const object = isElement ? parseObject(text.slice(start, end)) : null;
      if (object && !isPair(object)) return object;
    }
  }
  return null;
}

/** Whether `place` is in no list, told from the closing brackets behind it; `text` ends with the line. */
export function isOutsideOfLists(text: string, place: number): boolean {
  return [0, endOfString(text, -1) + 1].some((from) => {
    const { closers } = nestingAt(text, from, place);
    return /^\}+$/.test(closers);
  });
}

function nestingAt(text: string, from: number, place: number): Nesting {
  const open: { start: number; char: string }[] = [];
  const objects: Nesting['objects'] = [];
  let closers = '';
  for (let index = from; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') {
      index = endOfString(text, index);
    } else if (char === '{' || char === '[') {
      open.push({ start: index, char });
    } else if (char === '}' || char === ']') {
      const opened = open.pop();
      const start = opened?.start ?? -1;
      if (start < place && index > place) {
        closers += char;
        if (opened?.char === '{' && char === '}') {
          objects.push({
            start,
            end: index + 1,
            isElement: !/:\s{0,4}$/.test(text.slice(Math.max(0, start - 5), start)),
          });
        }
      }
    }
  }
  return { objects, closers };
}

function isPair(object: Record<string, unknown>): boolean {
  return isObject(object) && Object.keys(object).length === 2 && Object.hasOwn(object, 'value');
}

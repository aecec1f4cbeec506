/** Reads JSON objects from lines: exact on long numbers, and from lines that were cut. */

import { isObject } from '../../is-object.ts';
import { endOfString } from '../../text/end-of-string.ts';

/** How many opening braces are tried as the start of an object behind a prefix. */
const MAX_STARTS = 3;

/** The object that `text` holds, or null. Integers of 16 digits and more become strings, to stay exact. */
export function parseObject(text: string): Record<string, unknown> | null {
  const value = parseJson(text);
  return isObject(value) ? value : null;
}

/** The value that `text` holds, read as `parseObject` does; undefined if it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(quoteLongNumbers(text));
  } catch {
    return undefined;
  }
}

/** An object behind a prefix (`level=info {"a":1}`), with the text before and behind it; or null. */
export function findObject(
  text: string,
): { before: string; object: Record<string, unknown>; after: string } | null {
  const end = text.lastIndexOf('}') + 1;
  let start = text.indexOf('{');
  for (let tries = 0; tries < MAX_STARTS && start !== -1 && start < end; tries += 1) {
    const object = parseObject(text.slice(start, end));
    if (object) return { before: text.slice(0, start), object, after: text.slice(end) };
    start = text.indexOf('{', start + 1);
  }
  return null;
}

/** The members that are whole in an object of which only the beginning is there; null if there is none. */
export function parseCutObject(text: string): Record<string, unknown> | null {
  let depth = 0;
  let lastMember = -1;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') {
      index = endOfString(text, index);
    } else if (char === '{' || char === '[') {
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
    } else if (char === ',' && depth === 1) {
      lastMember = index;
    }
  }
  return lastMember === -1 ? null : parseObject(`${text.slice(0, lastMember)}}`);
}

/**
 * JSON.parse rounds numbers beyond 2^53, which would change ids and nanoseconds; Node 20 has no reviver that
 * shows the source, so such numbers are put in quotes first.
 */
function quoteLongNumbers(text: string): string {
  if (!/\d{16}|\d{10}\.\d{7}/.test(text)) return text;
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const quote = text.indexOf('"', from);
    const end = quote === -1 ? text.length : quote;
    parts.push(
      text.slice(from, end).replace(/(?<![\d.eE+-])(?:\d{16,}|\d{10}\.\d{7,})(?![\d.eE+-])/g, '"$&"'),
    );
    if (quote === -1) break;
    const close = endOfString(text, quote) + 1;
    parts.push(text.slice(quote, close));
    from = close;
  }
  return parts.join('');
}

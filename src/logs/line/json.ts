/** Reads JSON objects from lines: exact on long numbers, and from lines that were cut. */
import { isObject } from '../../base/objects.ts';
import { endOfString } from '../../base/text.ts';

/** How many opening braces are tried as the start of an object behind a prefix. */
const MAX_STARTS = 3;

/** The object that `text` holds, or null. Integers of 16 digits and more become strings, to stay exact. */
export function parseObject(text: string): Record<string, unknown> | null {
  const value = parseJson(text);
  return isObject(value) ? value : null;
}

/** The value that `text` holds, read as `parseObject` does; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(quoteLongNumbers(text));
  } catch {
    return text.includes('"=>') ? parseJson(hashAsJson(text)) : undefined;
  }
}

/** A hash as Ruby and Fluent Bit write it, as JSON: `{"status"=>500, "user"=>nil}`. */
function hashAsJson(text: string): string {
  const parts = text.match(/"(?:[^"\\]|\\.)*"|[^"]+|"/g) ?? [];
  return parts
    .map((part) =>
      part.length > 1 && part.startsWith('"') ? part : part.replace(/=>/g, ':').replace(/\bnil\b/g, 'null'),
    )
    .join('');
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

/** The complete members of an object of which only the beginning is there; null if there are none. */
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

/** Turns a parsed JSON value into a flat list of named fields. */

export type Scalar = string | number | boolean | null;

export interface Field {
  /** Dotted name, in the spelling of the line. */
  name: string;
  value: Scalar | Scalar[];
}

/** Deeper than any real log record; what is deeper is kept as JSON text. */
const MAX_DEPTH = 12;

const TOO_DEEP = '[nested too deeply to be shown]';

const ANY_VALUES = ['stringValue', 'intValue', 'doubleValue', 'boolValue', 'bytesValue'];

/**
 * The fields of `value` by dotted name, in order.
 *
 * Lists of `{key, value}` or `{name, value}`, perhaps with a `type`, become fields of those names, and the typed values of
 * OTLP JSON (`{"stringValue": …}`) become their values: both hide names that the redaction must see.
 */
export function flatten(value: unknown, name = ''): Field[] {
  const fields: Field[] = [];
  collect(value, name, 0, fields);
  return fields;
}

/** The types of MongoDB's extended JSON. */
const EXTENDED = ['$date', '$numberLong', '$numberInt', '$oid'];

/** A time or a duration that is kept as seconds and nanoseconds, by protobuf, log4j and others, as one number. */
function secondsOf(value: Record<string, unknown>): string | undefined {
  const seconds = Number(value['seconds'] ?? value['epochSecond']);
  const nanos = value['nanos'] ?? value['nanoOfSecond'] ?? value['nanoseconds'];
  if (!Number.isInteger(seconds) || !Number.isInteger(nanos) || Number(nanos) < 0) return undefined;
  const text = `${seconds}.${String(nanos).padStart(9, '0')}`;
  return seconds < 1e8 ? `${text}s` : text;
}

/** The value behind an OTLP `AnyValue` (opentelemetry-proto, common.proto); other values unchanged. */
function unwrapAnyValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  const [key, ...more] = Object.keys(value);
  if (key === undefined || more.length > 1) return value;
  if (more.length === 1) return secondsOf(value) ?? value;
  if (ANY_VALUES.includes(key) || EXTENDED.includes(key)) return unwrapAnyValue(value[key]);
  const inner = value[key];
  if ((key === 'arrayValue' || key === 'kvlistValue') && isObject(inner)) return inner['values'] ?? [];
  return value;
}

function collect(raw: unknown, name: string, depth: number, fields: Field[]): void {
  const value = unwrapAnyValue(raw);
  if (isScalar(value)) {
    fields.push({ name, value });
  } else if (depth >= MAX_DEPTH) {
    fields.push({ name, value: toJson(value) });
  } else if (Array.isArray(value)) {
    collectList(value, name, depth, fields);
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) collect(inner, join(name, key), depth + 1, fields);
  }
}

function collectList(list: unknown[], name: string, depth: number, fields: Field[]): void {
  // An empty list says nothing.
  if (list.length === 0) return;
  const values = list.map(unwrapAnyValue);
  const pairs = values.map(asPair);
  if (pairs.length > 0 && pairs.every((pair) => pair !== null)) {
    for (const [key, inner] of pairs) collect(inner, join(name, key), depth + 1, fields);
  } else if (values.length === 1) {
    collect(values[0], name, depth + 1, fields);
  } else if (values.every(isScalar)) {
    fields.push({ name, value: values });
  } else {
    for (const [index, inner] of values.entries()) {
      collect(inner, join(name, String(index)), depth + 1, fields);
    }
  }
}

function asPair(value: unknown): [string, unknown] | null {
  if (!isObject(value) || !Object.hasOwn(value, 'value')) return null;
  // Jaeger names the type too.
  if (Object.keys(value).length !== (Object.hasOwn(value, 'type') ? 3 : 2)) return null;
  const key = value['key'] ?? value['name'];
  return typeof key === 'string' ? [key, value['value']] : null;
}

function join(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // JSON.stringify is recursive: nesting that JSON.parse still read may be too deep for it.
    return TOO_DEEP;
  }
}

/** Whether a field holds something too deep to be read. */
export function isOpaque(field: Field): boolean {
  return field.value === TOO_DEEP;
}

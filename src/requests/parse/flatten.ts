import { isObject } from '../../is-object.ts';
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
 * Lists of `{key, value}` or `{name, value}` become fields of those names, and the typed values of OTLP JSON
 * (`{"stringValue": …}`) become their values: both hide names that the redaction must see.
 */
export function flatten(value: unknown, name = ''): Field[] {
  const fields: Field[] = [];
  collect(value, name, 0, fields);
  return fields;
}

/** The value behind an OTLP `AnyValue` (opentelemetry-proto, common.proto); other values unchanged. */
function unwrapAnyValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  const [key, ...more] = Object.keys(value);
  if (key === undefined || more.length > 0) return value;
  if (ANY_VALUES.includes(key)) return value[key];
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
  if (!isObject(value) || !Object.hasOwn(value, 'value') || Object.keys(value).length !== 2) return null;
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

/** Whether a field stands for something that could not be looked into. */
export function isOpaque(field: Field): boolean {
  return field.value === TOO_DEEP;
}

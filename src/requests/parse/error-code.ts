/** Finds the error that a line names, in its fields or in an error body that one of them holds. */

import { isObject } from '../../is-object.ts';
import { looksRandom } from '../redaction/looks-random.ts';
import type { Field } from './flatten.ts';
import { findObject } from './json.ts';

/** How many fields of one line are opened in search of an error body. */
const MAX_BODIES = 5;

const NO_CODES = new Set(['true', 'false', 'null', 'none', 'nil', 'undefined', 'yes', 'no']);

export interface ErrorBody {
  code: string;
  message?: string;
}

/** The value of a field that holds error codes; numbers and what looks random (an OAuth code) are none. */
export function readCode(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64 || looksRandom(value)) return undefined;
  if (!/^[A-Za-z][A-Za-z0-9]*(?:[_.:-][A-Za-z0-9]+)*$/.test(value)) return undefined;
  return NO_CODES.has(value.toLowerCase()) ? undefined : value;
}

/** The value of an `error` field if it is a bare token (`slug_taken`) and not a sentence. */
export function readBareError(value: unknown): string | undefined {
  const code = readCode(value);
  return code !== undefined && /^[a-z][a-z0-9]{2,}(?:[_.-][a-z0-9]+)*$/.test(code) ? code : undefined;
}

/** An error body in text (`409 {"error":{"code":…}}`): the REST shape, the OAuth 2 shape, or flat. */
export function findErrorBody(fields: readonly Field[], text: string | undefined): ErrorBody | null {
  let opened = 0;
  for (const value of [...fields.map((field) => field.value), text]) {
    if (typeof value !== 'string' || !value.includes('{') || !/error|code/.test(value)) continue;
    if (opened === MAX_BODIES) return null;
    opened += 1;
    const body = readBody(findObject(value)?.object);
    if (body) return body;
  }
  return null;
}

/** An error body that was nested in the line itself: `response.body.error.code`. */
export function nestedError(fields: readonly Field[]): { field: Field; code: string } | null {
  for (const field of fields) {
    const name = field.name.toLowerCase();
    const code = /\.(?:error|err)\.code$|\.error_code$/.test(name)
      ? readCode(field.value)
      : /\.error$/.test(name)
        ? readBareError(field.value)
        : undefined;
    if (code !== undefined) return { field, code };
  }
  return null;
}

function readBody(body: unknown): ErrorBody | null {
  if (!isObject(body)) return null;
  const { error } = body;
  if (isObject(error)) return toBody(readCode(error['code']), error['message']);
  const oauth = readBareError(error);
  if (oauth) return toBody(oauth, body['error_description']);
  return toBody(readCode(body['error_code'] ?? body['code']), body['message']);
}

function toBody(code: string | undefined, message: unknown): ErrorBody | null {
  if (code === undefined) return null;
  return typeof message === 'string' ? { code, message } : { code };
}

import { isObject } from '../../is-object.ts';
import type { Document, Spot } from './document.ts';
import { CODE_NAMES } from './named-code.ts';

const ERROR = /error|problem|(?<!de)fault|exception|failure/i;
const CODE = /(?:error|problem|fault|exception|failure)[-_]?(?:code|type|reason|name|id|key)?(?:s|enum)?$/i;
const MESSAGES = ['message', 'detail', 'msg', 'errors', 'error_description'];

/** Whether a schema of this name is the schema of an error: by its name, or by a code with a message. */
export function looksLikeError(document: Document, name: string, schema: Spot): boolean {
  if (ERROR.test(name)) return true;
  const properties = document.at(schema, 'properties').value;
  if (!isObject(properties)) return false;
  const hasCode = CODE_NAMES.some((each) => isObject(properties[each]));
  return hasCode && MESSAGES.some((each) => isObject(properties[each]));
}

/** Whether a schema of this name, if it lists values, lists codes of errors. */
export function looksLikeErrorCode(name: string): boolean {
  return CODE.test(name);
}

/**
 * Takes secrets out of what leaves `requests/`: by the name they stand under, and by their shape.
 *
 * Both, because a name catches secrets of any shape, and a shape catches those under any name.
 */

import { toRecord } from './record.ts';
import { redactKeyValues } from './redaction/key-values.ts';
import { looksRandom } from './redaction/looks-random.ts';
import { maskEmails, redactCards } from './redaction/personal.ts';
import { isSecretName, REDACTED } from './redaction/secret-names.ts';
import { redactShapes } from './redaction/shapes.ts';
import type { LogLine } from './request-log.ts';

/** Names that hold the name of what stands beside them: `{"name": "authorization", "value": …}`. */
const NAMING = /(?:^|\.)(?:key|name|header|field|param|parameter)$/i;

/**
 * `text` with every secret replaced by `[redacted]` and e-mail addresses masked. Takes time linear in the text.
 *
 * `name` is the name of the field that holds the text, where there is one: digits under `trace_id` are no card.
 */
export function redactText(text: string, name?: string): string {
  return maskEmails(redactCards(redactShapes(redactKeyValues(text)), name));
}

/** A copy of `line` without secrets, in its common fields and in `rest`, names included. */
export function redact(line: LogLine): LogLine {
  const copy: LogLine = { ...line };
  for (const field of ['level', 'service', 'method', 'path', 'workspace', 'message', 'code'] as const) {
    const value = line[field];
    if (value !== undefined) copy[field] = redactText(value);
  }
  if (line.rest) copy.rest = redactRest(line.rest);
  return copy;
}

function redactRest(rest: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(rest);
  const named = new Set(entries.flatMap(([name, value]) => siblingOfSecret(name, value)));
  return toRecord(
    entries.map(([name, value]) => [
      redactText(name),
      named.has(name) ? hide(value) : redactField(name, value),
    ]),
  );
}

function siblingOfSecret(name: string, value: unknown): string[] {
  if (!NAMING.test(name) || typeof value !== 'string' || !isSecretName(value)) return [];
  return [`${name.slice(0, name.lastIndexOf('.') + 1)}value`];
}

function redactField(name: string, value: unknown): unknown {
  if (isSecretName(name)) {
    // How many tokens a model used is a number; a token is not, unless it is a one-time code.
    return typeof value === 'number' && /tokens$/i.test(name) ? value : hide(value);
  }
  if (Array.isArray(value)) return redactList(name, value);
  if (typeof value === 'string') {
    if (/(?:^|\.)code$/i.test(name) && looksRandom(value)) return REDACTED;
    return redactText(value, name);
  }
  if (typeof value === 'number') return redactCards(String(value), name) === REDACTED ? REDACTED : value;
  return value;
}

/** Raw header lists (`rawHeaders` in Node) hold name and value in turn. */
function redactList(name: string, values: unknown[]): unknown[] {
  return values.map((value, index) => {
    const before: unknown = values[index - 1];
    const isNamed = typeof before === 'string' && before.length <= 64 && isSecretName(before);
    return isNamed ? hide(value) : redactField(name, value);
  });
}

/** What cannot hold a secret is kept: an empty text, null, a yes or no. */
function hide(value: unknown): unknown {
  return value === '' || value === null || value === undefined || typeof value === 'boolean'
    ? value
    : REDACTED;
}

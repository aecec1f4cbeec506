import { isObject } from '../../is-object.ts';
import { trimEnd } from '../../text/trim.ts';
import type { ParsedLine } from '../parse/normalise.ts';
import { parseRecord } from '../parse/parse-line.ts';
import { safeLine } from '../safe-line.ts';
import type { FoundRow } from './lookup-query.ts';
import type { Plan } from './plan.ts';

/** The lines of the rows of a lookup that carry `id` as a whole token, each safe to show; `source` is named as their place. */
export function linesOf(
  rows: readonly FoundRow[],
  { shown }: Plan,
  id: string,
  source: string,
): ParsedLine[] {
  return rows.flatMap(({ ns, values }) => {
    return parseRecord(recordOf(shown, values, ns), { source, id }).map(({ line }) => ({
      line: safeLine(line),
      ns,
    }));
  });
}

/** Names of what a column without NULL holds as 0 where it is not known. */
const UNSET_AT_ZERO = ['status', 'severityNumber', 'duration_ms'];

/** The record of a row, as if a line had held it. */
function recordOf(
  shown: Plan['shown'],
  values: readonly unknown[],
  ns: bigint | null,
): Record<string, unknown> {
  const record: Record<string, unknown> = ns === null ? {} : { timeUnixNano: String(ns) };
  for (const [index, { path }] of shown.entries()) {
    const value = cleaned(values[index]);
    const isUnset = value === 0 && UNSET_AT_ZERO.includes(path.at(-1) ?? '');
    if (value !== undefined && !isUnset) put(record, path, value);
  }
  return record;
}

function put(record: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [last = '', ...outer] = path.toReversed();
  let target = record;
  for (const name of outer.toReversed()) {
    const inner = target[name];
    const next = isObject(inner) ? inner : {};
    target[name] = next;
    target = next;
  }
  const there = target[last];
  target[last] = isObject(there) && isObject(value) ? { ...value, ...there } : value;
}

/** Empty values say nothing, and a `FixedString` is filled up with NUL. */
function cleaned(value: unknown): unknown {
  const text = typeof value === 'string' ? trimEnd(value, /\0/) : value;
  if (text === '' || text === null || text === undefined) return undefined;
  return isObject(text) && Object.keys(text).length === 0 ? undefined : text;
}

import { cut, visible } from '../redact/redact.ts';
import { toRecord } from './record.ts';
import { redact } from './redact.ts';
import type { LogLine } from './request-log.ts';

/** The longest that values may be, in UTF-16 units, the note of a cut not counted. */
const BOUNDS = { message: 2_000, path: 1_000, value: 500, word: 200, list: 20 } as const;

/**
 * A line as it may leave `requests/`: without secrets, without hidden characters, every value bounded.
 *
 * In this order: a cut first could leave half a secret that no rule knows, and escapes lengthen.
 */
export function safeLine(line: LogLine): LogLine {
  const safe = redact(line);
  safe.source = toSafe(safe.source, BOUNDS.path);
  for (const field of ['level', 'service', 'method', 'workspace', 'code'] as const) {
    const value = safe[field];
    if (value !== undefined) safe[field] = toSafe(value, BOUNDS.word);
  }
  if (safe.path !== undefined) safe.path = toSafe(safe.path, BOUNDS.path);
  if (safe.message !== undefined) safe.message = toSafe(safe.message, BOUNDS.message);
  if (safe.rest) {
    safe.rest = toRecord(
      Object.entries(safe.rest).map(([name, value]) => [toSafe(name, BOUNDS.word), boundValue(value)]),
    );
  }
  return safe;
}

function boundValue(value: unknown): unknown {
  if (typeof value === 'string') return toSafe(value, BOUNDS.value);
  if (!Array.isArray(value)) return value;
  const kept = value.slice(0, BOUNDS.list).map((item: unknown) => {
    return typeof item === 'string' ? toSafe(item, BOUNDS.word) : item;
  });
  const more = value.length - kept.length;
  return more > 0 ? [...kept, `… [${more.toLocaleString('en-US')} more]`] : kept;
}

function toSafe(text: string, max: number): string {
  return cut(visible(text), max);
}

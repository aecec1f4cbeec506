import { toRecord } from '../../base/objects.ts';
import { group } from '../../base/text.ts';
import { cut, NO_OWN_NAMES, type OwnNames, redactRest, redactText, visible } from '../../redact/redact.ts';
import type { LogLine } from '../log.ts';
import { foldText, isFrame } from '../stack.ts';

/** The longest that values may be, in UTF-16 units, the note of a cut not counted. */
const BOUNDS = { message: 2_000, path: 1_000, trace: 4_000, value: 500, word: 200, list: 20 } as const;

/**
 * A line as it may leave `logs/`: without secrets, without hidden characters, every value bounded.
 *
 * In this order: a cut first could leave half a secret that no rule knows, and escapes lengthen.
 */
export function safeLine(line: LogLine, own: OwnNames = NO_OWN_NAMES): LogLine {
  const safe = redact(line, own);
  safe.source = toSafe(safe.source, BOUNDS.path);
  for (const field of ['level', 'service', 'method', 'workspace', 'code'] as const) {
    const value = safe[field];
    if (value !== undefined) safe[field] = toSafe(value, BOUNDS.word);
  }
  if (safe.path !== undefined) safe.path = toSafe(safe.path, BOUNDS.path);
  if (safe.message !== undefined) safe.message = toSafe(safe.message, BOUNDS.message);
  if (safe.rest) {
    safe.rest = toRecord(
      Object.entries(safe.rest).map(([name, value]) => [
        toSafe(name, BOUNDS.word),
        name === 'stack' && Array.isArray(value) ? boundTrace(value) : boundValue(value),
      ]),
    );
  }
  return safe;
}

/** The lines of a trace, which were chosen where they were found. */
function boundTrace(lines: readonly unknown[]): string[] {
  return lines.map((line) => toSafe(String(line), BOUNDS.value));
}

function boundValue(value: unknown): unknown {
  if (typeof value === 'string') {
    const trace = foldText(value, BOUNDS.trace);
    return toSafe(
      trace,
      value.includes('\n') && value.split('\n', 50).some(isFrame) ? BOUNDS.trace : BOUNDS.value,
    );
  }
  if (!Array.isArray(value)) return value;
  const kept = value.slice(0, BOUNDS.list).map((item: unknown) => {
    return typeof item === 'string' ? toSafe(item, BOUNDS.word) : item;
  });
  const more = value.length - kept.length;
  return more > 0 ? [...kept, `… [${group(more)} more]`] : kept;
}

function toSafe(text: string, max: number): string {
  return cut(visible(text), max);
}

/** A copy of `line` without secrets, in its common fields and in `rest`, names included. */
export function redact(line: LogLine, own: OwnNames = NO_OWN_NAMES): LogLine {
  const copy: LogLine = { ...line, source: redactSource(line.source, own) };
  for (const field of ['level', 'service', 'method', 'path', 'workspace', 'code'] as const) {
    const value = line[field];
    if (value !== undefined) copy[field] = redactText(value, own);
  }
  if (line.message !== undefined) copy.message = redactBehind(line.service, line.message, own);
  if (line.rest) copy.rest = redactRest(line.rest, own);
  return copy;
}

/** A message without secrets. What was taken for the name of a logger may be that of one: `auth.token: 030b6040a3b1`. */
function redactBehind(service: string | undefined, message: string, own: OwnNames): string {
  if (service === undefined) return redactText(message, own);
  const head = `${service}: `;
  const named = redactText(head + message, own);
  return named.startsWith(head) ? named.slice(head.length) : redactText(message, own);
}

/** The number of the line is none of the file's name. */
function redactSource(source: string, own: OwnNames): string {
  const line = /:\d{1,15}$/.exec(source)?.[0] ?? '';
  return redactText(source.slice(0, source.length - line.length), own) + line;
}

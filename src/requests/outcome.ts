import type { LogLine } from './request-log.ts';

/**
 * The line that says how a request ended in error, or null if none does: the last line that names an
 * error code, as services log it before the access log closes; without any, the last with a status of 4xx or 5xx.
 */
export function endedBy(lines: readonly LogLine[]): LogLine | null {
  return (
    lines.findLast((line) => line.code !== undefined) ??
    lines.findLast((line) => line.status !== undefined && line.status >= 400) ??
    null
  );
}

/** Where the loggers that keep an error apart from their own message put its text. */
const ERROR_TEXT = [
  'err.message',
  'error.message',
  'error_description',
  'error_message',
  'exception.message',
];

/** What a line says went wrong: the error's own message before the logger's, or null. */
export function failureText({ message, rest = {} }: LogLine): string | null {
  const own = ERROR_TEXT.map((name) => rest[name]).find((text) => typeof text === 'string' && text !== '');
  return typeof own === 'string' ? own : (message ?? null);
}

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

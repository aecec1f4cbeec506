import type { FailureCode } from '../errors.ts';

/** How a command ends. */
export const EXIT = {
  /** An answer was found; everything is well. */
  ok: 0,
  /** There is no answer; the doctor found something wrong; not all could be indexed. */
  notFound: 1,
  /** Wrong arguments. */
  usage: 2,
  /** Anything else. */
  failed: 3,
} as const;

const BY_FAILURE: Readonly<Record<FailureCode, number>> = {
  not_found: EXIT.notFound,
  validation_failed: EXIT.usage,
  invalid_request: EXIT.usage,
  internal_error: EXIT.failed,
  unauthorized: EXIT.failed,
  forbidden_by_scope: EXIT.failed,
  state_conflict: EXIT.failed,
  rate_limited: EXIT.failed,
  upstream_error: EXIT.failed,
  service_unavailable: EXIT.failed,
};

/** The exit code for a failure. */
export function exitCodeOf(code: FailureCode): number {
  return BY_FAILURE[code];
}

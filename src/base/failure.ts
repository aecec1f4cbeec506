/**
 * The codes that this server itself fails with, each with the JSON-RPC code that carries it where the
 * protocol wants an error instead of a tool result (JSON-RPC 2.0 section 5.1).
 */
export const FAILURES = {
  invalid_request: -32600,
  validation_failed: -32602,
  not_found: -32602,
  internal_error: -32603,
  unauthorized: -32603,
  forbidden_by_scope: -32603,
  state_conflict: -32603,
  rate_limited: -32603,
  upstream_error: -32603,
  service_unavailable: -32603,
} as const;

export type FailureCode = keyof typeof FAILURES;

export const FAILURE_CODES = Object.keys(FAILURES) as FailureCode[];

/** The platform's REST error shape. */
export interface WireError {
  error: { code: FailureCode; message: string; request_id: string } & FailureDetails;
}

/** What a failure tells as data, beside its words. */
export interface FailureDetails {
  /** The code of an error that the catalog lacks. */
  unknown_code?: string;
}

interface FailureOptions {
  /** A JSON-RPC code other than the usual one of `code`. */
  rpc?: number;
  /** What the protocol wants in the `data` of the JSON-RPC error, beside our own `error`. */
  data?: Record<string, unknown>;
  details?: FailureDetails;
  cause?: unknown;
}

/** A failure with words for whoever called. Whatever else is thrown becomes `internal_error`. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly rpc: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly details: Readonly<FailureDetails>;

  constructor(
    code: FailureCode,
    message: string,
    { rpc = FAILURES[code], data = {}, details = {}, cause }: FailureOptions = {},
  ) {
    super(message, { cause });
    this.name = 'Failure';
    this.code = code;
    this.rpc = rpc;
    this.data = data;
    this.details = details;
  }
}

const INTERNAL =
  'This server ran into a bug of its own; your input may be fine. Its journal and stderr hold the cause under this request_id: report it with them. Other calls still work.';

/** What was thrown, as a Failure. The words of an unexpected exception stay in `cause`, off the wire. */
export function toFailure(thrown: unknown): Failure {
  return thrown instanceof Failure ? thrown : new Failure('internal_error', INTERNAL, { cause: thrown });
}

/** The one place where a failure takes its wire shape. */
export function toWire(
  { code, message, details = {} }: Pick<Failure, 'code' | 'message'> & Partial<Pick<Failure, 'details'>>,
  requestId: string,
): WireError {
  return { error: { code, message, request_id: requestId, ...details } };
}

/** The code that the system or zlib gave to an error, such as `ENOENT`; `unknown` for any other value. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

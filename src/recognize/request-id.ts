const NAMED =
  /\b(?:x-)?(?:request|req|correlation|trace)[-_ ]?id\b["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9][A-Za-z0-9._:-]{3,127})/i;
const PREFIXED = /\breq_[A-Za-z0-9_-]{4,124}/;

/**
 * The request id that a text names, or null: the value of a `request_id` field or `X-Request-Id` header
 * in any dress, else a bare `req_…`. `text` is already unwrapped.
 */
export function findRequestId(text: string): string | null {
  const found = NAMED.exec(text)?.[1] ?? PREFIXED.exec(text)?.[0];
  return found?.replace(/[.:_-]+$/, '') ?? null;
}

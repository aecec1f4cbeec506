/** A service in Go, a worker in Python and an SDK in TypeScript, which between them name 30 codes. */
export const SERVICES: Readonly<Record<string, string>> = {
  'api/apierr/codes.go': `// Package apierr holds the codes of the API, such as "example_only".
package apierr

import "net/http"

// Code goes over the wire.
type Code string

const (
	CodeNotFound          Code = "not_found"
	CodeValidationFailed  Code = "validation_failed"
	CodeWorkspaceSlug     Code = "workspace_slug_taken"
	CodeWorkspaceSuspend  Code = "workspace_suspended"
	CodeRateLimited       Code = "rate_limited"
	CodeUnauthorized      Code = "unauthorized"
	defaultLanguage            = "en"
)

var statusOf = map[Code]int{
	CodeNotFound:         http.StatusNotFound,
	CodeValidationFailed: 422,
}

// Error is what a handler returns.
type Error struct {
	Code    Code   \`json:"code"\`
	Message string \`json:"message"\`
}

func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
`,
  'api/handlers/workspaces.go': `package handlers

func (h *Workspaces) Create(w http.ResponseWriter, r *http.Request) {
	slog.Info("workspace_create_started", "code", "not_a_code")
	if err := h.store.Insert(r.Context(), ws); err != nil {
		var pg *pgconn.PgError
		if errors.As(err, &pg) && pg.Code == "23505" {
			writeError(w, http.StatusConflict, apierr.CodeWorkspaceSlug)
			return
		}
		log.Printf("insert failed: %v", err)
		respondError(w, "internal_error", http.StatusInternalServerError)
		return
	}
	if len(ws.Members) > plan.Seats {
		render.JSON(w, r, map[string]any{"error": map[string]any{"code": "seat_limit_reached", "message": "No seats."}})
		return
	}
	if ws.Region == "" {
		err := apierr.New("region_unavailable", "no region for %s", ws.Name)
		w.Header().Set("Content-Type", "application/json")
		http.Error(w, \`{"error":{"code":"region_missing","message":"Choose one."}}\`, 400)
		_ = err
		return apierr.New(apierr.Code("workspace_archived"), "it is archived")
	}
	switch r.Header.Get("X-Mode") {
	case "dry_run":
		w.WriteHeader(204)
	}
}
`,
  'api/handlers/tokens.go': `package handlers

type tokenError int

const (
	errInvalidGrant tokenError = iota
	errInvalidClient
	errUnsupportedGrant
)

func (e tokenError) code() string {
	switch e {
	case errInvalidGrant:
		return "invalid_grant"
	case errInvalidClient:
		return "invalid_client"
	case errUnsupportedGrant:
		return "unsupported_grant_type"
	}
	return "server_error"
}
`,
  'api/handlers/workspaces_test.go': 'package handlers\n\nvar ErrOnlyInTests = errors.New("only_in_tests")\n',
  'worker/errors.py': `"""Errors of the worker; \`JobError("example_in_notes")\`."""

from enum import Enum


class JobErrorCode(str, Enum):
    JOB_TIMEOUT = "job_timeout"
    JOB_CANCELLED = "job_cancelled"
    QUEUE_FULL = "queue_full"


class WebhookError(Exception):
    code = "webhook_failed"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code or self.code


class WebhookUnreachable(WebhookError):
    code = "webhook_unreachable"


ERRORS = {
    "payment_declined": {"status": 402, "retry": False},
    "payment_method_expired": {"status": 402, "retry": False},
}
`,
  'worker/deliver.py': `import logging

from .errors import WebhookError

logger = logging.getLogger("worker.deliver")
TOPIC = "webhook_errors"


def deliver(hook, body):
    """Delivers; raises WebhookError("described_only")."""
    logger.info("delivery_started", extra={"code": "not_sent"})
    try:
        response = hook.send(body, headers={"Content-Type": "application/json"})
    except TimeoutError:
        raise WebhookError("The hook did not answer.", code="webhook_timeout")
    if response.json().get("code") == "hook_gone":
        raise ValueError("hook_is_gone")
    if response.status_code == 410:
        raise WebhookError("Gone.", code="webhook_gone" if hook.once else "webhook_disabled")
    return {"ok": True, "kind": "webhook_delivered"}
`,
  'sdk/src/errors.ts': `/** Codes of the API. @example 'in_a_comment' */
export type ApiErrorCode =
  | 'not_found'
  | 'rate_limited'
  | 'workspace_slug_taken';

export const SDK_ERRORS = {
  NETWORK: 'network_unreachable',
  ABORTED: 'request_aborted',
  PARSE: 'response_malformed',
} as const;

export class SdkError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'SdkError';
    this.code = code;
  }
}

/** Texts for people. */
export const ERROR_MESSAGES: Record<string, string> = {
  label_only: 'Shown in the table',
};
`,
  'sdk/src/client.ts': `import { SdkError } from './errors';

const RETRYABLE_ERROR_CODES = new Set(['rate_limited', 'compared_only']);
const LOCALES = [{ code: 'en_gb', label: 'English' }, { code: 'de_formal', label: 'Deutsch' }];

export async function request(path: string): Promise<Response> {
  const response = await fetch(path).catch((error: { code?: string }) => {
    if (error.code === 'ECONNREFUSED') throw new SdkError('connection_refused', 'Refused.');
    throw error;
  });
  if (!response.ok) {
    const body = await response.json();
    switch (body.error.code) {
      case 'received_only':
        return request(path);
      default:
        console.warn('request_failed', { code: 'logged_only' });
    }
    throw new SdkError(body.error.code ?? 'unknown_error', \`Failed with \${body.error.code}\`);
  }
  return response;
}
`,
  'sdk/src/form.tsx': `export function Form() {
  const [errors, setErrors] = useState({});
  const check = () => setErrors({ workspace_name: 'must_be_given' });
  return <p className="text-error-red">Don't {t('errors.form_title')} {errors.workspace_name}</p>;
}
`,
  'sdk/src/client.test.ts':
    "expect(error).toMatchObject({ code: 'expected_only' });\nthrow new SdkError('thrown_in_test');\n",
};

/** What they emit, in the order of the alphabet. */
export const EMITTED = [
  'connection_refused',
  'internal_error',
  'invalid_client',
  'invalid_grant',
  'job_cancelled',
  'job_timeout',
  'network_unreachable',
  'not_found',
  'payment_declined',
  'payment_method_expired',
  'queue_full',
  'rate_limited',
  'region_missing',
  'region_unavailable',
  'request_aborted',
  'response_malformed',
  'seat_limit_reached',
  'server_error',
  'unauthorized',
  'unknown_error',
  'unsupported_grant_type',
  'validation_failed',
  'webhook_disabled',
  'webhook_failed',
  'webhook_gone',
  'webhook_timeout',
  'webhook_unreachable',
  'workspace_archived',
  'workspace_slug_taken',
  'workspace_suspended',
];

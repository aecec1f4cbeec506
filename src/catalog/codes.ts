import type { Area } from './vocabulary.ts';

/** Every code of the document, in its order, under the area whose list names it. */
export const CODES = {
  general: [
    'invalid_request',
    'validation_failed',
    'unauthorized',
    'invalid_token',
    'forbidden_by_scope',
    'requires_confirmation',
    'not_found',
    'workspace_slug_taken',
    'state_conflict',
    'enterprise_only',
    'pro_required',
    'rate_limited',
    'internal_error',
    'upstream_error',
    'service_unavailable',
  ],
  workspaces: [
    'workspace_slug_invalid',
    'workspace_slug_too_short',
    'workspace_slug_reserved',
    'workspace_provisioning_failed',
  ],
  apps: ['redirect_uri_invalid', 'redirect_uri_localhost_only_dev', 'client_secret_revoked'],
  idps: ['idp_oauth_failed', 'idp_metadata_invalid', 'idp_already_configured'],
  billing: ['payment_method_required', 'subscription_past_due', 'signups_blocked'],
  webhooks: ['webhook_url_invalid', 'webhook_secret_required'],
  tokens: ['invalid_grant', 'invalid_client', 'unsupported_grant_type', 'access_denied'],
} as const satisfies Record<Area, readonly string[]>;

export type CodeOf<A extends Area> = (typeof CODES)[A][number];

/** A code of the built-in catalog. */
export type Code = CodeOf<Area>;

import type { Case } from './case.ts';

/** A code spelt otherwise; no human would hesitate. */
export const misspelt: readonly Case[] = [
  // invalid_request
  { input: 'InvalidRequestError', expect: 'invalid_request' },
  { input: 'invalid-request', expect: 'invalid_request' },
  { input: 'invlaid_request', expect: 'invalid_request' },
  // validation_failed
  { input: 'Validation Failed', expect: 'validation_failed' },
  { input: 'ERR_VALIDATION_FAILED', expect: 'validation_failed' },
  { input: 'validaton_failed', expect: 'validation_failed' },
  // unauthorized
  { input: 'unauthorised', expect: 'unauthorized' },
  { input: 'UnauthorizedException', expect: 'unauthorized' },
  { input: 'E_UNAUTHORIZED', expect: 'unauthorized' },
  // invalid_token
  { input: 'invalidToken', expect: 'invalid_token' },
  { input: 'invalid_tokne', expect: 'invalid_token' },
  // forbidden_by_scope
  { input: 'Forbidden by scope', expect: 'forbidden_by_scope' },
  { input: 'forbiden_by_scope', expect: 'forbidden_by_scope' },
  { input: 'ForbiddenByScopeError', expect: 'forbidden_by_scope' },
  // requires_confirmation
  { input: 'require_confirmation', expect: 'requires_confirmation' },
  { input: 'requires.confirmation', expect: 'requires_confirmation' },
  { input: 'RequiresConfirmationError', expect: 'requires_confirmation' },
  // not_found
  { input: 'NotFoundError', expect: 'not_found' },
  { input: 'NOT-FOUND', expect: 'not_found' },
  { input: 'ERR_NOT_FOUND', expect: 'not_found' },
  // workspace_slug_taken
  { input: 'slug_taken', expect: 'workspace_slug_taken' },
  { input: 'WORKSPACE SLUG TAKEN', expect: 'workspace_slug_taken' },
  { input: 'worskpace_slug_taken', expect: 'workspace_slug_taken' },
  { input: 'workspaceSlugTaken', expect: 'workspace_slug_taken' },
  // state_conflict
  { input: 'StateConflictException', expect: 'state_conflict' },
  { input: 'state_conflcit', expect: 'state_conflict' },
  // enterprise_only
  { input: 'Enterprise-Only', expect: 'enterprise_only' },
  { input: 'enterprize_only', expect: 'enterprise_only' },
  // pro_required
  { input: 'ProRequired', expect: 'pro_required' },
  { input: 'pro_requierd', expect: 'pro_required' },
  // rate_limited
  { input: 'ratelimited', expect: 'rate_limited' },
  { input: 'RateLimitedError', expect: 'rate_limited' },
  { input: 'rate_limted', expect: 'rate_limited' },
  { input: 'RATE LIMITED', expect: 'rate_limited' },
  // internal_error
  { input: 'InternalError', expect: 'internal_error' },
  { input: 'internal_server_error', expect: 'internal_error' },
  { input: 'intenral_error', expect: 'internal_error' },
  // upstream_error
  { input: 'UPSTREAM-ERROR', expect: 'upstream_error' },
  { input: 'upsteam_error', expect: 'upstream_error' },
  // service_unavailable
  { input: 'ServiceUnavailableException', expect: 'service_unavailable' },
  { input: 'service_unavailible', expect: 'service_unavailable' },
  // workspace_slug_invalid
  { input: 'slug_invalid', expect: 'workspace_slug_invalid' },
  { input: 'workspace.slug.invalid', expect: 'workspace_slug_invalid' },
  { input: 'invalid_workspace_slug', expect: 'workspace_slug_invalid' },
  // workspace_slug_too_short
  { input: 'slug_too_short', expect: 'workspace_slug_too_short' },
  { input: 'WorkspaceSlugTooShort', expect: 'workspace_slug_too_short' },
  { input: 'workspace_slug_to_short', expect: 'workspace_slug_too_short' },
  // workspace_slug_reserved
  { input: 'slug-reserved', expect: 'workspace_slug_reserved' },
  { input: 'workspace_slug_resreved', expect: 'workspace_slug_reserved' },
  // workspace_provisioning_failed
  { input: 'provisioning_failed', expect: 'workspace_provisioning_failed' },
  { input: 'WorkspaceProvisioningFailedError', expect: 'workspace_provisioning_failed' },
  { input: 'workspace_provisionning_failed', expect: 'workspace_provisioning_failed' },
  // redirect_uri_invalid
  { input: 'invalid_redirect_uri', expect: 'redirect_uri_invalid' },
  { input: 'redirectUriInvalid', expect: 'redirect_uri_invalid' },
  { input: 'redirect_url_invalid', expect: 'redirect_uri_invalid' },
  // redirect_uri_localhost_only_dev
  { input: 'localhost_only_dev', expect: 'redirect_uri_localhost_only_dev' },
  { input: 'redirect-uri-localhost-only-dev', expect: 'redirect_uri_localhost_only_dev' },
  { input: 'redirect_uri_locahost_only_dev', expect: 'redirect_uri_localhost_only_dev' },
  // client_secret_revoked
  { input: 'ClientSecretRevokedError', expect: 'client_secret_revoked' },
  { input: 'secret_revoked', expect: 'client_secret_revoked' },
  { input: 'client_secret_revoekd', expect: 'client_secret_revoked' },
  // idp_oauth_failed
  { input: 'IdpOAuthFailed', expect: 'idp_oauth_failed' },
  { input: 'idp_oath_failed', expect: 'idp_oauth_failed' },
  { input: 'oauth_failed', expect: 'idp_oauth_failed' },
  // idp_metadata_invalid
  { input: 'metadata_invalid', expect: 'idp_metadata_invalid' },
  { input: 'IDP METADATA INVALID', expect: 'idp_metadata_invalid' },
  { input: 'idp_metdata_invalid', expect: 'idp_metadata_invalid' },
  // idp_already_configured
  { input: 'already_configured', expect: 'idp_already_configured' },
  { input: 'idpAlreadyConfigured', expect: 'idp_already_configured' },
  { input: 'idp_allready_configured', expect: 'idp_already_configured' },
  // payment_method_required
  { input: 'PaymentMethodRequiredError', expect: 'payment_method_required' },
  { input: 'payment-methods-required', expect: 'payment_method_required' },
  { input: 'paymet_method_required', expect: 'payment_method_required' },
  // subscription_past_due
  { input: 'past_due', expect: 'subscription_past_due' },
  { input: 'SUBSCRIPTION_PASTDUE', expect: 'subscription_past_due' },
  { input: 'subscribtion_past_due', expect: 'subscription_past_due' },
  // signups_blocked
  { input: 'signup_blocked', expect: 'signups_blocked' },
  { input: 'SignUpsBlocked', expect: 'signups_blocked' },
  { input: 'singups_blocked', expect: 'signups_blocked' },
  // webhook_url_invalid
  { input: 'WebhookUrlInvalidException', expect: 'webhook_url_invalid' },
  { input: 'webhook url invalid', expect: 'webhook_url_invalid' },
  { input: 'wehbook_url_invalid', expect: 'webhook_url_invalid' },
  // webhook_secret_required
  { input: 'webhookSecretRequired', expect: 'webhook_secret_required' },
  { input: 'web_hook_secret_required', expect: 'webhook_secret_required' },
  { input: 'webhook_secret_requried', expect: 'webhook_secret_required' },
  // invalid_grant
  { input: 'InvalidGrantError', expect: 'invalid_grant' },
  { input: 'invalid grant', expect: 'invalid_grant' },
  { input: 'invalid_gratn', expect: 'invalid_grant' },
  // invalid_client
  { input: 'INVALID_CLIENT', expect: 'invalid_client' },
  { input: 'InvalidClientException', expect: 'invalid_client' },
  { input: 'invalid_cleint', expect: 'invalid_client' },
  // unsupported_grant_type
  { input: 'unsupportedGrantType', expect: 'unsupported_grant_type' },
  { input: 'unsuported_grant_type', expect: 'unsupported_grant_type' },
  { input: 'unsupported_grant', expect: 'unsupported_grant_type' },
  // access_denied
  { input: 'AccessDeniedException', expect: 'access_denied' },
  { input: 'acess_denied', expect: 'access_denied' },
  { input: 'access-denied', expect: 'access_denied' },
  // a finger on the wrong key, or twice on the right one
  { input: 'rate_limitrd', expect: 'rate_limited' },
  { input: 'webhook_urk_invalid', expect: 'webhook_url_invalid' },
  { input: 'acceas_denied', expect: 'access_denied' },
  { input: 'invalid_ggrant', expect: 'invalid_grant' },
  { input: 'statte_conflict', expect: 'state_conflict' },
  // in a little company
  { input: 'Error code: ERR_STATE_CONFLICT', expect: 'state_conflict' },
  { input: 'what does "Idp-Already-Configured" mean?', expect: 'idp_already_configured' },
  { input: 'throw new EnterpriseOnlyError()', expect: 'enterprise_only' },
  { input: '{"error":{"code":"PRO_REQUIRED","message":"upgrade"}}', expect: 'pro_required' },
  { input: '{"error":{"code":"SERVICE-UNAVAILABLE"}}', expect: 'service_unavailable' },
  { input: 'code=UpstreamError status=502', expect: 'upstream_error' },
  { input: 'it says workspace slug reserved, hm', expect: 'workspace_slug_reserved' },
];
